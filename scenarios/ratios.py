"""What runs over several seeds come to: mean, tenth percentile, worst, an interval, and ratios of paired seeds."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import mean, stdev
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

Floats = NDArray[np.float64]
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
        ``ratio`` of the sums, ``per_seed``, their ``mean``, ``p10``, ``worst``, and the 95 % ``interval`` of the mean;
        None if a seed of the other has nothing to compare with (nothing earned, or a loss).
    """
    if any(value <= 0 for value in theirs):
        return None
    pairs = [one / other for one, other in zip(ours, theirs, strict=True)]
    return {
        "ratio": round(sum(ours) / sum(theirs), 6),
        "per_seed": [round(one, 6) for one in pairs],
        "mean": round(mean(pairs), 6),
        "p10": round(float(np.quantile(pairs, 0.1)), 6),
        "worst": round(min(pairs), 6),
        "interval": _interval(pairs),
    }


def ratio_over(worlds: Sequence[str], ours: Sequence[float], theirs: Sequence[float]) -> dict[str, Any] | None:
    """Give the ratio of two policies in pairs of one world and seed, with its interval over worlds.

    Args:
        worlds: The world of each pair.
        ours, theirs: What was earned.

    Returns:
        As :func:`ratio`; with more than one world ``p10``, ``worst`` and ``interval`` are of the worlds' means, and
        the interval is a percentile bootstrap over worlds (4,000 draws of a fixed seed), so it covers their choice.
    """
    found = ratio(ours, theirs)
    names = list(dict.fromkeys(worlds))
    if found is None or len(names) < 2:
        return found
    means = np.array([mean(one for one, world in zip(found["per_seed"], worlds, strict=True) if world == name)
                      for name in names])  # fmt: skip
    return found | {
        "mean": round(float(means.mean()), 6),
        "p10": round(float(np.quantile(means, 0.1)), 6),
        "worst": round(float(means.min()), 6),
        "interval": bootstrap(means),
    }


def bootstrap(values: Sequence[float] | Floats, draws: int = 4000) -> list[float]:
    """Give the 95 % percentile bootstrap interval of the mean, of a fixed seed.

    Source: Efron (1979); over worlds, not over days, as the notes of the market say.
    """
    held = np.asarray(values, dtype=float)
    luck = np.random.Generator(np.random.PCG64(1979))
    means = held[luck.integers(0, len(held), (draws, len(held)))].mean(axis=1)
    return [round(float(end), 6) for end in np.quantile(means, [(1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2])]


def _interval(values: Sequence[float]) -> list[float] | None:
    """Give the interval of the mean; source: Student (1908), t quantiles with n - 1 degrees of freedom."""
    if len(values) < 2:
        return None
    half = float(stdtrit(len(values) - 1, (1 + CONFIDENCE) / 2)) * stdev(values) / math.sqrt(len(values))
    return [round(mean(values) - half, 6), round(mean(values) + half, 6)]
