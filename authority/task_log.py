"""Reading the tasks: for jobs that look at what the staff did. Nothing is changed here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import SQLModel, col, select

from authority.rows import TaskRow
from kit.prepared import Prepared
from kit.store import Database

_TASK = SQLModel.metadata.tables[str(TaskRow.__tablename__)].c
_WHOSE = Prepared(sa.select(_TASK.employee, _TASK.parent).where(_TASK.id == sa.bindparam("task")))


def askers(connection: sa.Connection, task: str | None) -> list[str]:
    """List the employees of a task and of those that handed it on, from the last to the first."""
    found = []
    while task and (rows := _WHOSE.rows(connection, {"task": task})):
        found.append(rows[0].employee)
        task = rows[0].parent
    return found


class TaskLog:
    """The tasks of one shop, read only."""

    def __init__(self, database: Database, shop: str) -> None:
        self._database = database
        self.shop = shop

    def of_job(self, job: str, *, since: datetime | None = None, limit: int | None = None) -> list[TaskRow]:
        """List the tasks of a job, newest first."""
        query = select(TaskRow).where(TaskRow.shop == self.shop, TaskRow.job == job)
        if since is not None:
            query = query.where(TaskRow.due_at >= since)
        return self._rows(query.order_by(col(TaskRow.due_at).desc(), col(TaskRow.id)).limit(limit))

    def first(self) -> TaskRow | None:
        """Give the oldest task, None where there is none."""
        query = select(TaskRow).where(TaskRow.shop == self.shop)
        return next(iter(self._rows(query.order_by(col(TaskRow.due_at), col(TaskRow.id)).limit(1))), None)

    def late(self, before: datetime) -> list[TaskRow]:
        """List the root tasks that were due before a moment and have not ended, oldest first."""
        query = select(TaskRow).where(TaskRow.shop == self.shop, col(TaskRow.end).is_(None))
        query = query.where(TaskRow.due_at < before, col(TaskRow.parent).is_(None))
        return self._rows(query.order_by(col(TaskRow.due_at), col(TaskRow.id)))

    def ended(self, ends: Sequence[str], *, since: datetime) -> list[TaskRow]:
        """List the tasks due since a moment that ended in one of the ways named, oldest first."""
        query = select(TaskRow).where(TaskRow.shop == self.shop, col(TaskRow.end).in_(ends), TaskRow.due_at >= since)
        return self._rows(query.order_by(col(TaskRow.due_at), col(TaskRow.id)))

    def _rows(self, query: object) -> list[TaskRow]:
        with self._database.session() as session:
            return list(session.exec(query))  # type: ignore[call-overload]
