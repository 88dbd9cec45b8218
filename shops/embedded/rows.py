"""Rows of the built-in shop: finding, adding and changing them.

A statement is built once, by the columns it asks for and not by the values: to build one costs several times what
SQLite takes to answer it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Any, TypeVar

import sqlalchemy as sa
from pydantic import BaseModel
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from kit.prepared import Prepared

M = TypeVar("M", bound=BaseModel)

_Asked = tuple[tuple[str, str, int], ...]
"""Columns with how each is asked, ``is``, ``in``, ``since`` or ``until``, and of how many values."""


@dataclass(frozen=True)
class Span:
    """Times or days from ``since`` on and before ``until``; None leaves that end open."""

    since: date | None = None
    until: date | None = None


def find_row(connection: sa.Connection, table: sa.Table, shop_id: str, column: str, value: str) -> Any | None:
    """Give the row of a shop with ``value`` in ``column``, or None."""
    found = _finding(table, ((column, "is", 1),), (), ()).rows(connection, {"shop": shop_id, f"{column}_is": value})
    return found[0] if found else None


def find_rows(
    connection: sa.Connection,
    table: sa.Table,
    shop_id: str,
    *,
    order: tuple[str, ...] = ("number",),
    fields: tuple[str, ...] = (),
    after: tuple[Any, ...] = (),
    limit: int | None = None,
    **where: Any,
) -> Sequence[Any]:
    """Give the rows of a shop whose columns are as asked.

    Args:
        connection: Where to read.
        table: Which rows.
        shop_id: The shop.
        order: Columns that they are sorted by.
        fields: Columns to give; none: all.
        after: Values of the columns in ``order``; only rows that come after them.
        limit: Most rows.
        where: By column one value, a list or tuple of which it is any, or a :class:`Span`; None asks nothing.

    Example:
        ``find_rows(connection, SAMPLE, shop_id, customer_id="17850", at=Span(since=monday))``
    """
    statement, values = query(table, shop_id, where, order=order, fields=fields, after=after, limit=limit)
    return statement.rows(connection, values)


def find_as(
    model: type[M],
    connection: sa.Connection,
    table: sa.Table,
    shop_id: str,
    *,
    order: tuple[str, ...] = ("number",),
    limit: int | None = None,
    **where: Any,
) -> list[M]:
    """Give rows as frozen models of the columns' names; asked as in :func:`find_rows`.

    A row that reads as it did before gives the model that was made then: making one costs more than reading it.
    """
    fields = tuple(model.model_fields)
    statement, values = query(table, shop_id, where, order=order, fields=fields, after=(), limit=limit)
    make = _maker(model, statement)
    return [make(row) for row in statement.raw(connection, values)]


@cache
def _maker(model: type[M], statement: Prepared) -> Callable[[tuple[Any, ...]], M]:
    fields = tuple(model.model_fields)

    @lru_cache(maxsize=5_000)
    def make(row: tuple[Any, ...]) -> M:
        return model.model_validate(dict(zip(fields, statement.converted(row), strict=True)))

    return make


def query(
    table: sa.Table,
    shop_id: str,
    where: Mapping[str, Any],
    *,
    order: tuple[str, ...],
    fields: tuple[str, ...],
    after: tuple[Any, ...],
    limit: int | None,
) -> tuple[Prepared, dict[str, Any]]:
    """Give the statement that asks for rows, and the values it takes."""
    asked, given = _read(where)
    values = {"shop": shop_id, **given}
    values |= {f"after_{name}": value for name, value in zip(order, after, strict=False)}
    if limit is not None:
        values["most"] = limit
    return _finding(table, asked, fields, order, goes_on=bool(after), limited=limit is not None), values


@cache
def _finding(
    table: sa.Table,
    asked: _Asked,
    fields: tuple[str, ...],
    order: tuple[str, ...],
    *,
    goes_on: bool = False,
    limited: bool = False,
) -> Prepared:
    query = sa.select(*(table.c[name] for name in fields or table.c.keys())).where(*_conditions(table, asked))
    if goes_on:
        last = [sa.bindparam(f"after_{name}", type_=table.c[name].type) for name in order]
        query = query.where(sa.tuple_(*(table.c[name] for name in order)) > sa.tuple_(*last))
    query = query.order_by(*_sorting(table, order, asked))
    return Prepared(query.limit(sa.bindparam("most", type_=sa.Integer)) if limited else query)


def _sorting(table: sa.Table, order: tuple[str, ...], asked: _Asked) -> list[sa.ColumnElement[Any]]:
    """Give the columns that rows are sorted by; where one has a few values, no index may serve the sorting.

    SQLite would rather read the whole shop in that order than sort the few rows that have these values; a plus before a
    column keeps it from that. Source: https://sqlite.org/optoverview.html#disqualifying_where_clause_terms_using_unary_
    """
    if any(how == "in" for _, how, _ in asked):
        return [sa.literal_column(f"+{table.name}.{name}") for name in order]
    return [table.c[name] for name in order]


def as_dicts(rows: Sequence[Any]) -> list[dict[str, Any]]:
    """Give rows as dicts: a model is made of a dict several times faster than of a row's attributes."""
    names = rows[0]._fields if rows else ()
    return [dict(zip(names, row, strict=True)) for row in rows]


