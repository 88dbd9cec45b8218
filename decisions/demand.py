"""The pace of a SKU: mean and spread of its pieces a day, and what it costs to keep a piece.

Days on which the SKU was sold out say nothing of demand and are left out. How much to make is
:mod:`decisions.board.stocking`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

MIN_DAYS = 14
"""Fewer days of history than this are not enough to decide."""
HOLDING_PER_DAY = 0.0012
"""Cost of holding a piece a day as a share of its unit cost; an assumption of the market notes."""
TREND_RANGE = (0.7, 1.6)


def demand(units: Sequence[int]) -> tuple[float, float]:
    """Give mean and standard deviation of daily demand: the long mean times a bounded trend of the last four weeks.

    Single days are capped at six times the mean, so that one wholesaler's order does not fill the house.
    """
    raw = sum(units) / len(units)
    capped = [min(value, max(6 * raw, 1.0)) for value in units]
    mean = sum(capped) / len(capped)
    if mean == 0:
        return 0.0, 0.0
    recent = capped[-28:]
    trend = min(max(sum(recent) / len(recent) / mean, TREND_RANGE[0]), TREND_RANGE[1])
    variance = sum((value - mean) ** 2 for value in capped) / max(1, len(capped) - 1)
    return mean * trend, math.sqrt(variance)
