"""Keeping the indexes equal to the rows: draining the outbox, comparing, filling anew."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, SQLModel, col, select

from kit.prepared import Prepared
from kit.store import Database
from memory.entries import Entry, Index, IndexName
from memory.rows import Memory, MemoryOutbox

_BATCH = 1000
_OUTBOX = SQLModel.metadata.tables[str(MemoryOutbox.__tablename__)]
_WAITING = Prepared(
    sa.select(_OUTBOX).where(_OUTBOX.c.index == sa.bindparam("index")).order_by(_OUTBOX.c.seq).limit(_BATCH)
)
_COUNT = Prepared(sa.select(sa.func.count()).select_from(_OUTBOX).where(_OUTBOX.c.index == sa.bindparam("index")))
_LIVE = Prepared(sa.select(col(Memory.id)).where(col(Memory.retired_at).is_(None)))


def drain(database: Database, index: Index, name: IndexName) -> int:
    """Bring an index up to date with the outbox.

    Each entry only says *look again*: what the row is now decides, so that entries may be done twice, late or in any
    order. The index is written first and the entries deleted after; a process killed in between does them again.

    Returns:
        Number of outbox entries done.
    """
    done = 0
    while True:
        with database.reading() as connection:
            if not _WAITING.rows(connection, {"index": name}):
                return done
        with database.session() as session:
            waiting = _WAITING.rows(session.connection(), {"index": name})
            _look_again(session, index, waiting)
            # by number one by one: on Postgres a lower number may be committed later than a higher one
            seqs = [entry.seq for entry in waiting]
            session.execute(sa.delete(MemoryOutbox).where(col(MemoryOutbox.seq).in_(seqs)))
        done += len(waiting)
        if len(waiting) < _BATCH:
            return done


def is_complete(database: Database, index: Index, name: IndexName) -> bool:
    """Tell whether an index holds exactly the live rows; a row's id tells its content too.

    Ask after :func:`drain`; while another process is writing (the outbox is not empty) nothing can be compared, and
    the index counts as complete.
    """
    with database.reading() as connection:
        live = {memory for (memory,) in _LIVE.raw(connection, {})}
    # the outbox is read last: if it is empty, nothing was written since the rows were read
    return waiting_count(database, name) > 0 or index.ids() == live


def fill(database: Database, index: Index) -> None:
    """Fill an empty index from the rows."""
    with database.session() as session:
        for batch in _live_rows(session):
            index.put([_entry(row) for row in batch])


def waiting_count(database: Database, name: IndexName) -> int:
    """Count the outbox entries that an index has not looked at."""
    with database.reading() as connection:
        return int(_COUNT.raw(connection, {"index": name})[0][0])


def row_counts(database: Database) -> tuple[int, int]:
    """Count all rows, and those that hold now, over all shops."""
    with database.session() as session:
        rows = session.exec(select(sa.func.count()).select_from(Memory)).one()
        live = session.exec(select(sa.func.count()).select_from(Memory).where(col(Memory.retired_at).is_(None))).one()
    return rows, live


def _look_again(session: Session, index: Index, waiting: Sequence[Any]) -> None:
    touched = sorted({(entry.shop, entry.memory) for entry in waiting})
    ids = [memory for _, memory in touched]
    live = session.exec(select(Memory).where(col(Memory.id).in_(ids), col(Memory.retired_at).is_(None)))
    rows = {(row.shop, row.id): row for row in live}
    index.put([_entry(rows[place]) for place in touched if place in rows])
    for shop, group in groupby((place for place in touched if place not in rows), key=lambda place: place[0]):
        index.drop(shop, [memory for _, memory in group])


def _live_rows(session: Session) -> Iterator[list[Memory]]:
    last: tuple[str, str] = ("", "")
    while True:
        rows = list(
            session.exec(
                select(Memory)
                .where(col(Memory.retired_at).is_(None), sa.tuple_(col(Memory.shop), col(Memory.id)) > last)
                .order_by(col(Memory.shop), col(Memory.id))
                .limit(_BATCH)
            )
        )
        if not rows:
            return
        yield rows
        last = (rows[-1].shop, rows[-1].id)
        session.expunge_all()


def _entry(row: Memory) -> Entry:
    return Entry(row.id, row.shop, row.kind, row.subject, row.trust, row.predicate or "", row.text)
