"""What the shop holds for one buyer at one moment: the evidence that the words of a message are checked against."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property, lru_cache
from zoneinfo import ZoneInfo

from kit.errors import Retry
from kit.text import dates, fold, prices, quantities
from shops.about import said_of_itself
from shops.aftersales import MONEY, PROMISED, AftersaleRequest
from shops.changes import ChangeState, OrderChange
from shops.custom import read_processes
from shops.models import (
    FulfilmentStatus,
    Order,
    PaymentStatus,
    Product,
    Quote,
    QuoteStatus,
    Refund,
    Shipment,
    Stock,
    Variant,
)
from shops.port import Reads
from shops.promotions import Coupon, Promotion
from shops.samples import Sample
from shops.stated import phrase, stated
from shops.terms import ladder_price

LEAD_DAYS = 7
"""Days from order to arrival where the platform has no factory to ask."""
NEWEST = 10
"""Orders that are read without being named."""
HEARD = 12
"""Messages of the buyer that are read at most."""


@dataclass(frozen=True)
class Evidence:
    """What may be said to one buyer. Money in minor units of ``currency``; days in the shop's ``zone``.

    Attributes:
        orders: The buyer's own orders, oldest first, and ``order_id`` the one that the thread is about.
        shipments, refunds: By order id, oldest first.
        quotes: The buyer's open offers.
        variants: SKUs that the words, the thread, the offers or the orders name; ``named`` of them the words alone.
        heard: The buyer's own words in this thread.
        differences: What changes of an order cost more or gave back, of the orders that the words or the thread name.
        changed: Orders of the buyer with a change that is done, or that waits for the difference to be paid.
        samples: The buyer's samples.
        requests: What the buyer has asked for after the sale, and the shop has promised.
        promotions: Promotions that run now and that this buyer may use.
        processes: Names of what can be done to the products that the words name, and of custom work in their offers.
        allowed: What may be sent as it stands: the owner's words, what listings state, what the shop says of itself.
    """

    now: datetime
    zone: ZoneInfo
    currency: str
    promise_hours: int
    lead_days: int = LEAD_DAYS
    orders: tuple[Order, ...] = ()
    order_id: str | None = None
    shipments: dict[str, tuple[Shipment, ...]] = field(default_factory=dict)
    refunds: dict[str, tuple[Refund, ...]] = field(default_factory=dict)
    quotes: tuple[Quote, ...] = ()
    variants: dict[str, Variant] = field(default_factory=dict)
    stock: dict[str, Stock] = field(default_factory=dict)
    heard: str = ""
    allowed: tuple[str, ...] = ()
    differences: frozenset[int] = frozenset()
    changed: frozenset[str] = frozenset()
    samples: tuple[Sample, ...] = ()
    requests: tuple[AftersaleRequest, ...] = ()
    processes: frozenset[str] = frozenset()
    promotions: tuple[Promotion, ...] = ()

    @property
    def today(self) -> date:
        """Give the shop's day."""
        return self.day(self.now)

    def day(self, moment: datetime) -> date:
        """Give the shop's day of a moment."""
        return moment.astimezone(self.zone).date()

    def default_orders(self) -> tuple[Order, ...]:
        """Give the order that is meant when none is named: the thread's, else the newest."""
        mine = tuple(order for order in self.orders if order.id == self.order_id)
        return mine or self.orders[-1:]

    @cached_property
    def heard_numbers(self) -> frozenset[int]:
        """Give the counts that the buyer has written."""
        return frozenset(found.value for found in quantities(self.heard)) | frozenset(
            int(digits) for digits in re.findall(r"(?<![\d.,])\d{1,6}(?![\d.,]*\d)", self.heard)
        )

    def heard_dates(self) -> frozenset[date]:
        """Give the days that the buyer has named."""
        return frozenset(found.date for past in (False, True) for found in dates(self.heard, self.today, past=past))

    def heard_amounts(self) -> frozenset[str]:
        """Give the amounts that the buyer has named, as plain numbers of major units."""
        return frozenset(f"{found.amount:.2f}" for found in prices(self.heard))

    def unit_prices(self, skus: list[str], counts: frozenset[int]) -> set[int]:
        """Give the unit prices that hold for SKUs: at the counts named, or at any step if none is named."""
        found: set[int] = set()
        for sku in skus:
            tiers = self.variants[sku].tiers if sku in self.variants else ()
            at = counts or frozenset(tier.min_quantity for tier in tiers)
            found |= {ladder_price(tiers, count) for count in at if tiers}
            sold = [
                (line.quantity, line.unit_price) for quote in self.quotes for line in quote.lines if line.sku == sku
            ]
            sold += [(line.quantity, line.unit_price) for one in self.orders for line in one.lines if line.sku == sku]
            found |= {price for quantity, price in sold if not counts or quantity in counts}
        return found

    def totals(self, skus: list[str], counts: frozenset[int]) -> set[int]:
        """Give the sums that can be named: of offers, of orders and their lines, and counts times the price there."""
        found = {sum(line.quantity * line.unit_price for line in quote.lines) for quote in self.quotes}
        found |= {line.quantity * line.unit_price for quote in self.quotes for line in quote.lines if line.sku in skus}
        found |= self.paid(self.orders)
        for count in counts:
            found |= {count * price for price in self.unit_prices(skus, frozenset((count,)))}
        return found

    def paid(self, orders: tuple[Order, ...]) -> set[int]:
        """Give what orders and their lines cost."""
        lines = {line.quantity * line.unit_price for order in orders for line in order.lines}
        return (
            lines
            | {order.total for order in orders}
            | self.differences
            | ({one.fee for one in self.samples} | {one.amount for one in self.requests}) - {0}
        )

    def refunded(self, orders: tuple[Order, ...]) -> set[int]:
        """Give the sums given back: each refund, each line's, each order's."""
        found = {refund.amount for order in orders for refund in self.refunds.get(order.id, ())}
        found |= {line.refunded for order in orders for line in order.lines}
        found |= {sum(line.refunded for line in order.lines) for order in orders}
        return (found | self.differences) - {0}

    def leaving(self, skus: list[str], counts: frozenset[int], orders: tuple[Order, ...]) -> set[date]:
        """Give the days by which goods can be said to leave: of open orders, and of new ones for the counts named."""
        found = {
            self.day(order.ship_by)
            for order in orders
            if order.ship_by and order.fulfilment in (FulfilmentStatus.UNSHIPPED, FulfilmentStatus.PARTIAL)
        }
        quoted = {line.quantity for quote in self.quotes for line in quote.lines if line.sku in skus}
        return found | {self.leaves(sku, at) for sku in skus for at in (counts & quoted) or counts or quoted or {1}}

    def leaves(self, sku: str, count: int) -> date:
        """Give the day by which so many new pieces can be said to leave: from stock, or made to order."""
        promise = self.now + timedelta(hours=self.promise_hours)
        have = self.stock[sku].available if sku in self.stock else 0
        return self.day(promise if have >= count else promise + timedelta(days=self.lead_days))

    @cached_property
    def counts(self) -> set[int]:
        """Give the piece counts that can be named: of ladders, packs, offers, orders, and what the buyer wrote."""
        found = {tier.min_quantity for one in self.variants.values() for tier in one.tiers}
        found |= {number for one in self.variants.values() for number in (one.moq, one.pack)}
        deals: tuple[Quote | Order, ...] = (*self.quotes, *self.orders)
        for goods in deals:
            found |= {line.quantity for line in goods.lines} | {sum(line.quantity for line in goods.lines)}
        for order in self.orders:
            found |= {number for line in order.lines for number in (line.shipped, line.unshipped)}
            found |= {sum(line.shipped for line in order.lines), sum(line.unshipped for line in order.lines)}
        found |= {one.pieces for one in self.requests}
        return found | self.heard_numbers

    def holds(self, axis: str, order: Order) -> bool:
        """Tell whether an order is wholly shipped, delivered, paid, cancelled, or refunded in full."""
        if axis == "cancelled":
            return order.fulfilment == FulfilmentStatus.CANCELLED
        if axis == "paid":
            return order.payment == PaymentStatus.PAID
        if axis == "refunded":
            return all(line.refunded >= line.paid for line in order.lines) and any(line.paid for line in order.lines)
        gone = (FulfilmentStatus.DELIVERED,) + ((FulfilmentStatus.SHIPPED,) if axis == "shipped" else ())
        return order.fulfilment in gone

    def records(self, kind: str, orders: tuple[Order, ...], sentence: str) -> bool:
        """Tell whether the shop holds what else is nobody's to promise: changes, goods again, a free sample."""
        if kind == "free":
            spoken_of = re.search(r"\bsamples?\b|样品|打样|寄样", sentence, re.IGNORECASE)
            return bool(spoken_of) and any(sample.fee == 0 for sample in self.samples)
        if kind == "replaced":
            goods = {one.order_id for one in self.requests if one.kind not in MONEY}
            return bool(orders) and all(order.id in goods for order in orders)
        if kind == "changed":
            return any(order.id in self.changed for order in orders)
        return kind == "cancelled" and bool(orders) and all(self.holds(kind, order) for order in orders)

    def begun(self, axis: str, order: Order) -> bool:
        """Tell whether it holds at least in part."""
        sent = self.shipments.get(order.id, ())
        if axis == "refunded":
            return any(line.refunded for line in order.lines)
        if axis == "shipped":
            return bool(sent) or order.fulfilment not in (FulfilmentStatus.UNSHIPPED, FulfilmentStatus.CANCELLED)
        if axis == "delivered":
            return any(one.delivered_at for one in sent) or self.holds(axis, order)
        return self.holds(axis, order)


