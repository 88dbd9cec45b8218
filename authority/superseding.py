"""Held words that newer ones take the place of: at most one message of the staff's waits in a conversation."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from authority import docket
from authority.docket import Docket
from authority.ledger import Ledger


def supersede(connection: sa.Connection, ledger: Ledger, row: Docket, *, now: datetime) -> None:
    """Let the held messages of a conversation give way to a newer one that is sent or waits itself.

    Args:
        connection: Open transaction on the staff's database.
        ledger: The shop's chain; it holds why each of them is not sent.
        row: The newer effect, judged; one that was denied takes nobody's place.
        now: The time.
    """
    threads = set(_threads_of(row)) if row.state in ("held", "applying") else set()
    if not threads:
        return
    for old in docket.find_all(connection, row.shop, order=("submitted_at", "id"), state=("held",), kind=(row.kind,)):
        if old.id != row.id and threads.intersection(_threads_of(old)):
            old.state, old.settled_at, old.why = "superseded", now, f"a newer answer took its place: {row.id}"
            docket.write_judged(connection, old)
            ledger.append(connection, "approval", old.id, {"decision": "superseded", "why": old.why}, at=now)


def _threads_of(row: Docket) -> list[str]:
    return list(row.exposure.get("threads", ())) if row.exposure.get("words") else []
