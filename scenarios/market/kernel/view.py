"""What the shop may see, cut out of the hidden state: nothing else of it reaches a policy."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import numpy as np

from decisions.day_view import AdRows, DayView, Ints, ShopTerms, no_lines
from scenarios.market.kernel.acts import bid_high, credit, price_range
from scenarios.market.kernel.body import Body
from scenarios.market.kernel.day import DayOutcome
from scenarios.market.kernel.params import Params

COVER_DAYS = 25
"""For how many days stock is bought, as the owner of a shop of arrays says; the shipped limits say the same."""
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def shop_terms(params: Params) -> ShopTerms:
    """Give what does not change while the shop runs."""
    spec, goods = params.spec, params.goods
    sold, orders = _past(params)
    return ShopTerms(
        currency=spec.shop.currency,
        start=spec.shop.start,
        horizon=params.days,
        salvage=spec.money.salvage,
        skus=goods.skus,
        names=goods.names,
        cost=goods.cost.copy(),
        pack=goods.pack.copy(),
        moq=goods.moq.copy(),
        tier_from=params.tier_from.copy(),
        weekday=np.array([params.world.weekdays.get(day, 0.0) for day in _DAYS]),
        keywords=tuple(one.text for one in spec.ads.keywords),
        keyword_skus=params.intent[:-1] > 0,
        campaign=params.campaign.copy(),
        campaigns=tuple(one.name for one in spec.ads.campaigns),
        lead_days=spec.factory.lead_time_days,
        min_batch=spec.factory.min_batch,
        capacity=spec.factory.capacity_per_day,
        pick_pack=spec.costs.pick_pack,
        freight_per_order=spec.costs.freight_per_order,
        fee_rate=float(spec.costs.platform_fee_rate),
        holding_rate=float(spec.costs.holding_rate_per_day),
        cover_days=COVER_DAYS,
        events=tuple(((one.day - spec.shop.start).days, one.name) for one in spec.events),
        past_sold=sold,
        past_orders=orders,
    )


def see(params: Params, body: Body, terms: ShopTerms, yesterday: DayOutcome | None) -> DayView:
    """Give the view of the morning of ``body.day``; arrays are copies, so a policy cannot move the market."""
    low, high = price_range(params, body)
    return DayView(
        day=body.day,
        terms=terms,
        tier_prices=body.tiers.copy(),
        price_low=low,
        price_high=high,
        stock=body.stock.copy(),
        due=_due(params, body),
        announced_delay=int(params.shocks.delay[body.day]),
        bids=body.bids.copy(),
        bid_high=bid_high(params, body),
        budgets=body.budgets.copy(),
        visits=np.zeros(3, dtype=np.int64) if yesterday is None else yesterday.visits,
        returning=0 if yesterday is None else yesterday.returning,
        lines=no_lines() if yesterday is None else yesterday.lines,
        sold_out=body.stock <= 0,
        missed=np.zeros(params.articles, dtype=np.int64) if yesterday is None else yesterday.missed,
        ads=AdRows(*(np.zeros(params.keywords, dtype=np.int64) for _ in range(5)))
        if yesterday is None
        else yesterday.ads,
        market_price=params.goods.ref.astype(np.int64) if yesterday is None else body.market_look,
        inquiries=body.asks.seen(),
        refunds=body.claims.seen(),
        accepted=body.closed_taken,
        declined=body.closed_lost,
        verdicts=body.verdicts,
        rating=round(body.rating, 2),
        reviews=body.reviews,
        cash=body.cash,
        credit=credit(params, body),
    )


def _due(params: Params, body: Body) -> Ints:
    """Give ``[J, D]`` pieces on the way: said to come on an evening from today on, or overdue (column 0)."""
    day, lead = body.day, params.spec.factory.lead_time_days
    ahead = 2 * lead + params.spec.shocks.delay_high + params.spec.factory.late_days_max + 1
    window = body.promised[day : day + ahead].T.copy()
    overdue = body.promised[:day].sum(axis=0) - body.arriving[:day].sum(axis=0)
    early = (body.arriving[:day].sum(axis=0) > body.promised[:day].sum(axis=0)).any()
    assert not early, "goods come when they are said to come or later"
    window[:, 0] += overdue
    return window


def _past(params: Params) -> tuple[Ints, Ints]:
    """Give pieces sold ``[D, J]`` and orders ``[D]`` of the days in the world's history."""
    history, start = params.world.history, params.spec.shop.start
    if not history:
        return np.zeros((0, params.articles), dtype=np.int64), np.zeros(0, dtype=np.int64)
    first = min(row.placed_at.date() for row in history)
    days = (start - first) // timedelta(days=1)
    place = {sku: row for row, sku in enumerate(params.goods.skus)}
    sold = np.zeros((days, params.articles), dtype=np.int64)
    seen: dict[str, int] = {}
    for row in history:
        number = min((row.placed_at.date() - first).days, days - 1)
        sold[number, place[row.sku]] += row.quantity
        seen[row.order] = number
    counted = Counter(seen.values())
    return sold, np.array([counted.get(number, 0) for number in range(days)], dtype=np.int64)