def gather(
    reads: Reads, thread_id: str, text: str, now: datetime, *, allowed: tuple[str, ...] = (), reader: str | None = None
) -> Evidence:
    """Read what the shop holds for the buyer of a thread.

    Args:
        reads: The shop.
        thread_id: The conversation that the words go to; one that is not there has no buyer and no orders.
        text: The words, to find the products that they name.
        now: The moment of checking.
        allowed: The owner's own words, which may be sent as they stand.
        reader: The buyer who reads it where there is no conversation: a request's answer.
    """
    info = reads.shop.info()
    customer, order_id, heard, said = _thread(reads, thread_id)
    customer = customer or reader
    orders = _orders(reads, customer, order_id, f"{text}\n{said}") if customer else ()
    quotes = reads.quotes.list_quotes(customer_id=customer) if reads.quotes and customer else ()
    open_quotes = tuple(one for one in quotes if one.status == QuoteStatus.OPEN and one.valid_until > now)
    deals: tuple[Quote | Order, ...] = (*orders, *open_quotes)
    wanted = {line.sku for one in deals for line in one.lines}
    words = fold(f"{text}\n{said}").lower()
    variants = {
        one.sku: one
        for one in reads.shop.list_variants()
        if one.sku in wanted or names(one.sku, words) or names(one.title, words)
    }
    changes = _changes(reads, orders, order_id, text)
    spoken = fold(text).lower()
    spoken_of = [one for one in variants.values() if names(one.sku, spoken) or names(one.title, spoken)]
    products = {one.sku: reads.shop.get_product(one.product_id) for one in spoken_of}
    processes = {each.name for one in products.values() for each in read_processes(one)}
    return Evidence(
        now=now,
        zone=ZoneInfo(info.time_zone),
        currency=info.currency,
        promise_hours=info.ship_promise_hours,
        lead_days=reads.factory.terms().lead_time_days if reads.factory else LEAD_DAYS,
        orders=orders,
        order_id=order_id,
        shipments={
            order.id: tuple(reads.shop.list_shipments(order.id)) if any(line.shipped for line in order.lines) else ()
            for order in orders
        },
        refunds={
            order.id: tuple(reads.shop.list_refunds(order.id)) if any(line.refunded for line in order.lines) else ()
            for order in orders
        },
        quotes=open_quotes,
        variants=variants,
        stock=reads.shop.get_stock(sorted(variants)) if variants else {},
        heard=heard,
        differences=frozenset(abs(one.difference) for made in changes.values() for one in made) - {0},
        changed=frozenset(order for order, made in changes.items() if made),
        samples=tuple(reads.samples.list_samples(customer_id=customer)) if reads.samples and customer else (),
        allowed=(*allowed, *_listed(products, variants), *_of_the_shop(reads, text, now, customer)),
        promotions=_promotions(reads, customer, now),
        requests=_promised(reads, customer),
        processes=frozenset(processes | {line.custom for one in open_quotes for line in one.lines} - {""}),
    )


