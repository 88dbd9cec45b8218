"""Intents and slots of a text, Chinese or English, by rules alone: the cues stand in ``language_patterns.py``.

What is read here is a claim of the writer's, never an order: who may ask for what is decided elsewhere.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal
from itertools import pairwise, zip_longest
from typing import Literal, NamedTuple

from pydantic import BaseModel
from rapidfuzz import process
from rapidfuzz.distance import OSA

from agents import language_patterns as patterns
from agents.language_patterns import Intent
from kit import money
from kit import text as writing

# intents found: where first, and whether only by a weak cue
Hits = dict[Intent, tuple[int, bool]]
MAX_CHARS = 2_000
"""Characters of a text that are analysed for intents and slots; ten times as many are searched for injection."""


class ProductName(NamedTuple):
    """A product and one of its names; a product with nicknames is listed once for each."""

    sku: str
    name: str


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


class Understanding(BaseModel, frozen=True):
    """What a text says.

    Attributes:
        language: ``"zh"`` or ``"en"``.
        intents: What is asked for, in order of appearance; ``("unknown",)`` if nothing is recognised.
        slots: What is named.
        suspicious: Reasons to distrust the text, e.g. ``"asks to ignore instructions"``. Such a text has no price,
            percent or direction, no order of the owner's and no lasting wish.
        confidence: 0 to 1, a rank and not a probability: low for weak cues, several products, long or odd texts.
    """

    language: writing.Language
    intents: tuple[Intent, ...]
    slots: Slots
    suspicious: tuple[str, ...] = ()
    confidence: float


class Mention(NamedTuple):
    """Products that a stretch ``[start, end)`` of a text may mean, best first; sure when there is one and no doubt."""

    skus: tuple[str, ...]
    sure: bool
    start: int
    end: int


class _Word(NamedTuple):
    stem: str
    start: int
    end: int
    exact: bool = True


_RUN = re.compile(r"[a-z]+|\d+|[\u4e00-\u9fff]+|[,，.;；。?!？！\n]", re.IGNORECASE | re.ASCII)
_CODE = re.compile(r"(?<![A-Za-z0-9_£$€¥.])[A-Za-z0-9]+(?:[-_][A-Za-z0-9]+)*(?![A-Za-z0-9_%])")
_ORDER_BEFORE = re.compile(r"(?:order|订单|单号|#)\s?(?:no\.?|number|号)?\s?[:#]?\s?$", re.IGNORECASE)
_COLOURS, _GENERIC, _FILLER, _UNITS, _CITIES = (
    frozenset(map(writing.stem, words))
    for words in (patterns.COLOURS, patterns.GENERIC, patterns.FILLER, patterns.UNITS, patterns.CITIES)
)


def _words(text: str) -> Iterator[_Word]:
    for match in _RUN.finditer(text):
        run, start = match[0].lower(), match.start()
        if "\u4e00" <= run[0] <= "\u9fff":
            yield from (_Word(run[at : at + 2], start + at, start + at + 2) for at in range(max(1, len(run) - 1)))
        else:
            yield _Word(writing.stem(run), start, match.end())


class Lexicon:
    """The names of a shop's products, prepared for finding them in texts. Built once and kept by the caller.

    Args:
        products: All names; a product may have several.
    """

    def __init__(self, products: Sequence[ProductName]) -> None:
        """Prepare the names."""
        self.codes = {product.sku.lower(): product.sku for product in products if re.search(r"\d", product.sku)}
        split = [[word.stem for word in _words(product.name) if word.stem.isalnum()] for product in products]
        # one writes cakestand, another cake stand
        self._pairs = {a + b: (a, b) for words in split for a, b in pairwise(words) if re.fullmatch("[a-z]+", a + b)}
        names = [tuple(part for word in words for part in self._pairs.get(word, (word,))) for words in split]
        frequency = Counter(word for words in names for word in dict.fromkeys(words))
        self._weights = {word: math.log1p(len(names) / count) for word, count in frequency.items()}
        written = (word for product in products for word in re.findall(r"[a-z]{5,}", product.name.lower()))
        self._spellings = {word: writing.stem(word) for word in written if writing.stem(word) in frequency}
        self._typos: dict[str, str] = {}
        self._names = [(product.sku, words) for product, words in zip(products, names, strict=True)]

    def mentions(self, text: str) -> list[Mention]:
        """Find the products a text names: by code, by name or by part of a name, small typing errors allowed."""
        codes = [match for match in _CODE.finditer(text) if match[0].lower() in self.codes]
        sure = [match for match in codes if not _ORDER_BEFORE.search(text[max(0, match.start() - 12) : match.start()])]
        if sure:
            return [Mention((self.codes[match[0].lower()],), True, *match.span()) for match in sure]
        return [mention for stretch in self._stretches(text) for mention in self._read(stretch)]

    def _weight(self, words: Collection[str]) -> float:
        light = {word for word in words if word in _FILLER or word.isdigit()}
        return math.fsum(self._weights.get(word, 1.0) * (0.2 if word in light else 1.0) for word in words)

    def _stretches(self, text: str) -> Iterator[list[_Word]]:
        """Give runs of words that occur in names, with at most two fillers between them."""
        run: list[_Word] = []
        skipped, previous = 0, ""
        for word in self._known(text):
            is_unit, previous = word.stem in _UNITS and previous.isdigit(), word.stem
            is_name = word.stem in self._weights or word.stem in _COLOURS
            if word.stem not in _FILLER and is_name and not is_unit:
                run, skipped = [*run, word], 0
            elif run and word.stem in _FILLER and skipped < 2:
                run, skipped = [*run, word], skipped + 1
            else:
                yield run
                run, skipped = [], 0
        yield run

    def _known(self, text: str) -> Iterator[_Word]:
        words = [self._spelled(word, text[word.start : word.end].lower()) for word in _words(text)]
        joined_last = False
        for word, following in zip_longest(words, words[1:], fillvalue=_Word("", 0, 0)):
            joined = word.stem + following.stem
            if joined_last:
                joined_last = False
            elif following.stem and word.stem.isascii() and joined in self._weights:
                yield _Word(joined, word.start, following.end)
                joined_last = True
            else:
                parts = (word.stem,) if word.stem in self._weights else self._pairs.get(word.stem, (word.stem,))
                yield from (word._replace(stem=part) for part in parts)

    def _spelled(self, word: _Word, written: str) -> _Word:
        stem = word.stem
        if stem in self._weights or stem in self._pairs or stem in _FILLER or len(stem) < 4 or not stem.isascii():
            return word
        if written not in self._typos and len(self._typos) < 10_000:
            most = 1 + len(written) // 8
            near = process.extractOne(written, [*self._spellings], scorer=OSA.distance, score_cutoff=most)
            self._typos[written] = self._spellings[near[0]] if near and near[0][0] == written[0] else stem
        return word._replace(stem=self._typos.get(written, stem), exact=self._typos.get(written, stem) == stem)

    def _read(self, stretch: list[_Word]) -> list[Mention]:
        whole = self._match(stretch)
        cut = next((place for place, word in enumerate(stretch) if word.stem == "and"), None)
        if cut is not None and (whole is None or not whole.sure):
            before, after = self._match(stretch[:cut]), self._read(stretch[cut + 1 :])
            if before and after:
                return [before, *after]
        return [whole] if whole else []

    def _match(self, stretch: list[_Word]) -> Mention | None:
        """Score names by the share of what was said that they have, then by the share of the name that was said."""
        said = {word.stem for word in stretch if word.stem not in _FILLER and not word.stem.isdigit()}
        exact = {word.stem for word in stretch if word.exact}
        seed = sum(0.5 if word in _GENERIC or word in _COLOURS or word not in exact else 1.0 for word in said)
        if seed < 1 or said <= _COLOURS or said <= _CITIES or (len(said) == 1 and not next(iter(said)).isascii()):
            return None
        total, all_said = self._weight(said), {word.stem for word in stretch}
        scored: dict[str, tuple[float, float, bool]] = {}
        for sku, words in self._names:
            common = said.intersection(words)
            if not common <= _COLOURS:
                recall = round(self._weight(all_said.intersection(words)) / self._weight(set(words)), 6)
                score = (round(self._weight(common) / total, 6), recall, not (said - common) & _COLOURS)
                scored[sku] = max(score, scored.get(sku, score))
        ranked = sorted(scored, key=lambda sku: (-scored[sku][0], -scored[sku][1], sku))
        if not ranked or scored[ranked[0]][0] < 0.45:
            return None
        fit, recall, colours_fit = scored[ranked[0]]
        # what fits in part only may mean any other that fits in part; a name said in full is that name
        enough = fit - (0.05 if fit > 0.99 else 0.25)
        rivals = [sku for sku in ranked if scored[sku][0] >= enough and (recall < 0.99 or scored[sku][1] > 0.99)]
        sure = len(rivals) == 1 and fit >= 0.6 and colours_fit and (seed > 1 or recall >= 0.35)
        return Mention(tuple(rivals[:5]), sure, *self._span(stretch, ranked[0]))

    def _span(self, stretch: list[_Word], sku: str) -> tuple[int, int]:
        """Give the stretch without what is not the name's at its ends: a count before it, a verb, a unit."""
        names = [words for named, words in self._names if named == sku]
        near = {pair for words in names for pair in pairwise(words)}
        stems = [word.stem for word in stretch]
        own = [at for at, stem in enumerate(stems) if stem not in _FILLER and any(stem in words for words in names)]
        first, last = own[0], own[-1]
        while first < last and stems[first].isdigit() and (stems[first], stems[first + 1]) not in near:
            first += 1
        while first < last and stems[last].isdigit() and (stems[last - 1], stems[last]) not in near:
            last -= 1
        return stretch[first].start, stretch[last].end


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
    folded = writing.fold(text[: 10 * MAX_CHARS])
    suspicious = tuple(reason for reason, pattern in patterns.SUSPICIOUS.items() if pattern.search(folded))
    mentions = lexicon.mentions(folded[:MAX_CHARS])
    masked = _mask(folded[:MAX_CHARS], [(mention.start, mention.end) for mention in mentions])
    hits = _intents(masked, barred=patterns.BARRED if suspicious else ())
    order = _order_id(masked, lexicon)
    if order and Intent.DELIVERY in hits:
        hits.setdefault(Intent.ORDER_STATUS, hits.pop(Intent.DELIVERY))
    if order and hits.get(Intent.ORDER, (0, False))[1]:
        del hits[Intent.ORDER]
    slots = _slots(_mask(masked, [order[1:]] if order else []), set(hits), today, currency)
    if suspicious:
        slots |= {"price_minor": None, "percent": None, "direction": None}
    sure = 0.1 if not hits else 0.6 if all(weak for _, weak in hits.values()) else 0.9
    sure -= 0.1 * (len(hits) > 4) + 0.1 * any(not mention.sure for mention in mentions)
    return Understanding(
        language=writing.language(text[:MAX_CHARS]),
        intents=tuple(sorted(hits, key=lambda intent: (hits[intent][0], intent))) or (Intent.UNKNOWN,),
        slots=Slots.model_validate(slots | _product(mentions) | {"order": order[0] if order else None}),
        suspicious=suspicious,
        confidence=round(max(0.1, sure - (0.2 if suspicious else 0) - (0.1 if len(text) > MAX_CHARS else 0)), 2),
    )


