"""Statements compiled once: what is asked many times an hour costs the database's time, not a library's.

Running a small select through SQLAlchemy costs several times what SQLite takes to answer it: the cache key, the
execution context, the result's machinery. A :class:`Prepared` keeps the text and the order of its values, and talks to
the driver over the connection's own transaction.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite as sqlite_dialect

Convert = Callable[[Any], Any]

SQLITE = sqlite_dialect()
"""The dialect of a database that is a file."""

_WATCH = "shopstaff.watch"


def watch(engine: sa.Engine, saw: Callable[[str], None]) -> None:
    """Let ``saw`` be told the text of each statement that goes over an engine's connections, before it runs."""

    def tell(_connection: Any, _cursor: Any, text: str, *_rest: Any) -> None:
        saw(text)

    sa.event.listen(engine, "before_cursor_execute", tell)
    engine.update_execution_options(**{_WATCH: saw})


def driver_of(connection: sa.Connection) -> Any:
    """Give the driver's own connection; through the pool's wrapper a rollback costs four times as much."""
    return connection.connection.dbapi_connection


def drive(connection: sa.Connection, text: str, parameters: Any = (), *, many: bool = False) -> Any:
    """Run a text on the driver in the connection's own transaction, and give the cursor; errors are SQLAlchemy's."""
    driver = driver_of(connection)
    try:
        if not many:
            return driver.execute(text, parameters)
        cursor = driver.cursor()
        return cursor.executemany(text, parameters) or cursor
    except connection.dialect.loaded_dbapi.Error as error:
        kind = connection.dialect.loaded_dbapi.Error
        raise sa.exc.DBAPIError.instance(text, parameters, error, kind, dialect=connection.dialect) from error


@dataclass(frozen=True)
class _Compiled:
    """A statement for one dialect: its text, the values it takes in order, and what is made of them and of columns."""

    text: str
    names: tuple[str, ...]
    fixed: Mapping[str, Any]
    binds: tuple[tuple[int, Convert], ...]
    columns: tuple[tuple[int, Convert], ...]
    row: Callable[[Iterable[Any]], Any]


class Prepared:
    """A statement whose values are named by ``sa.bindparam``; ``IN`` of a list has no fixed text and cannot be one.

    Args:
        statement: The select, insert or update. Values written into it stay as they are.
        columns: Columns that an insert gives; none: all.
    """

    def __init__(self, statement: sa.Executable, columns: Iterable[str] = ()) -> None:
        self._statement, self._columns = statement, list(columns) or None
        self._compiled: dict[str, _Compiled] = {}

    def rows(self, connection: sa.Connection, values: Mapping[str, Any]) -> list[Any]:
        """Give the rows as named tuples with Python's types, like SQLAlchemy would."""
        made = self._for(connection.dialect)
        found = self._run(connection, made, values).fetchall()
        if not made.columns:
            return list(map(made.row, found))
        return [made.row(_converted(row, made.columns)) for row in found]

    def raw(self, connection: sa.Connection, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        """Give the rows as the driver does: text for times and JSON on SQLite. Equal rows are equal."""
        found: list[tuple[Any, ...]] = self._run(connection, self._for(connection.dialect), values).fetchall()
        return found

    def converted(self, row: Sequence[Any], dialect: sa.Dialect = SQLITE) -> list[Any]:
        """Give the values of a row of :meth:`raw` with Python's types."""
        return _converted(row, self._for(dialect).columns)

    def run(self, connection: sa.Connection, *values: Mapping[str, Any]) -> int:
        """Carry a writing statement out, once for each set of values; give the number of rows that it changed."""
        made, dialect = self._for(connection.dialect), connection.dialect
        if len(values) == 1:
            return int(self._run(connection, made, values[0]).rowcount)
        _tell(connection, made)
        return int(drive(connection, made.text, [_taken(made, one, dialect) for one in values], many=True).rowcount)

    def _run(self, connection: sa.Connection, made: _Compiled, values: Mapping[str, Any]) -> Any:
        _tell(connection, made)
        return drive(connection, made.text, _taken(made, values, connection.dialect))

    def _for(self, dialect: sa.Dialect) -> _Compiled:
        made = self._compiled.get(dialect.name)
        if made is None:
            made = self._compiled[dialect.name] = _compile(self._statement, dialect, self._columns)
        return made


def _tell(connection: sa.Connection, made: _Compiled) -> None:
    if (saw := connection.get_execution_options().get(_WATCH)) is not None:
        saw(made.text)


def _taken(made: _Compiled, values: Mapping[str, Any], dialect: sa.Dialect) -> Any:
    """Give the values in the form in which the driver takes them."""
    given = {**made.fixed, **values} if made.fixed else values
    taken = _converted([given[name] for name in made.names], made.binds)
    return taken if dialect.positional else dict(zip(made.names, taken, strict=True))


def _converted(row: Iterable[Any], converts: tuple[tuple[int, Convert], ...]) -> list[Any]:
    values = list(row)
    for place, convert in converts:
        values[place] = convert(values[place])
    return values


def _compile(statement: Any, dialect: sa.Dialect, given: list[str] | None) -> _Compiled:
    compiled = statement.compile(dialect=dialect, column_keys=given)
    types = {name: value.type.dialect_impl(dialect) for value, name in compiled.bind_names.items()}
    names = tuple(compiled.positiontup or types)
    columns = list(statement.selected_columns) if statement.is_select else []
    # the fields are known only now
    row: Any = namedtuple("Row", [column.key for column in columns], rename=True)  # type: ignore[misc]  # noqa: PYI024
    return _Compiled(
        text=compiled.string,
        names=names,
        fixed={name: value for name, value in compiled.params.items() if value is not None},
        binds=_needed(types[name].bind_processor(dialect) for name in names),
        columns=_needed(column.type.dialect_impl(dialect).result_processor(dialect, None) for column in columns),
        row=row._make,
    )


def _needed(converts: Iterable[Convert | None]) -> tuple[tuple[int, Convert], ...]:
    """Give the places whose values are converted at all, which most are not."""
    return tuple((place, convert) for place, convert in enumerate(converts) if convert is not None)
