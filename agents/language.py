"""Intents and slots of a text, Chinese or English, by rules alone: the cues stand in ``language_patterns.py``.

What is read here is a claim of the writer's, never an order: who may ask for what is decided elsewhere.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Literal, Protocol

from pydantic import BaseModel

from agents import language_patterns as patterns
from agents.consent import stance
from agents.language_intents import Writer as Writer
from agents.language_intents import find_intents
from agents.language_items import Item, find_items
from agents.language_kinds import kinds
from agents.language_patterns import Intent
from agents.language_plain import plain, spelled
from agents.language_slots import blanked, find_slots, mask, order_id, settled, without_denied
from agents.lexicon import Lexicon as Lexicon
from agents.lexicon import Mention
from agents.lexicon import ProductName as ProductName
from agents.short_answer import said_in
from agents.topics import Reason, Topic, find_evidence, find_reason, find_topics
from agents.written_address import WrittenAddress, find_address
from kit import text as writing

MAX_CHARS = 2_000
"""Characters of a text that are analysed for intents and slots; ten times as many are searched for injection."""


class Slots(BaseModel, frozen=True):
    """What a text names.

    Attributes:
        quantity: Pieces asked for, e.g. ``300``; a dozen is 12.
        boxes: Boxes asked for, if the text does not say what a box holds.
        sku: The one product meant, e.g. ``"85123A"``.
        sku_candidates: Products that fit about equally well, at most five, best first; empty when ``sku`` is known.
        percent: Percent of change or discount, e.g. ``8``; 八折 is 20.
        price_minor: Price in minor units of the shop's currency; None if it is another currency's.
        date: The day named; relative days count from ``today``.
        order: Order id, e.g. ``"o_12ab"`` or ``"12345"``.
        customise: Whether a logo, print or engraving is wanted.
        city: Destination as written, e.g. ``"Leeds"``.
        country: Destination country in English, e.g. ``"Germany"``.
        direction: Which way a price (or, after why, a figure) moved or shall move.
        reason: Why the buyer is not content, e.g. ``"broken"``.
        address: A new address, as far as it was written.
        evidence: Marks or links of pictures, e.g. ``("[photo]",)``.
    """

    quantity: int | None = None
    boxes: int | None = None
    sku: str | None = None
    sku_candidates: tuple[str, ...] = ()
    percent: Decimal | None = None
    price_minor: int | None = None
    date: dt.date | None = None
    order: str | None = None
    customise: bool = False
    city: str | None = None
    country: str | None = None
    direction: Literal["up", "down"] | None = None
    reason: Reason | None = None
    address: WrittenAddress | None = None
    evidence: tuple[str, ...] = ()


class Understanding(BaseModel, frozen=True):
    """What a text says.

    Attributes:
        language: ``"zh"`` or ``"en"``.
        intents: What is asked for, in order of appearance; ``("unknown",)`` if nothing is recognised.
        slots: What is named.
        hints: Where no goods are named: SKUs that a part of a name may mean, to be asked about.
        items: Where several goods are named, each with its own count: what is asked for of each; then ``slots`` has no
            one product.
        goods: Where several goods are named surely and not each has a count: their SKUs.
        topics: What shall be done, in order of appearance; a text that is distrusted has none.
        suspicious: Reasons to distrust the text, e.g. ``"asks to ignore instructions"``. Such a text has no price,
            percent or direction, no order of the owner's and no lasting wish.
        beside: The folded text with the goods that it names blanked.
        confidence: 0 to 1, a rank and not a probability: low for weak cues, for what the second reader finds or doubts,
            several products, long or odd texts.
    """

    language: writing.Language
    intents: tuple[Intent, ...]
    slots: Slots
    hints: tuple[str, ...] = ()
    items: tuple[Item, ...] = ()
    goods: tuple[str, ...] = ()
    topics: tuple[Topic, ...] = ()
    suspicious: tuple[str, ...] = ()
    beside: str = ""
    confidence: float


class Understand(Protocol):
    """Reads a text of one shop, as :func:`understand` does; where nothing is said, a buyer's."""

    def __call__(self, text: str, writer: Writer = "buyer") -> Understanding:
        """Give what the text says."""
        ...


