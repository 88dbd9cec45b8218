"""The days that the owner's words look back on: yesterday, last week (Monday to Sunday), this month, three days …"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

from agents.language_plain import plain
from agents.month_parts import month_parts
from agents.same_days import SAME_DAY, base, before
from agents.year_parts import year_parts
from kit import text as writing

USUAL_DAYS, MOST_DAYS = 28, 3650
_SATURDAY = 5
_DAY = timedelta(days=1)
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_FIRST = r"一(?![共直般起些定样整度次个件单])"
"""The first, and not 一共."""
_NOT_A_DAY = rf"(?!{_FIRST}|[二三四五六日天边哪年围岁末转到报])"
_COUNTED = (
    rf"(?:最近|过去|近|前)(?:的|这)?\s?(?P<zn>{writing.NUMERAL})\s?(?P<zu>天|日|周|个?星期|个?礼拜|个?月)"
    rf"|(?<![第\d.])(?P<zn2>{writing.NUMERAL})\s?(?P<zu2>天|日|周|个?星期|个?礼拜|个月|月(?=之?内|以内))(?:之?内|以内|以来|里)"
    rf"|\b(?:last|past|previous|recent|these|within|in)\s(?:the\s)?(?:last\s|past\s)?(?P<en>{writing.NUMERAL})"
    rf"\s(?P<eu>days?|weeks?|months?)\b(?!\sago)"
)
_ROLLING = re.compile(
    rf"{_COUNTED}|(?P<week>\b(?:(?:past|a|the|per|each)\sweek|weekly|week)\b|(?<!哪)(?<!哪个)(?<!几)(?:[一每]|整个)?(?<!哪)(?<!哪个)(?:周|星期|礼拜){_NOT_A_DAY}"
    rf"|(?<!第)[七7]\s?天)|(?P<month>\b(?:past|a)\smonth\b|(?:最近|近|过去)?(?:一个月|1个月|30天))",
    re.IGNORECASE | re.ASCII,
)
_WEEK_ZH = rf"(?:周|星期|礼拜)(?:(?=哪)|{_NOT_A_DAY})"
_CALENDAR = {
    "day_month": re.compile(
        r"(?<![上下个月\d一二三四五六七八九十])月(?:初|头|开头)|\b(?:beginning|start) of (?:the|this) month\b"
        r"|(?<=since )the (?:first|start|beginning)\b(?! (?:of|day|order|week))",
        re.IGNORECASE,
    ),
    "day_year": re.compile(
        r"(?<![上下去前明])(?:今?年初|开年)|\b(?:beginning|start) of (?:the|this) year\b", re.IGNORECASE
    ),
    "week_2": re.compile(rf"上上个?{_WEEK_ZH}|\bweek before last\b", re.IGNORECASE),
    "week_1": re.compile(rf"(?<!上)上一?个?{_WEEK_ZH}|\b(?:last|previous)\sweek\b(?!'?s?end)", re.IGNORECASE),
    "week_0": re.compile(
        rf"(?:本|这)一?个?{_WEEK_ZH}|\b(?:this\sweek|wtd)\b|\bweek\s(?:to date|so far)", re.IGNORECASE
    ),
    "weekend_2": re.compile(r"\bweekend before last\b|上上个?周末", re.IGNORECASE),
    "weekend_1": re.compile(r"\b(?:last|previous)\sweekend\b|上个?周末", re.IGNORECASE),
    "weekend_0": re.compile(r"\bweekend\b|周末", re.IGNORECASE),
    "month_1": re.compile(r"上一?个?月(?!\d)|\b(?:last|previous)\smonth\b", re.IGNORECASE),
    "month_0": re.compile(r"(?:这一?个?|本|当)月|\b(?:this\smonth|mtd)\b|\bmonth\s(?:to date|so far)", re.IGNORECASE),
    "year_1": re.compile(r"去年|\blast\syear\b", re.IGNORECASE),
    "year_0": re.compile(r"今年|\b(?:this\syear|ytd)\b|\byear\sto\sdate\b", re.IGNORECASE),
}
_NAMED_MONTH = re.compile(
    r"(?<![\d个前近])(?:(?P<zy>\d{4})年)?(?P<zh>1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])月份?(?![\d二三四五六七八九十底初])"
    rf"(?!{_FIRST})"
    r"|\b(?:in|for|during|of|since)\s(?P<en>jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)(?:[a-z]{2,})?\b(?!\s?\d)"
    r"|\b(?P<full>jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)(?:[a-z]{2,})?,?\s(?P<ey>\d{4})\b"
    r"|\b(?P<last>last\s)?(?P<alone>january|february|april|june|july|august|september|october|november|december"
    r"|jan|feb|apr|jun|jul|aug|sept?|oct|nov|dec)\b(?!\s?\d)",
    re.IGNORECASE,
)
_YEAR = re.compile(
    r"(?P<zh>前年|去年|今年)的?\s?(?=(?:1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])月)"
    r"|(?<=[a-z])\s(?:of\s)?(?P<en>last|this)\syear\b",
    re.IGNORECASE,
)
"""A year beside a month: 去年9月, September last year."""
_POSSESSIVE = re.compile(r"\b(today|yesterday|(?:last|this)\s(?:week|month|year))s\b(?!\sof\b)", re.IGNORECASE)
"""Written without its mark: todays sales."""
_YEARS_BACK = {"前年": 2, "去年": 1, "last": 1}
_MONTH_NAME = re.compile(r"\b(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*$", re.IGNORECASE)
_MON = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)(?:[a-z]{2,})?\.?"
_TH = r"(?:st|nd|rd|th)?"
_TILL = r"\s?(?:-|–|—|~|\bto\b|\buntil\b|\btill\b|\bthrough\b|到|至)\s?"
_ALSO = r"\s?(?:\band\b|&|和|、|跟|与|及)\s?"
_HAN_DAY = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"


def _written_once(joint: str, to: str, to_zh: str) -> tuple[tuple[str, str], ...]:
    """Give what one month or week name is written once for: 1 to 3 September, Sept 1-3, 9月1日-3日, 上周一到周三."""
    return (
        (
            rf"\b(\d{{1,2}}){_TH}{joint}(?:the\s)?(\d{{1,2}}){_TH}\s(?:of\s)?({_MON})(?![a-z])(,?\s\d{{4}}\b)?",
            rf"\1 \3\4 {to} \2 \3\4",
        ),
        (
            rf"\b({_MON})\s(?:the\s)?(\d{{1,2}}){_TH}{joint}(?:the\s)?(\d{{1,2}}){_TH}(?![\w%.,:/-]?\d|\s?{_MON})"
            r"(,?\s\d{4}\b)?",
            rf"\1 \2\4 {to} \1 \3\4",
        ),
        (
            rf"((?:\d{{4}}年)?{_HAN_DAY}月)({_HAN_DAY})[日号]?{joint}({_HAN_DAY})(?!\d|[月个件单天])[日号]?",
            rf"\1\2日{to_zh}\1\3日",
        ),
        (
            rf"(?<![月\d一二三四五六七八九十])(\d{{1,2}}){joint}(\d{{1,2}})[日号]",
            rf"\1号{to_zh}\2号",
        ),
        (
            rf"((?:上+个?|本|这个?)(?:周|星期|礼拜))([一二三四五六日天]){joint}(?:周|星期|礼拜)?([一二三四五六日天])(?![一二三四五六七八九十])",
            rf"\1\2{to_zh}\1\3",
        ),
    )


_RANGES = (
    (
        r"(?<!difference )(?<!compare )\bbetween\b(?![^.?!\n]{0,60}\b(?:difference|compar\w+)\b)(.{1,40}?)\band\b",
        r"from\1to",
    ),
    (r"\b(yesterday\b.{1,16}?)\bthe day before\b(?! yesterday)", r"\1the day before yesterday"),
    (rf"(\d{{4}}年)({_HAN_DAY}月{_HAN_DAY}[日号]?){_TILL}({_HAN_DAY}月)", r"\1\2到\1\3"),
    *_written_once(_TILL, "to", "到"),
    *_written_once(_ALSO, "and", "和"),
)
_AND = re.compile(r"\s*(?:和|跟|与|及|、|,|，|and)\s*")
"""Stands between two days that are named, and does not run from one to the other: 昨天和前天."""
_COUNT = re.compile(rf"[这那的]?{writing.NUMERAL}\s?[天日]")
"""Right after days that are named it counts these: 周末两天."""
_SINCE = re.compile(
    r"\bsince\b|\b(?:to|till|until|up to)\s(?:now|date)\b|以来|至今|到现在|到今[天日]|到目前|到此刻", re.IGNORECASE
)
_EVER = re.compile(
    r"\b(?:ever|all[\s-]time|of\sall\stime|in\stotal\sso\sfar)\b(?!\ssince)|有史以来|历史(?:上|最|销|总|累计)|(?:一直|开店|开业|开张)以来",
    re.IGNORECASE,
)
_AGAINST = re.compile(r"比(?!例)|\bthan\b|\bcompared?\b|\bagainst\b|\bversus\b|\bvs\b", re.IGNORECASE)
_EACH = re.compile(
    r"各|分别|分开|每个?(?:是|卖)|哪一?(?:天|周|个?月|年|个?周末)|\beach\b|\brespectively\b|\bseparately\b|\bwhich\b|\bor\b|还是|\b(?:better|worse)\b",
    re.IGNORECASE,
)
"""Each of the days named by itself: 昨天和前天各卖多少, which was better."""
_APART = re.compile(r"\band\b|\bplus\b|[&和跟与及、,;/]|以及|还有", re.IGNORECASE)
_TOTAL = re.compile(
    r"[一总共]共|合计|加起来|加一起|总[和计]|总的|[这那]两[天周]|\b(?:total|together|combined|altogether|sum|in\sall|both)\b",
    re.IGNORECASE,
)
"""Of several days the sum alone is asked for."""
_UP_TO = re.compile(
    r"\s*(?:-|–|—|~|\bup\sto\b|\bto\b|\buntil\b|\btill\b|\bthrough\b|到|至)\s*(?:the\s)?$", re.IGNORECASE
)
_UNCLEAR = re.compile(
    r"\b(?:first|last|final|early|later?)\s(?:few\s|several\s|some\s)?(?:weeks|days)\s(?:of|in)\s(?!the\slast\b)|(?<=[月份的])(?:前|后|最后|头)几(?:天|日|周|个?星期|个?礼拜)",
    re.IGNORECASE,
)
_PAST = re.compile(r"\b(?:was|were|did|had|went|sold|made|took|got)\b|了(?!多久|没)", re.IGNORECASE)
_NOW = re.compile(r"[这本]个?周末|\bthis\sweekend\b|\bso\sfar\b|到目前|到现在|至今|目前", re.IGNORECASE)
"""A weekend that has begun, though it is asked after as if it were over."""


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
    found = _named(text, today, end or today)
    if not found:
        return _back(end or today, USUAL_DAYS, named=False)
    if against := _AGAINST.search(plain(text).lower()):
        found = [one for one in found if one.start < against.start()] or found[:1]
    return _over(one.span for one in found)


def spans_asked(text: str, today: date, *, end: date | None = None) -> tuple[Span, ...]:
    """Give the days that words ask about, those apart that they compare or that do not adjoin, in the words' order.

    Example:
        >>> [str(one) for one in spans_asked("昨天和前天哪天卖得多", date(2026, 9, 26))]
        ['2026-09-25', '2026-09-24']
    """
    words = plain(text).lower()
    found = _named(text, today, end or today)
    spans = list(dict.fromkeys(one.span for one in found))
    if len(spans) == 1 and (same := SAME_DAY.search(words)):
        is_alone = found[0].span == _before(None, same, today)
        with_these = Span(*base(same, today)) if is_alone else spans[0]
        return (with_these, _before(with_these, same, today))
    if len(spans) < 2:
        return (span_asked(text, today, end=end),)
    ordered = sorted(spans, key=lambda one: one.first)
    adjoin = all(later.first <= one.last + _DAY for one, later in pairwise(ordered))
    written = _rewritten(text, today)
    joined = any(_APART.search(written[one.end : later.start]) for one, later in pairwise(found))
    apart = _AGAINST.search(words) or _EACH.search(words) or (joined and not _TOTAL.search(words))
    return tuple(spans) if apart or not adjoin else (_over(spans),)


def unclear_days(text: str) -> str | None:
    """Give what names days of which it is not said how many: the last weeks of August, 8月最后几天.

    Example:
        >>> unclear_days("last weeks of august"), unclear_days("last two weeks of august")
        ('last weeks of', None)
    """
    match = _UNCLEAR.search(plain(text).lower())
    return match[0].strip() if match else None


def weekend_begun(text: str, spans: Iterable[Span], today: date) -> bool:
    """Tell whether words ask after a weekend of which only the Saturday has come."""
    is_one = today.weekday() == _SATURDAY and any(one == Span(today, today) for one in spans)
    return is_one and bool(_CALENDAR["weekend_0"].search(plain(text).lower()))


def beside_days(text: str) -> str | None:
    """Give what words say beside the days that they name; None where they name none.

    Example:
        >>> beside_days("orders last 3 days").split(), beside_days("orders")
        (['orders'], None)
    """
    written = _rewritten(text, _ANY_DAY)
    words = _UNCLEAR.sub(" ", SAME_DAY.sub(" ", written))
    left = list(words)
    found = list(_spans(words, _ANY_DAY, _ANY_DAY))
    for one in found:
        left[one.start : one.end] = " " * (one.end - one.start)
    return _SINCE.sub(" ", "".join(left)) if found or words != written else None


_ANY_DAY = date(2024, 6, 15)
"""Where days stand in words is the same on every day."""


class _Found(NamedTuple):
    start: int
    end: int
    span: Span


def _over(spans: Iterable[Span]) -> Span:
    """Give the span from the first day of several to the last."""
    some = list(spans)
    return Span(min(one.first for one in some), max(one.last for one in some))


def _rewritten(text: str, today: date) -> str:
    """Write out what is written once for two days, and the year of a month."""
    words = _POSSESSIVE.sub(r"\1's", plain(text).lower())

    def year(match: re.Match[str]) -> str:
        if match["en"] and not _MONTH_NAME.search(words[: match.start()]):
            return match[0]
        number = today.year - _YEARS_BACK.get(match["zh"] or match["en"], 0)
        return f"{number}年" if match["zh"] else f" {number}"

    words = _YEAR.sub(year, words)
    for written, full in _RANGES:
        words = re.sub(written, full, words)
    return words


def _named(text: str, today: date, end: date) -> list[_Found]:
    """Give the days named, by their places; those that run up to others are one, as are those up to now."""
    words = _rewritten(text, today)
    if _EVER.search(words):
        return [_Found(0, len(words), _back(end, MOST_DAYS))]
    same = SAME_DAY.search(words)
    words = SAME_DAY.sub(lambda match: " " * len(match[0]), words)
    found: list[_Found] = []
    for one in sorted(_spans(words, today, end)):
        earlier = found[-1] if found else None
        if earlier and earlier.span.first <= one.span.last and _UP_TO.fullmatch(words[earlier.end : one.start]):
            found[-1] = _Found(earlier.start, one.end, Span(earlier.span.first, one.span.last))
        elif earlier and _COUNT.fullmatch(words[earlier.end : one.end].strip()):
            found[-1] = _Found(earlier.start, one.end, earlier.span)
        else:
            found.append(one)
    if not found and same:
        return [_Found(*same.span(), _before(None, same, today))]
    if found and _SINCE.search(text):
        first = min(one.span.first for one in found)
        return [_Found(found[0].start, found[-1].end, Span(first, max(today, first)))]
    return found


def _before(span: Span | None, same: re.Match[str], today: date) -> Span:
    """Give the same days of a week, a month or a year before."""
    first, last = base(same, today) if span is None else (span.first, span.last)
    return Span(before(first, same), before(last, same))


def _spans(text: str, today: date, end: date) -> Iterator[_Found]:
    """Give where each name of days stands, and the days; what is read is blanked."""
    for parts in (year_parts, month_parts):
        for part in list(parts(text, today)):
            yield _Found(part.start, part.end, Span(part.first, part.last))
            text = text[: part.start] + " " * (part.end - part.start) + text[part.end :]
    for match in _NAMED_MONTH.finditer(text):
        if match["zy"] and not re.match(r"\s?[\d一二三四五六七八九十]", text[match.end() :]):
            yield _Found(*match.span(), _month(date(int(match["zy"]), _month_number(match["zh"]), 1), today))
            text = text[: match.start()] + " " * len(match[0]) + text[match.end() :]
    for name, cue in _CALENDAR.items():
        is_over = name == "weekend_0" and today.weekday() == _SATURDAY and _PAST.search(text) and not _NOW.search(text)
        for match in cue.finditer(text):
            yield _Found(*match.span(), _calendar("weekend_1" if is_over else name, today))
        text = cue.sub(lambda match: " " * len(match[0]), text)
    for match in _ROLLING.finditer(text):
        yield _Found(*match.span(), _back(end, _length(match)))
    text = _ROLLING.sub(lambda match: " " * len(match[0]), text)
    previous: writing.Day | None = None
    for day in writing.dates(text, today, past=True):
        found = day.date
        between = text[previous.end : day.start] if previous else ""
        if previous and found < previous.date and re.fullmatch(_TILL, between) and not _AND.fullmatch(between):
            # the days up to one that has not come yet end today
            found = min(found + (7 * _DAY if previous.date - found < 7 * _DAY else 366 * _DAY), today)
        yield _Found(day.start, day.end, Span(found, found))
        previous = day
        text = text[: day.start] + " " * (day.end - day.start) + text[day.end :]
    for match in _NAMED_MONTH.finditer(text):
        number = _month_number(match["zh"] or match["en"] or match["full"] or match["alone"])
        year = int(match["zy"] or match["ey"] or today.year - (number >= today.month + (not match["last"])))
        yield _Found(*match.span(), _month(date(year, number, 1), today))


def _month_number(name: str) -> int:
    return _MONTHS.index(name[:3]) + 1 if name.isascii() and name.isalpha() else int(writing.number(name) or 0)


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
    if kind == "day":
        begin = today.replace(day=1) if back == "month" else date(today.year, 1, 1)
        return Span(begin, begin)
    if kind == "week":
        first = monday - 7 * int(back) * _DAY
        return Span(first, min(first + 6 * _DAY, today))
    if kind == "weekend":
        saturday = monday + 5 * _DAY if today.weekday() >= 5 and back == "0" else monday - 2 * _DAY
        saturday -= 7 * _DAY if back == "2" else timedelta(0)
        return Span(saturday, min(saturday + _DAY, today))
    if kind == "month":
        first = today.replace(day=1)
        return _month((first - _DAY).replace(day=1) if back == "1" else first, today)
    year = today.year - int(back)
    return Span(date(year, 1, 1), min(date(year, 12, 31), today))


def _month(first: date, today: date) -> Span:
    return Span(first, min((first + 32 * _DAY).replace(day=1) - _DAY, today))
