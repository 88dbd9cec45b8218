"""Intents and slots of a text, Chinese or English, by rules alone: the cues stand in ``language_patterns.py``.

What is read here is a claim of the writer's, never an order: who may ask for what is decided elsewhere.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Literal, NamedTuple

from pydantic import BaseModel, ConfigDict
from rapidfuzz import process
from rapidfuzz.distance import OSA

from agents import language_patterns as patterns
from agents.language_patterns import Intent
from kit import money
from kit import text as writing

MAX_CHARS = 2_000
"""Characters of a text that are analysed for intents and slots; twenty times as many are searched for injection."""


class ProductName(NamedTuple):
    """A product and one of its names; a product with nicknames is listed once for each."""

    sku: str
    name: str


class Slots(BaseModel):
    """What a text names.

    Attributes:
        quantity: Pieces asked for, e.g. ``300``; a dozen is 12.
        boxes: Boxes asked for, if the text does not say what a box holds.
        sku: The one product meant, e.g. ``"85123A"``.
        sku_candidates: Products that fit about equally well, at most five, best first; empty when ``sku`` is known.
        percent: Percent of change or discount, e.g. ``8``; 八折 is 20.
        price_minor: Price in minor units of the shop's currency; None for another currency's.
        date: The day named; relative days count from ``today``.
        order: Order id, e.g. ``"o_12ab"`` or ``"12345"``.
        customise: Whether a logo, print or engraving is wanted.
        city: Destination as written, e.g. ``"Leeds"``.
        country: Destination country in English, e.g. ``"Germany"``.
        direction: Which way a price (or, after why, a figure) moved or shall move.
    """

    model_config = ConfigDict(frozen=True)

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


class Understanding(BaseModel):
    """What a text says.

    Attributes:
        language: ``"zh"`` or ``"en"``.
        intents: What is asked for, in order of appearance; ``("unknown",)`` if nothing is recognised.
        slots: What is named.
        suspicious: Reasons to distrust the text, e.g. ``"asks to ignore instructions"``. Such a text has no price,
            percent or direction, and gives none of the owner's orders.
        confidence: 0 to 1, a rank and not a probability: low for weak cues, several products, long or odd texts.
    """

    model_config = ConfigDict(frozen=True)

    language: writing.Language
    intents: tuple[Intent, ...]
    slots: Slots
    suspicious: tuple[str, ...] = ()
    confidence: float


class _Name(NamedTuple):
    sku: str
    words: tuple[str, ...]
    weight: float


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


_RUN = re.compile(r"[a-z]+|\d+|[\u4e00-\u9fff]+|[,，.;；。?!？！\n]")
_CODE = re.compile(r"(?<![A-Za-z0-9_£$€¥.])[A-Za-z0-9]+(?:[-_][A-Za-z0-9]+)*(?![A-Za-z0-9_%])")


def _words(text: str) -> Iterator[_Word]:
    for match in _RUN.finditer(text.lower()):
        run, start = match[0], match.start()
        if run[0] < "\u3000":
            yield _Word(writing.stem(run), start, match.end())
        elif len(run) == 1 or run in "，；。？！":
            yield _Word(run, start, match.end())
        else:
            for index in range(len(run) - 1):
                yield _Word(run[index : index + 2], start + index, start + index + 2)


_COLOURS = frozenset(map(writing.stem, patterns.COLOURS))
_GENERIC = frozenset(map(writing.stem, patterns.GENERIC))
_FILLER = frozenset(map(writing.stem, patterns.FILLER))
_UNITS = frozenset(map(writing.stem, ("boxes", "cases", "cartons", "packs", "sets", "pieces")))
_OWNERS_ORDERS = (Intent.SET_PRICE, Intent.STOP, Intent.RESUME, Intent.APPROVE)


class Lexicon:
    """The names of a shop's products, prepared for finding them in texts. Built once and kept by the caller.

    Args:
        products: All names; a product may have several.
    """

    def __init__(self, products: Sequence[ProductName]) -> None:
        self.codes = {product.sku.lower(): product.sku for product in products if re.search(r"\d", product.sku)}
        split = [[word.stem for word in _words(product.name) if word.stem.isalnum()] for product in products]
        # one writes cakestand, another cake stand
        pairs = {a + b: (a, b) for words in split for a, b in pairwise(words) if a.isalpha() and b.isalpha()}
        self._pairs = {joined: pair for joined, pair in pairs.items() if joined.isascii()}
        split = [[part for word in words for part in self._pairs.get(word, (word,))] for words in split]
        frequency: dict[str, int] = {}
        for words in split:
            for word in dict.fromkeys(words):
                frequency[word] = frequency.get(word, 0) + 1
        self._weights = {word: math.log1p(len(split) / count) for word, count in frequency.items()}
        written = (word for product in products for word in re.findall(r"[a-z]{5,}", product.name.lower()))
        self._spellings = {word: writing.stem(word) for word in written if writing.stem(word) in frequency}
        self._names = [
            _Name(product.sku, tuple(words), self._weight(set(words)))
            for product, words in zip(products, split, strict=True)
        ]
        self._typos: dict[str, str] = {}

    def mentions(self, text: str) -> list[Mention]:
        """Find the products a text names: by code, by name or by part of a name, small typing errors allowed."""
        exact = list(dict.fromkeys((self.codes[code], start) for code, start in self._codes(text)))
        if exact:
            return [Mention((sku,), True, start, start + len(sku)) for sku, start in exact]
        found = (self._read(stretch) for stretch in self._stretches(text))
        return [mention for mentions in found for mention in mentions]

    def _codes(self, text: str) -> Iterator[tuple[str, int]]:
        for match in _CODE.finditer(text):
            code = match[0].lower()
            before = text[max(0, match.start() - 12) : match.start()].lower()
            if code in self.codes and not re.search(
                r"(?:order|订单|单号|#)\s?(?:no\.?|number|号)?\s?[:#]?\s?$", before
            ):
                yield code, match.start()

    def _weight(self, words: set[str]) -> float:
        return math.fsum(
            self._weights.get(word, 1.0) * (0.2 if word in _FILLER or word.isdigit() else 1.0) for word in words
        )

    def _stretches(self, text: str) -> Iterator[list[_Word]]:
        """Give runs of words that occur in names, with at most two fillers between them."""
        run: list[_Word] = []
        skipped = 0
        previous = ""
        for word in self._known(text):
            is_unit, previous = word.stem in _UNITS and previous.isdigit(), word.stem
            known = not is_unit and (word.stem in self._weights or word.stem in _COLOURS)
            if known and word.stem not in _FILLER:
                run.append(word)
                skipped = 0
            elif run and word.stem in _FILLER and skipped < 2:
                run.append(word)
                skipped += 1
            else:
                yield run
                run, skipped = [], 0
        yield run

    def _known(self, text: str) -> Iterator[_Word]:
        words = [self._spelled(word, text[word.start : word.end].lower()) for word in _words(text)]
        skip = False
        for word, following in zip(words, [*words[1:], _Word("", 0, 0)], strict=False):
            joined = word.stem + following.stem
            if skip:
                skip = False
            elif word.stem.isascii() and joined in self._weights and joined not in (word.stem, following.stem):
                yield _Word(joined, word.start, following.end)
                skip = True
            elif word.stem not in self._weights and word.stem in self._pairs:
                for part in self._pairs[word.stem]:
                    yield word._replace(stem=part)
            else:
                yield word

    def _spelled(self, word: _Word, written: str) -> _Word:
        stem = word.stem
        if stem in self._weights or stem in self._pairs or stem in _FILLER or len(stem) < 4 or not stem.isascii():
            return word
        if written not in self._typos and len(self._typos) < 10_000:
            most = 2 if len(written) > 7 else 1
            near = process.extractOne(written, self._spellings.keys(), scorer=OSA.distance, score_cutoff=most)
            self._typos[written] = self._spellings[near[0]] if near and near[0][0] == written[0] else stem
        corrected = self._typos.get(written, stem)
        return word._replace(stem=corrected, exact=corrected == stem)

    def _read(self, stretch: list[_Word]) -> list[Mention]:
        whole = self._match(stretch)
        cut = next((place for place, word in enumerate(stretch) if word.stem == "and"), None)
        if cut is not None and (whole is None or not whole.sure):
            parts = [self._match(stretch[:cut]), *self._read(stretch[cut + 1 :])]
            if None not in parts and len(parts) > 1:
                return [part for part in parts if part]
        return [whole] if whole else []

    def _match(self, stretch: list[_Word]) -> Mention | None:
        said = {word.stem for word in stretch if word.stem not in _FILLER and not word.stem.isdigit()}
        loose = {word.stem for word in stretch if word.stem in self._weights}
        exact = {word.stem for word in stretch if word.exact}
        seed = sum(0.5 if word in _GENERIC or word in _COLOURS or word not in exact else 1.0 for word in said)
        if seed < 1 or said <= _COLOURS or (len(said) == 1 and not next(iter(said)).isascii()):
            return None
        total = self._weight(said)
        scored: dict[str, tuple[float, float, float, bool]] = {}
        for name in self._names:
            common = said.intersection(name.words)
            if not common or common <= _COLOURS:
                continue
            fit = self._weight(common) / total
            all_common = loose.intersection(name.words)
            recall = self._weight(all_common) / name.weight
            score = (round(fit, 6), round(recall, 6) if recall > 0.99 else 0.0, recall, not (said - common) & _COLOURS)
            scored[name.sku] = max(score, scored.get(name.sku, (0.0, 0.0, 0.0, False)))
        return self._decide(scored, stretch, seed) if scored else None

    def _decide(
        self, scored: dict[str, tuple[float, float, float, bool]], stretch: list[_Word], seed: float
    ) -> Mention | None:
        ranked = sorted(scored, key=lambda sku: (*(-part for part in scored[sku][:3]), sku))
        fit, whole, recall, colours_fit = scored[ranked[0]]
        if fit < 0.45:
            return None
        # what fits in part only may mean any other that fits in part
        reach = 0.05 if fit > 0.99 else 0.25
        rivals = [sku for sku in ranked if scored[sku][0] >= fit - reach and scored[sku][1] >= whole]
        sure = len(rivals) == 1 and fit >= 0.6 and colours_fit and (seed > 1 or recall >= 0.35)
        start, end = self._span(stretch, ranked[0])
        return Mention(tuple(rivals[:5]), sure, start, end)

    def _span(self, stretch: list[_Word], sku: str) -> tuple[int, int]:
        """Give the stretch without what is not the name's at its ends: a count before it, a verb, a unit."""
        pairs = {
            pair for name in self._names if name.sku == sku for pair in pairwise(name.words)
        }
        words = {word for pair in pairs for word in pair} | {name.words[0] for name in self._names if name.sku == sku}
        ends = [index for index, word in enumerate(stretch) if word.stem in words and word.stem not in _FILLER]
        first, last = ends[0], ends[-1]
        while (
            first < last
            and stretch[first].stem.isdigit()
            and (stretch[first].stem, stretch[first + 1].stem) not in pairs
        ):
            first += 1
        while (
            first < last and stretch[last].stem.isdigit() and (stretch[last - 1].stem, stretch[last].stem) not in pairs
        ):
            last -= 1
        return stretch[first].start, stretch[last].end


