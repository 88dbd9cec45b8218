"""The pace of a SKU: mean and spread of its pieces a day, and what it costs to keep a piece.

Days on which the SKU was sold out say nothing of demand and are left out. How much to make is
:mod:`decisions.board.stocking`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import fmean, median

from decisions.not_enough import finite

MIN_DAYS = 14
"""Fewer days of history than this are not enough to decide."""
HOLDING_PER_DAY = 0.0012
"""Cost of holding a piece a day as a share of its unit cost; an assumption of the market notes."""
TREND_RANGE = (0.7, 1.6)
OUTLIER = 6.0
"""A single day is capped at so many times the usual one."""


def demand(units: Sequence[int]) -> tuple[float, float]:
    """Give mean and standard deviation of daily demand: the long mean times a bounded trend of the last four weeks.

    Single days are capped, so that one wholesaler's order does not fill the house: at six times the mean, or six times
    a usual day where that is less, since the mean has the order in it. A usual day is the mean without the largest
    twentieth of the days, or the median of those with demand: goods that sell seldom have no usual day of 0.

    Raises:
        ValueError: There is no day, or one is no number or below 0.

    Example:
        >>> round(demand([10] * 60 + [5000])[0], 1)
        11.8
    """
    if not units:
        raise ValueError("demand needs the pieces of at least one day")
    for place, value in enumerate(units):
        finite(least=0, **{f"pieces of day {place + 1}": value})
    raw = sum(units) / len(units)
    most = max(OUTLIER * min(raw, _usual(units)), 1.0)
    capped = [min(value, most) for value in units]
    mean = sum(capped) / len(capped)
    if mean == 0:
        return 0.0, 0.0
    recent = capped[-28:]
    trend = min(max(sum(recent) / len(recent) / mean, TREND_RANGE[0]), TREND_RANGE[1])
    variance = sum((value - mean) ** 2 for value in capped) / max(1, len(capped) - 1)
    return mean * trend, math.sqrt(variance)


def _usual(units: Sequence[int]) -> float:
    kept = sorted(units)[: max(1, len(units) - max(1, len(units) // 20))]
    return max(fmean(kept), median([value for value in units if value > 0] or [0]))
