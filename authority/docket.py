"""One effect as the desk works on it: a plain object, since a mapped row costs more than all that is asked of it."""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime
from functools import cache, lru_cache
from operator import attrgetter
from typing import Any

import sqlalchemy as sa
from sqlmodel import SQLModel

from authority.rows import EffectRow
from kit.prepared import Prepared

_EFFECT = SQLModel.metadata.tables[str(EffectRow.__tablename__)]


@dataclass
class Docket:
    """An effect with its verdict and outcome; the fields are the columns of :class:`EffectRow`."""

    id: str
    shop: str
    key: str
    task: str
    turn: int
    ordinal: int
    employee: str
    kind: str
    action: str
    payload: dict[str, Any]
    summary: str
    origin: str
    submitted_at: datetime
    state: str = "intent"
    reason: str = ""
    buyer: str | None = None
    verdict: str = ""
    rule: str = ""
    why: str = ""
    limits: str = ""
    budget: str | None = None
    money_out: int = 0
    object_id: str = ""
    exposure: dict[str, Any] = field(default_factory=dict)
    outcome: dict[str, Any] = field(default_factory=dict)
    approver: str | None = None
    expires_at: datetime | None = None
    decided_by: str | None = None
    decided_as: str | None = None
    undoes: str | None = None
    undone_by: str | None = None
    settled_at: datetime | None = None


def _writer(*names: str) -> Callable[[sa.Connection, Docket], None]:
    """Make the function that writes down what has changed of an effect: these columns."""
    new = {name: sa.bindparam(f"new_{name}", type_=_EFFECT.c[name].type) for name in names}
    statement = Prepared(sa.update(_EFFECT).where(_EFFECT.c.id == sa.bindparam("of")).values(new))

    def write(connection: sa.Connection, docket: Docket) -> None:
        statement.run(connection, {f"new_{name}": getattr(docket, name) for name in names} | {"of": docket.id})

    return write


write_judged = _writer(
    "state", "verdict", "rule", "why", "limits", "approver", "expires_at", "decided_by", "decided_as", "settled_at"
)
write_outcome = _writer("state", "outcome", "settled_at")
write_undone = _writer("undone_by")

_COLUMNS = tuple(one.name for one in fields(Docket))
_FIND = Prepared(sa.select(*(_EFFECT.c[name] for name in _COLUMNS)).where(_EFFECT.c.id == sa.bindparam("id")))
_ADD = Prepared(sa.insert(_EFFECT))
_OLDEST = (_EFFECT.c.submitted_at, _EFFECT.c.id)
_MINE = (_EFFECT.c.shop == sa.bindparam("shop"), _EFFECT.c.state == sa.bindparam("state"))
_LATE = Prepared(
    sa.select(*_OLDEST).where(*_MINE, _EFFECT.c.expires_at <= sa.bindparam("now", type_=_EFFECT.c.expires_at.type))
)


def find(connection: sa.Connection, effect_id: str) -> Docket | None:
    """Give an effect that is written down, of whatever shop."""
    found = _FIND.rows(connection, {"id": effect_id})
    return Docket(*found[0]) if found else None


def find_all(
    connection: sa.Connection,
    shop: str,
    *,
    order: tuple[str, ...],
    since: datetime | None = None,
    until: datetime | None = None,
    **among: Sequence[str],
) -> list[Docket]:
    """Give the effects of a shop that are in a span of time and whose columns have one of the values ``among`` names.

    Args:
        connection: Where to read.
        shop: The shop.
        order: Columns that they are sorted by.
        since: Only those submitted from then on.
        until: Only those submitted before.
        among: Values by column, e.g. ``state=("held",)``; a column without values asks nothing.
    """
    rows = _rows(connection, _COLUMNS, shop, since=since, until=until, among=among)
    # asked to sort, SQLite would rather read the whole shop in that order than the few rows by their own index
    return sorted((Docket(*row) for row in rows), key=attrgetter(*order))


def pick(
    connection: sa.Connection,
    columns: tuple[str, ...],
    shop: str,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    **among: Sequence[str],
) -> list[Any]:
    """Give named tuples of some columns of the effects that :func:`find_all` gives, in no order.

    A whole effect costs four times what a few columns do.
    """
    make = _tuple_of(columns)
    return [make(row) for row in _rows(connection, columns, shop, since=since, until=until, among=among)]


def _rows(
    connection: sa.Connection,
    columns: tuple[str, ...],
    shop: str,
    *,
    since: datetime | None,
    until: datetime | None,
    among: Mapping[str, Sequence[str]],
) -> list[Any]:
    ends = {name: moment for name, moment in (("since", since), ("until", until)) if moment is not None}
    asked = {name: values for name, values in among.items() if values}
    given = {f"{name}_{number}": one for name, values in asked.items() for number, one in enumerate(values)}
    statement = _finding(columns, tuple(ends), tuple((name, len(values)) for name, values in asked.items()))
    values = {"shop": shop, **ends, **given}
    if connection.dialect.name == "sqlite":
        return [_read(columns, row) for row in statement.raw(connection, values)]
    return statement.rows(connection, values)  # the rows of other drivers have no hash


@lru_cache(maxsize=20_000)
def _read(columns: tuple[str, ...], row: tuple[Any, ...]) -> tuple[Any, ...]:
    """Read times and JSON of a row; most rows of a list read as they did the last time."""
    return tuple(_finding(columns, (), ()).converted(row))


@cache
def _tuple_of(columns: tuple[str, ...]) -> Callable[[Iterable[Any]], Any]:
    made: Any = namedtuple("Effect", columns)  # type: ignore[misc]  # noqa: PYI024  (the fields are known only now)
    return made._make


@cache
def _finding(columns: tuple[str, ...], ends: tuple[str, ...], among: tuple[tuple[str, int], ...]) -> Prepared:
    column = _EFFECT.c
    query = sa.select(*(column[name] for name in columns)).where(column.shop == sa.bindparam("shop"))
    for end in ends:
        moment = sa.bindparam(end, type_=column.submitted_at.type)
        query = query.where(column.submitted_at >= moment if end == "since" else column.submitted_at < moment)
    for name, number in among:
        query = query.where(sa.or_(*(column[name] == sa.bindparam(f"{name}_{one}") for one in range(number))))
    return Prepared(query)


def late(connection: sa.Connection, shop: str, now: datetime) -> list[str]:
    """List the ids of held effects whose time has passed, oldest first."""
    # sorted here for the same reason as in find_all
    return [row.id for row in sorted(_LATE.rows(connection, {"shop": shop, "state": "held", "now": now}))]


def add(connection: sa.Connection, docket: Docket) -> None:
    """Write an effect down as it stands."""
    _ADD.run(connection, vars(docket))
