"""Titles from facts: other wordings of a listing's title that say nothing which the shop does not know.

A wording keeps every word of the title and adds facts that it does not hold yet: values of attributes, the pieces of a
pack, the category; or it puts the words that buyers type first. Wordings that are too wide for a platform, or hold a
word that may not be said, are left out. Those that hold more of what buyers typed come first. Nothing is invented: each
word stands in the title or in the facts, which a property test holds.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from pydantic import BaseModel, ConfigDict

from decisions.listing_health import WIDEST_TITLE, width

MOST = 2
_MACHINE = re.compile(r"^[a-z]+(_[a-z]+)+$|^nickname$")


class Goods(BaseModel):
    """What the shop knows of a product: title, category, attributes, and the pieces of a pack (1: none)."""

    model_config = ConfigDict(frozen=True)

    title: str
    category: str = ""
    attributes: dict[str, str] = {}
    pack: int = 1


def draft_titles(goods: Goods, typed: Mapping[str, int], is_clean: Callable[[str], bool]) -> list[str]:
    """Give other wordings of a title, the one that covers most of what buyers typed first.

    Args:
        goods: The facts.
        typed: Clicks by what buyers typed.
        is_clean: Tells whether a text may be published.

    Example:
        >>> draft_titles(Goods(title="Mug, blue", attributes={"material": "stoneware"}), {}, lambda text: True)
        ['Mug, blue, stoneware']
    """
    zh = any("一" <= sign <= "鿿" for sign in goods.title)
    facts = [fact for fact in facts_of(goods) if fact.lower() not in goods.title.lower()]
    joint = " " if zh else ", "
    found = [joint.join([goods.title, fact]) for fact in facts]
    if len(facts) > 1:
        found.append(joint.join([goods.title, *facts[:2]]))
    fit = [one for one in dict.fromkeys(found) if width(one) <= WIDEST_TITLE and is_clean(one)]
    return sorted(fit, key=lambda one: (-_covered(one, typed), -len(one), one))[:MOST]


def facts_of(goods: Goods) -> list[str]:
    """List what can be said of a product beside its title, attributes first."""
    values = [value for name, value in sorted(goods.attributes.items()) if not _MACHINE.match(name) and value.strip()]
    zh = any("一" <= sign <= "鿿" for sign in goods.title)
    # a number that the title has already may count something else
    says_it = re.search(rf"(?<!\d){goods.pack}(?!\d)", goods.title) is not None
    pack = [f"{goods.pack} 个装" if zh else f"pack of {goods.pack}"] if goods.pack > 1 and not says_it else []
    return [*values, *pack, *([goods.category] if goods.category else [])]


def _covered(title: str, typed: Mapping[str, int]) -> int:
    """Count the clicks of what was typed whose words all stand in a title."""
    low = title.lower()
    return sum(clicks for term, clicks in typed.items() if all(word in low for word in _words(term)))


def _words(term: str) -> Sequence[str]:
    return term.lower().split()
