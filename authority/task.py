"""One task as the house works on it: a plain object, since every job asks for tasks several times an hour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlmodel import SQLModel

from authority.rows import TaskRow
from kit.prepared import Prepared

_TASK = SQLModel.metadata.tables[str(TaskRow.__tablename__)].c


@dataclass
class Task:
    """A task with its end; the fields are the columns of :class:`authority.rows.TaskRow`."""

    id: str
    shop: str
    job: str
    employee: str
    origin: str
    cause: str
    lane: str
    created_at: datetime
    due_at: datetime
    subject: list[str] = field(default_factory=list)
    input: dict[str, Any] = field(default_factory=dict)
    buyer: str | None = None
    parent: str | None = None
    hops: int = 0
    ended_at: datetime | None = None
    end: str | None = None
    answer: str = ""
    model: str = ""
    model_calls: int = 0
    prompt_bytes: int = 0


_ALL = sa.select(*(_TASK[one.name] for one in fields(Task))).where(_TASK.shop == sa.bindparam("shop"))
_ONE = Prepared(_ALL.where(_TASK.id == sa.bindparam("task")))


def find(connection: sa.Connection, shop: str, task_id: str) -> Task | None:
    """Give one task of a shop."""
    found = _ONE.rows(connection, {"shop": shop, "task": task_id})
    return Task(*found[0]) if found else None


def find_all(
    connection: sa.Connection,
    shop: str,
    *,
    newest: bool = False,
    limit: int | None = None,
    roots: bool = False,
    ends: Sequence[str] | None = None,
    **asked: Any,
) -> list[Task]:
    """Give the tasks of a shop by (due, id).

    Args:
        connection: Where to read.
        shop: The shop.
        newest: Newest first.
        limit: At most so many.
        roots: Only those that no other task has handed on.
        ends: Only those that ended in one of these ways; an empty list: only those that are open.
        asked: ``job``; ``buyer``; ``since`` and ``before``: when they were due; None asks nothing.
    """
    values = {name: value for name, value in {**asked, "most": limit}.items() if value is not None}
    values |= {f"end_{number}": one for number, one in enumerate(ends or ())}
    query = _finding(frozenset(values), newest=newest, roots=roots, is_open=ends is not None and not ends)
    return [Task(*row) for row in query.rows(connection, {"shop": shop, **values})]


@cache
def _finding(names: frozenset[str], *, newest: bool, roots: bool, is_open: bool) -> Prepared:
    moment = _TASK.due_at.type
    conditions = {
        "since": _TASK.due_at >= sa.bindparam("since", type_=moment),
        "before": _TASK.due_at < sa.bindparam("before", type_=moment),
        "job": _TASK.job == sa.bindparam("job"),
        "buyer": _TASK.buyer == sa.bindparam("buyer"),
    }
    query = _ALL.where(*(condition for name, condition in conditions.items() if name in names))
    if ends := sorted(name for name in names if name.startswith("end_")):
        query = query.where(sa.or_(*(_TASK.end == sa.bindparam(name) for name in ends)))
    query = query.where(_TASK.end.is_(None)) if is_open else query
    query = query.where(_TASK.parent.is_(None)) if roots else query
    query = query.order_by(_TASK.due_at.desc() if newest else _TASK.due_at, _TASK.id)
    return Prepared(query.limit(sa.bindparam("most", type_=sa.Integer)) if "most" in names else query)
