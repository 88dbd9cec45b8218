"""What goes into the desk and what comes out: on whose behalf an effect is asked for, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from authority.docket import Docket
from authority.effect import Effect
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
class Asked:
    """An effect that is asked for: what is to be done, by whom, and why, in words with numbers kept for `explain`.

    Attributes:
        undoes: Id of the effect that this one takes back, marked as undone when this is done.
    """

    effect: Effect
    by: Requester
    reason: str = ""
    undoes: str | None = None


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


def awaited(effect: Effect) -> Receipt:
    """Give the receipt of an effect that was handed in and is not judged yet."""
    return Receipt(id="", kind=effect.kind, state="intent", verdict="", rule="", why="", outcome="", summary="")


def intent_body(row: Docket) -> dict[str, Any]:
    """Give what the ledger holds of an effect that is asked for; an approval is bound to its digest."""
    names = ("kind", "payload", "task", "employee", "reason")
    return {name: getattr(row, name) for name in names} | {"digest": effect_digest(row.shop, row.kind, row.payload)}
