"""The days that the owner's words look back on: calendar days, weeks from Monday, months, and counts of days."""

from __future__ import annotations

from datetime import date

import pytest

from agents.owner_spans import MOST_DAYS, beside_days, span_asked, spans_asked

SATURDAY = date(2026, 9, 26)
DAYS = [
    ("昨天谁买得最多", "2026-09-25"),
    ("昨天和前天哪天卖得多", "2026-09-24 – 2026-09-25"),
    ("上周末卖了多少", "2026-09-19 – 2026-09-20"),
    ("sales last weekend", "2026-09-19 – 2026-09-20"),
    ("who bought the most yesterday?", "2026-09-25"),
    ("琴日卖得点样", "2026-09-25"),
    ("昨天和今天有退款吗", "2026-09-25 – 2026-09-26"),
    ("today's refunds", "2026-09-26"),
    ("前天", "2026-09-24"),
    ("5 days ago", "2026-09-21"),
    ("上周五卖了多少", "2026-09-18"),
    ("上周广告花了多少", "2026-09-14 – 2026-09-20"),
    ("ads last week", "2026-09-14 – 2026-09-20"),
    ("上上周", "2026-09-07 – 2026-09-13"),
    ("这周赚了多少", "2026-09-21 – 2026-09-26"),
    ("how is business this week", "2026-09-21 – 2026-09-26"),
    ("这个月卖了多少钱", "2026-09-01 – 2026-09-26"),
    ("上个月卖了多少", "2026-08-01 – 2026-08-31"),
    ("what did we sell in August", "2026-08-01 – 2026-08-31"),
    ("最近三天", "2026-09-24 – 2026-09-26"),
    ("the last 3 days", "2026-09-24 – 2026-09-26"),
    ("7天", "2026-09-20 – 2026-09-26"),
    ("两周内", "2026-09-13 – 2026-09-26"),
    ("since Monday", "2026-09-21 – 2026-09-26"),
    ("9月20日到9月22日", "2026-09-20 – 2026-09-22"),
    ("昨天比前天怎么样", "2026-09-25"),
    ("9月一共多少单", "2026-09-01 – 2026-09-26"),
    ("钥匙扣8月一共卖了几个", "2026-08-01 – 2026-08-31"),
    ("9月一号多少单", "2026-09-01"),
    ("这个礼拜一共几单", "2026-09-21 – 2026-09-26"),
    ("星期一卖了多少", "2026-09-21"),
    ("todays sales", "2026-09-26"),
    ("yesterdays takings", "2026-09-25"),
    ("orders in aug", "2026-08-01 – 2026-08-31"),
    ("9月上半月卖了多少", "2026-09-01 – 2026-09-15"),
    ("上个月下半月多少单", "2026-08-16 – 2026-08-31"),
    ("8月的后半月", "2026-08-16 – 2026-08-31"),
    ("下半月卖了多少", "2026-09-16 – 2026-09-26"),
    ("8月下旬杯垫卖了几个", "2026-08-21 – 2026-08-31"),
    ("本月中旬", "2026-09-11 – 2026-09-20"),
    ("去年12月上旬", "2025-12-01 – 2025-12-10"),
    ("8月底卖了多少", "2026-08-21 – 2026-08-31"),
    ("上个月初多少单", "2026-08-01 – 2026-08-10"),
    ("8月初到现在", "2026-08-01 – 2026-09-26"),
    ("which orders are late in august", "2026-08-01 – 2026-08-31"),
    ("8月第一周", "2026-08-01 – 2026-08-07"),
    ("8月最后三天", "2026-08-29 – 2026-08-31"),
    ("8月前10天", "2026-08-01 – 2026-08-10"),
    ("8月22号那周", "2026-08-17 – 2026-08-23"),
    ("sales second half of august", "2026-08-16 – 2026-08-31"),
    ("takings first half of this month", "2026-09-01 – 2026-09-15"),
    ("late aug sales", "2026-08-21 – 2026-08-31"),
    ("mid-august orders", "2026-08-11 – 2026-08-20"),
    ("end of august", "2026-08-21 – 2026-08-31"),
    ("first week of august", "2026-08-01 – 2026-08-07"),
    ("last week of july 2026", "2026-07-25 – 2026-07-31"),
    ("first 10 days of august", "2026-08-01 – 2026-08-10"),
    ("orders week of 22 aug", "2026-08-17 – 2026-08-23"),
    ("the week of Sept 22", "2026-09-21 – 2026-09-26"),
    ("上周末两天一共卖了多少", "2026-09-19 – 2026-09-20"),
    ("周末两天一共", "2026-09-26"),
    ("9月1号和2号这两天多少单", "2026-09-01 – 2026-09-02"),
    ("上个月同期卖了多少", "2026-08-01 – 2026-08-26"),
    ("last weeks sales", "2026-09-14 – 2026-09-20"),
    ("sales from 1 to 3 September", "2026-09-01 – 2026-09-03"),
    ("sales between 1 and 3 September", "2026-09-01 – 2026-09-03"),
    ("sales Sept 1-3", "2026-09-01 – 2026-09-03"),
    ("between Sept 1st and 3rd", "2026-09-01 – 2026-09-03"),
    ("sales 1–3 Sept 2025", "2025-09-01 – 2025-09-03"),
    ("28 Aug to 3 Sept", "2026-08-28 – 2026-09-03"),
    ("9月1日-3日销售额", "2026-09-01 – 2026-09-03"),
    ("2025年9月1日-3日", "2025-09-01 – 2025-09-03"),
    ("九月一日到三日", "2026-09-01 – 2026-09-03"),
    ("1-3号销售额", "2026-09-01 – 2026-09-03"),
    ("上周一到周三", "2026-09-14 – 2026-09-16"),
    ("上上周五到周日", "2026-09-11 – 2026-09-13"),
    ("Sept 25-30", "2026-09-25 – 2026-09-26"),
    ("Sept 1-10 versus Aug 1-10", "2026-09-01 – 2026-09-10"),
    ("average order value yesterday vs the day before", "2026-09-25"),
    ("月初到现在多少单", "2026-09-01 – 2026-09-26"),
    ("9月以来多少单", "2026-09-01 – 2026-09-26"),
    ("从周一到现在", "2026-09-21 – 2026-09-26"),
    ("orders since the first", "2026-09-01 – 2026-09-26"),
    ("sept 20 to now", "2026-09-20 – 2026-09-26"),
    ("年初到现在", "2026-01-01 – 2026-09-26"),
    ("去年9月", "2025-09-01 – 2025-09-30"),
    ("前年十二月份的营业额", "2024-12-01 – 2024-12-31"),
    ("去年9月1日到9月5日", "2025-09-01 – 2025-09-05"),
    ("September last year", "2025-09-01 – 2025-09-30"),
    ("August 2025 revenue", "2025-08-01 – 2025-08-31"),
    ("last september", "2025-09-01 – 2025-09-30"),
    ("how was august", "2026-08-01 – 2026-08-31"),
    ("上上周末", "2026-09-12 – 2026-09-13"),
    ("sales the weekend before last", "2026-09-12 – 2026-09-13"),
    ("上周哪天卖得最好", "2026-09-14 – 2026-09-20"),
]


