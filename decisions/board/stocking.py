"""The stock lever: order up to a level set by lead-time risk, until the last day, within capacity and money."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import gammaincinv, ndtri

from decisions.board.supply import lead_now
from decisions.day_view import DayView, Floats, Ints

LATE_SD = 2.0
"""Standard deviation of the lead time, days; an assumption until arrivals tell."""
REVIEW_DAYS = 4
"""Days of demand beyond the lead time that a level covers, since a small order waits for the batch."""
GROWTH_DAYS = 3


@dataclass(frozen=True)
class StockPlan:
    """What the levels rest on.

    Attributes:
        daily: ``[J, left]`` pieces expected on each day until the last one.
        sd: ``[J]`` standard deviation of a usual day.
        margin: ``[J]`` contribution a piece.
        service: Fractile at most.
    """

    daily: Floats
    sd: Floats
    margin: Floats
    service: float


def order_up_to(view: DayView, plan: StockPlan) -> Ints:
    """Give ``[J]`` pieces to order today."""
    terms = view.terms
    lead = lead_now(view)
    left = terms.horizon - view.day
    if left <= lead:
        return np.zeros(len(terms.skus), dtype=np.int64)
    daily, sd = plan.daily, plan.sd
    days = min(lead + REVIEW_DAYS + batch_days(view, daily), left)
    level = _level(daily[:, :days].sum(axis=1), sd, days, _fractile(view, plan, days))
    final = _level(daily.sum(axis=1), sd, left, _last_fractile(view, plan))
    position = view.stock + view.due.sum(axis=1)
    wanted = np.minimum(level, final) - position
    pieces = np.maximum(np.ceil(wanted / terms.pack), 0).astype(np.int64) * terms.pack
    pieces[pieces < terms.min_batch] = 0
    near = daily[:, : lead + 1].sum(axis=1)
    urgency = np.maximum(near - position, 0) * plan.margin + 1e-3 * pieces * plan.margin
    return _affordable(view, pieces, urgency)


def batch_days(view: DayView, daily: Floats) -> int:
    """Give how many days of the shop's slowest common article the smallest batch lasts, a week at most."""
    pace = float(np.median(daily.mean(axis=1)))
    return int(min(7, view.terms.min_batch / max(pace, 0.1)))


def _fractile(view: DayView, plan: StockPlan, days: int) -> Floats:
    """Give ``[J]`` Cu/(Cu + Co): a missing piece loses its contribution and half as much later, one too many waits."""
    over = np.maximum(view.terms.holding_rate * days * view.terms.cost, 0.02 * view.terms.cost)
    under = 1.5 * plan.margin
    return np.asarray(np.clip(under / (under + over), 0.5, plan.service))


def _last_fractile(view: DayView, plan: StockPlan) -> Floats:
    over = (1 - view.terms.salvage) * view.terms.cost + 0.5 * view.terms.holding_rate * view.terms.cost
    return np.asarray(np.clip(plan.margin / (plan.margin + over), 0.05, plan.service))


def _level(mean: Floats, sd: Floats, days: int, fractile: Floats) -> Floats:
    """Give ``[J]`` the gamma fractile of the demand of so many days and an uncertain lead time."""
    pace = mean / max(days, 1)
    spread = np.sqrt(sd**2 * days + (pace * LATE_SD) ** 2)
    cv = spread / np.maximum(mean, 1e-9)
    shape = np.clip(cv**-2, 1e-3, 1e6)
    found = np.where(cv < 0.02, mean + spread * ndtri(fractile), gammaincinv(shape, fractile) * mean / shape)
    return np.asarray(np.where(mean > 1e-9, found, 0.0))


def _affordable(view: DayView, pieces: Ints, urgency: Floats) -> Ints:
    """Take the most urgent first, within what the factory can take on and the money there is."""
    terms = view.terms
    room = terms.capacity * max(1, terms.lead_days) - int(view.due.sum())
    money = view.credit
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
