"""Recall: lexical first, weighed by age and confidence; vectors fill up what words do not find."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from memory.embed import embed
from memory.entries import Hit, Index, IndexName, Wanted
from memory.notes import Recollection
from memory.rows import Memory

CANDIDATES = 50
"""Best hits by words or vectors alone that are weighed by age and confidence."""
HALF_LIFE_DAYS: dict[str, float] = {"episode": 14.0, "quarantine": 14.0, "lesson": 90.0, "preference": 180.0}
"""Days in which a memory's recency halves, by kind; a kind that is not named does not age, it is superseded."""
FEW = 200
"""Rows that fit and are compared one by one: to open Chroma costs what a thousand comparisons do."""
MIN_COSINE = 0.25
"""Least likeness of a text that vectors bring in. Measured on 3,044 product names: the nearest unrelated one reaches
0.22; half of the one-word queries that miss a letter reach 0.27."""


def recall(
    session: Session, index: Callable[[IndexName], Index], wanted: Wanted, query: str, *, limit: int, now: datetime
) -> list[Recollection]:
    """Find the rows that fit a query best.

    Args:
        session: Where the rows are read; what an index gives is only believed if its row says the same.
        index: Gives an index by name, brought up to date; vectors are asked for only when words find too few, and when
            there is more that they could find.
        wanted: Which rows may be found.
        query: Words, in English or Chinese.
        limit: Most rows to give.
        now: Time from which age is counted.

    Returns:
        Best first, ties by id. What words found stands before what vectors brought in.
    """
    if not query.strip():
        return []
    found = _weigh(session, wanted, index("words").find(wanted, query, max(CANDIDATES, limit)), now)
    # vectors can bring in only rows that fit and that words did not find; mostly there is none, and to look costs most
    if len(found) < limit and (fitting := _fitting(session, wanted)) > len(found):
        known = {recollection.id for recollection in found}
        # twice as many, so that equals at the end of Chroma's list, which it orders by chance, are not among the first
        most = 2 * max(CANDIDATES, limit)
        hits = _nearest(session, wanted, query, most) if fitting <= FEW else index("vectors").find(wanted, query, most)
        found += _weigh(session, wanted, [hit for hit in hits if hit.id not in known and hit.score >= MIN_COSINE], now)
    return found[:limit]


def weight(row: Memory, now: datetime) -> float:
    """Give the factor of age and confidence: ``(0.7 + 0.3 * 0.5^(age / half-life)) * confidence``."""
    half_life = HALF_LIFE_DAYS.get(row.kind)
    age_days = max(0.0, (now - row.valid_from).total_seconds() / 86400)
    recency = 1.0 if half_life is None else 0.5 ** (age_days / half_life)
    return (0.7 + 0.3 * recency) * row.confidence


def as_recollection(row: Memory, score: float = 0.0) -> Recollection:
    """Give a row with its provenance."""
    return Recollection.model_validate(row).model_copy(update={"score": score})


def _weigh(session: Session, wanted: Wanted, hits: Sequence[Hit], now: datetime) -> list[Recollection]:
    if not hits:
        return []
    scores = {hit.id: hit.score for hit in hits}
    statement = select(Memory).where(col(Memory.id).in_(list(scores)), *_fits(wanted))
    found = [as_recollection(row, scores[row.id] * weight(row, now)) for row in session.exec(statement)]
    return sorted(found, key=lambda recollection: (-recollection.score, recollection.id))


def _nearest(session: Session, wanted: Wanted, query: str, limit: int) -> list[Hit]:
    """Find the nearest of few rows as the index of vectors would: the score is the cosine, best first, ties by id."""
    rows = session.connection().execute(sa.select(col(Memory.id), col(Memory.text)).where(*_fits(wanted)))
    wants = embed(query)
    hits = [Hit(row.id, round(float(embed(row.text) @ wants), 5)) for row in rows]
    return sorted(hits, key=lambda hit: (-hit.score, hit.id))[:limit]


def _fitting(session: Session, wanted: Wanted) -> int:
    """Count the rows that may be found at all."""
    return session.exec(select(sa.func.count()).select_from(Memory).where(*_fits(wanted))).one()


def _fits(wanted: Wanted) -> list[sa.ColumnElement[bool]]:
    fits = [
        col(Memory.shop) == wanted.shop,
        col(Memory.retired_at).is_(None),
        col(Memory.kind).in_(wanted.kinds),
        col(Memory.trust) >= wanted.min_trust,
    ]
    return fits if wanted.subject is None else [*fits, col(Memory.subject) == wanted.subject]