def understand(text: str, products: Sequence[ProductName] | Lexicon, today: dt.date, currency: str) -> Understanding:
    """Read a buyer's or an owner's text.

    Only the first :data:`MAX_CHARS` characters are analysed; injection is looked for in twenty times as many.

    Args:
        text: As written, any length.
        products: The shop's names, or the lexicon built of them (saves its building, about 2 ms for 180 names).
        today: The shop's day, from which relative days count.
        currency: The shop's ISO 4217 currency, e.g. ``"GBP"``.

    Returns:
        Intents in order of appearance, slots, reasons for distrust.
    """
    lexicon = products if isinstance(products, Lexicon) else Lexicon(products)
    folded = writing.fold(text[: 20 * MAX_CHARS])
    suspicious = tuple(reason for reason, pattern in patterns.SUSPICIOUS if pattern.search(folded))
    folded = folded[:MAX_CHARS]
    mentions = lexicon.mentions(folded)
    masked = _mask(folded, [(mention.start, mention.end) for mention in mentions])
    hits = _intents(masked, barred=_OWNERS_ORDERS if suspicious else ())
    order = _order_id(masked, lexicon)
    if order and Intent.DELIVERY in hits and Intent.ORDER_STATUS not in hits:
        hits[Intent.ORDER_STATUS] = hits.pop(Intent.DELIVERY)
    if order and hits.get(Intent.ORDER, (0, False))[1]:
        del hits[Intent.ORDER]
    slots = _slots(_mask(masked, [order[1:]] if order else []), set(hits), today, currency)
    slots |= {"order": order[0] if order else None} | _product(mentions)
    if suspicious:
        slots |= {"price_minor": None, "percent": None, "direction": None}
    intents = tuple(sorted(hits, key=lambda intent: (hits[intent][0], intent))) or (Intent.UNKNOWN,)
    return Understanding(
        language=writing.language(text[:MAX_CHARS]),
        intents=intents,
        slots=Slots.model_validate(slots),
        suspicious=suspicious,
        confidence=_confidence(hits, mentions, bool(suspicious), len(text)),
    )


