"""The write path: duplicate, supersede, quarantine, in the caller's transaction."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from kit.clock import as_utc
from kit.ids import canonical, stable_id
from kit.text import language
from memory.entries import INDEXES
from memory.notes import UNKEYED, Kind, Note, Outcome, Remembered, Scope, check, trust_of
from memory.rows import Memory, MemoryEvidence, MemoryOutbox


def remember(session: Session, scope: Scope, note: Note, now: datetime) -> Remembered:
    """Write a note down.

    Args:
        session: Open transaction; the row, its evidence and its outbox entries stand or fall together.
        scope: Shop and employee that write.
        note: What is to be remembered.
        now: Time of writing.

    Raises:
        Retry: The note is malformed.
        Refused: Its source may not say this.
        sqlalchemy.exc.IntegrityError: Another process wrote the same at this moment; begin again.
    """
    check(scope, note, now)
    row = _row(scope, note, note.kind, now)
    said = row.content_hash
    known = session.get(MemoryEvidence, (scope.shop, note.event, said))
    if known is not None:
        return Remembered(id=known.memory, outcome="known")
    if _twin(session, row) is None and _is_outranked(session, row):
        row = _row(scope, note, "quarantine", now)
    twin = _twin(session, row)
    if twin is not None:
        outcome: Outcome = _confirm(session, twin, row)
    else:
        outcome = _insert(session, row)
    if row.kind != note.kind:
        outcome = "quarantined"
    held_by = twin.id if twin is not None else row.id
    session.add(MemoryEvidence(shop=scope.shop, event=note.event, content_hash=said, memory=held_by, recorded_at=now))
    return Remembered(id=held_by, outcome=outcome)


def forget(session: Session, shop: str, subject: str) -> int:
    """Erase every row about a subject, past and present; give the number of rows."""
    ids = list(session.exec(select(Memory.id).where(Memory.shop == shop, Memory.subject == subject)))
    about = sa.select(col(Memory.id)).where(col(Memory.shop) == shop, col(Memory.subject) == subject)
    session.execute(
        sa.delete(MemoryEvidence).where(col(MemoryEvidence.shop) == shop, col(MemoryEvidence.memory).in_(about))
    )
    session.execute(sa.delete(Memory).where(col(Memory.shop) == shop, col(Memory.subject) == subject))
    for memory in ids:
        _touch(session, shop, memory)
    return len(ids)


def erase(session: Session, shop: str, unwanted: Callable[[Memory], bool]) -> int:
    """Erase every row, past and present, that is unwanted; give the number of rows."""
    rows = [row for row in session.exec(select(Memory).where(Memory.shop == shop)) if unwanted(row)]
    for row in rows:
        here = (col(MemoryEvidence.shop) == shop, col(MemoryEvidence.memory) == row.id)
        session.execute(sa.delete(MemoryEvidence).where(*here))
        session.delete(row)
        _touch(session, shop, row.id)
    return len(rows)


def _row(scope: Scope, note: Note, kind: Kind, now: datetime) -> Memory:
    text = note.text.strip()
    content = stable_id("text", scope.shop, kind, note.subject, note.predicate or "", text, canonical(note.value))
    keyed = note.predicate is not None and kind not in UNKEYED
    return Memory(
        id=stable_id("mem", scope.shop, note.event, content),
        shop=scope.shop,
        kind=kind,
        subject=note.subject,
        predicate=note.predicate,
        key=stable_id("key", scope.shop, kind, note.subject, note.predicate) if keyed else None,
        text=text,
        language=language(text),
        value=note.value,
        employee=scope.employee,
        source=note.source,
        event=note.event,
        trust=trust_of(note),
        confidence=note.confidence,
        valid_from=as_utc(note.valid_from or now),
        recorded_at=now,
        content_hash=content,
    )


def _twin(session: Session, row: Memory) -> Memory | None:
    return session.exec(
        select(Memory).where(
            Memory.shop == row.shop, Memory.content_hash == row.content_hash, col(Memory.retired_at).is_(None)
        )
    ).first()


def _before(session: Session, row: Memory) -> Memory | None:
    """Give the row of the same key that held when this one began."""
    if row.key is None:
        return None
    return session.exec(
        select(Memory)
        .where(Memory.shop == row.shop, Memory.key == row.key, Memory.valid_from <= row.valid_from)
        .order_by(
            col(Memory.valid_from).desc(),
            col(Memory.retired_at).is_(None).desc(),
            col(Memory.valid_to).desc(),
            col(Memory.id),
        )
    ).first()


def _after(session: Session, row: Memory) -> Memory | None:
    """Give the first row of the same key that began later than this one."""
    if row.key is None:
        return None
    return session.exec(
        select(Memory)
        .where(Memory.shop == row.shop, Memory.key == row.key, Memory.valid_from > row.valid_from)
        .order_by(col(Memory.valid_from), col(Memory.valid_to), col(Memory.id))
    ).first()


def _is_outranked(session: Session, row: Memory) -> bool:
    before = _before(session, row)
    return before is not None and before.trust > row.trust


def _confirm(session: Session, twin: Memory, row: Memory) -> Outcome:
    # added by the database, so that two who confirm at once both count
    this = (col(Memory.shop) == twin.shop, col(Memory.id) == twin.id)
    session.execute(sa.update(Memory).where(*this).values(support=col(Memory.support) + 1))
    if row.trust > twin.trust:
        # the better witness becomes the provenance, so that a claim rises only with the one who vouches for it
        twin.trust, twin.source, twin.event = row.trust, row.source, row.event
        twin.employee, twin.confidence = row.employee, row.confidence
        _touch(session, twin.shop, twin.id)
    return "confirmed"


def _insert(session: Session, row: Memory) -> Outcome:
    before, after = _before(session, row), _after(session, row)
    if before is not None:
        if before.retired_at is None:
            before.retired_at = row.recorded_at
            _touch(session, before.shop, before.id)
        before.valid_to, before.superseded_by = row.valid_from, row.id
        session.flush()  # the unique index of the current value must see it retired before the new row comes
    if after is not None:
        row.valid_to, row.superseded_by, row.retired_at = after.valid_from, after.id, row.recorded_at
    else:
        _touch(session, row.shop, row.id)
    session.add(row)
    if after is not None:
        return "late"
    return "new" if before is None else "superseded"


def _touch(session: Session, shop: str, memory: str) -> None:
    session.add_all([MemoryOutbox(shop=shop, memory=memory, index=index) for index in INDEXES])
