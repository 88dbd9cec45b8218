"""What change of a price the owner's words name, and whether they say that change and nothing beside it.

Read in the words beside the goods (``Understanding.beside``). What a price is moved *by* is told from what it is moved
*to*; which way stands in the words, never in a guess.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from decimal import Decimal
from typing import Literal, NamedTuple

from kit import money
from kit.text import NUMERAL, fold, percents, prices, stem
from shops.models import Tier
from shops.terms import scale_ladder

Kind = Literal["percent", "by", "to"]
MOST_BY = 4
"""An amount of at most a quarter of the price is no price that it is moved to."""


class PriceWish(NamedTuple):
    """A change of a price: percent, or an amount in minor units by which or to which it moves, and which way.

    ``kind`` is None where an amount may be meant either way, ``sign`` is 0 where nothing says up or down.
    """

    kind: Kind | None
    value: Decimal
    sign: int = 0


def _compile(*parts: str) -> re.Pattern[str]:
    return re.compile("|".join(parts), re.IGNORECASE | re.ASCII)


_UP_ZH = r"往上(?:提|调|加|走)?|上[调浮涨]|调[高涨]|提高|升高?|加回去|涨价?|(?<!前)提价?|加价?|贵|多[卖收]"
_DOWN_ZH = r"往下(?:调|降|减)?|下[调浮降]|调低|降低|降价?|减价?|便宜|落价?|砍|少[卖收]|让利?"
_UP = _compile(r"\b(?:raise|increase|bump|hike|up|lift|add|plus|dearer|more|higher|rise)\b|\+", _UP_ZH)
_DOWN = _compile(r"\b(?:lower|reduce|cut|drop|decrease|down|off|knock|less|cheaper|discount|shave|minus)\b", _DOWN_ZH)
_MINUS = re.compile(r"(?<![\w-])[-−]\s?$")
_SIGNED = re.compile(r"(?<![\w-])[-−+]$")
_OFF = re.compile(r"折|half|半价", re.IGNORECASE)
_UNCLEAR = re.compile(r"(?:(?<![\w-])[-−]\s|调整)$")
"""Before an amount: by it or to it."""
_JOINED = r"[了个它点]?(?:回去)?\s?[¥￥]?\s?$"
_BY = _compile(
    rf"(?:\b(?:by|up|down|another|extra|plus|add|knock|take|shave|minus)|[+])\s?(?:a\s)?$|(?:{_UP_ZH}|{_DOWN_ZH}){_JOINED}"
)
_TO = _compile(
    r"(?:\b(?:to|at|is|be|now|it|price[ds]?|for)|[=:])\s?(?:just\s|only\s)?$",
    rf"(?:[到成至为去回:]|[改定设调][价到成至为]?|标价?|[挂卖设]|价格?|原来的){_JOINED}",
)
_BY_AFTER = _compile(r"\s?(?:off|cheaper|dearer|less|more|lower|higher|up|down|on(?:to)?)\b")
_PUT_ON = re.compile(r"\b(?:put|stick)\s?$", re.IGNORECASE)
_COMMA = re.compile(r"(?<!\d),|,(?!\d)", re.ASCII)
"""One that parts no thousands: 说错了,2%."""
_FROM = re.compile(r"(?:\bfrom|[从由])\s?$", re.IGNORECASE)
_TO_NEXT = re.compile(r"\s?(?:[改调换变到]|->|→|=>|to\s)[成到为价至]?\s?[£$€¥]?\d", re.IGNORECASE)
"""After a price that another takes the place of: 23.56改23.2."""
_FROM_WHAT = re.compile(r"(?:\bfrom|[从由])\s?[£$€¥]?\d[\d.]*(?:块\d?|元|p\b)?", re.IGNORECASE)
_MOVES = _compile(r"\b(?:raise|increase|bump|hike|lower|reduce|cut|drop|decrease|lift)\b", _UP_ZH, _DOWN_ZH)
_SETS = _compile(
    r"\b(?:set|make|change|price|reprice|sell|stick|adjust|update|correct|fix|list|retail)\b|[改调定设标挂卖]"
)

_LEAD = _compile(
    r"^\W*(?:(?:ok(?:ay)?|hi|hello|hey|please|pls|plz|right|so)\W+)*(?:(?:can|could|would|will)\s(?:you|u)|(?:i|we)(?:'d|\swould)\s(?:like|want)(?:\s(?:you\s)?to)?"
    r"|(?:can|could|shall)\s(?:we|i)(?=\s(?:please\s)?(?:put|set|make|have|raise|lower|drop|bump|move|change|take|knock|reduce)\b)"
    r"|(?:i|we)\s(?:want|need)(?:\s(?:you\s)?to)?|let'?s(?:\shave)?|you\s(?:can|must|should)|go\sahead\sand)\b",
    r"^[\s,，]*(?:请问?|麻烦)?(?:您|你|店长)?(?:能不能|可不可以|能否|可否|可以|能)(?:请|麻烦)?(?:您|你)?(?=[帮给把替将请])",
    r"^[\s,，]*(?:我|我们|咱们?)(?:要|想要?|决定|需要|打算)(?:你|您)?(?=[把给将\s])",
)
"""What begins an order politely; the tail of such a question adds nothing."""
_TAIL = _compile(r"[,，\s]*(?:吗|么|可以吗|行吗|好吗|行不行|好不好|不)?[\s?？]*$|[\s?]*(?:please|pls|plz)?[\s?]*$")
_POLITE_TAIL = re.compile(r"[,，\s]*(?:好吗|好不好|好嘛)[\s?？]*$")
_IDLE = frozenset(
    """
    raise increase bump hike mark put push move lift bring nudge lower drop cut reduce knock take decrease discount
    shave add plus give rise go mate set change make reprice update adjust fix correct sell list stick retail stays
    minus less penny tuppence quid fiver tenner
    price prices priced pricing cost unit ladder step steps bulk wholesale tier tiers
    up down off on onto to by at of for from the a an my our its it this that these those them one ones and or with
    each per pc pcs piece pieces item items product products article articles sku code goods magnet sign instead
    cheaper dearer higher more less extra another further back again exactly just only now today then also
    immediately straight away right please pls plz kindly thanks thank thx cheers ta ok okay hi hello hey yes yeah
    yep as needed needed necessary should must be current new starting asap p pence pound pounds quid yuan percent
    """.split()
)
"""Words that name a change of price, or add nothing to it; nobody but the writer can be meant to do it."""
_SHOULD = re.compile(r"\b(?:should|must|shall)\b(?!\sbe\b)", re.IGNORECASE)
_IDLE_ZH = _compile(
    _UP_ZH,
    _DOWN_ZH,
    r"改[成为到价做卖]?|调[到成至整价去]?|设[为成定]?|定[为在成价到]?|标价?|挂|换成|恢复|回|打|折[标扣]?|卖|整",
    r"价格|价钱|价位|单价|售价|零售价?|批量|批发|大货|阶梯|原来的?|现价|价|百分之|个百分点|个点|一口",
    r"请|麻烦|劳驾|拜托|帮(?:我们?|忙|个忙)?|给(?:我们?)?|替我|把|将|的|[那这]一?[个款张只种]?|[个款张只种件盒条块枚]|[从由]|再|都|就|先|也|并"
    r"|现在|马上|立[刻即]|今[天日]|直接|统统|统一|全部|全线|全都?|所有|一律|每[个件只张]?|各|往|到|至(?![少多])|成|为|一下|吧|啊|呀|哈|哦|噢|喔|啦|嘛|呗"
    r"|谢谢您?|多谢|感谢|辛苦了?|店长|您|你|好[的了]?|行了?|即可|得了|嗯|商品|产品|冰箱贴|贴|垫子?|扣|它们?|元|英?镑|块钱?|毛|角|分钱?|钱|以上|起批?",
)
"""The same in Chinese; 了 is none: 降了3% tells what others did."""
_COURTESY = _compile(
    r"\bwhen\s(?:you|u)\s(?:get|have)\s(?:a\s(?:chan[cg]e|minute|moment|sec)|time)\b|\bthank\s(?:you|u)\b|\bneeds?\sto\sgo\b"
)
_REASON = _compile(
    r"\b(?:it|they|that|these|those)?\s?(?:is|are|'s|'re)?(?:\s?not|n't)\s(?:been\s)?(?:moving|selling|shifting)(?:\swell|\sat\sall)?\b",
    r"\b(?:it|they)(?:'s|'ve|\shas|\shave)?\s(?:been\s)?sat\sthere(?:\sall\s\w+)?|(?:\b(?:it|they|this|these))?(?:'s|'re|\s(?:is|are))\s(?:selling\s(?:well|fast|badly|slowly)|too\s(?:cheap|dear|expensive|low|high))\b"
    r"|\b(?:costs?\s(?:has|have)\sgone\sup)\b|\bto\sclear\s(?:the\sstock|it|them)\b",
    r"[卖走销][得的]?(?:不动|不掉|不好|很?慢|太慢|太?猛|很?好|太?差|亏)[了嘞啦]?|(?:压[仓货]|滞销|太便宜|太贵|没利润)了?|成本涨了?|投诉少了|退得太凶"
    r"|清(?:库存|仓|货)|清掉它?|旺季(?:到了|来了)|试试看?|[卖看]着看|气死我了|(?:赶紧|尽快)清",
)
"""Why it is wished, in one breath."""
_SENTENCE = re.compile(
    r"(?<=[。？！?!\n])|\.\s|[,，;；]?\s?(?:另外|顺便|然后|再看看)|,?\s?\b(?:and\s(?:then\s)?(?=tell|show|how|what)|also)\b"
)
_COSTS = re.compile(r"^(?!.*\b(?:make|let|have|set|put|must|shall|to)\b).*\bcost\b", re.IGNORECASE | re.DOTALL)
"""Tells what goods cost, and makes them cost nothing."""
_UNFINISHED = re.compile(r"\bby[\s.…]*$", re.IGNORECASE)
_LATIN = re.compile(r"[a-z]+|\d+", re.IGNORECASE)
_HAN = re.compile(r"[\u3400-\u9fff]")


class _Amount(NamedTuple):
    kind: Kind | None
    value: Decimal
    currency: str | None
    start: int
    end: int


def wishes(beside: str, currency: str, bare: int | None = None) -> list[PriceWish]:
    """Give the changes that words name, in order, each once; what a price is moved *from* is none.

    Args:
        beside: The folded words without the goods they name.
        currency: The shop's; amounts of another currency are none.
        bare: A number without a unit that is read as a price, in minor units; it counts where no other amount is named.

    Example:
        >>> [tuple(map(str, one)) for one in wishes("raise it by 25p", "GBP")]
        [('by', '25', '1')]
    """
    found = []
    for one in _amounts(beside):
        value = one.value
        if one.kind != "percent":
            value = one.value.scaleb(money.digits(currency))
            if one.currency not in (None, currency) or value != int(value):
                continue
        sign = 0 if one.kind == "to" else _sign(beside, one)
        found.append(PriceWish(one.kind, value, sign))
    if not found and bare:
        number = re.search(rf"{NUMERAL}", beside, re.IGNORECASE)
        kind = _kind(beside, *number.span()) if number else "to"
        found = [PriceWish("to" if kind == "to" else None, Decimal(bare))]
    return list(dict.fromkeys(found))


def _amounts(text: str) -> list[_Amount]:
    """Give the amounts that words name; of one that a price comes from and others, the others."""
    found = _all_amounts(text)
    return [one for one in found if not _is_from(text, one)] or found


def _is_from(text: str, one: _Amount) -> bool:
    return bool(_FROM.search(text[: one.start]) or _TO_NEXT.match(text[one.end :]))


def prices_left(beside: str, currency: str) -> list[int]:
    """Give the prices in minor units that words say a price comes from: it is to be changed only where that is true.

    Example:
        >>> prices_left("23.56改23.2", "CNY"), prices_left("from £2.39 to £2.35", "GBP"), prices_left("to £2", "GBP")
        ([2356], [239], [])
    """
    text = fold(beside)
    left = [one for one in _all_amounts(text) if one.kind != "percent" and _is_from(_COMMA.sub(";", text), one)]
    return [int(one.value.scaleb(money.digits(currency))) for one in left if one.currency in (None, currency)]


def moves_price(beside: str) -> bool:
    """Tell whether words beside goods name an amount or percentage that a price goes up or down by, or A改B.

    Example:
        >>> [moves_price(one) for one in ("提个3%", ": minus 5p", "down a penny", "卖了5块", "23.56改23.2")]
        [True, True, True, False, True]
    """
    text = fold(beside)
    found = _all_amounts(text)
    moved = any(one.kind in ("percent", "by") and _sign(_COMMA.sub(";", text), one) for one in found)
    return moved or (len(found) > 1 and any(_TO_NEXT.match(text[one.end :]) for one in found))


def _all_amounts(text: str) -> list[_Amount]:
    text = _COMMA.sub(";", text)
    shares = [_Amount("percent", one.value, None, one.start, one.end) for one in percents(text)]
    sums = [
        _Amount(_kind(text, one.start, one.end), one.amount, one.currency, one.start, one.end)
        for one in prices(text)
        if not any(share.start < one.end and one.start < share.end for share in shares)
    ]
    return sorted([*shares, *sums], key=lambda one: one.start)


def _kind(text: str, start: int, end: int) -> Kind | None:
    """Tell whether an amount is one to move by or to; None where a verb of moving stands alone (raise it 98p)."""
    before, after = text[:start], text[end:]
    if _BY_AFTER.match(after) and (not after.lstrip().startswith("on") or _PUT_ON.search(before) or _BY.search(before)):
        return "by"
    if _BY.search(before) or _SIGNED.search(before):
        return "by"
    if _UNCLEAR.search(before):
        return None
    if _TO.search(before):
        return "to"
    return None if _MOVES.search(text) and not _SETS.search(text) else "to"


def _sign(text: str, one: _Amount) -> int:
    """Give 1 for up, -1 for down, 0 where the words before and after an amount say neither or both."""
    if _OFF.search(text[one.start : one.end]) or _MINUS.search(text[: one.start]):
        return -1
    if one.kind == "by" and _PUT_ON.search(text[: one.start]):
        return 1
    near = _BY.search(text[: one.start])
    for part in (near[0] if near else "", text[: one.start] + " " + text[one.end :]):
        up, down = bool(_UP.search(part)), bool(_DOWN.search(part))
        if up != down:
            return 1 if up else -1
    return 0


def starts_with_move(text: str) -> str:
    """Give the English verb of moving that words begin with, nothing of others.

    Example:
        >>> starts_with_move("raise it by 2%"), starts_with_move("it went up")
        ('raise', '')
    """
    match = re.match(r"\W*(?:please\s|pls\s)?([a-z]+)\b", fold(text).lower())
    return match[1] if match and _MOVES.fullmatch(match[1]) else ""


def settled(wish: PriceWish, price: int) -> PriceWish:
    """Give a change of which it is not said whether it is by an amount or to it, where only by can be meant.

    A price of 1.25 that is lowered 5p does not become 5p, nor one that is raised 5p.

    Args:
        wish: The change.
        price: Of now, in minor units.

    Example:
        >>> down, up = PriceWish(None, Decimal(5), -1), PriceWish(None, Decimal(298), 1)
        >>> settled(down, 125).kind, settled(up, 295).kind
        ('by', None)
    """
    if wish.kind is not None or not wish.sign or wish.value * MOST_BY > price:
        return wish
    return wish._replace(kind="by")


def moved(tiers: Sequence[Tier], wish: PriceWish) -> tuple[Tier, ...] | None:
    """Give the ladder that a wish asks for; None where it leaves that open, or no price above nothing.

    A percentage and an amount to move by move every step, a price sets the first and the others in proportion.
    """
    if wish.value == 0 or wish.kind is None or (wish.kind != "to" and not wish.sign):
        return None
    if wish.kind == "percent":
        factor = 1 + wish.sign * wish.value / 100
        return scale_ladder(tiers, factor) if factor > 0 else None
    if wish.kind == "to":
        return _in_proportion(tiers, int(wish.value))
    by = wish.sign * int(wish.value)
    if any(tier.unit_price + by < 1 for tier in tiers):
        return None
    return tuple(Tier(min_quantity=tier.min_quantity, unit_price=tier.unit_price + by) for tier in tiers)


def _in_proportion(tiers: Sequence[Tier], first: int) -> tuple[Tier, ...]:
    """Set the first step to ``first`` and the others in proportion, rounded towards the old price.

    In integers: a factor such as 54/51 has no exact decimal, and the price named would be missed by one.
    """
    old = tiers[0].unit_price
    scaled = [tier.unit_price * first for tier in tiers]
    prices = [product // old if first > old else -(-product // old) for product in scaled]
    return tuple(
        Tier(min_quantity=tier.min_quantity, unit_price=max(1, price))
        for tier, price in zip(tiers, prices, strict=True)
    )


def says_only_that(beside: str, title: str, steps: re.Pattern[str], aside: Callable[[str], bool]) -> bool:
    """Tell whether words say one change of one price, and nothing beside it but why, and questions of their own.

    Args:
        beside: The folded words without the goods they name.
        title: The title of the goods, whose words may stand in them still.
        steps: What names steps of the ladder.
        aside: Tells of a sentence whether it asks for something else, which is no part of this.

    Example:
        >>> [says_only_that(one, "", re.compile("$^"), lambda _: False) for one in ("raise by 2%", "they raised by 2%")]
        [True, False]
    """
    parts = [one for one in _SENTENCE.split(fold(beside).lower()) if one and one.strip()]
    own = [one for one in parts if _amounts(one) or not aside(one)]
    known = {stem(word) for word in _LATIN.findall(fold(title).lower())}
    if not any(map(_amounts, own)):
        # a bare number is the price
        own = [re.sub(NUMERAL, " ", one, count=1, flags=re.IGNORECASE) for one in own]
    return bool(own) and not any(_rest(one, known, set(_HAN.findall(title)), steps) for one in own)


def _rest(part: str, known: Collection[str], chars: Collection[str], steps: re.Pattern[str]) -> list[str]:
    """Give the words of a sentence that are neither a change of price nor known to add nothing."""
    if _UNFINISHED.search(part) or _COSTS.search(part):
        return ["…"]
    lead = _LEAD.search(part)
    if lead is not None:
        part = _TAIL.sub("", part[lead.end() :])
    part = _POLITE_TAIL.sub("", part)
    if "?" in part or "？" in part or _SHOULD.search(part):
        return ["?"]
    for one in reversed(_all_amounts(part)):
        part = f"{part[: one.start]} {part[one.end :]}"
    part = _FROM_WHAT.sub(" ", part)
    for pattern in (_COURTESY, _REASON, steps):
        part = pattern.sub(" ", part)
    latin = [one for one in _LATIN.findall(part) if one not in _IDLE and stem(one) not in known]
    return latin + [one for one in _HAN.findall(_IDLE_ZH.sub("", part)) if one not in chars]
