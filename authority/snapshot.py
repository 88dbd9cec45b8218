"""The snapshot that the kernel judges on: read from the shop and the effects at the moment of judging."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, func, or_
from sqlmodel import Session, col, select

from authority.claims import check, gather
from authority.effect import Exposure
from authority.limits import Limits
from authority.offers import conceded, to_others
from authority.rows import EffectRow, LevelRow, StopRow
from authority.sample_states import free_samples, sample_states
from authority.state import LineState, OrderState, PriceState, Snapshot
from authority.words import word_faults
from kit.errors import Retry
from shops.models import FulfilmentStatus, PaymentStatus, PriceChange, Variant
from shops.port import Reads

COUNTED = ("held", "applying", "done", "partial", "unknown", "needs_person")
"""States in which an effect counts as spent: what may still happen counts like what happened."""

PENDING = ("held", "applying", "unknown", "needs_person")
"""Counted states that the shop's own figures do not show yet."""


_MOMENT = func.coalesce(col(EffectRow.settled_at), col(EffectRow.submitted_at))
"""When an effect counts in a window: money approved later leaves when it is approved, not when it was asked for."""


def _spent_since(since: datetime, now: datetime) -> ColumnElement[bool]:
    """What was spent since, and what may still be spent at any moment, however long it has waited."""
    waits = and_(col(EffectRow.state) == "held", col(EffectRow.expires_at) > now)
    return or_(_MOMENT >= since, waits, col(EffectRow.state).in_(("applying", "unknown", "needs_person")))


def take(
    session: Session, reads: Reads, limits: Limits, row: EffectRow, exposure: Exposure, *, now: datetime
) -> Snapshot:
    """Read what the kernel needs to judge one effect.

    Args:
        session: Open transaction on the staff's database.
        reads: The shop.
        limits: The limits in force (for the windows of like effects).
        row: The effect's row; it is left out of every sum.
        exposure: What it risks.
        now: The moment of judging.
    """
    others = _Others(session, row, now)
    line_ids = {refund.line_id for refund in exposure.refunds}
    orders = {refund.order_id for refund in exposure.refunds}
    for handling in exposure.handlings:
        orders.add(handling.order_id)
        line_ids.update(parcel.line_id for parcel in handling.parcels)
    altered = {one.order_id for one in exposure.alterations}
    lines = _lines(reads, sorted(orders | altered), others)
    skus = {sale.sku for sale in exposure.sales} | {move.sku for move in exposure.ladders}
    on_hand = reads.shop.get_stock(sorted({line.sku for line in lines.values()})) if exposure.handlings else {}
    ads = reads.ads.list_campaigns() if reads.ads and (exposure.bids or exposure.budget == "ads") else ()
    info = reads.shop.info()
    local = now.astimezone(ZoneInfo(info.time_zone))
    lowered = session.get(LevelRow, (row.shop, row.action))
    return Snapshot(
        now=now,
        currency=info.currency,
        employee=row.employee,
        action=row.action,
        # a buyer's task that does not say whose it is owns nothing
        buyer=(row.buyer or "") if row.origin == "buyer" else row.buyer,
        prices=_prices(reads, sorted(skus), now),
        lines={key: lines[key] for key in sorted(line_ids & lines.keys())},
        on_hand={sku: stock.on_hand for sku, stock in on_hand.items()},
        samples=sample_states(reads, exposure, others.pending()) if exposure.credits else {},
        free_samples=free_samples(reads, limits, exposure, others.pending(), now) if exposure.is_free_sample else {},
        orders={order: state for order in sorted(altered) if (state := _order(order, lines, others))},
        owners=_owners(reads, exposure) if row.buyer else {},
        spent=others.spent(exposure)
        | ({"concession.30d": conceded(session, row, now)} if exposure.sales and exposure.customers else {}),
        buyer_refunds_30d={who: others.refunds_of(who) for who in exposure.customers} if exposure.refunds else {},
        thread_messages_hour={thread: others.messages_in(thread) for thread in exposure.threads if exposure.words},
        like_effect=others.like(limits.like_effect_hours.get(row.kind), exposure.object_id),
        ads_per_day=sum(campaign.daily_budget for campaign in ads if not campaign.paused),
        off_shelf_day=others.off_shelf() if exposure.off_shelf else 0,
        stops=frozenset(session.exec(select(StopRow.scope).where(StopRow.shop == row.shop))),
        offers=to_others(session, row, exposure, now),
        thread_waits={thread: _waits(reads, thread) for thread in exposure.threads if exposure.words},
        local_minute=local.hour * 60 + local.minute,
        **_words(reads, exposure, limits, now),
        demoted=lowered.level if lowered else None,
    )


