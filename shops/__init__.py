"""Shops as the staff sees them: models, the ports, the arithmetic of prices, and one file or folder per platform."""
