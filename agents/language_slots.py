"""What a text names besides products: amounts, prices, days, places and orders."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from decimal import Decimal

from agents import language_patterns as patterns
from agents import language_places as places
from agents.language_patterns import Intent, compiled
from agents.lexicon import Lexicon
from kit import money
from kit import text as writing
from kit.text import NUMERAL, PIECE, PLAIN

ORDER_ID = compiled(
    r"(?<![\w-])(?P<a>o(?:rder)?_[\w-]+|[a-z]{1,3}\d{8,}(?!\w))",
    r"(?<![\w£$€¥-])(?P<e>[a-z]{1,5}(?:[-_]\d{4,}|\d{5,})(?:[-_]\d{2,})*)(?![\w.]*\w)",
    r"(?:\b(?:orders?|po|invoice|refund|tracking)\b|订单|单号|运单)\s?(?:no\b\.?|number|num|id|ref|号码?|编号)?\s?(?:is|for|of|是|为)?\s?[:#]?\s?(?P<b>[a-z]{0,4}[-_]?\d[\d-]{3,}\d?)(?![\w.]|\s?(?:pcs|pieces|units|of\b|[个件箱只套]))",
    r"#\s?(?P<c>[a-z]{0,4}[-_]?\d{4,})\b",
    r"(?<![\w.,£$€¥/-])(?P<d>\d{5,})(?![\w%./-]|,\d|\s?(?:of\b|pcs|pieces|units|[万千个件箱盒打只套元块]))",
)
NOT_ORDER_ID = compiled(
    r"(?:need|want|buy|order|take|for|about|x|×|qty|quantity|tel|phone|mobile|vat|tax|zip|postcode|sku|item|style|code|[要来买订拿做]|数量|电话|手机|微信|税号|货号|款号|编码)\s?(?:no\.?|number|是|is)?\s?[:#]?\s?$"
)
"""What stands before a long number that is no order's, unless the word order does."""

NEAR = 16
"""Signs that are looked at before a number, and between a count and the one that corrects it."""
HOTLINES = frozenset({"12315", "12345", "12366", "12377"})
"""Numbers of Chinese authorities that buyers threaten to call."""
MOBILE = re.compile(r"(?:86)?1[3-9]\d{9}", re.ASCII)
"""A Chinese mobile number."""
TIMES = re.compile(
    r"(?:(?<!\w)[x×*]\s?|\b(?:qty|quantity)\b\.?\s?[:=]?\s?|数量\s?[:=]?\s?)(\d{1,6})(?![\w.])",
    re.IGNORECASE | re.ASCII,
)
"""A count that is called one."""
POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s?\d[ABD-HJLNP-UW-Z]{2}\b", re.IGNORECASE | re.ASCII)
"""A British one: none of its digits are pieces."""
AFTER_COUNT = compiled(
    r"\s?多?(?:号|个)?(?:人(?![民])|位|家店|名)|[件个](?:事|问题|疑问)|[个片张只件枚]\s?[一每]?[套盒箱包](?!起)",
    r"\s*(?:%|送|percent|per\s?cent|pct|[天日号月年周折成块元毛楼室栋幢弄路米寸次倍星分点角]|个|小时|工作日|礼拜|:|/|-\s?\d|\.\d|°|\")",
    r"\s?-?(?:(?:working|business|more)\s)?(?:days?|weeks?|hours?|hrs?|h|mins?|minutes?|months?|years?|cm|mm|m|kg|g|ml|l|inch(?:es)?|th|st|nd|rd|am|pm|p|pence|pounds?|quid|usd|gbp|rmb|eur|dollars?|euros?|yuan|tiers?|times|stars?|questions?|people|ways?|things?|colou?rs?|points?|q|o'?clock|street|road|avenue|designs?)\b",
    r"\s(?:(?!of\b)\w+\s){1,2}(?:rd|road|st|street|ave|avenue|lane|drive|close|court|square|crescent|terrace)\b",
)
BEFORE_COUNT = compiled(
    r"(?:[£$€¥#/_'-]|\d\s?:|\b(?:no\.?|number|set|pack|box|sets|packs|boxes|bag|page|top|version|vat|tel|phone|size|level|tier|budget|net|flat|unit|apt|suite)\s?(?:of\s|is\s)?|预算(?:是|在|有|大?概|约)?|第|满|减|尾号|编号|每[箱盒包]|电话|手机|税号|单号)\s*$"
    r"|(?:\b(?:no\.?|number|vat|tel|phone|mobile|fax|size|level|budget|sku|code|item|ref|id|post\s?code|zip|order|date|time|at|qq|wechat|address|price|tax)|[号码话机微信箱址期间价格预算])\s?:\s*$"
)
DEAR = compiled(
    r"\s*一?[个张件只]?\s*(?:太|好|有点|有些)?贵|\s(?:\w+\s)?(?:is|seems)\s(?:\w+\s)?(?:too|rather|a\sbit)\b"
)
"""What stands after a price that is refused."""
COUNT = re.compile(rf"{NUMERAL}(?![\w-]*\d)", re.IGNORECASE | re.ASCII)
PACK = re.compile(
    rf"(?:每|一|1)\s*[箱盒]\s*(?:装|是|有|里)?\s*({NUMERAL})\s*(?:{PIECE})?|(?:box(?:es)?|cartons?|cases?)\s+of\s+({NUMERAL})"
    rf"|({PLAIN})\s*(?:{PIECE})?\s*(?:per|/|in\s+a|to\s+a)\s*(?:box|carton|case)",
    re.IGNORECASE | re.ASCII,
)
"""How many pieces a box holds."""
PAID_BACK = compiled(rf"[退赔返]了?{NUMERAL}(?!\s?(?:{PIECE}|箱|单))")
AHEAD = compiled(r"\b(?:by|before|until|will|when|need|want)\b|之?前要?|什么时候|能")
"""A day named in a text about the past may still lie ahead."""

