"""客户 · parcel watch 物流看护: a buyer whose parcel is late is told so once, before the buyer has to ask."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from agents.customer.wording import Language
from agents.job import Brief, Call, JobContext, job
from agents.trigger import OnHandoff, at
from kit.facts import Fact
from shops.carriers import usual_carrier
from shops.models import FulfilmentStatus, Order, Shipment, Thread

HOME_DAYS, ABROAD_DAYS = 7, 21
"""Days after shipping from which a parcel that has not arrived is late; assumptions, longer than carriers say."""
ON_THE_WAY = (FulfilmentStatus.SHIPPED, FulfilmentStatus.PARTIAL)
TEXTS: dict[Language, str] = {
    "en": "Order {order} was shipped with {carrier}, waybill {tracking}, and has not been delivered yet. "
    "We are sorry for the wait.",
    "zh": "订单 {order} 已发货,{carrier} 运单号 {tracking},还没有送达。抱歉让您久等。",
}


@dataclass(frozen=True)
class LateParcel:
    """A parcel past its days, the conversation in which its buyer is told, and whether it is past them twice over."""

    order: Order
    parcel: Shipment
    thread: Thread
    is_lost: bool


@job(
    "customer",
    "Parcel watch",
    "物流看护",
    at("10:30"),
    OnHandoff(),
    tools=("send_message", "hand_over"),
    action="message",
    lane="orders",
    work=lambda ctx: [f"order:{one.order.id}" for one in late_parcels(ctx)],
)
def parcel_watch(ctx: JobContext) -> Brief:
    """Tell buyers of late parcels once; one that is late twice over is a person's, with the carrier."""
    facts, calls = [], []
    for one in late_parcels(ctx):
        days = (ctx.now - one.parcel.shipped_at).days
        why = f"{days} days with {one.parcel.carrier}, waybill {one.parcel.tracking}, not delivered"
        facts.append(Fact(id=f"parcel.{one.parcel.id}", text=why, value=days, source=f"shop:order/{one.order.id}"))
        thread = {"thread_id": one.thread.id}
        if one.is_lost:
            note = f"order {one.order.id}: {why}; claim against the carrier, then resend or refund"
            calls.append(Call(tool="hand_over", args=thread | {"note": note}))
        else:
            buyer = ctx.reads.shop.get_customer(one.order.customer_id)
            parts = {"order": one.order.id, "carrier": one.parcel.carrier, "tracking": one.parcel.tracking}
            text = TEXTS["zh" if buyer.language == "zh" else "en"].format(**parts)
            calls.append(Call(tool="send_message", args=thread | {"text": text, "reason": why}))
    return Brief(facts=tuple(facts), calls=tuple(calls), draft=f"{len(calls)} late parcels.")


def late_parcels(ctx: JobContext) -> list[LateParcel]:
    """Give the late parcels of which nobody has been told yet, oldest order first.

    A buyer who has no conversation that the staff may write in cannot be told; the parcel is left to the reports.
    """
    found = []
    for order, parcel, days in _overdue(ctx):
        thread = _thread(ctx, order)
        is_lost = ctx.now - parcel.shipped_at >= timedelta(days=2 * days)
        if thread is not None and not _is_told(ctx, parcel, thread, days * (2 if is_lost else 1)):
            found.append(LateParcel(order, parcel, thread, is_lost))
    return found


def _overdue(ctx: JobContext) -> Iterator[tuple[Order, Shipment, int]]:
    cursor, until = None, ctx.now - timedelta(days=HOME_DAYS) + timedelta(seconds=1)  # up to and with this moment
    while True:
        page = ctx.reads.shop.list_orders(until=until, fulfilment=ON_THE_WAY, cursor=cursor, limit=200)
        for order in page.items:
            is_home = usual_carrier(order.address.country, ctx.info) == usual_carrier("", ctx.info)
            days = HOME_DAYS if is_home else ABROAD_DAYS
            for parcel in ctx.reads.shop.list_shipments(order.id):
                if parcel.delivered_at is None and ctx.now - parcel.shipped_at >= timedelta(days=days):
                    yield order, parcel, days
        cursor = page.next_cursor
        if cursor is None:
            return


def _thread(ctx: JobContext, order: Order) -> Thread | None:
    """Give the order's conversation, else the buyer's newest, if the staff may write in it."""
    threads = ctx.reads.messages.list_threads(customer_id=order.customer_id) if ctx.reads.messages else ()
    mine = [one for one in threads if one.order_id == order.id] or list(threads)
    return mine[-1] if mine and not mine[-1].with_person else None


def _is_told(ctx: JobContext, parcel: Shipment, thread: Thread, days: int) -> bool:
    """Tell whether something about the parcel was sent, or waits, since it was so late."""
    since, kinds = parcel.shipped_at + timedelta(days=days), ("send_message", "hand_over")
    rows = ctx.log.list_effects(kinds=kinds, since=since, object_id=f"thread:{thread.id}")
    return any(parcel.tracking in str(row.payload) for row in rows)
