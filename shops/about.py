"""What a shop may say of itself, made of its records: what it has, what sells, the least order, by whom it ships.

Who writes to a buyer and who checks the words make the same ones of the same records, so they may be sent as they stand
while the records are as they were.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from shops.carriers import usual_carrier
from shops.models import ShopInfo, Variant
from shops.port import Reads
from shops.promotions import Coupon

Language = Literal["zh", "en"]
Words = Mapping[Language, str]
BEST = 5
"""Articles that are named as what sells most."""
BEST_DAYS = 28
"""Days whose takings tell what sells most."""


def articles(reads: Reads, now: datetime) -> list[Variant]:
    """Give the articles on the shelf, those with the most takings in four weeks first."""
    today = now.astimezone(ZoneInfo(reads.shop.info().time_zone)).date()
    taken: dict[str, int] = {}
    for row in reads.shop.list_sales(since=today - timedelta(days=BEST_DAYS), until=today):
        taken[row.sku] = taken.get(row.sku, 0) + row.revenue
    products = {one.id for one in reads.shop.list_products(limit=10_000).items if one.listed}
    there = [one for one in reads.shop.list_variants() if one.listed and one.product_id in products]
    return sorted(there, key=lambda one: (-taken.get(one.sku, 0), one.sku))


def about(reads: Reads, kind: str, now: datetime, country: str = "") -> Words | None:
    """Give the words of a kind of :data:`OPENINGS`; None where the records have nothing to say.

    Args:
        reads: The shop.
        kind: ``range``, ``best``, ``wholesale``, ``moq``, ``quiet`` (no promotion runs) or ``courier``.
        now: The moment of which it is true.
        country: Where the reader is, in English.

    Example:
        >>> about(reads, "moq", now)
        {'en': 'Each article can be had from 1 piece on', 'zh': '各款均 1 件起订'}
    """
    return _WORDS[kind](reads, now, country)


def said_of_itself(reads: Reads, text: str, now: datetime, country: str) -> list[str]:
    """Give the words of all kinds that a text begins to say, in both languages."""
    kinds = [kind for kind, openings in OPENINGS.items() if any(one in text for one in openings)]
    return [words for kind in kinds for words in (about(reads, kind, now, country) or {}).values()]


def _range(reads: Reads, now: datetime, _country: str) -> Words | None:
    count = len(articles(reads, now))
    return {"en": f"There are {count} articles in our shop", "zh": f"店里共有 {count} 款商品"} if count else None


def _best(reads: Reads, now: datetime, _country: str) -> Words | None:
    best = [one.title for one in articles(reads, now)[:BEST]]
    said: Words = {"en": f"What sells most with us now: {', '.join(best)}", "zh": f"近期卖得最多的是:{'、'.join(best)}"}
    return said if best else None


def _wholesale(reads: Reads, now: datetime, _country: str) -> Words | None:
    if not any(len(one.tiers) > 1 for one in articles(reads, now)):
        return None
    return {"en": "We sell wholesale, and more pieces cost less each", "zh": "可以批发,数量越多单价越低"}


def _moq(reads: Reads, now: datetime, _country: str) -> Words | None:
    least = sorted({one.moq for one in articles(reads, now)})
    if not least:
        return None
    if len(least) == 1:
        pieces = "1 piece" if least[0] == 1 else f"{least[0]} pieces"
        return {"en": f"Each article can be had from {pieces} on", "zh": f"各款均 {least[0]} 件起订"}
    return {
        "en": f"The minimum order is by article, between {least[0]} and {least[-1]} pieces",
        "zh": f"起订量按款而定,在 {least[0]} 到 {least[-1]} 件之间",
    }


def _quiet(reads: Reads, now: datetime, _country: str) -> Words | None:
    found = reads.promotions.list_promotions(open_only=True) if reads.promotions else ()
    if any(one.runs(now) and not isinstance(one.discount, Coupon) for one in found):
        return None
    return {"en": "There is no promotion for everybody in our shop now", "zh": "店里目前没有面向所有人的活动"}


def _courier(reads: Reads, _now: datetime, country: str) -> Words | None:
    info: ShopInfo = reads.shop.info()
    carrier = usual_carrier(country, info)
    return {"en": f"Your parcels go with {carrier} as a rule", "zh": f"给您的包裹一般发 {carrier}"}


_WORDS: Mapping[str, Callable[[Reads, datetime, str], Words | None]] = {
    "range": _range,
    "best": _best,
    "wholesale": _wholesale,
    "moq": _moq,
    "quiet": _quiet,
    "courier": _courier,
}
OPENINGS: Mapping[str, tuple[str, ...]] = {
    "range": ("There are ", "店里共有"),
    "best": ("What sells most", "近期卖得最多"),
    "wholesale": ("We sell wholesale", "可以批发"),
    "moq": ("Each article can be had", "The minimum order is by article", "各款均", "起订量按款而定"),
    "quiet": ("There is no promotion", "店里目前没有"),
    "courier": ("Your parcels go with", "给您的包裹一般发"),
}
"""How the words of each kind begin: what else a message says costs no look at the records."""