DUE = compiled(r"(?:之前|以前|前)?[,，\s]?(?:我|就|还|都|统一|必须|务必)?(?:能|可以|要|到|送|发|走|交|出|收|拿|用|得)")
"""Stands after the day on which goods shall come or go."""
SPOILT = compiled(r"(?:碎|坏|裂|破|烂|断|少|缺|漏|掉|瘪|脱|变形|弯|生锈)(?:掉|发)?了?\s?$")
SPOILT_NEXT = compiled(rf"(?:都|全|也)?是?(?:碎|坏|裂|破|烂|断|掉|瘪|脱|开胶|不亮|不合格)(?!掉?了?\s?{NUMERAL})")
EITHER = re.compile(rf"({NUMERAL})\s?(?:[和跟与、或]|\sand\s|\sor\s)\s?$", re.IGNORECASE | re.ASCII)
"""A bare number that shares the unit of the next: 100和300个."""
CORRECTED = compiled(
    r"[,，。.、\s-](?:哦|噢|啊|呃)?(?:不对|不是|错了|说错|写错|打错|更正|改成)",
    r"\b(?:sorry|no,?\swait|wait|i\smean\w*|actually|make\s(?:it|that)|correction)\b",
)
"""Between two counts: the second takes the first one's place."""
PLACED = compiled(
    r"\b(?:my|our|your|this|that|from|in|about|with|refund|return|cancel|change|track|split|(?:refund|return|status|address|tracking|invoice|news)\s(?:for|of|on|in))\s(?:the\s)?$"
)
HAPPENED = compiled(
    r"\b(?:arriv\w+|came|got|received|broken?|damaged|smashed|missing|wrong|late|refund|return|cancel|where|status|track\w*|not\s(?:come|here))\b"
)
"""What tells that the number after the word order is its id: whose it is, or what became of it."""
NOT_THIS = compiled(
    r"(?<![是要系])不[是系](?!说|讲|答应|让|每|有)(?P<a>[^,，。.;；!！?？\s]{1,14}?)(?=而是|应该是|是|系|要|改|[,，。.;；!！?？\s]|$)(?!空{0,12}[吗嘛么])",
    r"\bnot\s+(?P<b>\d[\d,.]*)\b",
    r"不要(?P<c>[\d一二两三四五六七八九十百千]+\s?[个张只件片条套盒箱打])(?=[,，、\s]{0,3}(?:我)?(?:只|就|改)?要)",
)
"""A thing that is named to deny it: 不是500，是1500."""
NO_GOODS = compiled(r"(?:事|问题|疑问|人(?!民)|一[套盒箱包组])")
"""Follows a count that counts no goods: 两件事, 七百个人, 6片一盒."""
_LISTED = re.compile(r"(?<![\d.A-Za-z])(?:([1-9])([.、)）])(?!\d)|([①-⑨]))")
_ARTICLE_OF = re.compile(r"[\u4e00-\u9fff](?<![是有没不都也样起行可吧就先也看能吗不好给试呗啊呢的坏碎破裂，])")
_ASKED_FOR = re.compile(r"[来要买拿订定发寄走出少缺漏补退拍做]了?$")