def _intents(text: str, barred: Sequence[Intent]) -> Hits:
    found: Hits = {}
    for match in re.finditer(r"(?:[^。！？!?;；\n.]|\.(?!\s|$))+[。！？!?;；\n.]?", text):
        for intent, (place, weak) in _sentence(match[0], barred).items():
            before = found.get(intent, (match.start() + place, True))
            found[intent] = (before[0], before[1] and weak)
    if found.get(Intent.ORDER, (0, False))[1] and any(winner in found for winner in patterns.BUYING_YIELDS):
        del found[Intent.ORDER]
    return found


def _sentence(sentence: str, barred: Sequence[Intent]) -> Hits:
    hits: Hits = {}
    for weak, cues in ((True, {} if barred else patterns.WEAK_CUES), (False, patterns.CUES)):
        found = {intent: cue.search(sentence) for intent, cue in cues.items() if intent not in barred}
        hits |= {intent: (match.start(), weak) for intent, match in found.items() if match}
    if not barred and Intent.SET_PRICE not in hits and (match := patterns.LOWER.search(sentence)):
        hits[Intent.BARGAIN if patterns.ASKS.search(sentence) else Intent.SET_PRICE] = (match.start(), False)
    freights = [match.span() for match in patterns.CUES[Intent.FREIGHT].finditer(sentence)]
    # "how much" in "how much is the shipping" asks no price
    asked = [match.start() for match in patterns.CUES[Intent.PRICE].finditer(sentence)]
    if asked and all(any(start <= place < end for start, end in freights) for place in asked):
        hits.pop(Intent.PRICE, None)
    if Intent.WHY in hits and Intent.AFTER_SALE in hits:
        del hits[Intent.WHY if patterns.MINE.search(sentence) else Intent.AFTER_SALE]
    if not _customised(sentence):
        hits.pop(Intent.CUSTOM, None)
    if patterns.IF.search(sentence):
        hits.pop(Intent.ORDER, None)
    for loser, winners in patterns.YIELDS:
        if loser in hits and any(winner in hits and not hits[winner][1] for winner in winners):
            del hits[loser]
    for loser, winners in patterns.WEAK_YIELDS.items():
        if loser in hits and hits[loser][1] and any(winner in hits for winner in winners):
            del hits[loser]
    return hits


