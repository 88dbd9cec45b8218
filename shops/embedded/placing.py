"""How orders come into the built-in shop: placed in bulk by buyers, by accepting a quote, or loaded as history."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from kit.clock import stamp
from kit.ids import stable_id
from shops.buyers import Draft, PastOrder
from shops.embedded.catalogue import change_stock, find_stock, find_variants, lower_offers, shelved_skus
from shops.embedded.events import event_row
from shops.embedded.promotions import Running, count_uses, find_running
from shops.embedded.rows import add_rows, find_rows
from shops.embedded.store import ShopStore, absent
from shops.embedded.tables import CUSTOMER, EVENT, LINE, ORDER
from shops.models import Address, FulfilmentStatus, PaymentStatus, RefundStatus, Variant
from shops.stacking import net_lines
from shops.terms import ladder_price


@dataclass
class Shelf:
    """What can be bought at this moment; ``available`` goes down while orders are filled."""

    variants: dict[str, Variant]
    listed: set[str]
    available: Counter[str]

    def sell(self, sku: str, quantity: int) -> int:
        """Give the pieces that can be sold: clipped to what is there, none below the minimum order quantity."""
        sold = min(quantity, self.available[sku])
        return sold if sku in self.listed and sold >= self.variants[sku].moq else 0


@dataclass
class NewOrder:
    """An order about to be written.

    ``lines`` are (sku, title, quantity, unit price), ``final`` tells which of them no promotion may touch, ``nets``
    what is paid for each line under promotions (empty: the unit prices), ``used`` what to count for each promotion.
    """

    id: str
    customer_id: str
    at: datetime
    address: dict[str, Any]
    lines: list[tuple[str, str, int, int]] = field(default_factory=list)
    paid: bool = True
    delivered: bool = False
    channel: str = "direct"
    keyword_id: str | None = None
    quote_id: str | None = None
    final: list[bool] = field(default_factory=list)
    nets: tuple[int, ...] = ()
    used: dict[str, int] = field(default_factory=dict)

    @property
    def costs(self) -> Sequence[int]:
        """Give what is to be paid for each line."""
        return self.nets or [quantity * unit_price for _, _, quantity, unit_price in self.lines]


def place_orders(store: ShopStore, drafts: Sequence[Draft]) -> list[str | None]:
    """Place orders in one transaction; see :meth:`shops.buyers.BuyerSide.place_orders`.

    A line is clipped to what is available and left out when then below the variant's minimum order quantity; its
    price is the ladder's at the pieces sold, less what running promotions and a coupon take off. An order that was
    placed before gives its id and is not placed again.

    Raises:
        Retry: A SKU or a buyer is not there; nothing is placed then.
    """
    if not drafts:
        return []
    answers: list[str | None] = []
    placed: dict[str, NewOrder] = {}
    with store.writing() as connection:
        shelf = look_at_shelf(connection, store.shop_id, (line.sku for draft in drafts for line in draft.lines))
        check_customers(connection, store.shop_id, (draft.customer_id for draft in drafts))
        running = find_running(connection, store.shop_id, [draft.at for draft in drafts])
        ids = [draft.id or _draft_id(store.shop_id, draft) for draft in drafts]
        there = find_order_ids(connection, store.shop_id, ids)
        for order_id, draft in zip(ids, drafts, strict=True):
            if order_id not in there and order_id not in placed:
                order = _fill(order_id, draft, shelf)
                if order.lines:
                    discount(order, draft.coupon, shelf.variants, running)
                    placed[order_id] = order
            answers.append(order_id if order_id in there or order_id in placed else None)
        write_orders(connection, store, list(placed.values()))
    return answers


def load_history(store: ShopStore, orders: Sequence[PastOrder]) -> None:
    """Load delivered orders in bulk; see :meth:`shops.buyers.MarketSide.load_history`.

    They have no shipment rows, because when they were shipped is not known. An id that is there already is skipped.

    Raises:
        Retry: A SKU or a buyer is not there; nothing is loaded then.
    """
    if not orders:
        return
    with store.writing() as connection:
        skus = (line.sku for order in orders for line in order.lines)
        variants = find_variants(connection, store.shop_id, skus)
        customers = check_customers(connection, store.shop_id, (order.customer_id for order in orders))
        there = find_order_ids(connection, store.shop_id, [order.id for order in orders])
        new = {order.id: order for order in orders if order.id not in there}
        write_orders(connection, store, [_past(order, variants, customers) for order in new.values()])


def look_at_shelf(connection: sa.Connection, shop_id: str, skus: Iterable[str], *, is_promised: bool = False) -> Shelf:
    """Read what of the SKUs can be bought now; who was promised pieces may have those that are not listed."""
    variants = find_variants(connection, shop_id, skus)
    stock = find_stock(connection, shop_id, variants)
    left = {sku: max(0, one.available) if is_promised else one.shown for sku, one in stock.items()}
    available = Counter(left)
    return Shelf(variants, shelved_skus(connection, shop_id, variants), available)


def check_customers(connection: sa.Connection, shop_id: str, customer_ids: Iterable[str]) -> dict[str, Any]:
    """Give the rows of the buyers named; one that is not there is a :class:`kit.errors.Retry`."""
    wanted = sorted(set(customer_ids))
    found = {row.id: row for row in find_rows(connection, CUSTOMER, shop_id, order=("id",), id=wanted)}
    for customer_id in wanted:
        if customer_id not in found:
            raise absent("buyer", customer_id, "register the buyer, or list orders")
    return found


def find_order_ids(connection: sa.Connection, shop_id: str, ids: Sequence[str]) -> set[str]:
    """Give those of the ids that are orders already."""
    return {row.id for row in find_rows(connection, ORDER, shop_id, order=("id",), fields=("id",), id=list(ids))}


def write_orders(connection: sa.Connection, store: ShopStore, orders: Sequence[NewOrder]) -> None:
    """Write orders with their lines; a paid one that is not delivered reserves stock and raises ``order.paid``."""
    promise = timedelta(hours=store.info().ship_promise_hours)
    add_rows(connection, ORDER, [_order_row(store, order, promise) for order in orders])
    add_rows(connection, LINE, [row for order in orders for row in _line_rows(store, order)])
    live = [order for order in orders if order.paid and not order.delivered]
    reserved = Counter[str]()
    for order in live:
        for sku, _, quantity, _ in order.lines:
            reserved[sku] += quantity
    change_stock(connection, store.shop_id, "reserved", reserved)
    lower_offers(connection, store.shop_id, reserved)
    count_uses(connection, store.shop_id, [(order.id, order.customer_id, order.used) for order in orders])
    add_rows(connection, EVENT, [paid_event(store.shop_id, order.id, order) for order in live])


def _fill(order_id: str, draft: Draft, shelf: Shelf) -> NewOrder:
    order = NewOrder(
        order_id,
        draft.customer_id,
        draft.at,
        draft.address.model_dump(),
        paid=draft.paid,
        channel=draft.channel,
        keyword_id=draft.keyword_id,
    )
    for wish in draft.lines:
        variant = shelf.variants[wish.sku]
        sold = shelf.sell(wish.sku, wish.quantity)
        if sold:
            shelf.available[wish.sku] -= sold
            price = wish.unit_price if wish.unit_price is not None else ladder_price(variant.tiers, sold)
            order.lines.append((wish.sku, variant.title, sold, price))
            order.final.append(wish.unit_price is not None)
    return order


def discount(order: NewOrder, coupon: str | None, variants: Mapping[str, Variant], running: Running) -> None:
    """Price the lines that have no final price under the promotions that apply to this order."""
    promotions = running.of(order.customer_id, order.at)
    free = [place for place, is_final in enumerate(order.final) if not is_final]
    if not promotions or not free:
        return
    basket = [(order.lines[place][0], order.lines[place][2]) for place in free]
    ladders = {sku: variants[sku].tiers for sku, _ in basket}
    priced = net_lines(basket, ladders, promotions, coupon)
    nets = [quantity * unit_price for _, _, quantity, unit_price in order.lines]
    for place, line in zip(free, priced.lines, strict=True):
        order.lines[place] = (*order.lines[place][:3], line.unit_price)
        nets[place] = line.net
    order.nets = tuple(nets)
    order.used = running.count(priced, order.customer_id)


def _past(order: PastOrder, variants: dict[str, Variant], customers: dict[str, Any]) -> NewOrder:
    customer = customers[order.customer_id]
    address = Address(name=customer.name, street="", city="", country=customer.country)
    past = NewOrder(order.id, order.customer_id, order.placed_at, address.model_dump(), delivered=True)
    for line in order.lines:
        variant = variants[line.sku]
        price = line.unit_price if line.unit_price is not None else ladder_price(variant.tiers, line.quantity)
        past.lines.append((line.sku, variant.title, line.quantity, price))
    return past


def _draft_id(shop_id: str, draft: Draft) -> str:
    lines = ";".join(f"{line.sku}*{line.quantity}@{line.unit_price}" for line in draft.lines)
    lines += f"/{draft.coupon}" if draft.coupon else ""
    return stable_id("order", shop_id, draft.customer_id, stamp(draft.at), lines)


def _order_row(store: ShopStore, order: NewOrder, promise: timedelta) -> dict[str, Any]:
    return {
        "shop_id": store.shop_id,
        "id": order.id,
        "customer_id": order.customer_id,
        "placed_at": order.at,
        "day": store.local_day(order.at),
        "currency": store.info().currency,
        "address": order.address,
        "payment": (PaymentStatus.PAID if order.paid else PaymentStatus.UNPAID).value,
        "fulfilment": (FulfilmentStatus.DELIVERED if order.delivered else FulfilmentStatus.UNSHIPPED).value,
        "refund": RefundStatus.NONE.value,
        "ship_by": order.at + promise if order.paid else None,
        "quote_id": order.quote_id,
        "channel": order.channel,
        "keyword_id": order.keyword_id,
        "note": "",
        "payment_method": "",
    }


def _line_rows(store: ShopStore, order: NewOrder) -> list[dict[str, Any]]:
    sale_day = store.local_day(order.at) if order.paid else None
    return [
        {
            "shop_id": store.shop_id,
            "order_id": order.id,
            "position": position,
            "id": f"{order.id}.{position}",
            "sku": sku,
            "title": title,
            "quantity": quantity,
            "unit_price": unit_price,
            "paid": net if order.paid else 0,
            "shipped": quantity if order.delivered else 0,
            "refunded": 0,
            "net": net,
            "sale_day": sale_day,
        }
        for position, ((sku, title, quantity, unit_price), net) in enumerate(
            zip(order.lines, order.costs, strict=True), start=1
        )
    ]


def paid_event(shop_id: str, order_id: str, order: Any, at: datetime | None = None) -> dict[str, Any]:
    """Make the event that an order, new or a row, was paid; at the moment it was placed unless another is given."""
    payload = {"customer_id": order.customer_id, "channel": order.channel, "keyword_id": order.keyword_id}
    return event_row(shop_id, "order.paid", order_id, at or order.at, payload=payload)
