"""The inquiry queue: which conversation that waits for a person comes first, by time left and by what it may bring."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

PRIOR_WON, PRIOR_ASKED = 2, 10
"""Conversations that the shop's own share of orders is shrunk towards: one in five; an assumption."""
WEIGHTS = {"known": 0.8, "named": 0.5, "counted": 0.4, "offered": 0.7}
"""What speaks for an order, in log odds: bought before, names goods, names a count, has an open offer. Assumptions."""
COOLING = 0.35
"""Log odds that are lost with each day of waiting; an assumption."""
REPEAT_FACTOR = 1.3
"""Contribution of an order with those that follow, over its own; as in :mod:`decisions.bids`."""
LATE = (0.0, 1.0, 4.0, 24.0)
"""Hours left that part the queue: overdue, within the hour, half a day's work, the day, later."""


class Waiting(BaseModel):
    """A conversation that waits. ``worth`` is the contribution of the order it may bring, minor units."""

    model_config = ConfigDict(frozen=True)

    thread_id: str
    since: datetime
    deadline: datetime
    known: bool = False
    named: bool = False
    counted: bool = False
    offered: bool = False
    worth: int = Field(default=0, ge=0)


class Place(BaseModel):
    """A place in the queue: hours left (negative when overdue), chance of an order, expected contribution."""

    model_config = ConfigDict(frozen=True)

    thread_id: str
    hours_left: float
    probability: float
    value: int


def base_rate(won: int, asked: int) -> float:
    """Give the share of conversations that ended in an order, shrunk: ``(won + 2) / (asked + 10)``.

    Example:
        >>> base_rate(0, 0), base_rate(30, 90)
        (0.2, 0.32)
    """
    return (won + PRIOR_WON) / (asked + PRIOR_ASKED)


def order_chance(case: Waiting, base: float, now: datetime) -> float:
    """Give the chance of an order: ``logit p = logit base + Σ weights of what holds − 0.35 · days waited``."""
    odds = math.log(base / (1 - base)) + sum(weight for name, weight in WEIGHTS.items() if getattr(case, name))
    odds -= COOLING * max(0.0, (now - case.since).total_seconds() / 86400)
    return 1 / (1 + math.exp(-odds))


def rank_waiting(cases: Sequence[Waiting], *, base: float, now: datetime) -> list[Place]:
    """Order conversations: overdue before due within the hour, four hours, the day, later; in each by expected value.

    ``EV = P(order) · 1.3 · contribution``; of equal ones who has waited longest.
    """
    found = []
    for case in cases:
        left, chance = (case.deadline - now).total_seconds() / 3600, order_chance(case, base, now)
        place = Place(
            thread_id=case.thread_id,
            hours_left=round(left, 1),
            probability=round(chance, 3),
            value=round(chance * REPEAT_FACTOR * case.worth),
        )
        found.append((sum(left > bound for bound in LATE), -place.value, case.since, case.thread_id, place))
    return [place for *_, place in sorted(found, key=lambda one: one[:4])]
