"""The Chinese lunar calendar of the years 2000 to 2039: which day its feasts fall on.

A table, because no formula is short: per lunar year the lengths of its months and where its leap month stands. It was
compared month by month with the ``lunardate`` package (its own table, PyPI).
"""

from __future__ import annotations

import datetime as dt

_FIRST_YEAR, _FIRST_DAY = 2000, dt.date(2000, 2, 5)
# twelve bits of month lengths (the highest is the first month, 1 means 30 days) over four of the leap month's number;
# bit 16 says that the leap month has 30 days
_YEARS = [
    int(year, 16)
    for year in (
        "0c960 0d954 0d4a0 0da50 07552 056a0 0abb7 025d0 092d0 0cab5 0a950 0b4a0 0baa4 0ad50 055d9 04ba0 0a5b0 15176 "
        "052b0 0a930 07954 06aa0 0ad50 05b52 04b60 0a6e6 0a4e0 0d260 0ea65 0d530 05aa0 076a3 096d0 04afb 04ad0 0a4d0 "
        "1d0b6 0d250 0d520 0dd45"
    ).split()
]


def day(year: int, month: int, day_of_month: int) -> dt.date:
    """Give the day of a lunar date, of a leap month's pair the first; day 0 is the day before the month (除夕).

    Raises:
        ValueError: for a year outside the table, or a month or day that the calendar does not have.

    Example:
        >>> day(2026, 8, 15), day(2027, 1, 0)
        (datetime.date(2026, 9, 25), datetime.date(2027, 2, 5))
    """
    at = year - _FIRST_YEAR
    if not (0 <= at < len(_YEARS) and 1 <= month <= 12 and 0 <= day_of_month <= _length(_YEARS[at], month)):
        raise ValueError(f"no lunar day {year}-{month}-{day_of_month}")
    days = sum(_length(whole, each) for whole in _YEARS[:at] for each in range(1, 13))
    days += sum(_leap_length(whole) for whole in _YEARS[:at])
    days += sum(_length(_YEARS[at], each) for each in range(1, month))
    days += _leap_length(_YEARS[at]) if month > (_YEARS[at] & 15 or 12) else 0
    return _FIRST_DAY + dt.timedelta(days=days + day_of_month - 1)


def nearest(month: int, day_of_month: int, today: dt.date, *, past: bool = False) -> dt.date:
    """Give the next such lunar day from ``today`` on, or with ``past`` the last one up to it.

    Raises:
        ValueError: for a day that the calendar does not have, or a year outside the table.
    """
    found = [day(year, month, day_of_month) for year in range(today.year - 1, today.year + 2)]
    return max(one for one in found if one <= today) if past else min(one for one in found if one >= today)


def _length(year: int, month: int) -> int:
    return 30 if year & (0x10000 >> month) else 29


def _leap_length(year: int) -> int:
    return (30 if year & 0x10000 else 29) if year & 15 else 0
