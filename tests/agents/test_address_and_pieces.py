"""An address beside other wishes: only the postcode is wrong, or pieces change too; nothing of it is lost."""

from __future__ import annotations

import pytest

from agents.written_address import find_address
from shops.models import Order
from tests.support.gift_shop import GiftShop

BUYER, HEART, STAND = "17850", "85123A", "22423"


def read(shop: GiftShop, order: str) -> Order:
    """Read an order."""
    return shop.house.connection.reads.shop.get_order(order)


@pytest.mark.parametrize(
    "text",
    [
        "wrong postcode, its LS1 4DY",
        "the postcode should be LS1 4DY, not LS1 4DX",
        "sorry, typo in my postcode: it should read ls14dy",
        "can you correct the postcode to LS1 4DY please?",
        "邮编写错了,应该是LS1 4DY",
        "邮编不对 改成LS1 4DY",
        "麻烦把邮编改为LS1 4DY",
    ],
)
def test_only_the_postcode_changes_and_the_address_is_read_back(shop: GiftShop, text: str) -> None:
    order = shop.place(BUYER, (HEART, 24))
    before = read(shop, order).address
    said = shop.talk(BUYER, text)
    after = read(shop, order).address
    assert after == before.model_copy(update={"postcode": "LS1 4DY"}) and after.line in said, said


@pytest.mark.parametrize(
    "text",
    [
        "do you deliver to LS1 4DY?",
        "is LS1 4DY the right postcode on my order?",
        "don't change the postcode to LS1 4DY",
        "my sister's postcode is wrong, hers is LS1 4DY",
        "邮编是LS1 4DY吗",
        "别把邮编改成LS1 4DY",
    ],
)
def test_a_postcode_that_is_only_spoken_of_changes_nothing(shop: GiftShop, text: str) -> None:
    order = shop.place(BUYER, (HEART, 24))
    before = read(shop, order).address
    shop.talk(BUYER, text)
    assert read(shop, order).address == before


@pytest.mark.parametrize(
    "text",
    [
        "drop the cakestands and send it to 5 Mill Lane, York, YO1 6AB",
        "please change the address to 5 Mill Lane, York, YO1 6AB and make the hearts 12",
        "hearts down to 12, and deliver everything to 5 Mill Lane, York, YO1 6AB",
        "22423去掉 地址改成杭州市西湖区文三路1号",
        "地址改成杭州市西湖区文三路1号,85123A改12个",
        "85123A减12个,寄到上海市浦东新区世纪大道100号",
    ],
)
def test_address_and_pieces_are_both_taken_up(shop: GiftShop, text: str) -> None:
    order = shop.place(BUYER, (HEART, 24), (STAND, 4))
    said = shop.talk(BUYER, text)
    rows = {row.kind: row.state for row in shop.effects() if row.kind != "send_message"}
    assert rows == {"change_address": "done", "change_items": "held"}, said  # one change of an order needs nobody
    assert read(shop, order).address.street in ("5 Mill Lane", "西湖区文三路1号", "浦东新区世纪大道100号")
    assert ("colleague" in said or "同事" in said) and order in said


@pytest.mark.parametrize(
    "text",
    [
        "drop the cakestands, my friend at 5 Mill Lane, York, YO1 6AB got hers already",
        "drop the cakestands, the ones my sister sent to 5 Mill Lane, York, YO1 6AB were broken",
    ],
)
def test_an_address_in_a_story_changes_none(shop: GiftShop, text: str) -> None:
    order = shop.place(BUYER, (HEART, 24), (STAND, 4))
    before = read(shop, order).address
    shop.talk(BUYER, text)
    assert read(shop, order).address == before


def test_the_cue_of_other_things_is_no_part_of_a_city() -> None:
    found = find_address("麻将改成20个 地址改成杭州市西湖区文三路1号")
    assert found is not None and (found.city, found.street) == ("杭州市", "西湖区文三路1号")
