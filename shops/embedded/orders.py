"""Orders of the built-in shop: finding them and making models of their rows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from kit.clock import from_stamp, stamp
from kit.errors import Retry
from kit.prepared import Prepared
from shops.embedded.rows import M, find_as, find_rows, query
from shops.embedded.shelf import ORDERS
from shops.embedded.store import ShopStore, absent
from shops.embedded.tables import LINE, ORDER
from shops.models import FulfilmentStatus, Order, OrderLine, Page, RefundStatus

_LINE_FIELDS = tuple(OrderLine.model_fields)
_ORDER_FIELDS = tuple(name for name in Order.model_fields if name != "lines")


_BY = ("placed_at", "id")


def find_kept_orders(
    store: ShopStore, *, after: tuple[Any, ...] = (), limit: int | None = None, **where: Any
) -> list[Order]:
    """Give orders like :func:`find_orders`, in a snapshot of their own, and read again only what has been touched."""
    shelf = store.shelf(ORDERS)
    with store.reading() as connection:
        if shelf is None:
            return find_orders(connection, store.shop_id, after=after, limit=limit, **where)
        statement, values = query(ORDER, store.shop_id, where, order=_BY, fields=("id",), after=after, limit=limit)
        ids = [row[0] for row in statement.raw(connection, values)]
        return shelf.take(ids, lambda some: _by_id(connection, store.shop_id, some))


def _by_id(connection: sa.Connection, shop_id: str, ids: list[str]) -> dict[str, Order]:
    return {one.id: one for one in find_orders(connection, shop_id, id=ids)}


def find_orders(
    connection: sa.Connection, shop_id: str, *, after: tuple[Any, ...] = (), limit: int | None = None, **where: Any
) -> list[Order]:
    """Give orders whose columns are as asked (:func:`shops.embedded.rows.find_rows`), by (placed_at, id)."""
    statement, values = query(ORDER, shop_id, where, order=_BY, fields=_ORDER_FIELDS, after=after, limit=limit)
    rows = statement.raw(connection, values)
    lines: dict[str, list[tuple[Any, ...]]] = {}
    if rows:
        ids, fields = [row[0] for row in rows], ("order_id", *_LINE_FIELDS)
        told, values = query(
            LINE, shop_id, {"order_id": ids}, order=("order_id", "position"), fields=fields, after=(), limit=None
        )
        for order_id, *of_line in told.raw(connection, values):
            lines.setdefault(order_id, []).append(tuple(of_line))
    return [_order(statement, row, lines.get(row[0], [])) for row in rows]


def _order(statement: Prepared, row: tuple[Any, ...], lines: list[tuple[Any, ...]]) -> Order:
    fields = dict(zip(_ORDER_FIELDS, statement.converted(row), strict=True))
    return Order.model_validate({**fields, "lines": tuple(map(_line, lines))})


def _line(values: tuple[Any, ...]) -> OrderLine:
    return OrderLine.model_validate(dict(zip(_LINE_FIELDS, values, strict=True)))


def find_order(connection: sa.Connection, shop_id: str, order_id: str) -> Order:
    """Give one order, or raise :class:`kit.errors.Retry`."""
    return _only(find_orders(connection, shop_id, id=order_id), order_id)


def find_kept_order(store: ShopStore, order_id: str) -> Order:
    """Give one order like :func:`find_order`, in a snapshot of its own, read again only if it has been touched."""
    shelf = store.shelf(ORDERS)
    with store.reading() as connection:
        if shelf is None:
            return find_order(connection, store.shop_id, order_id)
        return _only(shelf.take([order_id], lambda some: _by_id(connection, store.shop_id, some)), order_id)


def _only(found: list[Order], order_id: str) -> Order:
    if not found:
        raise absent("order", order_id, "list orders")
    return found[0]


def find_kept_of_order(store: ShopStore, shelf: str, model: type[M], table: sa.Table, order_id: str) -> tuple[M, ...]:
    """Give what belongs to an order like :func:`find_of_order`, in a snapshot of its own, read again if touched.

    ``shelf`` is where it stands, by order (:data:`shops.embedded.shelf.TOUCHES`).
    """
    kept = store.shelf(shelf)
    with store.reading() as connection:

        def read(_: Sequence[str]) -> dict[str, tuple[M, ...]]:
            return {order_id: tuple(find_of_order(model, connection, table, store.shop_id, order_id))}

        return read([order_id])[order_id] if kept is None else kept.take([order_id], read)[0]


def find_of_order(model: type[M], connection: sa.Connection, table: sa.Table, shop_id: str, order_id: str) -> list[M]:
    """Give the rows of a table that belong to an order as models, or raise :class:`kit.errors.Retry`: no such order."""
    found = find_as(model, connection, table, shop_id, order_id=order_id)
    if not found and not find_rows(connection, ORDER, shop_id, order=("id",), fields=("id",), id=order_id):
        raise absent("order", order_id, "list orders")
    return found


def find_line(order: Order, line_id: str) -> OrderLine:
    """Give one line of an order, or raise :class:`kit.errors.Retry` that names its lines."""
    for line in order.lines:
        if line.id == line_id:
            return line
    there = ", ".join(f"{line.id} ({line.sku})" for line in order.lines)
    raise Retry(f"the order {order.id!r} has no line {line_id!r}; its lines are {there}")


def page_of_orders(store: ShopStore, where: dict[str, Any], *, cursor: str | None, limit: int) -> Page[Order]:
    """Give the orders after ``cursor`` that meet the conditions, by (placed_at, id)."""
    if limit < 1:
        raise Retry(f"limit must be at least 1, not {limit}")
    after = () if cursor is None else _read_cursor(cursor)
    found = find_kept_orders(store, after=after, limit=limit + 1, **where)
    last = found[limit - 1] if len(found) > limit else None
    return Page(
        items=tuple(found[:limit]),
        next_cursor=None if last is None else f"{stamp(last.placed_at)} {last.id}",
    )


def _read_cursor(cursor: str) -> tuple[datetime, str]:
    at, _, order_id = cursor.partition(" ")
    try:
        return from_stamp(at), order_id
    except ValueError:
        raise Retry(f"{cursor!r} is not a cursor; pass the next_cursor of the page before, or none") from None


def fulfilment_of(lines: Sequence[OrderLine]) -> FulfilmentStatus:
    """Give the second axis of an order from the pieces shipped."""
    if not any(line.unshipped for line in lines):
        return FulfilmentStatus.SHIPPED
    return FulfilmentStatus.PARTIAL if any(line.shipped for line in lines) else FulfilmentStatus.UNSHIPPED


def refund_of(paid: int, refunded: int) -> RefundStatus:
    """Give the third axis of an order from its money."""
    if not refunded:
        return RefundStatus.NONE
    return RefundStatus.FULL if refunded == paid else RefundStatus.PARTIAL
