"""Days named side by side are told side by side; parts of a year, days around a day, the same days of last year."""

from __future__ import annotations

from datetime import date

import pytest

from agents.owner_spans import beside_days, spans_asked, unclear_days, weekend_begun
from agents.owner_topics import wanted_of_owner
from tests.support.gift_shop import GiftShop

SATURDAY = date(2026, 9, 26)
CAKESTAND = "22423"
SPANS = [
    ("yesterday and today", "2026-09-25|2026-09-26"),
    ("昨天和今天", "2026-09-25|2026-09-26"),
    ("今天跟前天", "2026-09-26|2026-09-24"),
    ("last week and this week", "2026-09-14 – 2026-09-20|2026-09-21 – 2026-09-26"),
    ("on 1 and 3 September", "2026-09-01|2026-09-03"),
    ("9月1日和3日", "2026-09-01|2026-09-03"),
    ("Sept 4 & 5", "2026-09-04|2026-09-05"),
    ("周一、周二", "2026-09-21|2026-09-22"),
    ("7月和8月", "2026-07-01 – 2026-07-31|2026-08-01 – 2026-08-31"),
    ("昨天和今天加起来", "2026-09-25 – 2026-09-26"),
    ("yesterday and today combined", "2026-09-25 – 2026-09-26"),
    ("between tuesday and thursday", "2026-09-22 – 2026-09-24"),
    ("between 2 and 4 august", "2026-08-02 – 2026-08-04"),
    ("this month up to yesterday", "2026-09-01 – 2026-09-25"),
    ("9月前3天和后3天", "2026-09-01 – 2026-09-03|2026-09-28"),
    ("8月前五天和后五天", "2026-08-01 – 2026-08-05|2026-08-27 – 2026-08-31"),
    ("8月第一周周三", "2026-08-05"),
    ("上个月第二个星期五", "2026-08-14"),
    ("8月最后一个周一", "2026-08-31"),
    ("wednesday of the first week of august", "2026-08-05"),
    ("the last friday in august", "2026-08-28"),
    ("last two weeks of august", "2026-08-18 – 2026-08-31"),
    ("8月头两周", "2026-08-01 – 2026-08-14"),
    ("去年同期", "2026-09-01 – 2026-09-26|2025-09-01 – 2025-09-26"),
    ("same period last year", "2026-09-01 – 2026-09-26|2025-09-01 – 2025-09-26"),
    ("8月和去年同期比", "2026-08-01 – 2026-08-31|2025-08-01 – 2025-08-31"),
    ("昨天同比", "2026-09-25|2025-09-25"),
    ("上周同一天", "2026-09-26|2026-09-19"),
    ("去年今天", "2026-09-26|2025-09-26"),
    ("上半年", "2026-01-01 – 2026-06-30"),
    ("下半年", "2026-07-01 – 2026-09-26"),
    ("2025年下半年", "2025-07-01 – 2025-12-31"),
    ("sales in H1", "2026-01-01 – 2026-06-30"),
    ("second half of last year", "2025-07-01 – 2025-12-31"),
    ("上半年和下半年", "2026-01-01 – 2026-06-30|2026-07-01 – 2026-09-26"),
    ("本季度", "2026-07-01 – 2026-09-26"),
    ("上个季度", "2026-04-01 – 2026-06-30"),
    ("第一季度", "2026-01-01 – 2026-03-31"),
    ("Q4", "2025-10-01 – 2025-12-31"),
    ("Q2 2025", "2025-04-01 – 2025-06-30"),
    ("quarter to date", "2026-07-01 – 2026-09-26"),
    ("国庆前一周", "2026-09-24 – 2026-09-26"),
    ("元旦后三天", "2026-01-02 – 2026-01-04"),
    ("the week before 10 September", "2026-09-03 – 2026-09-09"),
    ("three days after christmas", "2025-12-26 – 2025-12-28"),
    ("去年国庆期间", "2025-10-01 – 2025-10-07"),
    ("month to date", "2026-09-01 – 2026-09-26"),
    ("mtd", "2026-09-01 – 2026-09-26"),
    ("ytd sales", "2026-01-01 – 2026-09-26"),
    ("周末", "2026-09-26"),
    ("上周末", "2026-09-19 – 2026-09-20"),
    ("how was the weekend", "2026-09-19 – 2026-09-20"),
    ("周末卖了多少", "2026-09-19 – 2026-09-20"),
    ("这周末卖了多少", "2026-09-26"),
]