Hits = dict[Intent, tuple[int, bool]]
"""Intents found: where first, and whether only by a weak cue."""


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
    for cue in patterns.CUES:
        if cue.intent not in hits and cue.intent not in barred and (match := cue.pattern.search(sentence)):
            hits[cue.intent] = (match.start(), cue.weak)
    if not barred and Intent.SET_PRICE not in hits and (match := patterns.LOWER.search(sentence)):
        hits[Intent.BARGAIN if patterns.ASKS.search(sentence) else Intent.SET_PRICE] = (match.start(), False)
    if Intent.FREIGHT in hits and Intent.PRICE in hits and _within(sentence, Intent.PRICE, Intent.FREIGHT):
        del hits[Intent.PRICE]
    if Intent.WHY in hits and Intent.AFTER_SALE in hits:
        del hits[Intent.WHY if patterns.MINE.search(sentence) else Intent.AFTER_SALE]
    if Intent.CUSTOM in hits and not _customised(sentence):
        del hits[Intent.CUSTOM]
    if patterns.IF.search(sentence):
        hits.pop(Intent.ORDER, None)
    for loser, winners in patterns.YIELDS:
        if loser in hits and any(winner in hits and not hits[winner][1] for winner in winners):
            del hits[loser]
    for loser, winners in patterns.WEAK_YIELDS.items():
        if loser in hits and hits[loser][1] and any(winner in hits for winner in winners):
            del hits[loser]
    return hits


