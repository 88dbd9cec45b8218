"""The tables and the migration that makes them."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlmodel import SQLModel

from kit.store import Database
from memory.rows import Memory, MemoryEvidence, MemoryOutbox
from memory.shop_memory import MIGRATIONS

TABLES = [table.__tablename__ for table in (Memory, MemoryEvidence, MemoryOutbox)]


def ours(thing: object, name: str | None, kind: str, _reflected: bool, _compared: object) -> bool:
    """Tell whether alembic shall compare a thing: other packages' tables share the metadata."""
    return kind != "table" or name in TABLES


def test_the_migrations_make_the_tables_that_the_code_uses(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'memory.db'}", MIGRATIONS)
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": ours, "compare_type": True})
        assert compare_metadata(context, SQLModel.metadata) == []
    database.engine.dispose()


def test_every_table_is_keyed_by_shop() -> None:
    assert all("shop" in sa.inspect(table).columns for table in (Memory, MemoryEvidence, MemoryOutbox))
