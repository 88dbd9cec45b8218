"""The month's service so far: replies, orders that left in time, refunds for the goods; read from shop and ledger."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from agents.books import midnight
from agents.evidence import today
from agents.job import JobContext
from decisions.service_score import Month
from shops.models import FulfilmentStatus, Order, PaymentStatus, RefundStatus, Thread

REPLY = timedelta(hours=24)
GOODS = ("broken", "quality", "not_as_described")
"""Reasons of a refund that speak about the goods; a refund's text begins with its reason."""
SETTLING_DAYS = 14
"""Orders of so many days before the month are read too: what was promised in it may have been ordered before."""


def service_months(ctx: JobContext) -> list[Month]:
    """Give each measure of this month; one that the platform cannot show is not in the list."""
    day = today(ctx)
    begin, days = midnight(ctx, day.replace(day=1)), monthrange(day.year, day.month)[1]
    elapsed, lines = (ctx.now - begin).total_seconds() / 86400, ctx.limits.service
    orders = list(_orders(ctx, begin - timedelta(days=SETTLING_DAYS)))
    counted = {
        "late": (_late(ctx, orders, begin), lines.late),
        "quality_refunds": (_quality(ctx, [one for one in orders if one.placed_at >= begin]), lines.quality_refunds),
    }
    if ctx.reads.messages is not None:
        counted["unanswered"] = (_unanswered(ctx, ctx.reads.messages.list_threads(), begin), lines.unanswered)
    return [
        Month(name=name, fails=fails, due=due, elapsed=max(elapsed, 0.01), days=days, line=float(line))
        for name, ((fails, due), line) in counted.items()
    ]


def _orders(ctx: JobContext, since: datetime) -> Iterator[Order]:
    cursor = None
    while True:
        page = ctx.reads.shop.list_orders(since=since, until=ctx.now, cursor=cursor, limit=500)
        for order in page.items:
            if order.payment is PaymentStatus.PAID and order.fulfilment is not FulfilmentStatus.CANCELLED:
                yield order
        cursor = page.next_cursor
        if cursor is None:
            return


def _late(ctx: JobContext, orders: list[Order], begin: datetime) -> tuple[int, int]:
    """Count orders that did not leave whole by their promise, of those whose promise fell due this month."""
    left: dict[str, datetime] = {}
    for sent in ctx.reads.shop.list_sent(since=begin - timedelta(days=SETTLING_DAYS)):
        left[sent.order_id] = sent.shipped_at
    late = due = 0
    for order in orders:
        if order.ship_by is None or not begin <= order.ship_by < ctx.now or order.refund is RefundStatus.FULL:
            continue
        due += 1
        if order.fulfilment in (FulfilmentStatus.UNSHIPPED, FulfilmentStatus.PARTIAL):
            late += 1
            continue
        moment = left.get(order.id)
        # history without shipments says nothing
        due -= moment is None
        late += moment is not None and moment > order.ship_by
    return late, due


def _quality(ctx: JobContext, orders: list[Order]) -> tuple[int, int]:
    """Count orders with a refund that speaks about the goods, of the month's orders."""
    refunded = [one for one in orders if one.refund is not RefundStatus.NONE]
    bad = sum(
        any(refund.reason.split(",")[0].strip() in GOODS for refund in ctx.reads.shop.list_refunds(one.id))
        for one in refunded
    )
    return bad, len(orders)


def _unanswered(ctx: JobContext, threads: Sequence[Thread], begin: datetime) -> tuple[int, int]:
    """Count conversations that no one answered within 24 hours of their first words, of those due this month."""
    missed = due = 0
    for thread in threads:
        asked = _asked(thread)
        if asked is None or not begin <= asked + REPLY < ctx.now:
            continue
        due += 1
        answers = [one.at for one in thread.messages if one.author == "shop" and one.at >= asked]
        missed += not answers or min(answers) > asked + REPLY
    return missed, due


def _asked(thread: Thread) -> datetime | None:
    return next((one.at for one in thread.messages if one.author == "buyer"), None)
