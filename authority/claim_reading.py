"""Reading a message: names and ids are found and blanked out, sentences parted into clauses, places tied to goods."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from authority import claim_patterns as say
from authority.claim_closed_world import is_harmless
from authority.claim_evidence import Evidence, spans, written
from authority.cues import lowered
from kit.money import digits
from kit.text import NUMERAL, Price, fold, number, quantities
from shops.models import Order

CURRENCY_WORDS = {"元": "CNY", "块": "CNY", "圆": "CNY", "毛": "CNY", "角": "CNY"}
OF_GOODS = re.compile(r"(?<![\d.,£$€¥])(\d{1,6})\s*(?:x |× |of (?:the |our |these )?)?\x01")
"""A count that stands before the name of goods: "300 hearts"."""
COUNTED_FROM = re.compile(
    r"(?:(?:\bfrom|\bat|≥)\s+(?P<on>\d{1,6})\s+on\b"
    rf"|(?:\b(?:reach|at|for|from|take|buy|order|over|up to)|够|满|达到?)\s*(?:the )?(?P<n>{NUMERAL}))"
    r"(?!\s*(?:[.,:]?\d|%|per\b|percent|hours?|days?|weeks?|months?|one\b|of the\b|[元块天日周月年点折成]))",
    re.IGNORECASE | re.ASCII,
)


A_PIECE = re.compile(r"[\d元块毛]\s*[一1每/]$")
"""Of a price for one piece (11.8元一个), which is no count."""


def counted(match: re.Match[str]) -> int:
    """Give the count of a match of COUNTED_FROM; 0 for what is no whole number."""
    value = number(match["on"] or match["n"])
    return int(value) if value is not None and value == int(value) else 0


@dataclass(frozen=True)
class Fault:
    """A claim without support: its kind (``"amount"``, ``"shipped"``), the words quoted, and why."""

    kind: str
    words: str
    why: str

    def __str__(self) -> str:
        return f"“{self.words}”: {self.why}"


@dataclass(frozen=True)
class Clause:
    """A part of a sentence, by its place in the text."""

    start: int
    end: int
    sentence: tuple[int, int]
    asked: bool


def clean(text: str) -> str:
    """Write digits and letters in their plain form, without invisible characters."""
    plain = re.sub(r"[^\x00-\x7f]", _plain_sign, text)
    # a comma that cannot part thousands parts clauses
    return re.sub(r"(?<!\d),(?=\d)|(?<=\.\d\d),(?=\d)|,(?=\d)(?!\d{3}(?!\d))", "，", fold(plain))


def _plain_sign(match: re.Match[str]) -> str:
    if unicodedata.category(match[0]) in ("Cf", "Mn"):
        return ""
    # Chinese numerals are words, not digits
    value = unicodedata.digit(match[0], None)
    return match[0] if value is None else str(value)


class Reading:
    """One message being checked; ``free`` is the text with what has been dealt with blanked out.

    ``supported`` are the places of states that the evidence holds.
    """

    def __init__(self, text: str, evidence: Evidence) -> None:
        self.text, self.evidence = clean(text), evidence
        self.free = self.text
        # the owner's own words whole, before a name in them parts them
        self.mask(("", clean(one).strip()) for one in evidence.allowed)
        self.skus = self.mask((one.sku, name) for one in evidence.variants.values() for name in (one.title, one.sku))
        titles = [(line.sku, line.title) for order in evidence.orders for line in order.lines]
        self.skus += self.mask(titles)
        self.nicknames = self.mask(_nicknames(evidence, self.free.lower()))
        self.skus = sorted(self.skus + self.nicknames)
        self.orders = self.mask((order.id, order.id) for order in evidence.orders)
        sent = [one for parcels in evidence.shipments.values() for one in parcels]
        self.waybills = self.mask((one.tracking, one.tracking) for one in sent)
        self.mask(("", quote.id) for quote in evidence.quotes)
        self.mask(("", name) for name in evidence.processes)
        places = [one.address for one in evidence.orders]
        self.mask(("", one.line) for one in places if not _MONEY.search(one.line))
        self.mask(("", name) for one in places for name in (one.city, one.name))
        for match in (*say.NUMBERING.finditer(self.free), *say.METHODS.finditer(self.free)):
            self.blank(match.start(), match.end())
        self.words = self._without_topics()
        self.supported: list[tuple[int, int]] = []
        self.clauses = list(_clauses(self.words))
        self._pieces: dict[str, frozenset[int]] = {}

    def mask(self, named: Iterable[tuple[str, str]]) -> list[tuple[int, str]]:
        """Blank names out and give their places; the longest first, or a SKU would cut a title."""
        places, low = [], self.free.lower()
        here = {(key, name) for key, name in named if written(name) in low}
        for key, name in sorted(here, key=lambda pair: (-len(pair[1]), pair)):
            for start, end in spans(name, self.free.lower()):
                places.append((start, key))
                self.blank(start, end)
        return sorted(places)

    def blank(self, start: int, end: int) -> None:
        """Blank out what has been dealt with."""
        self.free = f"{self.free[:start]}{chr(1) * (end - start)}{self.free[end:]}"

    def support(self, kind: str, match: re.Match[str], clause: Clause) -> None:
        """Note that a state is supported: its words, and what such a state is said of in its sentence."""
        self.supported.append(match.span())
        about = say.SAID_OF.get(kind)
        if about is not None:
            self.supported += [found.span() for found in about.finditer(self.words, *clause.sentence)]

    def is_borne(self, clause: Clause) -> bool:
        """Tell whether something of a clause is held by the records, beside the names in it."""
        low, high = clause.start, clause.end
        return self.free[low:high] != self.words[low:high] or any(
            start < high and low < end for start, end in self.supported
        )

    def left(self) -> str:
        """Give the text without names, topics, and what was found and is supported, its places kept."""
        left = "".join(word if free == word else " " for free, word in zip(self.free, self.words, strict=True))
        for start, end in self.supported:
            left = left[:start] + " " * (end - start) + left[end:]
        return left

    def _without_topics(self) -> str:
        words = self.free
        blanks = list(say.TOPIC.finditer(words))
        for start, end, _ in _sentences(words) if say.HANDOVER.is_near(lowered(words)) else ():
            if say.HANDOVER.search(words, start, end):
                blanks += say.ABOUT.finditer(words, start, end)
        for match in blanks:
            words = words[: match.start()] + " " * len(match[0]) + words[match.end() :]
        return words

    def clause(self, place: int) -> Clause:
        """Give the clause that holds a place."""
        return next((one for one in self.clauses if one.start <= place < one.end), self.clauses[-1])

    def words_of(self, clause: Clause) -> str:
        """Give the words of a clause."""
        return self.words[clause.start : clause.end]

    def sentence(self, clause: Clause) -> str:
        """Give the words of the sentence that a clause is part of."""
        return self.words[clause.sentence[0] : clause.sentence[1]]

    def named(self, places: list[tuple[int, str]], place: int, clause: Clause) -> list[str]:
        """Give the name that words at a place are about: before them in the sentence, after them in it, or before."""
        low, high = clause.sentence
        before = [key for at, key in places if low <= at < place]
        after = [key for at, key in places if place <= at < high]
        earlier = [key for at, key in places if at < low]
        return before[-1:] or after[:1] or earlier[-1:]

    def goods(self, place: int, clause: Clause) -> list[str]:
        """Give the SKUs that a place is about; all that the evidence has if none is named."""
        named = [sku for sku in self.named(self.skus, place, clause) if sku in self.evidence.variants]
        return named or sorted(self.evidence.variants)

    def listed(self, clause: Clause) -> dict[str, frozenset[int]]:
        """Give the goods that were listed with their counts before a sentence that names none: it is about them all.

        Empty where the sentence names goods, fewer than two were counted, or what was named last was not.
        """
        low, high = clause.sentence
        places = [(at, sku) for at, sku in self.skus if at < high and sku in self.evidence.variants]
        if not places or places[-1][0] >= low:
            return {}
        found: dict[str, frozenset[int]] = {}
        for at, sku in places:
            found[sku] = found.get(sku, frozenset()) | self._pieces_in(self.sentence(self.clause(at)))
        if not found[places[-1][1]]:
            return {}
        counted_ones = {sku: counts for sku, counts in found.items() if counts}
        return counted_ones if len(counted_ones) > 1 else {}

    def order(self, place: int, clause: Clause) -> tuple[Order, ...]:
        """Give the orders that a place is about: named, found by their waybill, or the thread's."""
        named = self.named(self.orders, place, clause)
        if not named:
            inside = [key for at, key in self.waybills if clause.sentence[0] <= at < clause.sentence[1]]
            named = self.orders_of(inside[0]) if inside else []
        mine = tuple(order for order in self.evidence.orders if order.id in named)
        return mine or self.evidence.default_orders()

    def orders_of(self, waybill: str) -> list[str]:
        """Give the orders that left under a waybill; several where they left in one parcel."""
        sent = self.evidence.shipments.items()
        return [order_id for order_id, parcels in sent if any(one.tracking == waybill for one in parcels)]

    def is_of_order(self, place: int, clause: Clause) -> bool:
        """Tell whether a place is about an order rather than about goods on offer: what was named last before it."""
        if not self.named(self.orders, place, clause):
            return not (self.skus or self.evidence.quotes)
        order, goods = (max((at for at, _ in names if at < place), default=-1) for names in (self.orders, self.skus))
        return order >= goods

    def goods_of(self, clause: Clause) -> set[str]:
        """Give the SKUs that a clause itself names."""
        return {sku for at, sku in self.skus if clause.start <= at < clause.end}

    def mark(self, clause: Clause) -> str:
        """Give the sign that ends the sentence of a clause."""
        return self.text[clause.sentence[1] : clause.sentence[1] + 1]

    def pieces(self, clause: Clause) -> frozenset[int]:
        """Give the counts that hold at a clause: its own, its sentence's, or the text's."""
        parts = (self.words_of(clause), self.sentence(clause), self.words)
        return next((found for part in dict.fromkeys(parts) if (found := self._pieces_in(part))), frozenset())

    def _pieces_in(self, part: str) -> frozenset[int]:
        """Give the counts of a part of the text, found once for each part."""
        if part not in self._pieces:
            counts = [one for one in quantities(part) if not A_PIECE.search(part[: one.start + 1])]
            found = frozenset(one.value for one in counts) | {int(one[1]) for one in OF_GOODS.finditer(part)}
            if not found and part != self.words and (match := COUNTED_FROM.search(part)):
                found = frozenset((counted(match),))
            self._pieces[part] = found
        return self._pieces[part]

    def minor(self, price: Price) -> int | None:
        """Give minor units of the shop's currency; None for another currency or a finer amount."""
        return self.minor_of(price, self.text)

    def major(self, written: str) -> int:
        """Give minor units of a whole number of the shop's currency."""
        return int(written) * int(10 ** digits(self.evidence.currency))

    def minor_of(self, price: Price, text: str) -> int | None:
        """Give minor units of an amount found in a text; None for another currency or a finer amount."""
        unit = next((code for word, code in CURRENCY_WORDS.items() if word in text[price.start : price.end]), None)
        if (price.currency or unit or self.evidence.currency) != self.evidence.currency:
            return None
        minor = price.amount.scaleb(digits(self.evidence.currency))
        return int(minor) if minor == int(minor) else None

    def blank_number(self, at: int) -> None:
        """Blank out the digits at a place."""
        match = re.compile(r"\d*").match(self.free, at)
        if match:
            self.blank(match.start(), match.end())

    def quote(self, at: int) -> str:
        """Give the word at a place."""
        match = re.compile(r"[^\s,，。;]*").match(self.text, at)
        return match[0] if match else ""