def _listed(products: dict[str, Product], variants: dict[str, Variant]) -> Iterator[str]:
    """Give what the listings of goods state, in the words in which it is told."""
    for sku, product in products.items():
        for kind, value in stated(product, variants[sku]).items():
            yield phrase(kind, value, "en")
            yield phrase(kind, value, "zh")


def _of_the_shop(reads: Reads, text: str, now: datetime, customer: str | None) -> list[str]:
    """Give what the shop may say of itself to this buyer, of what a text begins to say."""
    try:
        country = reads.shop.get_customer(customer).country if customer else ""
    except Retry:
        country = ""
    return said_of_itself(reads, text, now, country)


def _changes(reads: Reads, orders: tuple[Order, ...], order_id: str | None, text: str) -> dict[str, list[OrderChange]]:
    """Give the changes that stand, by order, of the orders that the words or the thread name."""
    if reads.changes is None:
        return {}
    named = [one.id for one in orders if one.id == order_id or one.id in text]
    return {
        one: [change for change in reads.changes.list_changes(one) if change.state is not ChangeState.LAPSED]
        for one in named
    }


def _promotions(reads: Reads, customer: str | None, now: datetime) -> tuple[Promotion, ...]:
    """Give what runs at a moment and is not used up; of coupons those of this buyer."""
    every = reads.promotions.list_promotions(open_only=True) if reads.promotions else ()
    running = [one for one in every if one.starts_at <= now < one.ends_at and one.used < one.max_uses]
    audience = [one.discount.audience if isinstance(one.discount, Coupon) else () for one in running]
    return tuple(one for one, whose in zip(running, audience, strict=True) if not whose or customer in whose)


