"""Held words that newer ones take the place of: at most one message of the staff's waits in a conversation.

An offer that waits beside such a message goes with it: nobody would tell the buyer of it.
"""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from authority import docket
from authority.docket import Docket
from authority.ledger import Ledger
from authority.rows import TaskRow

_OLDEST = ("submitted_at", "id")
_TASK: sa.Table = TaskRow.__table__  # type: ignore[attr-defined]


def supersede(connection: sa.Connection, ledger: Ledger, row: Docket, *, now: datetime) -> None:
    """Let the held messages of a conversation, and the held offers with them, give way to a newer one.

    The newer one is sent or waits itself. Offers of its own task, or of one that it handed off, stay.

    Args:
        connection: Open transaction on the staff's database.
        ledger: The shop's chain; it holds why each of them is not sent.
        row: The newer effect, judged; one that was denied takes nobody's place.
        now: The time.
    """
    threads = set(_threads_of(row)) if row.state in ("held", "applying") else set()
    if not threads:
        return
    held = docket.find_all(connection, row.shop, order=_OLDEST, state=("held",), kind=(row.kind,))
    words = [one for one in held if one.id != row.id and threads.intersection(_threads_of(one))]
    untold = {one.task for one in words} - {row.task}
    for old in (*words, *(_offers_of(connection, row.shop, untold, threads) if untold else ())):
        old.state, old.settled_at, old.why = "superseded", now, f"a newer answer took its place: {row.id}"
        docket.write_judged(connection, old)
        ledger.append(connection, "approval", old.id, {"decision": "superseded", "why": old.why}, at=now)


def _threads_of(row: Docket) -> list[str]:
    return list(row.exposure.get("threads", ())) if row.exposure.get("words") else []


def _offers_of(connection: sa.Connection, shop: str, tasks: set[str], threads: set[str]) -> list[Docket]:
    """List the held effects that bind the shop to prices, of these tasks or of those that they handed off."""
    return [
        one
        for one in docket.find_all(connection, shop, order=_OLDEST, state=("held",))
        if one.exposure.get("binding") and one.exposure.get("sales")
        if threads.intersection(one.exposure.get("threads", ())) and tasks & _tasks_of(connection, one)
    ]


def _tasks_of(connection: sa.Connection, row: Docket) -> set[str | None]:
    """Give the task of an effect and the one that handed it off: that one writes to the buyer."""
    parent = connection.execute(sa.select(_TASK.c.parent).where(_TASK.c.id == row.task)).scalar()
    return {row.task, parent}
