"""News of a decision: whoever made it, the staff learns of it by a task of each job that waits for it."""

from __future__ import annotations

from datetime import datetime

from agents.roster import jobs
from agents.trigger import OnEvent
from authority.tasks import NewTask, Origin, TaskBook

APPROVAL_DECIDED = "approval.decided"


def open_decided(tasks: TaskBook, effect_id: str, *, origin: Origin, now: datetime) -> list[str]:
    """Open the tasks by which the staff learns what was decided about a held effect; told twice, they are the same."""
    found = []
    for one in jobs().values():
        if any(isinstance(by, OnEvent) and by.kind == APPROVAL_DECIDED for by in one.triggers):
            new = NewTask(
                job=one.name,
                employee=one.employee,
                cause=f"decided {effect_id}",
                origin=origin,
                due_at=now,
                subject=(f"effect:{effect_id}",),
                lane=one.lane,
            )
            found.append(tasks.open(new, now=now))
    return found