def _customised(text: str) -> bool:
    return any(not patterns.WITHOUT.search(text[: cue.start()]) for cue in patterns.CUES[Intent.CUSTOM].finditer(text))


def _mask(text: str, spans: Sequence[tuple[int, int]]) -> str:
    for start, end in spans:
        text = text[:start] + "x" * (end - start) + text[end:]
    return text


def _order_id(text: str, lexicon: Lexicon) -> tuple[str, int, int] | None:
    for match in patterns.ORDER_ID.finditer(text):
        name = next(name for name in "abcd" if match[name])
        order, start = match[name], match.start(name)
        short = name == "b" and len(order) < 5 and not re.search(r"#|no|num|id|号|订单", match[0], re.IGNORECASE)
        code = name == "d" and any(code.startswith(order) for code in lexicon.codes)
        other = name == "d" and patterns.NOT_ORDER_ID.search(text[max(0, start - 20) : start])
        if not short and not code and not other:
            return order, start, match.end(name)
    return None


def _slots(text: str, intents: set[Intent], today: dt.date, currency: str) -> dict[str, object]:
    past = bool(intents & {Intent.WHY, Intent.REPORT, Intent.AFTER_SALE, Intent.ORDER_STATUS})
    days = writing.dates(text, today, past=past and not patterns.AHEAD.search(text))
    percents, prices = writing.percents(text), writing.prices(text)
    taken = [day[1:] for day in days] + [each[1:] for each in percents] + [each[2:] for each in prices]
    price = prices[-1 if Intent.SET_PRICE in intents else 0] if prices else None
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
        "customise": _customised(text),
        "direction": min(ways)[1] if ways and intents & {Intent.SET_PRICE, Intent.WHY} else None,
    }


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
    for match in patterns.COUNT.finditer(text):
        value = writing.number(match[0])
        before = text[max(0, match.start() - 16) : match.start()]
        is_han = match[0][0] > "\u3000"
        if value is None or value != int(value) or value < (1 if match[0][0].isdigit() else 10 if is_han else 2):
            continue
        named = not is_han or re.search(r"[要来买订拿定做]$", before)
        if named and not patterns.AFTER_COUNT.match(text, match.end()) and not patterns.BEFORE_COUNT.search(before):
            return int(value)
    return None


def _place(text: str) -> dict[str, object]:
    match = patterns.DESTINATION.search(text)
    city = (match["city"] or match["han"]) if match else None
    if not city or patterns.NO_CITY.match(city) or any(known.fullmatch(city) for known in patterns.COUNTRIES.values()):
        known = [word.title() for word in re.findall(r"[a-z]+", text.lower()) if word in patterns.CITIES]
        city = next((name for name in (*known, *patterns.CITIES_HAN) if name in known or name in text), None)
    country = next((name for name, known in patterns.COUNTRIES.items() if known.search(text)), None)
    return {"city": city, "country": country}


def _product(mentions: Sequence[Mention]) -> dict[str, object]:
    skus = [sku for mention in mentions for sku in mention.skus]
    sure = list(dict.fromkeys(mention.skus[0] for mention in mentions if mention.sure))
    return {"sku": sure[0]} if len(sure) == 1 else {"sku_candidates": tuple(dict.fromkeys([*sure, *skus]))[:5]}