@pytest.mark.parametrize(("text", "days"), DAYS)
def test_the_days_named_are_the_days_looked_at(text: str, days: str) -> None:
    found = span_asked(text, SATURDAY)
    assert (str(found), found.named) == (days, True)


APART = [
    ("昨天和前天哪天卖得多", ["2026-09-25", "2026-09-24"]),
    ("today vs yesterday", ["2026-09-26", "2026-09-25"]),
    ("yesterday and the day before, which was better?", ["2026-09-25", "2026-09-24"]),
    ("这周和上周比", ["2026-09-21 – 2026-09-26", "2026-09-14 – 2026-09-20"]),
    ("8月和6月卖了多少", ["2026-08-01 – 2026-08-31", "2026-06-01 – 2026-06-30"]),
    ("昨天和上周五一共", ["2026-09-25", "2026-09-18"]),
    ("昨天和上周同一天比", ["2026-09-25", "2026-09-18"]),
    ("Sept 1-10 versus Aug 1-10", ["2026-09-01 – 2026-09-10", "2026-08-01 – 2026-08-10"]),
    ("周一到周三和周四各卖多少", ["2026-09-21 – 2026-09-23", "2026-09-24"]),
]
APART += [
    ("9月上旬和中旬比", ["2026-09-01 – 2026-09-10", "2026-09-11 – 2026-09-20"]),
    ("this month so far compared to same days last month", ["2026-09-01 – 2026-09-26", "2026-08-01 – 2026-08-26"]),
    ("本月和上个月同期比", ["2026-09-01 – 2026-09-26", "2026-08-01 – 2026-08-26"]),
    ("late july vs late august", ["2026-07-21 – 2026-07-31", "2026-08-21 – 2026-08-31"]),
]
TOGETHER = [
    ("今天和昨天一共卖了多少", ["2026-09-25 – 2026-09-26"]),
    ("前天昨天今天三天一共", ["2026-09-24 – 2026-09-26"]),
    ("last saturday and sunday together", ["2026-09-19 – 2026-09-20"]),
    ("9月1号到10号", ["2026-09-01 – 2026-09-10"]),
    ("上周哪天卖得最好", ["2026-09-14 – 2026-09-20"]),
]


@pytest.mark.parametrize(("text", "days"), APART + TOGETHER)
def test_days_that_are_compared_or_do_not_adjoin_are_apart(text: str, days: list[str]) -> None:
    assert [str(one) for one in spans_asked(text, SATURDAY)] == days


@pytest.mark.parametrize(
    ("text", "left"), [("昨天和前天呢", "和呢"), ("orders last 3 days", "orders"), ("orders", None)]
)
def test_what_is_said_beside_days(text: str, left: str | None) -> None:
    beside = beside_days(text)
    assert (beside if beside is None else "".join(beside.split())) == left


@pytest.mark.parametrize("text", ["any refunds?", "周边产品卖得怎么样", "卖得最好的前三名", "第7天"])
def test_words_that_name_no_days_mean_four_weeks(text: str) -> None:
    found = span_asked(text, SATURDAY)
    assert (found.days, found.last, found.named) == (28, SATURDAY, False)


def test_a_count_of_days_ends_where_the_caller_says_and_a_named_day_does_not_move() -> None:
    friday = date(2026, 9, 25)
    assert str(span_asked("last 7 days", SATURDAY, end=friday)) == "2026-09-19 – 2026-09-25"
    assert str(span_asked("今天卖得最好的", SATURDAY, end=friday)) == "2026-09-26"


@pytest.mark.parametrize("text", ["biggest customer ever", "all-time best sellers", "开店以来卖了多少"])
def test_ever_is_as_long_as_anything_is_looked_back_on(text: str) -> None:
    assert span_asked(text, SATURDAY).days == MOST_DAYS


def test_days_up_to_one_that_has_not_come_end_today() -> None:
    assert str(span_asked("Monday to Wednesday", date(2026, 9, 22))) == "2026-09-21 – 2026-09-22"
