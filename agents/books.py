"""The shop's books for a span of days, read once: what the store manager's boards, reports and splits are made of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from agents.job import JobContext
from decisions.kpi_split import Funnel, Period, SkuPeriod
from shops.models import FulfilmentStatus, Order, PaymentStatus
from shops.samples import SampleStatus


@dataclass(frozen=True)
class Book:
    """What was sold, seen and spent on the shop's days ``first`` to ``last``, both included; money in minor units.

    Orders count on the day they were placed, with what was given back on them since; cancelled ones count nowhere.
    Profit leaves out what holding stock costs, since no reader tells the stock of a day.
    """

    first: date
    last: date
    funnel: Funnel
    period: Period
    visitors_known: bool = True
    """False where orders were placed on a day whose visitors were not counted: then the funnel has no visitors."""

    @property
    def profit(self) -> int:
        """Give what the span's orders left after goods, picking, freight, fee, refunds, ads and samples."""
        return self.period.profit

    @property
    def pieces(self) -> int:
        """Count the pieces sold."""
        return sum(one.units for one in self.period.skus.values())


def midnight(ctx: JobContext, day: date) -> datetime:
    """Give the moment at which a day of the shop begins, in UTC."""
    return datetime.combine(day, time(0), ctx.zone).astimezone(ctx.now.tzinfo)


def book(ctx: JobContext, last: date, days: int = 1) -> Book:
    """Read the books of the ``days`` days up to ``last``."""
    first = last - timedelta(days=days - 1)
    until = last + timedelta(days=1)
    orders = list(paid_orders(ctx, midnight(ctx, first), midnight(ctx, until)))
    traffic = ctx.reads.shop.list_traffic(since=first, until=until)
    # the orders of seven days over the visitors of two would be no rate
    known = {order.placed_at.astimezone(ctx.zone).date() for order in orders} <= {row.day for row in traffic}
    visitors = sum(row.visitors for row in traffic) if known else 0
    period = _period(ctx, orders, _ad_spend(ctx, first, until) + _samples(ctx, first, until))
    return Book(first, last, _funnel(orders, visitors), period, known)


def book_until(ctx: JobContext, day: date, end: datetime) -> Book:
    """Read the books of a day up to a moment: visitors and ads, which platforms count by whole days, are left out."""
    orders = list(paid_orders(ctx, midnight(ctx, day), end))
    return Book(day, day, _funnel(orders, 0), _period(ctx, orders, 0))


def _funnel(orders: list[Order], visitors: int) -> Funnel:
    gmv = sum(line.paid for order in orders for line in order.lines)
    return Funnel(visitors=visitors, orders=len(orders), gmv=gmv)


def paid_orders(ctx: JobContext, begin: datetime, end: datetime) -> Iterator[Order]:
    """Give the paid orders from ``begin`` to ``end`` (exclusive) that were not cancelled."""
    cursor = None
    while True:
        page = ctx.reads.shop.list_orders(since=begin, until=end, cursor=cursor, limit=500)
        for order in page.items:
            if order.payment is PaymentStatus.PAID and order.fulfilment is not FulfilmentStatus.CANCELLED:
                yield order
        cursor = page.next_cursor
        if cursor is None:
            return


def _period(ctx: JobContext, orders: list[Order], ads: int) -> Period:
    costs = {variant.sku: variant.cost or 0 for variant in ctx.reads.shop.list_variants()}
    sold: dict[str, tuple[int, int]] = {}
    for order in orders:
        for line in order.lines:
            units, revenue = sold.get(line.sku, (0, 0))
            sold[line.sku] = (units + line.quantity, revenue + line.paid)
    terms = ctx.limits.floor
    return Period(
        skus={
            sku: SkuPeriod(units=units, revenue=revenue, unit_cost=costs.get(sku, 0))
            for sku, (units, revenue) in sorted(sold.items())
        },
        freight=terms.freight_per_order * len(orders),
        ads=ads,
        refunds=sum(line.refunded for order in orders for line in order.lines),
        pick_pack=terms.pick_pack,
        fee_rate=terms.platform_fee_rate,
    )


def _ad_spend(ctx: JobContext, first: date, until: date) -> int:
    return sum(row.spend for row in ctx.reads.ads.keyword_report(since=first, until=until)) if ctx.reads.ads else 0


def _samples(ctx: JobContext, first: date, until: date) -> int:
    """Give what the samples sent in these days cost, less the fees that were kept."""
    if ctx.reads.samples is None:
        return 0
    begin, end = midnight(ctx, first), midnight(ctx, until)
    found = [one for one in ctx.reads.samples.list_samples(since=begin) if one.at < end]
    return sum(one.cost - one.fee + one.credited for one in found if one.status is SampleStatus.SENT)
