"""Intents and slots of a text, Chinese or English, by rules alone: the cues stand in ``language_patterns.py``.

What is read here is a claim of the writer's, never an order: who may ask for what is decided elsewhere.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal
from typing import Literal

from pydantic import BaseModel

from agents import language_patterns as patterns
from agents import language_places as places
from agents.language_intents import find_intents
from agents.language_kinds import kinds
from agents.language_patterns import Intent
from agents.language_plain import plain
from agents.lexicon import Lexicon as Lexicon
from agents.lexicon import Mention
from agents.lexicon import ProductName as ProductName
from agents.topics import Reason, Topic, WrittenAddress, find_address, find_evidence, find_reason, find_topics
from kit import money
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
        topics: What shall be done, in order of appearance; a text that is distrusted has none.
        suspicious: Reasons to distrust the text, e.g. ``"asks to ignore instructions"``. Such a text has no price,
            percent or direction, no order of the owner's and no lasting wish.
        confidence: 0 to 1, a rank and not a probability: low for weak cues, for what the second reader finds or doubts,
            several products, long or odd texts.
    """

    language: writing.Language
    intents: tuple[Intent, ...]
    slots: Slots
    topics: tuple[Topic, ...] = ()
    suspicious: tuple[str, ...] = ()
    confidence: float


def understand(text: str, products: Sequence[ProductName] | Lexicon, today: dt.date, currency: str) -> Understanding:
    """Read a buyer's or an owner's text.

    Only the first :data:`MAX_CHARS` characters are analysed; injection is looked for in ten times as many.

    Args:
        text: As written, any length.
        products: The shop's names, or the lexicon built of them (saves its building, about 2 ms for 180 names).
        today: The shop's day, from which relative days count.
        currency: The shop's ISO 4217 currency, e.g. ``"GBP"``.
    """
    lexicon = products if isinstance(products, Lexicon) else Lexicon(products)
    # signs that nobody sees part the words of an injection
    seen = "".join(sign for sign in text[: 10 * MAX_CHARS] if unicodedata.category(sign) != "Cf")
    folded = plain(seen)
    suspicious = tuple(reason for reason, pattern in patterns.SUSPICIOUS.items() if pattern.search(folded))
    mentions = lexicon.mentions(folded[:MAX_CHARS])
    masked = _mask(folded[:MAX_CHARS], [(mention.start, mention.end) for mention in mentions])
    order = _order_id(masked, lexicon)
    told = kinds(folded[:MAX_CHARS], mentions, order[1:] if order else None, today)
    hits, doubted = find_intents(masked, told, barred=patterns.BARRED if suspicious else ())
    if order and Intent.DELIVERY in hits:
        hits.setdefault(Intent.ORDER_STATUS, hits.pop(Intent.DELIVERY))
    if order and hits.get(Intent.ORDER, (0, False))[1]:
        del hits[Intent.ORDER]
    slots = _slots(_mask(masked, [order[1:]] if order else []), set(hits), today, currency)
    if suspicious:
        slots |= {"price_minor": None, "percent": None, "direction": None}
    sure = 0.1 if not hits else 0.6 if doubted or all(weak for _, weak in hits.values()) else 0.9
    sure -= 0.1 * (len(hits) > 4) + 0.1 * any(not mention.sure for mention in mentions)
    return Understanding(
        language=writing.language(text[:MAX_CHARS]),
        intents=tuple(sorted(hits, key=lambda intent: (hits[intent][0], intent))) or (Intent.UNKNOWN,),
        slots=Slots.model_validate(
            slots | _product(mentions) | _after_sale(folded[:MAX_CHARS]) | {"order": order[0] if order else None}
        ),
        topics=() if suspicious else _topics(folded[:MAX_CHARS], set(hits)),
        suspicious=suspicious,
        confidence=round(max(0.1, sure - (0.2 if suspicious else 0) - (0.1 if len(text) > MAX_CHARS else 0)), 2),
    )


def typed(text: str, lexicon: Lexicon, today: dt.date) -> str:
    """Give a text in plain words with the kinds of things in place of the things (:mod:`agents.language_kinds`)."""
    folded = plain(text)[:MAX_CHARS]
    mentions = lexicon.mentions(folded)
    order = _order_id(_mask(folded, [(one.start, one.end) for one in mentions]), lexicon)
    return kinds(folded, mentions, order[1:] if order else None, today)


def _topics(text: str, intents: set[Intent]) -> tuple[Topic, ...]:
    """Give the wishes; an offer is not accepted under a condition, or in the words of a bargain."""
    found = find_topics(text)
    open_still = Intent.BARGAIN in intents or patterns.IF.search(text)
    return tuple(topic for topic in found if topic is not Topic.ACCEPT or not open_still)


def _mask(text: str, spans: Sequence[tuple[int, int]]) -> str:
    for start, end in spans:
        # a count follows a Chinese name without a blank
        last = " " if "\u4e00" <= text[end - 1 : end] <= "\u9fff" else "x"
        text = text[:start] + "x" * (end - start - 1) + last + text[end:]
    return text


