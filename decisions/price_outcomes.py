"""What price moves brought: the margin of each SKU six days after against six days before, beside the other goods.

Difference in differences: what a SKU's margin would have come to is its own before times what all other goods did in
the same days. They move too, a seventh of them on each day, so the growth of all is the shop's and no price's.
Source: Card and Krueger, "Minimum wages and employment", American Economic Review 84 (1994). The interval is Student's
over the SKUs (Student, "The probable error of a mean", Biometrika 6, 1908).
"""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from statistics import fmean, stdev

from pydantic import BaseModel, ConfigDict
from scipy.special import stdtrit

LEAST = 5
"""Moves of one direction below which no mean is told."""
SURE = 0.95


class Moved(BaseModel):
    """One price move and the margins around it, minor units.

    Attributes:
        event: Id of what moved the price.
        change: Relative change of the first step's price.
        before, after: Margin of the SKU in the six days before and after.
        rest_before, rest_after: Margin of all other goods in the same days.
    """

    model_config = ConfigDict(frozen=True)

    sku: str
    event: str
    change: float
    before: int
    after: int
    rest_before: int
    rest_after: int


class Outcome(BaseModel):
    """What one move brought in six days, minor units: ``expected`` is the margin without it, ``gain`` what is above."""

    model_config = ConfigDict(frozen=True)

    sku: str
    event: str
    change: float
    expected: int
    after: int
    gain: int


class Readout(BaseModel):
    """Moves of one direction together: mean gain a SKU in six days with its interval, minor units.

    ``known`` is False below :data:`LEAST` moves; ``is_sure`` that the interval does not hold zero.
    """

    model_config = ConfigDict(frozen=True)

    n: int
    mean: float
    low: float
    high: float
    known: bool

    @property
    def is_sure(self) -> bool:
        """Tell whether the moves did something beyond chance."""
        return self.known and (self.low > 0 or self.high < 0)


def outcome(moved: Moved) -> Outcome:
    """Measure one move; where the other goods sold nothing before, the SKU's own week before is what was expected.

    Example:
        >>> outcome(Moved(sku="A", event="e", change=0.03, before=100, after=150, rest_before=10, rest_after=12)).gain
        30
    """
    growth = moved.rest_after / moved.rest_before if moved.rest_before > 0 else 1.0
    expected = round(moved.before * growth)
    return Outcome(
        sku=moved.sku,
        event=moved.event,
        change=moved.change,
        expected=expected,
        after=moved.after,
        gain=moved.after - expected,
    )


def read_out(outcomes: Sequence[Outcome]) -> Readout:
    """Give the mean gain of some moves with its 95 % interval."""
    gains = [float(one.gain) for one in outcomes]
    if len(gains) < LEAST:
        return Readout(n=len(gains), mean=fmean(gains) if gains else 0.0, low=0.0, high=0.0, known=False)
    half = float(stdtrit(len(gains) - 1, (1 + SURE) / 2)) * stdev(gains) / sqrt(len(gains))
    mean = fmean(gains)
    return Readout(n=len(gains), mean=mean, low=mean - half, high=mean + half, known=True)
