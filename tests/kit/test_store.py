"""A database that a process makes a second time is what the migrations make, and only of an empty file."""

from __future__ import annotations

import shutil
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy as sa

from kit.store import Database, newest_migration
from shops.embedded.store import MIGRATIONS


def dump(path: Path) -> list[str]:
    """Give a database as statements."""
    with sqlite3.connect(path) as file:
        return list(file.iterdump())


def make(path: Path, migrations: Path = MIGRATIONS) -> Database:
    return Database(f"sqlite:///{path}", migrations)


def test_one_made_like_an_earlier_one_is_the_same(tmp_path: Path) -> None:
    """Its version too, and no migration is run for it: these could not be."""
    mine = tmp_path / "embedded" / "migrations"
    shutil.copytree(MIGRATIONS, mine, ignore=shutil.ignore_patterns("__pycache__"))
    make(tmp_path / "migrated", mine).engine.dispose()
    for file in (mine / "versions").glob("[0-9]*.py"):
        file.write_text("no migration", encoding="utf-8")
    make(tmp_path / "copied", mine).engine.dispose()
    assert dump(tmp_path / "copied") == dump(tmp_path / "migrated")
    assert any(newest_migration(MIGRATIONS) in line for line in dump(tmp_path / "copied") if "INSERT" in line)


def test_a_file_that_holds_something_is_migrated(tmp_path: Path) -> None:
    """What was there stays, and is no part of the next one that is made."""
    make(tmp_path / "first").engine.dispose()
    with sqlite3.connect(tmp_path / "shared") as file:
        file.execute("CREATE TABLE other (id TEXT)")
        file.execute("INSERT INTO other VALUES ('kept')")
    made = make(tmp_path / "shared")
    with made.engine.connect() as connection:
        assert connection.execute(sa.text("SELECT id FROM other")).scalar() == "kept"
        assert sa.inspect(connection).has_table("shop_order")
    make(tmp_path / "next").engine.dispose()
    assert dump(tmp_path / "next") == dump(tmp_path / "first")


def test_more_threads_than_the_pool_has_places_keep_a_connection_each(tmp_path: Path) -> None:
    """All read at once, and inside a reading another one sees the same; a failed one leaves nothing begun."""
    made, all_here = make(tmp_path / "read"), threading.Barrier(24)

    def read(number: int) -> int:
        with made.reading() as outer, made.reading() as inner:
            all_here.wait(30)
            return sum(one.execute(sa.text("SELECT count(*) FROM shop_order")).scalar_one() for one in (outer, inner))

    with ThreadPoolExecutor(24) as pool:
        assert list(pool.map(read, range(24))) == [0] * 24
    with pytest.raises(ZeroDivisionError), made.reading() as connection:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        raise ZeroDivisionError
    with made.writing() as connection:
        assert connection.execute(sa.text("SELECT count(*) FROM shop_order")).scalar_one() == 0


def test_a_closed_file_holds_all_that_was_written(tmp_path: Path) -> None:
    """Rule: a copy of the file alone is whole once all threads' connections are closed; it can be used again."""
    made = make(tmp_path / "shop")
    with made.writing() as connection:
        connection.execute(sa.text("INSERT INTO shop_supplier (shop_id, name) VALUES ('mugs', 'Kiln')"))
    with ThreadPoolExecutor(1) as pool:
        pool.submit(lambda: list(map(str, names(made)))).result()
        made.close()
        assert not (tmp_path / "shop-wal").exists()
    shutil.copy(tmp_path / "shop", tmp_path / "copy")
    assert names(make(tmp_path / "copy")) == names(made) == ["Kiln"]


def names(database: Database) -> list[str]:
    """Read what was written, over a connection that the thread keeps."""
    with database.reading() as connection:
        return list(connection.execute(sa.text("SELECT name FROM shop_supplier")).scalars())


def test_what_fails_is_taken_back_and_the_next_writer_goes_on(tmp_path: Path) -> None:
    """Rule: a transaction that raises leaves nothing, by the driver's statements and by SQLAlchemy's alike."""
    made = make(tmp_path / "shop")
    with pytest.raises(ZeroDivisionError), made.writing() as connection:
        connection.execute(sa.text("INSERT INTO shop_supplier (shop_id, name) VALUES ('mugs', 'one')"))
        connection.connection.cursor().execute("INSERT INTO shop_supplier (shop_id, name) VALUES ('mugs', 'two')")
        raise ZeroDivisionError
    assert names(made) == []
    with made.writing() as connection:
        connection.execute(sa.text("INSERT INTO shop_supplier (shop_id, name) VALUES ('mugs', 'three')"))
    assert names(made) == ["three"]