def _within(sentence: str, inner: Intent, outer: Intent) -> bool:
    """Tell whether all cues of ``inner`` are parts of cues of ``outer``: how much, in how much is the shipping."""
    wide = [match.span() for match in _cue(outer).finditer(sentence)]
    return all(any(low <= match.start() < high for low, high in wide) for match in _cue(inner).finditer(sentence))


def _cue(intent: Intent) -> re.Pattern[str]:
    return next(cue.pattern for cue in patterns.CUES if cue.intent is intent)


def _customised(text: str) -> bool:
    return any(not patterns.WITHOUT.search(text[: match.start()]) for match in _cue(Intent.CUSTOM).finditer(text))


def _mask(text: str, spans: Sequence[tuple[int, int]]) -> str:
    for start, end in spans:
        text = text[:start] + "x" * (end - start) + text[end:]
    return text


def _order_id(text: str, lexicon: Lexicon) -> tuple[str, int, int] | None:
    for match in patterns.ORDER_ID.finditer(text):
        name = next(name for name in "abcd" if match[name])
        order, start = match[name], match.start(name)
        if name == "d" and patterns.NOT_ORDER_ID.search(text[max(0, start - 20) : start]):
            continue
        if name == "b" and len(order) < 5 and not re.search(r"#|no|num|id|号|订单", match[0], re.IGNORECASE):
            continue
        if name != "d" or not any(code.startswith(order) for code in lexicon.codes):
            return order, start, match.end(name)
    return None


