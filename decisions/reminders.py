"""What reminders bring: the order rate of the buyers who were reminded beside that of a holdout that never was.

The difference of two shares has Newcombe's hybrid score interval, made of Wilson's intervals of both. Source: Newcombe,
"Interval estimation for the difference between independent proportions", Statistics in Medicine 17 (1998), method 10.
"""

from __future__ import annotations

from math import sqrt
from statistics import NormalDist

from pydantic import BaseModel, ConfigDict, Field

from kit.ids import stable_id

HELD_OUT_SHARE = 0.2
"""Part of the buyers of a campaign that is never written to, so that it shows who comes anyway."""
LEAST = 20
"""Buyers on either side below which nothing is said of what reminders bring."""
SURE = 0.95
HARM_LEAST = 50
"""Buyers on either side from which reminders that cost orders are stopped."""


class Arms(BaseModel):
    """Buyers of one or more campaigns: reminded and held out, and how many of each ordered in the days after."""

    model_config = ConfigDict(frozen=True)

    reminded: int = Field(default=0, ge=0)
    reminded_came: int = Field(default=0, ge=0)
    held_out: int = Field(default=0, ge=0)
    held_out_came: int = Field(default=0, ge=0)

    def __add__(self, other: Arms) -> Arms:
        """Put campaigns together."""
        both = {name: getattr(self, name) + getattr(other, name) for name in Arms.model_fields}
        return Arms.model_validate(both)


class Lift(BaseModel):
    """What reminding did: both order rates, their difference with its interval, as shares; ``known`` if enough were."""

    model_config = ConfigDict(frozen=True)

    rate: float
    rate_held_out: float
    difference: float
    low: float
    high: float
    known: bool

    @property
    def is_sure(self) -> bool:
        """Tell whether it did something beyond chance."""
        return self.known and (self.low > 0 or self.high < 0)


def is_held_out(buyer: str, campaign: str) -> bool:
    """Tell whether a buyer is of a campaign's holdout: by the hash of both, the same in every run and process."""
    return int(stable_id("reminder", campaign, buyer)[-8:], 16) % 1000 < HELD_OUT_SHARE * 1000


def lift(arms: Arms) -> Lift:
    """Measure campaigns together.

    Example:
        >>> lift(Arms(reminded=100, reminded_came=40, held_out=100, held_out_came=20)).is_sure
        True
    """
    rate, rate_held = _share(arms.reminded_came, arms.reminded), _share(arms.held_out_came, arms.held_out)
    low, high = _wilson(arms.reminded_came, arms.reminded)
    low_held, high_held = _wilson(arms.held_out_came, arms.held_out)
    difference = rate - rate_held
    return Lift(
        rate=rate,
        rate_held_out=rate_held,
        difference=difference,
        low=difference - sqrt((rate - low) ** 2 + (high_held - rate_held) ** 2),
        high=difference + sqrt((high - rate) ** 2 + (rate_held - low_held) ** 2),
        known=min(arms.reminded, arms.held_out) >= LEAST,
    )


def is_harmful(arms: Arms) -> bool:
    """Tell whether reminders cost orders beyond chance: then no more are sent."""
    return min(arms.reminded, arms.held_out) >= HARM_LEAST and lift(arms).high < 0


def _share(came: int, buyers: int) -> float:
    return came / buyers if buyers else 0.0


def _wilson(came: int, buyers: int) -> tuple[float, float]:
    """Give Wilson's interval of a share; of nobody it is everything."""
    if not buyers:
        return 0.0, 1.0
    z = NormalDist().inv_cdf(0.5 + SURE / 2)
    share, weight = came / buyers, z * z / buyers
    middle = (share + weight / 2) / (1 + weight)
    half = z / (1 + weight) * sqrt(share * (1 - share) / buyers + weight / (4 * buyers))
    return max(0.0, middle - half), min(1.0, middle + half)
