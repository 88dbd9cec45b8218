"""Which goods a Chinese buyer means: a nickname alone, several with one count, another kind than before."""

from __future__ import annotations

import datetime as dt

import pytest

from agents.asides import MIXED, asides_of
from agents.language import Lexicon, ProductName, Understanding, understand

NAMES = {
    "SKU-02": "仿真水果冰箱贴 柠檬",
    "SKU-13": "仿真水果冰箱贴 蓝莓",
    "SKU-47": "仿真水果冰箱贴 西瓜",
    "SKU-17": "手绘城市冰箱贴礼盒 6枚装",
    "SKU-58": "亚克力冰箱贴 橘猫",
    "SKU-33": "皮革杯垫 字母",
    "SKU-59": "钥匙扣 字母",
}
LEXICON = Lexicon([ProductName(sku, name) for sku, name in NAMES.items()])


def read(text: str) -> Understanding:
    return understand(text, LEXICON, dt.date(2026, 9, 21), "CNY", "buyer")


@pytest.mark.parametrize("text", ["橘猫那个", "橘猫滴", "橘猫的呢", "有橘猫吗", "橘猫", "在吗 橘猫那款"])
def test_goods_named_alone_are_known(text: str) -> None:
    assert read(text).slots.sku == "SKU-58"


def test_a_nickname_of_two_goods_is_left_open() -> None:
    assert read("字母那个").slots.sku is None


@pytest.mark.parametrize(
    "text", ["蓝莓柠檬西瓜一共300个", "蓝莓、柠檬、西瓜总共300个", "混款可以吗 蓝莓柠檬西瓜一共300个"]
)
def test_several_goods_with_one_count_are_several(text: str) -> None:
    found = read(text)
    assert (found.goods, found.items, found.slots.sku) == (("SKU-13", "SKU-02", "SKU-47"), (), None)


@pytest.mark.parametrize("text", ["来500套礼盒多少钱", "礼盒50个", "有礼盒吗"])
def test_a_word_for_goods_that_one_product_has_is_that_product(text: str) -> None:
    assert read(text).slots.sku == "SKU-17"


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("ship to 14 Mill Lane, Bath BA1 2AB", None),
        ("14 Old Mill Lane, Bath BA1 2AB, 60 please", 60),
        ("do you do net 30?", None),
        ("flat 3, 20 of them", 20),
        ("文三路99号3栋, 要50个", 50),
    ],
)
def test_a_postcode_a_house_or_days_to_pay_are_no_pieces(text: str, pieces: int | None) -> None:
    assert read(text).slots.quantity == pieces


@pytest.mark.parametrize("text", ["do you do net 30?", "what are your payment terms", "可以月结吗", "有账期吗"])
def test_days_to_pay_are_a_question_of_their_own(text: str) -> None:
    assert "payment_terms" in asides_of(text)


@pytest.mark.parametrize("text", ["能混色吗", "可以混批吗", "can I mix colours?", "do you allow mix and match?"])
def test_mixing_designs_is_asked(text: str) -> None:
    assert MIXED.search(text)
