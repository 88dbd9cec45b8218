"""Blanking a buyer in the built-in shop; orders, money and the days they belong to stay."""

from __future__ import annotations

import json

import sqlalchemy as sa

from shops.embedded.rows import find_row
from shops.embedded.store import ShopStore, absent
from shops.embedded.tables import AFTERSALE, CUSTOMER, EVENT, MESSAGE, ORDER, REFUND, SHIPMENT, THREAD, TRACE, WRITE

BLANK_ADDRESS = {"name": "", "street": "", "city": "", "postcode": ""}


def forget_customer(store: ShopStore, customer_id: str) -> None:
    """Blank name, addresses, notes, messages and reasons; see :meth:`shops.buyers.MarketSide.forget_customer`.

    Raises:
        Retry: The buyer is not there.
    """
    shop_id = store.shop_id
    with store.writing() as connection:
        if find_row(connection, CUSTOMER, shop_id, "id", customer_id) is None:
            raise absent("buyer", customer_id, "list orders")
        here = (CUSTOMER.c.shop_id == shop_id, CUSTOMER.c.id == customer_id)
        connection.execute(sa.update(CUSTOMER).where(*here).values(name="", no_offers=True))
        own = sa.and_(ORDER.c.shop_id == shop_id, ORDER.c.customer_id == customer_id)
        orders = {row.id: row.address for row in connection.execute(sa.select(ORDER.c.id, ORDER.c.address).where(own))}
        for order_id, address in orders.items():
            one = (ORDER.c.shop_id == shop_id, ORDER.c.id == order_id)
            # the country stays: the tax of the sale hangs on it
            connection.execute(sa.update(ORDER).where(*one).values(address={**address, **BLANK_ADDRESS}, note=""))
        mine = sa.select(ORDER.c.id).where(own)
        refunds = (REFUND.c.shop_id == shop_id, REFUND.c.order_id.in_(mine))
        connection.execute(sa.update(REFUND).where(*refunds).values(reason=""))
        parcels = sa.select(SHIPMENT.c.id).where(SHIPMENT.c.shop_id == shop_id, SHIPMENT.c.order_id.in_(mine))
        seen = (TRACE.c.shop_id == shop_id, TRACE.c.shipment_id.in_(parcels))
        connection.execute(sa.update(TRACE).where(*seen).values(place="", note=""))
        asked = (AFTERSALE.c.shop_id == shop_id, AFTERSALE.c.customer_id == customer_id)
        connection.execute(sa.update(AFTERSALE).where(*asked).values(words="", answer="", evidence=[]))
        requests = set(connection.execute(sa.select(AFTERSALE.c.id).where(*asked)).scalars())
        opened = sa.select(THREAD.c.id).where(THREAD.c.shop_id == shop_id, THREAD.c.customer_id == customer_id)
        threads = set(connection.execute(opened).scalars())
        said = (MESSAGE.c.shop_id == shop_id, MESSAGE.c.thread_id.in_(opened))
        connection.execute(sa.update(MESSAGE).where(*said).values(text=""))
        _blank_journal(connection, shop_id, {customer_id, *threads, *orders, *requests})
        gone = (EVENT.c.shop_id == shop_id, EVENT.c.subject.in_(opened))
        # what is blank is not answered
        connection.execute(sa.update(EVENT).where(*gone).values(acknowledged=True))


def _blank_journal(connection: sa.Connection, shop_id: str, ids: set[str]) -> None:
    """Take the arguments of writes to these objects away; the key stays, so that none is carried out again."""
    writes = connection.execute(sa.select(WRITE.c.key, WRITE.c.arguments).where(WRITE.c.shop_id == shop_id)).all()
    for key, arguments in writes:
        values = json.loads(arguments)
        if isinstance(values, dict) and ids & {
            values.get(name) for name in ("customer_id", "thread_id", "order_id", "request_id")
        }:
            this = (WRITE.c.shop_id == shop_id, WRITE.c.key == key)
            connection.execute(sa.update(WRITE).where(*this).values(arguments="{}"))
