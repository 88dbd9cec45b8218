"""An answer is kept until a table that it was read from is written to, by whomever; the others stay."""

import sqlite3
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from kit.clock import SetClock
from kit.prepared import Prepared
from shops.embedded.rows import add_rows, change_rows, find_rows
from shops.embedded.store import ShopStore
from shops.embedded.tables import KEYWORD_DAY, STOCK, SUPPLIER, TRAFFIC

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


class Asked:
    """Reads tables through what is kept, and counts how often they were really read."""

    def __init__(self, store: ShopStore) -> None:
        self.store, self.reads = store, 0

    def names(self) -> list[str]:
        return self.store.keep("names", lambda: self._names())

    def both(self) -> tuple[list[str], int]:
        return self.store.keep("both", lambda: (self.names(), self.stock()))

    def stock(self) -> int:
        return self.store.keep("stock", lambda: self._count(STOCK))

    def _names(self) -> list[str]:
        self.reads += 1
        with self.store.reading() as connection:
            return [row.name for row in find_rows(connection, SUPPLIER, self.store.shop_id, order=("name",))]

    def _count(self, table: sa.Table) -> int:
        self.reads += 1
        with self.store.reading() as connection:
            return len(connection.execute(sa.select(table)).all())


@pytest.fixture
def store(tmp_path: Path) -> ShopStore:
    return ShopStore("mugs", tmp_path, SetClock(NOW))


def name(store: ShopStore, who: str) -> None:
    with store.writing() as connection:
        add_rows(connection, SUPPLIER, [{"shop_id": store.shop_id, "name": who}])


def put_stock(store: ShopStore, sku: str) -> None:
    row = {"shop_id": store.shop_id, "sku": sku, "on_hand": 1, "reserved": 0, "incoming": 0, "offered": None}
    with store.writing() as connection:
        connection.execute(sa.insert(STOCK), [row])


def test_a_write_to_its_table_makes_an_answer_anew_and_no_other(store: ShopStore) -> None:
    """Whichever way the statement went; an answer made of others is of all their tables."""
    asked = Asked(store)
    assert (asked.both(), asked.both(), asked.reads) == (([], 0), ([], 0), 2)
    name(store, "Ada")
    assert (asked.stock(), asked.reads) == (0, 2)
    assert (asked.names(), asked.both(), asked.reads) == (["Ada"], (["Ada"], 0), 3)
    put_stock(store, "mug")
    assert (asked.names(), asked.reads) == (["Ada"], 3)
    assert (asked.both(), asked.reads) == ((["Ada"], 1), 4)


def test_an_update_touches_who_reads_its_columns_and_nobody_else(store: ShopStore) -> None:
    """Which columns a statement reads stands in its text; who asks for all, or by another name, depends on all."""
    put_stock(store, "mug")
    counted: dict[str, int] = {}
    other = STOCK.alias("other")
    statements = {
        "incoming": sa.select(STOCK.c.incoming),
        "asked": sa.select(STOCK.c.sku).where(STOCK.c.on_hand > 0),
        "number": sa.select(sa.func.count()).select_from(STOCK),
        "star": sa.text("SELECT * FROM shop_stock"),
        "alias": sa.select(other.c.sku),
    }

    def look(what: str) -> None:
        def read() -> None:
            counted[what] = counted.get(what, 0) + 1
            with store.reading() as connection:
                connection.execute(statements[what])

        store.keep(what, read)

    def read_again() -> list[str]:
        counted.clear()
        for what in statements:
            look(what)
        return sorted(counted)

    assert read_again() == sorted(statements)
    assert read_again() == []
    with store.writing() as connection:
        change_rows(connection, STOCK, "mugs", {"sku": "mug"}, on_hand=4)
    assert read_again() == ["alias", "asked", "number", "star"]
    with store.writing() as connection:
        connection.execute(sa.update(STOCK).values(reserved=STOCK.c.reserved + 1, incoming=STOCK.c.on_hand))
    assert read_again() == ["alias", "incoming", "number", "star"]
    put_stock(store, "jar")
    assert read_again() == sorted(statements)


def test_what_another_process_writes_is_seen_at_once(store: ShopStore, tmp_path: Path) -> None:
    """It says not which table, so nothing is kept; another opening of the same shop counts as another."""
    asked = Asked(store)
    assert asked.names() == []
    with sqlite3.connect(tmp_path / "mugs" / "shop.sqlite") as other:
        other.execute("INSERT INTO shop_supplier (shop_id, name) VALUES ('mugs', 'Bo')")
    other.close()
    assert asked.names() == ["Bo"]
    name(store, "Cy")
    name(ShopStore("mugs", tmp_path, SetClock(NOW)), "Di")
    assert asked.names() == ["Bo", "Cy", "Di"]


