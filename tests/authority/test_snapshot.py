"""The snapshot: what the shop shows, and what other effects have taken already."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from authority import snapshot
from authority.desk import Desk
from authority.docket import Docket
from authority.effect import Effect, Exposure, Handling
from authority.effects.issue_refund import IssueRefund
from authority.effects.order_production import OrderProduction
from authority.effects.send_message import SendMessage
from authority.effects.set_price import SetPrice
from authority.effects.ship_order import ShipOrder
from authority.ledger import Ledger
from authority.state import LineState, Snapshot
from shops.contract.bench import LADDER
from shops.embedded.platform import open_embedded
from shops.models import Campaign, Order, Parcel
from shops.production import ProductionLine
from tests.authority.conftest import Place

Refunds = Callable[..., IssueRefund]
Prices = Callable[..., SetPrice]


def take(place: Place, effect: Effect | None = None, exposure: Exposure | None = None, **row: Any) -> Snapshot:
    """Take the snapshot for an effect that is about to be judged."""
    fields = {"id": "ef_new", "shop": "contract", "key": "new", "task": "t1", "turn": 1, "ordinal": 99, **row}
    fields = {"employee": "customer", "kind": "issue_refund", "action": "refund", "origin": "schedule"} | fields
    made = Docket(payload={}, summary="", state="intent", submitted_at=place.clock.now(), **fields)
    exposed = exposure or (effect.exposure(place.shop.reads) if effect else None) or Exposure()
    with place.database.reading() as connection:
        return snapshot.take(connection, place.shop.reads, place.limits, made, exposed, now=place.clock.now())


def test_a_line_is_what_the_shop_shows(place: Place, refund: Refunds) -> None:
    order = place.bench.order(("mug", 4), ("tin", 2))
    place.bench.ship(order, 3, key="k")
    seen = take(place, refund(order, 10))
    line = order.lines[0]
    assert seen.lines == {
        line.id: LineState(order_id=order.id, is_paid=True, paid=1200, refunded=0, quantity=4, shipped=3, sku="mug")
    }


def test_an_unpaid_order_is_not_paid(place: Place, refund: Refunds) -> None:
    order = place.bench.order(("mug", 4), paid=False)
    state = take(place, refund(order, 10)).lines[order.lines[0].id]
    assert (state.is_paid, state.paid) == (False, 0)


def test_what_is_not_there_is_left_out(place: Place) -> None:
    unheard = IssueRefund(order_id="o9", line_id="o9.1", amount=1, reason="")
    seen = take(place, unheard, buyer="b1", origin="buyer")
    assert seen.lines == {}
    assert seen.owners == {}
    assert take(place, SetPrice(sku="unheard", tiers=LADDER)).prices == {}


def pending(place: Place, effect: Effect, state: str) -> None:
    """Leave an effect in a state."""
    place.edit(place.submit(effect).id, state=state)


@pytest.mark.parametrize("state", ["held", "applying", "unknown", "needs_person"])
def test_pending_refunds_and_parcels_are_added_to_what_the_shop_shows(
    place: Place, refund: Refunds, state: str
) -> None:
    order = place.bench.order(("mug", 12))
    line = order.lines[0].id
    pending(place, refund(order, 2500), state)
    place.limit(levels={"fulfilment": 1})
    pending(place, shipment(order, 5), state)
    seen = take(place, refund(order, 10)).lines[line]
    assert (seen.refunded, seen.shipped) == (2500, 5)
    seen = take(place, shipment(order, 1)).lines[line]
    assert (seen.refunded, seen.shipped) == (2500, 5)


def shipment(order: Order, pieces: int) -> ShipOrder:
    """Ship pieces of the first line."""
    parcel = Parcel(line_id=order.lines[0].id, quantity=pieces)
    return ShipOrder(order_id=order.id, parcels=(parcel,), carrier="RM", tracking="T1")


def test_an_effect_does_not_count_against_itself(place: Place, refund: Refunds) -> None:
    order = place.bench.order(("mug", 12))
    held = place.submit(refund(order, 2500))
    assert take(place, refund(order, 2500), id=held.id).lines[order.lines[0].id].refunded == 0
    assert take(place, refund(order, 2500), id=held.id).like_effect is None


def test_a_done_refund_is_counted_once(place: Place, refund: Refunds) -> None:
    order = place.bench.order(("mug", 12))
    place.submit(refund(order, 500))
    assert take(place, refund(order, 10)).lines[order.lines[0].id].refunded == 500


def test_another_shops_effects_do_not_count(place: Place, refund: Refunds, tmp_path: Path) -> None:
    order = place.bench.order(("mug", 12))
    place.submit(refund(order, 2500))
    desk = Desk(
        place.database,
        place.shop.reads,
        place.shop.writes,
        limits=lambda: place.limits,
        ledger=Ledger("other", salt=lambda: "00"),
        clock=place.clock,
    )
    desk.stop("shop", why="theirs")
    seen = take(place, refund(order, 10), shop="other")
    assert seen.lines[order.lines[0].id].refunded == 0
    assert (seen.spent, seen.buyer_refunds_30d, seen.like_effect) == ({"refund.day": 0}, {"b1": 0}, None)
    assert seen.stops == {"shop"}
    assert take(place, refund(order, 10)).stops == frozenset()
    assert open_embedded("other", tmp_path, place.clock).reads.shop is not place.shop.reads.shop


def test_each_budget_has_its_window(place: Place, refund: Refunds) -> None:
    order = place.bench.order(("mug", 12))
    goods = OrderProduction(lines=(ProductionLine(sku="mug", quantity=20, unit_cost=100),))
    place.submit(refund(order, 500))
    place.submit(goods)
    assert take(place, refund(order, 1)).spent == {"refund.day": 500}
    assert take(place, goods).spent == {"production.30d": 2000}
    place.later(hours=24, seconds=1)
    assert take(place, refund(order, 1)).spent == {"refund.day": 0}
    assert take(place, goods).spent == {"production.30d": 2000}
    place.later(days=29)
    assert take(place, goods).spent == {"production.30d": 0}


def test_refunds_of_a_buyer_are_counted_for_thirty_days(place: Place, refund: Refunds) -> None:
    order = place.bench.order(("mug", 12), ("tin", 3))
    place.submit(refund(order, 10, line=1))
    assert take(place, refund(order, 10)).buyer_refunds_30d == {"b1": 1}
    place.later(days=30, seconds=1)
    assert take(place, refund(order, 10)).buyer_refunds_30d == {"b1": 0}


def test_prices_are_those_of_now_of_a_day_ago_and_of_a_month_ago(place: Place, reprice: Prices) -> None:
    for days, prices in ((1, (295, 250)), (20, (290, 245)), (20, (285, 240))):
        place.later(days=days)
        assert place.submit(reprice(*prices)).state == "done"
    place.later(hours=2)
    state = take(place, reprice(280, 240)).prices["mug"]
    ladders = (state.now, state.day_ago, state.month_ago)
    assert [ladder[0].unit_price for ladder in ladders] == [285, 290, 295]
    assert state.cost == 100


def test_a_price_cannot_creep_past_the_days_limit_in_small_steps(place: Place, reprice: Prices) -> None:
    rules = []
    for price in (295, 290, 285, 284):
        place.later(hours=1)
        rules.append(place.submit(reprice(price, 250)).rule)
    assert rules == ["within_limits"] * 3 + ["price.move_24h"]
    assert place.price("mug") == (285, 250)


def test_a_price_cannot_creep_past_the_months_limit_day_by_day(place: Place, reprice: Prices) -> None:
    rules = []
    for price in (288, 276, 264, 255, 250):
        place.later(days=1, minutes=1)
        rules.append(place.submit(reprice(price, 250)).rule)
    assert rules == ["within_limits"] * 4 + ["price.move_30d"]


def test_a_price_set_exactly_a_day_ago_is_the_price_of_a_day_ago(place: Place, reprice: Prices) -> None:
    place.later(days=1)
    place.submit(reprice(295, 250))
    place.later(days=1)
    assert take(place, reprice(290, 250)).prices["mug"].day_ago[0].unit_price == 295


def test_a_sku_that_is_new_is_measured_against_its_first_ladder(place: Place, reprice: Prices) -> None:
    place.later(hours=1)
    state = take(place, reprice(200, 200)).prices["mug"]
    assert state.day_ago == state.month_ago == LADDER


def test_owners_are_read_from_the_shop_for_a_buyers_task_alone(place: Place) -> None:
    order, thread, other = place.bench.order(("mug", 1)), place.thread(), place.thread("Hi", buyer="b2")
    exposed = Exposure(orders=(order.id,), threads=(thread, other, "t9"), customers=("b2",))
    owners = {f"order:{order.id}": "b1", f"thread:{thread}": "b1", f"thread:{other}": "b2", "customer:b2": "b2"}
    assert take(place, exposure=exposed, buyer="b1", origin="buyer").owners == owners
    assert take(place, exposure=exposed).owners == {}
    assert take(place, exposure=exposed).buyer is None


def test_a_handed_on_task_keeps_the_buyer_whose_message_began_it(place: Place) -> None:
    assert take(place, buyer="b1", origin="buyer").buyer == "b1"
    assert take(place, buyer=None, origin="buyer").buyer == ""


def test_messages_of_the_last_hour_are_counted_where_words_go_out(place: Place) -> None:
    thread = place.thread()
    place.submit(SendMessage(thread_id=thread, text="One"))
    assert take(place, SendMessage(thread_id=thread, text="Two")).thread_messages_hour == {thread: 1}
    place.later(hours=1, seconds=1)
    assert take(place, SendMessage(thread_id=thread, text="Two")).thread_messages_hour == {thread: 0}


def test_paused_campaigns_spend_nothing(place: Place) -> None:
    campaigns = [
        Campaign(id=f"c{number}", name="Tins", daily_budget=700, currency="GBP", paused=number == 3)
        for number in (2, 3)
    ]
    place.bench.market.load_ads(campaigns, [])
    assert take(place, exposure=Exposure(money_out=1, budget="ads")).ads_per_day == 5700
    assert take(place).ads_per_day == 0


def test_the_house_is_counted_for_what_leaves_it(place: Place, refund: Refunds) -> None:
    order = place.bench.order(("mug", 4), ("tin", 2))
    assert take(place, shipment(order, 1)).on_hand == {"mug": 100, "tin": 50}
    assert take(place, refund(order, 1)).on_hand == {}
    assert take(place, exposure=Exposure(handlings=(Handling(order_id="o9", parcels=()),))).on_hand == {}


def test_the_like_effect_is_the_latest_of_the_kind_on_the_object(place: Place, refund: Refunds) -> None:
    order = place.bench.order(("mug", 12), ("tin", 5))
    first = place.submit(refund(order, 10))
    place.later(hours=1)
    place.submit(refund(order, 10, line=1))
    assert take(place, refund(order, 10)).like_effect == first.id
    assert take(place, refund(order, 10), kind="ship_order").like_effect is None
    place.later(hours=720)
    assert take(place, refund(order, 10)).like_effect is None


def test_a_snapshot_is_of_its_moment(place: Place) -> None:
    place.later(hours=5)
    assert take(place).now == place.clock.now()
    assert take(place).currency == "GBP"
    assert take(place).now - timedelta(hours=5) < place.clock.now()
