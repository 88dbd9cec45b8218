"""The snapshot that the kernel judges on: read from the shop and the effects at the moment of judging."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from authority.claims import check, gather
from authority.docket import Docket
from authority.effect import Exposure
from authority.limits import Limits
from authority.offers import conceded, to_others
from authority.request_states import Promises, promises, request_views
from authority.sample_states import free_samples, sample_states
from authority.state import ContactState, LineState, OrderState, PriceState, Snapshot
from authority.sums import Others
from authority.words import word_faults
from kit.errors import Retry
from shops.models import FulfilmentStatus, PaymentStatus, PriceChange, Variant
from shops.port import Reads


def take(
    connection: sa.Connection, reads: Reads, limits: Limits, row: Docket, exposure: Exposure, *, now: datetime
) -> Snapshot:
    """Read what the kernel needs to judge one effect.

    Args:
        connection: Open transaction on the staff's database.
        reads: The shop.
        limits: The limits in force (for the windows of like effects).
        row: The effect; it is left out of every sum.
        exposure: What it risks.
        now: The moment of judging.
    """
    others = Others(connection, row, now)
    line_ids = {refund.line_id for refund in exposure.refunds}
    orders = {refund.order_id for refund in exposure.refunds}
    orders.update(one.order_id for one in exposure.handlings)
    line_ids.update(parcel.line_id for one in exposure.handlings for parcel in one.parcels)
    orders.update(step.order_id for step in exposure.requests if step.order_id)
    line_ids.update(step.line_id for step in exposure.requests)
    altered = {one.order_id for one in exposure.alterations}
    made_good = bool(exposure.refunds or exposure.requests)
    lines = _lines(reads, sorted(orders | altered), others, made_good=made_good)
    skus = {sale.sku for sale in exposure.sales} | {move.sku for move in exposure.ladders}
    ads = reads.ads.list_campaigns() if reads.ads and (exposure.bids or exposure.budget == "ads") else ()
    stops, demoted = others.standing()
    info = reads.shop.info()
    local = now.astimezone(ZoneInfo(info.time_zone))
    return Snapshot(
        now=now,
        currency=info.currency,
        employee=row.employee,
        action=row.action,
        # a buyer's task that does not say whose it is owns nothing
        buyer=(row.buyer or "") if row.origin == "buyer" else row.buyer,
        prices=_prices(reads, sorted(skus), now),
        lines={key: lines[key] for key in sorted(line_ids & lines.keys())},
        on_hand=_on_hand(reads, lines, others) if exposure.handlings else {},
        samples=sample_states(reads, exposure, others.pending()) if exposure.credits else {},
        free_samples=free_samples(reads, limits, exposure, others.pending(), now) if exposure.is_free_sample else {},
        requests=request_views(reads, exposure, others.pending()) if exposure.requests else {},
        orders={order: state for order in sorted(altered) if (state := _order(order, lines, others))},
        owners=_owners(reads, exposure) if row.buyer else {},
        contacts=_contacts(reads, limits, exposure, others),
        ads_per_day=sum(campaign.daily_budget for campaign in ads if not campaign.paused),
        stops=stops,
        offers=to_others(connection, row, exposure, now),
        thread_waits={thread: _waits(reads, thread) for thread in exposure.threads if exposure.words},
        thread_answered={thread: _answered(reads, thread, row) for thread in exposure.threads if exposure.words},
        local_minute=local.hour * 60 + local.minute,
        spent=others.spent(exposure)
        | ({"concession.30d": conceded(connection, row, now)} if exposure.sales and exposure.customers else {}),
        **_counted(others, limits, row, exposure),
        **_words(reads, exposure, limits, now),
        demoted=demoted,
    )


def _counted(others: Others, limits: Limits, row: Docket, exposure: Exposure) -> dict[str, Any]:
    """Count what other effects have done that this one is counted with."""
    return {
        "refusals_day": others.refusals() if any(step.act == "refuse" for step in exposure.requests) else 0,
        "deals": others.deals(limits.promotion.approval_days) if exposure.deal else {},
        "approved_day": others.approved_by_staff() if exposure.refunds else None,
        "buyer_refunds_30d": {who: others.refunds_of(who) for who in exposure.customers} if exposure.refunds else {},
        "thread_messages_hour": {one: others.messages_in(one) for one in exposure.threads if exposure.words},
        "like_effect": others.like(limits.like_effect_hours.get(row.kind), exposure.object_id),
        "off_shelf_day": others.off_shelf() if exposure.off_shelf else 0,
    }


def _words(reads: Reads, exposure: Exposure, limits: Limits, now: datetime) -> dict[str, Any]:
    """Read an outgoing text: what must not be sent, and what it says that the shop does not hold."""
    words = exposure.words
    if not words:
        return {}
    # words to nobody's thread are checked too: then there is no buyer whose orders could support them
    reader = exposure.customers[0] if len(exposure.customers) == 1 and not exposure.threads else None
    evidence = [
        gather(reads, thread, words, now, allowed=limits.answer_words, reader=reader)
        for thread in exposure.threads or ("",)
    ]
    # an order's own number may look like a telephone's; a waybill is no exception, since the staff itself names it
    named = sorted({order.id for one in evidence for order in one.orders if order.id in words})
    false = [fault for one in evidence for fault in check(words, one)]
    return {
        "word_faults": word_faults(words, (*limits.words.allow, *named), _secrets(reads, limits)),
        "false_claims": tuple(dict.fromkeys(str(fault) for fault in false)),
    }


def _secrets(reads: Reads, limits: Limits) -> tuple[str, ...]:
    return (*limits.words.secret, *(reads.factory.suppliers() if reads.factory else ()))


def _lines(reads: Reads, orders: list[str], others: Others, *, made_good: bool) -> dict[str, LineState]:
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
    promised = promises(reads, orders, others.pending()) if made_good else Promises()
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
                refunded=line.refunded + refunds.get(line.id, 0) + promised.money.get(line.id, 0),
                replaced=promised.replaced(line),
                quantity=line.quantity,
                shipped=line.shipped + shipped.get(line.id, 0),
                sku=line.sku,
                is_cancelled=order.fulfilment is FulfilmentStatus.CANCELLED,
                is_altering=order.id in altering,
            )
    return states


def _on_hand(reads: Reads, lines: dict[str, LineState], others: Others) -> dict[str, int]:
    """Count the pieces in the house, less those that other effects may still take out for lines that wait."""
    stock = reads.shop.get_stock(sorted({line.sku for line in lines.values()}))
    there = {sku: one.on_hand for sku, one in stock.items()}
    for handling in (handling for exposure in others.pending() for handling in exposure.handlings):
        try:
            waiting = {line.id: line for line in reads.shop.get_order(handling.order_id).lines}
        except Retry:
            continue  # the shop has no such order: nothing leaves for it
        for parcel in handling.parcels:
            line = waiting.get(parcel.line_id)
            if line is not None and line.sku in there:
                there[line.sku] -= min(parcel.quantity, line.quantity - line.shipped)
    return there


def _order(order_id: str, lines: dict[str, LineState], others: Others) -> OrderState | None:
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


def _answered(reads: Reads, thread: str, row: Docket) -> bool:
    """Tell whether the shop has written in a thread since an effect was held; a new effect answers last."""
    if row.state != "held" or reads.messages is None:
        return False
    try:
        messages = reads.messages.get_thread(thread).messages
    except Retry:
        return False
    return any(one.author != "buyer" and one.at > row.submitted_at for one in messages)


def _contacts(reads: Reads, limits: Limits, exposure: Exposure, others: Others) -> dict[str, ContactState]:
    found = {}
    for who in exposure.customers if exposure.contact else ():
        try:
            wish = reads.shop.get_customer(who).no_offers
        except Retry:
            continue  # nobody: denied
        offers, today = others.contacts_of(who, days=limits.message.offer_days)
        found[who] = ContactState(no_offers=wish, offers=offers, today=today)
    return found


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
