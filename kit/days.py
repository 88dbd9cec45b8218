"""Days as people write them, Chinese and English, counted from the shop's day."""

from __future__ import annotations

import datetime as dt
import re
from typing import NamedTuple

from kit import lunar
from kit.numerals import BEGIN_NUMERAL, NUMERAL, fold, number


class Day(NamedTuple):
    """A calendar day."""

    date: dt.date
    start: int
    end: int


_MONTHS = "january february march april may june july august september october november december".split()
_WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_WEEKDAY = r"mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?"
_NEAR = {"大前天": -3, "前天": -2, "day before yesterday": -2, "day after tomorrow": 2, "大后天": 3, "后天": 2}
_NEAR |= dict.fromkeys(("昨天", "昨日", "昨晚", "昨儿", "yesterday", "last night"), -1)
_NEAR |= dict.fromkeys(("今天", "今日", "今晚", "今早", "today", "tonight", "this morning", "this afternoon"), 0)
_NEAR |= dict.fromkeys(("明天", "明日", "明早", "明晚", "tomorrow"), 1)
_FEASTS = {"双11": (11, 11), "双十一": (11, 11), "双12": (12, 12), "双十二": (12, 12), "国庆": (10, 1), "元旦": (1, 1)}
_LUNAR = {"春节": (1, 1), "过年": (1, 1), "大年初一": (1, 1), "除夕": (1, 0), "大年三十": (1, 0), "元宵": (1, 15)}
_LUNAR |= {"端午": (5, 5), "七夕": (7, 7), "中秋": (8, 15), "重阳": (9, 9), "腊八": (12, 8), "小年": (12, 23)}
_LUNAR_MONTH = {"正": 1, "冬": 11, "腊": 12}
_FEASTS |= {"年底": (12, 31), "圣诞": (12, 25), "christmas": (12, 25), "xmas": (12, 25), "618": (6, 18)}
_XMAS = r"(?:(?<=by )|(?<=before )|(?<=after )|(?<=up to ))(?:christmas|xmas)"
_D, _HAN_D = r"\d{1,2}", r"\d{1,2}|[一二三四五六七八九十]+"
_NO_WORD = r"(?!一[共直般起些定样整度次个件单])"
"""What begins with 一 and names no first day: 9月一共."""
_DATE = re.compile(
    rf"(?={BEGIN_NUMERAL}|[上下本这前后昨今明大小个周星礼年月正冬腊双国元圣春过除端中重]|\b[bcijlmuwxy]|end)(?:"
    rf"(?P<y1>\d{{4}})[-/.年]\s?(?P<m1>{_D})[-/.月]\s?(?P<d1>{_D})(?!\d)[日号]?"
    rf"|(?:(?<![\d.])|(?<=[赶到在]))(?P<m7>{_D})\.(?P<d7>{_D})(?=\s*(?:[号日前]|之前|以前|[发到交]货|能[发到]))"
    rf"|(?<=[赶在])(?P<m8>{_D})\.(?P<d8>{_D})(?![\d元块折])"
    rf"|(?P<m2>{_HAN_D})月{_NO_WORD}(?P<d2>{_HAN_D})(?!\d|[个件箱])[日号]?|(?P<next>下个?月)?(?<![\d路街道弄巷])(?P<d3>[1-3]?\d)号(?![楼线店仓色])|(?P<before>{_HAN_D})月份?(?=之?前|以前)"
    rf"|(?<!\w)(?P<d4>{_D})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<m4>{_MONTH})\b\.?(?:,?\s+(?P<y4>\d{{4}})\b)?"
    rf"|\b(?P<m5>{_MONTH})\b\.?\s+(?:the\s+)?(?P<d5>{_D})(?:st|nd|rd|th)?\b"
    r"(?![.,]\d|\s*(?:pcs|pieces|units|of)\b)(?:,?\s+(?P<y5>\d{4})\b)?"
    rf"|(?<![\w/.])(?!24/7)(?P<d6>{_D})/(?P<m6>{_D})(?:/(?P<y6>\d{{4}}|\d\d))?(?![\w/])"
    r"|\bthe\s(?P<d3e>[1-3]?\d)(?:st|nd|rd|th)\b(?!\s+(?:of|time|one|box|order|floor|item))"
    rf"|\b(?P<near>{'|'.join(key for key in _NEAR if key.isascii())})\b"
    rf"|(?P<jin>{'|'.join(key for key in _NEAR if not key.isascii())})"
    rf"|\b(?P<rel>this|next|last|coming|by|before|until|till|on)\s+(?:this\s+|coming\s+)?(?P<w1>{_WEEKDAY})\b"
    rf"|\b(?P<w2>{'|'.join(_WEEKDAYS)})s?\b|(?P<zrel>下下|上上|[下上本这])?个?(?:周|星期|礼拜){_NO_WORD}(?P<w3>[一二三四五六日天])"
    rf"|\b(?:in|within)\s+(?P<in>{NUMERAL})\s+(?P<u1>days?|weeks?)\b|(?P<ago>{NUMERAL})\s+(?P<u2>days?|weeks?)\s+ago\b"
    rf"|(?P<zn>{NUMERAL})个?(?P<u3>[天日周]|星期|礼拜)(?P<zdir>之?后|以后|之?内|以内|之?前|以前)"
    r"|(?P<eonm>end\s+of\s+next\s+month|下个?月底)|(?P<eom>end\s+of\s+(?:the|this)\s+month|月底)"
    rf"|(?P<feast>双1[12]|双十[一二]|国庆|元旦|圣诞|年底|618(?=[大年之前])|{_XMAS})"
    rf"|(?P<lunar>{'|'.join(_LUNAR)})|(?P<newyear>(?<![\d一二两三四五六七八九十百几半去今明后多往当每])年(?=前(?!年)))"
    r"|(?P<lm>[正冬腊])月(?P<ld>初[一二三四五六七八九十]|[一二三四五六七八九十]+|\d{1,2}))",
    re.IGNORECASE | re.ASCII,
)


