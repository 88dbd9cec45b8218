"""What befalls the market: price wars, fashions, late suppliers, and the dates of the calendar. Drawn from the seed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from scenarios.market.streams import stream
from scenarios.world_spec import WorldSpec

Floats = NDArray[np.float64]

CALENDAR_DAYS = 730
"""Days for which shocks and dates are laid out; the longest run."""


@dataclass(frozen=True)
class Shocks:
    """Shocks by day of the run; beyond the last day there are none.

    Attributes:
        start: First day of the run.
        war: ``[D]`` logits that a price war takes off every visit's decision to buy.
        fashion: Row of the article, first day, day after the last, utility added.
        delay: ``[D]`` days by which what is ordered from the factory on a day comes later.
        event: ``[D]`` factor of demand by the dates of the calendar.
    """

    start: date
    war: Floats
    fashion: tuple[tuple[int, int, int, float], ...]
    delay: NDArray[np.int64]
    event: Floats

    def at(self, day: date) -> int:
        """Give the number of a day in the run, held inside the calendar."""
        return min(max(0, (day - self.start).days), CALENDAR_DAYS - 1)

    def trend(self, number: int, articles: int) -> Floats:
        """Give ``[J]`` the utility that fashion adds on a day."""
        added = np.zeros(articles)
        for article, since, until, utility in self.fashion:
            if since <= number < until:
                added[article] += utility
        return added


def draw_shocks(spec: WorldSpec, seed: int, articles: int) -> Shocks:
    """Draw the shocks of a seed; the same for every policy."""
    terms, luck = spec.shocks, stream(seed, "shocks")
    war = np.zeros(CALENDAR_DAYS)
    delay = np.zeros(CALENDAR_DAYS, dtype=np.int64)
    happens, depth, war_day, late_happens, late_day = luck.random(5)
    if happens < terms.war_chance:
        first = int(war_day * terms.within_days)
        war[first : first + terms.war_days] = terms.war_low + depth * (terms.war_high - terms.war_low)
    if late_happens < terms.delay_chance:
        first = int(late_day * terms.within_days)
        delay[first : first + terms.delay_window] = luck.integers(terms.delay_low, terms.delay_high + 1)
    fashion = []
    for _ in range(terms.trends):
        since, utility = int(luck.integers(terms.within_days)), float(luck.uniform(terms.trend_low, terms.trend_high))
        fashion.append((int(luck.integers(articles)), since, since + terms.trend_days, utility))
    return Shocks(spec.shop.start, war, tuple(fashion), delay, _events(spec, seed))


def _events(spec: WorldSpec, seed: int) -> Floats:
    """Demand climbs in a straight line to the date's size, and after it is what the date left over."""
    factor = np.ones(CALENDAR_DAYS)
    for event in spec.events:
        luck = stream(seed, "event", event.name, event.day).standard_normal()
        size = event.size * float(np.exp(event.spread * luck))
        top = (event.day - spec.shop.start).days
        for number in range(max(0, top - event.before), min(CALENDAR_DAYS, top + event.before + 1)):
            share = 1 - (top - number) / (event.before + 1)
            factor[number] *= 1 + (size - 1) * share if number <= top else event.after
    return factor
