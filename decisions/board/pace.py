"""Pieces wanted a day of each article: level, trend and spread, freed of weekday, dates and price."""

from __future__ import annotations

import numpy as np

from decisions.day_view import DayView, Floats, Ints, ShopTerms
from decisions.not_enough import NotEnough, not_enough

GAIN = 0.06
"""Weight of the newest open day in level and spread; 16 days' memory."""
EVENT_SIZE, EVENT_BEFORE = 1.8, 3
"""What a date of the public calendar multiplies demand by, and over how many days before; an assumption."""
TREND = (0.8, 1.35)
PRIOR_DAYS = 4
"""Days that the level at the start counts for where there is no recorded past."""
PAST_DAYS = 56
USUAL_COVER = 25.0
"""Days that a shop without a recorded past is thought to have stocked up for, where its owner does not say."""
LEAST_DAYS = 7
"""Open days of sales from which the pace of an article is an estimate; before them it is a guess."""


def event_factor(terms: ShopTerms, day: int) -> float:
    """Give the factor that the public calendar puts on a day."""
    found = 1.0
    for at, _ in terms.events:
        if 0 <= at - day <= EVENT_BEFORE:
            found = max(found, 1 + (EVENT_SIZE - 1) * (1 - (at - day) / (EVENT_BEFORE + 1)))
    return found


def day_factor(terms: ShopTerms, day: int) -> float:
    """Give weekday times calendar of a day of the run; 0 is closed."""
    return float(terms.weekday[(terms.start.weekday() + day) % 7]) * event_factor(terms, day)


class Pace:
    """Level and variance of the pieces wanted on a day of factor 1 at reference prices, ``[J]``.

    Args:
        terms: The shop's; its past days are the start.
        stock: ``[J]`` pieces in the house: without a past they tell what usually sells.
    """

    def __init__(self, terms: ShopTerms, stock: Ints) -> None:
        self._terms = terms
        past = terms.past_sold[-PAST_DAYS:].astype(float)
        days = np.arange(-len(past), 0)
        factors = np.array([float(terms.weekday[(terms.start.weekday() + int(day)) % 7]) for day in days])
        usual = past[factors > 0] / factors[factors > 0, None] if len(past) else np.zeros((0, len(terms.skus)))
        if len(usual):
            weights = 0.97 ** np.arange(len(usual))[::-1]
            cap = 6 * usual.mean(axis=0) + 1
            held = np.minimum(usual, cap)
            self.level = weights @ held / weights.sum()
            self.variance = weights @ (held - self.level) ** 2 / weights.sum() + self.level
        else:
            self.level = np.maximum(stock / (terms.cover_days or USUAL_COVER), 0.2)
            self.variance = 4 * self.level + self.level**2
        self._start = self.level.copy()
        self.seen = len(usual)
        """Open days that the levels rest on."""
        self._recent, self._before = float(self.level.sum()), float(self.level.sum())

    def add(self, day: int, wanted: Floats, price_factor: Floats) -> None:
        """Take in a day: pieces wanted, and what prices made of demand."""
        factor = day_factor(self._terms, day)
        if factor <= 0:
            return
        usual = wanted / (factor * price_factor)
        held = np.minimum(usual, 6 * self.level + 3 * np.sqrt(self.variance) + 1)
        error = held - self.level
        self.seen += 1
        gain = max(GAIN, 1 / (self.seen + PRIOR_DAYS))
        self.level = np.maximum(self.level + gain * error, 0.0)
        self.variance = np.maximum((1 - gain) * (self.variance + gain * error**2), 0.25)
        total = float(held.sum())
        self._recent += 0.15 * (total - self._recent)
        self._before += 0.04 * (total - self._before)

    @property
    def trend(self) -> float:
        """Give how far the whole shop's last week is above its last month, held inside bounds."""
        return min(max((self._recent + 1) / (self._before + 1), TREND[0]), TREND[1])

    def ahead(self, view: DayView, days: int, price_factor: Floats) -> Floats:
        """Give ``[J, days]`` pieces expected from today on, the trend dying out over three weeks."""
        factors = np.array([day_factor(self._terms, view.day + number) for number in range(days)])
        growth = 1 + (self.trend - 1) * np.exp(-np.arange(days) / 21)
        return np.asarray(np.outer(self.level * price_factor, factors * growth))

    def missing(self) -> NotEnough | None:
        """Give what is missing until the pace of articles is known; None where nothing is."""
        if self.seen >= LEAST_DAYS:
            return None
        return not_enough(
            (
                f"{LEAST_DAYS} open days of sales ({self.seen} there)",
                f"{LEAST_DAYS} 天营业销售记录(现有 {self.seen} 天)",
            )
        )

    def by_cover(self, view: DayView, days: int) -> tuple[Floats, Floats]:
        """Give ``[J, days]`` pieces a day if what was in the house at first lasts as the owner says, and ``[J]`` their
        standard deviation; of the owner's word alone, no day that was seen enters.
        """
        factors = np.array([day_factor(self._terms, view.day + number) for number in range(days)])
        return np.outer(self._start, factors), np.sqrt(4 * self._start + self._start**2)

    def sd(self, price_factor: Floats) -> Floats:
        """Give ``[J]`` the standard deviation of a day of factor 1."""
        return np.asarray(np.sqrt(self.variance * price_factor))


def incoming(due: Ints, days: int) -> Ints:
    """Give ``[J]`` pieces said to arrive within so many days."""
    found: Ints = due[:, :days].sum(axis=1)
    return found
