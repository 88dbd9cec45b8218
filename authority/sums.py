"""What the other effects of a shop have done or may do: the queries of a snapshot, each compiled once."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlmodel import SQLModel

from authority.docket import Docket
from authority.effect import Exposure
from authority.rows import EffectRow, LevelRow, StopRow
from kit.prepared import Prepared

COUNTED = ("held", "applying", "done", "partial", "unknown", "needs_person")
"""States in which an effect counts as spent: what may still happen counts like what happened."""

PENDING = ("held", "applying", "unknown", "needs_person")
"""Counted states that the shop's own figures do not show yet."""

TOUCHING = ("refunds", "handlings", "alterations", "credits", "is_free_sample", "requests")
"""Parts of an exposure that what waits may still do to an order, a sample or a request."""

_EFFECT, _LEVEL, _STOP = (SQLModel.metadata.tables[row.__tablename__] for row in (EffectRow, LevelRow, StopRow))
_ROW = _EFFECT.c
_MOMENT = sa.func.coalesce(_ROW.settled_at, _ROW.submitted_at)
"""When an effect counts in a window: money approved later leaves when it is approved, not when it was asked for."""


def _is_in(states: tuple[str, ...]) -> sa.ColumnElement[bool]:
    """Ask for one of the states, spelled out: a prepared statement takes no list."""
    return sa.or_(*(_ROW.state == one for one in states))


def _others(states: tuple[str, ...]) -> sa.ColumnElement[bool]:
    mine = (_ROW.shop == sa.bindparam("shop"), _ROW.id != sa.bindparam("row"))
    return sa.and_(*mine, _is_in(states))


def _since() -> sa.BindParameter[datetime]:
    return sa.bindparam("since", type_=_ROW.submitted_at.type)


def _spent_since() -> sa.ColumnElement[bool]:
    """What was spent since, and what may still be spent at any moment, however long it has waited."""
    waits = sa.and_(_ROW.state == "held", _ROW.expires_at > sa.bindparam("now", type_=_ROW.expires_at.type))
    return sa.or_(_MOMENT >= _since(), waits, _is_in(("applying", "unknown", "needs_person")))


_NOT_UNDONE = _ROW.id != sa.bindparam("undoes")
"""Taking an effect back is about the same object, and is no repetition of it."""

_SUM = Prepared(
    sa.select(sa.func.coalesce(sa.func.sum(_ROW.money_out), 0)).where(
        _others(COUNTED), _ROW.budget == sa.bindparam("budget"), _spent_since()
    )
)
_PENDING = Prepared(sa.select(_ROW.exposure).where(_others(PENDING)))
_REFUNDS = Prepared(sa.select(_ROW.exposure).where(_others(COUNTED), _ROW.budget == "refund", _spent_since()))
_ABOUT = Prepared(
    sa.select(_ROW.exposure).where(_others(COUNTED), _ROW.object_id == sa.bindparam("object"), _NOT_UNDONE)
)
_PRODUCTS = Prepared(
    sa.select(_ROW.exposure).where(_others(COUNTED), _ROW.object_id.startswith("product:"), _spent_since())
)
_REQUESTS = Prepared(
    sa.select(_ROW.exposure).where(_others(COUNTED), _ROW.object_id.startswith("request:"), _spent_since())
)
_MESSAGES = Prepared(
    sa.select(sa.func.count())
    .select_from(_EFFECT)
    .where(_others(COUNTED), _ROW.action == "message", _ROW.object_id == sa.bindparam("object"), _MOMENT >= _since())
)
_CONTACTS = Prepared(
    sa.select(_ROW.exposure, _ROW.state, sa.type_coerce(_MOMENT, _ROW.submitted_at.type).label("moment")).where(
        _others(COUNTED), _ROW.object_id == sa.bindparam("object"), _spent_since()
    )
)
_LIKE = Prepared(
    sa.select(_ROW.id)
    .where(
        _others(COUNTED),
        _ROW.kind == sa.bindparam("kind"),
        _ROW.object_id == sa.bindparam("object"),
        _NOT_UNDONE,
        _MOMENT >= _since(),
    )
    .order_by(_ROW.submitted_at.desc())
    .limit(1)
)
_BY_STAFF = Prepared(
    sa.select(sa.func.coalesce(sa.func.sum(_ROW.money_out), 0)).where(
        _others(COUNTED), _ROW.decided_as == "store_manager", _MOMENT >= _since()
    )
)
_DEALS = Prepared(
    sa.select(_ROW.exposure).where(
        _others(("applying", "done", "partial", "unknown")),
        _ROW.budget == "giveaway",
        _ROW.decided_as == "owner",
        _MOMENT >= _since(),
    )
)
_STANDING = Prepared(
    sa.union_all(
        sa.select(_STOP.c.scope, sa.null().label("level")).where(_STOP.c.shop == sa.bindparam("shop")),
        sa.select(sa.null(), _LEVEL.c.level).where(
            _LEVEL.c.shop == sa.bindparam("shop"), _LEVEL.c.action == sa.bindparam("action")
        ),
    )
)
"""The pulled kill switches, and the level that measured error has lowered an action class to."""
_SPANS = (
    ("refund", "day", 1),
    ("change", "day", 1),
    ("sample", "30d", 30),
    ("resend", "day", 1),
    ("giveaway", "day", 1),
    ("production", "30d", 30),
)


