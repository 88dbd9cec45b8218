"""Several goods in one text, each with its own count: 锦鲤500个,福字地垫10张."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from pydantic import BaseModel

from agents.language_slots import PACK, is_count
from agents.lexicon import Mention
from kit import text as writing

Unit = Literal["piece", "box"]
_EACH_BEFORE = re.compile(r"(?:各|每[样款种])\s?(?:要|来|拿|订)?\s?$")
_EACH_AFTER = re.compile(r"\s?(?:of\s)?each\b", re.IGNORECASE)
_BARE = re.compile(r"(?<![\w.,£$€¥-])\d{1,6}(?![\w.%-]|,\d)", re.ASCII)
_OF = re.compile(r"\s?of\b", re.IGNORECASE)
_COMMA = re.compile(r"(?<!\d),|,(?!\d)", re.ASCII)
"""One that parts no thousands: 2箱锦鲤,3箱柠檬."""
_PARTED = re.compile(r"[,，、。.;；\n]|\band\b|[和跟与]", re.IGNORECASE)
"""Between a count and goods, or two of them: they do not belong together."""
NEAR = 12
"""Signs that may stand between a count and its goods: 300 of your nice magnets."""


class Item(BaseModel, frozen=True):
    """A product by its SKU and how much of it is asked for, in pieces or in boxes."""

    sku: str
    quantity: int
    unit: Unit = "piece"


def find_items(text: str, mentions: Sequence[Mention]) -> tuple[Item, ...]:
    """Give the goods of a text that names several, each surely and with its own count; else none.

    Args:
        text: Folded, with what is denied blanked.
        mentions: The products it names.
    """
    mentions = sorted(mentions, key=lambda one: one.start)
    skus = [one.skus[0] for one in mentions]
    if len(skus) < 2 or len(set(skus)) < len(skus) or not all(one.sure for one in mentions):
        return ()
    blank = text
    for one in mentions:
        blank = blank[: one.start] + "\x01" * (one.end - one.start) + blank[one.end :]
    found = _counts(_COMMA.sub(";", blank))
    if len(found) == 1:
        count = found[0]
        is_each = _EACH_BEFORE.search(blank[: count.start]) or _EACH_AFTER.match(blank, count.end)
        pairs = [(one, count) for one in mentions] if is_each else []
    else:
        pairs = list(zip(mentions, found, strict=True)) if len(found) == len(mentions) else []
        before = all(_belong(blank, count.end, one.start) for one, count in pairs)
        after = all(_belong(blank, one.end, count.start) for one, count in pairs)
        pairs = pairs if before or after else []
    return tuple(Item(sku=one.skus[0], quantity=count.value, unit=_unit(text, one, count)) for one, count in pairs)


def _counts(text: str) -> list[writing.Quantity]:
    """Give the counts in order: with a unit, or bare; none where boxes leave open what a bare one or a box holds."""
    named = writing.quantities(text)
    bare = [
        writing.Quantity(int(one[0]), "piece", *one.span())
        for one in _BARE.finditer(text)
        if not any(count.start <= one.start() < count.end for count in named) and is_count(text, *one.span())
    ]
    if any(one.unit == "box" for one in named):
        # 2 boxes of koi and 3 of lemon
        if PACK.search(text) or not all(_OF.match(text, one.end) for one in bare):
            return []
        bare = [one._replace(unit="box") for one in bare]
    return sorted([*named, *bare], key=lambda one: one.start)


def _unit(text: str, mention: Mention, count: writing.Quantity) -> Unit:
    """Give what is counted; goods that are boxes themselves are counted in 盒."""
    is_boxed = text[count.end - 1] == "盒" and "盒" in text[mention.start : mention.end]
    return "piece" if is_boxed else count.unit


def _belong(text: str, end: int, start: int) -> bool:
    """Tell whether what begins at ``start`` belongs to what ends at ``end``."""
    return end <= start <= end + NEAR and not _PARTED.search(text[end:start])
