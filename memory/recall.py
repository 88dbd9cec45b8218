"""Recall: lexical first, weighed by age and confidence; vectors fill up what words do not find."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa

from kit.prepared import Prepared
from memory.embed import embed
from memory.entries import Hit, Index, IndexName, Wanted
from memory.notes import Recollection
from memory.rows import TABLE

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
    connection: sa.Connection,
    index: Callable[[IndexName], Index],
    wanted: Wanted,
    query: str,
    *,
    limit: int,
    now: datetime,
) -> list[Recollection]:
    """Find the rows that fit a query best.

    Args:
        connection: Where the rows are read; what an index gives is only believed if its row says the same.
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
    found = _weigh(connection, wanted, index("words").find(wanted, query, max(CANDIDATES, limit)), now)
    # vectors can bring in only rows that fit and that words did not find; mostly there is none, and to look costs most
    if len(found) < limit and (fitting := _count(connection, wanted)) > len(found):
        known = {recollection.id for recollection in found}
        # twice as many, so that equals at the end of Chroma's list, which it orders by chance, are not among the first
        most = 2 * max(CANDIDATES, limit)
        if fitting <= FEW:
            hits = _nearest(_fitting(connection, wanted), query, most)
        else:
            hits = index("vectors").find(wanted, query, most)
        near = [hit for hit in hits if hit.id not in known and hit.score >= MIN_COSINE]
        found += _weigh(connection, wanted, near, now)
    return found[:limit]


def weight(row: Any, now: datetime) -> float:
    """Give the factor of age and confidence: ``(0.7 + 0.3 * 0.5^(age / half-life)) * confidence``."""
    half_life = HALF_LIFE_DAYS.get(row.kind)
    age_days = max(0.0, (now - row.valid_from).total_seconds() / 86400)
    recency = 1.0 if half_life is None else 0.5 ** (age_days / half_life)
    return (0.7 + 0.3 * recency) * float(row.confidence)


def as_recollection(row: Any, score: float = 0.0) -> Recollection:
    """Give a row with its provenance."""
    return Recollection.model_validate(row).model_copy(update={"score": score})


def _weigh(connection: sa.Connection, wanted: Wanted, hits: Sequence[Hit], now: datetime) -> list[Recollection]:
    if not hits:
        return []
    scores = {hit.id: hit.score for hit in hits}
    rows = _fitting(connection, wanted, sorted(scores))
    found = [as_recollection(row, scores[row.id] * weight(row, now)) for row in rows]
    return sorted(found, key=lambda recollection: (-recollection.score, recollection.id))


def _nearest(fitting: Sequence[Any], query: str, limit: int) -> list[Hit]:
    """Find the nearest of few rows as the index of vectors would: the score is the cosine, best first, ties by id."""
    wants = embed(query)
    hits = [Hit(row.id, round(float(embed(row.text) @ wants), 5)) for row in fitting]
    return sorted(hits, key=lambda hit: (-hit.score, hit.id))[:limit]


def _count(connection: sa.Connection, wanted: Wanted) -> int:
    """Count the rows that may be found at all."""
    ((number,),) = _asking(len(wanted.kinds), about=wanted.subject is not None, counts=True).rows(
        connection, _asked(wanted)
    )
    return int(number)


def _fitting(connection: sa.Connection, wanted: Wanted, ids: Sequence[str] | None = None) -> list[Any]:
    """Give the rows that may be found at all, or those of some ids among them."""
    about = wanted.subject is not None
    if ids is None:
        return _asking(len(wanted.kinds), about=about).rows(connection, _asked(wanted))
    # as many places as the next power of two, the last id in those left over: few texts serve all lengths
    places = 1 << (len(ids) - 1).bit_length()
    given = {f"id_{place}": ids[min(place, len(ids) - 1)] for place in range(places)}
    return _asking(len(wanted.kinds), about=about, ids=places).rows(connection, _asked(wanted) | given)


def _asked(wanted: Wanted) -> dict[str, Any]:
    kinds = {f"kind_{number}": kind for number, kind in enumerate(wanted.kinds)}
    return {"shop": wanted.shop, "trust": wanted.min_trust, "subject": wanted.subject, **kinds}


@cache
def _asking(kinds: int, *, about: bool, ids: int = 0, counts: bool = False) -> Prepared:
    row = TABLE.c
    query = sa.select(sa.func.count()).select_from(TABLE) if counts else sa.select(TABLE)
    query = query.where(
        row.shop == sa.bindparam("shop"),
        row.retired_at.is_(None),
        row.kind.in_([sa.bindparam(f"kind_{number}") for number in range(kinds)]) if kinds else sa.false(),
        row.trust >= sa.bindparam("trust"),
    )
    query = query.where(row.subject == sa.bindparam("subject")) if about else query
    return Prepared(query.where(row.id.in_([sa.bindparam(f"id_{place}") for place in range(ids)])) if ids else query)
