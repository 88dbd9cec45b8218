"""An address is where an order goes: never a complaint, never half asked for again, never the end of an order."""

from __future__ import annotations

import pytest

from agents.written_address import find_address, find_recipient
from kit.text import fold
from shops.models import FulfilmentStatus, Order
from tests.support.gift_shop import GiftShop

BUYER, HEART = "17850", "85123A"


def read(shop: GiftShop, order: str) -> Order:
    """Read an order."""
    return shop.house.connection.reads.shop.get_order(order)


def kinds(shop: GiftShop) -> set[str]:
    """Give the kinds of what was done beside writing."""
    return {row.kind for row in shop.effects()} - {"send_message"}


@pytest.mark.parametrize(
    ("text", "name", "street", "city", "country"),
    [
        ("it should go to 14 Mill Lane, Ludlow, SY8 1AB, not the old address", None, "14 Mill Lane", "Ludlow", None),
        (
            "sent to a different address: Jane Dawson, 7 Park Road, Leeds LS1 4DY, UK",
            "Jane Dawson",
            "7 Park Road",
            "Leeds",
            "United Kingdom",
        ),
        ("should be 22 Elm Street, York YO1 7AA", None, "22 Elm Street", "York", None),
        ("Sam Hill, 14 Mill Lane, Ludlow SY8 1AB, England", "Sam Hill", "14 Mill Lane", "Ludlow", "United Kingdom"),
        (
            "收货地址帮我改一下 浙江省杭州市余杭区文一西路998号5幢 王丽",
            "王丽",
            "余杭区文一西路998号5幢",
            "杭州市",
            None,
        ),
        ("上海市中山路26号 张三 13800000000", "张三", "中山路26号", "上海市", None),
    ],
)
def test_an_address_is_found_wherever_it_stands(
    text: str, name: str | None, street: str, city: str, country: str | None
) -> None:
    found = find_address(fold(text))
    assert found is not None
    assert (found.name, found.street, found.city, found.country) == (name, street, city, country)


@pytest.mark.parametrize(
    "text",
    [
        "it should be 22, not 30",
        "send it to 5 shops, please",
        "make it go to 30 pieces, ok",
        "广州市的3号仓发货吗",
    ],
)
def test_a_count_is_no_address(text: str) -> None:
    assert find_address(fold(text)) is None


def test_who_receives_it_is_read_of_the_answer() -> None:
    found = find_recipient("Name: Sam Hill, England")
    assert (found.name, found.country) == ("Sam Hill", "United Kingdom")


@pytest.mark.parametrize(
    ("text", "city"),
    [
        ("地址:浙江省义乌市稠州北路100号 李四 收", "义乌市"),
        ("收货地址:浙江省义乌市稠州北路100号 李四 13800000000", "义乌市"),
        ("寄到浙江省义乌市稠州北路100号 李四", "义乌市"),
        ("my order {} should go to 14 Mill Lane, Ludlow, SY8 1AB, not the old address", "Ludlow"),
        ("delivery address: 14 Mill Lane, Ludlow, SY8 1AB", "Ludlow"),
        ("14 Mill Lane, Ludlow, SY8 1AB", "Ludlow"),
    ],
)
def test_an_address_alone_is_where_the_order_goes(shop: GiftShop, text: str, city: str) -> None:
    order = shop.place(BUYER, (HEART, 10))
    shop.talk(BUYER, text.format(order))
    assert read(shop, order).address.city == city and kinds(shop) <= {"change_address", "hand_over"}


@pytest.mark.parametrize(
    "texts",
    [
        ("平安符不要了", "地址:浙江省义乌市稠州北路100号 李四 收"),
        ("I don't want the bunting any more", "address: 14 Mill Lane, Ludlow, SY8 1AB"),
    ],
)
def test_an_address_cancels_nothing(shop: GiftShop, texts: tuple[str, str]) -> None:
    thread = shop.market.send_message(BUYER, texts[0], at=shop.clock.now())
    shop.pass_time(minutes=1)
    order = shop.place(BUYER, (HEART, 10))
    shop.pass_time(minutes=1)
    shop.buyer(BUYER, texts[1], thread=thread)
    assert read(shop, order).fulfilment is FulfilmentStatus.UNSHIPPED and "cancel_order" not in kinds(shop)


def test_what_a_half_address_leaves_out_is_of_the_answers_before(shop: GiftShop) -> None:
    order = shop.place(BUYER, (HEART, 10))
    shop.talk(BUYER, f"please change the address of {order}", "22 Elm Street, York YO1 7AA")
    assert (read(shop, order).address.street, read(shop, order).address.city) == ("22 Elm Street", "York")


@pytest.mark.parametrize("text", ["my friend is at 22 Elm Street, York YO1 7AA", "我朋友住浙江省义乌市稠州路100号"])
def test_an_address_in_a_story_changes_nothing(shop: GiftShop, text: str) -> None:
    order = shop.place(BUYER, (HEART, 10))
    before = read(shop, order).address
    shop.talk(BUYER, text)
    assert read(shop, order).address == before


@pytest.mark.parametrize("answer", ["all 10", "all of them", "10", "全部"])
def test_the_count_that_a_complaint_is_asked_for_sells_nothing(shop: GiftShop, answer: str) -> None:
    from tests.agents.test_refund_plain import arrived

    order = arrived(shop, (HEART, 10))
    first = f"wrong item! {order}: I ordered 85123A and got something else [photo]"
    assert "How many" in shop.talk(BUYER, first)
    shop.talk(BUYER, first, answer)
    assert "create_quote" not in kinds(shop) and kinds(shop) & {"open_request", "issue_refund"}
