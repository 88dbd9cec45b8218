"""客户 · segments: every buyer in one group, weekly, beside last week; good buyers who fell asleep are named."""

from __future__ import annotations

from datetime import timedelta

import pytest

from shops.buyers import DraftLine, PastOrder
from shops.models import Customer
from shopstaff.intake import tick, work
from tests.support.gift_shop import GiftShop

JOB = "buyer_segments"


@pytest.fixture
def grouped(shop: GiftShop) -> GiftShop:
    """Give the shop on a Monday with 20 buyers every second week, one good one who stopped, and one newcomer."""
    now = shop.clock.now() + timedelta(days=6)
    names = [f"S{number}" for number in range(20)] + ["GOOD", "FRESH"]
    shop.market.register([Customer(id=one, name=one, created_at=now - timedelta(days=76)) for one in names])

    def order(who: str, back: int, pieces: int = 4) -> PastOrder:
        line = DraftLine(sku="85123A", quantity=pieces, unit_price=295)
        return PastOrder(id=f"{who}-{back}", customer_id=who, placed_at=now - timedelta(days=back), lines=(line,))

    past = [order(one, back) for one in names[:20] for back in range(5, 76, 14)]
    past += [order("GOOD", back, 500) for back in (72, 65, 58, 51, 44, 37)] + [order("FRESH", 2)]
    shop.market.load_history(past)
    shop.clock.set(now.replace(hour=8, minute=20))
    return shop


def monday(shop: GiftShop) -> str:
    """Let a quarter past nine come; gives the answer."""
    opened = [one for one in tick(shop.crew(), shop.clock.now()) if shop.house.tasks.get(one).job == JOB]
    work(shop.crew(), shop.clock.now())
    return "".join(shop.house.tasks.get(one).answer for one in opened)


def test_groups_are_counted_and_who_fell_asleep_is_named(grouped: GiftShop) -> None:
    answer = monday(grouped)
    assert "usual gap 14 days" in answer
    assert "new: 1 buyers" in answer and "GOOD: core four weeks ago, asleep now" in answer
    assert "last week" not in answer
    grouped.pass_time(days=7)
    assert "(last week 1)" in monday(grouped)
    grouped.pass_time(days=1)
    assert monday(grouped) == "", "Mondays only"


def test_a_shop_with_few_second_orders_says_what_is_missing(shop: GiftShop) -> None:
    task = shop.job(JOB)
    assert "buyers with a second order" in task.answer
