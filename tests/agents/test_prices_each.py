"""Several goods with a change each: every one is read, bounded and told by itself; none where a part is not read."""

from __future__ import annotations

import pytest

from agents.product.prices_each import clauses, without_stays
from tests.support.gift_shop import GiftShop

HEART, STAND, BUNTING = "85123A", "22423", "47566"
EACH = (
    ("raise {heart} by 2% and lower {stand} by 2%", {HEART: 300, STAND: 1250}),
    ("{heart}涨2%,{stand}降2%", {HEART: 300, STAND: 1250}),
    ("{heart}涨2% {stand}降2%", {HEART: 300, STAND: 1250}),
    ("raise the white hanging heart by 2% and the regency cakestand by 1%", {HEART: 300, STAND: 1287}),
    ("white hanging heart 3.00, party bunting 4.90", {HEART: 300, BUNTING: 490}),
    ("{heart} £3.00 and {stand} £12.90", {HEART: 300, STAND: 1290}),
    ("{heart}改成3英镑,{stand}改成12.9英镑", {HEART: 300, STAND: 1290}),
    ("{heart}别涨,{stand}涨1%", {STAND: 1287}),
    ("leave the white hanging heart, raise the regency cakestand by 1%", {STAND: 1287}),
    ("raise {stand} by 1% but don't touch {heart}", {STAND: 1287}),
    ("{stand}涨1% {heart}先不动", {STAND: 1287}),
    ("lower {heart} 5p and {bunting} 5p", {HEART: 290, BUNTING: 490}),
    ("{heart}、{stand}涨1%,{bunting}降1%", {HEART: 297, STAND: 1287, BUNTING: 491}),
)


@pytest.mark.parametrize(("text", "prices"), EACH)
def test_each_of_several_goods_has_its_own_change(shop: GiftShop, text: str, prices: dict[str, int]) -> None:
    task = shop.owner(text.format(heart=HEART, stand=STAND, bunting=BUNTING))
    old = {HEART: 295, STAND: 1275, BUNTING: 495}
    assert {sku: shop.price(sku)[0] for sku in old} == old | prices, task.answer
    assert {row.payload["sku"] for row in shop.effects()} == {*prices}


def test_what_is_beyond_a_limit_is_held_and_the_other_done(shop: GiftShop) -> None:
    rows = shop.effects(shop.owner(f"raise {HEART} by 9% and lower {STAND} by 2%"))
    assert {row.payload["sku"]: row.state for row in rows} == {HEART: "held", STAND: "done"}


@pytest.mark.parametrize("text", [f"{HEART}别涨,{STAND}涨1%", f"leave {HEART}, raise {STAND} by 1%"])
def test_what_stays_is_told(shop: GiftShop, text: str) -> None:
    said = shop.owner(text).answer
    assert f"({HEART}) 不动" in said or f"Left as it is: White Hanging Heart T-Light Holder ({HEART})" in said


@pytest.mark.parametrize(
    ("text", "price"),
    [
        ("lower the white hanging heart 5p", 290),
        ("white hanging heart 5p cheaper", 290),
        ("raise the white hanging heart 5p", 300),
        ("drop {heart} 3p please", 292),
        ("put the white hanging heart up 5p", 300),
        ("{heart} 5p dearer", 300),
    ],
)
def test_an_amount_that_can_be_no_price_is_one_to_move_by(shop: GiftShop, text: str, price: int) -> None:
    shop.owner(text.format(heart=HEART))
    assert shop.price(HEART)[0] == price


NEAR = (
    "{heart} 3.00 {stand} 12.90?|if {heart} 3.00, {stand} 12.90 then what|{heart}涨2%,{stand}呢|"
    "{heart}涨2%,{stand}降2%好不好卖"
    "|{heart}涨了2%,{stand}降了2%|他们{heart}涨2%,{stand}降2%|{heart} 3 {stand} 12|if sales fall lower {heart} 5p|"
    "lower {heart} 298p?"
    "|{heart} was 5p cheaper|never lower {heart} 5p|{heart}别涨,{stand}别降|如果{heart}涨2%,{stand}别涨|"
    "don't raise {heart}, nor {stand}"
    "|shall we lower {heart} 5p and {stand} 5p|raise {heart} by 2% and {stand} by|raise {heart} 298p|"
    "my wife says {heart} 3.00, {stand} 12.90"
    "|明天{heart}涨2%,{stand}降2%|{heart} cost 1.28, {stand} cost 6.20|I was thinking {heart} 3.00, {stand} 12.90"
    "|{heart}涨不涨,{stand}涨1%|{heart} 3.00, {stand}"
)


def test_words_near_several_changes_move_no_price(shop: GiftShop) -> None:
    for text in NEAR.split("|"):
        shop.pass_time(minutes=1)
        task = shop.owner(text.format(heart=HEART, stand=STAND))
        assert shop.effects() == [], (text, task.answer)


def test_clauses_are_read_apart() -> None:
    assert clauses("平安符别涨 锦鲤涨3%,柴犬降2%") == ["平安符别涨", "锦鲤涨3%", "柴犬降2%"]
    assert without_stays("平安符别涨 锦鲤涨3%") == "锦鲤涨3%"
    assert [without_stays(one) for one in ("锦鲤涨3%", "平安符别涨", "别涨价,锦鲤涨3%")] == [None, None, None]
