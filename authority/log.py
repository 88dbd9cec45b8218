"""Reading the effects and their history: for jobs, chat, reports and `explain`. Nothing is changed here."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlmodel import col, select

from authority.effect import Budget
from authority.ledger import Ledger
from authority.rows import EffectRow
from authority.sums import spent
from kit.errors import Retry
from kit.store import Database


class EffectLog:
    """The effects of one shop, read only."""

    def __init__(self, database: Database, shop: str) -> None:
        self._database = database
        self.shop = shop

    def list_effects(
        self,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        kinds: Sequence[str] = (),
        states: Sequence[str] = (),
        object_id: str | None = None,
    ) -> list[EffectRow]:
        """List effects by (submitted_at, task, turn, ordinal); ``until`` is exclusive."""
        query = select(EffectRow).where(EffectRow.shop == self.shop)
        if since is not None:
            query = query.where(EffectRow.submitted_at >= since)
        if until is not None:
            query = query.where(EffectRow.submitted_at < until)
        if kinds:
            query = query.where(col(EffectRow.kind).in_(kinds))
        if states:
            query = query.where(col(EffectRow.state).in_(states))
        if object_id is not None:
            query = query.where(EffectRow.object_id == object_id)
        order = (EffectRow.submitted_at, EffectRow.task, EffectRow.turn, EffectRow.ordinal)
        with self._database.session() as session:
            return list(session.exec(query.order_by(*(col(column) for column in order))))

    def spent(self, budget: Budget, *, days: int, now: datetime) -> int:
        """Sum up what counts against a budget in so many days as the kernel does, in minor units."""
        with self._database.reading() as connection:
            return spent(connection, self.shop, budget, days=days, now=now)

    def of_task(self, task_id: str) -> list[EffectRow]:
        """List the effects of one task in the order they were submitted."""
        query = select(EffectRow).where(EffectRow.shop == self.shop, EffectRow.task == task_id)
        with self._database.session() as session:
            return list(session.exec(query.order_by(col(EffectRow.turn), col(EffectRow.ordinal))))

    def undoing(self, effect_id: str) -> list[EffectRow]:
        """List the effects that were to take one back, in the order they were submitted."""
        query = select(EffectRow).where(EffectRow.shop == self.shop, EffectRow.undoes == effect_id)
        with self._database.session() as session:
            return list(session.exec(query.order_by(col(EffectRow.submitted_at), col(EffectRow.id))))

    def get(self, effect_id: str) -> EffectRow:
        """Give one effect; an unknown id is a Retry."""
        with self._database.session() as session:
            row = session.get(EffectRow, effect_id)
        if row is None or row.shop != self.shop:
            raise Retry(f"shop {self.shop} has no effect {effect_id!r}; the report and `approvals list` give the ids")
        return row

    def history(self, effect_id: str) -> list[dict[str, Any]]:
        """List what the ledger holds about an effect: ``seq, at, kind, body`` (None when erased)."""
        reader = Ledger(self.shop, salt=lambda: "")
        with self._database.reading() as connection:
            return [
                {"seq": row.seq, "at": row.at, "kind": row.kind, "body": json.loads(body) if body else None}
                for row, body in reader.entries(connection, effect_id)
            ]
