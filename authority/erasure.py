"""Erasing a buyer from what the staff has written down; amounts, states and the ledger's chain stay.

A ledger's link holds a digest under a salt. Taking payload and salt away leaves the chain whole and says nothing about
what was said; `audit verify` counts what was taken away.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from authority.ledger import Ledger
from authority.rows import EffectRow, LedgerRow, PayloadRow, TaskRow, TurnRow
from authority.tasks import End
from kit.errors import Refused
from kit.ids import canonical
from kit.store import Database

_IN_FLIGHT = ("intent", "applying", "unknown")


@dataclass(frozen=True)
class Person:
    """A buyer to be erased.

    Attributes:
        id: The buyer's id.
        orders, threads: Ids of the buyer's objects.
        words: What identifies or was said by the buyer: name, address, messages; found wherever it was copied to,
            but in what belongs to another buyer, whose records may hold the same name or the same words.
    """

    id: str
    orders: frozenset[str]
    threads: frozenset[str]
    words: tuple[str, ...]

    @property
    def pattern(self) -> re.Pattern[str]:
        """Give what finds this person in a text, as people write it and as JSON writes it."""
        plain = {self.id, *self.orders, *self.threads, *self.words}
        names = sorted(
            {form for one in plain for form in (one, canonical(one)[1:-1])}, key=lambda one: (-len(one), one)
        )
        return re.compile("|".join(rf"(?<!\w){re.escape(name)}(?!\w)" for name in names))


@dataclass(frozen=True)
class Erased:
    """What was blanked: numbers, and ids of the tasks and effects, whose memories are to go too."""

    tasks: frozenset[str]
    effects: frozenset[str]
    turns: int
    payloads: int


def waiting(database: Database, shop: str, person: Person) -> list[str]:
    """List the held effects that touch a person; they cannot be approved once they are blank.

    Raises:
        Refused: The outcome of one that touches the person is not known yet.
    """
    with database.session() as session:
        rows = [row for row in _effects(session, shop) if _touches(row, person)]
    under_way = [row.id for row in rows if row.state in _IN_FLIGHT]
    if under_way:
        raise Refused(f"the outcome of {under_way[0]} is not known yet; run `shopstaff work --once` and try again")
    return [row.id for row in rows if row.state == "held"]


def erase(database: Database, ledger: Ledger, person: Person, *, at: datetime) -> Erased:
    """Blank a person in tasks, turns, effects and ledger payloads, in one transaction, and write that down."""
    shop, pattern = ledger.shop, person.pattern
    with database.exclusive() as session:
        effects = _blank_effects(session, shop, person, pattern)
        tasks, turns = _blank_tasks(session, shop, person, pattern)
        payloads = _drop_payloads(session, shop, effects, pattern)
        body = {"buyer": person.id, "effects": len(effects), "tasks": len(tasks), "payloads": payloads}
        ledger.append(session.connection(), "erasure", f"buyer:{person.id}", body, at=at)
    return Erased(frozenset(tasks), frozenset(effects), turns, payloads)


def _effects(session: Session, shop: str) -> list[EffectRow]:
    return list(session.exec(select(EffectRow).where(EffectRow.shop == shop).order_by(col(EffectRow.id))))


def _touches(row: EffectRow, person: Person) -> bool:
    """Tell whether an effect was for a person or about what is theirs."""
    named: dict[str, Collection[str]] = {"customers": {person.id}, "orders": person.orders, "threads": person.threads}
    return row.buyer == person.id or any(
        one in theirs for name, theirs in named.items() for one in row.exposure.get(name, ())
    )


def _blank_effects(session: Session, shop: str, person: Person, pattern: re.Pattern[str]) -> set[str]:
    blanked = set()
    for row in _effects(session, shop):
        text = canonical([row.payload, row.exposure, row.outcome, row.summary, row.reason, row.why])
        if not _touches(row, person) and (row.buyer is not None or not pattern.search(text)):
            continue
        if row.exposure.get("general"):
            row.reason = "" if pattern.search(canonical(row.reason)) else row.reason
            session.add(row)
            continue
        blanked.add(row.id)
        row.payload, row.summary, row.reason, row.why = {}, "", "", ""
        # amounts and ids of lines stay, for the sums that limits are counted by
        row.exposure = {**row.exposure, "words": None}
        row.outcome = {**row.outcome, "message": "", "items": []} if row.outcome else {}
        session.add(row)
    return blanked


def _blank_tasks(session: Session, shop: str, person: Person, pattern: re.Pattern[str]) -> tuple[set[str], int]:
    rows = session.exec(select(TaskRow).where(TaskRow.shop == shop).order_by(col(TaskRow.id))).all()
    theirs = {f"order:{one}" for one in person.orders} | {f"thread:{one}" for one in person.threads}
    tasks = {row.id for row in rows if row.buyer == person.id or theirs & set(row.subject)}
    others = {row.id for row in rows if row.buyer is not None} - tasks
    for row in rows:
        if row.id in others:
            continue
        if row.id in tasks or pattern.search(canonical([row.input, row.answer])):
            row.input, row.answer = {}, ""
        if row.id in tasks and row.end is None:
            row.end = End.STOPPED
        session.add(row)
    turns = 0
    for turn in session.exec(select(TurnRow).where(TurnRow.shop == shop)).all():
        if turn.task in tasks or (turn.task not in others and pattern.search(canonical(turn.body))):
            session.delete(turn)
            turns += 1
    session.flush()
    return tasks, turns


def _drop_payloads(session: Session, shop: str, effects: set[str], pattern: re.Pattern[str]) -> int:
    about = select(LedgerRow.seq, LedgerRow.effect).where(LedgerRow.shop == shop)
    subjects = {seq: effect for seq, effect in session.exec(about).all()}
    others = {row.id for row in _effects(session, shop) if row.buyer is not None} - effects
    dropped = 0
    for payload in session.exec(select(PayloadRow).where(PayloadRow.shop == shop)).all():
        about_it = subjects.get(payload.seq)
        if about_it in effects or (about_it not in others and pattern.search(payload.body)):
            session.delete(payload)
            dropped += 1
    session.flush()
    return dropped