def test_the_days_named_are_read_with_what_joins_them() -> None:
    found = {text: "|".join(map(str, spans_asked(text, SATURDAY))) for text, _ in SPANS}
    assert found == dict(SPANS)


def test_a_weekend_of_which_saturday_has_come_is_known() -> None:
    asked = {text: weekend_begun(text, spans_asked(text, SATURDAY), SATURDAY) for text in ("周末", "上周末", "今天")}
    assert list(asked.values()) == [True, False, False]
    assert str(spans_asked("周末卖了多少", date(2026, 9, 27))[0]) == "2026-09-26 – 2026-09-27", "on Sunday"
    assert str(spans_asked("周末", date(2026, 9, 25))[0]) == "2026-09-19 – 2026-09-20", "on Friday"


def test_days_of_which_it_is_not_said_how_many_are_asked_about() -> None:
    open_ = "last weeks of august|the last few days of august|8月最后几天|上个月前几周|first weeks of september"
    assert [text for text in open_.split("|") if unclear_days(text) is None] == []
    closed = "last week of august|last 3 days of august|last weeks sales|8月最后3天|last few days"
    assert [text for text in closed.split("|") if unclear_days(text) is not None] == []


def test_days_alone_ask_for_their_figures() -> None:
    alone = "month to date|H1|本季度|去年同期|上周同一天|国庆前一周|8月第一周周三|last weeks of august|上半年|Q2"
    assert [text for text in alone.split("|") if wanted_of_owner(text, ("unknown",))[0] != "report"] == []
    assert beside_days("a quarter of it") is None and beside_days("H1109 shipped") is None


@pytest.mark.parametrize("text", [f"{CAKESTAND} yesterday and the day before", f"{CAKESTAND}前天和昨天卖了多少"])
def test_goods_on_two_days_are_told_beside_each_other_and_together(shop: GiftShop, text: str) -> None:
    task = shop.owner(text)
    assert task.job == "product_question"
    lines = [line for line in task.answer.splitlines() if "2011-09-0" in line]
    assert any("2011-09-04" in line and "£51.00" in line for line in lines), task.answer
    assert any("2011-09-05" in line and "£63.75" in line for line in lines), task.answer
    assert "£114.75" in task.answer


@pytest.mark.parametrize(("text", "begun"), [("weekend sales", True), ("周末", True), ("上周末卖了多少", False)])
def test_of_a_weekend_that_has_only_begun_that_is_said(shop: GiftShop, text: str, begun: bool) -> None:
    shop.pass_time(days=4)
    said = shop.owner(text).answer
    assert ("2011-09-10" in said) is begun and ("so far" in said or "到目前" in said) is begun


@pytest.mark.parametrize("text", ["last weeks of august", f"{CAKESTAND} 8月最后几天"])
def test_the_answer_asks_how_many(shop: GiftShop, text: str) -> None:
    said = shop.owner(text).answer
    assert "£" not in said and ("how many?" in said or "几周" in said)


def test_of_days_before_the_first_order_that_is_said(shop: GiftShop) -> None:
    said = shop.owner("去年同期").answer
    assert "2010-09-01 – 2010-09-06" in said and "最早的订单" in said and "合计" not in said


def test_of_days_that_have_come_beside_others_the_figures_are_told(shop: GiftShop) -> None:
    said = shop.owner("9月前3天和后3天").answer
    assert "2011-09-28 还没有到" in said and "2011-09-01 – 2011-09-03:" in said
