"""What named buyers were offered beside the published ladder: kept for equal treatment and the concession budget."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import SQLModel

from authority.docket import Docket
from authority.effect import Exposure
from authority.rows import EffectRow, OfferRow
from authority.state import Offer, Snapshot, named_sales
from kit.prepared import Prepared

OUT = ("applying", "done", "partial", "unknown", "needs_person")
"""States in which a buyer has the offer or may have it; one that is still held has reached nobody."""

_OFFERS, _EFFECTS = (SQLModel.metadata.tables[row.__tablename__] for row in (OfferRow, EffectRow))
_OFFER, _EFFECT = _OFFERS.c, _EFFECTS.c
_STANDING = (
    _OFFER.shop == sa.bindparam("shop"),
    _EFFECT.id == _OFFER.effect,
    _EFFECT.id != sa.bindparam("row"),
    _EFFECT.undone_by.is_(None),
    _EFFECT.submitted_at >= sa.bindparam("since", type_=_EFFECT.submitted_at.type),
)
"""Offers of other effects that were not taken back."""
_KIND = (_OFFER.unit_price, _OFFER.ladder, _OFFER.conditions)


def _is_in(states: tuple[str, ...]) -> sa.ColumnElement[bool]:
    return sa.or_(*(_EFFECT.state == one for one in states))


_TO = Prepared(
    sa.select(*_KIND, _OFFER.customer)
    .where(*_STANDING, _OFFER.sku == sa.bindparam("sku"), _OFFER.quantity == sa.bindparam("quantity"), _is_in(OUT))
    .distinct()
)
_CONCEDED = Prepared(
    sa.select(sa.func.coalesce(sa.func.sum((_OFFER.ladder - _OFFER.unit_price) * _OFFER.quantity), 0)).where(
        *_STANDING, _OFFER.ladder > _OFFER.unit_price, _is_in(("held", *OUT))
    )
)
_SAME = (_OFFER.effect == sa.bindparam("of"), _OFFER.number == sa.bindparam("at"))
_FORGET, _ADD = Prepared(sa.delete(_OFFERS).where(*_SAME)), Prepared(sa.insert(_OFFERS))


def note(connection: sa.Connection, row: Docket, exposure: Exposure, seen: Snapshot) -> None:
    """Write down what an effect names to buyers; judged again, it is written anew beside the ladder of that moment."""
    sales = [(who, sale, ladder) for who in exposure.customers for sale, ladder in named_sales(seen, exposure)]
    for number, (who, sale, ladder) in enumerate(sales):
        offer = {"customer": who, "sku": sale.sku, "quantity": sale.quantity, "unit_price": sale.unit_price}
        offer |= {"ladder": ladder, "conditions": ",".join(sale.conditions)}
        _FORGET.run(connection, {"of": row.id, "at": number})
        _ADD.run(connection, {"effect": row.id, "number": number, "shop": row.shop, **offer})


def to_others(connection: sa.Connection, row: Docket, exposure: Exposure, now: datetime) -> tuple[Offer, ...]:
    """List the prices that other buyers have for the same SKU and quantity from the last 30 days, one of each kind."""
    wanted = sorted({(sale.sku, sale.quantity) for sale in exposure.sales}) if exposure.customers else []
    found = []
    for sku, quantity in wanted:
        first: dict[tuple[int, int, str], str] = {}
        for *kind, who in _TO.rows(connection, _asked(row, now) | {"sku": sku, "quantity": quantity}):
            if who not in exposure.customers:
                first[tuple(kind)] = min(who, first.get(tuple(kind), who))
        found += [
            Offer(who, sku, quantity, price, ladder, conditions=tuple(given.split(",")) if given else ())
            for (price, ladder, given), who in sorted(first.items())
        ]
    return tuple(found)


def conceded(connection: sa.Connection, row: Docket, now: datetime) -> int:
    """Sum up what named buyers were let off the ladder in the last 30 days, minor units; held and unknown count."""
    ((total,),) = _CONCEDED.rows(connection, _asked(row, now))
    return int(total)


def _asked(row: Docket, now: datetime) -> dict[str, Any]:
    return {"shop": row.shop, "row": row.id, "since": now - timedelta(days=30)}
