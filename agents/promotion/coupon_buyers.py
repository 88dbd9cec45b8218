"""Whom coupons are for: lapsed buyers whose orders are large enough, and the part of them that never gets one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from agents.job import JobContext
from kit.ids import stable_id
from shops.models import FulfilmentStatus, Order

LAPSED_DAYS, GONE_DAYS = 30, 84
"""A buyer whose last order is so long ago has lapsed; one of longer ago is not expected back."""
RUN_DAYS = 14
HELD_OUT_TENTHS = 3
IN_REACH = 0.75
"""Part of the least spend that a buyer has ordered for at once, for the coupon to be of use."""


@dataclass(frozen=True)
class Sides:
    """The buyers that a coupon could be for at a moment, and those of them that are held out for good."""

    treated: frozenset[str]
    held_out: frozenset[str]


def orders_between(ctx: JobContext, since: datetime, until: datetime | None = None) -> list[Order]:
    """Give the orders of a span that were not cancelled, oldest first."""
    found: list[Order] = []
    cursor = None
    while True:
        page = ctx.reads.shop.list_orders(since=since, until=until or ctx.now, cursor=cursor, limit=500)
        found += [order for order in page.items if order.fulfilment is not FulfilmentStatus.CANCELLED]
        cursor = page.next_cursor
        if cursor is None:
            return found


def lapsed(orders: Sequence[Order], moment: datetime) -> set[str]:
    """Give the buyers whose last order before a moment is long ago, and not too long; the orders are oldest first."""
    last = {order.customer_id: order.placed_at for order in orders if order.placed_at < moment}
    low, high = moment - timedelta(days=GONE_DAYS), moment - timedelta(days=LAPSED_DAYS)
    return {buyer for buyer, at in last.items() if low <= at <= high}


def sides(orders: Sequence[Order], moment: datetime, least_spend: int) -> Sides:
    """Give the lapsed buyers for whom a least spend is in reach, by whether they are held out."""
    gone, largest = lapsed(orders, moment), defaultdict[str, int](int)
    for order in orders:
        if order.customer_id in gone and order.placed_at < moment:
            largest[order.customer_id] = max(largest[order.customer_id], order.total)
    fit = {buyer for buyer in gone if largest[buyer] >= IN_REACH * least_spend}
    held_out = frozenset(buyer for buyer in fit if is_held_out(buyer))
    return Sides(frozenset(fit) - held_out, held_out)


def is_held_out(buyer: str) -> bool:
    """Tell whether a buyer never gets a coupon, for good, so that later trials stay clean."""
    return int(stable_id("holdout", buyer)[-8:], 16) % 10 < HELD_OUT_TENTHS


def bought(orders: Sequence[Order], since: datetime, until: datetime) -> set[str]:
    """Give the buyers who ordered in a span."""
    return {order.customer_id for order in orders if since <= order.placed_at < until}
