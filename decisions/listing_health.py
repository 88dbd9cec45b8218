"""Listing health: what is wrong with a listing, and what of it can be mended from facts alone.

Mended: a word that advertising law forbids is taken out of a title that still says what the goods are; an attribute
that most listings of the category have is filled in when exactly one of the values they use stands in the title. All
else is named for the owner, who has the picture or knows the size: nothing is invented.

Title width counts a Chinese character as 2; the limit of 60 (30 characters) is Taobao's and 1688's customary one, to be
checked against the platform's rule text before use. Thresholds are ours.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence

from pydantic import BaseModel, ConfigDict

from shops.models import Tier
from shops.terms import ladder_faults

WIDEST_TITLE, NARROWEST_TITLE = 60, 8
LEAST_PEERS = 5
USUAL_SHARE = 0.6
"""Share of a category's listings that have an attribute, from which on it is missed where it is not there."""
_MACHINE = re.compile(r"^[a-z]+(_[a-z]+)+$")
"""Attributes that the house reads and no buyer: sample_set_up, custom_processes."""


class Listing(BaseModel):
    """One product on the shelf.

    Attributes:
        banned: Words of its title that must not be there, as they were found (lower case).
        ladders: Price ladder and smallest order by SKU.
        orders: Order lines of the last 28 days; None while it was not in stock for so long.
        impressions: Of its ads in the last 14 days; None if it is not advertised.
    """

    model_config = ConfigDict(frozen=True)

    product_id: str
    title: str
    category: str = ""
    attributes: dict[str, str] = {}
    images: int = 0
    banned: tuple[str, ...] = ()
    ladders: dict[str, tuple[tuple[Tier, ...], int]] = {}
    orders: int | None = None
    impressions: int | None = None


class Fix(BaseModel):
    """What the facts bear: another title (None: it stays), and attributes to add."""

    model_config = ConfigDict(frozen=True)

    product_id: str
    title: str | None
    attributes: dict[str, str]
    reason: str
    reason_zh: str


class Finding(BaseModel):
    """What only the owner can mend, by kind, e.g. ``"no_picture"``."""

    model_config = ConfigDict(frozen=True)

    kind: str
    product_id: str
    detail: str = ""


class Health(BaseModel):
    """Fixes and findings, by product."""

    model_config = ConfigDict(frozen=True)

    fixes: tuple[Fix, ...] = ()
    findings: tuple[Finding, ...] = ()


def width(text: str) -> int:
    """Give the width of a title: 2 for a wide character, 1 for another.

    Example:
        >>> width("冰箱贴 A")
        8
    """
    if text.isascii():
        return len(text)
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def advise_listings(listings: Sequence[Listing], is_clean: Callable[[str], bool]) -> Health:
    """Judge all listings of a shop, since a category's listings say what one of it lacks.

    Args:
        listings: Those on the shelf.
        is_clean: Tells whether a text may be published.
    """
    usual = _usual(listings)
    fixes, findings = [], []
    for one in sorted(listings, key=lambda listing: listing.product_id):
        title = _without(one.title, one.banned, is_clean) if one.banned else None
        missing = [name for name in usual.get(one.category, {}) if name not in one.attributes]
        borne = {name: value for name in missing if (value := _borne(one.title, usual[one.category][name]))}
        if title or borne:
            fixes.append(_fix(one, title, borne))
        findings += _findings(one, title, [name for name in missing if name not in borne])
    return Health(fixes=tuple(fixes), findings=tuple(findings))


def _usual(listings: Sequence[Listing]) -> dict[str, dict[str, set[str]]]:
    """Give by category the attributes that most of its listings have, with the values they use."""
    found: dict[str, dict[str, set[str]]] = {}
    for category in sorted({one.category for one in listings if one.category}):
        mine = [one for one in listings if one.category == category]
        counts = Counter(name for one in mine for name in one.attributes if not _MACHINE.match(name))
        enough = len(mine) > LEAST_PEERS
        found[category] = {
            name: {one.attributes[name] for one in mine if name in one.attributes}
            for name, count in sorted(counts.items())
            if enough and count >= USUAL_SHARE * len(mine)
        }
    return found


def _borne(title: str, values: set[str]) -> str | None:
    """Give the one value that stands in a title as a word; None if there is none, or more than one."""
    low = title.lower()
    inside = [
        value for value in values if value and re.search(rf"(?<![a-z0-9]){re.escape(value.lower())}(?![a-z0-9])", low)
    ]
    longest = [value for value in inside if not any(value != other and value in other for other in inside)]
    return longest[0] if len(longest) == 1 else None


def _without(title: str, banned: Sequence[str], is_clean: Callable[[str], bool]) -> str | None:
    """Take banned words out; None if what is left is too short or still not clean."""
    for word in sorted(banned, key=len, reverse=True):
        title = re.sub(re.escape(word), " ", title, flags=re.IGNORECASE)
    left = " ".join(title.split()).strip(" ,、-")
    return left if width(left) >= NARROWEST_TITLE and is_clean(left) else None


def _fix(one: Listing, title: str | None, borne: dict[str, str]) -> Fix:
    said = ", ".join(f"{name} {value}" for name, value in sorted(borne.items()))
    words = ", ".join(one.banned)
    parts = [f"advertising law forbids {words}"] if title else []
    parts_zh = [f"广告法禁用词:{words}"] if title else []
    parts += [f"its title says {said}"] if borne else []
    parts_zh += [f"标题已写明 {said}"] if borne else []
    return Fix(
        product_id=one.product_id,
        title=title,
        attributes=borne,
        reason="; ".join(parts),
        reason_zh=";".join(parts_zh),
    )


def _findings(one: Listing, title: str | None, missing: Sequence[str]) -> list[Finding]:
    wide = width(title or one.title)
    faults = [fault for tiers, _ in one.ladders.values() for fault in ladder_faults(tiers)]
    dead = [sku for sku, (tiers, moq) in one.ladders.items() if len(tiers) > 1 and tiers[1].min_quantity <= moq]
    found = {
        "banned_words": ", ".join(one.banned) if one.banned and not title else "",
        "title_length": str(wide) if not NARROWEST_TITLE <= wide <= WIDEST_TITLE else "",
        "missing_attributes": ", ".join(missing),
        "no_picture": "0" if one.images == 0 else "",
        "ladder": "; ".join(faults) or ", ".join(sorted(dead)),
        "no_orders": "0" if one.orders == 0 else "",
        "no_impressions": "0" if one.impressions == 0 else "",
    }
    return [Finding(kind=kind, product_id=one.product_id, detail=detail) for kind, detail in found.items() if detail]
