"""What is said of an order is not taken for an offer: no yes, no bargain and no wish for money sells something."""

from __future__ import annotations

import pytest

from shops.models import FulfilmentStatus, Parcel
from tests.support.gift_shop import LEEDS, GiftShop

BUYER, HEART, STAND, BUNTING, BAG = "17850", "85123A", "22423", "47566", "85099B"


def status(shop: GiftShop, order: str) -> FulfilmentStatus:
    """Tell how an order stands."""
    return shop.house.connection.reads.shop.get_order(order).fulfilment


def arrived(shop: GiftShop, *lines: tuple[str, int]) -> str:
    """Place an order that is delivered."""
    order = shop.place(BUYER, *lines)
    parcels = [
        Parcel(line_id=line.id, quantity=line.quantity)
        for line in shop.house.connection.reads.shop.get_order(order).lines
    ]
    sent = shop.house.connection.writes.shop.ship(order, parcels, carrier="DHL", tracking="T1", key=f"out {order}")
    assert sent.object_id is not None
    shop.market.deliver([sent.object_id], at=shop.clock.now())
    return order


def kinds(shop: GiftShop) -> list[str]:
    """Give the kinds of what was done beside writing and offering."""
    return [row.kind for row in shop.effects() if row.kind not in ("send_message", "create_quote", "withdraw_quote")]


@pytest.mark.parametrize(
    ("asked", "cancels", "yes"),
    [
        ("85123A 48个多少钱", "取消我的订单", "对"),
        ("85123A 48个多少钱", "订单帮我取消一下", "好的 收到"),
        ("85123A 48个多少钱", "不要了,把单取消吧", "嗯嗯"),
        ("how much are 48 hanging hearts?", "please cancel my order", "yes"),
        ("how much are 48 hanging hearts?", "cancel the order please", "ok great"),
        ("how much are 48 hanging hearts?", "scrap my order", "right"),
    ],
)
def test_a_yes_to_what_was_done_to_an_order_is_none_to_an_offer(
    shop: GiftShop, asked: str, cancels: str, yes: str
) -> None:
    order = shop.place(BUYER, (BAG, 20))
    said = shop.talk(BUYER, asked, cancels, yes)
    assert status(shop, order) is FulfilmentStatus.CANCELLED
    assert HEART not in said and "?" not in said and kinds(shop) == ["cancel_order"]


@pytest.mark.parametrize(
    "text",
    [
        "can you do better on the price for this order?",
        "I just paid, could I still get a discount on it?",
        "could you knock something off my order?",
        "这单能便宜点吗",
        "刚才那个订单能不能再优惠点",
        "已经付款了 价格还能少点不",
        "再便宜点呗",
    ],
)
def test_the_price_of_a_placed_order_stays_and_nothing_is_offered_again(shop: GiftShop, text: str) -> None:
    thread = shop.thread_of(shop.buyer(BUYER, "how much are 48 hanging hearts 85123A?"))
    quotes = shop.house.connection.reads.quotes
    assert quotes is not None
    order = shop.market.accept_quote(quotes.list_quotes()[-1].id, LEEDS, at=shop.clock.now())
    for words in (text, "yes" if text.isascii() else "好的"):
        shop.pass_time(minutes=1)
        task = shop.buyer(BUYER, words, thread=thread)
        said = shop.said(task)[-1].text
        assert "Shall it be ordered" not in said and "请问要下单吗" not in said, said
    assert order in "".join(one.text for one in shop.said(task))
    assert [row.kind for row in shop.effects()].count("create_quote") == 1


@pytest.mark.parametrize(
    "text",
    [
        "any discount if I place another order for 200 hanging hearts 85123A?",
        "200 hanging hearts 85123A, can you do a better price?",
        "85123A再来200个能便宜点吗",
    ],
)
def test_goods_to_come_are_bargained_about_beside_an_order(shop: GiftShop, text: str) -> None:
    shop.place(BUYER, (HEART, 24))
    shop.talk(BUYER, text)
    assert [row.kind for row in shop.effects()].count("create_quote") == 1


