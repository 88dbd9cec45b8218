"""Complaints say in many words what is wrong; with a photo they are settled by the table, a question is none."""

from __future__ import annotations

import pytest

from agents.topics import find_reason
from kit.text import fold
from shops.models import Parcel
from tests.support.gift_shop import GiftShop

BUYER, HEART, STAND, TINS = "14911", "85123A", "22423", "22720"


def arrived(shop: GiftShop, *lines: tuple[str, int]) -> str:
    """Place an order that is delivered."""
    order = shop.place(BUYER, *lines)
    held = shop.house.connection.reads.shop.get_order(order).lines
    parcels = [Parcel(line_id=line.id, quantity=line.quantity) for line in held]
    sent = shop.house.connection.writes.shop.ship(order, parcels, carrier="DHL", tracking="T1", key=f"out {order}")
    assert sent.object_id is not None
    shop.market.deliver([sent.object_id], at=shop.clock.now())
    return order


@pytest.mark.parametrize(
    "text",
    [
        "小夜灯不亮",
        "灯亮不了",
        "开瓶器锈了",
        "收到就生锈了",
        "有股怪味",
        "垫子味道太重",
        "发霉了",
        "夹不住",
        "按了没反应",
        "they won't turn on",
        "it doesn't light up",
        "all rusty inside",
        "the bags smell",
        "smells awful",
        "came mouldy",
        "it stopped working",
        "arrived dead",
    ],
)
def test_what_is_wrong_is_read_as_poor_quality(text: str) -> None:
    assert find_reason(fold(text)) == "quality"


@pytest.mark.parametrize(
    "text",
    [
        "会生锈吗",
        "防锈的吗",
        "有味道吗",
        "没有味道",
        "亮不亮",
        "does it smell?",
        "is it rusty?",
        "rust proof tins",
        "不亮吗",
    ]
    + ["do the lights come with batteries?", "无异味"],
)
def test_what_is_asked_before_or_said_of_others_is_none(text: str) -> None:
    assert find_reason(fold(text)) != "quality"


@pytest.mark.parametrize(
    "text",
    [
        "one cakestand won't stay upright, it's rusty [photo]",
        "one of the cakestands came rusty [photo]",
        "1 cakestand smells bad [photo]",
        "22423有一个生锈了 [图片]",
        "一个22423合不上 [图片]",
        "1个22423有股怪味 [图片]",
    ],
)
def test_one_piece_is_settled_or_asked_about_as_one(shop: GiftShop, text: str) -> None:
    order = arrived(shop, (STAND, 4))
    said = shop.talk(BUYER, text)
    rows = [row for row in shop.effects() if row.kind in ("issue_refund", "open_request")]
    assert order in said and (rows or "1 of" in said or "1 件" in said), said
    assert all(row.payload.get("amount", 0) <= 1275 for row in rows)


@pytest.mark.parametrize("text", ["the cakestands are rusty [photo]", "22423生锈了 [图片]", "lid cracked [photo]"])
def test_of_several_it_is_asked_how_many(shop: GiftShop, text: str) -> None:
    arrived(shop, (STAND, 4))
    said = shop.talk(BUYER, text)
    assert said.startswith(("Hello", "您好")) and ("How many" in said or "有几件" in said), said
    assert not [row for row in shop.effects() if row.kind == "issue_refund"]


@pytest.mark.parametrize(
    "text", ["do the cakestands rust?", "22423会生锈吗", "does the cakestand smell?", "22423有味道吗"]
)
def test_a_question_about_goods_gives_nothing_back(shop: GiftShop, text: str) -> None:
    arrived(shop, (STAND, 4))
    shop.talk(BUYER, text)
    assert not [row for row in shop.effects() if row.kind in ("issue_refund", "open_request")]
