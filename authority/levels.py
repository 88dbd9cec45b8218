"""The levels in force: what the limits state, lowered where measured error has taken a class down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, case, col, func, select

from authority.autonomy import Evidence, lowered
from authority.ledger import Ledger
from authority.limits import Limits
from authority.rows import EffectRow, LevelRow

ENDED = ("done", "partial", "refused", "rejected")
"""States that tell whether an effect was right."""


@dataclass(frozen=True)
class Standing:
    """How an action class stands: the level stated, the one in force, and the evidence since the last change."""

    action: str
    stated: int | None
    level: int | None
    since: datetime | None
    why: str
    evidence: Evidence


def standing(session: Session, shop: str, limits: Limits, action: str, *, now: datetime) -> Standing:
    """Read how an action class stands."""
    row = session.get(LevelRow, (shop, action))
    stated = limits.levels.get(action)
    level = stated if stated is None or row is None or row.level is None else min(stated, row.level)
    begin = now - timedelta(days=limits.autonomy.window_days)
    since = max(begin, row.since) if row else begin
    seen = _evidence(session, shop, action, since)
    return Standing(action, stated, level, row.since if row else None, row.why if row else "", seen)


def review(session: Session, ledger: Ledger, limits: Limits, action: str, *, now: datetime) -> int | None:
    """Lower a class whose measured error has passed its limit, in the caller's transaction; give its new level."""
    found = standing(session, ledger.shop, limits, action, now=now)
    new = lowered(found.level, found.evidence, limits.autonomy) if found.level is not None else None
    if new is not None:
        low, high = found.evidence.interval
        why = f"{found.evidence.errors} of {found.evidence.n} effects were errors ({low:.0%} to {high:.0%})"
        session.merge(LevelRow(shop=ledger.shop, action=action, level=new, since=now, why=why))
        ledger.append(session, "level", f"action:{action}", {"from": found.level, "to": new, "why": why}, at=now)
    return new


def restart(session: Session, shop: str, action: str, *, why: str, now: datetime) -> None:
    """Let the level stated by the owner count again, with the evidence counted from now on."""
    session.merge(LevelRow(shop=shop, action=action, level=None, since=now, why=why))


def _evidence(session: Session, shop: str, action: str, since: datetime) -> Evidence:
    settled = func.coalesce(col(EffectRow.settled_at), col(EffectRow.submitted_at))
    ended = (
        col(EffectRow.shop) == shop,
        col(EffectRow.action) == action,
        col(EffectRow.state).in_(ENDED),
        col(EffectRow.undoes).is_(None),
        settled > since,
    )
    wrong = col(EffectRow.state).in_(("refused", "rejected")) | col(EffectRow.undone_by).is_not(None)
    query = select(func.count(), func.coalesce(func.sum(case((wrong, 1), else_=0)), 0)).select_from(EffectRow)
    n, errors = session.exec(query.where(*ended)).one()
    return Evidence(n, int(errors))
