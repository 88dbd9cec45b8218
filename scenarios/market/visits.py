"""Who visits the shop in one slot: known buyers, new ones from the search, clicks on ads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from scenarios.market.ads import Click
from scenarios.market.goods import Floats
from scenarios.market.laws import come_chance
from scenarios.market.state import State
from scenarios.market.streams import stream

KNOWN, SEARCH, ADS = 0, 1, 2
"""Origins of a visit."""


@dataclass(frozen=True)
class Visits:
    """Visits of one origin, arrays over the visits.

    Attributes:
        origin: ``KNOWN``, ``SEARCH`` or ``ADS``.
        kind: Row of the crowd with the visitor's habits (for a known buyer the own row).
        keyword: Row of the keyword, the last row for none.
        term: Row of the typed term that led to an ad; 0 where none did.
        number: Row of the luck, the same whatever the shop did.
        luck: Uniforms that decide whether the visit orders.
    """

    origin: int
    kind: NDArray[np.int64]
    keyword: NDArray[np.int64]
    term: NDArray[np.int64]
    number: NDArray[np.int64]
    luck: Floats


def draw_visits(
    state: State, day: date, slot: int, clicks: Sequence[Click], *, pull: Floats | None = None
) -> tuple[Visits, Visits, Visits]:
    """Draw the visits of a slot by origin and count the visitors of the day.

    ``pull`` ``[n]`` is how much more often than usual each known buyer comes.
    """
    groups = _known(state, day, slot, pull), _search(state, day, slot), _clicked(state, day, slot, clicks)
    state.today.direct.update(groups[KNOWN].kind.tolist())
    state.today.search += len(groups[SEARCH].kind)
    state.today.clicks += len(groups[ADS].kind)
    return groups


def _known(state: State, day: date, slot: int, pull: Floats | None) -> Visits:
    """Known buyers come with probability 1 − exp(−rate · share)."""
    spec, crowd = state.world.spec, state.crowd
    luck = stream(state.seed, "known", day, slot)
    draws = luck.random((len(crowd.ids), 2))
    week = 7 / sum(state.weekdays.values())
    boost = state.boost(day) * week * state.day_luck(day) ** spec.traffic.known_day_power * state.rank
    rate = crowd.rate * _bursts(state, day) / spec.traffic.conversion_known * boost * state.shares[slot]
    rate = rate if pull is None else rate * pull
    rows = np.flatnonzero(crowd.alive & (draws[:, 0] < come_chance(rate)))
    return Visits(KNOWN, rows, np.full(len(rows), len(spec.ads.keywords)), np.zeros_like(rows), rows, draws[rows, 1])


def _bursts(state: State, day: date) -> Floats:
    """Give ``[n]`` how much more often than usual each known buyer comes on a day: 1 for who buys steadily.

    In each stretch of ``burst_every`` days a buyer of the segment is there on ``burst_days`` in a row, the first of
    which is drawn for buyer and stretch, and not on the others.
    """
    factor = np.ones(len(state.crowd.ids))
    for row, segment in enumerate(state.world.spec.segments):
        if not segment.burst_every:
            continue
        stretch, place = divmod(day.toordinal(), segment.burst_every)
        draws = stream(state.seed, "burst", segment.name, stretch).random(len(factor))
        first = np.floor(draws * (segment.burst_every - segment.burst_days + 1))
        is_there = (place >= first) & (place < first + segment.burst_days)
        mine = state.crowd.segment == row
        factor[mine] = np.where(is_there[mine], segment.burst_every / segment.burst_days, 0.0)
    return factor


def _search(state: State, day: date, slot: int) -> Visits:
    """New visitors: as many as the best rank would bring, thinned by the rank, each with a real buyer's habits."""
    spec = state.world.spec
    luck = stream(state.seed, "search", day, slot)
    best_rank = spec.loyalty.rank_high
    mean = spec.traffic.search_visits * best_rank * state.boost(day) * state.day_luck(day) * state.shares[slot]
    count = int(luck.poisson(mean))
    draws = luck.random((3, count))
    rows = np.flatnonzero(draws[0] < state.rank / best_rank)
    kinds = (draws[1][rows] * state.crowd.real).astype(np.int64)
    return Visits(SEARCH, kinds, np.full(len(rows), len(spec.ads.keywords)), np.zeros_like(rows), rows, draws[2][rows])


def _clicked(state: State, day: date, slot: int, clicks: Sequence[Click]) -> Visits:
    luck = stream(state.seed, "clicked", day, slot)
    numbers = np.array([click.number for click in clicks], dtype=np.int64)
    draws = luck.random((int(numbers.max(initial=0)) + 1, 2))[numbers]
    kinds = (draws[:, 0] * state.crowd.real).astype(np.int64)
    term = np.array([click.term for click in clicks], dtype=np.int64)
    return Visits(ADS, kinds, state.terms.keyword[term], term, numbers, draws[:, 1])