def understand(
    text: str,
    products: Sequence[ProductName] | Lexicon,
    today: dt.date,
    currency: str,
    writer: Writer | None = None,
) -> Understanding:
    """Read a buyer's or an owner's text.

    Only the first :data:`MAX_CHARS` characters are analysed; injection is looked for in ten times as many.

    Args:
        text: As written, any length.
        products: The shop's names, or the lexicon built of them (saves its building, about 2 ms for 180 names).
        today: The shop's day, from which relative days count.
        currency: The shop's ISO 4217 currency, e.g. ``"GBP"``.
        writer: Who writes, where it is known: owners order and ask of their staff, buyers do not.
    """
    lexicon = products if isinstance(products, Lexicon) else Lexicon(products)
    # signs that nobody sees part the words of an injection
    seen = "".join(sign for sign in text[: 10 * MAX_CHARS] if unicodedata.category(sign) != "Cf")
    folded = settled(plain(spelled(seen)))
    suspicious = tuple(reason for reason, pattern in patterns.SUSPICIOUS.items() if pattern.search(folded))
    meant = without_denied(folded[:MAX_CHARS])
    mentions = [] if said_in(meant) else lexicon.mentions(meant)  # “happy with that” names no goods
    spans = [(mention.start, mention.end) for mention in mentions]
    masked = mask(folded[:MAX_CHARS], spans)
    order = order_id(mask(meant, spans), lexicon)
    told = kinds(folded[:MAX_CHARS], mentions, order[1:] if order else None, today)
    known = writing.is_in(folded[:MAX_CHARS], writing.language(folded))
    hits, doubted = find_intents(masked, told, patterns.BARRED if suspicious else (), writer, known=known)
    if order and Intent.DELIVERY in hits:
        hits.setdefault(Intent.ORDER_STATUS, hits.pop(Intent.DELIVERY))
    if order and hits.get(Intent.ORDER, (0, False))[1]:
        del hits[Intent.ORDER]
    topics = () if suspicious else _topics(folded[:MAX_CHARS], set(hits))
    if Topic.HOLD_ORDER in topics:
        hits.pop(Intent.OPT_OUT, None)
    slots = find_slots(mask(meant, [*spans, *([order[1:]] if order else [])]), set(hits), today, currency)
    if slots.get("boxes") and not slots["quantity"] and _is_boxed(folded, mentions):
        slots |= {"quantity": slots["boxes"], "boxes": None}
    if suspicious:
        slots |= {"price_minor": None, "percent": None, "direction": None}
    off = (len(hits) > 4, not all(one.sure for one in mentions), suspicious, suspicious, len(text) > MAX_CHARS)
    items = () if suspicious else find_items(meant, mentions)
    sure_goods = tuple(dict.fromkeys(one.skus[0] for one in mentions if one.sure))
    return Understanding(
        language=writing.language(text[:MAX_CHARS]),
        intents=tuple(sorted(hits, key=lambda intent: (hits[intent][0], intent))) or (Intent.UNKNOWN,),
        slots=Slots.model_validate(
            slots | _product(mentions) | _after_sale(folded[:MAX_CHARS]) | {"order": order[0] if order else None}
        ),
        hints=() if mentions else lexicon.hints(meant),
        items=items,
        goods=sure_goods if len(sure_goods) > 1 and not items and all(one.sure for one in mentions) else (),
        topics=topics,
        suspicious=suspicious,
        beside=blanked(folded[:MAX_CHARS], spans),
        confidence=round(max(0.1, _sure(hits, doubted=doubted) - 0.1 * sum(map(bool, off))), 2),
    )


def _sure(hits: Mapping[Intent, tuple[int, bool]], *, doubted: bool) -> float:
    return 0.1 if not hits else 0.6 if doubted or all(weak for _, weak in hits.values()) else 0.9


def typed(text: str, lexicon: Lexicon, today: dt.date) -> str:
    """Give a text in plain words with the kinds of things in place of the things (:mod:`agents.language_kinds`)."""
    folded = settled(plain(spelled(text)))[:MAX_CHARS]
    mentions = lexicon.mentions(folded)
    order = order_id(mask(folded, [(one.start, one.end) for one in mentions]), lexicon)
    return kinds(folded, mentions, order[1:] if order else None, today)


def _topics(text: str, intents: set[Intent]) -> tuple[Topic, ...]:
    """Give the wishes; an offer is accepted in plain words alone, and not in those of a bargain."""
    found = find_topics(text)
    if Topic.ACCEPT in found and (Intent.BARGAIN in intents or stance(text) != "take"):
        return tuple(topic for topic in found if topic is not Topic.ACCEPT)
    return found


def _product(mentions: Sequence[Mention]) -> dict[str, object]:
    skus = [sku for mention in mentions for sku in mention.skus]
    sure = list(dict.fromkeys(mention.skus[0] for mention in mentions if mention.sure))
    # a second product that is not clear leaves open which one is asked about
    alone = len(sure) == 1 and all(sure[0] in mention.skus for mention in mentions)
    return {"sku": sure[0]} if alone else {"sku_candidates": tuple(dict.fromkeys([*sure, *skus]))[:5]}


def _is_boxed(text: str, mentions: Sequence[Mention]) -> bool:
    """Tell whether the product is itself a box, so that 四十盒 counts pieces."""
    return any("盒" in text[one.start : one.end] for one in mentions) and not re.search(r"箱|box|carton|case", text)


def _after_sale(text: str) -> dict[str, object]:
    return {"reason": find_reason(text), "address": find_address(text), "evidence": find_evidence(text)}
