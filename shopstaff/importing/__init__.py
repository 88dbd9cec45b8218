"""Reading a shop's own files: tables of CSV, their columns, their cells, and the plan of what they change."""
