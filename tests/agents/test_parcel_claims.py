"""A lost parcel is an item of the daily report until it is settled: carrier, waybill, amount, what to do."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from decisions.parcels import LOST_HOME
from decisions.said_numbers import unfounded
from shops.models import Parcel
from tests.agents.test_parcel_watch import did, report, talks
from tests.agents.test_refund_request import HEART, read
from tests.support.gift_shop import GiftShop

HEADS = {"en": "To claim from the carrier", "zh": "向承运商索赔"}


def lose(shop: GiftShop, pieces: int = 10) -> tuple[str, str]:
    """Let half an order leave and never arrive; give the order and the shipment."""
    shop.market.send_message("17850", "Hello", at=shop.clock.now())
    order = shop.place("17850", (HEART, 2 * pieces))
    (line,) = read(shop, order).lines
    parcels = [Parcel(line_id=line.id, quantity=pieces)]
    made = shop.house.connection.writes.shop.ship(order, parcels, carrier="DHL", tracking="T10", key="out").object_id
    assert made is not None
    report(shop, made)
    shop.pass_time(days=LOST_HOME.days)
    assert ("hand_over", "done") in did(shop, "lost")
    return order, made


def told(shop: GiftShop, cause: str) -> list[str]:
    """Give the lines of the daily report under its head for claims, each number of which stands in a cited fact."""
    task = shop.job("daily_report", cause=cause)
    facts = {one["id"]: one["text"] for one in shop.house.tasks.turns(task.id)[0].body["facts"]}
    lines = task.answer.splitlines()
    head = next((place for place, line in enumerate(lines) if line in HEADS.values()), len(lines))
    found = []
    for line in lines[head + 1 :]:
        if not line.startswith("- "):
            break
        assert unfounded(line, facts) == []
        found.append(line)
    return found


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_lost_parcel_is_to_be_claimed_with_what_was_paid_for_its_goods(
    open_shop: Callable[..., GiftShop], language: str
) -> None:
    shop = open_shop(language=language)
    order, _ = lose(shop)
    assert [line.paid for line in read(shop, order).lines] == [5900]
    (line,) = told(shop, "first")
    assert "DHL T10" in line and order in line and "£29.50" in line
    assert "talks give-back" in line and ("丢失" in line) == (language == "zh")
    assert str(LOST_HOME.days) in line


def test_it_stays_until_the_parcel_arrives_or_the_owner_settles_it(open_shop: Callable[..., GiftShop]) -> None:
    shop = open_shop()
    _, parcel = lose(shop)
    shop.pass_time(days=3)
    assert len(told(shop, "later")) == 1
    shop.market.deliver([parcel], at=shop.clock.now())
    assert told(shop, "arrived") == []


def test_a_conversation_that_was_given_back_is_settled(open_shop: Callable[..., GiftShop]) -> None:
    shop = open_shop()
    lose(shop)
    (thread,) = talks(shop, "17850")
    messages = shop.house.connection.writes.messages
    assert messages is not None
    messages.take_back(thread.id, key="back")
    assert told(shop, "settled") == []


def test_where_no_parcel_is_lost_nothing_is_said(shop: GiftShop) -> None:
    shop.place("17850", (HEART, 6))
    assert told(shop, "quiet") == []
