"""What model calls cost: every call is counted at its most before it is made, so that a budget stops it in time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session, col, select

from authority.rows import ModelCallRow, TaskRow
from kit.store import Database


@dataclass(frozen=True)
class Spent:
    """Model calls added up.

    Attributes:
        calls: How many were made; the failed ones count.
        failed: How many of them gave no reply.
        money: Millionths of a major unit by currency, e.g. ``{"USD": 560}``.
        unpriced: Calls whose price is not known; they are missing in ``money``.
        estimated: Calls whose tokens the endpoint did not count.
    """

    calls: int = 0
    failed: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    money: dict[str, int] = field(default_factory=dict)
    unpriced: int = 0
    estimated: int = 0

    @property
    def tokens(self) -> int:
        """Give prompts and replies together."""
        return self.input_tokens + self.output_tokens


def add_up(rows: Iterable[ModelCallRow]) -> Spent:
    """Add calls up."""
    kept = list(rows)
    money: dict[str, int] = {}
    for row in kept:
        if row.cost_micro is not None:
            money[row.currency] = money.get(row.currency, 0) + row.cost_micro
    return Spent(
        calls=len(kept),
        failed=sum(row.state == "failed" for row in kept),
        input_tokens=sum(row.input_tokens for row in kept),
        output_tokens=sum(row.output_tokens for row in kept),
        money=dict(sorted(money.items())),
        unpriced=sum(row.cost_micro is None for row in kept),
        estimated=sum(row.estimated for row in kept),
    )


class SpendBook:
    """The model calls of one shop.

    Args:
        database: The staff's database.
        shop: The shop; no method names another.
    """

    def __init__(self, database: Database, shop: str) -> None:
        self._database = database
        self.shop = shop

    def reserve(self, row: ModelCallRow, check: Callable[[Spent, Spent], None]) -> int:
        """Write a call down before it is made, unless ``check`` raises, and give its number in its task.

        Args:
            row: The call at the most it can cost; its number is set here.
            check: Given what the task and what the shop's day have spent so far; raises if the call is too much.
        """
        with self._database.exclusive() as session:
            of_task = self._rows(session, task=row.task)
            of_day = self._rows(session, day=row.day)
            check(add_up(of_task), add_up(of_day))
            row.number = 1 + max((one.number for one in of_task), default=0)
            session.add(row)
            return row.number

    def settle(self, task: str, number: int, **now: object) -> None:
        """Write down how a call ended: any fields of its row."""
        with self._database.exclusive() as session:
            row = session.get(ModelCallRow, (task, number))
            assert row is not None and row.shop == self.shop
            for name, value in now.items():
                setattr(row, name, value)
            session.add(row)

    def call(self, task: str, number: int) -> ModelCallRow:
        """Give one call of a task."""
        with self._database.session() as session:
            row = session.get(ModelCallRow, (task, number))
        assert row is not None and row.shop == self.shop
        return row

    def of_task(self, task: str) -> Spent:
        """Give what one task has spent."""
        with self._database.session() as session:
            return add_up(self._rows(session, task=task))

    def of_day(self, day: str) -> Spent:
        """Give what a day of the shop has spent, e.g. ``"2026-11-26"``."""
        with self._database.session() as session:
            return add_up(self._rows(session, day=day))

    def list_calls(self, *, since: datetime | None = None) -> list[ModelCallRow]:
        """List calls, oldest first."""
        query = select(ModelCallRow).where(ModelCallRow.shop == self.shop)
        if since is not None:
            query = query.where(ModelCallRow.at >= since)
        with self._database.session() as session:
            order = (col(ModelCallRow.at), col(ModelCallRow.task), col(ModelCallRow.number))
            return list(session.exec(query.order_by(*order)))

    def by_job(self) -> dict[str, Spent]:
        """Give what every job has spent."""
        query = select(ModelCallRow, TaskRow.job).join(TaskRow, col(TaskRow.id) == col(ModelCallRow.task))
        with self._database.session() as session:
            found = session.exec(query.where(ModelCallRow.shop == self.shop)).all()
        jobs: dict[str, list[ModelCallRow]] = {}
        for row, job in found:
            jobs.setdefault(job, []).append(row)
        return {job: add_up(rows) for job, rows in sorted(jobs.items())}

    def _rows(self, session: Session, *, task: str | None = None, day: str | None = None) -> Sequence[ModelCallRow]:
        query = select(ModelCallRow).where(ModelCallRow.shop == self.shop)
        if task is not None:
            query = query.where(ModelCallRow.task == task)
        if day is not None:
            query = query.where(ModelCallRow.day == day)
        return session.exec(query).all()
