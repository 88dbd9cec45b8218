"""Parts of a month and weeks by one of their days, as written: 上半月, 8月下旬, late August, week of 22 Aug."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from kit import text as writing

_DAY = timedelta(days=1)
_DAYS = "mon tue wed thu fri sat sun".split()
_NAMES = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_NAME = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)(?:[a-z]{2,})?\.?"
_N = r"(?P<{}>\d{{1,2}}|[一二两三四五六七八九十]+)"
_MONTH_ZH = (
    r"(?:(?:(?P<zy>\d{4})年)?(?<!\d)(?P<zh>1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])月份?"
    r"|(?P<last>上一?个?月份?)|(?P<this>(?:这一?个?|本|当)月))的?"
)
_WEEK, _UNIT = r"(?:周|星期|礼拜)", r"天|日|周|个?星期|个?礼拜"
_WEEKDAY = rf"(?:的?{_WEEK})?(?P<{{}}>[二三四五六日天]|一(?![共直般起些定样整度次个件单]))"
_PART_ZH = (
    r"(?P<edge>(?<=月)(?:[底末]|初(?![一二三四五六七八九十])))|"
    r"(?P<half>[上下]半个?月|(?<=[月份的])[前后]半个?月)|(?P<ten>[上中下]旬)"
    rf"|第{_N.format('nth')}个?{_WEEK}{_WEEKDAY.format('day')}|最后一?个?{_WEEK}{_WEEKDAY.format('lastday')}"
    rf"|第{_N.format('week')}个?{_WEEK}(?![一二三四五六日天])|(?P<lastweek>最后一?个?{_WEEK})(?![二三四五六日])"
    rf"|(?<=[月份的])[前头]{_N.format('first')}(?P<first_unit>{_UNIT})"
    rf"|(?:最后|(?<=[月份的])后){_N.format('end')}(?P<end_unit>{_UNIT})"
    rf"|(?<=[和跟与及、,])(?P<more>[前头后]){_N.format('count')}(?P<more_unit>{_UNIT})"
)
_ZH = re.compile(rf"(?P<month>{_MONTH_ZH})?(?:{_PART_ZH})")
_MONTH_EN = (
    rf"(?:(?P<en>{_NAME})(?![a-z])(?:,?\s(?P<ey>\d{{4}})\b)?|(?P<last>last\smonth)|(?P<this>(?:the|this)\smonth))"
)
_DAY_EN = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?"
_EN = re.compile(
    r"\b(?:the\s)?(?:(?P<half>first|1st|second|2nd|last|other)\shalf|(?P<ten>early|mid|late|(?:beginning|start|middle|end)(?=\sof))"
    rf"|(?:(?P<day>{_DAY_EN})\s(?:of|in)\s(?:the\s)?)?(?P<week>first|second|third|fourth|1st|2nd|3rd|4th|last)\s(?:week|(?P<named>{_DAY_EN}))"
    rf"|(?P<side>first|last)\s(?P<days>{writing.NUMERAL})\s(?P<unit>days|weeks))"
    rf"(?:[\s-]|\sof\s|(?<!early)(?<!late)(?<!mid)\sin\s){_MONTH_EN}",
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
        if match["month"] or before or not any(match[one] for one in _OF_A_MONTH):
            before = _month(match, today) if match["month"] else before or today.replace(day=1)
            yield _part(match, before, _days_zh(match, before), today)
    for match in _EN.finditer(text):
        first = _month(match, today)
        yield _part(match, first, _days_en(match, first), today)


_OF_A_MONTH = ("week", "lastweek", "end", "nth", "lastday", "more")
"""What names no days beside no month."""


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


def _days_zh(match: re.Match[str], month: date) -> tuple[int, int]:
    """Give the first and the last day of the month that are meant."""
    length = _length(month)
    if half := match["half"]:
        return (1, 15) if half[0] in "上前" else (16, length)
    if edge := match["edge"]:
        return (1, 10) if edge == "初" else (21, length)
    if ten := match["ten"]:
        return {"上": (1, 10), "中": (11, 20), "下": (21, length)}[ten[0]]
    if match["lastweek"] or match["lastday"]:
        return _weekday(month, (length - 6, length), match["lastday"])
    if number := match["week"] or match["nth"]:
        return _weekday(month, _week(int(writing.number(number) or 1), length), match["day"])
    of = "first" if match["first"] else "end" if match["end"] else "count"
    is_first = of == "first" or (of == "count" and match["more"] != "后")
    return _counted(match[of], match[f"{'more' if of == 'count' else of}_unit"], length, is_first=is_first)


def _days_en(match: re.Match[str], month: date) -> tuple[int, int]:
    length = _length(month)
    if half := match["half"]:
        return (1, 15) if _ORDINALS.get(half.lower()) == 1 else (16, length)
    if ten := match["ten"]:
        thirds = {"e": (1, 10), "b": (1, 10), "s": (1, 10), "m": (11, 20), "l": (21, length)}
        return thirds["l" if ten.lower() == "end" else ten[0].lower()]
    if week := match["week"]:
        days = (length - 6, length) if week.lower() == "last" else _week(_ORDINALS[week.lower()], length)
        return _weekday(month, days, match["day"] or match["named"])
    return _counted(match["days"], match["unit"], length, is_first=match["side"].lower() == "first")


def _counted(number: str, unit: str, length: int, *, is_first: bool) -> tuple[int, int]:
    """Give the first or last days or weeks of a month."""
    each = 7 if re.search("周|星期|礼拜|week", unit) else 1
    count = min(max(1, int(writing.number(number) or 1)) * each, length)
    return (1, count) if is_first else (length - count + 1, length)


def _weekday(month: date, days: tuple[int, int], name: str | None) -> tuple[int, int]:
    """Give the day of that name among seven days of a month; the days themselves where no name is given."""
    if name is None:
        return days
    weekday = _DAYS.index(name[:3].lower()) if name.isascii() else "一二三四五六日".find(name.replace("天", "日"))
    first, last = days
    found = next((day for day in range(first, last + 1) if (month + (day - 1) * _DAY).weekday() == weekday), last)
    return found, found


def _week(number: int, length: int) -> tuple[int, int]:
    first = min(7 * max(1, number) - 6, 29 if length > 28 else 22)
    return first, min(first + 6, length)
