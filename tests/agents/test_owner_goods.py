"""Goods that the owner's words name: a kind of them is all that are of it."""

from __future__ import annotations

import pytest

from agents.language import Slots
from agents.owner_goods import goods_of_kind, kind_asked, unknown_goods
from shops.models import Tier, Variant

TITLES = "Lunch Bag Woodland|Lunch Bag Suki|Lunch Bag Apple|Jumbo Bag Apple|Party Bunting|Tea Time Party Bunting"
TITLES += "|仿真水果冰箱贴 柠檬|仿真水果冰箱贴 山竹|软胶冰箱贴 西湖|皮革杯垫 焦糖|陶瓷杯垫 猫咪"
GOODS = [
    Variant(sku=title, product_id=title, title=title, tiers=(Tier(min_quantity=1, unit_price=100),), base_price=100)
    for title in TITLES.split("|")
]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("how many lunch bags did we sell last week, all designs", 3),
        ("how many bags were sold yesterday", 4),
        ("sales of buntings last week", 2),
        ("sales of the party bunting", 1),
        ("杯垫上周卖了多少", 2),
        ("水果冰箱贴销量怎么样", 2),
        ("冰箱贴还剩多少", 3),
        ("how much did we sell", 0),
        ("how many orders did we sell", 0),
        ("上周卖了多少", 0),
        ("杯垫涨价", 0),
        ("杯垫和软胶冰箱贴卖了多少", 3),
    ],
)
def test_a_kind_of_goods_is_all_that_are_of_it(text: str, number: int) -> None:
    assert len(kind_asked(text, Slots(), GOODS)) == number


def test_goods_that_fit_share_the_words_that_name_their_kind() -> None:
    slots = Slots(sku_candidates=("Lunch Bag Woodland", "Lunch Bag Suki"))
    assert len(kind_asked("how many lunch bags are left?", slots, GOODS)) == 3
    assert goods_of_kind("水果", GOODS) == ("仿真水果冰箱贴 柠檬", "仿真水果冰箱贴 山竹")


@pytest.mark.parametrize(
    ("text", "unknown"),
    [("how many mugs did we sell", "mugs"), ("how many lunch bags did we sell", None), ("how much did we sell", None)],
)
def test_goods_that_the_shop_does_not_have_are_told(text: str, unknown: str | None) -> None:
    assert unknown_goods(text, GOODS) == unknown
