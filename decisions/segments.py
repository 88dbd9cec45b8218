"""Buyers in groups by recency, frequency and money (RFM): 新客, 成长, 核心, 老客, 沉睡, 流失.

Recency is measured in the shop's own usual gap, the median over repeat buyers of their own median gap in days, so that
a few who order daily do not set it and no shop needs numbers of its own. In this order, the first that fits:

    lost 流失     no order for LOST_GAPS usual gaps or more
    asleep 沉睡   none for ASLEEP_GAPS usual gaps or more
    new 新客      one order
    core 核心     CORE_ORDERS orders or more, and among the CORE_SHARE of the active who paid most
    growing 成长  paid GROWTH times as much or more in the later half of the days read as in the earlier one
    regular 老客  the others, with two orders or more

Source: RFM as in Hughes, "Strategic Database Marketing" (1994); thresholds are ours, to be measured by what each group
goes on to order (``order_rates``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from statistics import median
from typing import Literal, NamedTuple

from decisions.repurchase import NotEnough

Segment = Literal["new", "growing", "core", "regular", "asleep", "lost"]
NAMES: dict[Segment, str] = {
    "new": "新客",
    "growing": "成长",
    "core": "核心",
    "regular": "老客",
    "asleep": "沉睡",
    "lost": "流失",
}
ASLEEP_GAPS, LOST_GAPS = 2.0, 3.0
CORE_ORDERS, CORE_SHARE = 3, 0.2
GROWTH = 1.25
LEAST_GAP, LEAST_GAPS = 7, 10
"""The usual gap is a week at least; fewer gaps than these tell no usual one."""


class Buys(NamedTuple):
    """What a buyer ordered in the days read: (day, money paid, minor units), in any order."""

    buyer: str
    orders: tuple[tuple[date, int], ...]


class Segments(NamedTuple):
    """The group of each buyer, the usual gap in days, and what each group paid, minor units."""

    of: Mapping[str, Segment]
    usual_gap: float
    paid: Mapping[Segment, int]

    def counts(self) -> dict[Segment, int]:
        """Count the buyers of each group, in the order of :data:`NAMES`."""
        found = Counter(self.of.values())
        return {name: found[name] for name in NAMES}


def segment(buyers: Sequence[Buys], begin: date, today: date) -> Segments | NotEnough:
    """Put every buyer with an order into a group.

    Args:
        buyers: Their orders since ``begin``.
        begin: First day that was read.
        today: The first day that is not over.

    Returns:
        The groups, or what is missing to tell a usual gap.
    """
    gaps = [median(own) for one in buyers if (own := _gaps(one))]
    if len(gaps) < LEAST_GAPS:
        return NotEnough((f"{LEAST_GAPS} buyers with a second order to tell a usual gap; there are {len(gaps)}",))
    usual = max(float(LEAST_GAP), float(median(gaps)))
    last = {one.buyer: max(day for day, _ in one.orders) for one in buyers if one.orders}
    active = [one for one in buyers if one.orders and (today - last[one.buyer]).days < ASLEEP_GAPS * usual]
    money = sorted((_paid(one) for one in active), reverse=True)
    core_from = money[max(0, int(CORE_SHARE * len(money)) - 1)] if money else 0
    middle = begin + (today - begin) / 2
    of: dict[str, Segment] = {}
    paid: Counter[Segment] = Counter()
    for one in sorted(buyers):
        if one.orders:
            since = (today - last[one.buyer]).days / usual
            of[one.buyer] = _group(one, since, core_from, middle)
            paid[of[one.buyer]] += _paid(one)
    return Segments(of, usual, {name: paid[name] for name in NAMES})


def order_rates(segments: Segments, came: frozenset[str]) -> dict[Segment, float]:
    """Give the share of each group that ordered afterwards: what the groups are worth is seen, not said."""
    counts = segments.counts()
    hits = Counter(group for buyer, group in segments.of.items() if buyer in came)
    return {name: hits[name] / count for name, count in counts.items() if count}


def _group(one: Buys, since: float, core_from: int, middle: date) -> Segment:
    days = {day for day, _ in one.orders}
    if since >= LOST_GAPS:
        return "lost"
    if since >= ASLEEP_GAPS:
        return "asleep"
    if len(days) == 1:
        return "new"
    if len(days) >= CORE_ORDERS and _paid(one) >= core_from:
        return "core"
    early = sum(amount for day, amount in one.orders if day < middle)
    return "growing" if _paid(one) - early >= GROWTH * early else "regular"


def _paid(one: Buys) -> int:
    return sum(amount for _, amount in one.orders)


def _gaps(one: Buys) -> list[int]:
    days = sorted({day for day, _ in one.orders})
    return [(later - earlier).days for earlier, later in zip(days, days[1:], strict=False)]
