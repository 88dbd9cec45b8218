"""Pieces of an order: taken out, fewer or more of what is named, of one order that waits; nothing is sold instead."""

from __future__ import annotations

import pytest

from agents.customer.lines_wished import Wish, less_is_plain, wish_of
from shops.models import FulfilmentStatus, Order
from tests.support.gift_shop import GiftShop

BUYER, HEART, STAND, BUNTING = "17850", "85123A", "22423", "47566"


def read(shop: GiftShop, order: str) -> Order:
    """Read an order."""
    return shop.house.connection.reads.shop.get_order(order)


def lines(shop: GiftShop, order: str) -> dict[str, int]:
    """Give the pieces of an order by SKU."""
    return {line.sku: line.quantity for line in read(shop, order).lines}


def kinds(shop: GiftShop) -> set[str]:
    """Give the kinds of what was done beside writing."""
    return {row.kind for row in shop.effects()} - {"send_message"}


@pytest.mark.parametrize(
    ("part", "wish"),
    [
        ("please drop 10 of the party bunting", Wish("less", 10)),
        ("please remove one lunch bag pink polkadot", Wish("less", 1)),
        ("12 frames too many", Wish("less", 12)),
        ("i want 2 fewer cakestands", Wish("less", 2)),
        ("reduce the hearts by 4", Wish("less", 4)),
        ("柠檬减10个", Wish("less", 10)),
        ("锦鲤少要10个", Wish("less", 10)),
        ("醒狮去掉5个", Wish("less", 5)),
        ("山竹加10个", Wish("more", 10)),
        ("柠檬再加9个", Wish("more", 9)),
        ("add 6 hearts", Wish("more", 6)),
        ("i only need 6", Wish("set", 6)),
        ("醒狮那个25个改20个", Wish("set", 20)),
        ("西湖那个减到40个", Wish("set", 40)),
        ("could you take the cake tins off my order", Wish("out")),
        ("do not send the dolly lights", Wish("out")),
        ("醒狮那个帮我去掉", Wish("out")),
        ("柠檬多少钱", None),
        ("the hearts are lovely", None),
        ("地址在中山路10号", None),
    ],
)
def test_a_part_says_what_shall_be_done_to_goods(part: str, wish: Wish | None) -> None:
    assert wish_of(part) == wish


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("please take the cakestands off my order", {HEART: 24}),
        ("do not send the cakestands, the rest is fine", {HEART: 24}),
        ("22423那个帮我去掉 谢谢亲", {HEART: 24}),
        ("22423不用发了 其他不变", {HEART: 24}),
        ("please drop 12 of the hanging hearts", {HEART: 12, STAND: 4}),
        ("12 hanging hearts fewer please", {HEART: 12, STAND: 4}),
        ("85123A减12个", {HEART: 12, STAND: 4}),
        ("85123A少要12个 其他不变", {HEART: 12, STAND: 4}),
        ("85123A那个24个改12个", {HEART: 12, STAND: 4}),
        ("85123A减12个,22423减2个", {HEART: 12, STAND: 2}),
        ("I do not want it cancelled, I want the 85123A changed to 12", {HEART: 12, STAND: 4}),
    ],
)
def test_what_is_plainly_wished_is_done(shop: GiftShop, text: str, after: dict[str, int]) -> None:
    order = shop.place(BUYER, (HEART, 24), (STAND, 4))
    shop.talk(BUYER, text)
    assert lines(shop, order) == after and kinds(shop) == {"change_items"}


@pytest.mark.parametrize(
    "text", ["85123A再加12个", "please add 12 hanging hearts to my order", "another 12 of the 85123A please"]
)
def test_more_of_what_an_order_holds_is_added_to_it_and_not_sold_anew(shop: GiftShop, text: str) -> None:
    shop.place(BUYER, (HEART, 24), (STAND, 4))
    said = shop.talk(BUYER, text)
    assert "36" in said and kinds(shop) == {"change_items"}


@pytest.mark.parametrize(
    "text",
    [
        "my wife says drop 12 of the hanging hearts",
        "should I drop 12 of the hanging hearts?",
        "maybe drop 12 of the hearts",
        "12 frames too many, I only need 12",
        "我老婆说85123A减12个",
        "85123A减12个 我老婆说的",
        "My boss told me to take the cakestands off, I told him to get lost",
        "she said cancel the cakestand, so I told her no chance",
        "85123A要不要减12个呢",
        "我朋友让我22423去掉",
    ],
)
def test_what_is_in_doubt_gives_no_money_back(shop: GiftShop, text: str) -> None:
    order = shop.place(BUYER, (HEART, 24), (STAND, 4))
    before = lines(shop, order)
    shop.talk(BUYER, text)
    assert lines(shop, order) == before and "change_items" not in kinds(shop)
    assert not less_is_plain(read(shop, order), text)


@pytest.mark.parametrize(
    ("text", "yes"), [("my wife says drop 12 of the 85123A", "yes please"), ("我老婆说85123A减12个", "是的")]
)
def test_it_is_asked_back_and_a_yes_does_it(shop: GiftShop, text: str, yes: str) -> None:
    order = shop.place(BUYER, (HEART, 24), (STAND, 4))
    assert shop.talk(BUYER, text).endswith("?") and kinds(shop) == set()
    shop.talk(BUYER, text, yes)
    assert lines(shop, order) == {HEART: 12, STAND: 4}


def test_an_offer_that_stands_is_meant_before_an_order(shop: GiftShop) -> None:
    order = shop.place(BUYER, (HEART, 24), (STAND, 4))
    shop.talk(BUYER, "how much are 36 hanging hearts 85123A?", "add 12 hanging hearts")
    assert lines(shop, order) == {HEART: 24, STAND: 4} and "change_items" not in kinds(shop)


@pytest.mark.parametrize(
    ("text", "asked"), [("取消我的订单", "退款啥时候到账啊"), ("please cancel my order", "when do I get my refund?")]
)
def test_who_asks_for_the_money_of_what_was_cancelled_is_told_it(shop: GiftShop, text: str, asked: str) -> None:
    order = shop.place(BUYER, (HEART, 24))
    shop.place("14911", (HEART, 24))
    shop.talk(BUYER, text, "yes" if text.isascii() else "是的")
    assert read(shop, order).fulfilment is FulfilmentStatus.CANCELLED
    said = shop.talk(BUYER, text, asked)
    assert order in said and not said.endswith("?")


@pytest.mark.parametrize(
    "text", ["只要85123A，22423不要了", "22423不要了 给我退了吧", "I don't need the 22423 any more, refund it please"]
)
def test_of_an_order_a_line_that_is_not_wanted_is_asked_back(shop: GiftShop, text: str) -> None:
    order = shop.place(BUYER, (HEART, 24), (STAND, 4))
    said = shop.talk(BUYER, text)
    assert STAND in said and HEART not in said and said.endswith("?") and lines(shop, order) == {HEART: 24, STAND: 4}
    shop.talk(BUYER, text, "是的" if "要" in text else "yes")
    assert lines(shop, order) == {HEART: 24}
