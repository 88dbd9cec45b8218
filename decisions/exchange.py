"""How far two groups differ that were only drawn apart: by drawing them apart again.

Welch's t is an approximation. Where most values are zero and one side is small it is wrong three times as often as it
says (17 % of A/A trials at a nominal 5 %, 20 buyers beside 200 of whom a tenth come). If nothing was done every split
of the same buyers into two groups of these sizes was as likely, so the share of splits whose t is as far from zero is
exact. Source: Janssen, "Studentized permutation tests for non-i.i.d. hypotheses", Statistics & Probability Letters 36
(1997): with t, and not the plain difference, it also holds for large groups of unequal spread.
"""

from __future__ import annotations

from math import ceil

import numpy as np
from numpy.random import PCG64, Generator
from numpy.typing import NDArray

Floats = NDArray[np.float64]
SPLITS = 999
"""Splits that are drawn, of a fixed seed: the same values, the same answer."""
MOST = 2000
"""Values beyond which Welch's t is near enough and no splits are drawn."""


def split_quantile(one: Floats, other: Floats, alpha: float) -> float:
    """Give what |t| of two groups stays within by all but ``alpha`` of their splits; 0 beyond :data:`MOST` values.

    Args:
        one, other: One value a unit, at least two a side, finite.
        alpha: Share of splits that may lie beyond.

    Example:
        >>> 2.0 < split_quantile(np.arange(12.0), np.arange(12.0), 0.05) < 2.3
        True
    """
    pool = np.concatenate([one, other])
    if len(pool) > MOST:
        return 0.0
    pool = pool - pool.mean()
    luck = Generator(PCG64(1997))
    rows = np.argpartition(luck.random((SPLITS, len(pool)), dtype=np.float32), len(one), axis=1)[:, : len(one)]
    mine = pool[rows]
    sums, squares = mine.sum(axis=1), (mine**2).sum(axis=1)
    far = _t(len(one), len(other), (sums, squares), (pool.sum() - sums, (pool**2).sum() - squares))
    # splits often tie, e.g. all those without a buyer who came: a hair of rounding must not part them from the real one
    return float(np.sort(far)[min(SPLITS, ceil((1 - alpha) * (SPLITS + 1))) - 1]) * (1 + 1e-9)


def _t(ones: int, others: int, first: tuple[Floats, Floats], second: tuple[Floats, Floats]) -> Floats:
    """Give |t| from sums and sums of squares of both sides; without any spread it is endless."""
    means = first[0] / ones, second[0] / others
    errors = [
        np.maximum(squares - sums**2 / count, 0.0) / (count - 1) / count
        for count, (sums, squares) in ((ones, first), (others, second))
    ]
    spread = np.sqrt(errors[0] + errors[1])
    return np.asarray(
        np.divide(np.abs(means[0] - means[1]), spread, out=np.full(len(spread), np.inf), where=spread > 0)
    )
