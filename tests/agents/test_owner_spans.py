"""The days that the owner's words look back on: calendar days, weeks from Monday, months, and counts of days."""

from __future__ import annotations

from datetime import date

import pytest

from agents.owner_spans import MOST_DAYS, span_asked

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
]


@pytest.mark.parametrize(("text", "days"), DAYS)
def test_the_days_named_are_the_days_looked_at(text: str, days: str) -> None:
    found = span_asked(text, SATURDAY)
    assert (str(found), found.named) == (days, True)


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
