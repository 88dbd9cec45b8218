"""What runs over several seeds come to: mean, tenth percentile, worst, an interval, and ratios of paired seeds."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import mean, stdev
from typing import Any

import numpy as np
from scipy.special import stdtrit

CONFIDENCE = 0.95


def spread(values: Sequence[float]) -> dict[str, Any]:
    """Give ``mean``, ``p10``, ``worst`` and the 95 % ``interval`` of the mean (Student's t; None for one value).

    Example:
        >>> spread([100, 110, 120])["mean"], [round(end) for end in spread([100, 110, 120])["interval"]]
        (110, [85, 135])
    """
    return {
        "mean": round(mean(values), 6),
        "p10": round(float(np.quantile(values, 0.1)), 6),
        "worst": min(values),
        "interval": _interval(values),
    }


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> dict[str, Any] | None:
    """Give the ratio of two policies over the same seeds, in pairs.

    Returns:
        ``ratio`` of the sums, ``per_seed``, ``worst``, and the 95 % ``interval`` of the mean of ``per_seed``; None if
        a seed of the other has nothing to compare with (nothing earned, or a loss).
    """
    if any(value <= 0 for value in theirs):
        return None
    pairs = [one / other for one, other in zip(ours, theirs, strict=True)]
    return {
        "ratio": round(sum(ours) / sum(theirs), 6),
        "per_seed": [round(one, 6) for one in pairs],
        "worst": round(min(pairs), 6),
        "interval": _interval(pairs),
    }


def _interval(values: Sequence[float]) -> list[float] | None:
    """Give the interval of the mean; source: Student (1908), t quantiles with n - 1 degrees of freedom."""
    if len(values) < 2:
        return None
    half = float(stdtrit(len(values) - 1, (1 + CONFIDENCE) / 2)) * stdev(values) / math.sqrt(len(values))
    return [round(mean(values) - half, 6), round(mean(values) + half, 6)]
