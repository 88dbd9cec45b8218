"""Numerals, quantities, percents, prices, dates and tokens in Chinese and English text."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kit.days import _DATE
from kit.text import (
    _OF_PERCENTS,
    _PERCENT,
    _PRICE,
    _QUANTITY,
    dates,
    fold,
    language,
    number,
    percents,
    prices,
    quantities,
    stem,
    tokens,
)

TODAY = dt.date(2011, 9, 1)  # a Thursday
HAN = "零一二三四五六七八九"


def han(value: int) -> str:
    """Write 0 to 9999 in Chinese."""
    if value == 0:
        return "零"
    text = ""
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = value // unit % 10
        if digit:
            text += HAN[digit] + name
        elif text and not text.endswith("零") and value % unit:
            text += "零"
    return text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("300个，定制logo，最低多少钱", "zh"),
        ("WHITE HANGING HEART T-LIGHT HOLDER 多少钱", "zh"),
        ("Hi 王伟, how much for 300 of the bags?", "en"),
        ("", "en"),
        ("😀", "en"),
    ],
)
def test_language_is_chinese_where_chinese_carries_the_text(text: str, expected: str) -> None:
    assert language(text) == expected


@given(st.text())
def test_folding_keeps_the_length_and_folds_once(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)


PATTERNS = {"date": _DATE, "price": _PRICE, "count": _QUANTITY, "part": _PERCENT}
CHINESE = "〇|三百|两|俩|半|块|元|折|成|个|箱|日|号|月底|下周五|前|价|每|改成"
ENGLISH = "half price|end of this month|the 5th|May|friday|tomorrow|in|within|three|dozen|a|pcs|each|p|quid|ago"
SIGNS = "1|2|12|300|3.50|1,200|5/9|9.15|2011-09-05|£|$|us$5|%|_|,|，|.|-| | |\n"
SNIPPETS = st.sampled_from(f"{CHINESE}|{ENGLISH}|{SIGNS}".split("|"))


@pytest.mark.parametrize("kind", PATTERNS)
@settings(max_examples=150)
@given(texts=st.lists(st.one_of(SNIPPETS, SNIPPETS.map(str.upper), st.text(max_size=2)), max_size=8))
def test_looking_where_a_word_begins_first_overlooks_nothing(kind: str, texts: list[str]) -> None:
    """ "weekend of this month", "bus$5": what may stand within a word is found there."""
    pattern, text = PATTERNS[kind], "".join(texts)
    assert spans(pattern, text) == spans(without_look(pattern), text)


def without_look(pattern: re.Pattern[str]) -> re.Pattern[str]:
    """Give a pattern without the look at the first sign."""
    head, _, rest = pattern.pattern.partition(")(?:")
    assert head.startswith("(?=") and rest.endswith(")")
    return re.compile(rest[:-1], pattern.flags)


def spans(pattern: re.Pattern[str], text: str) -> list[tuple[int, int]]:
    """Give the places of all matches."""
    return [match.span() for match in pattern.finditer(text)]


@pytest.mark.parametrize("kind", PATTERNS)
@settings(max_examples=40)
@given(data=st.data())
def test_whatever_a_pattern_finds_begins_with_a_sign_that_is_looked_for(kind: str, data: st.DataObject) -> None:
    pattern = PATTERNS[kind]
    whole = without_look(pattern)
    text = data.draw(st.from_regex(whole))
    assert spans(pattern, text) == spans(whole, text) != []


@settings(max_examples=40)
@given(st.lists(st.one_of(SNIPPETS, st.from_regex(_PERCENT)), max_size=2))
def test_no_percentage_is_written_without_its_signs(texts: list[str]) -> None:
    text = fold("".join(texts))
    assert not spans(_PERCENT, text) or any(sign in text.lower() for sign in _OF_PERCENTS)


@given(st.integers(0, 9999))
def test_a_chinese_numeral_is_read_as_the_number_it_writes(value: int) -> None:
    assert number(han(value)) == value


@given(st.integers(0, 10**9))
def test_digits_are_read_with_and_without_thousands(value: int) -> None:
    assert number(str(value)) == number(f"{value:,}") == value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1.5万", 15000),
        ("2k", 2000),
        ("一百二", 120),
        ("一百零二", 102),
        ("三万五", 35000),
        ("一亿三千万", 130_000_000),
        ("八点五", Decimal("8.5")),
        ("three dozen", 36),
        ("two hundred and fifty", 250),
        ("half a dozen", 6),
        ("５００", 500),
    ],
)
def test_a_numeral_is_read(text: str, expected: Decimal) -> None:
    assert number(text) == expected


@pytest.mark.parametrize("text", ["", "hello", "300个", "9" * 41])
def test_what_is_no_numeral_is_none(text: str) -> None:
    assert number(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("三百个", (300, "piece")),
        ("300個", (300, "piece")),
        ("2箱", (2, "box")),
        ("1打", (12, "piece")),
        ("半打", (6, "piece")),
        ("300 pcs", (300, "piece")),
        ("three dozen", (36, "piece")),
        ("2k pcs", (2000, "piece")),
        ("1.5万件", (15000, "piece")),
        ("200-300个", (200, "piece")),
    ],
)
def test_a_quantity_is_a_count_with_its_unit(text: str, expected: tuple[int, str]) -> None:
    assert [found[:2] for found in quantities(text)] == [expected]


@pytest.mark.parametrize("text", ["打8折", "多少钱一个", "一个月", "两个问题", "第一个", "set of 3 pieces", "8个点"])
def test_what_only_looks_like_a_quantity_is_none(text: str) -> None:
    assert quantities(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("8%", "8"),
        ("百分之八", "8"),
        ("8个点", "8"),
        ("2.5 percent", "2.5"),
        ("两成", "20"),
        ("打8折", "20"),
        ("九五折", "5"),
    ],
)
def test_a_percent_is_read(text: str, expected: str) -> None:
    assert [found.value for found in percents(text)] == [Decimal(expected)]


def test_a_deal_is_no_tenth() -> None:
    assert percents("五成交") == []


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("£12.50", "12.50", "GBP"),
        ("￥1,200", "1200", "CNY"),
        ("¥13", "13", "CNY"),
        ("13块5", "13.5", None),
        ("2块5毛", "2.5", None),
        ("五毛", "0.5", None),
        ("50p", "0.5", "GBP"),
        ("at 2.10 each", "2.10", None),
        ("改成12.5", "12.5", None),
        ("set the price of the holder to 3", "3", None),
    ],
)
def test_a_price_is_read_with_its_currency_if_it_says_one(text: str, amount: str, currency: str | None) -> None:
    assert [(found.amount, found.currency) for found in prices(text)] == [(Decimal(amount), currency)]


@pytest.mark.parametrize("text", ["raise it by 8%", "20 each", "price of 300 pcs", "at 10am"])
def test_a_number_that_is_no_money_is_no_price(text: str) -> None:
    assert prices(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("明天", "2011-09-02"),
        ("昨天", "2011-08-31"),
        ("yesterday", "2011-08-31"),
        ("the day after tomorrow", "2011-09-03"),
        ("下周五", "2011-09-09"),
        ("next Friday", "2011-09-09"),
        ("by Friday", "2011-09-02"),
        ("上周五", "2011-08-26"),
        ("last Friday", "2011-08-26"),
        ("9月15日", "2011-09-15"),
        ("九月十五号", "2011-09-15"),
        ("25日前", "2011-09-25"),
        ("三日前", "2011-08-29"),
        ("by Sep 15", "2011-09-15"),
        ("15th of September 2012", "2012-09-15"),
        ("15/9", "2011-09-15"),
        ("2011-09-15", "2011-09-15"),
        ("8月15日", "2012-08-15"),
        ("3天后", "2011-09-04"),
        ("within two weeks", "2011-09-15"),
        ("月底", "2011-09-30"),
        ("下月底", "2011-10-31"),
        ("双11前", "2011-11-11"),
    ],
)
def test_a_day_is_read_from_today(text: str, expected: str) -> None:
    assert [found.date.isoformat() for found in dates(text, TODAY)] == [expected]


def test_a_day_of_the_past_is_the_last_one() -> None:
    assert dates("on Monday", TODAY, past=True)[0].date == dt.date(2011, 8, 29)
    assert dates("15 September", TODAY, past=True)[0].date == dt.date(2010, 9, 15)


@pytest.mark.parametrize("text", ["31 Feb", "24/7", "next week", "1.5万", "13块5"])
def test_what_is_no_day_is_none(text: str) -> None:
    assert dates(text, TODAY) == []


def test_tokens_are_stems_characters_and_pairs() -> None:
    assert tokens("The Red hearts 红色的心") == ["red", "heart", "红", "色", "心", "红色", "色的", "的心"]
    assert tokens("我") == ["我"]
    assert tokens("") == []
    assert stem("hanging") == stem("hang")


TEXT = st.text(
    st.sampled_from("0123456789.,一二两三十百千万点个箱打折块元月日号周£%/- tofeachSepby") | st.characters(),
    max_size=80,
)


@given(TEXT)
@settings(max_examples=300, deadline=None)
def test_spans_lie_in_the_text_in_order_and_apart(text: str) -> None:
    for found in (quantities(text), percents(text), prices(text), dates(text, TODAY)):
        spans = [each[-2:] for each in found]
        assert all(0 <= start < end <= len(text) for start, end in spans)
        assert all(first[1] <= second[0] for first, second in zip(spans, spans[1:], strict=False))


@pytest.mark.parametrize(("text", "value"), [("七八个", 7), ("两三百个", 200), ("三五箱", 3), ("一百二十个", 120)])
def test_of_an_approximate_count_the_low_end_is_read(text: str, value: int) -> None:
    assert [one.value for one in quantities(text)] == [value]


def test_every_common_traditional_character_is_folded() -> None:
    assert fold("請問墨綠絲圈墊還有現貨嗎") == "请问墨绿丝圈垫还有现货吗"


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("5毛5", "0.55"),
        ("一毛五", "0.15"),
        ("涨5分", "0.05"),
        ("便宜三分", "0.03"),
        ("by tuppence", "0.02"),
        ("down a penny", "0.01"),
        ("up a quid", "1"),
        ("five pounds sixty", "5.6"),
        ("two pounds and fifty pence", "2.5"),
        ("5 pounds 60 pieces", "5"),
        ("5毛50个", "0.5"),
    ],
)
def test_money_as_people_say_it(text: str, amount: str) -> None:
    assert [f"{one.amount.normalize():f}" for one in prices(text)] == [amount]


@pytest.mark.parametrize("text", ["打5分", "提前5分钟", "降5分之一", "a pound of sugar", "the pound shop"])
def test_what_is_no_money_is_none(text: str) -> None:
    assert prices(text) == []


@pytest.mark.parametrize(
    ("text", "counts", "amounts"),
    [
        ("橘猫,300个", [300], []),
        ("长期合作,4块8怎么样", [], ["4.8"]),
        ("行,那就4块8,200个", [200], ["4.8"]),
        ("3块5,50个", [50], ["3.5"]),
        ("1,200个", [1200], []),
        ("3个,5个", [3, 5], []),
        ("£1,250.50", [], ["1250.5"]),
        ("ok,24 pieces", [24], []),
    ],
)
def test_a_comma_before_a_number_parts_it_from_words_and_prices_and_joins_thousands(
    text: str, counts: list[int], amounts: list[str]
) -> None:
    assert [one.value for one in quantities(text)] == counts
    assert [one.amount for one in prices(text)] == [Decimal(one) for one in amounts]
