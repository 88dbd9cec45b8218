"""The shop's measures, from its own tables. Days are local days of the shop; money is minor units.

One set of definitions for every report; each stands in the docstring of :class:`Kpi`. Past days can be measured again
with the same result, except that refunds count against the day of their order whenever they were given, and that the
stock of past days is worked back from today's (see ``contribution``). A cancelled order counts nowhere: its money went
back and its goods stayed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from statistics import median
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict

from kit.money import share
from scenarios.world_spec import CostTerms as CostTerms
from shops.aftersales import RequestState
from shops.models import FulfilmentStatus, Order, PaymentStatus, Thread
from shops.port import Reads
from shops.samples import SampleStatus

REPURCHASE_DAYS = 30
"""Horizon of the repurchase rate."""


class Kpi(BaseModel):
    """The measures of the local days ``since`` to ``until`` (exclusive). A ratio without a denominator is None.

    Attributes:
        gmv: Paid value of the orders placed in the period, before refunds.
        contribution: ``gmv`` less refunds on those orders, unit costs of the pieces sold, pick and pack a piece,
            freight an order, the platform's fee on net sales, ad spend, samples (their cost less the fees kept, on
            the day they were offered), goods sent again after the sale (as a further order, on the day they left), and
            holding: a daily share of the cost of the pieces that were not yet sold at the end of each day (today's
            stock plus later sales less later arrivals, so a stock count in between is taken as if it had always been
            so). Refunded goods do not come back. Articles without a known cost count with none.
        orders: Paid orders placed in the period.
        visitors: Distinct visitors a day, summed over days and channels.
        purchase_rate: In-store purchase rate: distinct buyers with an order, each day, over ``visitors``.
        repurchase_rate: Of the buyers whose first order (of a buyer registered in that time) fell at least 30 days
            before the end of the period, and not more than 30 days plus the period before it: the share with a
            further order on a later day within 30 days of the first.
        refund_rate: Orders of the period with any refund over ``orders``.
        on_time_rate: Orders shipped whole by their promise over orders whose promise fell due in the period; loaded
            history without shipments is left out.
        first_reply_s: Median seconds from a thread's first message, in the period, to the shop's first message
            after it; threads without an answer are left out. Around the clock.
        counts: What the rates are shares of: ``refunded`` orders, ``new_buyers`` and of these ``came_again``, orders
            ``due`` and of these ``on_time``, first messages ``answered``.
    """

    model_config = ConfigDict(frozen=True)

    since: date
    until: date
    gmv: int
    contribution: int
    orders: int
    visitors: int
    purchase_rate: float | None
    repurchase_rate: float | None
    refund_rate: float | None
    on_time_rate: float | None
    first_reply_s: float | None
    counts: dict[str, int]


class DayKpi(BaseModel):
    """The measures of one local day; they add up to those of the period. ``buyers`` are distinct that day."""

    model_config = ConfigDict(frozen=True)

    day: date
    gmv: int
    contribution: int
    orders: int
    buyers: int
    visitors: int
    ad_spend: int


@dataclass(frozen=True)
class Books:
    """What was read once: paid orders by day, unit costs, and by day visitors, ad spend and the cost of unsold stock.

    ``samples``: what samples cost beside their fees; ``resent``: cost and pieces of goods sent again.
    """

    orders: dict[date, list[Order]]
    costs: dict[str, int]
    visitors: dict[date, int]
    spend: dict[date, int]
    stock_cost: dict[date, int]
    samples: dict[date, int]
    resent: dict[date, list[tuple[int, int]]]


def kpis(reads: Reads, since: date, until: date, *, costs: CostTerms) -> Kpi:
    """Measure the local days from ``since`` to ``until`` (exclusive)."""
    days = daily(reads, since, until, costs=costs)
    zone = ZoneInfo(reads.shop.info().time_zone)
    orders = [order for order in _orders(reads, since, until, zone) if order.payment is PaymentStatus.PAID]
    visitors = sum(day.visitors for day in days)
    refunded = sum(_refunded(order) > 0 for order in orders)
    again, new = came_again(reads, since, until)
    in_time, due = on_time(reads, since, until)
    waits = first_replies(reads, since, until)
    return Kpi(
        since=since,
        until=until,
        gmv=sum(day.gmv for day in days),
        contribution=sum(day.contribution for day in days),
        orders=len(orders),
        visitors=visitors,
        purchase_rate=_ratio(sum(day.buyers for day in days), visitors),
        repurchase_rate=_ratio(again, new),
        refund_rate=_ratio(refunded, len(orders)),
        on_time_rate=_ratio(in_time, due),
        first_reply_s=median(waits) if waits else None,
        counts={
            "refunded": refunded,
            "new_buyers": new,
            "came_again": again,
            "due": due,
            "on_time": in_time,
            "answered": len(waits),
        },
    )


def daily(reads: Reads, since: date, until: date, *, costs: CostTerms) -> list[DayKpi]:
    """Measure each local day from ``since`` to ``until`` (exclusive), e.g. for a plot."""
    books = read_books(reads, since, until)
    return [_day(books, day, costs) for day in _days(since, until)]


def came_again(reads: Reads, since: date, until: date) -> tuple[int, int]:
    """Count new buyers who ordered again, and all new buyers; see :class:`Kpi`."""
    zone = ZoneInfo(reads.shop.info().time_zone)
    horizon = timedelta(days=REPURCHASE_DAYS)
    days: dict[str, list[date]] = {}
    for order in _orders(reads, since - horizon, until, zone):
        days.setdefault(order.customer_id, []).append(_local(order.placed_at, zone))
    cohort, again = 0, 0
    for customer_id, bought in days.items():
        first = min(bought)
        if first >= until - horizon:
            continue
        if _local(reads.shop.get_customer(customer_id).created_at, zone) < since - horizon:
            continue
        cohort += 1
        again += any(first < day <= first + horizon for day in bought)
    return again, cohort


def on_time(reads: Reads, since: date, until: date) -> tuple[int, int]:
    """Count orders shipped whole by their promise, and all due in the period of which that is known."""
    info = reads.shop.info()
    zone = ZoneInfo(info.time_zone)
    start, end = _midnight(since, zone), _midnight(until, zone)
    early = since - timedelta(days=info.ship_promise_hours // 24 + 1)
    due = [
        order
        for order in _orders(reads, early, until, zone)
        if order.ship_by is not None and start <= order.ship_by < end
    ]
    sent: dict[str, list[datetime]] = {}
    for shipment in reads.shop.list_sent(since=_midnight(early, zone)):
        sent.setdefault(shipment.order_id, []).append(shipment.shipped_at)
    judged = [verdict for order in due if (verdict := _shipped_in_time(order, sent.get(order.id, []))) is not None]
    return sum(judged), len(judged)


def first_replies(reads: Reads, since: date, until: date) -> list[float]:
    """Give the seconds to each first answer; see :class:`Kpi`."""
    if reads.messages is None:
        return []
    zone = ZoneInfo(reads.shop.info().time_zone)
    start, end = _midnight(since, zone), _midnight(until, zone)
    waits = [_first_wait(thread, start, end) for thread in reads.messages.list_threads()]
    return [wait for wait in waits if wait is not None]


def _first_wait(thread: Thread, start: datetime, end: datetime) -> float | None:
    asked = next((message.at for message in thread.messages if message.author == "buyer"), None)
    if asked is None or not start <= asked < end:
        return None
    answered = next((m.at for m in thread.messages if m.author == "shop" and m.at >= asked), None)
    return None if answered is None else (answered - asked).total_seconds()


def _shipped_in_time(order: Order, sent: Sequence[datetime]) -> bool | None:
    """Whether the whole order left in time; None for history of which no shipment is known."""
    if any(line.unshipped for line in order.lines) or order.ship_by is None:
        return False
    return all(at <= order.ship_by for at in sent) if sent else None


def _day(books: Books, day: date, costs: CostTerms) -> DayKpi:
    orders = books.orders.get(day, [])
    lines = [line for order in orders for line in order.lines]
    gmv = sum(line.paid for line in lines)
    net = gmv - sum(line.refunded for line in lines)
    pieces = sum(line.quantity for line in lines)
    spend = books.spend.get(day, 0)
    contribution = (
        net
        - sum(line.quantity * books.costs.get(line.sku, 0) for line in lines)
        - pieces * costs.pick_pack
        - len(orders) * costs.freight_per_order
        - share(net, *costs.platform_fee_rate.as_integer_ratio())
        - spend
        - books.samples.get(day, 0)
        - sum(cost + pieces * costs.pick_pack + costs.freight_per_order for cost, pieces in books.resent.get(day, ()))
        - share(books.stock_cost[day], *costs.holding_rate_per_day.as_integer_ratio())
    )
    return DayKpi(
        day=day,
        gmv=gmv,
        contribution=contribution,
        orders=len(orders),
        buyers=len({order.customer_id for order in orders}),
        visitors=books.visitors.get(day, 0),
        ad_spend=spend,
    )


def read_books(reads: Reads, since: date, until: date) -> Books:
    """Read once what the measures of these local days take."""
    zone = ZoneInfo(reads.shop.info().time_zone)
    orders: dict[date, list[Order]] = {}
    for order in _orders(reads, since, until, zone):
        if order.payment is PaymentStatus.PAID:
            orders.setdefault(_local(order.placed_at, zone), []).append(order)
    costs = {variant.sku: variant.cost or 0 for variant in reads.shop.list_variants()}
    visitors: dict[date, int] = {}
    for row in reads.shop.list_traffic(since=since, until=until):
        visitors[row.day] = visitors.get(row.day, 0) + row.visitors
    spend: dict[date, int] = {}
    for report in reads.ads.keyword_report(since=since, until=until) if reads.ads else ():
        spend[report.day] = spend.get(report.day, 0) + report.spend
    given: dict[date, int] = {}
    for sample in reads.samples.list_samples(since=_midnight(since, zone)) if reads.samples else ():
        if sample.status is SampleStatus.SENT:
            day = _local(sample.at, zone)
            given[day] = given.get(day, 0) + sample.cost - sample.fee + sample.credited
    stock_cost = _stock_cost(reads, costs, list(_days(since, until)), zone)
    return Books(orders, costs, visitors, spend, stock_cost, given, _resent(reads, costs, zone))


def _resent(reads: Reads, costs: dict[str, int], zone: ZoneInfo) -> dict[date, list[tuple[int, int]]]:
    """Cost and pieces of the goods that were sent again after the sale, by the day they left."""
    found: dict[date, list[tuple[int, int]]] = {}
    for one in reads.aftersales.list_requests(states=[RequestState.DONE]) if reads.aftersales else ():
        if one.shipment and one.settled_at:
            sku = next(line.sku for line in reads.shop.get_order(one.order_id).lines if line.id == one.line_id)
            found.setdefault(_local(one.settled_at, zone), []).append((costs.get(sku, 0) * one.pieces, one.pieces))
    return found


def _stock_cost(reads: Reads, costs: dict[str, int], days: Sequence[date], zone: ZoneInfo) -> dict[date, int]:
    """Cost of the unsold pieces at the end of each day, worked back from what is available now."""
    moved: dict[date, int] = {}
    if not days:
        return moved
    for sale in reads.shop.list_sales(since=days[0], until=date.max):
        moved[sale.day] = moved.get(sale.day, 0) + sale.units * costs.get(sale.sku, 0)
    for production in reads.factory.list_production() if reads.factory else ():
        if production.arrived_at is not None:
            day = _local(production.arrived_at, zone)
            cost = sum(line.quantity * costs.get(line.sku, 0) for line in production.lines)
            moved[day] = moved.get(day, 0) - cost
    now = sum(stock.available * costs.get(sku, 0) for sku, stock in reads.shop.get_stock().items())
    return {day: max(0, now + sum(cost for later, cost in moved.items() if later > day)) for day in days}


def _orders(reads: Reads, since: date, until: date, zone: ZoneInfo) -> Iterator[Order]:
    cursor = None
    while True:
        page = reads.shop.list_orders(
            since=_midnight(since, zone), until=_midnight(until, zone), cursor=cursor, limit=500
        )
        yield from (order for order in page.items if order.fulfilment is not FulfilmentStatus.CANCELLED)
        cursor = page.next_cursor
        if cursor is None:
            return


def _refunded(order: Order) -> int:
    return sum(line.refunded for line in order.lines)


def _days(since: date, until: date) -> Iterator[date]:
    return (since + timedelta(days=number) for number in range((until - since).days))


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(0), tzinfo=zone).astimezone(UTC)


def _local(moment: datetime, zone: ZoneInfo) -> date:
    return moment.astimezone(zone).date()


def _ratio(part: int, whole: int) -> float | None:
    return part / whole if whole else None
