"""Databases: opening one, and bringing it to the newest numbered migration.

Each package that owns tables (the embedded shop, authority, memory) has a folder ``migrations/versions`` and a
version table of its own, so two of them may share one database or not. Times are stored as UTC.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any
from weakref import WeakSet

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.types import TypeDecorator
from sqlmodel import Session

from kit.clock import as_utc
from kit.errors import Misconfigured, Unavailable
from kit.prepared import Prepared, drive, driver_of


class UtcTime(TypeDecorator[datetime]):
    """A column of aware UTC times; SQLite has no zone of its own, so naive times are refused here."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def bind_processor(self, dialect: sa.Dialect) -> Callable[[datetime | None], Any]:
        """Store the moment in UTC, in SQLite as the text that SQLAlchemy writes; a naive time is a ValueError."""
        if dialect.name == "sqlite":
            return _utc_text
        return lambda value: None if value is None else as_utc(value)

    def result_processor(self, dialect: sa.Dialect, coltype: object) -> Callable[[Any], datetime | None]:
        """Give an aware UTC time."""
        if dialect.name == "sqlite":
            return _from_utc_text
        return lambda value: None if value is None else value.astimezone(UTC)


def _utc_text(value: datetime | None) -> str | None:
    return None if value is None else as_utc(value).isoformat(" ", "microseconds").removesuffix("+00:00")


def _from_utc_text(value: str | None) -> datetime | None:
    return None if value is None else datetime.fromisoformat(f"{value}+00:00")


class Database:
    """One database of one package.

    Args:
        url: SQLAlchemy address, ``sqlite:///path`` or ``postgresql+psycopg://…``.
        migrations: Folder with the package's numbered migrations.
    """

    def __init__(self, url: str, migrations: Path) -> None:
        self.engine = sa.create_engine(url)
        if self.engine.dialect.name == "sqlite":
            sa.event.listen(self.engine, "connect", _set_up_sqlite)
        self._lent = Lent(self.engine)
        self._migrate(migrations)

    @contextmanager
    def session(self) -> Iterator[Session]:
        """Open a transaction: committed at the end of the block, rolled back if it raises."""
        with Session(self.engine, expire_on_commit=False) as session, session.begin():
            yield session

    @contextmanager
    def exclusive(self) -> Iterator[Session]:
        """Open a transaction that no other writer can enter: what is read in it still holds when it writes."""
        with self.session() as session:
            if self.engine.dialect.name == "sqlite":
                session.connection().exec_driver_sql("BEGIN IMMEDIATE")
            yield session

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """Open a snapshot for plain statements, without a session's cost: what is asked many times an hour."""
        with self._lent.borrowed() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """Open a transaction like :meth:`exclusive`, for plain statements."""
        with self._lent.borrowed() as connection:
            if connection.dialect.name == "sqlite":
                drive(connection, "BEGIN IMMEDIATE")
            yield connection
            commit(connection)

    def close(self) -> None:
        """Let go of the database; it can be used again, and is then opened anew."""
        self._lent.close()
        self.engine.dispose()

    def scrub(self) -> None:
        """Leave no byte of deleted rows in the files; on a server that is the server's housekeeping.

        Raises:
            Unavailable: Another process reads or writes at this moment.
        """
        if self.engine.dialect.name != "sqlite":
            return
        try:
            with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.exec_driver_sql("VACUUM")
                busy = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").scalar()
        except sa.exc.OperationalError as error:
            raise Unavailable(f"the database is in use ({error.orig}); run the command again") from error
        if busy:
            raise Unavailable("another process reads the database, so deleted bytes are left; run the command again")

    def _migrate(self, migrations: Path) -> None:
        try:
            with self.engine.connect() as connection:
                current = _version(connection, migrations)
        except sa.exc.DatabaseError as error:
            raise Misconfigured(
                f"cannot open the database {self.engine.url.render_as_string()}: {error.orig}; "
                "set SHOPSTAFF_HOME to a folder that can be written to"
            ) from error
        if current == newest_migration(migrations):
            return
        if current is None and _make_like_before(self.engine, migrations):
            return
        is_empty = current is None and not sa.inspect(self.engine).get_table_names()
        _upgrade(self.engine, migrations, current)
        if is_empty and self.engine.dialect.name == "sqlite":
            _remember_made(self.engine, migrations)


def own_connection(engine: sa.Engine) -> sa.Connection:
    """Open a connection to be kept: it takes no place in the pool, so any number of threads may keep theirs."""
    connection = engine.connect()
    connection.detach()
    return connection