def _words(reads: Reads, exposure: Exposure, limits: Limits, now: datetime) -> dict[str, tuple[str, ...]]:
    """Read an outgoing text: what must not be sent, and what it says that the shop does not hold."""
    words = exposure.words
    if not words:
        return {}
    # words to nobody's thread are checked too: then there is no buyer whose orders could support them
    evidence = [gather(reads, thread, words, now) for thread in exposure.threads or ("",)]
    # an order's own number may look like a telephone's; a waybill is no exception, since the staff itself names it
    named = sorted({order.id for one in evidence for order in one.orders if order.id in words})
    false = [fault for one in evidence for fault in check(words, one)]
    return {
        "word_faults": word_faults(words, (*limits.words.allow, *named), _secrets(reads, limits)),
        "false_claims": tuple(dict.fromkeys(str(fault) for fault in false)),
    }


def _secrets(reads: Reads, limits: Limits) -> tuple[str, ...]:
    return (*limits.words.secret, *(reads.factory.suppliers() if reads.factory else ()))


class _Others:
    """Sums over the other effects of the shop."""

    def __init__(self, session: Session, row: EffectRow, now: datetime) -> None:
        self._session, self._row, self._now = session, row, now

    def spent(self, exposure: Exposure) -> dict[str, int]:
        """Sum up the budgets that this exposure counts against."""
        wanted = {exposure.budget, "refund" if exposure.refunds else None}
        spans = (
            ("refund", "day", 1),
            ("change", "day", 1),
            ("sample", "30d", 30),
            ("giveaway", "day", 1),
            ("production", "30d", 30),
        )
        return {
            f"{budget}.{span}": self._sum(budget, self._now - timedelta(days=days))
            for budget, span, days in spans
            if budget in wanted
        }

    def pending(self) -> Iterable[Exposure]:
        """Give what other effects may still do, whatever kind they are."""
        rows = self._session.exec(select(EffectRow).where(*self._scope(PENDING))).all()
        return [Exposure.model_validate(row.exposure) for row in rows]

    def refunds_of(self, customer: str) -> int:
        since = self._now - timedelta(days=30)
        query = select(EffectRow).where(
            *self._scope(COUNTED), EffectRow.budget == "refund", _spent_since(since, self._now)
        )
        return sum(customer in row.exposure.get("customers", ()) for row in self._session.exec(query))

    def altered(self, order_id: str) -> int:
        """Count the changes of an order, but for one that this effect takes back."""
        query = select(EffectRow).where(
            *self._scope(COUNTED),
            EffectRow.object_id == f"order:{order_id}",
            EffectRow.id != (self._row.undoes or ""),
        )
        return sum(bool(row.exposure.get("alterations")) for row in self._session.exec(query))

    def off_shelf(self) -> int:
        """Count the products taken off the shelf in 24 hours, those that wait too."""
        since = self._now - timedelta(days=1)
        query = select(EffectRow).where(
            *self._scope(COUNTED), col(EffectRow.object_id).startswith("product:"), _spent_since(since, self._now)
        )
        return sum(bool(row.exposure.get("off_shelf")) for row in self._session.exec(query))

    def messages_in(self, thread: str) -> int:
        since = self._now - timedelta(hours=1)
        query = select(func.count()).where(
            *self._scope(COUNTED),
            EffectRow.action == "message",
            EffectRow.object_id == f"thread:{thread}",
            _MOMENT >= since,
        )
        return self._session.exec(query).one()

    def like(self, hours: int | None, object_id: str) -> str | None:
        if hours is None or not object_id:
            return None
        since = self._now - timedelta(hours=hours)
        query = select(EffectRow.id).where(
            *self._scope(COUNTED),
            EffectRow.kind == self._row.kind,
            EffectRow.object_id == object_id,
            # taking an effect back is about the same object, and is no repetition of it
            EffectRow.id != (self._row.undoes or ""),
            _MOMENT >= since,
        )
        return self._session.exec(query.order_by(col(EffectRow.submitted_at).desc())).first()

    def _sum(self, budget: str, since: datetime) -> int:
        query = select(func.coalesce(func.sum(EffectRow.money_out), 0)).where(
            *self._scope(COUNTED), EffectRow.budget == budget, _spent_since(since, self._now)
        )
        return int(self._session.exec(query).one())

    def _scope(self, states: tuple[str, ...]) -> tuple[ColumnElement[bool], ...]:
        row = self._row
        return (col(EffectRow.shop) == row.shop, col(EffectRow.id) != row.id, col(EffectRow.state).in_(states))


