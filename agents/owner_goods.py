"""Goods that the owner's words name: by SKU or name, by a part of a title, or by the word for a kind of goods."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from itertools import pairwise

from agents.goods_words import WORDS
from agents.language import Slots
from kit import text as writing
from shops.models import Variant

MOST_ALIKE = 5
"""A part of a title that more articles have names none of them."""
_LITTLE = {"and", "of", "the", "for", "to", "in", "a", "an", "on", "with", "order", "line"}
_BOUGHT = re.compile(
    r"(?:买|订|拿)(?:了|过|走)(?P<zh>[^,，。;；?？!！\n]+)"
    r"|\b(?:who|which (?:buyers?|customers?))\s(?:has\s|have\s)?(?:bought|buys?|ordered|orders?|took)\s"
    r"(?P<en>[^.?!,;\n]+)",
    re.IGNORECASE,
)
_SOLD = re.compile(
    r"\bhow\s(?:many|much)\s(?:of\s)?(?:(?:the|our|all)\s)?(?P<how>[a-z][a-z\s'-]{2,40}?)\s(?:(?:did|do|have|has)\s(?:we|i)\s(?:sell|sold)\b"
    r"|(?:were|was|are|is|have|has|did)?\s?(?:been\s)?(?:sold|sell)\b)"
    r"|\bsales\sof\s(?:(?:the|our|all)\s)?(?P<of>[a-z][a-z\s'-]{2,40}?)\s*"
    r"(?=$|[?.,!;]|\b(?:last|this|yesterday|today|in|on|since|from|between|for|over|during|ever|so)\b)",
    re.IGNORECASE,
)
"""Whose sales are asked for, in English."""
_ASKS_SUM = re.compile(
    r"卖(?:了|出|掉|得)?(?:去|了)?(?:多少|几|怎么样|如何|咋样|好不好)|销量|销售|(?:还|共|总共)?[有剩](?:多少|几)|库存"
    r"|\b(?:sell|sold|sales|selling|revenue)\b|\bhow many\b[^.?!\n]*\b(?:left|stock|have)\b",
    re.IGNORECASE,
)
_SHOP = re.compile(
    r"\b(?:shop|store|business|company|units?|pieces?|did|do|we|they|you|samples?|coupons?|ads?)\b", re.IGNORECASE
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


def stands_in(name: str, text: str) -> bool:
    """Tell whether a name or id stands in a text as a whole.

    Example:
        >>> stands_in("k1", "stop k1 please"), stands_in("k1", "stop k12")
        (True, False)
    """
    pattern = rf"(?<![a-z0-9-]){re.escape(writing.fold(name).lower())}(?![a-z0-9-])"
    return bool(re.search(pattern, writing.fold(text).lower()))


def goods_written(text: str, variants: Sequence[Variant]) -> tuple[str, ...]:
    """Give the SKUs whose whole titles or ids a text holds, the longest first; what is part of a longer one is none.

    Example: ``"delist the dolly girl lunch box and the spaceboy lunch boxes"`` gives both.
    """
    said, found = writing.fold(text).lower(), dict[str, None]()
    named = [(writing.fold(name).lower(), one.sku) for one in variants for name in (one.title, one.sku)]
    for name, sku in sorted((pair for pair in named if pair[0] in said), key=lambda pair: (-len(pair[0]), pair)):
        pattern = rf"(?<![a-z0-9-]){re.escape(name)}(?:e?s)?(?![a-z0-9-])"
        if re.search(pattern, said):
            found[sku] = None
            said = re.sub(pattern, " ", said)
    return tuple(found)


def goods_ordered(
    text: str, slots: Slots, variants: Sequence[Variant], words: str = ""
) -> tuple[tuple[str, ...], bool]:
    """Give the SKUs that an order names, by id, title or a part of it, and whether they are named for certain.

    Args:
        text: The order.
        slots: What it names.
        variants: The shop's goods.
        words: All that a plain order says of its goods, in English: what only one title has names it.
    """
    written, parts = goods_written(text, variants), goods_named(Slots(), text, variants)
    if written:
        return (written if {*written} & {*parts} else (*written, *parts)), True
    if not parts and slots.sku is None and (only := only_of_kind(text, variants)):
        return only, True
    named = goods_named(slots, text, variants)
    if words and named == slots.sku_candidates and len(like := goods_like(words, variants)) == 1:
        return like, True
    return named, named != slots.sku_candidates


def only_of_kind(text: str, variants: Sequence[Variant]) -> tuple[str, ...]:
    """Give the one SKU of the kinds of goods that a Chinese text names (礼盒); none where there are more."""
    found = goods_of_kind(text, variants)
    return found if len(found) == 1 else ()


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
    latin = [writing.stem(word) for word in wanted if word.isascii()]
    signs = [word for word in wanted if not word.isascii()]
    found = []
    for one in variants:
        title = writing.fold(one.title).lower()
        if _all_in(latin, title) and all(word in title for word in signs):
            found.append(one.sku)
    return tuple(found)


def _all_in(stems: Sequence[str], title: str) -> bool:
    """Tell whether a title has all these words, written together or apart: cakestands and cake stands are the same."""
    own = _stems(title)
    words = re.findall(r"[a-z]+", title)
    own |= {writing.stem(f"{first}{second}") for first, second in pairwise(words)}
    joined = {
        one for first, second in pairwise(stems) if writing.stem(f"{first}{second}") in own for one in (first, second)
    }
    return all(one in own or one in joined for one in stems)


def most_like(names: Mapping[str, str], text: str) -> list[str]:
    """Give the ids whose names share most with a text: Latin words, or as many signs in a row, at least two.

    Example:
        >>> most_like({"a": "软胶冰箱贴 批发", "b": "杯垫 定制"}, "那个软胶的词")
        ['a']
    """
    said = writing.fold(text).lower()
    words = {writing.stem(word) for word in re.findall(r"[a-z0-9-]+", said)} - _LITTLE

    def shared(word: str) -> int:
        if word.isascii():
            return writing.stem(word) in words and len(word) > 1
        longest = SequenceMatcher(None, word, said, autojunk=False).find_longest_match().size
        return longest if longest > 1 else 0

    scores = {one: sum(map(shared, writing.fold(name).lower().split())) for one, name in names.items()}
    most = max(scores.values(), default=0)
    return [one for one, score in scores.items() if score == most] if most else []


def goods_of_kind(text: str, variants: Sequence[Variant]) -> tuple[str, ...]:
    """Give the SKUs of the kinds of goods that a Chinese text names; none where it names no kind that the shop has.

    Example: ``goods_of_kind("哪款杯垫卖得最好", variants)`` gives every coaster, 杯垫和地垫 those of both kinds.
    """
    said, kinds, end = writing.fold(text), list[set[str]](), -1
    spans = sorted((at.start(), -at.end(), word) for word in WORDS if word in said for at in re.finditer(word, said))
    for start, minus_end, word in spans:
        fit = {one.sku for one in variants if word in one.title}
        if start <= end or said[end:start] == "的":
            # 水果冰箱贴 are the magnets that are fruit
            kinds[-1] = kinds[-1] & fit or kinds[-1] or fit
        else:
            kinds.append(fit)
        end = max(end, -minus_end)
    return tuple(one.sku for one in variants if any(one.sku in kind for kind in kinds))


def kind_asked(text: str, slots: Slots, variants: Sequence[Variant]) -> tuple[str, ...]:
    """Give the SKUs of a kind of goods of which words ask what was sold or is left; none where they ask it of no kind.

    Example: of a shop with twelve lunch bags, ``"how many lunch bags did we sell?"`` gives these twelve.
    """
    if slots.sku is not None:
        return ()
    if not _ASKS_SUM.search(writing.fold(text)):
        return _in_common(text, slots, variants)
    if not text.isascii() and (found := goods_of_kind(text, variants)):
        return found
    words = _whose(text)
    if words and (found := goods_like(words, variants)):
        exact = tuple(one.sku for one in variants if _stems(one.title) == _stems(words))
        return exact if len(exact) == 1 else found
    return _in_common(text, slots, variants)


def _in_common(text: str, slots: Slots, variants: Sequence[Variant]) -> tuple[str, ...]:
    """Give all goods with the words that the titles which fit best have in common and the text names."""
    titles = [_stems(one.title) for one in variants if one.sku in slots.sku_candidates]
    shared = set.intersection(*titles) & _stems(text) - _LITTLE if titles else set()
    return tuple(one.sku for one in variants if shared and shared <= _stems(one.title))


def unknown_goods(text: str, variants: Sequence[Variant]) -> str | None:
    """Give goods of which English words ask what was sold and which the shop does not have.

    Example:
        >>> unknown_goods("how many mugs did we sell?", ()), unknown_goods("how many orders did we sell?", ())
        ('mugs', None)
    """
    words = _whose(text)
    return words if words and not goods_like(words, variants) else None


def _whose(text: str) -> str:
    match = _SOLD.search(writing.fold(text))
    words = " ".join(_NO_GOODS.sub(" ", match["how"] or match["of"]).split()) if match else ""
    return "" if _SHOP.search(words) else words


def _stems(text: str) -> set[str]:
    return {writing.stem(word) for word in re.findall(r"[a-z]+", writing.fold(text).lower())}
