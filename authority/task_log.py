"""Reading the tasks: for jobs that look at what the staff did. Nothing is changed here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import SQLModel

from authority.rows import TaskRow
from authority.task import Task, find_all
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

    def of_job(self, job: str, *, since: datetime | None = None, limit: int | None = None) -> list[Task]:
        """List the tasks of a job, newest first."""
        return self._find(newest=True, job=job, since=since, limit=limit)

    def of_owner(self, *, since: datetime) -> list[Task]:
        """List the tasks of the owner's words, newest first; of the same moment as their causes are counted."""
        found = [one for one in self._find(newest=True, roots=True, since=since) if one.origin == "owner"]
        told = [one for one in found if "text" in one.input]
        return sorted(told, key=lambda one: (one.due_at, one.cause), reverse=True)

    def first(self) -> Task | None:
        """Give the oldest task, None where there is none."""
        return next(iter(self._find(limit=1)), None)

    def late(self, before: datetime) -> list[Task]:
        """List the root tasks that were due before a moment and have not ended, oldest first."""
        return self._find(roots=True, ends=(), before=before)

    def ended(self, ends: Sequence[str], *, since: datetime) -> list[Task]:
        """List the tasks due since a moment that ended in one of the ways named, oldest first."""
        return self._find(ends=ends, since=since)

    def _find(self, **asked: Any) -> list[Task]:
        with self._database.reading() as connection:
            return find_all(connection, self.shop, **asked)
