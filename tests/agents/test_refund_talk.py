"""Money goes back only to who wants it: not where goods are wanted again, not for goods that the order has not."""

from __future__ import annotations

import pytest

from shops.models import FulfilmentStatus, Order, Parcel
from tests.support.gift_shop import GiftShop

BUYER, HEART, STAND = "17850", "85123A", "22423"


def read(shop: GiftShop, order: str) -> Order:
    """Read an order."""
    return shop.house.connection.reads.shop.get_order(order)


def arrived(shop: GiftShop, *lines: tuple[str, int]) -> str:
    """Place an order that is shipped and delivered; gives its id."""
    order = shop.place(BUYER, *lines)
    parcels = [Parcel(line_id=line.id, quantity=line.quantity) for line in read(shop, order).lines]
    sent = shop.house.connection.writes.shop.ship(order, parcels, carrier="DHL", tracking="T1", key=f"out {order}")
    assert sent.object_id is not None
    shop.market.deliver([sent.object_id], at=shop.clock.now())
    return order


def kinds(shop: GiftShop) -> list[str]:
    """Give the kinds of what was done about orders."""
    return [row.kind for row in shop.effects() if row.kind in ("issue_refund", "open_request", "cancel_order")]


@pytest.mark.parametrize(
    "text",
    [
        "{order} 85123A碎了3个[图片] 不用退款 补发就行",
        "3 of the 85123A in {order} came broken [photo], no need to refund, just send new ones",
        "85123A of {order}: 3 broken [photo]. Don't refund me, please replace them",
    ],
)
def test_who_wants_goods_and_no_money_gets_goods(shop: GiftShop, text: str) -> None:
    order = arrived(shop, (HEART, 12), (STAND, 1))
    shop.talk(BUYER, text.format(order=order))
    (row,) = [row for row in shop.effects() if row.kind == "open_request"]
    assert row.payload["wish"]["kind"] in ("resend", "exchange") and kinds(shop) == ["open_request"]
    assert [line.refunded for line in read(shop, order).lines] == [0, 0]


@pytest.mark.parametrize(
    ("text", "goods"),
    [
        ("订单{order} 3个85123A碎了[图片] 先不退，你看咋办", "补发吧"),
        ("3 of the 85123A of {order} are broken [photo], don't refund yet, what can you do?", "again"),
    ],
)
def test_who_denies_money_and_names_nothing_else_is_asked(shop: GiftShop, text: str, goods: str) -> None:
    order = arrived(shop, (HEART, 12), (STAND, 1))
    said = shop.talk(BUYER, text.format(order=order))
    assert kinds(shop) == [] and order in said and said.endswith("?")
    shop.talk(BUYER, text.format(order=order), goods)
    assert kinds(shop) == ["open_request"]


def test_who_asked_first_and_then_wants_money_gets_it(shop: GiftShop) -> None:
    order = arrived(shop, (HEART, 12), (STAND, 1))
    shop.talk(BUYER, f"订单{order} 3个85123A碎了[图片] 先不退，你看咋办", "那退款吧")
    assert kinds(shop) == ["issue_refund"]


@pytest.mark.parametrize(
    "text", ["47566碎了 {order} 图发你了[图片]", "1 of the party bunting of {order} came broken [photo], refund please"]
)
def test_goods_that_the_order_does_not_hold_are_asked_about(shop: GiftShop, text: str) -> None:
    order = arrived(shop, (HEART, 1))
    assert shop.talk(BUYER, text.format(order=order)).endswith(("?", "吗?")) and kinds(shop) == []


@pytest.mark.parametrize("text", ["{order} 不要了 退款", "order {order}: I don't want it any more, refund please"])
def test_an_order_of_several_goods_that_is_unwanted_before_it_leaves_is_cancelled(shop: GiftShop, text: str) -> None:
    order = shop.place(BUYER, (HEART, 12), (STAND, 1))
    assert "48.15" in shop.talk(BUYER, text.format(order=order))
    assert read(shop, order).fulfilment is FulfilmentStatus.CANCELLED and kinds(shop) == ["cancel_order"]


@pytest.mark.parametrize(
    "text", ["{order} 22423不要了 退款", "{order}: I no longer need the cakestand, refund it please"]
)
def test_one_line_that_is_plainly_unwanted_is_taken_out(shop: GiftShop, text: str) -> None:
    order = shop.place(BUYER, (HEART, 12), (STAND, 1))
    shop.talk(BUYER, text.format(order=order))
    assert [line.sku for line in read(shop, order).lines] == [HEART]


@pytest.mark.parametrize("text", ["订单{order}怎么还没发货 太慢了吧", "order {order} still has not shipped, too late!"])
def test_who_complains_that_it_is_late_cancels_nothing(shop: GiftShop, text: str) -> None:
    order = shop.place(BUYER, (HEART, 12))
    shop.talk(BUYER, text.format(order=order))
    assert kinds(shop) == [] and read(shop, order).fulfilment is FulfilmentStatus.UNSHIPPED


@pytest.mark.parametrize("text", ["please cancel {order} and refund me", "取消订单{order} 退款"])
def test_a_cancellation_with_a_refund_is_one_act(shop: GiftShop, text: str) -> None:
    order = shop.place(BUYER, (HEART, 12), (STAND, 1))
    said = shop.talk(BUYER, text.format(order=order))
    assert kinds(shop) == ["cancel_order"] and "?" not in said


@pytest.mark.parametrize("text", ["just refund me", "那退款吧"])
def test_who_asks_again_for_what_was_just_given_is_told_so(shop: GiftShop, text: str) -> None:
    order = arrived(shop, (HEART, 12), (STAND, 1))
    said = shop.talk(BUYER, f"3 of the 85123A of {order} came broken [photo], refund please", text)
    assert "8.85" in said and order in said and [line.refunded for line in read(shop, order).lines] == [885, 0]


@pytest.mark.parametrize(
    ("claim", "first", "second"),
    [
        ("订单{order} 3个85123A碎了[图片],退款", "才这点？", "不够，再多退点"),
        ("3 of the 85123A of {order} came broken [photo], refund please", "make it £20", "that's not enough"),
        ("3 of the 85123A of {order} came broken [photo], refund please", "is that all?", "I want a full refund"),
    ],
)
def test_words_about_the_sum_are_answered_with_what_was_given_then_by_a_person(
    shop: GiftShop, claim: str, first: str, second: str
) -> None:
    order = arrived(shop, (HEART, 12), (STAND, 1))
    said = shop.talk(BUYER, claim.format(order=order), first)
    assert "8.85" in said and order in said and not [row for row in shop.effects() if row.kind == "create_quote"]
    assert not [row for row in shop.effects() if row.kind == "hand_over"]
    thread = next(row for row in shop.effects() if row.kind == "send_message").payload["thread_id"]
    shop.pass_time(minutes=1)
    shop.buyer(BUYER, second, thread=thread)
    assert [row.kind for row in shop.effects() if row.kind == "hand_over"] == ["hand_over"]
    assert [line.refunded for line in read(shop, order).lines] == [885, 0]
