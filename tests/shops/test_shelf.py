"""Orders and sales on their shelves read as they stand, whoever touched them; the rest is not read again."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from shops.embedded.changes import EmbeddedChangeReader
from shops.embedded.messages import EmbeddedMessageReader
from shops.embedded.orders import find_kept_orders, find_orders
from shops.embedded.reader import EmbeddedReader
from shops.embedded.rows import change_rows
from shops.embedded.shelf import ORDERS
from shops.embedded.store import ShopStore
from shops.embedded.tables import (
    CUSTOMER,
    LINE,
    MESSAGE,
    ORDER,
    ORDER_CHANGE,
    PRICE_CHANGE,
    REFUND,
    SHIPMENT,
    STOCK,
    THREAD,
    VARIANT,
)
from shops.models import Order, Parcel, SalesDay
from shops.port import Reads
from tests.support.gift_shop import SHOP, GiftShop, open_gift_shop


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[GiftShop]:
    opened = open_gift_shop(tmp_path)
    yield opened
    opened.house.close()


@pytest.fixture
def store(shop: GiftShop) -> Iterator[ShopStore]:
    yield shop.house.connection.reads.shop._store  # type: ignore[attr-defined]  # noqa: SLF001  (another would be foreign)


def as_written(store: ShopStore) -> list[Order]:
    """Read every order past the shelf."""
    with store.reading() as connection:
        return find_orders(connection, store.shop_id)


def test_whatever_is_done_the_shelf_shows_what_is_written(shop: GiftShop, store: ShopStore) -> None:
    reads, writes = shop.house.connection.reads.shop, shop.house.connection.writes.shop
    seen = reads.list_orders(limit=10_000).items
    assert list(seen) == as_written(store)
    placed = shop.place("17850", ("85123A", 12))
    order = reads.get_order(placed)
    line = order.lines[0]
    parcel = Parcel(line_id=line.id, quantity=line.unshipped)
    for number, act in enumerate(
        (
            lambda: writes.ship(placed, [parcel], carrier="Royal Mail", tracking="RM1", key="ship"),
            lambda: writes.refund(placed, line.id, 100, reason="late", key="back"),
            lambda: shop.pass_time(days=1),
            lambda: shop.place("13047", ("22423", 2), ("85099B", 100)),
            lambda: shop.market.place_orders([]),
        )
    ):
        act()
        assert list(reads.list_orders(limit=10_000).items) == as_written(store), number
        assert reads.get_order(placed) == next(one for one in as_written(store) if one.id == placed)
    again = {one.id: one for one in reads.list_orders(limit=10_000).items}
    assert all(again[one.id] is one for one in seen), "an order that nobody touched is the one that was read before"


def test_what_another_process_does_to_an_order_is_seen(shop: GiftShop, store: ShopStore) -> None:
    reads = shop.house.connection.reads.shop
    order = reads.list_orders(limit=10_000).items[-1]
    with sqlite3.connect(shop.house.folder.parent / SHOP / "shop.sqlite") as other:
        other.execute("UPDATE shop_order_line SET paid = paid + 1 WHERE order_id = ?", (order.id,))
        other.execute("DELETE FROM shop_order_line WHERE order_id = ?", (reads.list_orders().items[0].id,))
    other.close()
    assert reads.get_order(order.id) != order
    assert list(reads.list_orders(limit=10_000).items) == as_written(store)


def test_a_change_that_failed_and_one_in_the_making_show_nothing(shop: GiftShop, store: ShopStore) -> None:
    before = find_kept_orders(store, limit=3)
    seen: list[list[Order]] = []

    def change() -> None:
        with store.writing() as connection:
            change_rows(connection, LINE, store.shop_id, {"order_id": before[0].id}, shipped=1)
            beside = threading.Thread(target=lambda: seen.append(find_kept_orders(store, limit=3)))
            beside.start()
            beside.join(10)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        change()
    assert seen == [before]
    assert find_kept_orders(store, limit=3) == before


def test_what_was_read_before_a_change_is_not_put_on_the_shelf_after_it(shop: GiftShop, store: ShopStore) -> None:
    """A reading that began before the change of another thread goes on with its own snapshot."""
    began, goes_on = threading.Event(), threading.Event()
    first = as_written(store)[0]
    seen: list[list[Order]] = []

    def slow() -> None:
        moment = store.shelf(ORDERS)
        assert moment is not None
        with store.reading() as connection:
            old = find_orders(connection, store.shop_id, id=[first.id])
            began.set()
            assert goes_on.wait(10)
            seen.append(moment.take([first.id], lambda _: {first.id: old[0]}))

    reader = threading.Thread(target=slow)
    reader.start()
    assert began.wait(10)
    with store.writing() as connection:
        change_rows(connection, LINE, store.shop_id, {"order_id": first.id}, shipped=0)
        change_rows(connection, LINE, store.shop_id, {"order_id": first.id}, paid=first.lines[0].paid + 1)
    goes_on.set()
    reader.join(10)
    assert seen == [[first]]
    (now,) = find_kept_orders(store, id=first.id)
    assert now.lines[0].paid == first.lines[0].paid + 1
    assert timedelta(0) <= shop.clock.now() - now.placed_at


def test_whatever_is_written_to_the_lines_of_a_day_its_sales_show_it(shop: GiftShop, store: ShopStore) -> None:
    reads, writes = shop.house.connection.reads.shop, shop.house.connection.writes.shop
    today = store.local_day(shop.clock.now())
    span = {"since": today - timedelta(days=30), "until": today + timedelta(days=30)}
    seen = reads.list_sales(**span)

    def as_summed() -> list[SalesDay]:
        """Sum every day past the shelf, as a span too long for it is."""
        sales = reads.list_sales(since=today - timedelta(days=30), until=date.max)
        return [one for one in sales if one.day < span["until"]]

    placed = shop.place("17850", ("85123A", 12))
    line = reads.get_order(placed).lines[0]
    acts: tuple[Callable[[], object], ...] = (
        lambda: writes.ship(
            placed,
            [Parcel(line_id=line.id, quantity=line.unshipped)],
            carrier="Royal Mail",
            tracking="RM1",
            key="ship",
        ),
        lambda: shop.pass_time(days=1),
        lambda: shop.place("13047", ("22423", 2), ("85099B", 100)),
        lambda: _write(store, placed, quantity=7),
        lambda: _write(store, placed, sale_day=today - timedelta(days=3)),
        lambda: _write(store, placed, sale_day=None),
        lambda: _foreign(shop, "UPDATE shop_order_line SET paid = paid + 1"),
        lambda: _foreign(shop, f"DELETE FROM shop_order_line WHERE order_id = '{placed}'"),
    )
    for number, act in enumerate(acts):
        before = reads.list_sales(**span)
        act()
        assert reads.list_sales(**span) == as_summed(), number
        if not number:
            assert reads.list_sales(**span) == before, "what has left the house was sold before"
    assert reads.list_sales(**span) != seen


def test_whatever_is_written_everything_on_a_shelf_reads_as_to_who_has_no_shelf(
    shop: GiftShop, store: ShopStore, tmp_path: Path
) -> None:
    """Each row of each table that a thing is made of, by the house's own acts and column by column."""
    reads, writes = shop.house.connection.reads, shop.house.connection.writes
    assert reads.messages is not None and writes.messages is not None
    thread = shop.market.send_message("17850", "Do you ship abroad?", at=shop.clock.now())
    placed = shop.place("17850", ("85123A", 12))
    line = reads.shop.get_order(placed).lines[0]
    today = store.local_day(shop.clock.now())
    span = {"since": today - timedelta(days=30), "until": today + timedelta(days=30)}

    def seen(look: Reads) -> list[object]:
        assert look.messages is not None and look.changes is not None
        skus = [one.sku for one in look.shop.list_variants()]
        return [
            [look.shop.get_variant(sku) for sku in skus],
            look.shop.get_stock(),
            [look.shop.get_stock([sku]) for sku in skus],
            [look.shop.list_shipments(one.id) for one in look.shop.list_orders(limit=1000).items],
            [look.shop.list_refunds(one.id) for one in look.shop.list_orders(limit=1000).items],
            look.changes.list_changes(placed),
            [look.messages.get_thread(one.id) for one in look.messages.list_threads()],
            look.messages.list_threads(unanswered=True),
            look.messages.list_threads(customer_id="17850"),
            look.shop.list_buyer_days(**span),
            look.shop.list_sales(**span),
            look.shop.list_price_changes(since=shop.clock.now() - timedelta(days=90)),
            look.shop.list_price_changes(since=shop.clock.now()),
        ]

    def change(table: sa.Table, where: dict[str, str], **values: object) -> Callable[[], None]:
        def act() -> None:
            with store.writing() as connection:
                change_rows(connection, table, store.shop_id, where, **values)

        return act

    parcel = Parcel(line_id=line.id, quantity=line.unshipped)
    there = reads.shop.get_order(placed).address.model_copy(update={"city": "Leeds"})
    acts: tuple[Callable[[], object], ...] = (
        lambda: writes.changes and writes.changes.change_address(placed, there, key="there"),
        change(ORDER_CHANGE, {"order_id": placed}, state="lapsed"),
        lambda: writes.shop.refund(placed, line.id, 100, reason="late", key="back"),
        change(REFUND, {"order_id": placed}, reason="broken"),
        lambda: writes.shop.ship(placed, [parcel], carrier="Royal Mail", tracking="RM1", key="ship"),
        lambda: writes.shop.set_price("85123A", reads.shop.get_variant("22423").tiers, key="price"),
        lambda: writes.messages and writes.messages.send_message(thread, "We do.", key="say"),
        lambda: writes.messages and writes.messages.hand_over(thread, key="hand"),
        lambda: shop.market.send_message("17850", "Thank you", at=shop.clock.now(), thread_id=thread),
        change(CUSTOMER, {"id": "17850"}, created_at=shop.clock.now() - timedelta(days=400)),
        change(ORDER, {"id": placed}, payment="unpaid"),
        change(ORDER, {"id": placed}, payment="paid", customer_id="13047"),
        change(LINE, {"order_id": placed}, paid=1),
        change(SHIPMENT, {"order_id": placed}, tracking="RM2"),
        change(STOCK, {"sku": "85123A"}, on_hand=3, offered=2),
        change(PRICE_CHANGE, {"sku": "85123A"}, at=shop.clock.now() - timedelta(days=3)),
        change(VARIANT, {"sku": "85123A"}, title="Heart", listed=False),
        change(THREAD, {"id": thread}, last_author="shop", with_person=False),
        change(MESSAGE, {"thread_id": thread}, text="-"),
    )
    for number, act in enumerate(acts):
        before = seen(reads)
        act()
        now, fresh = seen(reads), ShopStore(SHOP, tmp_path, shop.clock)
        other = replace(reads, shop=EmbeddedReader(fresh), messages=EmbeddedMessageReader(fresh))
        other = replace(other, changes=EmbeddedChangeReader(fresh))
        assert now == seen(other), number
        assert now != before, number
        fresh.close()


def _write(store: ShopStore, order_id: str, **values: object) -> None:
    with store.writing() as connection:
        change_rows(connection, LINE, store.shop_id, {"order_id": order_id}, **values)


def _foreign(shop: GiftShop, statement: str) -> None:
    with sqlite3.connect(shop.house.folder.parent / SHOP / "shop.sqlite") as other:
        other.execute(statement)
    other.close()
