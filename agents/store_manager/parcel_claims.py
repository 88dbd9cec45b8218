"""店长 · claims 向承运商索赔: parcels that are lost or come back, until a person has settled them with the carrier."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from agents.customer.parcel_watch import told_of
from agents.job import JobContext
from agents.report_lines import Lines
from authority.docket import Docket
from kit.errors import Retry
from shops.models import Order, Shipment

SPAN = timedelta(days=60)
"""How long a claim is shown; carriers take none that are older."""
MOST = 5
_TROUBLES = {"lost": ("lost", "丢失"), "returned": ("coming back", "退回途中")}


@dataclass(frozen=True)
class Claim:
    """One parcel to claim: the effect that gave it to a person, what is wrong, and what buyers paid for its goods."""

    effect: str
    trouble: str
    order: Order
    parcel: Shipment
    days: int
    worth: int
    thread: str


def claims(ctx: JobContext) -> Iterator[Claim]:
    """Give the parcels that a person has to claim, the dearest first; one that arrived or was given back is settled."""
    rows = ctx.log.list_effects(kinds=("hand_over", "open_case"), states=("done",), since=ctx.now - SPAN)
    found = [one for row in rows if (one := _claim(ctx, row)) is not None]
    yield from sorted(found, key=lambda one: (-one.worth, one.effect))


def say_claims(ctx: JobContext, lines: Lines) -> None:
    """Show each parcel with its carrier, its waybill and the amount to claim; nothing where there is none."""
    found = list(claims(ctx))
    if not found:
        return
    lines.head("To claim from the carrier", "向承运商索赔")
    for one in found[:MOST]:
        lines.fact(f"{one.effect}.parcel", f"{one.parcel.tracking} of order {one.order.id}", f"ledger:{one.effect}")
        days = lines.fact(f"{one.effect}.days_with_carrier", one.days, f"shop:shipment/{one.parcel.id}")
        worth = lines.money(f"{one.effect}.paid_for_its_goods", one.worth, f"shop:order/{one.order.id}")
        english, chinese = _TROUBLES[one.trouble]
        lines.say(
            f"{one.parcel.carrier} {one.parcel.tracking} (order {one.order.id}): {english}, {days} days with the "
            f"carrier; claim {worth}, what its goods were paid with; then resend or refund, and `shopstaff talks "
            f"give-back {one.thread}`",
            f"{one.parcel.carrier} {one.parcel.tracking}(订单 {one.order.id}):{chinese},已交承运商 {days} 天;"
            f"索赔 {worth}(买家为其中商品所付);之后补发或退款,并 `shopstaff talks give-back {one.thread}`",
            one.effect,
        )
    if len(found) > MOST:
        more = lines.fact("claims.more", len(found) - MOST, "ledger:hand_over")
        total = lines.money("claims.total", sum(one.worth for one in found), "ledger:hand_over")
        lines.say(
            f"and {more} more parcels, {total} in all: `shopstaff talks list`",
            f"另有 {more} 个包裹,合计 {total}:`shopstaff talks list`",
            "claims",
        )


def _claim(ctx: JobContext, row: Docket) -> Claim | None:
    """Read a hand-over of a lost or returned parcel; None if it is another, arrived since, or is settled."""
    told = told_of(row)
    if told is None or told.trouble not in _TROUBLES:
        return None
    thread = str(row.payload.get("thread_id") or row.outcome.get("object_id") or "")
    try:
        assert ctx.reads.messages is not None
        with_person = ctx.reads.messages.get_thread(thread).with_person
        order = ctx.reads.shop.get_order(told.order)
    except Retry:
        return None  # the buyer was forgotten since
    parcel = next((one for one in ctx.reads.shop.list_shipments(order.id) if one.tracking == told.tracking), None)
    if not with_person or parcel is None or parcel.delivered_at is not None:
        return None
    return Claim(
        effect=row.id,
        trouble=told.trouble,
        order=order,
        parcel=parcel,
        days=(ctx.now - parcel.shipped_at).days,
        worth=_worth(order, parcel),
        thread=thread,
    )


def _worth(order: Order, parcel: Shipment) -> int:
    """Give what was paid for the goods in a parcel, its share of each line."""
    lines = {line.id: line for line in order.lines}
    return sum(lines[one.line_id].paid * one.quantity // lines[one.line_id].quantity for one in parcel.parcels)
