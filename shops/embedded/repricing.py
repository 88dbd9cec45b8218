"""What changed items of an order cost in the built-in shop, and giving an order these lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from shops.changes import ChangedLine, ItemsPrice, ItemWish
from shops.embedded.catalogue import change_stock
from shops.embedded.placing import NewOrder, Shelf, discount, look_at_shelf
from shops.embedded.promotions import count_uses, find_running, find_uses, release_uses
from shops.embedded.rows import add_rows, find_row
from shops.embedded.store import ShopStore
from shops.embedded.tables import LINE, ORDER, QUOTE
from shops.models import FulfilmentStatus, Order, OrderLine, PaymentStatus
from shops.promotions import Coupon
from shops.terms import ladder_price

Wanted = dict[str, Any]
"""Lines and uses of promotions as JSON, kept until the buyer has paid the difference."""


def state_faults(order: Order) -> list[str]:
    """Say why an order cannot be changed or cancelled any more."""
    if order.fulfilment is FulfilmentStatus.CANCELLED:
        return [f"the order {order.id} is cancelled"]
    if any(line.shipped for line in order.lines):
        left = sum(line.unshipped for line in order.lines)
        return [f"the order {order.id} has left, but for {left} pieces; refund those, or take the goods back"]
    return []


def price_items(
    connection: sa.Connection, store: ShopStore, order: Order, items: Sequence[ItemWish], at: datetime
) -> tuple[ItemsPrice, Wanted]:
    """Price an order's new items; see :mod:`shops.changes`. A SKU that is not there is a :class:`kit.errors.Retry`."""
    shelf = look_at_shelf(connection, store.shop_id, [item.sku for item in items])
    faults = [*state_faults(order), *_item_faults(order, items, shelf)]
    if order.quote_id and _is_custom(connection, store.shop_id, order.quote_id):
        faults.append("there is custom work in the order; a person quotes it anew")
    new = NewOrder(order.id, order.customer_id, at, {})
    quoted = {(line.sku, line.quantity): line.unit_price for line in order.lines} if order.quote_id else {}
    for item in items:
        variant, agreed = shelf.variants[item.sku], quoted.get((item.sku, item.quantity))
        unit_price = ladder_price(variant.tiers, item.quantity) if agreed is None else agreed
        new.lines.append((item.sku, variant.title, item.quantity, unit_price))
        new.final.append(agreed is not None)
    running = find_running(connection, store.shop_id, [at])
    uses = find_uses(connection, store.shop_id, order.id)
    running.release(order.customer_id, uses)
    used = [running.promotions[name].discount for name in uses if name in running.promotions]
    codes = [one.code for one in used if isinstance(one, Coupon)]
    discount(new, codes[0] if codes else None, shelf.variants, running)
    lines = tuple(
        ChangedLine(sku=sku, title=title, quantity=quantity, unit_price=price, net=net)
        for (sku, title, quantity, price), net in zip(new.lines, new.costs, strict=True)
    )
    cost = sum(_nets(connection, store.shop_id, order.id).values())
    price = ItemsPrice(lines=lines, difference=sum(line.net for line in lines) - cost, faults=tuple(faults))
    return price, {"lines": [line.model_dump() for line in lines], "used": new.used}


def put_lines(connection: sa.Connection, store: ShopStore, order: Order, wanted: Wanted) -> None:
    """Give an order its new lines: money, reservations, uses of promotions and sales follow."""
    shop_id, is_paid = store.shop_id, order.payment is PaymentStatus.PAID
    lines = [ChangedLine.model_validate(line) for line in wanted["lines"]]
    here = (ORDER.c.shop_id == shop_id, ORDER.c.id == order.id)
    day = connection.execute(sa.select(ORDER.c.day).where(*here)).scalar_one()
    known = {line.sku: line for line in reversed(order.lines)}
    place = max(int(line.id.rpartition(".")[2]) for line in order.lines)
    connection.execute(sa.delete(LINE).where(LINE.c.shop_id == shop_id, LINE.c.order_id == order.id))
    rows = []
    for line in lines:
        old = known.get(line.sku)
        place += old is None
        position = place if old is None else int(old.id.rpartition(".")[2])
        row = line.model_dump() | {"id": f"{order.id}.{position}", "position": position}
        row |= {"paid": line.net if is_paid else 0, "sale_day": day if is_paid else None}
        rows.append({"shop_id": shop_id, "order_id": order.id, "shipped": 0, "refunded": 0, **row})
    add_rows(connection, LINE, rows)
    if is_paid:
        moved = pieces(lines)
        moved.subtract(pieces(order.lines))
        change_stock(connection, shop_id, "reserved", moved)
    release_uses(connection, shop_id, order.id)
    count_uses(connection, shop_id, [(order.id, order.customer_id, wanted["used"])])


def lacking(order: Order, wanted: Mapping[str, int], shelf: Shelf) -> list[str]:
    """List SKUs of which the house has too few, what the order itself has reserved counting as there."""
    own = pieces(order.lines) if order.payment is PaymentStatus.PAID else Counter[str]()
    return [
        f"{shelf.available[sku] + own[sku]} pieces of {sku} are available, not {count}"
        for sku, count in sorted(wanted.items())
        if count > shelf.available[sku] + own[sku]
    ]


def pieces(lines: Sequence[ChangedLine | OrderLine | ItemWish]) -> Counter[str]:
    """Count the pieces by SKU."""
    found = Counter[str]()
    for line in lines:
        found[line.sku] += line.quantity
    return found


def _item_faults(order: Order, items: Sequence[ItemWish], shelf: Shelf) -> list[str]:
    had, wanted = pieces(order.lines), pieces(items)
    faults = []
    if not items:
        faults.append("an order has at least one line; cancel it instead")
    if len(wanted) < len(items):
        faults.append("a SKU is named twice; name each once, with all its pieces")
    if wanted == had:
        faults.append("the order has these items already")
    if any(line.refunded for line in order.lines):
        faults.append("a part of the order was refunded; what is left of it is a person's")
    for sku, count in sorted(wanted.items()):
        if sku not in shelf.listed and count > had[sku]:
            faults.append(f"{sku} is not on the shelf")
        if count < shelf.variants[sku].moq:
            faults.append(f"{sku} is sold from {shelf.variants[sku].moq} pieces on, not {count}")
    return [*faults, *lacking(order, wanted, shelf)]


def _is_custom(connection: sa.Connection, shop_id: str, quote_id: str) -> bool:
    row = find_row(connection, QUOTE, shop_id, "id", quote_id)
    return row is not None and any(line.get("custom") for line in row.lines)


def _nets(connection: sa.Connection, shop_id: str, order_id: str) -> dict[str, int]:
    query = sa.select(LINE.c.id, LINE.c.net).where(LINE.c.shop_id == shop_id, LINE.c.order_id == order_id)
    return {row.id: row.net for row in connection.execute(query)}
