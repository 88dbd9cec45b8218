"""What the staff remembers: SQL rows are the truth, Chroma and full-text are disposable indexes."""
