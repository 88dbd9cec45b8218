"""Money goes back at once only for a complaint that says so and nothing else; any other is asked back."""

from __future__ import annotations

import pytest

from agents.customer.refund_plain import is_plain, pieces_meant, sum_wanted
from shops.models import FulfilmentStatus, Order, Parcel
from tests.support.gift_shop import GiftShop

BUYER, HEART, STAND, BUNTING = "17850", "85123A", "22423", "47566"
PLAIN = """2 of the 85123A came broken [photo], please refund|Three hearts arrived cracked [photo]
    |5 of the hanging hearts were ripped [photo]. Refund please?|one heart out of 10 was dented [photo]
    |85123A有2个碎了[图片],请退款|收到货发现碎了3个[图片]|打开一看碎了2个85123A [图片] 求退款|85123A坏了俩[图片] 怎么赔
    |还是那2个碎的[图片],再退一次款|I want my money back, 2 hearts smashed [photo]|85123A坏了2个[图片] 咋整"""
DOUBTFUL = """85123A收到了 挺好的 就是我朋友那个碎了 不是你家的[图片]|my sister's heart from another shop broke [photo]
    |would you refund me if a heart were dented? [photo]|none of the hearts broke [photo]|85123A没碎[图片]
    |your colleague said 2 hearts were broken [photo]|别家的碎了 你们家的没事[图片]|上次那家碎了3个[图片]
    |are they broken? [photo]|我邻居买的85123A碎了1个[图片]|怕碎了 能不能包好点[图片]
    |I dropped one heart and it broke [photo]"""


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


def refunded(shop: GiftShop, order: str) -> list[int]:
    """Give what was given back of each line."""
    return [line.refunded for line in read(shop, order).lines]


def test_a_part_of_a_complaint_says_what_is_wrong_and_nothing_else(shop: GiftShop) -> None:
    order = read(shop, arrived(shop, (HEART, 10)))
    split = {kind: [one.strip() for one in texts.split("|")] for kind, texts in (("yes", PLAIN), ("no", DOUBTFUL))}
    assert [one for one in split["yes"] if not is_plain(order, one)] == []
    assert [one for one in split["no"] if is_plain(order, one)] == []


@pytest.mark.parametrize("text", [one.strip() for one in DOUBTFUL.split("|")])
def test_what_is_not_plain_moves_no_money(shop: GiftShop, text: str) -> None:
    order = arrived(shop, (HEART, 10))
    shop.talk(BUYER, f"{order}: {text}")
    assert refunded(shop, order) == [0]


@pytest.mark.parametrize(
    ("text", "yes", "no"),
    [
        ("{} 85123A 有1个碎了 我朋友那个[图片]", "是的", "不是的"),
        ("{}: 1 of the 85123A, my friend's, came broken [photo]", "yes please", "no, leave it"),
    ],
)
def test_it_is_asked_back_and_only_a_yes_does_it(shop: GiftShop, text: str, yes: str, no: str) -> None:
    order = arrived(shop, (HEART, 10))
    asked = shop.talk(BUYER, text.format(order))
    assert order in asked and HEART in asked and asked.endswith("?") and refunded(shop, order) == [0]
    shop.talk(BUYER, text.format(order), no)
    assert refunded(shop, order) == [0]
    done = shop.talk(BUYER, text.format(order), yes)
    assert "2.95" in done and refunded(shop, order) == [295]


@pytest.mark.parametrize(
    "text",
    [
        "{}: 3 of the 85123A came cracked, 1 of the 22423 too [photo]. Please refund",
        "{} 85123A碎了3个[图片] 还有22423碎了1个[图片] 退款",
        "In {} 3 of the hanging hearts are broken and 1 of the cakestands is broken [photo], please refund",
    ],
)
def test_of_several_goods_each_has_its_own_pieces(shop: GiftShop, text: str) -> None:
    order = arrived(shop, (HEART, 12), (STAND, 4))
    shop.talk(BUYER, text.format(order))
    per_piece = [line.paid // line.quantity for line in read(shop, order).lines]
    assert refunded(shop, order) == [3 * per_piece[0], per_piece[1]]


def test_of_several_goods_without_pieces_they_are_asked_for(shop: GiftShop) -> None:
    order = arrived(shop, (HEART, 12), (STAND, 4))
    said = shop.talk(BUYER, f"{order}: the 85123A are cracked, the 22423 is broken [photo]")
    assert HEART in said and STAND in said and said.endswith("?") and refunded(shop, order) == [0, 0]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("2 hearts cracked, actually 3", 3),
        ("2 hearts cracked. Sorry, it was 4", 4),
        ("碎了2个,不对,是3个", 3),
        ("one heart out of 30 was ripped", 1),
        ("2 of the 12 hearts broke", 2),
        ("2 hearts cracked", None),
    ],
)
def test_pieces_are_those_that_are_said_last_or_of_how_many_they_are_some(text: str, pieces: int | None) -> None:
    assert pieces_meant(text) == pieces


@pytest.mark.parametrize(
    ("text", "wanted"), [("能不能退我50", "50"), ("赔我20", "20"), ("退我2个", None), ("退2件", None)]
)
def test_a_bare_number_after_money_back_is_money(text: str, wanted: str | None) -> None:
    assert sum_wanted(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "地址:浙江省义乌市稠州北路100号 李四 收",
        "address: 14 Mill Lane, Ludlow, SY8 1AB",
        "收货人 王芳 13800000000",
        "please handle with care",
    ],
)
def test_a_wish_of_before_the_order_was_placed_cancels_nothing(shop: GiftShop, text: str) -> None:
    thread = shop.market.send_message(BUYER, "那个心形的不要了", at=shop.clock.now())
    shop.pass_time(minutes=1)
    order = shop.place(BUYER, (HEART, 10))
    shop.pass_time(minutes=1)
    shop.buyer(BUYER, text, thread=thread)
    assert read(shop, order).fulfilment is FulfilmentStatus.UNSHIPPED


def test_a_wish_of_before_is_asked_back_where_these_words_do_not_say_it(shop: GiftShop) -> None:
    order = shop.place(BUYER, (HEART, 10))
    shop.talk(BUYER, f"{order} 我老婆说不喜欢", "那你看着处理下售后")
    assert read(shop, order).fulfilment is FulfilmentStatus.UNSHIPPED
