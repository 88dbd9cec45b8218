"""Clocks that jump back, the night with an hour too many, and shops whose ids are the same: safe and clear."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import pytest

from authority.effects.issue_refund import IssueRefund
from authority.effects.send_message import SendMessage
from authority.effects.set_price import SetPrice
from authority.ledger import verify
from authority.rows import EffectRow
from kit.errors import Refused, Retry
from tests.authority.conftest import SHOP, Place

Refunds = Callable[..., IssueRefund]
Prices = Callable[..., SetPrice]
AUTUMN = datetime(2011, 10, 30, tzinfo=UTC)
"""The day on which London's clocks go back from 02:00 to 01:00: it has 25 hours."""


@dataclass
class Jumping:
    """A clock of a machine that is set by its owner, in either direction."""

    moment: datetime

    def now(self) -> datetime:
        """Give the time it shows."""
        return self.moment


def jumped(place: Place, **back: float) -> Place:
    """Give the same shop with the staff's clock so much earlier."""
    return replace(place, clock=cast("Any", Jumping(place.clock.now() - timedelta(**back))))


@pytest.mark.parametrize("back", [{"minutes": 5}, {"hours": 3}, {"days": 2}])
def test_a_clock_that_jumps_back_frees_no_sum_and_no_price(
    place: Place, refund: Refunds, reprice: Prices, back: dict[str, float]
) -> None:
    """What lies in the clock's future still counts: jumping back never gives the staff a new day."""
    place.limit(refund={"per_day": 900, "per_buyer_30d": 99})
    orders = [place.bench.order(("mug", pieces)) for pieces in (4, 5)]
    assert place.submit(refund(orders[0], 600)).state == "done"
    assert place.submit(reprice(288, 240)).state == "done"
    place.later(minutes=1)
    earlier = jumped(place, **back)
    assert earlier.submit(refund(orders[1], 400)).rule == "refund.day"
    assert earlier.submit(reprice(276, 230)).rule == "price.move_24h"
    assert earlier.submit(refund(orders[0], 1)).rule == "like_effect"
    assert verify(place.database, SHOP).faults == ()


def test_a_clock_that_jumps_back_lets_nothing_expire_and_nothing_happen_twice(place: Place, refund: Refunds) -> None:
    order = place.bench.order(("mug", 12))
    held = place.submit(refund(order, 2500))
    earlier = jumped(place, days=1)
    assert earlier.desk.expire() == 0
    assert earlier.desk.approve(held.id, by="owner").state == "done"
    with pytest.raises(Refused, match="done, not held"):
        earlier.desk.approve(held.id, by="owner")
    assert place.refunds(order) == [2500] and verify(place.database, SHOP).faults == ()


@pytest.mark.parametrize(
    ("utc", "quiet"),
    [
        (timedelta(days=-1, hours=20, minutes=59), False),  # the evening before, summer time: 21:59
        (timedelta(days=-1, hours=21), True),  # 22:00
        (timedelta(minutes=30), True),  # 01:30 for the first time
        (timedelta(hours=1, minutes=30), True),  # 01:30 again
        (timedelta(hours=7, minutes=59), True),  # winter time: 07:59
        (timedelta(hours=8), False),
        (timedelta(hours=21, minutes=59), False),  # an hour later than the evening before
        (timedelta(hours=22), True),
    ],
)
def test_quiet_hours_follow_the_shops_wall_clock_through_the_night_with_25_hours(
    place: Place, utc: timedelta, quiet: bool
) -> None:
    thread = place.thread()
    place.submit(SendMessage(thread_id=thread, text="Thank you for your message."))
    place.clock.set(AUTUMN + utc)
    receipt = place.submit(SendMessage(thread_id=thread, text="Hello again."))
    assert (receipt.rule == "message.quiet") is quiet


def test_sums_of_a_day_and_price_windows_are_24_hours_whatever_the_wall_clock_does(
    place: Place, refund: Refunds, reprice: Prices
) -> None:
    """A day with 25 hours gives no second sum, and one with 23 takes none away."""
    place.limit(refund={"per_day": 900, "per_buyer_30d": 99})
    place.clock.set(AUTUMN - timedelta(hours=1))  # 00:00 summer time
    orders = [place.bench.order(("mug", pieces)) for pieces in (4, 5, 6)]
    assert place.submit(refund(orders[0], 600)).state == "done"
    assert place.submit(reprice(288, 240)).state == "done"
    place.later(hours=23, minutes=59)  # the same local day: 22:59
    assert place.submit(refund(orders[1], 400)).rule == "refund.day"
    assert place.submit(reprice(276, 230)).rule == "price.move_24h"
    place.later(minutes=2)  # still the same local day, 24 hours later
    assert place.submit(reprice(276, 230)).state == "done"
    waiting = place.log.list_effects(states=("held",))
    for row in waiting:
        place.desk.reject(row.id, by="owner", why="test")
    assert place.submit(refund(orders[2], 400)).state == "done"


def test_the_same_order_id_in_another_shop_neither_counts_here_nor_is_decided_here(
    place: Place, refund: Refunds
) -> None:
    order = place.bench.order(("mug", 12))
    foreign = place.submit(refund(order, 2500))
    place.edit(foreign.id, shop="elsewhere")  # as if a shop with the same ids shared the staff's database
    for act in (place.desk.approve, lambda one, by: place.desk.reject(one, by=by, why="x")):
        with pytest.raises(Retry, match="no effect"):
            act(foreign.id, by="owner")
    assert place.submit(refund(order, 1500)).state == "done"
    assert place.refunds(order) == [1500]
    with place.database.session() as session:
        row = session.get(EffectRow, foreign.id)
        assert row is not None and row.state == "held"
