"""客户 · parcel watch: a late parcel is told of once and truly, a lost one is a person's, one in time is nobody's."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from agents.customer.parcel_watch import ABROAD_DAYS, HOME_DAYS, late_parcels
from shops.models import Parcel
from tests.agents.test_refund_request import HEART, read
from tests.support.gift_shop import GiftShop, open_gift_shop


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[GiftShop]:
    """Give the gift shop."""
    opened = open_gift_shop(tmp_path)
    yield opened
    opened.house.close()


def sent(shop: GiftShop, buyer: str) -> tuple[str, str]:
    """Let a buyer write and order, and ship it; gives the shipment and the thread."""
    thread = shop.market.send_message(buyer, "你好" if buyer == "13047" else "Hello", at=shop.clock.now())
    order = shop.place(buyer, (HEART, 10))
    parcels = [Parcel(line_id=line.id, quantity=line.quantity) for line in read(shop, order).lines]
    writes = shop.house.connection.writes.shop
    made = writes.ship(order, parcels, carrier="DHL", tracking="T10", key=f"out {order}").object_id
    assert made is not None
    return made, thread


def did(shop: GiftShop, cause: str) -> list[tuple[str, str]]:
    """Run the job; give its effects."""
    return [(row.kind, row.state) for row in shop.effects(shop.job("parcel_watch", cause=cause))]


@pytest.mark.parametrize(("buyer", "days"), [("17850", HOME_DAYS), ("13047", ABROAD_DAYS)])
def test_a_late_parcel_is_told_of_once_and_a_lost_one_is_a_persons(shop: GiftShop, buyer: str, days: int) -> None:
    """The words name the waybill and pass the check of claims, in the buyer's language."""
    _, thread = sent(shop, buyer)
    shop.pass_time(days=days - 1)
    assert did(shop, "early") == []
    shop.pass_time(days=1)
    assert did(shop, "late") == [("send_message", "done")]
    messages = shop.house.connection.reads.messages
    assert messages is not None
    last = messages.get_thread(thread).messages[-1]
    assert last.author == "shop" and "T10" in last.text and ("送达" in last.text) == (buyer == "13047")
    shop.pass_time(days=1)
    assert did(shop, "again") == []
    shop.pass_time(days=days)
    assert did(shop, "lost") == [("hand_over", "done")]
    shop.pass_time(days=1)
    assert did(shop, "silent") == [] and messages.get_thread(thread).with_person


def test_a_parcel_that_has_arrived_opens_no_task(shop: GiftShop) -> None:
    made, _ = sent(shop, "17850")
    shop.pass_time(days=HOME_DAYS + 1)
    crew = shop.crew()
    ctx = crew.job_context(crew.tasks.get(shop.open_job("parcel_watch")))
    assert len(late_parcels(ctx)) == 1
    shop.market.deliver([made], at=shop.clock.now())
    assert late_parcels(ctx) == []
