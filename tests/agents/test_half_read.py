"""What is read by half is not done: it is asked back, and the buyer is asked to say the other part again."""

from __future__ import annotations

import pytest

from agents.customer.change_words import UNREAD
from shops.models import FulfilmentStatus
from tests.support.gift_shop import GiftShop

BUYER, HEART, STAND, BUNTING, BAG = "17850", "85123A", "22423", "47566", "85099B"


def lines(shop: GiftShop, order: str) -> dict[str, int]:
    """Give the pieces of an order by SKU."""
    return {line.sku: line.quantity for line in shop.house.connection.reads.shop.get_order(order).lines}


def kinds(shop: GiftShop) -> set[str]:
    """Give the kinds of what was done beside writing."""
    return {row.kind for row in shop.effects()} - {"send_message"}


@pytest.mark.parametrize(
    "text",
    [
        "cancel the cakestands and gift wrap the hearts",
        "cancel the cakestands and the mugs please",
        "refund the cakestands please and put the hearts in a separate box",
        "cancel the cakestands, the bird ornaments too",
        "取消22423 47566也取消",
        "取消22423 85123A包装好一点",
        "22423不要了退款 85123A给我刻个字",
        "取消22423和马克杯",
    ],
)
def test_the_other_part_is_to_be_said_again(shop: GiftShop, text: str) -> None:
    order = shop.place(BUYER, (HEART, 24), (STAND, 4), (BAG, 20))
    said = shop.talk(BUYER, text)
    assert UNREAD["en" if text.isascii() else "zh"].strip() in said and STAND in said, said
    assert lines(shop, order) == {HEART: 24, STAND: 4, BAG: 20} and kinds(shop) == set()


@pytest.mark.parametrize(
    "text",
    ["please cancel my order, the hearts are the wrong size", "取消订单 85123A颜色不喜欢", "订单取消吧,22423太大了"],
)
def test_the_end_of_an_order_beside_a_word_on_one_line_is_asked_back(shop: GiftShop, text: str) -> None:
    order = shop.place(BUYER, (HEART, 24), (STAND, 4))
    said = shop.talk(BUYER, text)
    assert said.endswith("?") and kinds(shop) == set() and lines(shop, order) == {HEART: 24, STAND: 4}, said


@pytest.mark.parametrize(
    "text", ["cancel the cakestands and thanks", "drop the cakestands and sorry", "取消22423,谢谢"]
)
def test_courtesy_beside_is_no_other_part(shop: GiftShop, text: str) -> None:
    order = shop.place(BUYER, (HEART, 24), (STAND, 4))
    shop.talk(BUYER, text)
    assert lines(shop, order) == {HEART: 24}


@pytest.mark.parametrize("text", ["cancel my order please", "取消订单 谢谢"])
def test_a_whole_order_ends(shop: GiftShop, text: str) -> None:
    order = shop.place(BUYER, (HEART, 24), (STAND, 4))
    shop.talk(BUYER, text)
    assert shop.house.connection.reads.shop.get_order(order).fulfilment is FulfilmentStatus.CANCELLED


@pytest.mark.parametrize(
    "text",
    [
        "my sister says to cancel it",
        "my husband wants the cakestands taken off",
        "hubby thinks we should drop the cakestands",
        "22423我妹说要退",
        "我妹说要退",
        "我老公让我把22423去掉",
        "我妈想取消订单",
    ],
)
def test_the_wish_of_somebody_else_is_no_question_that_a_yes_answers(shop: GiftShop, text: str) -> None:
    order = shop.place(BUYER, (HEART, 24), (STAND, 4))
    said = shop.talk(BUYER, text)
    assert "?" not in said and kinds(shop) == set(), said
    shop.talk(BUYER, text, "yes" if text.isascii() else "是的")
    assert lines(shop, order) == {HEART: 24, STAND: 4} and kinds(shop) == set()


@pytest.mark.parametrize(
    "text",
    [
        "my wife doesn't like the cakestands, please take them off",
        "我妹说不好看,帮我取消22423",
        "my wife and I want to cancel it",
    ],
)
def test_an_own_wish_beside_is_still_heard(shop: GiftShop, text: str) -> None:
    order = shop.place(BUYER, (HEART, 24), (STAND, 4))
    said = shop.talk(BUYER, text)
    ended = shop.house.connection.reads.shop.get_order(order).fulfilment is FulfilmentStatus.CANCELLED
    assert "?" in said or ended or lines(shop, order) == {HEART: 24}, said
