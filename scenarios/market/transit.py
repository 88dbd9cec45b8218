"""Parcels between the house and the buyer: what carriers report, what goes wrong, and what being told early settles.

Hidden truth: the fate of a parcel, drawn from buyer and order so that every policy meets the same. Most arrive within
the carrier's promise; some are not collected for days, stand still, are brought in vain once, or never come.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Literal

import numpy as np

from scenarios.market.loyalty import drop_out
from scenarios.market.places import city
from scenarios.market.state import State, Way
from scenarios.market.streams import stream
from shops.models import Order, Shipment
from shops.traces import TraceEvent, TraceKind, TracePost

Fate = Literal["", "uncollected", "stuck", "exception", "lost"]
NEVER = timedelta(days=3650)
_HOUR = timedelta(hours=1)


def way_of(state: State, order: Order, shipment: Shipment) -> Way:
    """Give the way of a parcel, drawn once."""
    known = state.parcels.ways.get(shipment.id)
    if known is not None:
        return known
    carriers, terms = state.world.spec.carriers, state.world.spec.transit
    weights = np.cumsum(carriers.day_weights) / sum(carriers.day_weights)
    luck = stream(state.seed, "transit", order.customer_id, order.placed_at).random()
    abroad = carriers.abroad_days if order.address.country != carriers.home_country else 0
    usual = 1 + int(np.searchsorted(weights, luck, side="right")) + abroad
    fate = _fate(state, order)
    more = {"uncollected": terms.uncollected_days, "stuck": terms.stuck_days, "exception": terms.exception_days}
    days = timedelta(days=usual + more.get(fate, 0))
    due = shipment.shipped_at + (NEVER if fate == "lost" else days)
    expected = shipment.shipped_at + timedelta(days=len(carriers.day_weights) + abroad)
    way = Way(fate, due, expected, _reports(state, order, shipment, fate, usual))
    state.parcels.ways[shipment.id] = way
    return way


def report(state: State, parcels: Sequence[tuple[Order, Shipment]], now: datetime) -> None:
    """Let carriers report what has happened to parcels since they last did."""
    posts = []
    for order, shipment in parcels:
        way, told = way_of(state, order, shipment), state.parcels.reported.get(shipment.id, -1)
        fresh = tuple(one for one in way.reports[max(0, told) :] if one.at <= now and one.at < way.due)
        if fresh or told < 0:
            posts.append(TracePost(shipment_id=shipment.id, events=fresh, expected_by=way.expected_by))
            state.parcels.reported[shipment.id] = max(0, told) + len(fresh)
    if posts:
        state.side.track(posts)


def transit_loss(state: State, order: Order, shipments: Sequence[Shipment]) -> float:
    """Give the logits that an order costs which came after its carrier's day; a buyer who was told minds it less."""
    terms = state.world.spec.transit
    ways = [way_of(state, order, one) for one in shipments]
    late = max((way.due - way.expected_by for way in ways), default=timedelta(0))
    if late <= timedelta(0):
        return 0.0
    loss = terms.late_day_loss * min(terms.late_days_max, late / timedelta(days=1))
    return loss * (1 - terms.told_settles * was_told(state, order, shipments))


def mourn(state: State, order: Order, shipments: Sequence[Shipment], now: datetime) -> bool:
    """Let the buyer of a lost parcel give it up, once, when their patience is over; tells whether they just have."""
    terms = state.world.spec.transit
    lost = [one for one in shipments if way_of(state, order, one).fate == "lost"]
    patience = timedelta(days=terms.lost_patience_days)
    if order.id in state.parcels.mourned or not lost or now - lost[0].shipped_at < patience:
        return False
    state.parcels.mourned.add(order.id)
    z = -terms.lost_loss * (1 - terms.told_settles * was_told(state, order, lost))
    drop_out(state, order.customer_id, z, key=f"lost {order.customer_id} {order.placed_at}")
    return True


def was_told(state: State, order: Order, shipments: Sequence[Shipment]) -> bool:
    """Tell whether the shop has written to the buyer of a parcel by its waybill before they had to ask."""
    if state.reads.messages is None:
        return False
    threads = state.reads.messages.list_threads(customer_id=order.customer_id)
    said = [one.text for thread in threads for one in thread.messages if one.author == "shop"]
    return any(shipment.tracking in text for shipment in shipments for text in said)


def _fate(state: State, order: Order) -> Fate:
    terms = state.world.spec.transit
    draw = float(stream(state.seed, "fate", order.customer_id, order.placed_at).random())
    shares: tuple[tuple[Fate, float], ...] = (
        ("uncollected", terms.uncollected_share),
        ("stuck", terms.stuck_share),
        ("exception", terms.exception_share),
        ("lost", terms.lost_share),
    )
    for fate, share in shares:
        if draw < share:
            return fate
        draw -= share
    return ""


def _reports(state: State, order: Order, shipment: Shipment, fate: Fate, usual: int) -> tuple[TraceEvent, ...]:
    """Collected the same evening, under way every day, out for delivery in the morning of the day it arrives."""
    terms, start = state.world.spec.transit, shipment.shipped_at
    first = start + timedelta(days=terms.uncollected_days if fate == "uncollected" else 0) + _HOUR
    events = [TraceEvent(at=first, kind=TraceKind.COLLECTED)]
    last = 0 if fate == "lost" else usual - 1
    if fate == "stuck":
        last = min(last, 1)
    events += [
        TraceEvent(at=first + timedelta(days=day), kind=TraceKind.IN_TRANSIT, place=order.address.country)
        for day in range(1, last + 1)
    ]
    there = city(state.world.spec.places, order.customer_id, order.address.country)
    arrives = start + timedelta(days=usual)
    if fate == "exception":
        events.append(TraceEvent(at=arrives, kind=TraceKind.EXCEPTION, place=there, note="nobody was there"))
        arrives += timedelta(days=terms.exception_days)
    if fate in ("", "exception"):
        events.append(TraceEvent(at=arrives - 6 * _HOUR, kind=TraceKind.OUT_FOR_DELIVERY, place=there))
    return tuple(sorted(events, key=lambda one: one.at))
