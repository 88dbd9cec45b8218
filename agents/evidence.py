"""Evidence that several jobs gather: sales by day, stock, open orders, as the shop shows them."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from agents.job import Brief, JobContext
from agents.owner_spans import MOST_DAYS, Span, span_asked, spans_asked
from agents.store_manager.work_words import work_words
from authority.docket import Docket
from authority.tasks import Origin
from kit.facts import Fact
from kit.money import format_minor
from shops.models import FulfilmentStatus, Order, PaymentStatus, QuoteStatus, SalesDay, Thread, Tier, Variant
from shops.production import ProductionOrder
from shops.promotions import Promotion
from shops.stacking import reachable
from shops.terms import FloorTerms, floor_price, ladder_price

WINDOW_DAYS = 56
"""Days of sales that engines look back on."""
WORK_HOURS = 24
MARGIN_DAYS = 28
"""Days of sales that tell what the goods leave."""


def today(ctx: JobContext) -> date:
    """Give the shop's day."""
    return ctx.now.astimezone(ctx.zone).date()


def money(ctx: JobContext, amount: int) -> str:
    """Write minor units in the shop's currency."""
    return format_minor(amount, ctx.info.currency)


def orders_of(ctx: JobContext, customer: str) -> list[Order]:
    """Give every order of a buyer, oldest first."""
    found: list[Order] = []
    cursor = None
    while True:
        page = ctx.reads.shop.list_orders(customer_id=customer, cursor=cursor, limit=200)
        found, cursor = [*found, *page.items], page.next_cursor
        if cursor is None:
            return found


def days_asked(ctx: JobContext, text: str, *, end: date | None = None) -> Span:
    """Give the days that words ask about (:func:`~agents.owner_spans.span_asked`), not before the first order."""
    return _since_first_order(ctx, span_asked(text, today(ctx), end=end))


def several_days_asked(ctx: JobContext, text: str, *, end: date | None = None) -> tuple[Span, ...]:
    """Give the days that words ask about, those apart that they compare (:func:`~agents.owner_spans.spans_asked`)."""
    return tuple(_since_first_order(ctx, one) for one in spans_asked(text, today(ctx), end=end))


def _since_first_order(ctx: JobContext, span: Span) -> Span:
    if span.days < MOST_DAYS:
        return span
    first = ctx.reads.shop.list_orders(limit=1).items
    return replace(span, first=first[0].placed_at.astimezone(ctx.zone).date()) if first else span


def sales(ctx: JobContext, days: int = WINDOW_DAYS) -> dict[str, list[SalesDay]]:
    """Give the sales of the last whole days by SKU, oldest first; for reading only, since all jobs share them."""
    end = today(ctx)

    def by_sku() -> dict[str, list[SalesDay]]:
        found: dict[str, list[SalesDay]] = {}
        for row in ctx.reads.shop.list_sales(since=end - timedelta(days=days), until=end):
            found.setdefault(row.sku, []).append(row)
        return found

    return ctx.keep(("sales", end, days), by_sku)


def daily_units(ctx: JobContext, rows: list[SalesDay], *, sold_out: bool, days: int = WINDOW_DAYS) -> list[int | None]:
    """Give pieces a day, oldest first; when a SKU is sold out, its days since the last sale say nothing (None)."""
    first = today(ctx).toordinal() - days
    units: list[int | None] = [0] * days
    for row in rows:
        place = row.day.toordinal() - first
        if 0 <= place < days:
            units[place] = row.units
    if sold_out:
        while units and units[-1] == 0:
            units.pop()
        units += [None] * (days - len(units))
    return units


def giveaway_left(ctx: JobContext) -> int:
    """Give what the day's giveaways leave, in minor units: what waits for the owner or is unknown counts as given."""
    return max(0, ctx.limits.giveaway.per_day - ctx.log.spent("giveaway", days=1, now=ctx.now))


def promotions_on(ctx: JobContext, sku: str) -> list[Promotion]:
    """Give the promotions that run or will run and lower the price of a SKU."""
    promotions = ctx.reads.promotions.list_promotions(open_only=True) if ctx.reads.promotions else ()
    return [one for one in promotions if one.touches(sku)]


def bears_promotions(ctx: JobContext, variant: Variant, tiers: Sequence[Tier]) -> bool:
    """Tell whether no basket gets a SKU below its floor by a ladder and the promotions that run or will run."""
    touching = promotions_on(ctx, variant.sku)
    assert variant.cost is not None
    return not touching or all(
        price >= floor_price(variant.cost, quantity, ctx.limits.floor)
        for quantity, price in reachable(variant.sku, tiers, touching)
    )


def open_orders(ctx: JobContext) -> list[Order]:
    """Give paid orders that are not wholly shipped."""
    found: list[Order] = []
    cursor = None
    while True:
        page = ctx.reads.shop.list_orders(
            fulfilment=(FulfilmentStatus.UNSHIPPED, FulfilmentStatus.PARTIAL), cursor=cursor, limit=200
        )
        found += [order for order in page.items if order.payment == PaymentStatus.PAID]
        cursor = page.next_cursor
        if cursor is None:
            return found


