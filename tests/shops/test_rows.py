"""Rows that a few values pick out are found by these values, however many others the shop has, and come in order."""

from __future__ import annotations

from pathlib import Path

from kit.prepared import watch
from shops.embedded.rows import find_rows
from shops.embedded.tables import ORDER
from tests.support.gift_shop import open_gift_shop


def test_open_orders_are_found_among_those_of_years_by_their_state(tmp_path: Path) -> None:
    shop = open_gift_shop(tmp_path)
    made = [shop.place(buyer, ("85123A", 10)) for buyer in ("17850", "13047", "14911")]
    store = shop.house.connection.reads.shop._store  # type: ignore[attr-defined]  # noqa: SLF001
    asked: list[str] = []
    watch(store._engine, asked.append)  # noqa: SLF001
    with store._engine.connect() as connection:  # noqa: SLF001
        wanted = {"fulfilment": ["unshipped", "partial"]}
        rows = find_rows(
            connection, ORDER, store.shop_id, order=("placed_at", "id"), fields=("id",), limit=50, **wanted
        )
        plan = connection.exec_driver_sql(
            f"EXPLAIN QUERY PLAN {asked[-1]}", (store.shop_id, "unshipped", "partial", 50, 0)
        )
        assert any("shop_order_fulfilment" in row[-1] for row in plan)
    assert [row.id for row in rows] == sorted(made)
    shop.house.close()
