"""The stock lever: order up to a level set by lead-time risk, until the last day, within capacity and money.

Where factory or money do not suffice for all levels, each piece is charged one price λ for what it takes of them, and
the fractile is that of the newsvendor under one constraint (Hadley and Whitin 1963)::

    F_j = (Cu_j − λ·u_j) / (Cu_j + Co_j),   u_j = 1 piece of the factory, or the money that a piece costs

with the smallest λ at which the orders fit. So what there is goes where the next piece earns most, not to the article
that lacks most.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from decisions.board.supply import LATE_DAYS, lead_now
from decisions.day_view import DayView, Floats, Ints
from decisions.newsvendor import levels_of
from decisions.not_enough import NotEnough

LATE_SD = 2.0
"""Standard deviation of the lead time, days; an assumption until arrivals tell."""
REVIEW_DAYS = 10
"""Days of demand beyond the lead time that a level covers, since what is ordered tomorrow may find the factory full."""
MISSED = 1.5
"""Contributions that a missing piece loses: its own and half as much later."""
LEAST = 0.02
"""Fractile below which nothing is made of an article."""
HALVINGS = 18
"""Steps in which the price of a scarce piece is found."""


@dataclass(frozen=True)
class StockPlan:
    """What the levels rest on.

    Attributes:
        daily: ``[J, left]`` pieces expected on each day until the last one.
        sd: ``[J]`` standard deviation of a usual day.
        margin: ``[J]`` contribution a piece.
        service: Fractile at most.
        lacking: What was missing to know demand, where the plan is by the owner's stated cover; None where it is known.
    """

    daily: Floats
    sd: Floats
    margin: Floats
    service: float
    lacking: NotEnough | None = None


@dataclass(frozen=True)
class StockLevels:
    """What there should be of each article, and what is asked of the factory today.

    Attributes:
        lead, days: Days until goods ordered now arrive; days that the levels cover.
        mean, sd: ``[J]`` pieces wanted in those days; standard deviation of a usual day.
        fractile: ``[J]`` the probability with which the level suffices.
        shadow: ``[J]`` what a piece has to bring beyond its own cost because factory or money do not suffice for all,
            minor units; 0 where they do.
        level, position: ``[J]`` pieces to order up to; in the house and on the way.
        risk: ``[J]`` contribution expected to be lost before goods ordered today come, minor units.
        wanted, order: ``[J]`` pieces up to the level; what factory and money allow of them.
    """

    lead: int
    days: int
    mean: Floats
    sd: Floats
    fractile: Floats
    shadow: Floats
    level: Floats
    position: Ints
    risk: Floats
    wanted: Ints
    order: Ints


def order_up_to(view: DayView, plan: StockPlan) -> Ints:
    """Give ``[J]`` pieces to order today."""
    return stock_levels(view, plan).order


def stock_levels(view: DayView, plan: StockPlan) -> StockLevels:
    """Give the levels and the order that they ask for; none where goods would come after the last day."""
    terms, lead, daily = view.terms, lead_now(view), plan.daily
    left = terms.horizon - view.day
    days = min(lead + REVIEW_DAYS + batch_days(view, daily), left)
    mean, last = daily[:, :days].sum(axis=1), _last_fractile(view, plan)
    position = view.stock + view.due.sum(axis=1)
    final = _level(daily.sum(axis=1), plan.sd, left, last)
    final = np.minimum(final, position + _sold_after(view, plan, lead, last))

    def at(shadow: Floats) -> tuple[Floats, Floats, Ints]:
        fractile = _fractile(view, plan, days, shadow)
        level = np.where(fractile > LEAST, _level(mean, plan.sd, days, fractile), 0.0)
        suffices, level = np.where(final < level, last, fractile), np.minimum(level, final)
        pieces = np.maximum(np.ceil((level - position) / terms.pack), 0).astype(np.int64) * terms.pack
        pieces[(pieces < terms.min_batch) | (left <= lead)] = 0
        return suffices, level, pieces

    shadow = _shadow(view, MISSED * plan.margin, lambda one: at(one)[2])
    suffices, level, pieces = at(shadow)
    risk = np.maximum(daily[:, : lead + 1].sum(axis=1) - position, 0) * plan.margin
    order = _affordable(view, pieces, risk + 1e-3 * pieces * plan.margin)
    return StockLevels(lead, days, mean, plan.sd, suffices, shadow, level, position, risk, pieces, order)


def _shadow(view: DayView, under: Floats, wanted: Callable[[Floats], Ints]) -> Floats:
    """Give ``[J]`` the price of a scarce piece: the lowest at which factory and money suffice for what is wanted."""
    cost = np.maximum(view.terms.cost, 1).astype(float)
    shadow = np.zeros(len(cost))
    for uses, there in ((np.ones(len(cost)), _room(view)), (cost, view.credit)):
        if wanted(shadow) @ uses <= there:
            continue
        few, enough = 0.0, float((under / uses).max())
        for _ in range(HALVINGS):
            middle = (few + enough) / 2
            if wanted(shadow + middle * uses) @ uses <= there:
                enough = middle
            else:
                few = middle
        shadow = shadow + enough * uses
    return shadow


def _room(view: DayView) -> int:
    """Give the pieces that the factory still takes on: what it makes in one lead time, less what is on the way."""
    return view.terms.capacity * max(1, view.terms.lead_days) - int(view.due.sum())


def batch_days(view: DayView, daily: Floats) -> int:
    """Give how many days of the shop's slowest common article the smallest batch lasts, a week at most."""
    pace = float(np.median(daily.mean(axis=1)))
    return int(min(7, view.terms.min_batch / max(pace, 0.1)))