HOLD_HOURS = 24
"""Pieces of an unpaid order or of a binding offer are kept back for so long; then who orders first has them."""


def open_promises(ctx: JobContext) -> Counter[str]:
    """Count the pieces by SKU that unpaid orders and binding offers of the last day still wait for.

    Of offers the share is counted that buyers take: the mean of a Beta posterior over the offers of the last weeks, of
    a uniform prior, since what is kept back for a buyer who never comes is sold to nobody.
    """
    since, found = ctx.now - timedelta(hours=HOLD_HOURS), Counter[str]()
    quotes = ctx.reads.quotes.list_quotes(since=ctx.now - timedelta(days=WINDOW_DAYS)) if ctx.reads.quotes else ()
    old = [one for one in quotes if one.created_at < since]
    share = (1 + sum(one.status is QuoteStatus.ACCEPTED for one in old)) / (2 + len(old))
    for quote in quotes:
        if quote.status is QuoteStatus.OPEN and quote.valid_until > ctx.now and quote.created_at >= since:
            for line in quote.lines:
                found[line.sku] += math.ceil(line.quantity * share)
    cursor = None
    while True:
        page = ctx.reads.shop.list_orders(
            since=since, fulfilment=(FulfilmentStatus.UNSHIPPED,), cursor=cursor, limit=200
        )
        for order in page.items:
            for placed in order.lines if order.payment is PaymentStatus.UNPAID else ():
                found[placed.sku] += placed.quantity
        cursor = page.next_cursor
        if cursor is None:
            return found


def waiting_changes(ctx: JobContext) -> set[str]:
    """Give the orders whose change a person has to decide, or whose outcome is not known: they do not leave."""
    kinds = ("cancel_order", "change_address", "change_items", "change_payment")
    rows = ctx.log.list_effects(kinds=kinds, states=("held", "applying", "unknown", "needs_person"))
    return {str(row.payload.get("order_id")) for row in rows}


def waiting_like(ctx: JobContext, kind: str, **payload: object) -> Docket | None:
    """Give an effect of a kind that waits for the owner and holds these values, whatever else it holds."""
    rows = ctx.log.list_effects(kinds=(kind,), states=("held",))
    return next((row for row in rows if _holds(row.payload, payload)), None)


def done_like(ctx: JobContext, kind: str, within: timedelta, **payload: object) -> Docket | None:
    """Give an effect of a kind that the owner had done lately and that holds these values, whatever else it holds."""
    rows = ctx.log.list_effects(since=ctx.now - within, kinds=(kind,), states=("done",))
    return next((row for row in rows if row.origin == Origin.OWNER and _holds(row.payload, payload)), None)


def _holds(stored: Any, wanted: Any) -> bool:
    if isinstance(wanted, dict):
        return isinstance(stored, dict) and all(_holds(stored.get(name), value) for name, value in wanted.items())
    if isinstance(wanted, list):
        return isinstance(stored, list) and len(stored) == len(wanted) and all(map(_holds, stored, wanted))
    return bool(stored == wanted)


def open_production(ctx: JobContext) -> list[ProductionOrder]:
    """Give production orders that have not arrived; none where the platform has no factory."""
    return list(ctx.reads.factory.list_production(open_only=True)) if ctx.reads.factory else []


def lead_days(ctx: JobContext) -> int:
    """Give the usual days from production order to arrival; a week where nobody says."""
    return ctx.reads.factory.terms().lead_time_days if ctx.reads.factory else 7


def sellable(ctx: JobContext) -> Iterator[Variant]:
    """Give listed variants of known cost; the others are not priced or made by the staff."""
    for variant in ctx.reads.shop.list_variants():
        if variant.listed and variant.cost is not None:
            yield variant


def shelved(ctx: JobContext) -> frozenset[str]:
    """Give the SKUs on the shelf: the variant and its product are listed."""

    def listed() -> frozenset[str]:
        products = ctx.reads.shop.list_products(limit=10_000).items
        return frozenset(one.sku for product in products if product.listed for one in product.variants if one.listed)

    return ctx.keep("shelved", listed)


def unit_margin(ctx: JobContext, variant: Variant, quantity: int) -> int:
    """Give what one piece leaves at a quantity after all costs that the floor counts but its margin."""
    return _left(variant, quantity, _without_margin(ctx.limits.floor))


def _without_margin(terms: FloorTerms) -> FloorTerms:
    return terms.model_copy(update={"min_margin_rate": Decimal(0)})


def _left(variant: Variant, quantity: int, terms: FloorTerms) -> int:
    assert variant.cost is not None
    return ladder_price(variant.tiers, quantity) - floor_price(variant.cost, quantity, terms)


