"""What may be done to a paid order: money back, goods out."""

from __future__ import annotations

from authority.effect import Exposure
from authority.limits import Limits
from authority.state import Snapshot
from authority.verdict import Verdict, deny, hold, widened


def refund_sum(limits: Limits, snapshot: Snapshot, exposure: Exposure) -> Verdict | None:
    """A line gives back at most what was paid for it, over all effects that are out, held or unknown."""
    say = snapshot.money
    asked: dict[str, int] = {}
    for refund in exposure.refunds:
        state = snapshot.lines.get(refund.line_id)
        if state is None or state.order_id != refund.order_id:
            return deny("refund.line", f"order {refund.order_id} has no line {refund.line_id}")
        asked[refund.line_id] = asked.get(refund.line_id, 0) + refund.amount
        left = state.paid - state.refunded
        if refund.amount <= 0 or not state.is_paid or asked[refund.line_id] > left:
            return deny("refund.sum", f"line {refund.line_id}: {say(refund.amount)} asked, {say(left)} left to give")
    return None


def refund_caps(limits: Limits, snapshot: Snapshot, exposure: Exposure) -> Verdict | None:
    """Refunds above the small ones, to one buyer often, or beyond the day's sum are the owner's."""
    say = snapshot.money
    amount = sum(refund.amount for refund in exposure.refunds)
    if not amount or exposure.budget == "change":
        return None  # money of an order that has not left is judged by order_change
    if amount > widened(limits, snapshot, limits.refund.auto_per_effect):
        return hold("refund.amount", f"{say(amount)} is above {say(limits.refund.auto_per_effect)} per refund")
    if any(snapshot.buyer_refunds_30d.get(who, 0) >= limits.refund.per_buyer_30d for who in exposure.customers):
        return hold("refund.buyer", f"this buyer has had {limits.refund.per_buyer_30d} refunds in 30 days")
    if snapshot.spent.get("refund.day", 0) + amount > limits.refund.per_day:
        return hold("refund.day", f"the day's refunds would pass {say(limits.refund.per_day)}")
    return None


def ship(limits: Limits, snapshot: Snapshot, exposure: Exposure) -> Verdict | None:
    """Only what is paid, not yet shipped and in the house goes out."""
    leaving: dict[str, int] = {}
    taken: dict[str, int] = {}
    for handling in exposure.handlings:
        for parcel in handling.parcels:
            state = snapshot.lines.get(parcel.line_id)
            if state is None or state.order_id != handling.order_id:
                return deny("ship.line", f"order {handling.order_id} has no line {parcel.line_id}")
            if state.is_cancelled or state.is_altering:
                return deny("ship.changed", f"order {handling.order_id} is cancelled, or a change of it waits")
            if not state.is_paid:
                return deny("ship.unpaid", f"order {handling.order_id} is not paid")
            if state.refunded >= state.paid > 0:
                return deny("ship.refunded", f"line {parcel.line_id} was refunded in full")
            taken[parcel.line_id] = taken.get(parcel.line_id, 0) + parcel.quantity
            if taken[parcel.line_id] > state.quantity - state.shipped:
                return deny("ship.twice", f"line {parcel.line_id} has {state.quantity - state.shipped} left to ship")
            leaving[state.sku] = leaving.get(state.sku, 0) + parcel.quantity
            if leaving[state.sku] > snapshot.on_hand.get(state.sku, 0):
                return deny("ship.stock", f"{state.sku}: {snapshot.on_hand.get(state.sku, 0)} in the house")
    return None