def dates(text: str, today: dt.date, *, past: bool = False) -> list[Day]:
    """Find days, relative ones counted from ``today``: 明天, 下周五 (Friday of next week), 9月15日, ``by Sep 15``.

    A day without a year or a week is the next one, or with ``past`` the last one; ``15/9`` is read day first.
    A time that is no one day (next week, 上个月) gives none.
    """
    return [day for match in _DATE.finditer(fold(text)) if (day := _day(match, today, past))]


def either_dates(text: str, today: dt.date) -> list[tuple[Day, Day | None]]:
    """Find days as :func:`dates` does with ``past``; beside each the day that it gives without."""
    matches = _DATE.finditer(fold(text))
    return [(day, _day(match, today, False)) for match in matches if (day := _day(match, today, True))]


def _day(match: re.Match[str], today: dt.date, past: bool) -> Day | None:
    try:
        day = _calendar(match, today, past) or _relative(match, today, past)
    except (ValueError, OverflowError):
        return None
    return None if day is None else Day(day, match.start(), match.end())


def _calendar(match: re.Match[str], today: dt.date, past: bool) -> dt.date | None:
    if feast := match["feast"]:
        return _nearest(*_FEASTS[feast.lower()], today, past)
    if match["newyear"] or match["lunar"]:
        return lunar.nearest(*_LUNAR[match["lunar"] or "春节"], today, past=past)
    if of_lunar := match["lm"]:
        return lunar.nearest(_LUNAR_MONTH[of_lunar], int(number(match["ld"].lstrip("初")) or 0), today, past=past)
    if month_ahead := match["before"]:
        return _nearest(int(number(month_ahead) or 0), 1, today, past)
    if of_month := match["d3"] or match["d3e"]:
        return _day_of_month(int(of_month), today, past, bool(match["next"]))
    index = next((index for index in "1245678" if match[f"d{index}"]), None)
    if index is None:
        return None
    month, day = match[f"m{index}"].lower(), int(number(match[f"d{index}"]) or 0)
    named = re.match("[a-z]", month)
    month_number = _index(month, _MONTHS) + 1 if named else int(number(month) or 0)
    # 10/8 is 8 October in a Chinese text and 10 August in an English one
    chinese = index == "6" and re.search("[\u4e00-\u9fff]", match.string)
    if index == "6" and (month_number > 12 or (chinese and day <= 12)):
        month_number, day = day, month_number
    year = match[f"y{index}"] if index not in "278" else None
    if not year:
        return _nearest(month_number, day, today, past)
    return dt.date(int(year) + (2000 if len(year) == 2 else 0), month_number, day)


def _relative(match: re.Match[str], today: dt.date, past: bool) -> dt.date | None:
    if word := match["near"] or match["jin"]:
        return today + dt.timedelta(days=_NEAR[re.sub(r"\s+", " ", word.lower())])
    if name := match["w1"] or match["w2"]:
        return _weekday(_index(name.lower(), _WEEKDAYS), (match["rel"] or "").lower(), today, past)
    if match["w3"]:
        return _weekday("一二三四五六日".find(match["w3"].replace("天", "日")), match["zrel"] or "", today, past)
    for name, unit in (("in", "u1"), ("ago", "u2"), ("zn", "u3")):
        if match[name]:
            back = name == "ago" or (match["zdir"] or "").endswith("前")
            if back and not past and match[unit] == "日" and match[name].isascii():
                # 25日前 is by the 25th where nothing has happened yet
                return _day_of_month(int(match[name]), today, past, of_next=False)
            days = int(number(match[name]) or 0) * (1 if match[unit][0].lower() in "d天日" else 7)
            return today + dt.timedelta(days=-days if back else days)
    first = today.replace(day=1) + dt.timedelta(days=32 if match["eom"] else 63)
    return first.replace(day=1) - dt.timedelta(days=1) if match["eom"] or match["eonm"] else None


def _weekday(weekday: int, relation: str, today: dt.date, past: bool) -> dt.date:
    week = {"next": 7, "下": 7, "下下": 14, "上": -7, "上上": -14, "this": 0, "本": 0, "这": 0}.get(relation)
    if week is not None:
        return today + dt.timedelta(days=week + weekday - today.weekday())
    if relation == "last":
        return today - dt.timedelta(days=(today.weekday() - weekday - 1) % 7 + 1)
    ahead = (weekday - today.weekday()) % 7
    return today + dt.timedelta(days=ahead - 7 if past and ahead else ahead)


def _nearest(month: int, day: int, today: dt.date, past: bool) -> dt.date:
    found = dt.date(today.year, month, day)
    if past:
        return found if found <= today else found.replace(year=today.year - 1)
    return found if found >= today else found.replace(year=today.year + 1)


def _day_of_month(day: int, today: dt.date, past: bool, of_next: bool) -> dt.date:
    here = today.replace(day=1)
    step = 1 if of_next or (not past and day < today.day) else -1 if past and day > today.day else 0
    return (here + dt.timedelta(days=32 * step if step > 0 else step)).replace(day=day)


def _index(name: str, names: list[str]) -> int:
    return next(index for index, full in enumerate(names) if full.startswith(name[:3]))
