"""Asked whether goods went up or down, the owner is told the newest change of their price, whoever made it."""

from __future__ import annotations

import pytest

from agents.owner_reserves import asks_if_moved
from shops.models import Tier
from tests.support.gift_shop import GiftShop

HEART, CAKESTAND = "85123A", "22423"


def _told(shop: GiftShop, text: str) -> str:
    shop.pass_time(minutes=1)
    before = len(shop.effects())
    task = shop.owner(text)
    assert task.job == "explain_changes", (text, task.job)
    assert len(shop.effects()) == before
    return task.answer


ASKED = (
    "did the white hanging heart go up?|85123A涨了没|85123A涨价了吗|has the white hanging heart gone up|85123A贵了没"
    "|is the white hanging heart going up in price?|85123A是不是涨了|85123A涨没涨|did 85123A get dearer?"
    "|why did the white hanging heart go up?|85123A价格变了吗|did you raise 85123A?"
)


def test_the_newest_change_is_told_and_then_the_last_one_of_the_way_that_was_asked(shop: GiftShop) -> None:
    shop.owner(f"raise {HEART} by 2%")
    shop.pass_time(days=2)
    shop.owner(f"lower {HEART} by 1%")
    for text in ASKED.split("|"):
        lines = _told(shop, text).splitlines()
        assert lines[0].startswith("2011-09-08") and "-1.0%" in lines[1], (text, lines)
        both = "价格变了" not in text
        assert any("2011-09-06" in line and "+1.7%" in line for line in lines[2:]) is both, (text, lines)


def test_a_change_that_nobody_of_the_staff_made_is_the_newest_too(shop: GiftShop) -> None:
    shop.owner(f"raise {HEART} by 2%")
    shop.pass_time(days=1)
    shop.house.connection.writes.shop.set_price(HEART, (Tier(min_quantity=1, unit_price=310),), key="by hand")
    said = _told(shop, f"did {HEART} go up?")
    assert said.startswith("2011-09-07") and "£3.00 → £3.10, not by the staff" in said and "£3.10 now" in said


def test_what_waits_is_told_before_what_was_changed(shop: GiftShop) -> None:
    shop.owner(f"raise {HEART} by 2%")
    shop.pass_time(days=1)
    shop.owner(f"raise {HEART} by 30%")
    first, second = _told(shop, f"{HEART}涨了没").splitlines()[1:3]
    assert "待审批" in first and "2011-09-06" in second and "已执行" in second


@pytest.mark.parametrize("text", [f"did {CAKESTAND} go up?", f"{CAKESTAND}降了没"])
def test_of_a_price_that_did_not_move_that_is_said(shop: GiftShop, text: str) -> None:
    said = _told(shop, text)
    assert "£12.75" in said and ("no change of price" in said or "没有改过价" in said)


def test_a_day_that_is_named_is_that_day(shop: GiftShop) -> None:
    shop.owner(f"raise {HEART} by 2%")
    assert "没有这样的价格变动" in _told(shop, f"{HEART}昨天涨了吗")


def test_what_asks_for_figures_or_for_days_to_come_is_none() -> None:
    others = (
        "did sales of the caramel one go up?|should the caramel one go up?|will it go up?|put the caramel one up 5p"
        "|are orders up?|is stock going down?|did the ads go up?|has the profit of mugs gone up|was traffic up?"
    )
    assert [text for text in others.split("|") if asks_if_moved(text)] == []