def add_rows(connection: sa.Connection, table: sa.Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows; no rows is fine."""
    if rows:
        _adding(table, tuple(rows[0])).run(connection, *rows)


@cache
def _adding(table: sa.Table, names: tuple[str, ...]) -> Prepared:
    return Prepared(sa.insert(table), names)


def put_rows(
    connection: sa.Connection, table: sa.Table, rows: Sequence[dict[str, Any]], *, stays: Sequence[str] = ()
) -> None:
    """Insert rows, replacing those whose key is there already, but for the columns that ``stays`` names."""
    if rows:
        _putting(table, tuple(rows[0]), tuple(stays)).run(connection, *rows)


@cache
def _putting(table: sa.Table, names: tuple[str, ...], stays: tuple[str, ...]) -> Prepared:
    statement = sqlite_insert(table)
    changed = {name: statement.excluded[name] for name in names if not table.c[name].primary_key and name not in stays}
    return Prepared(statement.on_conflict_do_update(index_elements=list(table.primary_key), set_=changed), names)


def count_up(connection: sa.Connection, table: sa.Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows of counts, adding to those whose key is there already."""
    if rows:
        _counting(table, tuple(rows[0])).run(connection, *rows)


@cache
def _counting(table: sa.Table, names: tuple[str, ...]) -> Prepared:
    statement = sqlite_insert(table)
    counted = {name: table.c[name] + statement.excluded[name] for name in names if not table.c[name].primary_key}
    return Prepared(statement.on_conflict_do_update(index_elements=list(table.primary_key), set_=counted), names)


def change_rows(
    connection: sa.Connection, table: sa.Table, shop_id: str, where: Mapping[str, Any], **values: Any
) -> None:
    """Give columns of the rows of a shop new values.

    Args:
        connection: Where to write.
        table: Which rows.
        shop_id: The shop.
        where: What the rows have, as in :func:`find_rows`.
        values: By column the new value.
    """
    asked, given = _read(where)
    new = {f"new_{name}": value for name, value in values.items()}
    _changing(table, asked, tuple(values)).run(connection, {"shop": shop_id, **given, **new})


@cache
def _changing(table: sa.Table, asked: _Asked, values: tuple[str, ...]) -> Prepared:
    new = {name: sa.bindparam(f"new_{name}", type_=table.c[name].type) for name in values}
    return Prepared(sa.update(table).where(*_conditions(table, asked)).values(new))


def _read(where: Mapping[str, Any]) -> tuple[_Asked, dict[str, Any]]:
    """Tell what is asked of each column from the values that are given for it."""
    asked: list[tuple[str, str, int]] = []
    values: dict[str, Any] = {}
    for column, value in where.items():
        if isinstance(value, Span):
            ends = {end: moment for end, moment in vars(value).items() if moment is not None}
            asked += [(column, end, 1) for end in ends]
            values |= {f"{column}_{end}": moment for end, moment in ends.items()}
        elif isinstance(value, list | tuple) and len(value) != 1:
            # as many places as the next power of two, the last value in those left over: few texts serve all lengths
            places = 1 << (len(value) - 1).bit_length() if value else 0
            asked.append((column, "in", places))
            filled = [*value, *[value[-1]] * (places - len(value))] if value else []
            values |= {f"{column}_in_{place}": one for place, one in enumerate(filled)}
        elif value is not None:
            asked.append((column, "is", 1))
            values[f"{column}_is"] = value[0] if isinstance(value, list | tuple) else value
    return tuple(asked), values


def _conditions(table: sa.Table, asked: _Asked) -> list[sa.ColumnElement[bool]]:
    made = [table.c.shop_id == sa.bindparam("shop")]
    for name, how, places in asked:
        column = table.c[name]
        if how == "in":
            some = [sa.bindparam(f"{name}_in_{place}", type_=column.type) for place in range(places)]
            made.append(column.in_(some) if some else sa.false())
        else:
            value = sa.bindparam(f"{name}_{how}", type_=column.type)
            made.append({"is": column.__eq__, "since": column.__ge__, "until": column.__lt__}[how](value))
    return made