def _lines(reads: Reads, orders: list[str], others: _Others) -> dict[str, LineState]:
    if not orders:
        return {}
    refunds: dict[str, int] = {}
    shipped: dict[str, int] = {}
    altering: set[str] = set()
    for exposure in others.pending():
        altering.update(one.order_id for one in exposure.alterations)
        for refund in exposure.refunds:
            refunds[refund.line_id] = refunds.get(refund.line_id, 0) + refund.amount
        for parcel in (parcel for handling in exposure.handlings for parcel in handling.parcels):
            shipped[parcel.line_id] = shipped.get(parcel.line_id, 0) + parcel.quantity
    states = {}
    for order_id in orders:
        try:
            order = reads.shop.get_order(order_id)
        except Retry:
            continue  # the kernel denies what names a line that is not there
        for line in order.lines:
            states[line.id] = LineState(
                order_id=order.id,
                is_paid=order.payment == PaymentStatus.PAID,
                paid=line.paid,
                refunded=line.refunded + refunds.get(line.id, 0),
                quantity=line.quantity,
                shipped=line.shipped + shipped.get(line.id, 0),
                sku=line.sku,
                is_cancelled=order.fulfilment is FulfilmentStatus.CANCELLED,
                is_altering=order.id in altering,
            )
    return states


def _order(order_id: str, lines: dict[str, LineState], others: _Others) -> OrderState | None:
    mine = [line for line in lines.values() if line.order_id == order_id]
    if not mine:
        return None
    return OrderState(
        is_paid=mine[0].is_paid,
        is_cancelled=mine[0].is_cancelled,
        shipped=sum(line.shipped for line in mine),
        altered=others.altered(order_id),
    )


def _prices(reads: Reads, skus: list[str], now: datetime) -> dict[str, PriceState]:
    if not skus:
        return {}
    changes = reads.shop.list_price_changes(since=now - timedelta(days=30), skus=skus)
    states = {}
    for sku in skus:
        try:
            variant = reads.shop.get_variant(sku)
        except Retry:
            continue  # unknown SKU: no cost, no floor, denied
        mine = [change for change in changes if change.sku == sku]
        states[sku] = PriceState(
            cost=variant.cost,
            now=variant.tiers,
            day_ago=_ladder_at(variant, mine, now - timedelta(hours=24)),
            month_ago=_ladder_at(variant, mine, now - timedelta(days=30)),
        )
    return states


def _ladder_at(variant: Variant, changes: list[PriceChange], moment: datetime) -> tuple:  # type: ignore[type-arg]
    """Give the ladder that held at ``moment``; before a SKU's first ladder, that first one."""
    for change in changes:
        if change.at > moment:
            return change.old or change.new
    return variant.tiers


def _waits(reads: Reads, thread: str) -> bool:
    """Tell whether the last word in a thread is the buyer's."""
    try:
        messages = reads.messages.get_thread(thread).messages if reads.messages else ()
    except Retry:
        return False
    return bool(messages) and messages[-1].author == "buyer"


def _owners(reads: Reads, exposure: Exposure) -> dict[str, str]:
    owners = {f"customer:{who}": who for who in exposure.customers}
    for order in exposure.orders:
        try:
            owners[f"order:{order}"] = reads.shop.get_order(order).customer_id
        except Retry:
            continue  # nobody's: held as foreign
    for thread in exposure.threads if reads.messages else ():
        try:
            owners[f"thread:{thread}"] = reads.messages.get_thread(thread).customer_id  # type: ignore[union-attr]
        except Retry:
            continue
    return owners
