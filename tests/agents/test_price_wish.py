"""A price is changed at once only for words that say the change and nothing beside it, by or to what they name."""

from __future__ import annotations

import re

import pytest

from tests.support.gift_shop import GiftShop

HEART, STAND = "85123A", "22423"
"""£2.95 and £2.55 from 32 pieces; £12.75 and £10.95 from 16."""

DOUBTFUL = f"""Somebody told me to raise {HEART} by 3%|I was going to put {HEART} up 3% but I won't
    |they raised {HEART} by 3%|could we maybe nudge up {HEART} by 2%|the price of {HEART} went up by 3%
    |we put {HEART} up by 3%
    |I may raise {HEART} by 2%|raise {HEART} by 3%, just kidding|my wife says raise {HEART} by 3%
    |the price should {HEART} go up by 2%
    |raise {HEART} by 3%. Actually no|{HEART} is up 3%|other shops raise {HEART} by 3%
    |you put {HEART} up 2%|{HEART} up 2% on last week|raise {HEART} by at least 2%|raise {HEART} by 2% or 3%
    |I think we should raise {HEART} by 2%|raise {HEART} by 2-3%|raise {HEART} 2% twice
    |{HEART}至少涨3%|{HEART}涨3%左右|{HEART}涨3%或者5%|{HEART}涨3%再说|财务让把{HEART}涨3%|{HEART}销量涨3%|{HEART}该涨3%了
    |老板把{HEART}涨3%|{HEART}对标3块|{HEART}涨3%对吧|{HEART}涨3%是对的|{HEART}下个涨3%
    |raise {HEART} by 2%. Would we lose on it this month?
    |{HEART}涨3%会不会亏啊|我没让你把{HEART}涨3%啊|我本来想把{HEART}涨3%的|{HEART}涨1%,算了不涨了|竞争对手把{HEART}降了3%
    |给{HEART}降3%行不行?|帮我看看{HEART}能不能降2%|{HEART}涨3%,逗你玩呢|{HEART}涨了3%|老婆说{HEART}涨3%|{HEART}降3%的话能卖多少
    |听说{HEART}涨3%|{HEART}涨3%开玩笑的|别家{HEART}降3%|上次{HEART}涨3%"""
"""What stands beside the change is on no list."""
PLAIN = f"""raise {HEART} by 2%|please put {HEART} up by 2%|{HEART} +2%|{HEART} up 2%|can you raise {HEART} by 2% please
    |could you increase the price of {HEART} by 2%?|I want you to raise {HEART} by 2%|let's raise {HEART} by 2%
    |raise {HEART} by 2%, it's selling well|raise the white hanging heart t-light holder by 2% now please
    |price of {HEART}: +2%|{HEART} needs to go up 2%|a 2% price rise for {HEART}|give {HEART} a 2% rise, mate
    |hey, please bump {HEART} by 2% when you get a chance|{HEART} is too cheap, put it up 2%
    |thank you, raise {HEART} by 2%
    |{HEART} price up 2% plz
    |{HEART}涨2%|把{HEART}涨价2%|麻烦把{HEART}的价格上调2%吧|能不能帮我把{HEART}涨2%|{HEART}卖得好,涨2%|{HEART}涨百分之二
    |我要把{HEART}涨2%|{HEART} +2%|今天{HEART}统一涨2%,谢谢|{HEART}涨两个点|把{HEART}提高2%|{HEART}涨2%即可
    |给{HEART}涨个2%呗|成本涨了,{HEART}涨2%"""


def texts(lines: str) -> list[str]:
    """Give the messages of a list."""
    return [one.strip() for one in lines.split("|")]


@pytest.mark.parametrize("text", texts(DOUBTFUL))
def test_words_that_say_more_change_no_price_and_are_told_how_to_say_it(shop: GiftShop, text: str) -> None:
    answer = shop.owner(text).answer
    assert shop.effects() == [], text
    assert "nothing was done" in answer.lower() or "什么都没有做" in answer, answer


