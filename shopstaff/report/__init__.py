"""The report of a demo: one HTML file that works offline, for a phone and a desktop."""
