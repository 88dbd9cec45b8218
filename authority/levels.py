"""The levels in force: what the limits state, lowered where measured error has taken a class down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import SQLModel

from authority.autonomy import Evidence, lowered
from authority.ledger import Ledger
from authority.limits import Limits
from authority.rows import EffectRow, LevelRow
from kit.prepared import Prepared

ENDED = ("done", "partial", "refused", "rejected")
"""States that tell whether an effect was right."""

_EFFECT = SQLModel.metadata.tables[str(EffectRow.__tablename__)].c
_LEVEL = SQLModel.metadata.tables[str(LevelRow.__tablename__)]
_MINE = (_LEVEL.c.shop == sa.bindparam("of_shop"), _LEVEL.c.action == sa.bindparam("of_action"))
_LOWERED = Prepared(sa.select(_LEVEL).where(*_MINE))
_FORGET, _ADD = Prepared(sa.delete(_LEVEL).where(*_MINE)), Prepared(sa.insert(_LEVEL))
_WRONG = sa.or_(_EFFECT.state == "refused", _EFFECT.state == "rejected", _EFFECT.undone_by.is_not(None))
_EVIDENCE = Prepared(
    sa.select(sa.func.count(), sa.func.coalesce(sa.func.sum(sa.case((_WRONG, 1), else_=0)), 0)).where(
        _EFFECT.shop == sa.bindparam("shop"),
        _EFFECT.action == sa.bindparam("action"),
        sa.or_(*(_EFFECT.state == one for one in ENDED)),
        _EFFECT.undoes.is_(None),
        sa.func.coalesce(_EFFECT.settled_at, _EFFECT.submitted_at)
        > sa.bindparam("since", type_=_EFFECT.submitted_at.type),
    )
)


@dataclass(frozen=True)
class Standing:
    """How an action class stands: the level stated, the one in force, and the evidence since the last change."""

    action: str
    stated: int | None
    level: int | None
    since: datetime | None
    why: str
    evidence: Evidence


def standing(connection: sa.Connection, shop: str, limits: Limits, action: str, *, now: datetime) -> Standing:
    """Read how an action class stands."""
    row = next(iter(_LOWERED.rows(connection, {"of_shop": shop, "of_action": action})), None)
    stated = limits.levels.get(action)
    level = stated if stated is None or row is None or row.level is None else min(stated, row.level)
    begin = now - timedelta(days=limits.autonomy.window_days)
    since = max(begin, row.since) if row else begin
    seen = _evidence(connection, shop, action, since)
    return Standing(action, stated, level, row.since if row else None, row.why if row else "", seen)


def review(connection: sa.Connection, ledger: Ledger, limits: Limits, action: str, *, now: datetime) -> int | None:
    """Lower a class whose measured error has passed its limit, in the caller's transaction; give its new level."""
    found = standing(connection, ledger.shop, limits, action, now=now)
    new = lowered(found.level, found.evidence, limits.autonomy) if found.level is not None else None
    if new is not None:
        low, high = found.evidence.interval
        why = f"{found.evidence.errors} of {found.evidence.n} effects were errors ({low:.0%} to {high:.0%})"
        _set(connection, ledger.shop, action, level=new, since=now, why=why)
        ledger.append(connection, "level", f"action:{action}", {"from": found.level, "to": new, "why": why}, at=now)
    return new


def restart(connection: sa.Connection, shop: str, action: str, *, why: str, now: datetime) -> None:
    """Let the level stated by the owner count again, with the evidence counted from now on."""
    _set(connection, shop, action, level=None, since=now, why=why)


def _set(connection: sa.Connection, shop: str, action: str, *, level: int | None, since: datetime, why: str) -> None:
    _FORGET.run(connection, {"of_shop": shop, "of_action": action})
    _ADD.run(connection, {"shop": shop, "action": action, "level": level, "since": since, "why": why})


def _evidence(connection: sa.Connection, shop: str, action: str, since: datetime) -> Evidence:
    asked = {"shop": shop, "action": action, "since": since}
    ((n, errors),) = _EVIDENCE.rows(connection, asked)
    return Evidence(n, int(errors))
