"""Rows of requests after the sale in the built-in shop, and the steps between their states.

Every step here has been checked by who calls it; :mod:`shops.aftersales` has the picture of the states.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from kit.ids import stable_id
from kit.money import format_minor
from shops.aftersales import (
    DUE,
    MONEY,
    OPEN,
    AftersaleRequest,
    AftersaleTerms,
    AftersaleWish,
    RequestKind,
    RequestState,
)
from shops.embedded.aftersale_tables import AFTERSALE
from shops.embedded.events import event_row, raise_event
from shops.embedded.orders import find_line, find_order, refund_of
from shops.embedded.rows import add_rows, change_rows, find_as, find_row, find_rows
from shops.embedded.store import ShopStore, absent
from shops.embedded.tables import LINE, ORDER, REFUND
from shops.models import FulfilmentStatus, Order, OrderLine, PaymentStatus

TERMS = AftersaleTerms()
"""The built-in shop's clocks."""


def find_request(connection: sa.Connection, shop_id: str, request_id: str) -> AftersaleRequest:
    """Give one request, or raise :class:`kit.errors.Retry`."""
    row = find_row(connection, AFTERSALE, shop_id, "id", request_id)
    if row is None:
        raise absent("request", request_id, "list requests")
    return AftersaleRequest.model_validate({name: getattr(row, name) for name in AftersaleRequest.model_fields})


def find_requests(connection: sa.Connection, shop_id: str, **where: Any) -> list[AftersaleRequest]:
    """Give the requests whose columns are as asked (:func:`shops.embedded.rows.find_rows`), oldest first."""
    return find_as(AftersaleRequest, connection, AFTERSALE, shop_id, **where)


def promised(connection: sa.Connection, shop_id: str, line_id: str, *, but: str = "") -> int:
    """Sum up the money of a line that was agreed to and has not moved yet, without that of one request."""
    due = find_rows(connection, AFTERSALE, shop_id, fields=("id", "amount"), line_id=line_id, state=in_states(DUE))
    return sum(int(amount) for request_id, amount in due if request_id != but)


def wish_faults(connection: sa.Connection, shop_id: str, order: Order, wish: AftersaleWish) -> list[str]:
    """Say why a request cannot be opened."""
    line = find_line(order, wish.line_id)
    faults = []
    if order.payment is not PaymentStatus.PAID or order.fulfilment is FulfilmentStatus.CANCELLED:
        faults.append(f"the order {order.id} is not paid, or is cancelled")
    if wish.kind is not RequestKind.REFUND and not line.shipped:
        faults.append(f"nothing of the line {line.id} has left")
    if wish.pieces > line.quantity:
        faults.append(f"the line {line.id} has {line.quantity} pieces, not {wish.pieces}")
    if (wish.kind in MONEY) != (wish.amount > 0):
        faults.append("money is asked for with a refund or a return, and with nothing else")
    left = line.paid - line.refunded - promised(connection, shop_id, line.id)
    if wish.amount > left:
        faults.append(f"{format_minor(left, order.currency)} of the line is left")
    if find_requests(connection, shop_id, line_id=line.id, state=in_states(OPEN)):
        faults.append(f"a request about the line {line.id} is open")
    return faults


def put_request(
    connection: sa.Connection, store: ShopStore, order: Order, wish: AftersaleWish, request_id: str, at: datetime
) -> AftersaleRequest:
    """Write a request down as asked."""
    row: dict[str, Any] = wish.model_dump(mode="json") | {"id": request_id, "customer_id": order.customer_id}
    row |= {"state": RequestState.ASKED.value, "opened_at": at, "answer_by": TERMS.answer_by(at), "answer": ""}
    row |= {"decided_by": "", "tracking": "", "back_at": None, "shipment": "", "settled_at": None}
    add_rows(connection, AFTERSALE, [{"shop_id": store.shop_id, **row}])
    return find_request(connection, store.shop_id, request_id)


