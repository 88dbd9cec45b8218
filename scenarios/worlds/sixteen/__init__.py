"""Small worlds of sixteen articles, each drawn from a seed by stated laws (see SOURCE.md)."""
