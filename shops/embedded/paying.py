"""Buyers of the built-in shop pay later: an order that was placed unpaid, or the difference of changed items."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa

from shops.changes import ChangedLine, ChangeKind, ChangeState
from shops.embedded.catalogue import change_stock, lower_offers
from shops.embedded.change_tables import ORDER_CHANGE
from shops.embedded.changes import tell
from shops.embedded.events import raise_event
from shops.embedded.orders import find_order
from shops.embedded.placing import look_at_shelf, paid_event
from shops.embedded.repricing import lacking, pieces, put_lines, state_faults
from shops.embedded.rows import find_row
from shops.embedded.store import ShopStore, absent
from shops.embedded.tables import LINE, ORDER
from shops.models import PaymentStatus


def pay_order(store: ShopStore, order_id: str, *, at: datetime) -> bool:
    """Pay an order that was placed unpaid; see :meth:`shops.buyers.BuyerSide.pay_order`.

    Raises:
        Retry: The order is not there.
    """
    shop_id = store.shop_id
    promise = timedelta(hours=store.info().ship_promise_hours)
    with store.writing() as connection:
        order = find_order(connection, shop_id, order_id)
        wanted = pieces(order.lines)
        if order.payment is PaymentStatus.PAID or state_faults(order):
            return False
        if lacking(order, wanted, look_at_shelf(connection, shop_id, wanted, is_promised=True)):
            return False
        here = (ORDER.c.shop_id == shop_id, ORDER.c.id == order_id)
        row = connection.execute(sa.select(ORDER).where(*here)).one()
        connection.execute(sa.update(ORDER).where(*here).values(payment=PaymentStatus.PAID.value, ship_by=at + promise))
        lines = (LINE.c.shop_id == shop_id, LINE.c.order_id == order_id)
        connection.execute(sa.update(LINE).where(*lines).values(paid=LINE.c.net, sale_day=row.day))
        change_stock(connection, shop_id, "reserved", wanted)
        lower_offers(connection, shop_id, wanted)
        raise_event(connection, paid_event(shop_id, order_id, row, at))
    return True


def pay_change(store: ShopStore, change_id: str, *, at: datetime) -> bool:
    """Pay the difference of changed items; see :meth:`shops.buyers.BuyerSide.pay_change`.

    Raises:
        Retry: The change is not there.
    """
    shop_id = store.shop_id
    with store.writing() as connection:
        row = find_row(connection, ORDER_CHANGE, shop_id, "id", change_id)
        if row is None:
            raise absent("change", change_id, "list the changes of the order")
        if row.state != ChangeState.DUE:
            return False
        order = find_order(connection, shop_id, row.order_id)
        wanted = pieces([ChangedLine.model_validate(line) for line in row.wanted["lines"]])
        moved = bool(state_faults(order)) or any(line.refunded for line in order.lines)
        late = at > row.pay_until or moved
        late = late or bool(lacking(order, wanted, look_at_shelf(connection, shop_id, wanted, is_promised=True)))
        here = (ORDER_CHANGE.c.shop_id == shop_id, ORDER_CHANGE.c.id == change_id)
        state = ChangeState.LAPSED if late else ChangeState.DONE
        connection.execute(sa.update(ORDER_CHANGE).where(*here).values(state=state.value))
        if not late:
            put_lines(connection, store, order, row.wanted)
            tell(connection, shop_id, order, change_id, ChangeKind.ITEMS, at)
    return not late
