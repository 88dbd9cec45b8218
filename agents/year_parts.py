"""Parts of a year and days around a day, as written: 上半年, H1, 本季度, Q3 2025, 国庆前一周, week before 1 May."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from agents.month_parts import Part
from kit import text as writing

_DAY = timedelta(days=1)
_YEAR_ZH = r"(?:(?P<zy>\d{4})年|(?P<zr>[去前今]年))?的?"
_YEAR_EN = r"(?:\s(?:of\s|in\s)?(?:the\s)?(?:(?P<ey>20\d\d)|(?P<er>last|this)\syear|year))?"
_ORDINAL = r"first|second|third|fourth|1st|2nd|3rd|4th|last"
_HALF_ZH = re.compile(rf"{_YEAR_ZH}(?P<nth>[上下])半年")
_HALF_EN = re.compile(
    rf"\b(?:the\s)?(?:(?P<nth>{_ORDINAL}|other)\shalf(?=\s(?:of\s|in\s)?(?:the\s)?(?:20\d\d|(?:last\s|this\s)?year))"
    rf"|(?<![\w-])h(?P<short>[12])(?![\w-])){_YEAR_EN}",
    re.IGNORECASE | re.ASCII,
)
_QUARTER_ZH = re.compile(
    rf"(?P<back>上上个?|上一?个?|本|这一?个?|当)季度?(?:至今|到现在)?(?<=[度今在])|{_YEAR_ZH}(?:第?(?P<nth>[一二三四1-4])个?季度|最后一?个?季度)"
)
_QUARTER_EN = re.compile(
    r"\b(?P<back>this|last|previous|current|the)\squarter\b(?:\s(?:to\sdate|so\sfar))?|\b(?P<date>quarter\sto\sdate|qtd)\b"
    rf"|\b(?:the\s)?(?:(?P<nth>{_ORDINAL})\squarter|(?<![\w-])q(?P<short>[1-4])(?![\w-])){_YEAR_EN}",
    re.IGNORECASE | re.ASCII,
)
_HOLIDAYS = re.compile(rf"{_YEAR_ZH}国庆节?(?:期间|假期|长假|黄金周|[七7]天(?:假|长假)?|那一?周)")
_AFTER_ZH = re.compile(
    rf"(?:节|那天|当天)?的?(?P<side>前|后)(?:的)?(?P<n>{writing.NUMERAL})\s?(?P<unit>天|日|周|个?星期|个?礼拜)(?![前后])"
)
_BEFORE_EN = re.compile(
    rf"\b(?:the\s)?(?:(?P<n>{writing.NUMERAL})\s)?(?P<unit>days?|weeks?)\s"
    r"(?P<side>before|after|following|leading\sup\sto|up\sto)\s(?:the\s)?$",
    re.IGNORECASE,
)
_NTH = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "other": 2}
_BACK = {"本": 0, "这": 0, "当": 0, "this": 0, "current": 0, "the": 0, "上上": 2}


def year_parts(text: str, today: date) -> Iterator[Part]:
    """Find halves and quarters of a year, and days around a day; none goes on after today unless it is yet to come.

    A half or quarter without a year is the last one that has begun; the week before a day is its seven days before it.

    Example:
        >>> [str(one.last) for one in year_parts("上半年和第三季度", date(2026, 9, 26))]
        ['2026-06-30', '2026-09-26']
    """
    for cue in (_HALF_ZH, _HALF_EN):
        for match in cue.finditer(text):
            nth = 1 if match["nth"] == "上" else 2 if match["nth"] in ("下", "last") else _number(match)
            yield _part(match, _begun(match, today, 6 * nth - 5), 6, today)
    for cue in (_QUARTER_ZH, _QUARTER_EN):
        for match in cue.finditer(text):
            named = match.groupdict()
            if named["back"] or named.get("date"):
                word = re.sub(r"[一个]|\s.*", "", (named["back"] or "this").lower())
                month = today.month - (today.month - 1) % 3 - 3 * _BACK.get(word, 1)
                first = date(today.year + (month - 1) // 12, (month - 1) % 12 + 1, 1)
            else:
                first = _begun(match, today, 3 * _number(match) - 2)
            yield _part(match, first, 3, today)
    for match in _HOLIDAYS.finditer(text):
        first = _begun(match, today, 10)
        yield Part(*match.span(), first, max(first, min(first + 6 * _DAY, today)))
    yield from _around(text, today)


def _number(match: re.Match[str]) -> int:
    """Give which half or quarter is named; the last quarter where none is."""
    name = match.groupdict().get("short") or match["nth"]
    if name is None or name.lower() == "last":
        return 4
    return _NTH.get(name.lower()) or int(writing.number(name) or 1)


def _begun(match: re.Match[str], today: date, month: int) -> date:
    """Give the first day of a part that begins with a month: of the year named, else the last one that has begun."""
    named = match.groupdict()
    if year := named.get("zy") or named.get("ey"):
        return date(int(year), month, 1)
    if name := named.get("zr") or named.get("er"):
        return date(today.year - {"去": 1, "l": 1, "前": 2}.get(name[0].lower(), 0), month, 1)
    return date(today.year - (month > today.month), month, 1)


def _part(match: re.Match[str], first: date, months: int, today: date) -> Part:
    after = first.month - 1 + months
    last = date(first.year + after // 12, after % 12 + 1, 1) - _DAY
    return Part(*match.span(), first, max(first, min(last, today)))


def _around(text: str, today: date) -> Iterator[Part]:
    """Find the days or weeks right before or after a day: of a feast the one that is next where they have begun."""
    for past, ahead in writing.either_dates(text, today):
        after, before = _AFTER_ZH.match(text[past.end :]), _BEFORE_EN.search(text[: past.start])
        match = after or before
        if match is None or re.search("月份?$", text[past.start : past.end]):
            continue
        count = int(writing.number(match["n"] or "1") or 1) * (
            7 if re.match("周|个?星期|个?礼拜|week", match["unit"]) else 1
        )
        is_after = match["side"].lower() in ("后", "after", "following")

        def days(day: date, count: int = count, is_after: bool = is_after) -> tuple[date, date]:
            first = day + _DAY if is_after else day - count * _DAY
            return first, first + (count - 1) * _DAY

        first, last = days(past.date)
        if ahead and days(ahead.date)[0] <= today:
            first, last = days(ahead.date)
        start, end = (past.start, past.end + match.end()) if after else (match.start(), past.end)
        yield Part(start, end, first, max(first, min(last, today)))
