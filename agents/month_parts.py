"""Parts of a month and weeks by one of their days, as written: 上半月, 8月下旬, late August, week of 22 Aug."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from kit import text as writing

_DAY = timedelta(days=1)
_NAMES = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_NAME = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)(?:[a-z]{2,})?\.?"
_N = r"(?P<{}>\d{{1,2}}|[一二两三四五六七八九十]+)"
_MONTH_ZH = (
    r"(?:(?:(?P<zy>\d{4})年)?(?<!\d)(?P<zh>1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])月份?"
    r"|(?P<last>上一?个?月份?)|(?P<this>(?:这一?个?|本|当)月))的?"
)
_PART_ZH = (
    r"(?P<edge>(?<=月)(?:[底末]|初(?![一二三四五六七八九十])))|"
    rf"(?P<half>[上下]半个?月|(?<=[月份的])[前后]半个?月)|(?P<ten>[上中下]旬)|第{_N.format('week')}个?(?:周|星期|礼拜)(?![一二三四五六日天])"
    rf"|(?P<lastweek>最后一?个?(?:周|星期|礼拜))(?![二三四五六日])|(?<=[月份的])[前头]{_N.format('first')}天|最后{_N.format('end')}天"
)
_ZH = re.compile(rf"(?P<month>{_MONTH_ZH})?(?:{_PART_ZH})")
_MONTH_EN = (
    rf"(?:(?P<en>{_NAME})(?![a-z])(?:,?\s(?P<ey>\d{{4}})\b)?|(?P<last>last\smonth)|(?P<this>(?:the|this)\smonth))"
)
_EN = re.compile(
    r"\b(?:the\s)?(?:(?P<half>first|1st|second|2nd|last|other)\shalf|(?P<ten>early|mid|late|(?:beginning|start|middle|end)(?=\sof))"
    r"|(?P<week>first|second|third|fourth|1st|2nd|3rd|4th|last)\sweek"
    rf"|(?P<side>first|last)\s(?P<days>{writing.NUMERAL})\sdays)(?:[\s-]|\sof\s|(?<!early)(?<!late)(?<!mid)\sin\s){_MONTH_EN}",
    re.IGNORECASE | re.ASCII,
)
_DATE = (
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)?\s(?:of\s)?{_NAME}(?![a-z])"
    rf"|{_NAME}\s(?:the\s)?\d{{1,2}}(?:st|nd|rd|th)?\b)(?:,?\s\d{{4}}\b)?"
)
_WEEK_OF = re.compile(
    rf"\bweek\s(?:of|commencing|beginning|starting|from)\s(?:the\s)?(?:mon(?:day)?\s)?(?P<en>{_DATE})"
    rf"|(?P<zh>(?:\d{{1,2}}|[一二三四五六七八九十]+)月(?:\d{{1,2}}|[一二三四五六七八九十]+)[日号]?)(?:所在的?)?[那这]一?个?(?:周|星期|礼拜)(?![一二三四五六日天])",
    re.IGNORECASE | re.ASCII,
)
_ORDINALS = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4}


class Part(NamedTuple):
    """The days from ``first`` to ``last``, named at ``[start, end)`` of a text."""

    start: int
    end: int
    first: date
    last: date


def month_parts(text: str, today: date) -> Iterator[Part]:
    """Find parts of months and weeks that are named by a day; none goes on after today unless it is yet to come.

    A part beside no month is of the month before it in the text, else of this one. A third of a month (early, 上旬) has
    ten days and the last, as 月底, the rest; its first week is the first seven days. The week of a day is Monday to
    Sunday.

    Example:
        >>> [str(one.last) for one in month_parts("late august, first half of september", date(2026, 9, 26))]
        ['2026-08-31', '2026-09-15']
    """
    for match in _WEEK_OF.finditer(text):
        if days := writing.dates(match["en"] or match["zh"], today, past=True):
            monday = days[0].date - days[0].date.weekday() * _DAY
            yield Part(*match.span(), monday, min(monday + 6 * _DAY, today))
    before: date | None = None
    for match in _ZH.finditer(text):
        if match["edge"] and not (match["zh"] or match["last"]):
            continue
        if match["month"] or not (match["week"] or match["lastweek"] or match["end"]):
            before = _month(match, today) if match["month"] else before or today.replace(day=1)
            yield _part(match, before, _days_zh(match, _length(before)), today)
    for match in _EN.finditer(text):
        first = _month(match, today)
        yield _part(match, first, _days_en(match, _length(first)), today)


def _part(match: re.Match[str], month: date, days: tuple[int, int], today: date) -> Part:
    first, last = (month + (day - 1) * _DAY for day in days)
    return Part(*match.span(), first, max(first, min(last, today)))


def _length(month: date) -> int:
    return ((month + 32 * _DAY).replace(day=1) - month).days


def _month(match: re.Match[str], today: date) -> date:
    """Give the first day of the month named, the last such one."""
    this = today.replace(day=1)
    named = match.groupdict()
    if named["this"]:
        return this
    if named["last"]:
        return (this - _DAY).replace(day=1)
    name = named.get("en")
    number = _NAMES.index(name[:3].lower()) + 1 if name else int(writing.number(named["zh"]) or 0)
    year = named.get("zy") or named.get("ey")
    return date(int(year) if year else today.year - (number > today.month), number, 1)


def _days_zh(match: re.Match[str], length: int) -> tuple[int, int]:
    """Give the first and the last day of the month that are meant."""
    if half := match["half"]:
        return (1, 15) if half[0] in "上前" else (16, length)
    if edge := match["edge"]:
        return (1, 10) if edge == "初" else (21, length)
    if ten := match["ten"]:
        return {"上": (1, 10), "中": (11, 20), "下": (21, length)}[ten[0]]
    if match["lastweek"]:
        return length - 6, length
    count = int(writing.number(match["week"] or match["first"] or match["end"]) or 1)
    if match["week"]:
        return _week(count, length)
    count = min(count, length)
    return (1, count) if match["first"] else (length - count + 1, length)


def _days_en(match: re.Match[str], length: int) -> tuple[int, int]:
    if half := match["half"]:
        return (1, 15) if _ORDINALS.get(half.lower()) == 1 else (16, length)
    if ten := match["ten"]:
        thirds = {"e": (1, 10), "b": (1, 10), "s": (1, 10), "m": (11, 20), "l": (21, length)}
        return thirds["l" if ten.lower() == "end" else ten[0].lower()]
    if week := match["week"]:
        return (length - 6, length) if week.lower() == "last" else _week(_ORDINALS[week.lower()], length)
    count = min(max(1, int(writing.number(match["days"]) or 1)), length)
    return (1, count) if match["side"].lower() == "first" else (length - count + 1, length)


def _week(number: int, length: int) -> tuple[int, int]:
    first = min(7 * max(1, number) - 6, 29 if length > 28 else 22)
    return first, min(first + 6, length)
