"""A number in a report stands in a fact that its line cites."""

from __future__ import annotations

import pytest

from decisions.said_numbers import Footing, Source, figures, unfounded, worded

FACTS = {"gmv": "GMV £1,250.00 on 2011-09-05", "late": "0 late"}


@pytest.mark.parametrize(
    ("line", "missing"),
    [
        ("GMV £1,250.00 on 2011-09-05 [gmv]", []),
        ("GMV £1250.00 [gmv]", []),
        ("GMV £1,250.01 [gmv]", ["1250.01"]),
        ("GMV £1,250.00", ["1250.00"]),
        ("GMV £1,250.00 [gmv], 3 late [late]", ["3"]),
        ("85123A and O1109 are names, no numbers", []),
        ("点击 400,30 单[late]", ["400", "30"]),
        ("没有编号[nothing],30 单", ["30"]),
    ],
)
def test_only_what_a_cited_fact_holds_may_be_said(line: str, missing: list[str]) -> None:
    assert unfounded(line, FACTS) == missing


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("¥1,250.00 and 1250", ["1250", "1250"]),
        ("2011-09-05T08:30Z", ["2011-09-05", "08:30"]),
        ("2011年9月5日 · 5 September 2011 · 2011-09-05", ["2011-09-05"] * 3),
        ("85123A, O1109, SKU-58 and x2", []),
        ("1. first of 2\n2) second -5", ["2", "5"]),
        ("3.5% of 0.50", ["3.5", "0.5"]),
    ],
)
def test_a_number_is_the_same_however_it_is_written(text: str, values: list[str]) -> None:
    assert [figure.value for figure in figures(text)] == values


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Three orders are late, twenty-five have left.", ["3", "25"]),
        ("a dozen hearts, two hundred and five in all", ["12", "205"]),
        ("No one of them is late; this one sells", []),
        ("Often, attentive and weighty words", []),
        ("3 thousand and 12 dozen", []),
        ("三单未发,卖了一百二十件,十二点五元", ["3", "120", "12.5"]),
        ("占百分之三十,两个缺货,九月五日", ["30", "2", "9", "5"]),
        ("十分好,统一发货,第三个,周三单子多,这两天,一些,一个,双十一单量,千万别,万一", []),
        ("3万件,5千单", []),
    ],
)
def test_a_number_in_words_is_read_where_it_counts(text: str, values: list[str]) -> None:
    assert [figure.value for figure in worded(text)] == values
    assert all(text[figure.start : figure.end].strip() for figure in worded(text))


def test_a_number_comes_from_what_its_line_cites_before_anything_else() -> None:
    footing = Footing([Source("t#a", "3 late", "a"), Source("t#b", "3 early of 7", "b"), Source("ef_1", "9 pieces")])
    text = "1. 3 came [b]\n3 went, 9 in all, 4 lost"
    found = footing.of(text)
    assert [(text[figure.start : figure.end], ref) for figure, ref in found] == [
        ("3", "t#b"),
        ("3", "t#a"),
        ("9", "ef_1"),
        ("4", None),
    ]
