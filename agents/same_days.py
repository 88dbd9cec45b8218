"""The same days of a week, a month or a year before: 上周同一天, same days last month, 去年同期."""

from __future__ import annotations

import re
from datetime import date, timedelta

_DAY = timedelta(days=1)
_SAME = r"\b(?:the\s)?same\s(?:day|days|date|dates|time|period|part)\s(?:of\s|in\s)?"
SAME_DAY = re.compile(
    r"(?P<week>(?:上个?(?:周|星期|礼拜)|前一周)的?(?:同一天|同期|同一?日|这天)"
    rf"|{_SAME}(?:last\sweek|(?:a|the)\sweek\s(?:before|earlier|ago))\b)"
    rf"|(?P<month>上一?个?月的?(?:同期|同时期|同样的?(?:天数|日子|时间))"
    rf"|{_SAME}(?:last\smonth|(?:a|the)\smonth\s(?:before|earlier|ago))\b)"
    r"|(?P<today>(?:去年|上年)的?(?:今天|今日|同一天|这一?天))"
    r"|(?P<year>(?:(?:去年|上年)的?(?:同期|同时期|同一时期|这个?时[候间]|此时)|同比)"
    rf"|(?:{_SAME}|\bthis\s(?:time|period)\s)(?:last\syear|(?:a|the)\syear\s(?:before|earlier|ago))\b)",
    re.IGNORECASE,
)
"""The days of a week, a month or a year before."""


def base(same: re.Match[str], today: date) -> tuple[date, date]:
    """Give the days that are set beside those before where words name none: today, or this month up to today."""
    return (today if same["week"] or same["today"] else today.replace(day=1)), today


def before(day: date, same: re.Match[str]) -> date:
    """Give the same day of the week, the month or the year before, the last of a month that is shorter."""
    if same["week"]:
        return day - 7 * _DAY
    last = day.replace(day=1) - _DAY
    if not same["month"]:
        last = (date(day.year - 1, day.month, 1) + 32 * _DAY).replace(day=1) - _DAY
    return last.replace(day=min(day.day, last.day))
