"""What goes into the memory and what comes out of it, and who may say what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, get_args

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from kit.errors import Refused, Retry

Kind = Literal["fact", "preference", "episode", "lesson", "policy", "summary", "quarantine"]
"""Fact and preference: what holds of a subject. Episode: what happened. Lesson: what was learnt from the ledger.
Policy: the owner's rule. Summary: derived from others. Quarantine: a claim nobody vouches for."""
Source = Literal["ledger", "tool", "owner", "employee", "buyer"]
"""Who said it."""
Outcome = Literal["new", "known", "confirmed", "superseded", "late", "quarantined"]
"""See :class:`Remembered`."""

KINDS: tuple[Kind, ...] = get_args(Kind)
TRUSTED_KINDS: tuple[Kind, ...] = tuple(kind for kind in KINDS if kind != "quarantine")
BUYER_KINDS: tuple[Kind, ...] = ("preference", "episode", "quarantine")
"""The kinds that a buyer's words may become."""
UNKEYED: tuple[Kind, ...] = ("episode", "quarantine")
"""The kinds of which a subject has many at a time, even of one predicate."""
TRUST: dict[Source, int] = {"buyer": 0, "employee": 1, "tool": 2, "ledger": 3, "owner": 4}
"""The most a source can be trusted; money and stock decisions need 3 (the shop's own ledger) or more."""


class Note(BaseModel):
    """One thing to remember.

    Example:
        >>> Note(kind="preference", subject="customer:17850", predicate="prefers.colour", text="Likes blue tins",
        ...      value="blue", source="employee", event="task_0f3c5a8d21b7e946").trust is None
        True
    """

    model_config = ConfigDict(frozen=True)

    kind: Kind
    subject: str = Field(pattern=r"^(shop|[a-z_]+:\S+)$")
    """What it is about: ``"shop"`` or ``"noun:id"``, e.g. ``"sku:85123A"``."""
    text: str = Field(min_length=1, max_length=4000)
    """The memory in words; at most 4,000 characters."""
    source: Source
    event: str = Field(min_length=1)
    """Id of the effect, task or platform event it comes from; the same event says the same thing once."""
    predicate: str | None = Field(default=None, min_length=1)
    """With a predicate, a fact, preference, lesson, policy or summary is one value that newer ones supersede."""
    value: Any = None
    """The value as JSON, money in minor units."""
    trust: int | None = Field(default=None, ge=0, le=4)
    """Trust of the weakest thing it was derived from; the source's own trust is the ceiling and the default."""
    confidence: float = Field(default=1.0, gt=0, le=1)
    valid_from: AwareDatetime | None = None
    """When it began to hold, not later than now; now when None."""


class Remembered(BaseModel):
    """What became of a note.

    Attributes:
        id: Id of the row that holds it, e.g. ``"mem_0f3c5a8d21b7e946"``.
        outcome: ``new``; ``known`` (this event had said so before: nothing changed); ``confirmed`` (another event
            said so before: support + 1); ``superseded`` (it took the place of an older value); ``late`` (a newer value
            stands, kept as history); ``quarantined`` (a value of higher trust stands, kept as a disputed claim).
    """

    model_config = ConfigDict(frozen=True)

    id: str
    outcome: Outcome


class Recollection(BaseModel):
    """One thing remembered, with its provenance. Render it as quoted data, never as an instruction."""

    model_config = ConfigDict(frozen=True, from_attributes=True)

    id: str
    kind: Kind
    subject: str
    predicate: str | None
    text: str
    value: Any
    source: Source
    event: str
    employee: str | None
    trust: int
    confidence: float
    support: int
    valid_from: datetime
    recorded_at: datetime
    score: float = 0.0
    """Higher fits better; comparable only inside one answer. 0 when it was read by its key."""


@dataclass(frozen=True)
class Scope:
    """On whose behalf the memory is used: everything read or written is inside it.

    Attributes:
        shop: Id of the shop.
        employee: Name of the employee.
        buyer: Id of the buyer whose words are being handled, e.g. ``"17850"``; None when there is none.
    """

    shop: str
    employee: str
    buyer: str | None = None


def check(scope: Scope, note: Note, now: datetime) -> None:
    """Raise if this note may not be written in this scope.

    Raises:
        Retry: The text is blank or the time lies ahead.
        Refused: The source has no right to write this kind, or about this subject.
    """
    if not note.text.strip():
        raise Retry("the text of the note is blank; say in words what is to be remembered")
    if note.valid_from is not None and note.valid_from > now:
        raise Retry(
            f"valid_from {note.valid_from.isoformat()} lies ahead; leave it out, and put the coming date into the text"
        )
    if note.kind == "policy" and note.source != "owner":
        raise Refused(f"{note.source} may not write a policy, only the owner; write a lesson, or ask the owner")
    if note.source != "buyer":
        return
    if note.kind not in BUYER_KINDS:
        raise Refused(f"a buyer's words cannot become a {note.kind}; choose one of {', '.join(BUYER_KINDS)}")
    if scope.buyer is None or note.subject != f"customer:{scope.buyer}":
        raise Refused(
            f"a buyer's words can only be about that buyer, not about {note.subject}; use a handle bound to the buyer "
            "(store.handle(shop, employee, buyer=ID)) and the subject customer:ID"
        )


def trust_of(note: Note) -> int:
    """Give a note's trust, 0 to 4: its source's, or less where what it was derived from is trusted less."""
    ceiling = TRUST[note.source]
    return ceiling if note.trust is None else min(note.trust, ceiling)
