"""Rows of past orders, one for each line of an order."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass, field
from datetime import datetime

from shops.buyers import DraftLine, PastOrder
from shopstaff.importing.cells import Row, count, moment, money, need, word
from shopstaff.importing.held import Target
from shopstaff.importing.report import Report


@dataclass
class _Order:
    first: Row
    customer: str
    at: datetime
    lines: list[DraftLine] = field(default_factory=list)


def read_orders(rows: Sequence[Row], target: Target, report: Report) -> list[PastOrder]:
    """Read order rows and put those with the same order id together; the first one's time is the order's."""
    orders: dict[str, _Order] = {}
    for row in rows:
        order_id, customer = need(row, "order", word, report), need(row, "customer", word, report)
        at, sku = need(row, "date", moment(target.zone, target.now), report), need(row, "sku", word, report)
        quantity = need(row, "quantity", count(1), report)
        price = need(row, "unit_price", money(target.info.currency), report)
        if not order_id or not customer or not at:
            continue
        order = orders.setdefault(order_id, _Order(row, customer, at))
        _check_same(order, row, customer, at.astimezone(target.zone), report)
        if sku and quantity and price:
            order.lines.append(DraftLine(sku=sku, quantity=quantity, unit_price=price))
    return [
        PastOrder(id=order_id, customer_id=order.customer, placed_at=order.at, lines=tuple(order.lines))
        for order_id, order in orders.items()
    ]


def find_unknown(rows: Sequence[Row], column: str, known: Set[str], report: Report) -> None:
    """Report every row that names a SKU or a customer that is neither in the files nor in the shop."""
    kind = "products" if column == "sku" else "customers"
    for row in rows:
        name = row.cells.get(column, "")
        if name and name not in known:
            text = f"{row.headers[column]} {name} is unknown; add it to a file of {kind} or correct it"
            report.faults.append(row.finding(text))


def _check_same(order: _Order, row: Row, customer: str, at: datetime, report: Report) -> None:
    """Rows of one order stand in one file, under one customer and one day."""
    order_id, first = row.cells["order"], order.first
    fault = None
    if row.file != first.file:
        fault = f"order {order_id} is in {first.place} already; keep all its lines in one file"
    elif customer != order.customer:
        fault = f"order {order_id} is of customer {order.customer} in line {first.line}, here of {customer}"
        fault += "; correct one of them"
    elif at.date() != order.at.astimezone(at.tzinfo).date():
        fault = f"order {order_id} is of another day in line {first.line}; correct one of them"
    if fault:
        report.faults.append(row.finding(fault))
