"""The built-in shop's database: one file of its own, read in snapshots and written in one transaction at a time."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from kit.clock import Clock
from kit.errors import Misconfigured, Retry, Unavailable
from kit.prepared import Prepared, drive
from kit.store import Database, Lent, commit
from shops.embedded.kept import Kept
from shops.embedded.shelf import Moment
from shops.embedded.tables import INFO
from shops.models import ShopInfo

T = TypeVar("T")

MIGRATIONS = Path(__file__).parent / "migrations"
"""Folder of the numbered migrations of this database."""

_INFO = Prepared(sa.select(INFO).where(INFO.c.shop_id == sa.bindparam("shop")))
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
        self._kept = Kept(self._engine)
        self._lent = Lent(self._engine)
        self._info: ShopInfo | None = None
        self._zone: ZoneInfo | None = None
        self._joined: sa.Connection | None = None

    def close(self) -> None:
        """Let go of the files; the shop is opened anew to be used again."""
        self._kept.close()
        self._lent.close()
        self._database.close()

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """Open a snapshot: everything read in the block is of one moment."""
        if self._joined is not None:
            yield self._joined
            return
        with self._kept.resting() as connection:
            if connection is not None:
                yield connection
                return
        with self._lent.borrowed() as connection:
            drive(connection, "BEGIN")
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
        with self._kept.changing() as connection:
            try:
                drive(connection, "BEGIN IMMEDIATE")
            except sa.exc.OperationalError as error:
                raise Unavailable(f"the shop's database is busy ({error.orig}); try again later") from error
            yield connection
            commit(connection)

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
        """Give what was read under ``key``, or read it if its tables were written to since (``kept.py``)."""
        return read() if self._joined is not None else self._kept.get(key, read)

    def shelf(self, name: str) -> Moment[Any] | None:
        """Give what was read before of a kind (``shelf.py``) to who begins to read; None inside or beside a change."""
        return None if self._joined is not None else self._kept.shelf(name)

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
                row = next(iter(_INFO.rows(connection, {"shop": self.shop_id})), None)
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
        self._kept.forget()

    def local_day(self, moment: datetime) -> date:
        """Give the day of a moment in the shop's time zone."""
        self.info()
        return moment.astimezone(self._zone).date()


def absent(what: str, name: str, how: str) -> Retry:
    """Make the error for an id that is not there, with the way to find the right one.

    Example:
        >>> str(absent("order", "o9", "list orders"))
        "there is no order 'o9' in this shop; list orders to see which there are"
    """
    return Retry(f"there is no {what} {name!r} in this shop; {how} to see which there are")
