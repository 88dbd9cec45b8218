"""Goods that the owner's words name: by SKU or name, by a part of a title, or by the word for a kind of goods."""

from __future__ import annotations

import re
from collections.abc import Sequence

from agents.goods_words import WORDS
from agents.language import Slots
from kit import text as writing
from shops.models import Variant

MOST_ALIKE = 5
"""A part of a title that more articles have names none of them."""
_BOUGHT = re.compile(
    r"(?:买|订|拿)(?:了|过|走)(?P<zh>[^,，。;；?？!！\n]+)"
    r"|\b(?:who|which (?:buyers?|customers?))\s(?:has\s|have\s)?(?:bought|buys?|ordered|orders?|took)\s"
    r"(?P<en>[^.?!,;\n]+)",
    re.IGNORECASE,
)
_NO_GOODS = re.compile(
    r"的(?:人|客户|买家|是)?|是?谁|有|哪些?|人|客户|买家|最|多少?|什么|东西|货|几|次|单|钱|吗|呢|啊|吧|了|个|件|我们?|店里"
    r"|(?:今|昨|前|明)[天日儿]|上?个?(?:周|星期|礼拜)[一二三四五六日天]?|这?个?月|本|最近|\d+天?"
    r"|\b(?:the|a|an|any|some|of|it|most|best|more|than|once|twice|again|something|anything|things?|from|us|me|in|on|for|so|far"
    r"|today|yesterday|last|this|past|week|month|year|days?|\d+|what|how|much|many|and|orders?|goods|products?|articles?)\b",
    re.IGNORECASE | re.ASCII,
)


def goods_named(slots: Slots, text: str, variants: Sequence[Variant]) -> tuple[str, ...]:
    """Give the SKUs that words name; of a part of a title (橘猫, 柠檬) those few that have it.

    Example: of a shop with "亚克力冰箱贴 橘猫" as SKU-58, ``"橘猫毛利多少"`` gives ``("SKU-58",)``.
    """
    if slots.sku is not None:
        return (slots.sku,)
    said = writing.fold(text)
    parts: dict[str, list[str]] = {}
    for one in variants:
        for part in one.title.split():
            if len(part) >= 2 and "\u4e00" <= part[0] <= "\u9fff" and part in said:
                parts.setdefault(part, []).append(one.sku)
    few = [set(skus) for skus in parts.values() if len(skus) <= MOST_ALIKE]
    if few and (both := set.intersection(*few)):
        return tuple(sorted(both))
    return tuple(sorted(set.union(*few))) if few else slots.sku_candidates


def goods_bought(text: str) -> str | None:
    """Give what is asked who bought it, as it was written; None where no goods are named.

    Example:
        >>> goods_bought("今天谁买了橘猫"), goods_bought("昨天谁买得最多"), goods_bought("who bought mugs yesterday?")
        ('橘猫', None, 'mugs')
    """
    match = _BOUGHT.search(writing.fold(text))
    left = " ".join(_NO_GOODS.sub(" ", match["zh"] or match["en"]).split()) if match else ""
    return left if len(left) >= 2 else None


def goods_like(words: str, variants: Sequence[Variant]) -> tuple[str, ...]:
    """Give the SKUs whose titles hold all these words.

    Example: ``goods_like("杯垫", variants)`` gives every coaster.
    """
    wanted = writing.fold(words).lower().split()
    stems = {writing.stem(word) for word in wanted if word.isascii()}
    signs = [word for word in wanted if not word.isascii()]
    found = []
    for one in variants:
        title = writing.fold(one.title).lower()
        own = {writing.stem(word) for word in re.findall(r"[a-z]+", title)}
        if stems <= own and all(word in title for word in signs):
            found.append(one.sku)
    return tuple(found)


def goods_of_kind(text: str, variants: Sequence[Variant]) -> tuple[str, ...]:
    """Give the SKUs of the kind of goods that a Chinese text names; none where it names no kind that the shop has.

    Example: ``goods_of_kind("哪款杯垫卖得最好", variants)`` gives every coaster.
    """
    said = writing.fold(text)
    kinds = sorted((word for word in WORDS if word in said), key=len, reverse=True)
    found = (tuple(one.sku for one in variants if word in one.title) for word in kinds)
    return next((skus for skus in found if skus), ())
