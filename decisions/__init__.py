"""The numbers: one engine per file, pure functions of what was observed. No I/O, no clock, no randomness."""
