"""Several goods in one text, each with its own count: 锦鲤500个,福字地垫10张."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pydantic import BaseModel

from agents.language_slots import is_count
from agents.lexicon import Mention
from kit import text as writing

_EACH_BEFORE = re.compile(r"(?:各|每[样款种])\s?(?:要|来|拿|订)?\s?$")
_EACH_AFTER = re.compile(r"\s?(?:of\s)?each\b", re.IGNORECASE)
_BARE = re.compile(r"(?<![\w.,£$€¥-])\d{1,6}(?![\w.%-]|,\d)", re.ASCII)
_PARTED = re.compile(r"[,，、。.;；\n]|\band\b|[和跟与]", re.IGNORECASE)
"""Between a count and goods, or two of them: they do not belong together."""
NEAR = 12
"""Signs that may stand between a count and its goods: 300 of your nice magnets."""


class Item(BaseModel, frozen=True):
    """A product by its SKU and the pieces asked for."""

    sku: str
    quantity: int


def find_items(text: str, mentions: Sequence[Mention]) -> tuple[Item, ...]:
    """Give the goods of a text that names several, each surely and with its own count of pieces; else none.

    Args:
        text: Folded, with what is denied blanked.
        mentions: The products it names.
    """
    skus = [one.skus[0] for one in mentions]
    if len(skus) < 2 or len(set(skus)) < len(skus) or not all(one.sure for one in mentions):
        return ()
    blank = text
    for one in mentions:
        blank = blank[: one.start] + "\x01" * (one.end - one.start) + blank[one.end :]
    counts = writing.quantities(blank)
    if any(one.unit == "box" for one in counts):
        return ()
    found = [(one.value, one.start, one.end) for one in counts]
    found += [
        (int(bare[0]), *bare.span())
        for bare in _BARE.finditer(blank)
        if not any(start <= bare.start() < end for _, start, end in found) and is_count(blank, *bare.span())
    ]
    if len(found) == 1:
        count, start, end = found[0]
        is_each = _EACH_BEFORE.search(blank[:start]) or _EACH_AFTER.match(blank, end)
        return tuple(Item(sku=sku, quantity=count) for sku in skus) if is_each else ()
    pairs = list(zip(sorted(mentions, key=lambda one: one.start), sorted(found, key=lambda one: one[1]), strict=False))
    if len(found) != len(mentions) or not (
        all(_belong(blank, end, one.start) for one, (_, _, end) in pairs)
        or all(_belong(blank, one.end, start) for one, (_, start, _) in pairs)
    ):
        return ()
    return tuple(Item(sku=one.skus[0], quantity=count) for one, (count, _, _) in pairs)


def _belong(text: str, end: int, start: int) -> bool:
    """Tell whether what begins at ``start`` belongs to what ends at ``end``."""
    return end <= start <= end + NEAR and not _PARTED.search(text[end:start])