def _slots(text: str, intents: set[Intent], today: dt.date, currency: str) -> dict[str, object]:
    past = bool(intents & {Intent.WHY, Intent.REPORT, Intent.AFTER_SALE, Intent.ORDER_STATUS})
    days = writing.dates(text, today, past=past and not patterns.AHEAD.search(text))
    percents, prices = writing.percents(text), writing.prices(text)
    taken = [(day.start, day.end) for day in days] + [(each.start, each.end) for each in percents]
    taken += [(each.start, each.end) for each in prices]
    price = prices[-1 if Intent.SET_PRICE in intents else 0] if prices else None
    moved = intents & {Intent.SET_PRICE, Intent.WHY}
    return {
        **_amounts(_mask(text, taken)),
        **_place(text),
        "percent": percents[0].value if percents else None,
        "price_minor": _minor(price, currency) if price else None,
        "date": days[0].date if days and Intent.PREFERENCE not in intents else None,
        "customise": _customised(text),
        "direction": _direction(text) if moved else None,
    }


def _amounts(text: str) -> dict[str, object]:
    found = writing.quantities(text)
    pieces = next((each.value for each in found if each.unit == "piece"), None)
    boxes = next((each.value for each in found if each.unit == "box"), None)
    pack = patterns.PACK.search(text)
    if boxes and pack and (size := writing.number(next(group for group in pack.groups() if group))):
        return {"quantity": int(boxes * size), "boxes": None}
    return {"quantity": pieces if pieces or boxes else _count(text), "boxes": boxes}


def _count(text: str) -> int | None:
    """Give the first bare number that may be a count: of no time, size or money, no part of a code or a name."""
    for match in patterns.COUNT.finditer(text):
        value = writing.number(match[0])
        if value is None or value != int(value) or value < (1 if match[0][0].isdigit() else 2):
            continue
        before = text[max(0, match.start() - 16) : match.start()]
        is_han = match[0][0] > "\u3000"
        if is_han and (value < 10 or not re.search(r"[要来买订拿定做]$", before)):
            continue
        if not patterns.AFTER_COUNT.match(text, match.end()) and not patterns.BEFORE_COUNT.search(before):
            return int(value)
    return None


def _minor(price: writing.Price, currency: str) -> int | None:
    amount = price.amount.scaleb(money.digits(currency))
    return int(amount) if price.currency in (None, currency) and amount == int(amount) else None


def _place(text: str) -> dict[str, object]:
    country = next((name for name, pattern in _COUNTRIES if pattern.search(text)), None)
    match = patterns.DESTINATION.search(text)
    city = (match["city"] or match["han"]) if match else None
    if not city or _is_country(city):
        words = re.findall(r"[a-z]+", text.lower())
        known = next((word.title() for word in words if word in patterns.CITIES), None)
        city = known or next((name for name in patterns.CITIES_HAN if name in text), None)
    return {"city": city, "country": country}


_COUNTRIES = [
    (name, re.compile("|".join(rf"\b{word}\b" if word.isascii() else word for word in words.split()), re.I | re.A))
    for name, words in patterns.COUNTRIES.items()
]


def _is_country(place: str) -> bool:
    return any(pattern.fullmatch(place) for _, pattern in _COUNTRIES) or writing.dates(place, dt.date(2000, 1, 1)) != []


def _direction(text: str) -> str | None:
    up, down = patterns.UP.search(text), patterns.DOWN.search(text)
    if up and down:
        return "up" if up.start() <= down.start() else "down"
    return "up" if up else "down" if down else None


def _product(mentions: Sequence[Mention]) -> dict[str, object]:
    skus = tuple(dict.fromkeys(sku for mention in mentions for sku in mention.skus))
    if len(skus) == 1 and any(mention.sure for mention in mentions):
        return {"sku": skus[0], "sku_candidates": ()}
    sure = [mention.skus[0] for mention in mentions if mention.sure]
    if len(set(sure)) == 1:
        return {"sku": sure[0], "sku_candidates": ()}
    return {"sku": None, "sku_candidates": tuple(dict.fromkeys([*sure, *skus]))[:5]}


def _confidence(hits: Hits, mentions: Sequence[Mention], suspicious: bool, length: int) -> float:
    if not hits:
        return 0.1
    value = 0.6 if all(weak for _, weak in hits.values()) else 0.9
    value -= 0.1 * (len(hits) > 4) + 0.1 * any(not mention.sure for mention in mentions)
    return round(value - 0.2 * suspicious - 0.1 * (length > MAX_CHARS), 2)
