"""One article of a waiting order for another: asked about as one change, with the sums, and done by a yes."""

from __future__ import annotations

import pytest

from agents.customer.wish_words import as_meant
from shops.models import Order, Parcel
from tests.support.gift_shop import GiftShop

BUYER, HEART, STAND, BUNTING, BAG, TINS = "17850", "85123A", "22423", "47566", "85099B", "22720"


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
    ("text", "after"),
    [
        ("can you swap the hearts for 4 cakestands", {STAND: 4, BAG: 20}),
        ("please exchange the hanging hearts with 8 party bunting", {BUNTING: 8, BAG: 20}),
        ("I picked the wrong hearts, I wanted 12 party bunting", {BUNTING: 12, BAG: 20}),
        ("4 cakestands instead of the hearts please", {STAND: 4, BAG: 20}),
        ("swap 12 of the hearts for 4 cakestands", {HEART: 12, STAND: 4, BAG: 20}),
        ("could I have 4 cakestands rather than the hearts", {STAND: 4, BAG: 20}),
        ("replace the hearts w/ 8 party bunting pls", {BUNTING: 8, BAG: 20}),
        ("85123A别要了 改要22423 4个", {STAND: 4, BAG: 20}),
        ("change the hearts to 2 cakestands if possible", {STAND: 2, BAG: 20}),
        ("85123A拍错了 换成22423 4个", {STAND: 4, BAG: 20}),
        ("把85123A换成47566 8个 谢谢", {BUNTING: 8, BAG: 20}),
        ("85123A不要了,换4个22423吧", {STAND: 4, BAG: 20}),
        ("85123A选错了,应该是22423", {STAND: 24, BAG: 20}),
    ],
)
def test_what_goes_and_what_comes_are_one_change(shop: GiftShop, text: str, after: dict[str, int]) -> None:
    shop.place(BUYER, (HEART, 24), (BAG, 20))
    said = shop.talk(BUYER, text)
    assert said.endswith(("?", "吗?")) and kinds(shop) == set(), said
    assert all(f"({sku})" in said for sku in set(after) ^ {HEART, BAG}), said
    said = shop.talk(BUYER, text, "yes please" if text.isascii() else "对的")
    assert kinds(shop) == {"change_items"}, said
    change = next(row for row in shop.effects() if row.kind == "change_items")
    assert {one["sku"]: one["quantity"] for one in change.payload["items"]} == after


@pytest.mark.parametrize(
    "text",
    [
        "don't swap the hearts for cakestands",
        "my wife wants to swap the hearts for cakestands",
        "maybe swap the hearts for cakestands later",
        "what would it cost to change the hearts to cakestands?",
        "别把85123A换成22423",
        "我老公说85123A要换成22423",
        "如果没货85123A就换成22423",
        "我朋友上次把85123A换成22423了",
    ],
)
def test_who_wishes_no_exchange_gets_none_and_no_yes_does_it(shop: GiftShop, text: str) -> None:
    order = shop.place(BUYER, (HEART, 24), (BAG, 20))
    shop.talk(BUYER, text, "yes" if text.isascii() else "好的")
    assert lines(shop, order) == {HEART: 24, BAG: 20} and "change_items" not in kinds(shop)


def test_single_pieces_are_exchanged_as_such(shop: GiftShop) -> None:
    order = shop.place(BUYER, (HEART, 1))
    shop.talk(BUYER, "swap the heart for a party bunting", "yes please")
    assert lines(shop, order) in ({BUNTING: 1}, {HEART: 1})
    change = next(row for row in shop.effects() if row.kind == "change_items")
    assert [(one["sku"], one["quantity"]) for one in change.payload["items"]] == [(BUNTING, 1)]


def test_what_is_wished_beside_is_to_be_said_again(shop: GiftShop) -> None:
    order = shop.place(BUYER, (HEART, 24), (BAG, 20))
    said = shop.talk(BUYER, "swap the hearts for 4 cakestands and drop the jumbo bags")
    assert "say again" in said and said.endswith("?") and lines(shop, order) == {HEART: 24, BAG: 20}


def test_goods_that_have_come_are_no_order_to_change(shop: GiftShop) -> None:
    order = shop.place(BUYER, (HEART, 24))
    said = shop.talk(BUYER, "I received the wrong hearts, I want cakestands instead")
    assert "be changed to" not in said and lines(shop, order) == {HEART: 24}


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("24 -> 12", {HEART: 12, STAND: 4}),
        ("hearts 24 → 12", {HEART: 12, STAND: 4}),
        ("make 24 12", {HEART: 12, STAND: 4}),
        ("drop 12 of the hearts and 2 of the cakestands", {HEART: 12, STAND: 2}),
        ("85123A 24->12", {HEART: 12, STAND: 4}),
        ("85123A减12个,22423减2个", {HEART: 12, STAND: 2}),
    ],
)
def test_counts_by_themselves_are_those_of_the_order(shop: GiftShop, text: str, after: dict[str, int]) -> None:
    order = shop.place(BUYER, (HEART, 24), (STAND, 4))
    said = shop.talk(BUYER, text)
    assert lines(shop, order) == after and kinds(shop) == {"change_items"}, said


@pytest.mark.parametrize(
    ("text", "yes", "after"),
    [
        ("85123A要12个", "是的", {HEART: 12, STAND: 4}),
        ("85123A就12个 不是24个吧", "对", {HEART: 12, STAND: 4}),
        ("85123A减5个 22423减2个", "可以", {HEART: 18, STAND: 2}),
        ("drop 5 of the hearts and 2 of the cakestands", "yes", {HEART: 18, STAND: 2}),
        ("少发12个85123A", "好的", {HEART: 12, STAND: 4}),
        ("85123A减12个 22423 2个", "是", {HEART: 12, STAND: 2}),
    ],
)
def test_counts_in_doubt_are_asked_about_together(shop: GiftShop, text: str, yes: str, after: dict[str, int]) -> None:
    order = shop.place(BUYER, (HEART, 24), (STAND, 4))
    said = shop.talk(BUYER, text)
    assert lines(shop, order) == {HEART: 24, STAND: 4} and said.endswith(("?", "吗?", "呢?")), said
    said = shop.talk(BUYER, text, yes)
    assert lines(shop, order) == after, said


@pytest.mark.parametrize("text", ["85123A少发9个", "少发了9个", "85123A 9个没收到", "9 hearts missing"])
def test_what_lacks_of_goods_that_came_is_a_complaint(shop: GiftShop, text: str) -> None:
    order = shop.place(BUYER, (HEART, 24))
    parcels = [Parcel(line_id=line.id, quantity=line.quantity) for line in read(shop, order).lines]
    sent = shop.house.connection.writes.shop.ship(order, parcels, carrier="DHL", tracking="T1", key="out")
    assert sent.object_id is not None
    shop.market.deliver([sent.object_id], at=shop.clock.now())
    said = shop.talk(BUYER, text)
    assert kinds(shop) - {"hand_over"} == set() and "改到" not in said and "hold" not in said, said


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("13 -> 10", "13 to 10"),
        ("=> 8", " make it 8"),
        ("柠檬就一个 不是两个吧", "柠檬从两个改成一个"),
        ("不是20个 是10个", "从20个改成10个"),
        ("改成麻将2个醒狮3个", "改成麻将2个,醒狮3个,"),
        ("I don't need the tins or the bags", "i don't need the tins and the bags"),
        ("tins or bags?", "tins or bags?"),
    ],
)
def test_ways_to_write_counts_are_read_as_one(text: str, meant: str) -> None:
    assert as_meant(text, []) == meant
