"""Markets by others: a Python object or a command that plays the buyers of a built-in shop, day by day."""

from scenarios.foreign.market import ForeignMarket, foreign_market

__all__ = ["ForeignMarket", "foreign_market"]
