"""The owner's money back: at once only for words that order it and nothing else, on the line that they name."""

from __future__ import annotations

import pytest

from agents.customer.refund_said import says_refund_only
from agents.owner_goods import most_like
from tests.support.gift_shop import GiftShop

NAMES = ("B0158", "O2609262006", "15722", "仿真水果冰箱贴 柠檬", "Party Bunting")
PLAIN = (
    "给B0158退5块钱|O2609262006 柠檬退5元|给B0158的柠檬退5块,有裂缝|给B0158最近一单全额退|O2609262006 柠檬退一块五给他|"
    "refund £3 to 15722 for the party bunting|give 15722 £3 back please|refund the last order of 15722 in full|"
    "refund 15722's last order in full|give him £2 back on O2609262006"
)
MORE = (
    "B0158说要我退5块钱|给B0158退5块,算了|老婆说给B0158退5块|给B0158的柠檬退5块,客人说有裂缝|给B0158退5块行不行呢|"
    "refund £3 to 15722 for the party bunting if he complains|refund £3 to 15722, on second thought no|"
    "refund £3 to 15722 once he sends a photo|my wife wants to refund 15722 £3|refund 15722 £3 tomorrow"
)


def test_words_that_order_money_back_and_nothing_else_are_plain() -> None:
    assert [one for one in PLAIN.split("|") if not says_refund_only(one, NAMES)] == []
    assert [one for one in MORE.split("|") if says_refund_only(one, NAMES)] == []


@pytest.mark.parametrize(
    "text",
    ["refund 14911 £2 for the cakestand if he complains", "refund 14911 £2 for the cakestand, on second thought no"],
)
def test_what_would_go_back_is_told_with_words_that_do_it(shop: GiftShop, text: str) -> None:
    order = shop.place("14911", ("85123A", 12), ("22423", 2))
    answer = shop.owner(text).answer
    assert shop.effects() == [] and f"“refund order {order}: 22423 £2.00”" in answer
    shop.pass_time(minutes=1)
    shop.owner(f"refund order {order}: 22423 £2.00")
    assert [row.payload["amount"] for row in shop.effects()] == [200]


@pytest.mark.parametrize(
    "text", ["refund order {} £2 for the cakestand", "{} 22423 退2英镑", "give 14911 £2 back for the regency one"]
)
def test_the_line_is_that_of_the_goods_named(shop: GiftShop, text: str) -> None:
    order = shop.place("14911", ("85123A", 12), ("22423", 2))
    (row,) = shop.effects(shop.owner(text.format(order)))
    assert row.payload["line_id"] == f"{order}.2"


@pytest.mark.parametrize("text", ["refund 14911's last order in full", "给14911最近一单全额退款"])
def test_the_last_order_of_a_buyer_goes_back_line_by_line(shop: GiftShop, text: str) -> None:
    shop.place("14911", ("47566", 1))
    shop.pass_time(minutes=5)
    order = shop.place("14911", ("85123A", 1), ("22423", 1))
    rows = shop.effects(shop.owner(text))
    assert {row.payload["order_id"] for row in rows} == {order} and len(rows) == 2


def test_names_are_known_by_what_they_share() -> None:
    titles = {
        "1": "软胶冰箱贴 上海外滩",
        "2": "软胶冰箱贴 杭州西湖",
        "3": "Lunch Bag Suki Design",
        "4": "Lunch Bag Apples",
    }
    said = ("外滩退一块五", "软胶的", "the suki lunch bag", "the lunch bags", "退钱")
    assert [most_like(titles, one) for one in said] == [["1"], ["1", "2"], ["3"], ["3", "4"], []]


@pytest.mark.parametrize("text", ["{}帮客人取消", "给客户取消订单{}", "{} 帮他取消了", "清仓85123A"])
def test_what_is_not_done_in_a_chat_is_said_not_to_be_done(shop: GiftShop, text: str) -> None:
    order = shop.place("14911", ("85123A", 12))
    task = shop.owner(text.format(order))
    assert (task.job, shop.effects()) == ("owner_order", []) and "什么都没有做" in task.answer
