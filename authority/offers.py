"""What named buyers were offered beside the published ladder: kept for equal treatment and the concession budget."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func
from sqlmodel import Session, and_, col, or_, select

from authority.effect import Exposure
from authority.rows import EffectRow, OfferRow
from authority.state import Offer, Snapshot, named_sales

OUT = ("applying", "done", "partial", "unknown", "needs_person")
"""States in which a buyer has the offer or may have it; one that is still held has reached nobody."""


def note(session: Session, row: EffectRow, exposure: Exposure, seen: Snapshot) -> None:
    """Write down what an effect names to buyers; judged again, it is written anew beside the ladder of that moment."""
    sales = [(who, sale, ladder) for who in exposure.customers for sale, ladder in named_sales(seen, exposure)]
    for number, (who, sale, ladder) in enumerate(sales):
        session.merge(
            OfferRow(
                effect=row.id,
                number=number,
                shop=row.shop,
                customer=who,
                sku=sale.sku,
                quantity=sale.quantity,
                unit_price=sale.unit_price,
                ladder=ladder,
                conditions=",".join(sale.conditions),
            )
        )


def to_others(session: Session, row: EffectRow, exposure: Exposure, now: datetime) -> tuple[Offer, ...]:
    """List the prices that other buyers have for the same SKU and quantity from the last 30 days, one of each kind."""
    wanted = sorted({(sale.sku, sale.quantity) for sale in exposure.sales}) if exposure.customers else []
    same = [and_(col(OfferRow.sku) == sku, col(OfferRow.quantity) == quantity) for sku, quantity in wanted]
    if not same:
        return ()
    kind = (
        col(OfferRow.sku),
        col(OfferRow.quantity),
        col(OfferRow.unit_price),
        col(OfferRow.ladder),
        col(OfferRow.conditions),
    )
    query = select(func.min(OfferRow.customer), *kind).where(  # type: ignore[call-overload]
        or_(*same),
        *_standing(row, now - timedelta(days=30)),
        col(OfferRow.customer).not_in(exposure.customers),
        col(EffectRow.state).in_(OUT),
    )
    rows = session.exec(query.group_by(*kind).order_by(*kind)).all()
    return tuple(
        Offer(who, sku, quantity, price, ladder, conditions=tuple(given.split(",")) if given else ())
        for who, sku, quantity, price, ladder, given in rows
    )


def conceded(session: Session, row: EffectRow, now: datetime) -> int:
    """Sum up what named buyers were let off the ladder in the last 30 days, minor units; held and unknown count."""
    worth = (col(OfferRow.ladder) - col(OfferRow.unit_price)) * col(OfferRow.quantity)
    query = select(func.coalesce(func.sum(worth), 0)).where(
        *_standing(row, now - timedelta(days=30)),
        col(OfferRow.ladder) > col(OfferRow.unit_price),
        col(EffectRow.state).in_(("held", *OUT)),
    )
    return int(session.exec(query).one())


def _standing(row: EffectRow, since: datetime) -> tuple[ColumnElement[bool], ...]:
    """Give the conditions for offers of other effects that were not taken back."""
    return (
        col(OfferRow.shop) == row.shop,
        col(EffectRow.id) == col(OfferRow.effect),
        col(EffectRow.id) != row.id,
        col(EffectRow.undone_by).is_(None),
        col(EffectRow.submitted_at) >= since,
    )