@pytest.mark.parametrize(
    "text",
    [
        "我不要了退款",
        "退款吧 不想等了",
        "别发了 退钱",
        "不要了,钱退给我",
        "don't want it any more, refund me",
        "please don't send it, money back",
        "refund me please, I've changed my mind",
    ],
)
def test_who_wants_money_back_means_the_order_that_waits_and_no_offer(shop: GiftShop, text: str) -> None:
    old = arrived(shop, (STAND, 2))
    order = shop.place(BUYER, (BAG, 20))
    said = shop.talk(BUYER, "how much are 48 hanging hearts 85123A?", text)
    cancelled = status(shop, order) is FulfilmentStatus.CANCELLED
    assert cancelled or (said.endswith("?") or said.endswith("吗?")), said
    assert order in said and HEART not in said and status(shop, old) is FulfilmentStatus.DELIVERED, said
    assert kinds(shop) == (["cancel_order"] if cancelled else [])


@pytest.mark.parametrize("text", ["我不要了退款", "退款吧 不想等了", "please don't send it, money back", "别发了 退钱"])
def test_of_several_that_wait_it_is_asked_which(shop: GiftShop, text: str) -> None:
    orders = [shop.place(BUYER, (BAG, 20)), shop.place(BUYER, (STAND, 2))]
    shop.pass_time(minutes=1)
    said = shop.talk(BUYER, "how much are 48 hanging hearts 85123A?", text)
    assert all(one in said for one in orders) and kinds(shop) == []


@pytest.mark.parametrize("text", ["别发了 退钱", "don't send it please, money back"])
def test_what_shall_not_be_sent_has_not_left_whatever_was_spoken_of_last(shop: GiftShop, text: str) -> None:
    waits = shop.place(BUYER, (BAG, 20))
    old = arrived(shop, (STAND, 2))
    said = shop.talk(BUYER, f"where is order {old}?", text)
    assert waits in said and old not in said
    assert kinds(shop) in ([], ["cancel_order"])


@pytest.mark.parametrize(
    "text",
    [
        "keep the hearts drop the cakestands",
        "keep the bags and the hearts, drop the cakestands",
        "no cakestands thx",
        "drop the cakestands the rest is fine",
        "take out the cakestands, the hearts stay",
        "please remove the cakestands from my order",
        "22423不要了 退差价",
    ],
)
def test_what_stays_is_not_asked_about(shop: GiftShop, text: str) -> None:
    order = shop.place(BUYER, (HEART, 24), (BAG, 20), (STAND, 4))
    said = shop.talk(BUYER, text)
    left = {line.sku for line in shop.house.connection.reads.shop.get_order(order).lines}
    assert left == {HEART, BAG} and kinds(shop) == ["change_items"], said


@pytest.mark.parametrize(
    "text",
    [
        "please remove the bunting and the cakestands from my order",
        "I don't need the bunting or the cakestands any more, please take them off",
        "lose bunting lose cakestands",
        "no bunting no cakestands please",
        "refund the bunting and no cakestands please the rest is fine",
        "把47566和22423从订单里去掉",
        "47566不要 22423不要",
        "return the bunting and refund the cakestands please, I changed my mind",
    ],
)
def test_two_removals_are_done_once_or_asked_whole_and_nobody_gets_them_too(shop: GiftShop, text: str) -> None:
    order = shop.place(BUYER, (HEART, 24), (BUNTING, 4), (STAND, 4))
    said = shop.talk(BUYER, text)
    left = {line.sku for line in shop.house.connection.reads.shop.get_order(order).lines}
    if left == {HEART}:
        assert kinds(shop) == ["change_items"], said
    else:
        assert left == {HEART, BUNTING, STAND} and BUNTING in said and STAND in said and kinds(shop) == [], said
