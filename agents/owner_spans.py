"""The days that the owner's words look back on: yesterday, last week (Monday to Sunday), this month, three days …"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from agents.language_plain import plain
from kit import text as writing

USUAL_DAYS, MOST_DAYS = 28, 3650
_DAY = timedelta(days=1)
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_NOT_A_DAY = r"(?![一二三四五六日天边哪年围岁末转到报])"
_COUNTED = (
    rf"(?:最近|过去|近|前)(?:的|这)?\s?(?P<zn>{writing.NUMERAL})\s?(?P<zu>天|日|周|个?星期|个?礼拜|个?月)"
    rf"|(?<![第\d.])(?P<zn2>{writing.NUMERAL})\s?(?P<zu2>天|日|周|个?星期|个?礼拜|个?月)(?:之?内|以内|以来|里)"
    rf"|\b(?:last|past|previous|recent|these|within|in)\s(?:the\s)?(?:last\s|past\s)?(?P<en>{writing.NUMERAL})"
    rf"\s(?P<eu>days?|weeks?|months?)\b(?!\sago)"
)
_ROLLING = re.compile(
    rf"{_COUNTED}|(?P<week>\b(?:(?:past|a|the|per|each)\sweek|weekly|week)\b|(?:[一每]|整个)?(?:周{_NOT_A_DAY}|星期|礼拜)"
    rf"|(?<!第)[七7]\s?天)|(?P<month>\b(?:past|a)\smonth\b|(?:最近|近|过去)?(?:一个月|1个月|30天))",
    re.IGNORECASE | re.ASCII,
)
_WEEK_ZH = r"(?:周|星期|礼拜)"
_CALENDAR = {
    "week_2": re.compile(rf"上上个?{_WEEK_ZH}{_NOT_A_DAY}|\bweek before last\b", re.IGNORECASE),
    "week_1": re.compile(
        rf"(?<!上)上一?个?{_WEEK_ZH}{_NOT_A_DAY}|\b(?:last|previous)\sweek\b(?!'?s?end)", re.IGNORECASE
    ),
    "week_0": re.compile(
        rf"(?:本|这)一?个?{_WEEK_ZH}{_NOT_A_DAY}|\bthis\sweek\b|\bweek\s(?:to date|so far)", re.IGNORECASE
    ),
    "weekend_1": re.compile(r"\b(?:last|previous)\sweekend\b|上个?周末", re.IGNORECASE),
    "weekend_0": re.compile(r"\bweekend\b|周末", re.IGNORECASE),
    "month_1": re.compile(r"上一?个?月(?!\d)|\b(?:last|previous)\smonth\b", re.IGNORECASE),
    "month_0": re.compile(r"(?:这一?个?|本|当)月|\bthis\smonth\b|\bmonth\s(?:to date|so far)", re.IGNORECASE),
    "year_1": re.compile(r"去年|\blast\syear\b", re.IGNORECASE),
    "year_0": re.compile(r"今年|\bthis\syear\b|\byear\sto\sdate\b", re.IGNORECASE),
}
_NAMED_MONTH = re.compile(
    r"(?<![\d个前近])(?P<zh>1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])月份?(?![\d一二三四五六七八九十底])"
    r"|\b(?:in|for|during|of|since)\s(?P<en>jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)(?:[a-z]{2,})?\b(?!\s?\d)",
    re.IGNORECASE,
)
_MON = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)(?:[a-z]{2,})?\.?"
_TH = r"(?:st|nd|rd|th)?"
_TILL = r"\s?(?:-|–|—|~|\bto\b|\band\b|\buntil\b|\btill\b|\bthrough\b|到|至|和)\s?"
_HAN_DAY = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_RANGES = (
    # what one month or week name is written once for: 1 to 3 September, Sept 1-3, 9月1日-3日, 上周一到周三
    (
        rf"\b(\d{{1,2}}){_TH}{_TILL}(?:the\s)?(\d{{1,2}}){_TH}\s(?:of\s)?({_MON})(?![a-z])(,?\s\d{{4}}\b)?",
        r"\1 \3\4 to \2 \3\4",
    ),
    (
        rf"\b({_MON})\s(?:the\s)?(\d{{1,2}}){_TH}{_TILL}(?:the\s)?(\d{{1,2}}){_TH}(?![\w%.,:/-]?\d|\s?{_MON})(,?\s\d{{4}}\b)?",
        r"\1 \2\4 to \1 \3\4",
    ),
    (
        rf"((?:\d{{4}}年)?{_HAN_DAY}月)({_HAN_DAY})[日号]?{_TILL}({_HAN_DAY})(?!\d|[月个件单天])[日号]?",
        r"\1\2日到\1\3日",
    ),
    (rf"(?<![月\d一二三四五六七八九十])(\d{{1,2}}){_TILL}(\d{{1,2}})[日号]", r"\1号到\2号"),
    (
        rf"((?:上+个?|本|这个?)(?:周|星期|礼拜))([一二三四五六日天]){_TILL}(?:周|星期|礼拜)?([一二三四五六日天])(?![一二三四五六七八九十])",
        r"\1\2到\1\3",
    ),
)
_AND = re.compile(r"\s*(?:和|跟|与|及|、|,|，|and)\s*")
"""Stands between two days that are named, and does not run from one to the other: 昨天和前天."""
_SINCE = re.compile(r"\bsince\b|以来|至今|到现在|到今天|到目前", re.IGNORECASE)
_EVER = re.compile(
    r"\b(?:ever|all[\s-]time|of\sall\stime|in\stotal\sso\sfar)\b(?!\ssince)|有史以来|历史(?:上|最|销|总|累计)|(?:一直|开店|开业|开张)以来",
    re.IGNORECASE,
)
_AGAINST = re.compile(r"比(?!例)|\bthan\b|\bcompared?\b|\bagainst\b|\bversus\b|\bvs\b", re.IGNORECASE)


@dataclass(frozen=True)
class Span:
    """Days of the shop, ``first`` to ``last``, both included; ``named`` where the words named them."""

    first: date
    last: date
    named: bool = True

    @property
    def days(self) -> int:
        """Count the days."""
        return (self.last - self.first).days + 1

    def __str__(self) -> str:
        return str(self.first) if self.first == self.last else f"{self.first} – {self.last}"


def span_asked(text: str, today: date, *, end: date | None = None) -> Span:
    """Give the days that the owner's words name, from the first to the last of them, else the last four weeks.

    A week or month with this or last is the calendar's, a week Monday to Sunday; a count of days, and no name at all,
    ends with ``end`` (today where it is None). Of days that are compared, the first named are asked for.

    Example:
        >>> str(span_asked("昨天谁买得最多", date(2026, 9, 26))), str(span_asked("ads last week", date(2026, 9, 26)))
        ('2026-09-25', '2026-09-14 – 2026-09-20')
    """
    words = plain(text).lower()
    for written, full in _RANGES:
        words = re.sub(written, full, words)
    if _EVER.search(words):
        return _back(end or today, MOST_DAYS)
    found = sorted(_spans(words, today, end or today))
    if not found:
        return _back(end or today, USUAL_DAYS, named=False)
    spans = [span for _, span in found]
    if against := _AGAINST.search(words):
        spans = [span for at, span in found if at < against.start()] or spans[:1]
    last = today if _SINCE.search(text) else max(one.last for one in spans)
    return Span(min(one.first for one in spans), max(last, spans[0].first))


def _spans(text: str, today: date, end: date) -> Iterator[tuple[int, Span]]:
    """Give where each name of days stands, and the days; what is read is blanked."""
    for name, cue in _CALENDAR.items():
        for match in cue.finditer(text):
            yield match.start(), _calendar(name, today)
        text = cue.sub(lambda match: " " * len(match[0]), text)
    for match in _ROLLING.finditer(text):
        yield match.start(), _back(end, _length(match))
    text = _ROLLING.sub(lambda match: " " * len(match[0]), text)
    before: writing.Day | None = None
    for day in writing.dates(text, today, past=True):
        found = day.date
        between = text[before.end : day.start] if before else ""
        if before and found < before.date and re.fullmatch(_TILL, between) and not _AND.fullmatch(between):
            # the days up to one that has not come yet end today
            found = min(found + (7 * _DAY if before.date - found < 7 * _DAY else 366 * _DAY), today)
        yield day.start, Span(found, found)
        before = day
        text = text[: day.start] + " " * (day.end - day.start) + text[day.end :]
    for match in _NAMED_MONTH.finditer(text):
        number = int(writing.number(match["zh"]) or 0) if match["zh"] else _MONTHS.index(match["en"][:3]) + 1
        year = today.year - (number > today.month)
        yield match.start(), _month(date(year, number, 1), today)


def _back(end: date, days: int, *, named: bool = True) -> Span:
    return Span(end - (days - 1) * _DAY, end, named)


def _length(match: re.Match[str]) -> int:
    """Give the days of a counted span."""
    if match["week"] or match["month"]:
        return 7 if match["week"] else 30
    unit = match["zu"] or match["zu2"] or match["eu"]
    each = 7 if re.search("周|星期|礼拜|week", unit) else 30 if re.search("月|month", unit) else 1
    return min(max(1, int(writing.number(match["zn"] or match["zn2"] or match["en"]) or 1)) * each, MOST_DAYS)


def _calendar(name: str, today: date) -> Span:
    kind, _, back = name.partition("_")
    monday = today - today.weekday() * _DAY
    if kind == "week":
        first = monday - 7 * int(back) * _DAY
        return Span(first, min(first + 6 * _DAY, today))
    if kind == "weekend":
        saturday = monday + 5 * _DAY if today.weekday() >= 5 and back == "0" else monday - 2 * _DAY
        return Span(saturday, min(saturday + _DAY, today))
    if kind == "month":
        first = today.replace(day=1)
        return _month((first - _DAY).replace(day=1) if back == "1" else first, today)
    year = today.year - int(back)
    return Span(date(year, 1, 1), min(date(year, 12, 31), today))


def _month(first: date, today: date) -> Span:
    return Span(first, min((first + 32 * _DAY).replace(day=1) - _DAY, today))
