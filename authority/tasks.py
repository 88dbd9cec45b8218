"""Tasks and their turns: the only record of what happened, so that running a task again is safe."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlmodel import Session, col, select

from authority.rows import TaskRow, TurnRow
from authority.task_log import TaskLog
from kit.errors import Retry
from kit.ids import stable_id
from kit.store import Database


class Origin(StrEnum):
    """Who caused a task; a hand-off inherits the origin of its root."""

    OWNER = "owner"
    SCHEDULE = "schedule"
    SHOP = "shop"
    BUYER = "buyer"


class End(StrEnum):
    """How a task ended."""

    DONE = "done"
    HELD = "held"
    REFUSED = "refused"
    BUDGET_EXHAUSTED = "budget_exhausted"
    NO_PROGRESS = "no_progress"
    STOPPED = "stopped"


@dataclass(frozen=True)
class NewTask:
    """A task to open. ``cause`` tells it from its like: the same shop, job and cause is the same task.

    Attributes:
        subject: Ids of what it is about, e.g. ``["order:o_12"]`` or ``["sku:85123A", …]``.
        input: What came with it, JSON: the text of a question, the goal of a hand-off.
        lane: ``conversation``, ``orders`` or ``batch``.
    """

    job: str
    employee: str
    cause: str
    origin: Origin
    due_at: datetime
    subject: Sequence[str] = ()
    input: dict[str, Any] = field(default_factory=dict)
    buyer: str | None = None
    lane: str = "batch"
    parent: str | None = None
    hops: int = 0


@dataclass(frozen=True)
class TurnKey:
    """Where in a task a step stands."""

    task: str
    turn: int
    ordinal: int
    kind: str


class TaskBook:
    """The tasks of one shop.

    Args:
        database: The staff's database.
        shop: The shop whose tasks these are; no method names another.
    """

    def __init__(self, database: Database, shop: str) -> None:
        self._database = database
        self.shop = shop

    @property
    def log(self) -> TaskLog:
        """Give the tasks to who only reads."""
        return TaskLog(self._database, self.shop)

    def open(self, new: NewTask, *, now: datetime) -> str:
        """Write a task down unless it is there already, and give its id."""
        task_id = stable_id("task", self.shop, new.job, new.cause)
        with self._database.exclusive() as session:
            if session.get(TaskRow, task_id) is None:
                session.add(
                    TaskRow(
                        id=task_id,
                        shop=self.shop,
                        job=new.job,
                        employee=new.employee,
                        subject=list(new.subject),
                        input=new.input,
                        origin=new.origin,
                        buyer=new.buyer,
                        cause=new.cause,
                        lane=new.lane,
                        parent=new.parent,
                        hops=new.hops,
                        created_at=now,
                        due_at=new.due_at,
                    )
                )
        return task_id

    def get(self, task_id: str) -> TaskRow:
        """Give one task of this shop; an unknown id is a Retry."""
        with self._database.session() as session:
            return self._row(session, task_id)

    def known(self, causes: Sequence[tuple[str, str]]) -> set[tuple[str, str]]:
        """Give those of some pairs of job and cause that have opened a task, in one query."""
        ids = {stable_id("task", self.shop, *pair): pair for pair in causes}
        query = select(TaskRow.id).where(col(TaskRow.id).in_(sorted(ids)))
        with self._database.session() as session:
            return {ids[found] for found in session.exec(query)}

    def assign(self, task_id: str, job: str, employee: str) -> TaskRow:
        """Give a task that came in as free text to a job; its id stays."""
        with self._database.session() as session:
            row = self._row(session, task_id)
            row.job, row.employee = job, employee
            session.add(row)
            return row

    def due(self, now: datetime) -> list[str]:
        """List the ids of open root tasks due by ``now``, in the order of (due, id).

        A hand-off's task runs inside its parent's and is not listed.
        """
        query = (
            select(TaskRow.id)
            .where(TaskRow.shop == self.shop, col(TaskRow.end).is_(None), TaskRow.due_at <= now)
            .where(col(TaskRow.parent).is_(None))
            .order_by(col(TaskRow.due_at), col(TaskRow.id))
        )
        with self._database.session() as session:
            return list(session.exec(query))

    def said_before(self, task: TaskRow, *, most: int, since: datetime) -> list[tuple[str, str]]:
        """Give what the owner and the staff said last before a task: (who, words), oldest first.

        Args:
            task: A task of the owner's words.
            most: Messages at most, the owner's and the answers together.
            since: What was said earlier is another conversation.
        """
        query = (
            select(TaskRow)
            .where(TaskRow.shop == self.shop, TaskRow.origin == Origin.OWNER, TaskRow.lane == "conversation")
            .where(col(TaskRow.parent).is_(None), col(TaskRow.end).is_not(None), TaskRow.id != task.id)
            .where(TaskRow.due_at >= since, TaskRow.due_at <= task.due_at)
            .order_by(col(TaskRow.due_at).desc(), col(TaskRow.ended_at).desc(), col(TaskRow.id))
        )
        with self._database.session() as session:
            rows = [row for row in session.exec(query.limit(4 * most)) if row.input.get("text")]
        said = [("owner", str(row.input["text"])) for row in rows], [(row.employee, row.answer) for row in rows]
        pairs = [one for asked, answered in zip(*said, strict=True) for one in (answered, asked)]
        return pairs[:most][::-1]

    def finish(self, task_id: str, end: End, answer: str, *, now: datetime, used: dict[str, Any]) -> None:
        """Close a task; closing it again changes nothing.

        Args:
            task_id: The task.
            end: How it ended.
            answer: What it says to whoever asked.
            now: The time.
            used: ``model``, ``model_calls`` and ``prompt_bytes`` that it took.
        """
        with self._database.exclusive() as session:
            row = self._row(session, task_id)
            if row.end is None:
                row.end, row.answer, row.ended_at = end, answer, now
                row.model = used.get("model", "")
                row.model_calls = used.get("model_calls", 0)
                row.prompt_bytes = used.get("prompt_bytes", 0)
                session.add(row)

    def list_tasks(
        self, *, since: datetime | None = None, job: str | None = None, limit: int | None = None
    ) -> list[TaskRow]:
        """List tasks, newest first."""
        query = select(TaskRow).where(TaskRow.shop == self.shop)
        if since is not None:
            query = query.where(TaskRow.due_at >= since)
        if job is not None:
            query = query.where(TaskRow.job == job)
        query = query.order_by(col(TaskRow.due_at).desc(), col(TaskRow.id)).limit(limit)
        with self._database.session() as session:
            return list(session.exec(query))

    def recorded(self, key: TurnKey) -> dict[str, Any] | None:
        """Give what was stored for a step, or None if it was never taken."""
        with self._database.session() as session:
            row = session.get(TurnRow, (key.task, key.turn, key.ordinal, key.kind))
            return row.body if row and row.shop == self.shop else None

    def record(self, key: TurnKey, body: dict[str, Any]) -> dict[str, Any]:
        """Store a step before it is acted on; what was stored first stays and is given back."""
        with self._database.exclusive() as session:
            row = session.get(TurnRow, (key.task, key.turn, key.ordinal, key.kind))
            if row is not None and row.shop != self.shop:
                raise Retry(f"shop {self.shop} has no task {key.task!r}; see `shopstaff jobs`")
            if row is None:
                row = TurnRow(
                    task=key.task, turn=key.turn, ordinal=key.ordinal, kind=key.kind, shop=self.shop, body=body
                )
                session.add(row)
            return row.body

    def turns(self, task_id: str) -> list[TurnRow]:
        """List the stored steps of a task in the order they were taken."""
        query = select(TurnRow).where(TurnRow.shop == self.shop, TurnRow.task == task_id)
        with self._database.session() as session:
            rows = list(session.exec(query))
        order = {"brief": 0, "reply": 1, "read": 2}
        return sorted(rows, key=lambda row: (row.turn, order.get(row.kind, 3), row.ordinal))

    def _row(self, session: Session, task_id: str) -> TaskRow:
        row = session.get(TaskRow, task_id)
        if row is None or row.shop != self.shop:
            raise Retry(f"shop {self.shop} has no task {task_id!r}; see `shopstaff jobs`")
        return row
