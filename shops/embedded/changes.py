"""Changing orders of the built-in shop; the rules of each stand in :class:`shops.changes.ChangeWrites`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from kit.clock import stamp
from kit.ids import stable_id
from kit.money import format_minor
from shops.changes import ChangeKind, ChangeState, ItemsPrice, ItemWish, OrderChange
from shops.embedded.catalogue import change_stock
from shops.embedded.change_tables import ORDER_CHANGE
from shops.embedded.events import event_row, raise_event
from shops.embedded.kept import kept
from shops.embedded.orders import find_kept_of_order, find_order, refund_of
from shops.embedded.promotions import release_uses
from shops.embedded.repricing import Wanted, pieces, price_items, put_lines, state_faults
from shops.embedded.requests import settle_with_order
from shops.embedded.rows import add_rows, find_row
from shops.embedded.shelf import CHANGES
from shops.embedded.store import ShopStore, absent
from shops.embedded.tables import LINE, ORDER, REFUND
from shops.embedded.writes import WriteJournal, done, refused
from shops.models import Address, FulfilmentStatus, Order, Outcome, PaymentStatus

PAYMENT_METHODS = ("alipay", "bank_transfer", "card", "wechat_pay")
"""What an unpaid order of the built-in shop can be set to."""


class EmbeddedChangeReader:
    """Reads changes and says what a change would cost."""

    def __init__(self, store: ShopStore) -> None:
        self._store = store

    def change_kinds(self) -> frozenset[ChangeKind]:
        """Give what this platform can change: everything."""
        return frozenset(ChangeKind)

    @kept
    def list_changes(self, order_id: str) -> Sequence[OrderChange]:
        """List the changes of an order, oldest first."""
        return find_kept_of_order(self._store, CHANGES, OrderChange, ORDER_CHANGE, order_id)

    def payment_methods(self) -> Sequence[str]:
        """List the methods that an unpaid order can be set to."""
        return PAYMENT_METHODS

    def payment_method(self, order_id: str) -> str:
        """Give the method chosen for an order, empty if none was."""
        with self._store.reading() as connection:
            row = find_row(connection, ORDER, self._store.shop_id, "id", order_id)
        if row is None:
            raise absent("order", order_id, "list orders")
        return str(row.payment_method)

    def price_items(self, order_id: str, items: Sequence[ItemWish]) -> ItemsPrice:
        """Say what the order would cost with these items; nothing is changed."""
        with self._store.reading() as connection:
            order = find_order(connection, self._store.shop_id, order_id)
            return price_items(connection, self._store, order, items, self._store.clock.now())[0]


class EmbeddedChangeWrites:
    """Changes orders."""

    def __init__(self, journal: WriteJournal) -> None:
        self._journal = journal
        self._store = journal.store
        self._shop_id = journal.store.shop_id

    def cancel_order(self, order_id: str, *, reason: str, key: str) -> Outcome:
        """End an order of which nothing has left; what was paid is given back line by line."""

        def act(connection: sa.Connection) -> Outcome:
            order = find_order(connection, self._shop_id, order_id)
            if faults := state_faults(order):
                return refused("; ".join(faults))
            given = self._give_back(connection, order, reason, key)
            if order.payment is PaymentStatus.PAID:
                reserved = {sku: -count for sku, count in pieces(order.lines).items()}
                change_stock(connection, self._shop_id, "reserved", reserved)
            release_uses(connection, self._shop_id, order_id)
            lapse_due(connection, self._shop_id, order_id)
            settle_with_order(connection, self._shop_id, order_id, self._store.clock.now())
            paid = sum(line.paid for line in order.lines)
            # the sale never was: no day sold it
            self._write(connection, LINE, order_id, sale_day=None)
            fields = {"fulfilment": FulfilmentStatus.CANCELLED.value, "refund": refund_of(paid, paid).value}
            self._write(connection, ORDER, order_id, **fields)
            return self._note(connection, order, ChangeKind.CANCEL, key, difference=-given)

        return self._journal.once("cancel_order", key, {"order_id": order_id, "reason": reason}, act)

    def change_address(self, order_id: str, address: Address, *, key: str) -> Outcome:
        """Send an order elsewhere, as long as nothing of it has left."""
        there = address.model_dump()

        def act(connection: sa.Connection) -> Outcome:
            order = find_order(connection, self._shop_id, order_id)
            if faults := state_faults(order):
                return refused("; ".join(faults))
            self._write(connection, ORDER, order_id, address=there)
            return self._note(connection, order, ChangeKind.ADDRESS, key)

        return self._journal.once("change_address", key, {"order_id": order_id, "address": there}, act)

    def change_items(
        self, order_id: str, items: Sequence[ItemWish], *, difference: int, pay_until: datetime, key: str
    ) -> Outcome:
        """Give an order these items and no others, at the difference stated."""

        def act(connection: sa.Connection) -> Outcome:
            order, now = find_order(connection, self._shop_id, order_id), self._store.clock.now()
            price, wanted = price_items(connection, self._store, order, items, now)
            faults = list(price.faults)
            if not faults and price.difference != difference:
                say = format_minor(price.difference, order.currency)
                faults = [f"the difference is {say} now; ask what it costs again"]
            if not faults and pay_until <= now:
                faults = [f"the buyer could not pay in time: it is {stamp(now)} already"]
            if faults:
                return refused("; ".join(faults))
            lapse_due(connection, self._shop_id, order_id)
            if difference > 0 and order.payment is PaymentStatus.PAID:
                return self._note(
                    connection, order, ChangeKind.ITEMS, key, difference=difference, wanted=wanted, pay_until=pay_until
                )
            put_lines(connection, self._store, order, wanted)
            return self._note(connection, order, ChangeKind.ITEMS, key, difference=difference, wanted=wanted)

        asked = {
            "order_id": order_id,
            "items": [item.model_dump() for item in items],
            "difference": difference,
            "pay_until": stamp(pay_until),
        }
        return self._journal.once("change_items", key, asked, act)

    def change_payment(self, order_id: str, method: str, *, key: str) -> Outcome:
        """Set how an unpaid order will be paid."""

        def act(connection: sa.Connection) -> Outcome:
            order = find_order(connection, self._shop_id, order_id)
            faults = state_faults(order)
            if order.payment is PaymentStatus.PAID:
                faults.append(f"the order {order_id} is paid")
            if method not in PAYMENT_METHODS:
                faults.append(f"there is no payment method {method!r}; there are {', '.join(PAYMENT_METHODS)}")
            if faults:
                return refused("; ".join(faults))
            self._write(connection, ORDER, order_id, payment_method=method)
            return self._note(connection, order, ChangeKind.PAYMENT, key)

        return self._journal.once("change_payment", key, {"order_id": order_id, "method": method}, act)

    def _give_back(self, connection: sa.Connection, order: Order, reason: str, key: str) -> int:
        """Refund what is left of every line; give the sum."""
        now, rows = self._store.clock.now(), list[dict[str, Any]]()
        for line in order.lines:
            if left := line.paid - line.refunded:
                refund_id = stable_id("refund", self._shop_id, key, line.id)
                row = {"id": refund_id, "order_id": order.id, "line_id": line.id, "amount": left, "reason": reason}
                rows.append({"shop_id": self._shop_id, "at": now, **row})
        add_rows(connection, REFUND, rows)
        here = (LINE.c.shop_id == self._shop_id, LINE.c.order_id == order.id)
        connection.execute(sa.update(LINE).where(*here).values(refunded=LINE.c.paid))
        return sum(row["amount"] for row in rows)

    def _write(self, connection: sa.Connection, table: sa.Table, order_id: str, **values: Any) -> None:
        name = table.c.id if table is ORDER else table.c.order_id
        connection.execute(sa.update(table).where(table.c.shop_id == self._shop_id, name == order_id).values(**values))

    def _note(
        self,
        connection: sa.Connection,
        order: Order,
        kind: ChangeKind,
        key: str,
        *,
        difference: int = 0,
        wanted: Wanted | None = None,
        pay_until: datetime | None = None,
    ) -> Outcome:
        """Write the change down and tell of it, if it does not wait for payment."""
        state = ChangeState.DONE if pay_until is None else ChangeState.DUE
        now, change_id = self._store.clock.now(), stable_id("change", self._shop_id, key)
        row: dict[str, Any] = {"id": change_id, "order_id": order.id, "kind": kind.value, "at": now}
        row |= {"difference": difference, "state": state.value, "pay_until": pay_until, "wanted": wanted or {}}
        add_rows(connection, ORDER_CHANGE, [{"shop_id": self._shop_id, **row}])
        if state is ChangeState.DONE:
            tell(connection, self._shop_id, order, change_id, kind, now)
        return done(change_id)


def lapse_due(connection: sa.Connection, shop_id: str, order_id: str) -> None:
    """Let changes of an order lapse that wait for payment."""
    here = (ORDER_CHANGE.c.shop_id == shop_id, ORDER_CHANGE.c.order_id == order_id)
    waiting = ORDER_CHANGE.c.state == ChangeState.DUE.value
    connection.execute(sa.update(ORDER_CHANGE).where(*here, waiting).values(state=ChangeState.LAPSED.value))


def tell(connection: sa.Connection, shop_id: str, order: Order, change_id: str, kind: ChangeKind, at: datetime) -> None:
    """Raise ``order.cancelled`` or ``order.changed``."""
    payload = {"change_id": change_id, "kind": kind.value, "customer_id": order.customer_id}
    name = "order.cancelled" if kind is ChangeKind.CANCEL else "order.changed"
    raise_event(connection, event_row(shop_id, name, order.id, at, payload=payload))