def agree(connection: sa.Connection, store: ShopStore, request: AftersaleRequest, by: str, at: datetime) -> None:
    """Go on from ``asked``: money alone goes back, goods are waited for, or are owed."""
    if request.kind is RequestKind.REFUND:
        pay(connection, store, request, at)
        move(connection, store, request, RequestState.DONE, decided_by=by, settled_at=at)
    elif request.kind is RequestKind.RESEND:
        move(connection, store, request, RequestState.OWED, decided_by=by)
    else:
        until = at + timedelta(days=TERMS.send_days)
        move(connection, store, request, RequestState.AGREED, decided_by=by, answer_by=until)


def receive(connection: sa.Connection, store: ShopStore, request: AftersaleRequest, at: datetime) -> None:
    """Go on from ``returning``: the money goes back, or a replacement is owed."""
    if request.kind is RequestKind.RETURN:
        pay(connection, store, request, at)
        move(connection, store, request, RequestState.DONE, settled_at=at)
    else:
        move(connection, store, request, RequestState.OWED)


def settle_with_order(connection: sa.Connection, shop_id: str, order_id: str, at: datetime) -> None:
    """Settle what is asked about an order that ends: all its money has gone back."""
    values = {"state": RequestState.DONE.value, "decided_by": "seller", "answer_by": None, "settled_at": at}
    change_rows(connection, AFTERSALE, shop_id, {"order_id": order_id, "state": in_states(OPEN)}, **values)


def move(
    connection: sa.Connection, store: ShopStore, request: AftersaleRequest, state: RequestState, **values: Any
) -> None:
    """Set a request's state; the wait of the state before is over unless another is given."""
    new = {"state": state.value, "answer_by": None} | values
    change_rows(connection, AFTERSALE, store.shop_id, {"id": request.id}, **new)


def pay(connection: sa.Connection, store: ShopStore, request: AftersaleRequest, at: datetime) -> None:
    """Give a request's money back, or what of the line is left."""
    order = find_order(connection, store.shop_id, request.order_id)
    line = find_line(order, request.line_id)
    left = line.paid - line.refunded - promised(connection, store.shop_id, line.id, but=request.id)
    if amount := min(request.amount, left):
        refund_id = stable_id("refund", store.shop_id, request.id)
        put_refund(connection, store.shop_id, order, line, amount, reason=request.reason, refund_id=refund_id, at=at)


def put_refund(
    connection: sa.Connection,
    shop_id: str,
    order: Order,
    line: OrderLine,
    amount: int,
    *,
    reason: str,
    refund_id: str,
    at: datetime,
) -> None:
    """Write money of a line down as given back."""
    row = {"id": refund_id, "order_id": order.id, "line_id": line.id, "amount": amount, "reason": reason, "at": at}
    add_rows(connection, REFUND, [{"shop_id": shop_id, **row}])
    here = (LINE.c.shop_id == shop_id, LINE.c.order_id == order.id, LINE.c.id == line.id)
    connection.execute(sa.update(LINE).where(*here).values(refunded=LINE.c.refunded + amount))
    paid, refunded = sum(one.paid for one in order.lines), sum(one.refunded for one in order.lines) + amount
    change_rows(connection, ORDER, shop_id, {"id": order.id}, refund=refund_of(paid, refunded).value)


def tell(connection: sa.Connection, shop_id: str, kind: str, request: AftersaleRequest, at: datetime) -> None:
    """Raise ``aftersale.opened``, ``aftersale.returned`` or ``aftersale.decided``."""
    payload = {"customer_id": request.customer_id, "order_id": request.order_id, "kind": request.kind.value}
    raise_event(connection, event_row(shop_id, f"aftersale.{kind}", request.id, at, payload=payload))


def in_states(states: Sequence[RequestState]) -> list[str]:
    """Give what the column ``state`` holds in one of these states."""
    return [state.value for state in states]
