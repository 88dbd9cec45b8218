"""客户 · parcel watch: trouble is told of once a rank and truly, to who never wrote too; a lost one is a person's."""

from __future__ import annotations

from datetime import timedelta

import pytest

from agents.customer.parcel_watch import parcels_in_trouble
from decisions.parcels import DAYS_ABROAD, DAYS_HOME, LOST_ABROAD, LOST_HOME, STUCK_HOME, UNCOLLECTED
from shops.models import Parcel, Thread
from shops.traces import TraceEvent, TraceKind, TracePost
from tests.agents.test_refund_request import HEART, read
from tests.support.gift_shop import GiftShop


def sent(shop: GiftShop, buyer: str, *, writes_first: bool = True) -> str:
    """Let a buyer order, after writing to the shop or not, and ship it; gives the shipment."""
    if writes_first:
        shop.market.send_message(buyer, "你好" if buyer == "13047" else "Hello", at=shop.clock.now())
    order = shop.place(buyer, (HEART, 10))
    parcels = [Parcel(line_id=line.id, quantity=line.quantity) for line in read(shop, order).lines]
    writes = shop.house.connection.writes.shop
    made = writes.ship(order, parcels, carrier="DHL", tracking="T10", key=f"out {order}").object_id
    assert made is not None
    return made


def report(shop: GiftShop, parcel: str, kind: str = "in_transit") -> None:
    """Let the carrier report something now, and promise the parcel within three days."""
    event, now = TraceEvent(at=shop.clock.now(), kind=TraceKind(kind)), shop.clock.now()
    shop.market.track([TracePost(shipment_id=parcel, events=(event,), expected_by=now + timedelta(days=3))])


def did(shop: GiftShop, cause: str) -> list[tuple[str, str]]:
    """Run the job; give its effects."""
    return [(row.kind, row.state) for row in shop.effects(shop.job("parcel_watch", cause=cause))]


def talks(shop: GiftShop, buyer: str) -> list[Thread]:
    messages = shop.house.connection.reads.messages
    assert messages is not None
    return list(messages.list_threads(customer_id=buyer))


@pytest.mark.parametrize("buyer", ["17850", "13047"])
def test_a_parcel_that_does_not_move_is_told_of_once_and_a_lost_one_is_a_persons(shop: GiftShop, buyer: str) -> None:
    """The words name the waybill and pass the check of claims, in the buyer's language."""
    parcel, is_abroad = sent(shop, buyer), buyer == "13047"
    report(shop, parcel)
    shop.pass_time(hours=24)
    assert did(shop, "moving") == []
    shop.pass_time(days=3)
    assert did(shop, "stuck") == [("send_message", "done")]
    (thread,) = talks(shop, buyer)
    last = thread.messages[-1]
    assert last.author == "shop" and "T10" in last.text and ("没有更新物流" in last.text) == is_abroad
    shop.pass_time(days=1)
    assert did(shop, "again") == []
    shop.pass_time(days=(LOST_ABROAD if is_abroad else LOST_HOME).days)
    assert did(shop, "lost") == [("send_message", "done"), ("hand_over", "done")]
    shop.pass_time(days=1)
    assert did(shop, "silent") == [] and talks(shop, buyer)[0].with_person


def test_a_buyer_who_never_wrote_is_told_in_a_conversation_of_their_order(shop: GiftShop) -> None:
    """And of a lost parcel a person has a case, with the note."""
    parcel = sent(shop, "14911", writes_first=False)
    report(shop, parcel)
    shop.pass_time(hours=STUCK_HOME / timedelta(hours=1))
    assert did(shop, "stuck") == [("write_first", "done")]
    (thread,) = talks(shop, "14911")
    assert thread.order_id == read(shop, thread.order_id or "").id and "T10" in thread.messages[0].text
    assert did(shop, "again") == []
    shop.market.want_offers("14911", False)
    report(shop, parcel, "returned")
    assert did(shop, "returned") == [("send_message", "done"), ("hand_over", "done")]


def test_a_lost_parcel_of_who_never_wrote_opens_a_case_for_a_person(shop: GiftShop) -> None:
    report(shop, sent(shop, "14911", writes_first=False))
    shop.pass_time(days=LOST_HOME.days)
    assert did(shop, "lost") == [("write_first", "done"), ("open_case", "done")]
    said, case = talks(shop, "14911")
    assert "A colleague will contact you" in said.messages[0].text
    assert case.with_person and not case.messages
    assert did(shop, "again") == []


@pytest.mark.parametrize(
    ("kind", "hours", "words"),
    [("exception", 1, "not been able to deliver"), ("out_for_delivery", 96, "not reported any progress")],
)
def test_what_the_carrier_says_is_what_the_buyer_reads(shop: GiftShop, kind: str, hours: int, words: str) -> None:
    parcel = sent(shop, "17850")
    shop.pass_time(days=1)
    report(shop, parcel, kind)
    shop.pass_time(hours=hours)
    assert did(shop, kind) == [("send_message", "done")]
    assert words in talks(shop, "17850")[0].messages[-1].text


def test_a_parcel_that_nobody_collects_is_told_of_and_one_past_its_day_too(shop: GiftShop) -> None:
    """Two parcels: the carrier reports the one and never came for the other."""
    moving, left = sent(shop, "17850"), sent(shop, "13047")
    report(shop, moving)
    shop.pass_time(hours=UNCOLLECTED / timedelta(hours=1))
    report(shop, moving)
    ctx = shop.crew().job_context(shop.house.tasks.get(shop.open_job("parcel_watch")))
    assert [(one.parcel.id, one.trouble) for one in parcels_in_trouble(ctx)] == [(left, "uncollected")]
    shop.market.deliver([left], at=shop.clock.now())
    for _ in range(4):
        shop.pass_time(days=1)
        event = TraceEvent(at=shop.clock.now(), kind=TraceKind.IN_TRANSIT)
        shop.market.track([TracePost(shipment_id=moving, events=(event,))])
    ctx = shop.crew().job_context(shop.house.tasks.get(shop.open_job("parcel_watch", cause="later")))
    assert [(one.parcel.id, one.trouble) for one in parcels_in_trouble(ctx)] == [(moving, "late")]


@pytest.mark.parametrize(("buyer", "days"), [("17850", DAYS_HOME.days), ("13047", DAYS_ABROAD.days)])
def test_where_no_carrier_reports_the_days_on_the_way_decide(shop: GiftShop, buyer: str, days: int) -> None:
    """Late after them, lost after twice as many."""
    sent(shop, buyer)
    shop.pass_time(days=days - 1)
    assert did(shop, "early") == []
    shop.pass_time(days=1)
    assert did(shop, "late") == [("send_message", "done")]
    shop.pass_time(days=days)
    assert did(shop, "lost") == [("send_message", "done"), ("hand_over", "done")]


def test_a_parcel_that_has_arrived_opens_no_task(shop: GiftShop) -> None:
    made = sent(shop, "17850")
    shop.pass_time(days=DAYS_HOME.days + 1)
    ctx = shop.crew().job_context(shop.house.tasks.get(shop.open_job("parcel_watch")))
    assert len(parcels_in_trouble(ctx)) == 1
    shop.market.deliver([made], at=shop.clock.now())
    assert parcels_in_trouble(ctx) == []
