"""Where a month's service will end: a rate so far, what it comes to at month's end, and the chance to cross a line.

What has failed of what was due is a binomial count; what is still to come in the month is drawn from the posterior, so
the month's end is a beta-binomial: ``X ~ BetaBinomial(m, a + fails, b + n - fails)`` with ``m`` things still to come.
Source: Gelman et al., "Bayesian Data Analysis", 3rd edition, section 2.4 (beta prior, posterior predictive).
"""

from __future__ import annotations

from math import ceil, floor

import numpy as np
from pydantic import BaseModel, ConfigDict, Field
from scipy.special import betaln

from decisions.day_view import Floats

LEAST = 30
"""Things due below which nothing is said of a rate."""
PRIOR = 20
"""Weight of the usual rate, in things due; an assumption. The usual rate is half of what the line allows."""
LEAST_USUAL = 0.001
"""A line of nothing at all still has a usual rate, or no posterior."""
CHANCE = 0.25
"""Chance of ending beyond the line from which something is done, before the line is crossed."""


class Month(BaseModel):
    """One measure of the month so far.

    Attributes:
        name: Of the measure.
        fails, due: What went wrong, of what was due until now.
        elapsed, days: Days of the month that are over, and all of them.
        line: Share of failures at which a platform takes something away, e.g. ``0.05``.
    """

    model_config = ConfigDict(frozen=True)

    name: str
    fails: int = Field(ge=0)
    due: int = Field(ge=0)
    elapsed: float = Field(gt=0)
    days: int = Field(ge=28, le=31)
    line: float = Field(ge=0, le=1)


class Projection(BaseModel):
    """Where a month ends, as shares of failures; ``low`` to ``high`` holds four in five of the months to come.

    ``known`` is False while too little was due; then nothing follows from the numbers.
    """

    model_config = ConfigDict(frozen=True)

    name: str
    so_far: float
    expected: float
    low: float
    high: float
    chance: float
    line: float
    known: bool

    @property
    def is_in_danger(self) -> bool:
        """Tell whether something has to be done now."""
        return self.known and self.chance >= CHANCE


def project(month: Month) -> Projection:
    """Project one measure to the end of its month.

    Example:
        >>> project(Month(name="late", fails=9, due=100, elapsed=10, days=30, line=0.05)).is_in_danger
        True
    """
    to_come = max(0, round(month.due * (month.days - month.elapsed) / month.elapsed))
    whole = month.due + to_come
    usual = max(month.line / 2, LEAST_USUAL)
    a, b = PRIOR * usual + month.fails, PRIOR * (1 - usual) + month.due - month.fails
    coming = _chances(to_come, a, b)
    most = floor(month.line * whole) - month.fails
    chance = min(1.0, float(coming[most + 1 :].sum())) if most >= 0 else 1.0
    low, high = (int(one) for one in np.searchsorted(coming.cumsum(), (0.1, 0.9)))
    base = max(1, whole)
    return Projection(
        name=month.name,
        so_far=month.fails / month.due if month.due else 0.0,
        expected=(month.fails + to_come * a / (a + b)) / base,
        low=(month.fails + low) / base,
        high=(month.fails + high) / base,
        chance=chance,
        line=month.line,
        known=month.due >= LEAST,
    )


def _chances(count: int, a: float, b: float) -> Floats:
    """Give ``[count + 1]`` the chances of the beta-binomial."""
    fails = np.arange(count + 1)
    ways = -np.log(count + 1) - betaln(count - fails + 1, fails + 1)
    return np.asarray(np.exp(ways + betaln(fails + a, count - fails + b) - betaln(a, b)))


def room_left(month: Month) -> int:
    """Give how many more may fail in the month before the line is crossed; negative if it is."""
    whole = month.due + max(0, ceil(month.due * (month.days - month.elapsed) / month.elapsed))
    return floor(month.line * whole) - month.fails
