"""A database that a process makes a second time is what the migrations make, and only of an empty file."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

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
