"""The day's orders: quotes taken in the morning, then the baskets in the order of time; stock goes down."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import gammaincinv

from decisions.day_view import ADS, QUOTE, Bools, Floats, Ints, OrderLines
from scenarios.market.kernel.body import Body
from scenarios.market.kernel.demand import Baskets
from scenarios.market.kernel.params import Params
from scenarios.market.kernel.service import Taken


@dataclass(frozen=True)
class Sales:
    """Orders of a day, those first that quotes brought.

    Attributes:
        lines: What was sold.
        order, buyer, origin, number, keyword: ``[n]`` number of the order, buyer's row, channel, number of the visit
            (or of the inquiry), row of the keyword.
        coupon, missing, luck_key: ``[n]`` whether a coupon was used, share of lines missing, key of the order's luck.
        wish_order, wish_sku, wish_pieces: ``[m]`` what was wanted: row of the order, article, pieces.
        custom_cost: What light-custom work on them costs.
        first_new: Row of the first buyer who is new today.
    """

    lines: OrderLines
    order: Ints
    buyer: Ints
    origin: Ints
    number: Ints
    keyword: Ints
    coupon: Bools
    missing: Floats
    luck_key: Ints
    wish_order: Ints
    wish_sku: Ints
    wish_pieces: Ints
    custom_cost: int
    first_new: int


def sell(params: Params, body: Body, taken: Taken, baskets: Baskets, coupon: int) -> Sales:
    """Place the orders of a day: newcomers join the buyers, stock goes down, prices are the ladder's."""
    asks, first_new = body.asks, len(body.buyers.kind)
    quotes = len(taken.rows)
    has_goods = np.bincount(baskets.order[baskets.got > 0], minlength=len(baskets.origin)) > 0
    kept = np.flatnonzero(has_goods)
    buyer = np.concatenate([asks.buyer[taken.rows], baskets.buyer[kept]])
    kind = np.concatenate([asks.kind[taken.rows], baskets.kind[kept]])
    origin = np.concatenate([np.full(quotes, QUOTE), baskets.origin[kept]])
    number = np.concatenate([asks.id[taken.rows], baskets.number[kept]])
    luck = np.concatenate([asks.luck[taken.rows], baskets.rate_luck[kept]])
    buyer = _join(params, body, buyer, kind, origin, number, luck)
    order = body.orders + np.arange(len(buyer))
    body.orders += len(buyer)
    place = np.cumsum(has_goods) - 1 + quotes
    sold = baskets.got > 0
    rows = np.concatenate([np.arange(quotes), place[baskets.order[sold]]])
    sku = np.concatenate([asks.sku[taken.rows], baskets.sku[sold]])
    pieces = np.concatenate([asks.quantity[taken.rows], baskets.got[sold]])
    step = np.maximum((baskets.got[sold, None] >= params.tier_from[baskets.sku[sold]]).sum(axis=1) - 1, 0)
    price = np.concatenate([taken.price, body.tiers[baskets.sku[sold], step]])
    off = np.concatenate([np.zeros(quotes, dtype=np.int64), coupon * baskets.coupon[baskets.order[sold]]])
    body.stock -= np.bincount(sku, pieces, minlength=params.articles).astype(np.int64)
    body.buyers.last[buyer] = body.day
    keyword = np.concatenate([np.full(quotes, -1), np.where(baskets.origin == ADS, baskets.keyword, -1)[kept]])
    wishes = has_goods[baskets.order]
    return Sales(
        lines=OrderLines(
            order=order[rows],
            buyer=buyer[rows],
            sku=sku,
            quantity=pieces,
            unit_price=price,
            paid=price * pieces - price * pieces * off // 100,
            channel=origin[rows],
            keyword=keyword[rows],
            dropship=params.dropship[params.crowd.segment[body.buyers.kind[buyer[rows]]]],
        ),
        order=order,
        buyer=buyer,
        origin=origin,
        number=number,
        keyword=keyword,
        coupon=np.concatenate([np.zeros(quotes, dtype=bool), baskets.coupon[kept]]),
        missing=np.concatenate([np.zeros(quotes), baskets.missing[kept]]),
        luck_key=origin * 1_000_000 + number,
        wish_order=np.concatenate([np.arange(quotes), place[baskets.order[wishes]]]),
        wish_sku=np.concatenate([asks.sku[taken.rows], baskets.sku[wishes]]),
        wish_pieces=np.concatenate([asks.quantity[taken.rows], baskets.wanted[wishes]]),
        custom_cost=int((asks.custom_cost[taken.rows] * asks.quantity[taken.rows]).sum()),
        first_new=first_new,
    )


def _join(params: Params, body: Body, buyer: Ints, kind: Ints, origin: Ints, number: Ints, luck: Floats) -> Ints:
    """Give every order's buyer a row; who is new comes back at a rate of their own: gamma, by the quantile of luck."""
    new = np.flatnonzero(buyer < 0)
    if len(new):
        terms = params.spec.loyalty
        shape = terms.new_shape
        rate = (
            terms.new_rate
            / shape
            * np.asarray(gammaincinv(shape, np.clip(luck[new], 1e-9, 1 - 1e-9)), dtype=np.float64)
        )
        buyer = buyer.copy()
        buyer[new] = body.buyers.add(kind=kind[new], rate=rate, origin=origin[new], day=body.day, number=number[new])
    return buyer
