"""What people write, Chinese and English: language, numerals, quantities, percents, prices, dates, search tokens.

Every finder returns small tuples with the span ``[start, end)`` in the text it was given, in order, never overlapping.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Literal, NamedTuple, TypeVar

from kit.tokens import stem as stem
from kit.tokens import tokens as tokens
from kit.traditional import SIMPLIFIED, TRADITIONAL

Language = Literal["zh", "en"]


class Quantity(NamedTuple):
    """A count of goods in pieces (a dozen is 12) or in boxes of unknown content."""

    value: int
    unit: Literal["piece", "box"]
    start: int
    end: int


class Percent(NamedTuple):
    """A percentage; 八折 (pay 80 %) is read as 20."""

    value: Decimal
    start: int
    end: int


class Price(NamedTuple):
    """An amount in major units; ``currency`` is an ISO 4217 code, None where the text names none (元 and 块 do not)."""

    amount: Decimal
    currency: str | None
    start: int
    end: int


class Day(NamedTuple):
    """A calendar day."""

    date: dt.date
    start: int
    end: int


Found = TypeVar("Found", Quantity, Percent, Price, Day)

# the full-width comma keeps its form: it parts clauses, never thousands
_FOLD = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if code != 0xFF0C}
_FOLD |= {0x3000: 0x20, 0xFFE5: ord("¥"), 0xFFE1: ord("£"), 0x2019: ord("'"), 0xA0: 0x20}
_FOLD |= {ord(old): ord(new) for old, new in zip(TRADITIONAL, SIMPLIFIED, strict=True)}


def fold(text: str) -> str:
    """Write full-width forms and traditional characters in their plain form; the length stays the same."""
    return text.translate(_FOLD)


def language(text: str) -> Language:
    """Give ``zh`` from half as many Chinese characters as Latin words; words in capitals are names and codes."""
    han = len(re.findall(r"[\u3400-\u4dbf\u4e00-\u9fff]", text))
    words = len(re.findall(r"[A-Z]*[a-z]+", text))
    return "zh" if han and 2 * han >= words else "en"


_HAN_DIGIT = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_HAN_UNIT = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
_PLAIN_DIGIT = "[零〇一二两三四五六七八九]"
_ABOUT = re.compile(
    rf"(?<!{_PLAIN_DIGIT})(?:一(?=[二两])|[二两](?=三)|三(?=[四五])|四(?=五)|五(?=六)|六(?=七)|七(?=八)|八(?=九)).(?!{_PLAIN_DIGIT})"
)
_ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_WORD = {word: value for value, word in enumerate(f"{_ONES} seventeen eighteen nineteen".split())}
_WORD |= {word: 10 * value for value, word in enumerate(_TENS.split(), 2)}
_SCALE = {"dozen": 12, "hundred": 100, "gross": 144, "thousand": 1000}
_SHORT = {"": 1, "k": 1000, "w": 10000} | _SCALE

_DIGITS = r"(?:\d{1,3}(?:,\d{3}){1,4}|\d{1,15})(?:\.\d{1,9})?"
PLAIN = rf"(?<![A-Za-z0-9_.,])(?:{_DIGITS})"
"""Pattern of digits that stand alone; no groups."""
_SUFFIX = r"\s?k\b|k(?=[\u4e00-\u9fff])|w(?=[\u4e00-\u9fff])|[百千万亿]+|\s(?:dozen|hundred|thousand|gross)\b"
_HAN = r"[零〇一二两三四五六七八九十百千万亿]{1,16}(?:点[零〇一二三四五六七八九]{1,9})?|半(?=打)"
_ANY = "|".join([*sorted(_WORD, key=len, reverse=True), *_SCALE])
_MANY = rf"(?:{_ANY})(?:(?:\s+and\s+|[\s-]+)(?:{_ANY})){{0,8}}"
_WORDS = (
    r"\bhalf\s+a\s+dozen\b|\ba\s+dozen\s+and\s+a\s+half\b|\ba\s+couple\s+of\s+(?:dozen|hundred|thousand)\b"
    rf"|\b(?:an?\s+(?=(?:{'|'.join(_SCALE)})\b))?{_MANY}\b"
)
NUMERAL = rf"(?:{PLAIN}(?:{_SUFFIX})?|{_HAN}|{_WORDS})"
"""Pattern of one numeral as :func:`number` reads it, Arabic, Chinese or English; no groups."""


def number(text: str) -> Decimal | None:
    """Read a text that is one numeral, Arabic, Chinese or English; None if it is not, or longer than 40 characters.

    Example:
        >>> [str(number(text)) for text in ("三百", "1.5万", "2k", "一百二", "three dozen")]
        ['300', '15000.0', '2000', '120', '36']
    """
    text = fold(text).strip().lower() if len(text) <= 40 else ""
    if match := re.fullmatch(rf"({_DIGITS})\s?(k|w|[百千万亿]+|[a-z]+)?", text):
        suffix = match[2] or ""
        factor = _han("一" + suffix) if suffix[:1] in _HAN_UNIT else _SHORT.get(suffix)
        return None if factor is None else Decimal(match[1].replace(",", "")) * factor
    if text in ("半", "half a dozen"):
        return Decimal("0.5") if text == "半" else Decimal(6)
    if text == "a dozen and a half":
        return Decimal(18)
    if text.startswith("a couple of "):
        return Decimal(2 * _SCALE[text.split()[-1]])
    if re.fullmatch(_HAN, text):
        whole, _, decimals = text.partition("点")
        return Decimal(f"{_han(whole)}.{''.join(str(_HAN_DIGIT[char]) for char in decimals) or 0}").normalize() + 0
    return _english(text) if re.fullmatch(_WORDS, text) else None


def _han(text: str) -> int:
    # 七八个 is 7 or 8, 两三百 is 200 or 300: the low end
    text = _ABOUT.sub(lambda match: match[0][0], text)
    if not set(text) & set("十百千万亿"):
        return int("".join(str(_HAN_DIGIT[char]) for char in text))
    total = section = digit = 0
    unit = 1
    for char in text:
        if char in _HAN_DIGIT:
            digit = _HAN_DIGIT[char]
            unit = unit if digit else 1
            continue
        unit = _HAN_UNIT[char]
        if unit < 10**4:
            section += (digit or 1) * unit
        elif unit == 10**4:
            total, section = total + (section + digit or 1) * unit, 0
        else:
            total, section = (total + section + digit or 1) * unit, 0
        digit = 0
    # 一百二 is 120 in speech, 一百零二 is 102
    return total + section + digit * max(1, unit // 10)


def _english(text: str) -> Decimal:
    total = part = 0
    for word in re.findall(r"[a-z]+", text):
        if word == "thousand":
            total, part = total + (part or 1) * 1000, 0
        elif word in _SCALE:
            part = (part or 1) * _SCALE[word]
        else:
            part += _WORD.get(word, 0)
    return Decimal(total + part)


PIECE = (
    r"个(?!月|星期|小时|工作日|点|百分|礼拜|问题|人|地方|颜色|朋友|字|款|季|客户|电话)|件(?!代发)|只(?!要|有|能|是)|支(?!持|付)"
    r"|条|套|把|张(?!发票|收据|增值|专票|普票)|台|包(?!邮|装)|瓶|本|顶|双|对(?!吗|不)|片|根|枚|粒|串|盏|册|卷"
    r"|(?:pcs?|pieces?|units?|items?|sets?|packs?|pairs?|ea)\b"
)
"""Pattern of the units that count single goods; no groups."""
_BOX = r"箱|盒|(?:box(?:es)?|cartons?|cases?|ctns?)\b"
_QUANTITY = re.compile(
    rf"(?<!第)(?P<n>{NUMERAL})(?:\s*(?:-|~|到|至|to|or)\s*{NUMERAL})?\s*[多来余]?\s*"
    rf"(?:(?P<piece>{PIECE})|(?P<box>{_BOX})|(?P<dozen>打(?![折样包印])))"
    rf"|(?P<score>{PLAIN}\s+dozen\b|{_WORDS})(?<=dozen)",
    re.IGNORECASE | re.ASCII,
)


def quantities(text: str) -> list[Quantity]:
    """Find counts with a unit: 三百个, 2箱, 1打 (12 pieces), ``300 pcs``, ``three dozen``; of a range, its low end."""
    return _found(_QUANTITY, fold(text), _quantity)


def _quantity(match: re.Match[str]) -> Quantity | None:
    count = number(match["n"] or match["score"])
    before, after = match.string[: match.start()], match.string[match.end() : match.end() + 4]
    asks_unit_price = count == 1 and (re.search(r"多少钱?$|[卖价]$", before) or re.match(r"多少|怎么卖", after))
    if count is None or asks_unit_price or re.search(r"每[箱盒包]$|\b(?:set|pack|box)s?\s+of\s$", before[-12:], re.I):
        return None
    count *= 12 if match["dozen"] else 1
    unit: Literal["piece", "box"] = "box" if match["box"] else "piece"
    return Quantity(int(count), unit, match.start(), match.end()) if count == int(count) and count > 0 else None


_PERCENT = re.compile(
    rf"(?P<n>{NUMERAL})\s*(?:%|percent\b|per\s?cent\b|pct\b|个百分点|个点|(?:percentage\s+)?points?\b)"
    rf"|百分之(?P<h>{NUMERAL})|(?P<tenths>{NUMERAL})成(?![交本品功为立分都])|(?P<off>{NUMERAL})折|(?P<half>half[\s-]price|半价)",
    re.IGNORECASE | re.ASCII,
)
_SIGN = {"£": "GBP", "gbp": "GBP", "英镑": "GBP", "pound": "GBP", "quid": "GBP", "p": "GBP", "pence": "GBP"}
_SIGN |= {"¥": "CNY", "rmb": "CNY", "人民币": "CNY", "yuan": "CNY", "cny": "CNY"}
_SIGN |= {"$": "USD", "us$": "USD", "usd": "USD", "美元": "USD", "dollar": "USD"}
_SIGN |= {"€": "EUR", "eur": "EUR", "欧元": "EUR", "euro": "EUR"}
_NOT_MONEY = (
    r"(?![\d,]*\d|\.\d|\s*(?:%|percent|pcs?\b|pieces?|units?|of\b|dozen|boxes|[ap]m\b|:|k\b"
    r"|[个件箱点天月号日只套打折成元块毛]))"
)
_AT = re.compile(r"(?:\b(?:at|for)|@)\s*$", re.IGNORECASE | re.ASCII)
_PRICE = re.compile(
    rf"(?P<sign>us\$|[£$€¥]|\b(?:rmb|cny|gbp|usd|eur)\b|人民币)\s*(?P<n1>{_DIGITS})(?:万|k\b)?(?!\d)"
    rf"|(?P<n2>{NUMERAL})\s*(?P<unit>元|块钱?|圆|毛(?![都也])|角|英镑|美元|欧元"
    r"|(?:pounds?|quid|dollars?|euros?|yuan|gbp|usd|eur|rmb|cny|pence|p)\b)"
    r"(?:(?P<tail>[\d零一二三四五六七八九]{1,2})(?![\d个件箱天])毛?)?(?:[/每一][个件只套张条盒箱])?"
    rf"|(?P<n3>{PLAIN})\s*(?:each\b|apiece\b|(?:per|a|/)\s?(?:pc|piece|unit|item|ea)s?\b|[/每一][个件只套])"
    r"|(?:单价|价格?[是为到成至]?|改[成为到]|调[到成至]|设[为成]|定[为在]|[涨降]到|卖到?"
    rf"|\bprice[d]?(?:\s+(?:of|is|at|to|be))?)\s*:?\s*(?P<n4>{PLAIN}){_NOT_MONEY}"
    r"|\b(?:price|raise|lower|set|drop|cut|reduce|increase|change|put|move|make)\b(?:(?!\bif\b)[^?!\n]){0,80}?\b(?:to|at)\s+"
    rf"(?P<n5>{PLAIN}){_NOT_MONEY}|(?P<n6>{PLAIN})(?<=\.\d\d){_NOT_MONEY}"
    rf"|每[个件只套张](?:只?[要卖是])?\s*(?P<n8>{PLAIN})(?!\s*(?:[cmk]?m\b|kg|g\b|[米斤寸厘公])){_NOT_MONEY}"
    rf"|(?P<n7>{PLAIN})(?<=\.\d)(?!\s*(?:[cmk]?m\b|kg|g\b|[米斤寸厘公倍分版w千万])){_NOT_MONEY}",
    re.IGNORECASE | re.ASCII,
)


def percents(text: str) -> list[Percent]:
    """Find percentages: ``8%``, 百分之八, 8个点, 两成; 八折 and ``half price`` give what is taken off."""
    return _found(_PERCENT, fold(text), _percent)


def prices(text: str) -> list[Price]:
    """Find amounts of money: £12.50, ¥13, 13块5, ``50p``, ``2.10 each``, 改成12.5, ``to 3`` after a verb of pricing."""
    return _found(_PRICE, fold(text), _price)


def _percent(match: re.Match[str]) -> Percent | None:
    value = number(next((match[name] for name in ("n", "h", "tenths", "off") if match[name]), "50"))
    if value is not None and match["tenths"]:
        value *= 10
    if value is not None and match["off"]:
        value = 100 - value * (10 if value < 10 else 1)
    return None if value is None else Percent(value.normalize() + 0, match.start(), match.end())


def _price(match: re.Match[str]) -> Price | None:
    name = next(name for name in ("n1", "n2", "n3", "n4", "n5", "n6", "n7", "n8") if match[name])
    amount = number(match[name])
    # 20 each is a count of each as well as a price
    if amount is None or (name == "n3" and amount == int(amount) and not _AT.search(match.string[: match.start()])):
        return None
    end = match.end()
    start = match.start("sign") if match["sign"] else match.start(name)
    unit = (match["sign"] or match["unit"] or "").lower()
    if name == "n1" and (scaled := re.search(r"万|k$", match[0].lower())):
        amount *= 10000 if scaled[0] == "万" else 1000
    if unit in ("p", "pence"):
        amount /= 100
    elif unit in ("毛", "角"):
        amount /= 10
    if match["tail"] and unit not in ("块", "元"):
        end = match.start("tail")
    elif match["tail"]:
        amount += (number(match["tail"]) or Decimal(0)) / 10 ** len(match["tail"])
    return Price(amount, _SIGN.get(unit) or _SIGN.get(unit.rstrip("s")), start, end)


def _found(pattern: re.Pattern[str], text: str, read: Callable[[re.Match[str]], Found | None]) -> list[Found]:
    return [found for match in pattern.finditer(text) if (found := read(match)) is not None]


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
_FEASTS |= {"年底": (12, 31), "圣诞": (12, 25), "christmas": (12, 25), "xmas": (12, 25), "618": (6, 18)}
_D, _HAN_D = r"\d{1,2}", r"\d{1,2}|[一二三四五六七八九十]+"
_DATE = re.compile(
    rf"(?P<y1>\d{{4}})[-/.年]\s?(?P<m1>{_D})[-/.月]\s?(?P<d1>{_D})(?!\d)[日号]?"
    rf"|(?<![\d.])(?P<m7>{_D})\.(?P<d7>{_D})(?=\s*(?:[号日前]|之前|以前|[发到交]货|能[发到]))"
    rf"|(?P<m2>{_HAN_D})月(?P<d2>{_HAN_D})(?!\d|[个件箱])[日号]?|(?P<next>下个?月)?(?<!\d)(?P<d3>[1-3]?\d)号(?![楼线店仓色])"
    rf"|(?<!\w)(?P<d4>{_D})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<m4>{_MONTH})\b\.?(?:,?\s+(?P<y4>\d{{4}})\b)?"
    rf"|\b(?P<m5>{_MONTH})\b\.?\s+(?:the\s+)?(?P<d5>{_D})(?:st|nd|rd|th)?\b"
    r"(?![.,]\d|\s*(?:pcs|pieces|units|of)\b)(?:,?\s+(?P<y5>\d{4})\b)?"
    rf"|(?<![\w/.])(?!24/7)(?P<d6>{_D})/(?P<m6>{_D})(?:/(?P<y6>\d{{4}}|\d\d))?(?![\w/])"
    r"|\bthe\s(?P<d3e>[1-3]?\d)(?:st|nd|rd|th)\b(?!\s+(?:of|time|one|box|order|floor|item))"
    rf"|\b(?P<near>{'|'.join(key for key in _NEAR if key.isascii())})\b"
    rf"|(?P<jin>{'|'.join(key for key in _NEAR if not key.isascii())})"
    rf"|\b(?P<rel>this|next|last|coming|by|before|until|till|on)\s+(?:this\s+|coming\s+)?(?P<w1>{_WEEKDAY})\b"
    rf"|\b(?P<w2>{'|'.join(_WEEKDAYS)})s?\b|(?P<zrel>下下|[下上本这])?个?(?:周|星期|礼拜)(?P<w3>[一二三四五六日天])"
    rf"|\b(?:in|within)\s+(?P<in>{NUMERAL})\s+(?P<u1>days?|weeks?)\b|(?P<ago>{NUMERAL})\s+(?P<u2>days?|weeks?)\s+ago\b"
    rf"|(?P<zn>{NUMERAL})个?(?P<u3>[天日周]|星期|礼拜)(?P<zdir>之?后|以后|之?内|以内|之?前|以前)"
    r"|(?P<eonm>end\s+of\s+next\s+month|下个?月底)|(?P<eom>end\s+of\s+(?:the|this)\s+month|月底)"
    r"|(?P<feast>双1[12]|双十[一二]|国庆|元旦|圣诞|年底|618(?=[大年之前])|(?:(?<=by )|(?<=before ))(?:christmas|xmas))",
    re.IGNORECASE | re.ASCII,
)


def dates(text: str, today: dt.date, *, past: bool = False) -> list[Day]:
    """Find days, relative ones counted from ``today``: 明天, 下周五 (Friday of next week), 9月15日, ``by Sep 15``.

    A day without a year or a week is the next one, or with ``past`` the last one; ``15/9`` is read day first.
    A time that is no one day (next week, 上个月) gives none.
    """
    found = []
    for match in _DATE.finditer(fold(text)):
        try:
            day = _calendar(match, today, past) or _relative(match, today, past)
        except (ValueError, OverflowError):
            continue
        if day is not None:
            found.append(Day(day, match.start(), match.end()))
    return found


def _calendar(match: re.Match[str], today: dt.date, past: bool) -> dt.date | None:
    if feast := match["feast"]:
        return _nearest(*_FEASTS[feast.lower()], today, past)
    if of_month := match["d3"] or match["d3e"]:
        return _day_of_month(int(of_month), today, past, bool(match["next"]))
    index = next((index for index in "124567" if match[f"d{index}"]), None)
    if index is None:
        return None
    month, day = match[f"m{index}"].lower(), int(number(match[f"d{index}"]) or 0)
    of_year = number(month) if month[0].isdigit() or month[0] in _HAN_DIGIT or month[0] == "十" else None
    month_number = int(of_year) if of_year is not None else _index(month, _MONTHS) + 1
    if month_number > 12 and index == "6":
        month_number, day = day, month_number
    year = match[f"y{index}"] if index not in "27" else None
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
            days = int(number(match[name]) or 0) * (1 if match[unit][0].lower() in "d天日" else 7)
            return today + dt.timedelta(days=-days if back else days)
    first = today.replace(day=1) + dt.timedelta(days=32 if match["eom"] else 63)
    return first.replace(day=1) - dt.timedelta(days=1) if match["eom"] or match["eonm"] else None


def _weekday(weekday: int, relation: str, today: dt.date, past: bool) -> dt.date:
    week = {"next": 7, "下": 7, "下下": 14, "上": -7, "this": 0, "本": 0, "这": 0}.get(relation)
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