def _promised(reads: Reads, customer: str | None) -> tuple[AftersaleRequest, ...]:
    if reads.aftersales is None or not customer:
        return ()
    return tuple(reads.aftersales.list_requests(customer_id=customer, states=PROMISED))


def names(name: str, words: str) -> bool:
    """Tell whether lower-case words hold a name that is no part of a longer one."""
    return written(name) in words and bool(spans(name, words))


def spans(name: str, words: str) -> list[tuple[int, int]]:
    """Find a name in lower-case words, where it is no part of a longer Latin word or number."""
    wanted, found, start = written(name), [], 0
    while wanted and (start := words.find(wanted, start)) >= 0:
        end = start + len(wanted)
        before, after = words[start - 1 : start], words[end : end + 1]
        if not (_latin(before) and _latin(wanted[0])) and not (_latin(after) and _latin(wanted[-1])):
            found.append((start, end))
        start = end
    return found


@lru_cache(maxsize=50_000)
def written(name: str) -> str:
    """Give a name in the form in which words are searched: every message is searched for every name of the shop."""
    return fold(name).lower()


def _latin(char: str) -> bool:
    return char.isascii() and (char.isalnum() or char in ("_", "-") and char != "")


def _thread(reads: Reads, thread_id: str) -> tuple[str | None, str | None, str, str]:
    """Give buyer, order, the buyer's words and all words of a thread."""
    if reads.messages is None:
        return None, None, "", ""
    try:
        thread = reads.messages.get_thread(thread_id)
    except Retry:
        return None, None, "", ""
    heard = [message.text for message in thread.messages if message.author == "buyer"][-HEARD:]
    said = [message.text for message in thread.messages[-HEARD:]]
    return thread.customer_id, thread.order_id, "\n".join(heard), "\n".join(said)


def _orders(reads: Reads, customer: str, thread_order: str | None, words: str) -> tuple[Order, ...]:
    """Give the buyer's newest orders, the thread's, and those that the words name."""
    found: list[Order] = []
    cursor = None
    while True:
        page = reads.shop.list_orders(customer_id=customer, cursor=cursor, limit=200)
        found += page.items
        cursor = page.next_cursor
        if cursor is None:
            break
    newest = len(found) - NEWEST
    return tuple(one for place, one in enumerate(found) if place >= newest or one.id == thread_order or one.id in words)
