"""What goes into the desk and what comes out: on whose behalf an effect is asked for, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from authority.docket import Docket
from authority.records import effect_digest


@dataclass(frozen=True)
class Requester:
    """On whose behalf an effect is submitted, and where in its task it stands."""

    task: str
    turn: int
    ordinal: int
    employee: str
    origin: str
    buyer: str | None = None


@dataclass(frozen=True)
class Receipt:
    """What became of an effect: its state, verdict and outcome, for tools, chat and reports."""

    id: str
    kind: str
    state: str
    verdict: str
    rule: str
    why: str
    outcome: str
    summary: str
    object_id: str | None = None


def receipt_of(row: Docket) -> Receipt:
    """Give what became of an effect as its row stands."""
    return Receipt(
        id=row.id,
        kind=row.kind,
        state=row.state,
        verdict=row.verdict,
        rule=row.rule,
        why=row.why,
        outcome=row.outcome.get("status", ""),
        summary=row.summary,
        object_id=row.outcome.get("object_id"),
    )


def intent_body(row: Docket) -> dict[str, Any]:
    """Give what the ledger holds of an effect that is asked for; an approval is bound to its digest."""
    names = ("kind", "payload", "task", "employee", "reason")
    return {name: getattr(row, name) for name in names} | {"digest": effect_digest(row.shop, row.kind, row.payload)}