class Lent:
    """Connections that each thread keeps: to take one from the pool costs as much as a small question.

    Args:
        engine: The database.
    """

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        # weakly: what a thread that has ended kept is closed with it
        self._opened = WeakSet[sa.Connection]()
        self._here = threading.local()

    @contextmanager
    def borrowed(self) -> Iterator[sa.Connection]:
        """Lend a connection, another one inside the block; what it began and did not commit ends with the block."""
        idle: list[sa.Connection] = self._here.__dict__.setdefault("idle", [])
        connection = idle.pop() if idle else self._open()
        try:
            yield connection
        finally:
            try:
                roll_back(connection)
                idle.append(connection)
            except connection.dialect.loaded_dbapi.Error:
                connection.close()

    def close(self) -> None:
        """Close what all threads keep: a file whose last connection is closed holds all that was written."""
        for connection in list(self._opened):
            connection.close()
        self._opened.clear()
        self._here = threading.local()

    def _open(self) -> sa.Connection:
        connection = own_connection(self._engine)
        self._opened.add(connection)
        return connection


def commit(connection: sa.Connection) -> None:
    """Commit what was done over a connection, by SQLAlchemy's statements and by the driver's."""
    connection.commit()
    driver_of(connection).commit()


def roll_back(connection: sa.Connection) -> None:
    """Take back what was not committed."""
    driver_of(connection).rollback()
    connection.rollback()


def add_once(connection: sa.Connection, table: sa.Table, row: dict[str, Any]) -> bool:
    """Insert a row unless one with its key is there already; tell whether it was inserted."""
    return _adding_once(table, connection.dialect.name).run(connection, row) == 1


@cache
def _adding_once(table: sa.Table, dialect: str) -> Prepared:
    insert = sqlite_insert if dialect == "sqlite" else postgresql_insert
    return Prepared(insert(table).on_conflict_do_nothing())


def version_table(migrations: Path) -> str:
    """Give the name of a package's version table: ``version_authority`` for ``authority/migrations``."""
    return f"version_{migrations.parent.name}"


def newest_migration(migrations: Path) -> str:
    """Give the number of the newest migration file, ``"0002"`` for ``versions/0002_add_coupons.py``."""
    return max(path.name.split("_")[0] for path in (migrations / "versions").glob("[0-9]*.py"))


def _version(connection: sa.Connection, migrations: Path) -> str | None:
    table = version_table(migrations)
    if connection.dialect.name == "sqlite":
        # a house opens three files, and an inspector costs as much as the rest of opening one
        is_there = connection.exec_driver_sql("SELECT 1 FROM sqlite_master WHERE name = ?", (table,)).scalar()
    else:
        is_there = sa.inspect(connection).has_table(table)
    return connection.exec_driver_sql(f"SELECT version_num FROM {table}").scalar() if is_there else None


def _upgrade(engine: sa.Engine, migrations: Path, current: str | None) -> None:
    # alembic costs 0.4 CPU seconds to import and is needed only when there is something to migrate
    from alembic.migration import MigrationContext
    from alembic.operations import Operations
    from alembic.script import ScriptDirectory

    script = ScriptDirectory(str(migrations), version_locations=[str(migrations / "versions")])
    known = {revision.revision for revision in script.walk_revisions()}
    if current is not None and current not in known:
        raise Misconfigured(
            f"the home was written by a newer release (its {version_table(migrations)} is {current}); "
            "install that release or restore a backup"
        )
    steps = script._upgrade_revs  # noqa: SLF001  (alembic's public way would need an env.py for each package)
    options = {
        "fn": lambda revision, _context: steps("head", revision),
        "version_table": version_table(migrations),
    }
    try:
        with engine.begin() as connection:
            if engine.dialect.name == "sqlite":
                # else each statement commits alone: a killed migration would stay half done, two at once collide
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            context = MigrationContext.configure(connection, opts=options)
            with Operations.context(context):
                context.run_migrations()
    except sa.exc.OperationalError as error:
        raise Unavailable(f"the migration of {engine.url.render_as_string()} failed: {error.orig}") from error


_made: dict[Path, tuple[str, ...]] = {}
"""By folder of migrations: the statements that make of an empty file what they made of one in this process."""


def _remember_made(engine: sa.Engine, migrations: Path) -> None:
    with engine.connect() as connection:
        file: Any = connection.connection.driver_connection
        _made[migrations] = tuple(file.iterdump())[1:-1]  # its first and last begin and commit


def _make_like_before(engine: sa.Engine, migrations: Path) -> bool:
    """Make an empty file what the migrations made of another one; False where there was none, or it is not empty.

    A home of many shops, a backtest of many seeds and a suite of tests make the same databases again and again, and
    one through alembic takes a tenth of a CPU second.
    """
    if migrations not in _made or engine.dialect.name != "sqlite":
        return False
    try:
        with engine.begin() as connection:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            if connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar():
                return False
            for statement in _made[migrations]:
                connection.exec_driver_sql(statement)
    except sa.exc.OperationalError as error:
        raise Unavailable(f"making {engine.url.render_as_string()} failed: {error.orig}") from error
    return True


def _set_up_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute("PRAGMA busy_timeout=10000")
    cursor.close()
