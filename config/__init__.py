"""Settings of the house, and limits and constants as data."""
