"""One change of price for several goods: each named for certain, or all of a kind, and nothing beside it."""

from __future__ import annotations

import pytest

from tests.support.gift_shop import GiftShop

HEART, STAND, BUNTING = "85123A", "22423", "47566"


@pytest.mark.parametrize(
    "text",
    [
        f"raise {HEART} and {STAND} by 2%",
        f"{HEART}、{STAND}都涨2%",
        f"{HEART}和{STAND}各涨2%",
        "raise the white hanging heart and the regency cakestand by 2%",
    ],
)
def test_each_of_several_goods_is_changed_and_told(shop: GiftShop, text: str) -> None:
    task = shop.owner(text)
    assert (shop.price(HEART), shop.price(STAND)) == ((300, 260), (1300, 1116))
    assert {row.payload["sku"] for row in shop.effects(task)} == {HEART, STAND}
    assert len([line for line in task.answer.splitlines() if "£3.00" in line or "£13.00" in line]) >= 2


def test_each_is_bounded_by_itself(shop: GiftShop) -> None:
    shop.owner(f"raise {HEART} by 4%")
    rows = shop.effects(shop.owner(f"raise {HEART} and {STAND} by 3%"))
    assert {row.payload["sku"]: row.state for row in rows} == {HEART: "held", STAND: "done"}


@pytest.mark.parametrize(
    "text",
    [
        f"raise {HEART} by 2% and {STAND} by 3% if it sells",
        f"{HEART}涨3%,{STAND}降2%会不会亏",
        f"my wife says raise {HEART} and {STAND} by 2%",
        f"{HEART}、{STAND}都涨过2%",
        f"raise {HEART} but not {STAND} by 2%",
        f"{HEART}和{STAND}都涨2%会亏吗",
        f"should we raise {HEART} and {STAND} by 2%",
        f"{HEART} and {STAND} went up 2%",
        f"lower {HEART} and {STAND} by £4",
    ],
)
def test_none_is_changed_where_that_is_not_said_alone(shop: GiftShop, text: str) -> None:
    shop.owner(text)
    assert [row for row in shop.effects() if row.state == "done"] == [] and shop.price(HEART) == (295, 255)