def _fractile(view: DayView, plan: StockPlan, days: int, shadow: Floats) -> Floats:
    """Give ``[J]`` (Cu − λ)/(Cu + Co): a missing piece loses its contribution and more later, one too many waits."""
    over = np.maximum(view.terms.holding_rate * days * view.terms.cost, 0.02 * view.terms.cost)
    under = MISSED * plan.margin
    return np.asarray(np.clip((under - shadow) / (under + over), 0.0, plan.service))


def _last_fractile(view: DayView, plan: StockPlan) -> Floats:
    over = (1 - view.terms.salvage) * view.terms.cost + 0.5 * view.terms.holding_rate * view.terms.cost
    return np.asarray(np.clip(plan.margin / (plan.margin + over), 0.05, plan.service))


def _sold_after(view: DayView, plan: StockPlan, lead: int, fractile: Floats) -> Floats:
    """Give ``[J]`` the most pieces of an order placed today that can still be sold: by demand from its arrival on.

    What is wanted before and not there is lost, not waited for: at the end of a season nothing is made for it.
    """
    daily = plan.daily
    arrives = min(lead + math.ceil(LATE_DAYS), daily.shape[1])
    left_then = np.maximum(view.stock + view.due.sum(axis=1) - daily[:, :arrives].sum(axis=1), 0)
    later = daily[:, arrives:]
    level = _level(later.sum(axis=1), plan.sd, max(later.shape[1], 1), fractile)
    return np.asarray(np.maximum(level - left_then, 0.0))


def _level(mean: Floats, sd: Floats, days: int, fractile: Floats) -> Floats:
    """Give ``[J]`` the gamma fractile of the demand of so many days and an uncertain lead time."""
    pace = mean / max(days, 1)
    spread = np.sqrt(sd**2 * days + (pace * LATE_SD) ** 2)
    return levels_of(mean, spread, fractile)


def _affordable(view: DayView, pieces: Ints, urgency: Floats) -> Ints:
    """Take the most urgent first, within what the factory can take on and the money there is."""
    terms = view.terms
    room, money = _room(view), view.credit
    chosen = np.zeros_like(pieces)
    for row in np.argsort(-urgency, kind="stable"):
        most = min(room, money // max(1, int(terms.cost[row])))
        take = min(int(pieces[row]), int(most // terms.pack[row] * terms.pack[row]))
        if take < max(1, terms.min_batch):
            continue
        chosen[row] = take
        room -= take
        money -= take * int(terms.cost[row])
    return chosen