@pytest.mark.parametrize("text", texts(PLAIN))
def test_a_plain_change_is_done_at_once_and_moves_every_step(shop: GiftShop, text: str) -> None:
    shop.owner(text)
    assert shop.price(HEART) == (300, 260)


@pytest.mark.parametrize(
    ("text", "ladder"),
    [
        (f"they say raise {HEART} by 2%", (300, 260)),
        (f"maybe lower {HEART} by 5p", (290, 250)),
        (f"perhaps make {HEART} £3.01", (301, 260)),
        (f"maybe lower {HEART} by 2% from 32 pieces", (295, 250)),
        (f"听说{HEART}降5便士", None),
        (f"听说{HEART}涨2%", (300, 260)),
        (f"听说{HEART}便宜5分钱", (290, 250)),
        (f"听说{HEART}改成3.01", (301, 260)),
        (f"听说{HEART} 32个以上降2%", (295, 250)),
    ],
)
def test_what_the_owner_is_told_to_write_does_it(shop: GiftShop, text: str, ladder: tuple[int, ...] | None) -> None:
    answer = shop.owner(text).answer
    assert shop.effects() == []
    if ladder is not None:
        said = re.search("“(.+)”", answer)
        assert said is not None, answer
        shop.owner(said[1])
        assert shop.price(HEART) == ladder, said[1]


@pytest.mark.parametrize(
    "text",
    [
        f"{HEART}涨1%。哦不对,是2%",
        f"put {HEART} up 1%, sorry, 2%",
        f"raise {HEART} by 1%, no, make it 2%",
        f"{HEART}涨1%,说错了,2%",
    ],
)
def test_a_correction_is_asked_back_with_what_was_said_last(shop: GiftShop, text: str) -> None:
    answer = shop.owner(text).answer
    assert shop.effects() == [] and "2%" in answer and "£3.00" in answer


@pytest.mark.parametrize(
    ("text", "ladder"),
    [
        ("can you put {} down to 290p please", (290, 251)),
        ("set {} to 290p", (290, 251)),
        ("raise {} to 298 pence", (298, 257)),
        ("{}: 298p", (298, 257)),
        ("drop {} by 5p", (290, 250)),
        ("knock 5p off {}", (290, 250)),
        ("take 5p off {}", (290, 250)),
        ("add 5p to {}", (300, 260)),
        ("put 5p on {}", (300, 260)),
        ("put {} up 5p", (300, 260)),
        ("{} up by £0.05", (300, 260)),
        ("reduce the price of {} by £0.05", (290, 250)),
        ("raise price of {} by 5p", (300, 260)),
        ("make {} 5p cheaper", (290, 250)),
        ("{}便宜5分钱", (290, 250)),
        ("{}贵0.5角", (300, 260)),
        ("{}涨0.05元", (300, 260)),
        ("{}加0.05元", (300, 260)),
        ("{}提价0.5毛", (300, 260)),
        ("{}降价0.05元", (290, 250)),
        ("{}再涨个0.5毛", (300, 260)),
        ("{}降到2.90元", (290, 251)),
        ("{}改成2块9", (290, 251)),
        ("把{}的价格从2.95改到2.90", (290, 251)),
        ("lower {} from £2.95 to £2.90", (290, 251)),
        ("{} -5p", (290, 250)),
        ("5p off {}", (290, 250)),
        ("{} 5p cheaper", (290, 250)),
        ("let's take {} down to £2.90", (290, 251)),
        ("change {} price from 2.95 to 2.90", (290, 251)),
        ("{}打98折", (290, 250)),
        ("{}提个2%", (300, 260)),
        ("我想要{}涨2%", (300, 260)),
        ("{} 2.95改2.9", (290, 251)),
        ("{} 2.95元改成2.9元", (290, 251)),
        ("{}每个涨5分", (300, 260)),
        ("{}往下调5分", (290, 250)),
        ("lower {} by tuppence", (293, 253)),
        ("{} down a penny", (294, 254)),
        ("{} minus 5p", (290, 250)),
        ("make {} two pounds ninety", (290, 251)),
        ("can we put {} at £2.90", (290, 251)),
        ("{} 2.95 to 2.90", (290, 251)),
        ("{}每个多收0.05元", (300, 260)),
        ("{}单价2.90", (290, 251)),
        ("{} -2%", (290, 250)),
        ("{}的价钱落百分之二", (290, 250)),
        ("take 2% off {}", (290, 250)),
        ("take 2% off {} please", (290, 250)),
    ],
)
def test_a_price_moves_by_or_to_what_is_named(shop: GiftShop, text: str, ladder: tuple[int, ...]) -> None:
    shop.owner(text.format(HEART))
    assert shop.price(HEART) == ladder


