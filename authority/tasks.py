"""Tasks and their turns: the only record of what happened, so that running a task again is safe."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Any, NamedTuple

import sqlalchemy as sa

from authority.rows import TaskRow, TurnRow
from authority.task import Task, find, find_all
from authority.task_log import TaskLog
from kit.errors import Retry
from kit.ids import stable_id
from kit.prepared import Prepared
from kit.store import Database, add_once

_TASK: sa.Table = TaskRow.__table__  # type: ignore[attr-defined]
_TURN: sa.Table = TurnRow.__table__  # type: ignore[attr-defined]
_MINE = _TASK.c.shop == sa.bindparam("shop")
_DUE = Prepared(
    sa.select(_TASK.c.id)
    .where(_MINE, _TASK.c.end.is_(None), _TASK.c.parent.is_(None))
    .where(_TASK.c.due_at <= sa.bindparam("now", type_=_TASK.c.due_at.type))
    .order_by(_TASK.c.due_at, _TASK.c.id)
)


_CLOSED = ("end", "answer", "ended_at", "model", "model_calls", "prompt_bytes")
_CLOSE = Prepared(
    sa.update(_TASK)
    .where(_MINE, _TASK.c.id == sa.bindparam("task"), _TASK.c.end.is_(None))
    .values({name: sa.bindparam(f"new_{name}", type_=_TASK.c[name].type) for name in _CLOSED})
)
_STEP = ("task", "turn", "ordinal", "kind", "body")
_TURNS = Prepared(
    sa.select(*(_TURN.c[name] for name in _STEP)).where(
        _TURN.c.shop == sa.bindparam("shop"), _TURN.c.task == sa.bindparam("task")
    )
)


_SAID = Prepared(
    sa.select(_TASK.c.input, _TASK.c.employee, _TASK.c.answer)
    .where(_MINE, _TASK.c.origin == "owner", _TASK.c.lane == "conversation")
    .where(_TASK.c.parent.is_(None), _TASK.c.end.is_not(None), _TASK.c.id != sa.bindparam("task"))
    .where(_TASK.c.due_at >= sa.bindparam("since", type_=_TASK.c.due_at.type))
    .where(_TASK.c.due_at <= sa.bindparam("until", type_=_TASK.c.due_at.type))
    .order_by(_TASK.c.due_at.desc(), _TASK.c.ended_at.desc(), _TASK.c.id)
    .limit(sa.bindparam("most"))
)


@cache
def _known(number: int) -> Prepared:
    is_one = (_TASK.c.id == sa.bindparam(f"id_{one}") for one in range(number))
    return Prepared(sa.select(_TASK.c.id).where(sa.or_(sa.false(), *is_one)))


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


class Step(NamedTuple):
    """A stored step of a task: a brief, a reply or a read, with what was stored."""

    task: str
    turn: int
    ordinal: int
    kind: str
    body: dict[str, Any]


class TaskBook:
    """The tasks of one shop.

    Args:
        database: The staff's database.
        shop: The shop whose tasks these are; no method names another.
    """

    def __init__(self, database: Database, shop: str) -> None:
        self._database = database
        self.shop = shop
        self._steps: dict[str, dict[TurnKey, dict[str, Any]]] = {}

    @property
    def log(self) -> TaskLog:
        """Give the tasks to who only reads."""
        return TaskLog(self._database, self.shop)

    def open(self, new: NewTask, *, now: datetime) -> str:
        """Write a task down unless it is there already, and give its id."""
        task_id = stable_id("task", self.shop, new.job, new.cause)
        row = Task(**vars(new) | {"id": task_id, "shop": self.shop, "subject": list(new.subject), "created_at": now})
        with self._database.writing() as connection:
            add_once(connection, _TASK, vars(row))
        return task_id

    def get(self, task_id: str) -> Task:
        """Give one task of this shop; an unknown id is a Retry."""
        with self._database.reading() as connection:
            task = find(connection, self.shop, task_id)
        if task is None:
            raise self._absent(task_id)
        return task

    def known(self, causes: Sequence[tuple[str, str]]) -> set[tuple[str, str]]:
        """Give those of some pairs of job and cause that have opened a task, in one query."""
        ids = {stable_id("task", self.shop, *pair): pair for pair in causes}
        asked = {f"id_{number}": one for number, one in enumerate(ids)}
        with self._database.reading() as connection:
            return {ids[row.id] for row in _known(len(ids)).rows(connection, asked)}

    def assign(self, task_id: str, job: str, employee: str) -> Task:
        """Give a task that came in as free text to a job; its id stays."""
        with self._database.writing() as connection:
            mine = sa.update(_TASK).where(_TASK.c.shop == self.shop, _TASK.c.id == task_id)
            connection.execute(mine.values(job=job, employee=employee))
        return self.get(task_id)

    def due(self, now: datetime) -> list[str]:
        """List the ids of open root tasks due by ``now``, in the order of (due, id).

        A hand-off's task runs inside its parent's and is not listed.
        """
        with self._database.reading() as connection:
            return [row.id for row in _DUE.rows(connection, {"shop": self.shop, "now": now})]

    def said_before(self, task: Task, *, most: int, since: datetime) -> list[tuple[str, str]]:
        """Give what the owner and the staff said last before a task: (who, words), oldest first.

        Args:
            task: A task of the owner's words.
            most: Messages at most, the owner's and the answers together.
            since: What was said earlier is another conversation.
        """
        asked_for = {"shop": self.shop, "task": task.id, "since": since, "until": task.due_at, "most": 4 * most}
        with self._database.reading() as connection:
            rows = [row for row in _SAID.rows(connection, asked_for) if row.input.get("text")]
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
        closed = {"end": end, "answer": answer, "ended_at": now, "model": used.get("model", "")}
        closed |= {name: used.get(name, 0) for name in ("model_calls", "prompt_bytes")}
        asked = {"shop": self.shop, "task": task_id} | {f"new_{name}": value for name, value in closed.items()}
        with self._database.writing() as connection:
            found = _CLOSE.run(connection, asked)
        if not found:
            self.get(task_id)
        self._steps.pop(task_id, None)

    def list_tasks(
        self,
        *,
        since: datetime | None = None,
        job: str | None = None,
        buyer: str | None = None,
        limit: int | None = None,
    ) -> list[Task]:
        """List tasks, newest first."""
        with self._database.reading() as connection:
            return find_all(connection, self.shop, newest=True, since=since, job=job, buyer=buyer, limit=limit)

    def begin(self, task_id: str) -> Task:
        """Take a task in hand: its steps are read once, when the first is asked for, and not one by one."""
        self._steps.pop(task_id, None)
        return self.get(task_id)

    def recorded(self, key: TurnKey) -> dict[str, Any] | None:
        """Give what was stored for a step, or None if it was never taken.

        A step that another process has stored since the task was begun may be missing here: :meth:`record` settles it.
        """
        if key.task not in self._steps:
            self._steps[key.task] = {
                TurnKey(row.task, row.turn, row.ordinal, row.kind): row.body for row in self.turns(key.task)
            }
        return self._steps[key.task].get(key)

    def record(self, key: TurnKey, body: dict[str, Any]) -> dict[str, Any]:
        """Store a step before it is acted on; what was stored first stays and is given back."""
        with self._database.writing() as connection:
            if not add_once(connection, _TURN, vars(key) | {"shop": self.shop, "body": body}):
                places = (_TURN.c[name] == value for name, value in vars(key).items())
                shop, body = connection.execute(sa.select(_TURN.c.shop, _TURN.c.body).where(*places)).one()
                if shop != self.shop:
                    raise self._absent(key.task)
        if key.task in self._steps:
            self._steps[key.task][key] = body
        return body

    def turns(self, task_id: str) -> list[Step]:
        """List the stored steps of a task in the order they were taken."""
        with self._database.reading() as connection:
            rows = _TURNS.rows(connection, {"shop": self.shop, "task": task_id})
        order = {"brief": 0, "reply": 1, "read": 2}
        steps = [Step(*row) for row in rows]
        return sorted(steps, key=lambda row: (row.turn, order.get(row.kind, 3), row.ordinal))

    def _absent(self, task_id: str) -> Retry:
        return Retry(f"shop {self.shop} has no task {task_id!r}; see `shopstaff jobs`")