class LineMargin(NamedTuple):
    """What a SKU sold over the last four weeks, and what that left.

    Attributes:
        pieces: Of a usual order.
        left: Of a piece at that quantity after variable costs, minor units.
        units, revenue: All pieces sold, and their money in minor units.
    """

    pieces: int
    left: int
    units: int
    revenue: int


def line_margins(ctx: JobContext) -> dict[str, LineMargin]:
    """Give by SKU, of known cost and on sale, what its sales left; for reading only, since all jobs share them."""

    def margins() -> dict[str, LineMargin]:
        sold, terms, found = sales(ctx, MARGIN_DAYS), _without_margin(ctx.limits.floor), {}
        for variant in sellable(ctx):
            orders = units = revenue = 0
            for row in sold.get(variant.sku, ()):
                orders, units, revenue = orders + row.orders, units + row.units, revenue + row.revenue
            if orders:
                pieces = max(1, units // orders)
                found[variant.sku] = LineMargin(pieces, _left(variant, pieces, terms), units, revenue)
        return found

    return ctx.keep(("line_margins", today(ctx), ctx.limits.floor), margins)


def margin_rate(ctx: JobContext) -> float:
    """Give the share of sales that was left after variable costs over the last four weeks; 0 without sales."""
    margins = line_margins(ctx).values()
    revenue = sum(one.revenue for one in margins)
    return sum(one.left * one.units for one in margins) / revenue if revenue else 0.0


def recent_work(ctx: JobContext, employee: str) -> tuple[Fact, ...]:
    """Count what an employee did in the last 24 hours, by kind and state."""
    rows = [
        row for row in ctx.log.list_effects(since=ctx.now - timedelta(hours=WORK_HOURS)) if row.employee == employee
    ]
    counted: dict[tuple[str, str], int] = {}
    for row in rows:
        counted[row.kind, row.state] = counted.get((row.kind, row.state), 0) + 1
    return tuple(
        Fact(id=f"{kind}.{state}", text=f"{kind} {state}: {number}", value=number, source="ledger:24h")
        for (kind, state), number in sorted(counted.items())
    )


_ABOUT_WORK = re.compile(
    r"做了|干了|忙|工作|汇报|\b(?:did|have|are|were) you\b|\byour (?:work|day)\b|\bup to\b|\breport\b", re.IGNORECASE
)
_CAN_BE_ASKED = {
    "product": ("stock, what sells best or not, cost and margin, one article", "库存、畅销滞销、成本毛利、某款商品"),
    "customer": (
        "orders that wait or are not paid, buyers and what they bought, who stays away, refunds, complaints",
        "待发货和未付款订单、客户及其购买、久未下单的客户、退款、投诉",
    ),
    "promotion": (
        "what ads cost and brought, keywords that lose money, offers",
        "广告花费与成交、亏钱的关键词、优惠活动",
    ),
}


def about_own_work(ctx: JobContext, employee: str) -> Brief:
    """Say what an employee did lately and what waits; of words that do not ask for that, that they were not read."""
    text = ctx.task.input["text"]
    language = ctx.understand(text, "owner").language
    zh, facts = language == "zh", recent_work(ctx, employee)
    held = sum(row.employee == employee for row in ctx.log.list_effects(states=("held",)))
    hours = Fact(id="work.hours", text=f"{WORK_HOURS} hours", value=WORK_HOURS, source="ledger:24h")
    waits = Fact(id="work.held", text=f"{held} effects wait for the owner", value=held, source="ledger:held")
    draft = say_recent_work(facts, held, zh=zh)
    if employee in _CAN_BE_ASKED and not _ABOUT_WORK.search(text):
        can = _CAN_BE_ASKED[employee][zh]
        unread = (
            f"这句话我没有完全理解,所以什么都没有做。您可以问我:{can}。"
            if zh
            else f"I did not understand that for certain, so nothing was done. You can ask me about {can}. "
        )
        draft = f"{unread}{draft}"
    return Brief(facts=(*facts, hours, waits), draft=draft, language=language)


def say_recent_work(facts: tuple[Fact, ...], held: int, *, zh: bool) -> str:
    """Say what :func:`recent_work` counted, and how much of it waits for the owner."""
    counted = {(kind, state): int(fact.value) for fact in facts for kind, state in [fact.id.split(".", 1)]}
    done = work_words(counted)[zh]
    if zh:
        return f"最近 {WORK_HOURS} 小时:{done or '没有操作'}。待您审批:{held} 项。"
    return f"In the last {WORK_HOURS} hours: {done or 'nothing'}. Waiting for you: {held}."


def thread_here(ctx: JobContext) -> Thread | None:
    """Give the conversation of a task, if it has one."""
    threads = [one.removeprefix("thread:") for one in ctx.task.subject if one.startswith("thread:")]
    if not threads or ctx.reads.messages is None:
        return None
    return ctx.reads.messages.get_thread(threads[0])