def _order_id(text: str, lexicon: Lexicon) -> tuple[str, int, int] | None:
    for match in patterns.ORDER_ID.finditer(text):
        name = next(name for name in "abcd" if match[name])
        order, start = match[name], match.start(name)
        short = name == "b" and len(order) < 5 and not re.search(r"#|no|num|id|号|订单", match[0], re.IGNORECASE)
        code = name == "d" and any(code.startswith(order) for code in lexicon.codes)
        other = name == "d" and patterns.NOT_ORDER_ID.search(text[max(0, start - 20) : start])
        if not short and not code and not other:
            return order.strip("-_"), start, match.end(name)
    return None


def _slots(text: str, intents: set[Intent], today: dt.date, currency: str) -> dict[str, object]:
    past = bool(intents & {Intent.WHY, Intent.REPORT, Intent.AFTER_SALE, Intent.ORDER_STATUS})
    days = writing.dates(text, today, past=past and not patterns.AHEAD.search(text))
    percents = writing.percents(text)
    # 9.30前 is a day, not an amount
    prices = [
        one for one in writing.prices(text) if not any(day.start < one.end and one.start < day.end for day in days)
    ]
    taken = [day[1:] for day in days] + [each[1:] for each in percents] + [each[2:] for each in prices]
    price = _meant(text, prices, last=Intent.SET_PRICE in intents)
    minor = (
        price.amount.scaleb(money.digits(currency)) if price and price.currency in (None, currency) else Decimal("0.1")
    )
    ways = [(match.start(), way) for way, cue in patterns.DIRECTIONS.items() if (match := cue.search(text))]
    return {
        **_amounts(_mask(text, taken)),
        **_place(text),
        "percent": percents[0].value if percents else None,
        "price_minor": int(minor) if minor == int(minor) else None,
        # a lasting wish has no day
        "date": days[0].date if days and Intent.PREFERENCE not in intents else None,
        "customise": Intent.CUSTOM in intents,
        "direction": min(ways)[1] if ways and intents & {Intent.SET_PRICE, Intent.WHY} else None,
    }


def _meant(text: str, prices: Sequence[writing.Price], *, last: bool) -> writing.Price | None:
    """Give the price that is spoken for: of several not the one that is said to be dear (6块太贵了 5块我拍)."""
    fair = [price for price in prices if not patterns.DEAR.match(text, price.end)] or list(prices)
    return fair[-1 if last else 0] if fair else None


def _amounts(text: str) -> dict[str, object]:
    found = writing.quantities(text)
    pieces = next((each.value for each in found if each.unit == "piece"), None)
    boxes = next((each.value for each in found if each.unit == "box"), None)
    pack = patterns.PACK.search(text)
    if boxes and pack and (size := writing.number(next(filter(None, pack.groups())))):
        return {"quantity": int(boxes * size)}
    return {"quantity": pieces if pieces or boxes else _count(text), "boxes": boxes}


def _count(text: str) -> int | None:
    """Give the first bare number that may be a count: of no time, size or money, no part of a code or a name."""
    if (times := patterns.TIMES.search(text)) is not None:
        return int(times[1])
    for match in patterns.COUNT.finditer(text):
        value = writing.number(match[0])
        if value is not None and value >= 10**6:
            continue
        before = text[max(0, match.start() - 16) : match.start()]
        is_han = match[0][0] > "\u3000"
        if value is None or value != int(value) or value < (1 if match[0][0].isdigit() else 10 if is_han else 2):
            continue
        named = not is_han or re.search(r"[要来买订拿定做各走]$", before)
        if named and not patterns.AFTER_COUNT.match(text, match.end()) and not patterns.BEFORE_COUNT.search(before):
            return int(value)
    return None


def _place(text: str) -> dict[str, object]:
    match = places.DESTINATION.search(text)
    city = (match["city"] or match["latin"] or match["han"]) if match else None
    if not city or places.NO_CITY.match(city) or any(known.fullmatch(city) for known in places.COUNTRIES.values()):
        known = [word.title() for word in re.findall(r"[a-z]+", text.lower()) if word in places.CITIES]
        city = next((name for name in (*known, *places.CITIES_HAN) if name in known or name in text), None)
    city = next((name for name in places.CITIES_HAN if city and city.startswith(name)), city)
    country = next((name for name, known in places.COUNTRIES.items() if known.search(text)), None)
    return {"city": city, "country": country}


def _product(mentions: Sequence[Mention]) -> dict[str, object]:
    skus = [sku for mention in mentions for sku in mention.skus]
    sure = list(dict.fromkeys(mention.skus[0] for mention in mentions if mention.sure))
    # a second product that is not clear leaves open which one is asked about
    alone = len(sure) == 1 and all(sure[0] in mention.skus for mention in mentions)
    return {"sku": sure[0]} if alone else {"sku_candidates": tuple(dict.fromkeys([*sure, *skus]))[:5]}


def _after_sale(text: str) -> dict[str, object]:
    return {"reason": find_reason(text), "address": find_address(text), "evidence": find_evidence(text)}
