"""What the owner says after an order: which of several, that it shall be as before, and what is no price at all."""

from __future__ import annotations

import pytest

from agents.owner_orders import TAKE_BACK, OwnerOrder, orders_of
from tests.support.gift_shop import GiftShop

HEART, BUNTING, BAG = "85123A", "47566", "85099B"


@pytest.mark.parametrize(
    "text",
    [
        "Actually, put it back to what it was",
        "change it back please",
        "undo that price change",
        "涨错了 是22423不是85123A",
        "改回去吧",
        "恢复原价",
        "撤销上一个改价",
    ],
)
def test_what_shall_be_as_before_is_told_with_the_id_that_undoes_it(shop: GiftShop, text: str) -> None:
    (row,) = shop.effects(shop.owner(f"raise {HEART} by 2%"))
    shop.pass_time(minutes=1)
    task = shop.owner(text)
    assert f"`shopstaff undo {row.id}`" in task.answer and len(shop.effects()) == 1
    assert "nothing was done" in task.answer or "什么都没有做" in task.answer


def test_what_waits_yet_is_rejected_not_undone(shop: GiftShop) -> None:
    (row,) = shop.effects(shop.owner(f"raise {HEART} by 8%"))
    shop.pass_time(minutes=1)
    assert f"`shopstaff approvals reject {row.id}" in shop.owner("change it back").answer


@pytest.mark.parametrize("text", ["涨错了吗", "did you put it back?", "turn the ads back on", "raise it back by 2%"])
def test_a_question_and_another_order_take_nothing_back(text: str) -> None:
    assert orders_of(text) != (OwnerOrder.OTHER,) or not TAKE_BACK.search(text)


@pytest.mark.parametrize(
    "text", ["no, not all of them, just the red retrospot", "only the red retrospot", "just the red retrospot please"]
)
def test_one_of_several_that_were_asked_about_completes_the_order(shop: GiftShop, text: str) -> None:
    first = shop.owner("jumbo goods up 2%")
    shop.pass_time(minutes=1)
    shop.owner(text)
    assert "?" in first.answer or "SKU" in first.answer
    assert shop.price(BAG) == (212, 182)


@pytest.mark.parametrize("text", ["not the red retrospot", "no", "not all of them"])
def test_a_denial_completes_nothing(shop: GiftShop, text: str) -> None:
    shop.owner("raise it by 2%")
    shop.pass_time(minutes=1)
    shop.owner(text)
    assert shop.effects() == []


@pytest.mark.parametrize(
    "text",
    [
        "bring the gifts budget down to £30 a day",
        "set the budget of the Gifts campaign to £30",
        "Gifts那个广告计划预算加到100块一天",
        "把广告计划的预算降到50",
    ],
)
def test_the_budget_of_one_campaign_is_no_price_and_no_cap_of_the_shop(shop: GiftShop, text: str) -> None:
    task = shop.owner(text)
    assert task.job == "limit_request" and "limits set" not in task.answer and "Gifts" in task.answer
    assert "ads.per_day" in task.answer and shop.effects() == []


@pytest.mark.parametrize("text", ["raise the daily ads budget to £1", "把每天的广告预算加到1"])
def test_no_command_is_given_that_moves_a_limit_the_other_way(shop: GiftShop, text: str) -> None:
    assert "limits set" not in shop.owner(text).answer
    assert "limits set ads.per_day 1000000" in shop.owner("raise the daily ads budget to £10000").answer


def test_a_sum_given_back_may_have_a_point_and_name_its_goods(shop: GiftShop) -> None:
    order = shop.place("14911", (HEART, 12), (BUNTING, 4))
    (row,) = shop.effects(shop.owner(f"give 14911 £2.00 back for the party bunting in {order}"))
    assert (row.kind, row.payload["amount"]) == ("issue_refund", 200)
