"""What a click is worth, bids from it, and pacing to a budget.

Orders a click: Beta-Binomial with the conversion of all keywords together as a prior worth :data:`PRIOR_CLICKS`.
Contribution an order: mean of the keyword shrunk towards that of all. Value = product, plus what a buyer won is worth
later. In a second-price auction the best bid is the value itself (Vickrey 1961); where the spend at those bids would
pass the budget, all bids are divided by one ``1 + l`` (Lagrange multiplier), found by bisection on the spend expected.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
PRIOR_CLICKS, PRIOR_ORDERS = 60.0, 8.0
START_RATE, START_CLICKS = 0.03, 100.0
"""Conversion of all keywords before anything is known, and what that counts for; assumptions."""
EVIDENCE_CLICKS = 60.0
"""Clicks that the bids found in the shop count for against what the clicks since then say."""


@dataclass(frozen=True)
class ClickValues:
    """``[K]`` worth of a click in minor units, its relative error, and the conversion believed."""

    value: Floats
    error: Floats
    rate: Floats


def click_values(clicks: Floats, orders: Floats, contribution: Floats, *, usual: float, later: float) -> ClickValues:
    """Give the worth of a click of every keyword.

    Args:
        clicks, orders: ``[K]`` so far, older ones counted less.
        contribution: ``[K]`` sum over those orders, before ad spend.
        usual: Contribution of an order of the whole shop.
        later: What a buyer won is worth beyond the first order.
    """
    common = (orders.sum() + START_RATE * START_CLICKS) / (clicks.sum() + START_CLICKS)
    rate = (orders + common * PRIOR_CLICKS) / (clicks + PRIOR_CLICKS)
    order = (contribution + usual * PRIOR_ORDERS) / (orders + PRIOR_ORDERS)
    error = 1 / np.sqrt(orders + common * PRIOR_CLICKS)
    return ClickValues(np.maximum(rate * (order + later), 0.0), np.asarray(error), np.asarray(rate))


def paced_bids(value: Floats, spend: Callable[[Floats], float], budget: float) -> tuple[Floats, float]:
    """Give bids whose expected spend keeps to the budget, and the multiplier l; 0 where money is not short.

    Args:
        value: ``[K]`` worth of a click.
        spend: Expected spend a day at bids; it must not fall when a bid rises.
        budget: Money a day.
    """
    if spend(value) <= budget:
        return value, 0.0
    low, high = 0.0, 1.0
    while spend(value / (1 + high)) > budget and high < 1e6:
        high *= 2
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if spend(value / (1 + middle)) > budget else (low, middle)
    return value / (1 + high), high


def evident_bids(bids: Floats, wanted: Floats, clicks: float) -> Floats:
    """Give ``[K]`` bids moved towards the wanted ones as far as the clicks seen since the last move are evidence.

    Every click moves the logarithm by one in :data:`EVIDENCE_CLICKS` of the way, one minor unit at least; without any
    click the bids stay where the owner has put them, whatever the priors say.

    Args:
        bids: ``[K]`` that stand, minor units a click.
        wanted: ``[K]`` what a click is thought to be worth.
        clicks: Clicks of all keywords since the last move: what is learnt of one is learnt of all.

    Example:
        >>> bids, wanted = np.array([80.0]), np.array([20.0])
        >>> [round(float(evident_bids(bids, wanted, clicks)[0])) for clicks in (0, 1, 30, 3000)]
        [80, 78, 35, 20]
    """
    if clicks <= 0:
        return bids
    low, share = np.maximum(wanted, 1.0), -np.expm1(-clicks / EVIDENCE_CLICKS)
    moved = np.maximum(bids, 1.0) ** (1 - share) * low**share
    gap = low - bids
    return np.asarray(np.where(np.abs(moved - bids) < 1, bids + np.clip(gap, -1, 1), moved))


def step_bid(bid: int, wanted: int, *, step: Decimal, cap: int) -> int:
    """Give the next bid on the way to the wanted one: one step at most, one minor unit always, above the cap only down.

    Args:
        bid: The one that stands, minor units a click, at least 1.
        wanted: Where it should go.
        step: Largest relative change at once, e.g. ``Decimal("0.20")``.
        cap: Highest bid allowed.

    Example:
        >>> step_bid(50, 90, step=Decimal("0.20"), cap=250), step_bid(400, 400, step=Decimal("0.20"), cap=250)
        (60, 320)
    """
    reach = max(1, int(bid * step))
    return max(1, min(max(min(wanted, cap), bid - reach), bid + reach))
