"""Incremental value: what a treatment brought beside a holdout, a buyer, with its interval.

Both groups are drawn from the same buyers before anything is done, so the difference of their means is what the
treatment did. Its 95 % interval is Welch's (unequal variances, Satterthwaite's degrees of freedom), or as wide as
drawing the same buyers apart again makes it, whichever is wider (:mod:`decisions.exchange`): most buyers of a group
leave nothing, and holdouts are small. Fewer than :data:`LEAST` on a side, or two sides that do not vary, tell nothing,
and that is said. Source: B. L. Welch, "The generalization of 'Student's' problem when several different population
variances are involved", Biometrika 34 (1947).
"""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite, sqrt
from statistics import fmean, variance

import numpy as np
from pydantic import BaseModel, ConfigDict
from scipy.special import stdtrit

from decisions.exchange import split_quantile

SURE = 0.95
LEAST = 10


class Increment(BaseModel):
    """Minor units a treated buyer, with the interval, and in all; ``known`` is False when there is not enough.

    Attributes:
        treated, held_out: Buyers on each side.
        mean, low, high: Of a treated buyer, beside the holdout.
        total: Of all treated buyers.
    """

    model_config = ConfigDict(frozen=True)

    treated: int
    held_out: int
    mean: float = 0.0
    low: float = 0.0
    high: float = 0.0
    total: int = 0
    known: bool = False

    @property
    def is_sure(self) -> bool:
        """Tell whether it is beyond chance, either way."""
        return self.known and (self.low > 0 or self.high < 0)


def read_increment(treated: Sequence[int], held_out: Sequence[int]) -> Increment:
    """Compare what each buyer of two groups left; not known where a value is no finite number.

    Args:
        treated: Contribution of each treated buyer, minor units; 0 of one who did not come.
        held_out: The same of each buyer of the holdout.

    Example:
        >>> read_increment([10] * 9, [0] * 9).known
        False
    """
    found = Increment(treated=len(treated), held_out=len(held_out))
    if min(len(treated), len(held_out)) < LEAST or not all(map(isfinite, [*treated, *held_out])):
        return found
    errors = [variance(side) / len(side) for side in (treated, held_out)]
    if sum(errors) <= 0:
        return found
    degrees = sum(errors) ** 2 / sum(
        error**2 / (len(side) - 1) for error, side in zip(errors, (treated, held_out), strict=True)
    )
    mean = fmean(treated) - fmean(held_out)
    split = split_quantile(np.asarray(treated, dtype=float), np.asarray(held_out, dtype=float), 1 - SURE)
    half = max(float(stdtrit(degrees, (1 + SURE) / 2)), split) * sqrt(sum(errors))
    total = round(mean * len(treated))
    return found.model_copy(
        update={"mean": mean, "low": mean - half, "high": mean + half, "total": total, "known": True}
    )