def spent(connection: sa.Connection, shop: str, budget: str, *, days: int, now: datetime) -> int:
    """Sum up what counts against a budget in so many days, in minor units: done, waiting and unknown alike."""
    about = {"shop": shop, "row": "", "budget": budget, "since": now - timedelta(days=days), "now": now}
    ((total,),) = _SUM.rows(connection, about)
    return int(total)


class Others:
    """Sums over the other effects of the shop.

    Args:
        connection: Open transaction on the staff's database.
        row: The effect that is judged; it is left out of every sum.
        now: The moment of judging.
    """

    def __init__(self, connection: sa.Connection, row: Docket, now: datetime) -> None:
        self._connection, self._now, self._kind = connection, now, row.kind
        self._mine = {"shop": row.shop, "row": row.id}
        self._action, self._undoes = row.action, row.undoes or ""
        self._pending: list[Exposure] | None = None

    def standing(self) -> tuple[frozenset[str], int | None]:
        """Give the scopes of the pulled kill switches, and the level that error has taken the action class down to."""
        rows = _STANDING.rows(self._connection, {"shop": self._mine["shop"], "action": self._action})
        lowered = [level for scope, level in rows if scope is None]
        return frozenset(scope for scope, _level in rows if scope is not None), (lowered or [None])[0]

    def spent(self, exposure: Exposure) -> dict[str, int]:
        """Sum up the budgets that this exposure counts against."""
        wanted = {exposure.budget, "refund" if exposure.refunds else None}
        return {f"{budget}.{span}": self._sum(budget, days) for budget, span, days in _SPANS if budget in wanted}

    def pending(self) -> list[Exposure]:
        """Give what other effects may still do to orders and samples, whatever kind they are."""
        if self._pending is None:
            found = self._all(_PENDING, self._mine)
            self._pending = [Exposure.model_validate(one) for one in found if any(one.get(name) for name in TOUCHING)]
        return self._pending

    def approved_by_staff(self) -> int:
        """Sum up what the digital store manager has approved in 24 hours."""
        return int(self._one(_BY_STAFF, {**self._mine, "since": self._now - timedelta(days=1)}))

    def deals(self, days: int) -> dict[str, Decimal]:
        """Give the deepest discount of each type that the owner has approved in so many days."""
        found: dict[str, Decimal] = {}
        about = {**self._mine, "since": self._now - timedelta(days=days)}
        for one in self._all(_DEALS, about):
            if deal := one.get("deal"):
                found[deal["type"]] = max(found.get(deal["type"], Decimal(0)), Decimal(deal["depth"]))
        return dict(sorted(found.items()))

    def refunds_of(self, customer: str) -> int:
        """Count the refunds of a buyer in 30 days."""
        found = self._all(_REFUNDS, {**self._mine, **self._window(days=30)})
        return sum(customer in one.get("customers", ()) for one in found)

    def altered(self, order_id: str) -> int:
        """Count the changes of an order, but for one that this effect takes back."""
        about = {**self._mine, "object": f"order:{order_id}", "undoes": self._undoes}
        return sum(bool(one.get("alterations")) for one in self._all(_ABOUT, about))

    def off_shelf(self) -> int:
        """Count the products taken off the shelf in 24 hours, those that wait too."""
        found = self._all(_PRODUCTS, {**self._mine, **self._window(days=1)})
        return sum(bool(one.get("off_shelf")) for one in found)

    def refusals(self) -> int:
        """Count the requests refused in 24 hours, those that wait too."""
        found = self._all(_REQUESTS, {**self._mine, **self._window(days=1)})
        return sum(step["act"] == "refuse" for one in found for step in one.get("requests", ()))

    def messages_in(self, thread: str) -> int:
        """Count the staff's messages in a thread within an hour."""
        since = self._now - timedelta(hours=1)
        return int(self._one(_MESSAGES, {**self._mine, "object": f"thread:{thread}", "since": since}))

    def contacts_of(self, customer: str, *, days: int) -> tuple[int, int]:
        """Count what a buyer had without asking: offers in so many days, and all of it in 24 hours."""
        about = {**self._mine, "object": f"customer:{customer}", **self._window(days=max(1, days))}
        found = _CONTACTS.rows(self._connection, about)
        unasked = [one for one in found if one.exposure.get("contact")]
        day = self._now - timedelta(days=1)
        offers = sum(one.exposure["contact"] == "offer" for one in unasked)
        return offers, sum(one.state in PENDING or one.moment >= day for one in unasked)

    def like(self, hours: int | None, object_id: str) -> str | None:
        """Give the newest effect of the same kind on the same object within so many hours."""
        if hours is None or not object_id:
            return None
        about = {"kind": self._kind, "object": object_id, "undoes": self._undoes}
        return self._one(_LIKE, {**self._mine, **about, "since": self._now - timedelta(hours=hours)})  # type: ignore[no-any-return]

    def _sum(self, budget: str, days: int) -> int:
        return int(self._one(_SUM, {**self._mine, "budget": budget, **self._window(days=days)}))

    def _window(self, *, days: int) -> dict[str, datetime]:
        return {"since": self._now - timedelta(days=days), "now": self._now}

    def _all(self, query: Prepared, values: dict[str, Any]) -> list[Any]:
        return [row[0] for row in query.rows(self._connection, values)]

    def _one(self, query: Prepared, values: dict[str, Any]) -> Any:
        return next(iter(self._all(query, values)), None)
