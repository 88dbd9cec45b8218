"""Parcels on their way: carriers report what happens and no more, and a buyer who is told early minds a delay less."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from scenarios.world import LoadedWorld
from shops.models import FulfilmentStatus
from shops.traces import Trace

Start = Callable[..., Any]
NOTHING = {"uncollected_share": 0.0, "stuck_share": 0.0, "exception_share": 0.0, "lost_share": 0.0}


def fated(world: LoadedWorld, **more: float) -> LoadedWorld:
    """Let only what is named befall parcels."""
    terms = world.spec.transit.model_copy(update=NOTHING | more)
    return replace(world, spec=world.spec.model_copy(update={"transit": terms}))


def traces(run: Any) -> list[Trace]:
    """Give the traces of all parcels, arrived or not."""
    reads = run.shop.reads
    return [reads.traces.get_trace(one.id) for order in run.orders() for one in reads.shop.list_shipments(order.id)]


def test_a_parcel_is_collected_moves_and_arrives_within_the_carriers_promise(
    start: Start, stocked: LoadedWorld
) -> None:
    """Each report once, in order, none before its time; without a fate nothing is late."""
    run = start(3, fated(stocked)).days(5, after_slot=lambda one: one.ship())
    found = traces(run)
    assert len(found) > 100
    for trace in found:
        if run.clock.now() - trace.parcel.shipped_at < timedelta(hours=2):
            continue  # of the last evening
        times = [one.at for one in trace.events]
        assert times == sorted(set(times)) and times[-1] <= run.clock.now()
        assert trace.events[0].kind == "collected" and trace.expected_by is not None
        if trace.parcel.delivered_at is not None:
            assert trace.events[-1].kind == "delivered"
    assert any(one.kind == "out_for_delivery" for trace in found for one in trace.events)


def test_a_parcel_that_stands_still_reports_nothing_and_comes_late(start: Start, stocked: LoadedWorld) -> None:
    run = start(3, fated(stocked, stuck_share=1.0)).days(7, after_slot=lambda one: one.ship())
    arrived = [one for one in traces(run) if one.parcel.delivered_at is not None]
    assert arrived and all(one.expected_by is not None for one in arrived)
    assert any(one.parcel.delivered_at > one.expected_by for one in arrived if one.expected_by)  # type: ignore[operator]
    assert {one.kind.value for trace in arrived for one in trace.events} <= {"collected", "in_transit", "delivered"}


def test_what_is_lost_never_comes_and_its_buyer_gives_it_up(start: Start, stocked: LoadedWorld) -> None:
    run = start(3, fated(stocked, lost_share=1.0, lost_patience_days=3)).days(5, after_slot=lambda one: one.ship())
    assert not any(order.fulfilment is FulfilmentStatus.DELIVERED for order in run.orders())
    assert len(run.market.hidden.parcels.mourned) > 50


def lost_buyers(start: Start, world: LoadedWorld, *, told: bool) -> int:
    """Count the buyers that late parcels cost, who were told of them on the first evening or not."""
    run = start(3, world)

    def tell(one: Any) -> None:
        for order in one.orders() if told else ():
            for parcel in one.shop.reads.shop.list_shipments(order.id):
                words = f"Your parcel {parcel.tracking} is late."
                one.shop.writes.messages.open_thread(
                    order.customer_id, words, is_offer=False, order_id=order.id, key=f"told {parcel.id}"
                )

    run.days(2, after_slot=lambda one: one.ship(), before_evening=tell)
    run.days(5, start=2)
    crowd = run.market.hidden.crowd
    return sum(not crowd.alive[crowd.place[order.customer_id]] for order in run.orders()[:200])


def test_being_told_early_keeps_buyers(start: Start, stocked: LoadedWorld) -> None:
    """The same late parcels, the same luck."""
    world = fated(stocked, stuck_share=1.0, late_day_loss=1.5, told_settles=0.9)
    assert lost_buyers(start, world, told=True) < lost_buyers(start, world, told=False) - 10
