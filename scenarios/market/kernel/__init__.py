"""A day of the market as arrays: no loop over orders or buyers, one stream of luck per process and day."""

from scenarios.market.kernel.body import Body, open_body
from scenarios.market.kernel.day import DayOutcome, step
from scenarios.market.kernel.params import Params, make_params

__all__ = ["Body", "DayOutcome", "Params", "make_params", "open_body", "step"]
