"""Reading the effects and their history: for jobs, chat, reports and `explain`. Nothing is changed here."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from authority.docket import Docket, find, find_all, pick
from authority.effect import Budget
from authority.ledger import Ledger
from authority.rows import LedgerRow
from authority.sums import spent
from kit.errors import Retry
from kit.store import Database

_LINKS: sa.Table = LedgerRow.__table__  # type: ignore[attr-defined]
_PLACES = (
    sa.select(_LINKS.c.effect, _LINKS.c.seq, _LINKS.c.kind)
    .where(_LINKS.c.shop == sa.bindparam("shop"))
    .order_by(_LINKS.c.seq)
)


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
    ) -> list[Docket]:
        """List effects by (submitted_at, task, turn, ordinal); ``until`` is exclusive."""
        order = ("submitted_at", "task", "turn", "ordinal")
        about = () if object_id is None else (object_id,)
        return self._find(order, since=since, until=until, kind=kinds, state=states, object_id=about)

    def pick(
        self,
        *columns: str,
        since: datetime | None = None,
        kinds: Sequence[str] = (),
        states: Sequence[str] = (),
    ) -> list[Any]:
        """Give some columns of effects as named tuples, in no order: for what is asked many times a day.

        Example:
            ``{one.payload["sku"] for one in log.pick("payload", since=monday, kinds=("set_price",))}``
        """
        with self._database.reading() as connection:
            return pick(connection, columns, self.shop, since=since, kind=kinds, state=states)

    def spent(self, budget: Budget, *, days: int, now: datetime) -> int:
        """Sum up what counts against a budget in so many days as the kernel does, in minor units."""
        with self._database.reading() as connection:
            return spent(connection, self.shop, budget, days=days, now=now)

    def of_task(self, task_id: str) -> list[Docket]:
        """List the effects of one task in the order they were submitted."""
        return self._find(("turn", "ordinal"), task=(task_id,))

    def undoing(self, effect_id: str) -> list[Docket]:
        """List the effects that were to take one back, in the order they were submitted."""
        return self._find(("submitted_at", "id"), undoes=(effect_id,))

    def get(self, effect_id: str) -> Docket:
        """Give one effect; an unknown id is a Retry."""
        with self._database.reading() as connection:
            found = find(connection, effect_id)
        if found is None or found.shop != self.shop:
            raise Retry(f"shop {self.shop} has no effect {effect_id!r}; the report and `approvals list` give the ids")
        return found

    def history(self, effect_id: str) -> list[dict[str, Any]]:
        """List what the ledger holds about an effect: ``seq, at, kind, body`` (None when erased)."""
        reader = Ledger(self.shop, salt=lambda: "")
        with self._database.reading() as connection:
            return [
                {"seq": row.seq, "at": row.at, "kind": row.kind, "body": json.loads(body) if body else None}
                for row, body in reader.entries(connection, effect_id)
            ]

    def _find(self, order: tuple[str, ...], **asked: Any) -> list[Docket]:
        with self._database.reading() as connection:
            return find_all(connection, self.shop, order=order, **asked)

    def places(self) -> dict[str, list[tuple[int, str]]]:
        """Give by effect the places of its entries in the ledger with their kinds, ``[(412, "intent"), …]``."""
        found: dict[str, list[tuple[int, str]]] = {}
        with self._database.reading() as connection:
            for effect, seq, kind in connection.execute(_PLACES, {"shop": self.shop}):
                found.setdefault(effect, []).append((seq, kind))
        return found
