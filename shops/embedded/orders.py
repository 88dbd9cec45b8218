"""Orders of the built-in shop: finding them and making models of their rows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from kit.clock import from_stamp, stamp
from kit.errors import Retry
from shops.embedded.rows import find_row, find_rows
from shops.embedded.store import absent
from shops.embedded.tables import LINE, ORDER
from shops.models import FulfilmentStatus, Order, OrderLine, Page, RefundStatus

_LINE_FIELDS = tuple(OrderLine.model_fields)
_ORDER_FIELDS = tuple(name for name in Order.model_fields if name != "lines")


def read_orders(connection: sa.Connection, shop_id: str, rows: Sequence[Any]) -> list[Order]:
    """Make orders of their rows with one more query for all their lines."""
    if not rows:
        return []
    ids, fields = [row.id for row in rows], ("order_id", *_LINE_FIELDS)
    lines: dict[str, list[OrderLine]] = {}
    for order_id, *values in find_rows(
        connection, LINE, shop_id, order_id=ids, fields=fields, order=("order_id", "position")
    ):
        lines.setdefault(order_id, []).append(_line(tuple(values)))
    return [
        Order.model_validate(
            {**{name: getattr(row, name) for name in _ORDER_FIELDS}, "lines": tuple(lines.get(row.id, ()))}
        )
        for row in rows
    ]


@lru_cache(maxsize=50_000)
def _line(values: tuple[str | int, ...]) -> OrderLine:
    """Make a line of its columns; most lines read are as they were the last time, and a model is dear to make."""
    return OrderLine.model_validate(dict(zip(_LINE_FIELDS, values, strict=True)))


def find_order(connection: sa.Connection, shop_id: str, order_id: str) -> Order:
    """Give one order, or raise :class:`kit.errors.Retry`."""
    row = find_row(connection, ORDER, shop_id, "id", order_id)
    if row is None:
        raise absent("order", order_id, "list orders")
    return read_orders(connection, shop_id, [row])[0]


def find_line(order: Order, line_id: str) -> OrderLine:
    """Give one line of an order, or raise :class:`kit.errors.Retry` that names its lines."""
    for line in order.lines:
        if line.id == line_id:
            return line
    there = ", ".join(f"{line.id} ({line.sku})" for line in order.lines)
    raise Retry(f"the order {order.id!r} has no line {line_id!r}; its lines are {there}")


def page_of_orders(
    connection: sa.Connection, shop_id: str, where: dict[str, Any], *, cursor: str | None, limit: int
) -> Page[Order]:
    """Give the orders after ``cursor`` that meet the conditions, by (placed_at, id)."""
    if limit < 1:
        raise Retry(f"limit must be at least 1, not {limit}")
    after, by = () if cursor is None else _read_cursor(cursor), ("placed_at", "id")
    rows = find_rows(connection, ORDER, shop_id, order=by, after=after, limit=limit + 1, **where)
    last = rows[limit - 1] if len(rows) > limit else None
    return Page(
        items=tuple(read_orders(connection, shop_id, rows[:limit])),
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