def mask(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """Blank what was read already, so that nothing is read twice; the length stays the same."""
    for start, end in spans:
        # a count follows a Chinese name without a blank
        last = " " if "\u4e00" <= text[end - 1 : end] <= "\u9fff" else "x"
        text = text[:start] + "x" * (end - start - 1) + last + text[end:]
    return text


def settled(text: str) -> str:
    """Give a folded text with the numbers of a list (1. … 2. …) as ends of sentences; the length stays the same."""
    marks = list(_LISTED.finditer(text))
    if len(marks) < 2:
        return text
    for mark in marks:
        text = text[: mark.start()] + "。".rjust(mark.end() - mark.start()) + text[mark.end() :]
    return text


def without_denied(text: str) -> str:
    """Give a text with what is named only to deny it blanked; the length stays the same.

    Example:
        >>> without_denied("不是500，是1500")
        '不是   ，是1500'
    """
    return blanked(text, [match.span(match.lastgroup or 0) for match in NOT_THIS.finditer(text)])


def blanked(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """Give a text with stretches of it as blanks; the length stays the same."""
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _is_placed(text: str, match: re.Match[str]) -> bool:
    """Tell whether the word order before a short number names one that was placed, and asks for none."""
    return bool(PLACED.search(text[: match.start()]) or (not text[: match.start()].strip() and HAPPENED.search(text)))


def order_id(text: str, lexicon: Lexicon) -> tuple[str, int, int] | None:
    """Give the one order a text names and where; None if it names none or several."""
    found = []
    for match in ORDER_ID.finditer(text):
        name = next(name for name in "abcde" if match[name])
        order, start = match[name], match.start(name)
        called = re.search(r"#|no|num|id|号|订单", match[0], re.IGNORECASE) or _is_placed(text, match)
        short = name == "b" and len(order) < 5 and not called
        code = name in "de" and any(code.startswith(order.lower()) for code in lexicon.codes)
        other = name in "de" and (order in HOTLINES or NOT_ORDER_ID.search(text[max(0, start - 20) : start]))
        phone = name == "d" and MOBILE.fullmatch(order)
        if not short and not code and not other and not phone:
            found.append((order.strip("-_"), start, match.end(name)))
    # of several orders none is the one that is meant
    return found[0] if len({order for order, _, _ in found}) == 1 else None


def find_slots(text: str, intents: set[Intent], today: dt.date, currency: str) -> dict[str, object]:
    """Give counts, money, days and places that a text names, as fields of ``Slots``."""
    past = bool(intents & {Intent.WHY, Intent.REPORT, Intent.AFTER_SALE, Intent.ORDER_STATUS})
    days = writing.dates(text, today, past=past and not AHEAD.search(text))
    percents = writing.percents(text)
    # 9.30前 is a day, not an amount
    prices = [
        one
        for one in writing.prices(text)
        if not any(day.start < one.end and one.start < day.end for day in days) and not _is_slab(text, one)
    ]
    slab = next((one for one in writing.prices(text) if _is_slab(text, one)), None)
    taken = [day[1:] for day in days] + [each[1:] for each in percents] + [each[2:] for each in prices]
    price = _meant(text, prices, last=Intent.SET_PRICE in intents)
    minor = (
        price.amount.scaleb(money.digits(currency)) if price and price.currency in (None, currency) else Decimal("0.1")
    )
    taken += [one.span() for one in POSTCODE.finditer(text)]
    amounts = _amounts(mask(text, taken)) | ({"quantity": int(slab.amount)} if slab else {})
    paid = intents & {Intent.LIMIT, Intent.SET_PRICE} or (intents & {Intent.WHY} and PAID_BACK.search(text))
    named = paid and not price and not percents and amounts["quantity"]
    if named:
        # where only money is spoken of, a bare number is money
        minor = Decimal(str(amounts.pop("quantity"))).scaleb(money.digits(currency))
    ways = [(match.start(), way) for way, cue in patterns.DIRECTIONS.items() if (match := cue.search(text))]
    return {
        **amounts,
        **_place(text),
        "percent": percents[0].value if percents else None,
        "price_minor": int(minor) if minor == int(minor) else None,
        "date": _day_meant(text, days, intents),
        "customise": Intent.CUSTOM in intents,
        "direction": min(ways)[1] if ways and intents & {Intent.SET_PRICE, Intent.WHY} else None,
    }


def _is_slab(text: str, one: writing.Price) -> bool:
    """Tell whether 块 counts pieces: 压变形三块."""
    return text[one.start : one.end].endswith("块") and bool(SPOILT.search(text[: one.start]))


def _day_meant(text: str, days: Sequence[writing.Day], intents: set[Intent]) -> dt.date | None:
    """Give the day that is spoken of; when goods shall come, the one that says so: 今天付钱明天能走吗."""
    if not days or Intent.PREFERENCE in intents:
        return None
    due = [day for day in days if DUE.match(text, day.end)] if Intent.DELIVERY in intents else []
    return (due or days[:1])[-1].date


def _meant(text: str, prices: Sequence[writing.Price], *, last: bool) -> writing.Price | None:
    """Give the price that is spoken for: of several not the one that is said to be dear (6块太贵了 5块我拍)."""
    fair = [price for price in prices if not DEAR.match(text, price.end)] or list(prices)
    return fair[-1 if last else 0] if fair else None


def _amounts(text: str) -> dict[str, object]:
    found = [each for each in writing.quantities(text) if not _is_article(text, each)]
    last = max(
        (at for at, one in enumerate(found[1:], 1) if CORRECTED.search(text[found[at - 1].end : one.start][:NEAR])),
        default=0,
    )
    found = found[last:]
    # 十个碎了九个, 五十个有四个掉磁: some of them
    found.sort(key=lambda each: not (SPOILT.search(text[: each.start]) or SPOILT_NEXT.match(text, each.end)))
    if found and (first := EITHER.search(text[: found[0].start])) and (value := writing.number(first[1])):
        # 100和300个 asks for both, the first stands for them
        found[0] = found[0]._replace(value=int(value))
    pack = PACK.search(text)
    size = writing.number(next(filter(None, pack.groups()))) if pack else None
    if pack and size:
        # 一盒六片: how they are packed, not how many are meant
        found = [each for each in found if not pack.start() <= each.start < pack.end()] or found
    pieces = next((each.value for each in found if each.unit == "piece"), None)
    boxes = next((each.value for each in found if each.unit == "box"), None)
    if boxes and size:
        return {"quantity": int(boxes * size)}
    return {"quantity": pieces if pieces or boxes else _count(text), "boxes": boxes}


def _is_article(text: str, each: writing.Quantity) -> bool:
    """Tell whether a count counts no goods: 一个 before another noun where nobody asks for one only says "a"."""
    one = each.value == 1 and each.unit == "piece" and text[each.start] == "一"
    noun = _ARTICLE_OF.match(text, each.end) and not _ASKED_FOR.search(text[: each.start])
    return bool(NO_GOODS.match(text, each.end) or (one and (noun or text[each.end : each.end + 1] == "都")))


def _count(text: str) -> int | None:
    """Give the first bare number that may be a count: of no time, size or money, no part of a code or a name."""
    if (times := TIMES.search(text)) is not None:
        return int(times[1])
    for match in COUNT.finditer(text):
        value = writing.number(match[0])
        if match[0] in HOTLINES or (value is not None and value >= 10**6):
            continue
        before = text[max(0, match.start() - NEAR) : match.start()]
        is_han = match[0][0] > "\u3000"
        if value is None or value != int(value) or value < (1 if match[0][0].isdigit() else 10 if is_han else 2):
            continue
        named = not is_han or value >= 100 or re.search(r"[要来买订拿定做各走成到量为]$", before)
        if named and is_count(text, *match.span()):
            return int(value)
    return None


def is_count(text: str, start: int, end: int) -> bool:
    """Tell whether a bare number may count goods: it is no time, size or money, and no part of a code or a name."""
    before = text[max(0, start - NEAR) : start]
    return not AFTER_COUNT.match(text, end) and not BEFORE_COUNT.search(before)


def _place(text: str) -> dict[str, object]:
    match = places.DESTINATION.search(text)
    city = (match["city"] or match["latin"] or match["han"]) if match else None
    if not city or places.NO_CITY.match(city) or any(known.fullmatch(city) for known in places.COUNTRIES.values()):
        toward = re.search(rf"\bto\s+({places.CITY_LATIN.pattern})", text, re.IGNORECASE)
        known = [toward[1].title()] if toward else [match[0].title() for match in places.CITY_LATIN.finditer(text)]
        city = next((name for name in (*known, *places.CITIES_HAN) if name in known or name in text), None)
    city = next((name for name in places.CITIES_HAN if city and city.startswith(name)), city or places.named_city(text))
    country = next((name for name, known in places.COUNTRIES.items() if known.search(text)), None)
    return {"city": city, "country": country}
