"""Several goods, each with a change of its own price, read clause by clause: 橘猫涨3%,柴犬降2%; 平安符别涨 锦鲤涨3%."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from agents.language import Slots, Understanding
from agents.owner_goods import goods_named
from agents.product.price_wish import moves_price, starts_with_move, wishes
from kit.text import fold
from shops.models import Variant

_CLAUSE = re.compile(
    r"\s*(?:[,，、;；。\n]|\.\s|\band\b|\bbut\b|但是?|而且?|另外|然后)\s*(?:and\s|but\s)?|(?<=[\w%])\s+(?=[\u4e00-\u9fff])"
    r"|(?<=[\d%元块p\u4e00-\u9fff])\s+(?=(?:[a-z]+-?\d{2,}|\d{4,}[a-z]?)(?:[\u4e00-\u9fff]|\s))",
    re.IGNORECASE,
)
_NOT = r"(?:别|不要|不用|不必|先不|不)(?:再)?(?:涨|降|动|改|调|变)价?了?"
_STAYS = re.compile(
    rf"^\W*(?P<zh>(?!(?:请|麻烦|先)?(?:别|不要|不用))[^,，]{{1,24}}?)(?<![涨降动改调变])\s*(?:先)?{_NOT}\W*$"
    r"|^\W*(?:please\s)?(?:do\snot|don'?t)\s(?:raise|lower|touch|change|move|increase|reduce|put\sup)"
    r"\s(?P<en>[a-z\d][\w' -]{2,60}?)\W*$"
    r"|^\W*(?:please\s)?(?:leave|keep)\s(?P<kept>[a-z\d][\w' -]{2,60}?)"
    r"(?:\s(?:as\s(?:it\sis|they\sare)|alone|unchanged|where\sit\sis|the\ssame))?\W*$",
    re.IGNORECASE,
)
"""Says of goods that their price shall stay."""
_PRICED = re.compile(
    r"^\W*(?:[£$€¥]\s?\d+(?:\.\d{1,2})?|\d+\.\d{1,2}|\d+\s?(?:块\d?|元|镑|p\b|pounds?\b|yuan\b))\W*(?:块钱?|元)?\W*$",
    re.IGNORECASE,
)
_MOST = 8


class Own(NamedTuple):
    """Goods with the clause that is read of their price; ``stays`` where it shall stay as it is."""

    variant: Variant
    read: Understanding
    stays: bool


def clauses(text: str) -> list[str]:
    """Give the clauses of words about prices.

    Example:
        >>> clauses("橘猫涨3%,柴犬降2%"), clauses("麻将7.2 锦鲤6.5")
        (['橘猫涨3%', '柴犬降2%'], ['麻将7.2', '锦鲤6.5'])
    """
    return [one.strip() for one in _CLAUSE.split(fold(text)) if one and one.strip()]


def without_stays(text: str) -> str | None:
    """Give the clauses beside those by which prices stay, None where there are none or nothing else moves a price.

    Example:
        >>> without_stays("平安符别涨 锦鲤涨3%"), without_stays("别涨价")
        ('锦鲤涨3%', None)
    """
    parts = clauses(text)
    moving = [one for one in parts if not _STAYS.search(one)]
    return ", ".join(moving) if len(moving) < len(parts) and any(map(moves_price, moving)) else None


def names_prices(text: str, beside: str) -> bool:
    """Tell whether words are goods with a price each and nothing beside it, at least two: 麻将7.2 锦鲤6.5.

    Args:
        text: The words.
        beside: The same without the goods they name.
    """
    parts = [one for one in re.split(r"[,，、;；和]|\s{2,}|\band\b", fold(beside)) if one.strip()]
    return len(clauses(text)) > 1 and len(parts) > 1 and all(_PRICED.search(one) for one in parts)


def prices_each(
    text: str, understand: Callable[[str], Understanding], variants: Sequence[Variant], currency: str
) -> tuple[Own, ...]:
    """Give the goods with the change that is said of each; nothing where a clause is not read or there are not several.

    Goods with no change of their own share that of the next clause: 橘猫、柴犬涨3%,锦鲤降1%.
    """
    by_sku = {one.sku: one for one in variants}
    found, waiting, verb = list[Own](), list[Variant](), ""
    parts = clauses(text)
    if not 1 < len(parts) <= _MOST:
        return ()
    for part in parts:
        read = understand(part)
        skus = goods_named(Slots(sku=read.slots.sku), part, variants)
        if len(skus) != 1:
            return ()
        variant, stays = by_sku[skus[0]], bool(_STAYS.search(part))
        asked = [] if stays else wishes(read.beside, currency, read.slots.price_minor)
        verb = starts_with_move(part) or verb
        if asked and not asked[-1].sign and verb and not starts_with_move(part):
            # raise this by 2% and that by 1%
            read = understand(f"{verb} {part}")
            asked = wishes(read.beside, currency, read.slots.price_minor)
        if len(asked) > 1:
            return ()
        if asked or stays:
            found += [Own(one, read, stays) for one in (*waiting, variant)]
            waiting = []
        else:
            waiting.append(variant)
    several = len({one.variant.sku for one in found}) == len(found) > 1 and not waiting
    changes = [one for one in found if not one.stays]
    return tuple(found) if several and changes and len({id(one.read) for one in found}) > 1 else ()