_MONEY = re.compile(r"[£$€¥%]")
_SENTENCE_END = re.compile(r"[.](?<!\d.)(?!\d)|[.](?<=\d.)(?=\s|$)|[!?。\n]+|$")
_CLAUSE_END = re.compile(r",(?<!\d,)|,(?!\d)|[，;、]|:(?!\d)|$")


def _sentences(text: str) -> Iterator[tuple[int, int, str]]:
    start = 0
    for match in _SENTENCE_END.finditer(text):
        if match.end() > start or match.start() > start:
            yield start, match.start(), text[match.start() : match.end()]
        start = match.end()


def _clauses(text: str) -> Iterator[Clause]:
    for low, high, mark in _sentences(text):
        start = low
        for match in _CLAUSE_END.finditer(text[low:high]):
            end = low + match.start()
            words = text[start:end]
            last = end >= high
            asked = bool(say.ASKS_EN.search(words) and "?" in mark) or (
                bool(say.ASKS_ZH.search(words)) and (last or "是否" in words)
            )
            yield Clause(start, low + match.end(), (low, high), asked)
            start = low + match.end()
        if start <= low and high <= low:
            yield Clause(low, low, (low, high), False)
    yield Clause(len(text), len(text) + 1, (len(text), len(text)), False)


def _nicknames(evidence: Evidence, low: str) -> list[tuple[str, str]]:
    """Give what goods are called in short in lower-case words: a word of one title alone, the end of a Chinese one."""
    found: dict[str, set[str]] = {}
    for variant in evidence.variants.values():
        for name in _short(variant.title):
            if written(name) in low:
                found.setdefault(name, set()).add(variant.sku)
    return [(skus.pop(), name) for name, skus in sorted(found.items()) if len(skus) == 1 and not _says_something(name)]


@lru_cache(maxsize=50_000)
def _short(title: str) -> frozenset[str]:
    words, runs = re.findall(r"[a-z]{4,}", title.lower()), re.findall(r"[\u4e00-\u9fff]{3,}", title)
    english = [form for word in words for form in (word, f"{word}s", word.removesuffix("s")) if len(form) >= 4]
    return frozenset((*english, *(run[-size:] for run in runs for size in (2, 3, 4) if size < len(run))))


@lru_cache(maxsize=50_000)
def _says_something(name: str) -> bool:
    """Tell whether a word can say more than which goods are meant: "free" in the name of a lamp is no nickname."""
    patterns = (*say.STATES.values(), *say.SAID_OF.values(), say.STOCK, say.FREIGHT, say.PARTLY, say.WHOLLY)
    return is_harmless(name) or any(pattern.search(name) for pattern in patterns)
