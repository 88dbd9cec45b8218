"""The built-in shop's database: one file of its own, read in snapshots and written in one transaction at a time."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from pydantic import BaseModel
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from kit.clock import Clock
from kit.errors import Misconfigured, Retry, Unavailable
from kit.store import Database
from shops.embedded.kept import Kept
from shops.embedded.tables import INFO
from shops.models import ShopInfo

T = TypeVar("T")

MIGRATIONS = Path(__file__).parent / "migrations"
"""Folder of the numbered migrations of this database."""

_FOLDER_NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}")


class ShopStore:
    """One shop's rows.

    Args:
        shop_id: Id of the shop, the first part of every table's key.
        home: Folder of all shops; the file is ``<home>/<shop_id>/shop.sqlite``.
        clock: Tells when writes happen.

    Raises:
        Misconfigured: The id cannot name a folder, the file cannot be opened, or a newer release wrote it.
    """

    def __init__(self, shop_id: str, home: Path, clock: Clock) -> None:
        if not _FOLDER_NAME.fullmatch(shop_id):
            raise Misconfigured(f"{shop_id!r} cannot name a shop's folder; use letters, digits, '.', '_' and '-'")
        folder = home / shop_id
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise Misconfigured(f"cannot make the folder {folder}: {error.strerror}; set SHOPSTAFF_HOME") from error
        self.shop_id = shop_id
        self.clock = clock
        self._database = Database(f"sqlite:///{folder / 'shop.sqlite'}", MIGRATIONS)
        self._engine = self._database.engine
        self._kept = Kept(folder / "shop.sqlite")
        self._info: ShopInfo | None = None
        self._zone: ZoneInfo | None = None
        self._joined: sa.Connection | None = None

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """Open a snapshot: everything read in the block is of one moment."""
        if self._joined is not None:
            yield self._joined
            return
        with self._engine.connect() as connection:
            connection.exec_driver_sql("BEGIN")
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """Open a transaction that holds the write lock from its start, so what it reads cannot change under it.

        Raises:
            Unavailable: Another process holds the lock for longer than ten seconds.
        """
        if self._joined is not None:
            yield self._joined
            return
        with self._engine.begin() as connection:
            try:
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            except sa.exc.OperationalError as error:
                raise Unavailable(f"the shop's database is busy ({error.orig}); try again later") from error
            yield connection

    @contextmanager
    def together(self) -> Iterator[None]:
        """Join all reads and writes of the block into one transaction: if the block raises, none of it happened."""
        with self.writing() as connection:
            self._joined = connection
            try:
                yield
            finally:
                self._joined = None

    def keep(self, key: Hashable, read: Callable[[], T]) -> T:
        """Give what was read under ``key``, or read it if anything was written since (``kept.py``)."""
        return read() if self._joined is not None else self._kept.get(key, read)

    def scrub(self) -> None:
        """Leave no byte of deleted rows in the file."""
        self._database.scrub()

    def info(self) -> ShopInfo:
        """Give the shop's name, currency, time zone and promise, read once.

        Raises:
            Misconfigured: The shop was never set up.
        """
        if self._info is None:
            with self.reading() as connection:
                row = connection.execute(sa.select(INFO).where(INFO.c.shop_id == self.shop_id)).one_or_none()
            if row is None:
                raise Misconfigured(
                    f"the shop {self.shop_id!r} has not been set up; run `shopstaff import` with a catalogue"
                )
            fields = {name: getattr(row, name) for name in ShopInfo.model_fields if name != "id"}
            self._info = ShopInfo(id=self.shop_id, **fields)
            self._zone = ZoneInfo(self._info.time_zone)
        return self._info

    def forget_info(self) -> None:
        """Read the shop's set-up again next time."""
        self._info = None

    def local_day(self, moment: datetime) -> date:
        """Give the day of a moment in the shop's time zone."""
        self.info()
        return moment.astimezone(self._zone).date()


def select_fields(table: sa.Table, model: type[BaseModel]) -> sa.Select[Any]:
    """Select the columns that are a model's fields, for :func:`as_dicts`."""
    return sa.select(*(table.c[name] for name in model.model_fields))


def as_dicts(rows: Sequence[Any]) -> list[dict[str, Any]]:
    """Give rows as dicts: a model is made of a dict several times faster than of a row's attributes."""
    names = rows[0]._fields if rows else ()
    return [dict(zip(names, row, strict=True)) for row in rows]


def add_rows(connection: sa.Connection, table: sa.Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows; no rows is fine."""
    if rows:
        connection.execute(sa.insert(table), list(rows))


def put_rows(connection: sa.Connection, table: sa.Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows, replacing those whose key is there already."""
    if not rows:
        return
    statement = sqlite_insert(table)
    changed = {name: statement.excluded[name] for name in rows[0] if not table.c[name].primary_key}
    connection.execute(
        statement.on_conflict_do_update(index_elements=list(table.primary_key), set_=changed), list(rows)
    )


def count_up(connection: sa.Connection, table: sa.Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows of counts, adding to those whose key is there already."""
    if not rows:
        return
    statement = sqlite_insert(table)
    counted = {name: table.c[name] + statement.excluded[name] for name in rows[0] if not table.c[name].primary_key}
    connection.execute(
        statement.on_conflict_do_update(index_elements=list(table.primary_key), set_=counted), list(rows)
    )


def find_row(connection: sa.Connection, table: sa.Table, shop_id: str, column: str, value: str) -> Any | None:
    """Give the row of a shop with ``value`` in ``column``, or None."""
    return connection.execute(_finding(table, column), {"shop": shop_id, "value": value}).one_or_none()


@cache
def _finding(table: sa.Table, column: str) -> sa.Select[Any]:
    """Build a query once: what every read and write of one thing asks."""
    mine = table.c.shop_id == sa.bindparam("shop")
    return sa.select(table).where(mine, table.c[column] == sa.bindparam("value", type_=table.c[column].type))


def absent(what: str, name: str, how: str) -> Retry:
    """Make the error for an id that is not there, with the way to find the right one.

    Example:
        >>> str(absent("order", "o9", "list orders"))
        "there is no order 'o9' in this shop; list orders to see which there are"
    """
    return Retry(f"there is no {what} {name!r} in this shop; {how} to see which there are")
