"""Money goes back on the owner's words for the goods that they name: all of their line where no sum is said."""

from __future__ import annotations

import pytest

from tests.support.gift_shop import GiftShop

HEART, BUNTING, CAKESTAND = "85123A", "47566", "22423"
WHOLE = (
    "give {order} their money back for the bunting|refund the bunting on {order}|{order} bunting money back"
    "|退{order}的party bunting|退{order}里party bunting的钱|把{order}的party bunting的钱退给他|"
    "{order} party bunting退款"
    "|refund {order} for the party bunting|{order}: refund party bunting|{order} refund the party bunting please"
    "|退了{order}的party bunting吧|pay {order} back the money for the bunting"
)


@pytest.mark.parametrize("text", WHOLE.split("|"))
def test_goods_that_are_named_get_all_of_their_line_back(shop: GiftShop, text: str) -> None:
    order = shop.place("14911", (HEART, 12), (BUNTING, 4))
    task = shop.owner(text.format(order=order))
    (row,) = shop.effects(task)
    assert (row.kind, row.payload["order_id"], row.payload["amount"]) == ("issue_refund", order, 4 * 495)
    lines = {line.id: line.sku for line in shop.house.connection.reads.shop.get_order(order).lines}
    assert lines[row.payload["line_id"]] == BUNTING


@pytest.mark.parametrize(
    "text",
    ["{order} party bunting refund £5", "party bunting on {order} refund £5 please", "{order} party bunting退5英镑"],
)
def test_a_sum_beside_goods_goes_to_their_line(shop: GiftShop, text: str) -> None:
    order = shop.place("14911", (HEART, 12), (BUNTING, 4))
    (row,) = shop.effects(shop.owner(text.format(order=order)))
    assert row.payload["amount"] == 500


@pytest.mark.parametrize(
    "text",
    ["退14911那单的钱", "把14911那单的钱退了", "14911那单全退", "give 14911 all the money back", "退14911的货款"],
)
def test_the_money_of_the_only_order_is_all_of_it(shop: GiftShop, text: str) -> None:
    shop.place("14911", (HEART, 12), (BUNTING, 4))
    rows = shop.effects(shop.owner(text))
    assert sorted(row.payload["amount"] for row in rows) == [4 * 495, 12 * 295]


@pytest.mark.parametrize("text", ["退14911那单的钱", "14911那单全退"])
def test_of_several_orders_it_is_asked_which(shop: GiftShop, text: str) -> None:
    shop.place("14911", (HEART, 12))
    shop.place("14911", (BUNTING, 4))
    task = shop.owner(text)
    assert shop.effects() == [] and "什么都没有做" in task.answer


NEAR = (
    "shall I refund the bunting on {order}?|{order} wants their money back for the bunting|"
    "did we refund the bunting on {order}"
    "|never refund the bunting on {order}|if {order} complains give them their money back for the bunting|"
    "{order} bunting refund?"
    "|{order} party bunting refund was £5|退{order}的party bunting还是换货|{order}的party bunting要不要退|"
    "别退{order}的party bunting"
    "|{order}的party bunting的钱退了|{order}那单的钱退了吗|14911说要退{order}的party bunting|"
    "如果他投诉就退{order}的party bunting"
    "|refund 2 of the bunting on {order}|give {order} back some of the money|{order}退一部分钱|"
    "refund {order} £5, the bunting never came"
    "|refund {order} £5 for the bunting, 他说heart也坏了|昨天退的{order}的party bunting呢|"
    "{order} refund £5 was promised"
)


def test_words_near_a_refund_pay_nothing(shop: GiftShop) -> None:
    order = shop.place("14911", (HEART, 12), (BUNTING, 4))
    for text in NEAR.split("|"):
        shop.pass_time(minutes=1)
        task = shop.owner(text.format(order=order))
        assert shop.effects() == [], (text, task.answer)


def test_several_goods_named_apart_get_all_of_their_lines_back(shop: GiftShop) -> None:
    order = shop.place("14911", (HEART, 12), (BUNTING, 4), (CAKESTAND, 1))
    rows = shop.effects(shop.owner(f"give {order} their money back for the bunting and the cakestand"))
    assert sorted(row.payload["amount"] for row in rows) == [1275, 4 * 495]


@pytest.mark.parametrize(
    "text",
    [
        "refund the bunting or the cakestand on {order}",
        "退{order}的party bunting,换cakestand",
        "refund the bunting on {order}, then send a new one",
    ],
)
def test_money_or_something_else_is_not_paid(shop: GiftShop, text: str) -> None:
    order = shop.place("14911", (HEART, 12), (BUNTING, 4), (CAKESTAND, 1))
    task = shop.owner(text.format(order=order))
    assert shop.effects() == [], task.answer
