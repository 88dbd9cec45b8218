"""客户 · parcel watch 物流看护: who waits for a parcel in trouble is told before they ask; a lost one is a person's."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple, cast

from agents.customer.parcel_words import TEXTS
from agents.customer.wording import Language
from agents.job import Brief, Call, JobContext, job
from agents.trigger import OnHandoff, at
from authority.docket import Docket
from decisions.parcels import RANK, Trouble, may_be_in_trouble, trouble_of
from kit.facts import Fact
from shops.carriers import usual_carrier
from shops.models import FulfilmentStatus, Order, Shipment, Thread
from shops.traces import Trace

ON_THE_WAY = (FulfilmentStatus.SHIPPED, FulfilmentStatus.PARTIAL)
TELLING = ("send_message", "write_first", "hand_over", "open_case")
"""Kinds of effect that tell of a parcel; its waybill stands in them, and what is wrong in the reason or note."""

_WHY = re.compile(r"(?P<trouble>[a-z_]+) (?P<tracking>\S+): .*; order (?P<order>[^\s;]+)", re.DOTALL)


class Told(NamedTuple):
    """The parcel that an effect told of: what is wrong with it, its waybill and its order."""

    trouble: Trouble
    tracking: str
    order: str


@dataclass(frozen=True)
class Found:
    """A parcel in trouble of which nobody has heard at this rank, and the conversation for it, if there is one."""

    order: Order
    parcel: Shipment
    trouble: Trouble
    why: str
    thread: Thread | None

    @property
    def is_persons(self) -> bool:
        """Tell whether it takes a person with the carrier."""
        return RANK[self.trouble] == max(RANK.values())


@job(
    "customer",
    "Parcel watch",
    "物流看护",
    at("10:30", "14:15"),
    OnHandoff(),
    tools=("send_message", "write_first", "hand_over", "open_case"),
    action="message",
    lane="orders",
    work=lambda ctx: [f"order:{one.order.id}" for one in parcels_in_trouble(ctx)],
)
def parcel_watch(ctx: JobContext) -> Brief:
    """Tell buyers of parcels that do not move, once at each rank; give lost and returned ones to a person."""
    facts: list[Fact] = []
    calls: list[Call] = []
    found = parcels_in_trouble(ctx)
    for one in found:
        facts.append(Fact(id=f"parcel.{one.parcel.id}", text=one.why, source=f"shop:trace/{one.parcel.id}"))
        calls += _calls(ctx, one)
    return Brief(facts=tuple(facts), calls=tuple(calls), draft=f"{len(found)} parcels in trouble.")


def parcels_in_trouble(ctx: JobContext) -> list[Found]:
    """Give the parcels in trouble of which nobody has been told at this rank yet, oldest first."""
    traces, is_reported = _traces(ctx)
    found = []
    told: dict[str, int] | None = None
    waiting = {row.object_id for row in ctx.log.pick("object_id", kinds=("send_message",), states=("held",))}
    for trace in traces:
        if not _is_old(ctx, trace) or not may_be_in_trouble(trace, ctx.now, is_reported=is_reported):
            continue
        order = ctx.reads.shop.get_order(trace.parcel.order_id)
        is_home = usual_carrier(order.address.country, ctx.info) == usual_carrier("", ctx.info)
        city = order.address.city
        trouble = trouble_of(trace, ctx.now, is_home=is_home, is_reported=is_reported, city=city)
        if trouble is None:
            continue
        if told is None:  # the oldest parcel comes first: nobody was told of any of them before it left
            told = _told(ctx, trace.parcel.shipped_at)
        thread = _thread(ctx, order)
        if thread is not None and f"thread:{thread.id}" in waiting:
            continue  # news would take the place of the answer that waits there; they come at the next look
        if RANK[trouble] > told.get(trace.parcel.tracking, 0):
            found.append(Found(order, trace.parcel, trouble, _why(ctx, trace, trouble), thread))
    return found


def _traces(ctx: JobContext) -> tuple[list[Trace], bool]:
    """Give the parcels on their way, and whether anybody reports where they are."""
    if ctx.reads.traces is not None:
        traces = list(ctx.reads.traces.list_traces())
        if any(one.events or one.expected_by for one in traces):
            return traces, True
    found: list[Trace] = []
    cursor = None
    while True:
        page = ctx.reads.shop.list_orders(fulfilment=ON_THE_WAY, cursor=cursor, limit=200)
        parcels = [parcel for order in page.items for parcel in ctx.reads.shop.list_shipments(order.id)]
        found += [Trace(parcel=parcel) for parcel in parcels if parcel.delivered_at is None]
        cursor = page.next_cursor
        if cursor is None:
            return found, False


def _is_old(ctx: JobContext, trace: Trace) -> bool:
    """Tell whether a parcel has been away for long enough that anything can be wrong with it."""
    return (ctx.now - trace.parcel.shipped_at).days >= 1


def _told(ctx: JobContext, since: datetime) -> dict[str, int]:
    """Give the rank at which each waybill was told of, or waits to be."""
    ranks: dict[str, int] = {}
    for row in ctx.log.pick("payload", "reason", "state", kinds=TELLING, since=since):
        if (told := told_of(row)) and row.state != "superseded":
            ranks[told.tracking] = max(RANK[told.trouble], ranks.get(told.tracking, 0))
    return ranks


def told_of(row: Docket) -> Told | None:
    """Give the parcel that an effect told of: its reason or note is what :func:`_why` wrote; None for any other."""
    found = _WHY.match(str(row.payload.get("note") or row.reason))
    if found is None or found["trouble"] not in RANK:
        return None
    return Told(cast(Trouble, found["trouble"]), found["tracking"], found["order"])


def _why(ctx: JobContext, trace: Trace, trouble: Trouble) -> str:
    parcel, last = trace.parcel, trace.last
    seen = f"last report {last.kind} at {last.at:%Y-%m-%d %H:%M}" if last else "no report"
    by = f", promised by {trace.expected_by:%Y-%m-%d}" if trace.expected_by else ""
    days = (ctx.now - parcel.shipped_at).days
    return f"{trouble} {parcel.tracking}: {days} days with {parcel.carrier}, {seen}{by}; order {parcel.order_id}"


def _calls(ctx: JobContext, one: Found) -> list[Call]:
    """Tell the buyer; what is lost or comes back goes to a person, who claims it from the carrier."""
    customer = one.order.customer_id
    buyer = ctx.reads.shop.get_customer(customer)
    language: Language = "zh" if buyer.language == "zh" else "en"
    parts = {"order": one.order.id, "carrier": one.parcel.carrier, "tracking": one.parcel.tracking}
    text = TEXTS[one.trouble][language].format(**parts)
    note = f"{one.why}; claim it from the carrier, then resend or refund"
    if one.thread is not None:
        thread: dict[str, Any] = {"thread_id": one.thread.id}
        said = Call(tool="send_message", args=thread | {"text": text, "reason": one.why})
        return [said, Call(tool="hand_over", args=thread | {"note": note})] if one.is_persons else [said]
    about = {"customer_id": customer, "order_id": one.order.id}
    if ctx.reads.messages is None:
        return []
    said = Call(tool="write_first", args=about | {"text": text, "purpose": "news", "reason": one.why})
    return [said, Call(tool="open_case", args=about | {"note": note})] if one.is_persons else [said]


def _thread(ctx: JobContext, order: Order) -> Thread | None:
    """Give the order's conversation, else the buyer's newest, if the staff may write in it."""
    threads = ctx.reads.messages.list_threads(customer_id=order.customer_id) if ctx.reads.messages else ()
    mine = [one for one in threads if one.order_id == order.id] or list(threads)
    return mine[-1] if mine and not mine[-1].with_person else None
