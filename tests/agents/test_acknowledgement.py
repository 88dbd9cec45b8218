"""Short words after an act or an answer get a short word: no person, no offer, nothing done a second time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from shops.models import FulfilmentStatus, Order
from tests.support.fixtures import ShopAfter
from tests.support.gift_shop import GiftShop

BUYER, HEART, STAND = "17850", "85123A", "22423"
ACTS = ("please remove the cakestand from {}", "{} 里的22423不要了，其他照发")
SHORT = """ok|okay, thanks|yes remove it|yes, all 4|Yes the Regency Cakestand
    |yes that's right|Great, thank you|perfect|that's fine with me|noted
    |ok leave it then|Fine. Leave it as it is then|可以|对的|好的|好的 谢谢
    |嗯嗯|知道了|行|没问题|就这样吧|收到|明白了|好的呢亲|那就这样"""
WISHES = """yes, and remove the hearts too|ok how much are 36 hanging hearts?|好的 再加10个|可以 心形的也不要了
    |ok cancel it all|where is it?|对 但是我要的是红色的"""


def read(shop: GiftShop, order: str) -> Order:
    """Read an order."""
    return shop.house.connection.reads.shop.get_order(order)


def kinds(shop: GiftShop) -> set[str]:
    """Give the kinds of what was done beside writing."""
    return {row.kind for row in shop.effects()} - {"send_message"}


def acted(words: str) -> Callable[[GiftShop], object]:
    """Give what lets a line be taken out of an order by words."""
    return lambda shop: shop.talk(BUYER, words.format(shop.place(BUYER, (HEART, 10), (STAND, 2))))


ACTED = [acted(words) for words in ACTS]


def ordered(shop: GiftShop) -> list[str]:
    """Give the buyer's orders of today."""
    orders = shop.house.connection.reads.shop.list_orders(since=shop.clock.now() - timedelta(hours=1))
    return [order.id for order in orders.items]


@pytest.mark.parametrize("text", [one.strip() for one in SHORT.split("|")])
def test_after_an_act_a_short_word_is_enough(shop_after: ShopAfter, text: str) -> None:
    shop = shop_after(ACTED["一" <= text[0]])
    said = shop.talk_on(BUYER, text, text)
    (order,) = ordered(shop)
    assert kinds(shop) == {"change_items"} and len(said) < 30 and not said.endswith("?")
    assert read(shop, order).fulfilment is FulfilmentStatus.UNSHIPPED


@pytest.mark.parametrize(
    "text", ["ok leave it then", "Fine. Leave it as it is then", "算了", "好的 不用了", "知道了 算了"]
)
def test_who_lets_a_question_rest_changes_nothing(shop: GiftShop, text: str) -> None:
    order = shop.place(BUYER, (HEART, 10))
    asked = ("what happens if I cancel {}?", "{} 取消的话能退多少钱")["一" <= text[0]]
    assert shop.talk(BUYER, asked.format(order)).endswith("?")
    shop.talk(BUYER, asked.format(order), text)
    assert kinds(shop) == set() and read(shop, order).fulfilment is FulfilmentStatus.UNSHIPPED


@pytest.mark.parametrize("text", [one.strip() for one in WISHES.split("|")])
def test_a_wish_beside_it_is_no_mere_acknowledgement(shop_after: ShopAfter, text: str) -> None:
    said = shop_after(ACTED["一" <= text[0]]).talk_on(BUYER, text)
    assert said not in ("Very well.", "好的。", "Nothing is changed.", "好的,保持原样。")
