"""What happened in the built-in shop, in order."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from kit.clock import stamp
from kit.ids import canonical, stable_id
from shops.embedded.rows import add_rows, change_rows, find_rows
from shops.embedded.store import ShopStore
from shops.embedded.tables import EVENT
from shops.models import ShopEvent


def event_row(
    shop_id: str, kind: str, subject: str, at: datetime, *, payload: dict[str, Any] | None = None
) -> dict[str, Any]:
    """Make the row of an event; its id follows from what happened to what, when and how."""
    return {
        "shop_id": shop_id,
        "id": stable_id("event", shop_id, kind, subject, stamp(at), canonical(payload or {})),
        "kind": kind,
        "subject": subject,
        "at": at,
        "payload": payload or {},
        "acknowledged": False,
    }


def raise_event(connection: sa.Connection, row: dict[str, Any]) -> None:
    """Write the row of :func:`event_row` in the transaction of what it tells of."""
    add_rows(connection, EVENT, [row])


class EmbeddedEvents:
    """The event feed."""

    def __init__(self, store: ShopStore) -> None:
        self._store = store

    def list_events(self, *, limit: int = 100) -> Sequence[ShopEvent]:
        """List the oldest events that are not acknowledged."""
        with self._store.reading() as connection:
            rows = find_rows(connection, EVENT, self._store.shop_id, acknowledged=False, limit=limit)
        return [ShopEvent.model_validate(row, from_attributes=True) for row in rows]

    def acknowledge(self, event_ids: Sequence[str]) -> None:
        """Take events off the list; an id already taken off or never there is ignored."""
        if not event_ids:
            return
        with self._store.writing() as connection:
            change_rows(connection, EVENT, self._store.shop_id, {"id": list(event_ids)}, acknowledged=True)
