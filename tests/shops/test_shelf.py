"""Orders and sales on their shelves read as they stand, whoever touched them; the rest is not read again."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from shops.embedded.orders import find_kept_orders, find_orders
from shops.embedded.rows import change_rows
from shops.embedded.store import ShopStore
from shops.embedded.tables import LINE
from shops.models import Order, Parcel, SalesDay
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
        moment = store.orders()
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


def _write(store: ShopStore, order_id: str, **values: object) -> None:
    with store.writing() as connection:
        change_rows(connection, LINE, store.shop_id, {"order_id": order_id}, **values)


def _foreign(shop: GiftShop, statement: str) -> None:
    with sqlite3.connect(shop.house.folder.parent / SHOP / "shop.sqlite") as other:
        other.execute(statement)
    other.close()
