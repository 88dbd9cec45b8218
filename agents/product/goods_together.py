"""Several goods that one change of price is meant for: each named by itself, or all of a kind (地垫都涨2%)."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from agents.language import Slots, Understanding
from agents.owner_goods import goods_like, goods_named, goods_of_kind
from kit.text import fold
from shops.models import Variant

_JOINT = re.compile(r"[,，、;；&\n]|[和跟与及]|以及|还有|\band\b", re.IGNORECASE)
_ALL_ZH = re.compile(r"都|全|所有|每[款种]|各款|一律|统统|通通")
_ALL = re.compile(
    r"\b(?:all|every|each)\s(?:of\s)?(?:the\s|our\s|my\s)?(?P<kind>[a-z][a-z '-]{2,40}?)"
    r"(?=\s(?:by|up|down|to|at|plus|minus|cheaper|dearer)\b|\s?[£$€¥+-]?\d|[\s.!]*$)",
    re.IGNORECASE,
)
BETWEEN = re.compile(rf"{_JOINT.pattern}|\b(?:all|every|each|both|two|of)\b|两[个款种]?", re.IGNORECASE)
"""What joins goods, and adds nothing to a change of their prices."""


def goods_together(
    text: str, understand: Callable[[str], Understanding], variants: Sequence[Variant]
) -> tuple[Variant, ...]:
    """Give the goods of which words name each for certain, or all on sale of a kind; none where there are not several.

    Args:
        text: The owner's words.
        understand: Reads a part of them.
        variants: The shop's goods.
    """
    said, listed = fold(text), [one for one in variants if one.listed]
    by_sku = {one.sku: one for one in variants}
    if (match := _ALL.search(said)) and len(kind := goods_like(match["kind"], listed)) > 1:
        return tuple(by_sku[sku] for sku in kind)
    named = {*goods_named(Slots(), said, variants)}
    kind = goods_of_kind(said, listed) if _ALL_ZH.search(said) else ()
    if len(kind) > 1 and (not named or named == {*goods_of_kind(said, variants)}):
        return tuple(by_sku[sku] for sku in kind)
    found = dict[str, None]()
    for part in _JOINT.split(said):
        slots = understand(part).slots
        skus = goods_named(slots, part, variants)
        if len(skus) > 1 or (skus and slots.sku is None and slots.sku_candidates):
            return ()
        found |= dict.fromkeys(skus)
    return tuple(by_sku[sku] for sku in found) if len(found) > 1 else ()
