"""What the shop does in the morning, held to what it may: prices, bids, budgets, goods."""

from __future__ import annotations

import numpy as np

from decisions.day_view import DayActs, Floats, Ints
from kit.errors import BadInput
from scenarios.market.kernel.body import PLENTY, Body
from scenarios.market.kernel.params import Params
from scenarios.market.streams import scatter

MONTH = 30


def price_range(params: Params, body: Body) -> tuple[Ints, Ints]:
    """Give ``[J]`` the lowest and highest first step of today: moves in a day and in 30 days, and the floor.

    The price that stands is always allowed.
    """
    moves, now = params.spec.moves, body.tiers[:, 0]
    before = body.prices[body.day - MONTH] if body.day >= MONTH else params.first_tiers[:, 0]
    low: Floats = np.maximum(np.ceil(now * (1 - moves.price_day)), np.ceil(before * (1 - moves.price_month)))
    high: Floats = np.minimum(np.floor(now * (1 + moves.price_day)), np.floor(before * (1 + moves.price_month)))
    lowest = np.maximum(low.astype(np.int64), params.floors[:, 0])
    return np.minimum(lowest, now), np.maximum(high.astype(np.int64), now)


def bid_high(params: Params, body: Body) -> Ints:
    """Give ``[K]`` the highest bids of today."""
    step = np.floor(body.bids * (1 + params.spec.moves.bid_step)).astype(np.int64)
    most = params.spec.moves.bid_most
    return np.asarray(np.minimum(np.maximum(step, body.bids + 1), most), dtype=np.int64)


def apply_acts(params: Params, body: Body, acts: DayActs) -> None:
    """Set prices, bids and budgets; a price or bid outside the day's range goes to its end.

    Raises:
        BadInput: An array of the wrong length, not of finite numbers, or below 0; it names the array.
    """
    check_acts(params, body, acts)
    if acts.ladder is not None:
        share = np.clip(np.asarray(acts.ladder, dtype=float), 0.0, 1.0)
        share[:, 0] = 1.0
        body.tier_share = np.minimum.accumulate(share, axis=1)
    if acts.prices is not None or acts.ladder is not None:
        low, high = price_range(params, body)
        wanted = body.tiers[:, 0] if acts.prices is None else np.rint(acts.prices).astype(np.int64)
        body.tiers = ladders(params, np.clip(wanted, low, high), body.tier_share)
    if acts.bids is not None:
        body.bids = np.clip(np.rint(acts.bids).astype(np.int64), 0, bid_high(params, body))
    if acts.budgets is not None:
        body.budgets = np.rint(acts.budgets).astype(np.int64)
    body.prices[body.day] = body.tiers[:, 0]


def ladders(params: Params, first: Ints, share: Floats) -> Ints:
    """Give ``[J, L]`` ladders from their first steps: in proportion, rounded, none below its floor, none rising."""
    tiers = np.floor(first[:, None] * share + 0.5).astype(np.int64)
    tiers[:, 1:] = np.maximum(tiers[:, 1:], params.floors[:, 1:])
    tiers[:, 0] = first
    return np.asarray(np.minimum.accumulate(np.maximum(tiers, 1), axis=1), dtype=np.int64)


def order_goods(params: Params, body: Body, acts: DayActs) -> tuple[Ints, int]:
    """Order from the factory what capacity and money allow, later articles cut first.

    The factory works its orders off one after the other: with Q pieces waiting, these among them, they are due
    ``lead + ceil(Q / capacity) − 1`` evenings on, later when the supplier has said so; it takes no more than it makes
    in one lead time (as the built-in shop).

    Returns:
        ``[J]`` pieces ordered, and the day on whose evening they are said to come (-1: nothing was ordered).
    """
    none = np.zeros(params.articles, dtype=np.int64)
    if acts.order is None:
        return none, -1
    factory, cost = params.spec.factory, params.goods.cost
    wanted = np.rint(acts.order).astype(np.int64)
    wanted = np.where(wanted >= factory.min_batch, wanted, 0)
    room = factory.capacity_per_day * max(1, factory.lead_time_days) - body.queue
    pieces = np.clip(room - (np.cumsum(wanted) - wanted), 0, wanted)
    money = np.maximum(0, credit(params, body) - (np.cumsum(pieces * cost) - pieces * cost))
    pieces = np.minimum(pieces, money // cost)
    pieces = np.where(pieces >= factory.min_batch, pieces, 0)
    if not pieces.any():
        return none, -1
    body.queue += int(pieces.sum())
    due = body.day + factory.lead_time_days + -(-body.queue // factory.capacity_per_day) - 1
    due += int(params.shocks.delay[body.day])
    late = int(
        scatter(params.seed, "factory", rows=np.array([body.day]), columns=1)[0, 0] * (factory.late_days_max + 1)
    )
    last = len(body.arriving) - 1
    body.promised[min(due, last)] += pieces
    body.arriving[min(due + late, last)] += pieces
    body.comes[body.day] = min(due + late, last)
    body.cash -= int((pieces * cost).sum())
    return pieces, due


def credit(params: Params, body: Body) -> int:
    """Give what may be spent on goods today."""
    if params.spec.money.cash is None:
        return PLENTY
    return max(0, body.cash + params.spec.money.credit)


def check_acts(params: Params, body: Body, acts: DayActs) -> None:
    """Refuse acts that make no sense; see :func:`apply_acts`."""
    steps = (params.articles, params.first_tiers.shape[1])
    shapes = {
        "prices": (params.articles,),
        "ladder": steps,
        "bids": (params.keywords,),
        "budgets": (len(params.spec.ads.campaigns),),
        "order": (params.articles,),
    }
    for name, shape in shapes.items():
        if (values := getattr(acts, name)) is not None:
            _check(name, np.asarray(values), shape)
    _check("quotes", np.asarray(acts.quotes), (len(body.asks.id),))
    _check("grants", np.asarray(acts.grants), (len(body.claims.id),))
    if not 0 <= acts.coupon < 100:
        raise BadInput(f"coupon is {acts.coupon}; give a percentage from 0 to 99")


def _check(name: str, values: np.ndarray, shape: tuple[int, ...]) -> None:
    if values.shape != shape:
        raise BadInput(f"{name} has the shape {values.shape}; this day needs {shape}, one value a row of the view")
    if values.dtype != bool and not (np.isfinite(values).all() and (values >= 0).all()):
        raise BadInput(f"{name} holds what is no number or is below 0; give finite amounts of 0 or more")