def test_what_is_read_while_another_thread_writes_is_not_kept_as_new(store: ShopStore) -> None:
    """A reading that began before a change and ended after it is made again; none waits for a writer."""
    asked, began, goes_on = Asked(store), threading.Event(), threading.Event()
    seen: list[list[str]] = []

    def slow() -> list[str]:
        with store.reading() as connection:
            found = find_rows(connection, SUPPLIER, store.shop_id, order=("name",))
            began.set()
            assert goes_on.wait(10)
            return [row.name for row in found]

    reader = threading.Thread(target=lambda: seen.append(store.keep("names", slow)))
    reader.start()
    assert began.wait(10)
    with store.writing() as connection:
        add_rows(connection, SUPPLIER, [{"shop_id": store.shop_id, "name": "Eve"}])
        during = threading.Thread(target=lambda: seen.append(asked.names()))
        during.start()
        during.join(10)
    goes_on.set()
    reader.join(10)
    assert seen == [[], []]
    assert asked.names() == ["Eve"]


def test_who_wrote_last_reads_over_the_connection_that_writes(store: ShopStore) -> None:
    """Its pages stay in memory; a reading inside it has another connection, and the next change is as whole as ever."""
    with store.writing() as writer:
        pass
    with store.reading() as connection, store.reading() as inner:
        assert connection is writer
        assert inner is not writer
    name(store, "Dan")
    assert Asked(store).names() == ["Dan"]


def test_nothing_that_a_reading_writes_stays(store: ShopStore) -> None:
    name(store, "Dan")
    with store.reading() as connection:
        add_rows(connection, SUPPLIER, [{"shop_id": store.shop_id, "name": "Eve"}])
    assert Asked(store).names() == ["Dan"]


def test_a_change_inside_a_reading_is_refused_and_leaves_the_shop_usable(store: ShopStore) -> None:
    name(store, "Dan")
    with pytest.raises(AssertionError, match="inside a reading"), store.reading():
        name(store, "Eve")
    name(store, "Fay")
    assert Asked(store).names() == ["Dan", "Fay"]


def test_other_threads_read_beside_the_one_that_wrote(store: ShopStore) -> None:
    with store.writing() as writer:
        pass
    seen: list[sa.Connection] = []

    def look() -> None:
        with store.reading() as connection:
            seen.append(connection)

    with store.reading() as mine:
        other = threading.Thread(target=look)
        other.start()
        other.join(10)
    assert mine is writer
    assert len(seen) == 1
    assert seen[0] is not writer


def test_a_change_that_failed_leaves_the_answers_right(store: ShopStore) -> None:
    """Nothing of it happened."""
    asked = Asked(store)
    assert asked.names() == []
    with pytest.raises(RuntimeError), store.writing() as connection:
        add_rows(connection, SUPPLIER, [{"shop_id": store.shop_id, "name": "Flo"}])
        raise RuntimeError
    assert asked.names() == []


def test_a_list_of_any_length_finds_the_same_rows(store: ShopStore) -> None:
    """None, one, or a number that is no power of two; an absent value finds nothing."""
    for who in "abcdef":
        name(store, who)
    with store.reading() as connection:
        for wanted in ([], ["c"], ["a", "c", "x"], [*"fedcb"], ["x", "y"]):
            found = [row.name for row in find_rows(connection, SUPPLIER, "mugs", name=wanted, order=("name",))]
            assert found == sorted(set(wanted) & set("abcdef"))


def test_a_prepared_statement_reads_what_sqlalchemy_reads(store: ShopStore) -> None:
    """Days, numbers, nothing at all; and an error is SQLAlchemy's own."""
    day, shop = NOW.date(), {"shop_id": "mugs"}
    put_stock(store, "mug")
    counted = {"impressions": 9, "clicks": 3, "spend": 120}
    with store.writing() as connection:
        add_rows(connection, TRAFFIC, [{**shop, "day": day, "channel": "ads", "visitors": 4}])
        columns = {one.name: 0 for one in KEYWORD_DAY.c}
        add_rows(connection, KEYWORD_DAY, [{**columns, **shop, "day": day, "keyword_id": "k", **counted}])
    with store.reading() as connection:
        for table in (STOCK, TRAFFIC, KEYWORD_DAY):
            statement = Prepared(sa.select(table).where(table.c.shop_id == sa.bindparam("shop")))
            plain = connection.execute(sa.select(table)).all()
            assert [tuple(row) for row in statement.rows(connection, {"shop": "mugs"})] == [tuple(row) for row in plain]
            raw = statement.raw(connection, {"shop": "mugs"})
            assert [tuple(statement.converted(row)) for row in raw] == [tuple(row) for row in plain]
    insert = Prepared(sa.insert(SUPPLIER).values(shop_id=sa.bindparam("shop"), name=sa.bindparam("who")))
    with pytest.raises(sa.exc.IntegrityError), store.writing() as connection:
        insert.run(connection, {"shop": "mugs", "who": "a"}, {"shop": "mugs", "who": "a"})
