"""The lunar calendar gives the feasts' days, and no day that it does not have."""

from __future__ import annotations

import datetime as dt

import pytest

from kit import lunar
from kit.text import dates


@pytest.mark.parametrize(
    ("lunar_day", "day"),
    [
        ((2011, 1, 1), "2011-02-03"),
        ((2020, 1, 1), "2020-01-25"),
        ((2020, 8, 15), "2020-10-01"),
        ((2025, 8, 15), "2025-10-06"),
        ((2026, 8, 15), "2026-09-25"),
        ((2027, 1, 0), "2027-02-05"),
        ((2027, 1, 1), "2027-02-06"),
    ],
)
def test_feasts_fall_on_their_days(lunar_day: tuple[int, int, int], day: str) -> None:
    """2020 and 2025 have a leap month before the eighth."""
    assert lunar.day(*lunar_day) == dt.date.fromisoformat(day)


@pytest.mark.parametrize("lunar_day", [(1999, 1, 1), (2040, 1, 1), (2026, 13, 1), (2026, 1, 31)])
def test_a_day_that_the_calendar_does_not_have_is_refused(lunar_day: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="no lunar day"):
        lunar.day(*lunar_day)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("中秋前到上海", "2026-09-25"),
        ("年前还能发吗", "2027-02-06"),
        ("腊月二十之前要", "2027-01-27"),
        ("十一月前要到", "2026-11-01"),
        ("10/8能到吗", "2026-10-08"),
    ],
)
def test_feasts_and_lunar_days_are_read(text: str, day: str) -> None:
    assert [one.date for one in dates(text, dt.date(2026, 9, 21))] == [dt.date.fromisoformat(day)]


@pytest.mark.parametrize("text", ["三年前买过", "去年前后", "人民路8号"])
def test_a_span_of_years_and_a_house_are_no_days(text: str) -> None:
    assert not dates(text, dt.date(2026, 9, 21))