@pytest.mark.parametrize(
    "text",
    [
        f"raise {HEART} 298p",
        f"change {HEART} by 2%",
        f"lower {HEART} by £9",
        f"lower {HEART} by 1",
        f"{HEART}的价格调整5分钱",
    ],
)
def test_a_change_that_may_go_either_way_is_asked_back(shop: GiftShop, text: str) -> None:
    answer = shop.owner(text).answer
    assert ("othing was done" in answer or "什么都没有做" in answer) and shop.effects() == []


@pytest.mark.parametrize("text", ["{} 3.95改2.9", "{}从3.95改到2.9", "lower {} from £3.95 to £2.90", "{} 3.05 to 2.90"])
def test_a_price_that_is_not_the_one_said_to_be_left_is_not_changed(shop: GiftShop, text: str) -> None:
    answer = shop.owner(text.format(HEART)).answer
    assert shop.effects() == [] and "2.95" in answer and ("othing was done" in answer or "什么都没有做" in answer)


@pytest.mark.parametrize(
    "text",
    [
        "{} went down a penny|{}提个2%你看行不行|{}是不是该涨5分|客人说{}贵一毛|{}提个2%算了"
        "|I nearly made {} two pounds ninety|{}毛利提了2%"
        "|who put {} down a penny|can we put {} at £2.90 or is that daft|should I put {} down a penny|{}打5分"
    ],
)
def test_words_that_sound_like_a_change_of_price_are_none(shop: GiftShop, text: str) -> None:
    for one in text.split("|"):
        shop.owner(one.format(HEART))
        assert shop.effects() == [], one


@pytest.mark.parametrize("text", [f"raise everything by 2% except {HEART}", f"除了{HEART}都涨2%"])
def test_the_goods_that_shall_stay_are_not_the_ones_that_are_meant(shop: GiftShop, text: str) -> None:
    answer = shop.owner(text).answer
    assert HEART not in answer and ("Which product" in answer or "哪个商品" in answer) and shop.effects() == []


@pytest.mark.parametrize("text", [f"{STAND} +2%", f"raise {STAND} by 2%", f"{STAND} + 2%"])
def test_the_number_of_an_article_is_no_step_of_its_ladder(shop: GiftShop, text: str) -> None:
    shop.owner(text)
    assert shop.price(STAND) == (1300, 1116)


@pytest.mark.parametrize("text", ["raise 22423 by 2%. How was yesterday?", "22423涨2%,另外昨天卖得怎么样?"])
def test_a_question_of_its_own_keeps_no_price_from_changing(shop: GiftShop, text: str) -> None:
    shop.owner(text)
    assert shop.price(STAND) == (1300, 1116)


@pytest.mark.parametrize("text", [f"set {HEART} to £3.10 from 32 pieces", f"{HEART}满32件改成3.10"])
def test_a_step_that_would_be_dearer_than_the_one_before_is_told_and_changes_nothing(shop: GiftShop, text: str) -> None:
    answer = shop.owner(text).answer
    assert "£3.10" in answer and ("cost more" in answer or "反而更贵" in answer)
    assert shop.effects() == [] and shop.price(HEART) == (295, 255)
