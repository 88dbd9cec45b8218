"""The names of a shop's products, prepared for finding them in what people write."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise, zip_longest
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from agents import language_patterns as patterns
from agents import language_places as places
from agents.goods_words import WORDS, in_english
from kit import text as writing


class ProductName(NamedTuple):
    """A product and one of its names; a product with nicknames is listed once for each."""

    sku: str
    name: str


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
    is_called: bool = False
    goods: str = ""


MOST_HINTS = 5
"""Products that a hint may mean at most; what more have is a kind of goods."""
_RUN = re.compile(r"[a-z]+|\d+|[\u4e00-\u9fff]+|[,，、.;；。?!？！\n]", re.IGNORECASE | re.ASCII)
_CODE = re.compile(r"(?<![A-Za-z0-9_£$€¥.])[A-Za-z0-9]+(?:[-_][A-Za-z0-9]+)*(?![A-Za-z0-9_%])")
_ORDER_BEFORE = re.compile(r"(?:order|订单|单号|#)\s?(?:no\.?|number|号)?\s?[:#]?\s?$", re.IGNORECASE)
_JOINTS = frozenset("的那这款个张只片条块种枚色图案")
"""What stands between two parts of a Chinese name: 外滩那款软胶的."""
_GOODS = re.compile(r"(?:[的那这款](?:[一两]?[个张只片条块种盏枚款])?)?([垫贴架扣盒灯])|[那这]?款|的")
"""What a Chinese word for goods begins with, after the part of the name that tells them apart: 猫爪那张垫子."""
_COUNTED = re.compile(
    r"(?:[\d一二两三四五六七八九十百千][个张只片条块种盏枚套把盒箱打包款]?|[要拿买来订补和跟同与、]|还有|以及"
    r"|[发寄来买要]的是?|里面?的)$"
)
"""Before a part of a name: 两百个柠檬."""
_COUNTED_AFTER = re.compile(
    r"能|可以|[,，\s]?(?:我|再|各|先|一共|总共|共)?(?:要|来|拿|订|买|做)?\s?(?:\d|[一二两三四五六七八九十百千]+[个张只片条块种盏枚套把盒箱打包百千])"
    r"|(?:还有|现在)?(?:多少|几)|的?(?:还有|有没有|有无|有)(?:现?货|库存)|的?缺货|什么价|怎么卖|[涨降提调改]价?[到成至为]?\s?\d|[涨降提]价|的?库存"
)
"""After a part of a name: 橘猫300个, 锦鲤什么价."""
_AND = re.compile(r"\s?(?:[和跟与、]|还有|以及)?\s?")
_REST = re.compile(
    r"(?:[那这]?(?:个|款|种)|[的滴呢吗嘛呀啊哈喽要有看下一]|在吗|你好|您好|想要|看看|我|来|[\s,，。.!！?？~])*",
)
"""All that is said beside a part of a name where goods are named alone: 橘猫那个."""
_COLOURS, _GENERIC, _FILLER, _UNITS, _CITIES = (
    frozenset(map(writing.stem, words))
    for words in (
        patterns.COLOURS,
        patterns.GENERIC,
        patterns.FILLER,
        patterns.UNITS,
        {*places.CITIES, *places.COUNTRY_WORDS},
    )
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
        products = [*products, *(ProductName(sku, form) for sku, name in products for form in in_english(name))]
        coded = [product.sku for product in products if re.search(r"\d", product.sku)]
        # SKU-22 is also written sku22
        joined = {sku.lower().replace("-", ""): sku for sku in coded if re.match(r"[A-Za-z]", sku)}
        self.codes = {**joined, **{sku.lower(): sku for sku in coded}}
        split = [[word.stem for word in _words(product.name) if word.stem.isalnum()] for product in products]
        # one writes cakestand, another cake stand
        self._pairs = {a + b: (a, b) for words in split for a, b in pairwise(words) if re.fullmatch("[a-z]+", a + b)}
        names = [tuple(part for word in words for part in self._pairs.get(word, (word,))) for words in split]
        frequency = Counter(word for words in names for word in dict.fromkeys(words))
        self._weights = {word: math.log1p(len(names) / count) for word, count in frequency.items()}
        written = (word for product in products for word in re.findall(r"[a-z]{5,}", product.name.lower()))
        self._spellings = {word: writing.stem(word) for word in written if writing.stem(word) in frequency}
        self._typos: dict[str, str] = {}
        self._parts = {part for product in products for part in product.name.split() if len(part) == 2 and "一" < part}
        parts = Counter(part for sku, name in dict.fromkeys(products) for part in set(name.split()))
        self._shared = {part for part, count in parts.items() if count > 1}
        # a word for goods that one product alone has names it: 500套礼盒
        own = dict.fromkeys(products)
        self._parts |= {
            word for word in WORDS if len(word) == 2 and len({sku for sku, name in own if word in name}) == 1
        }
        self._written = {
            sku: "".join(name for one, name in products if one == sku) for sku in {sku for sku, _ in products}
        }
        self._names = [(product.sku, words) for product, words in zip(products, names, strict=True)]

    def mentions(self, text: str) -> list[Mention]:
        """Find the products a text names: by code, by name or by part of a name, small typing errors allowed."""
        codes = [match for match in _CODE.finditer(text) if match[0].lower() in self.codes]
        sure = [match for match in codes if not _ORDER_BEFORE.search(text[max(0, match.start() - 12) : match.start()])]
        if sure:
            return [Mention((self.codes[match[0].lower()],), True, *match.span()) for match in sure]
        return [mention for stretch in self._stretches(text) for mention in self._read(stretch)]

    def hints(self, text: str) -> tuple[str, ...]:
        """Give the products that two Chinese signs of a text may mean, too few to name one: 熊猫 in 熊猫怎么卖.

        They are good for a question back and for nothing else.
        """
        for stretch in self._stretches(text):
            said = {word.stem for word in stretch if word.stem not in _FILLER}
            if self._is_faint(stretch, said) and not said & _GENERIC:
                found = dict.fromkeys(sku for sku, words in self._names if said <= set(words))
                if 0 < len(found) <= MOST_HINTS:
                    return tuple(found)
        return ()

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
            if run and word.is_called and run[-1].is_called and not self._in_one_name(run[-1].stem, word.stem):
                yield run
                run, skipped = [word], 0
            elif word.stem not in _FILLER and is_name and not is_unit:
                run, skipped = [*run, word], 0
            elif run and word.stem in _FILLER and skipped < 2:
                run, skipped = [*run, word], skipped + 1
            else:
                yield run
                run, skipped = [], 0
        yield run

    def _in_one_name(self, *stems: str) -> bool:
        return any(all(stem in words for stem in stems) for _, words in self._names)

    def _known(self, text: str) -> Iterator[_Word]:
        words = self._without_joints(
            text, [self._spelled(one, text[one.start : one.end].lower()) for one in _words(text)]
        )
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

    def _without_joints(self, text: str, words: Sequence[_Word]) -> list[_Word]:
        """Leave out the pairs of Chinese signs where two names, or a name and 的, meet: 猫冰 in 橘猫冰箱贴.

        A part of a name that is a pair itself and stands before a word for goods, or is counted, is called by it: 福字
        in 福字垫子 and in 两张福字.
        """
        named = {at for one in words if one.stem in self._weights for at in range(one.start, one.end)}
        named |= {at for at, sign in enumerate(text) if sign in _JOINTS}
        return [
            self._called(text, one) if one.stem in self._parts else one
            for one in words
            if one.stem in self._weights or one.stem.isascii() or not {*range(one.start, one.end)} <= named
        ]

    def _called(self, text: str, word: _Word) -> _Word:
        goods = _GOODS.match(text, word.end)
        counted = _COUNTED.search(text[max(0, word.start - 3) : word.start]) or _COUNTED_AFTER.match(text, word.end)
        joined = (joint := _AND.match(text, word.end)) and text[joint.end() : joint.end() + 2] in self._parts
        alone = _REST.fullmatch(text[: word.start]) and _REST.fullmatch(text[word.end :])
        is_called = bool(goods or ((counted or joined or alone) and word.stem not in self._shared))
        return word._replace(is_called=is_called, goods=goods[1] or "" if goods else "")

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
        called = {word.stem for word in stretch if word.is_called}
        seed = sum(
            0.5 if (word in _GENERIC and word not in called) or word in _COLOURS or word not in exact else 1.0
            for word in said
        )
        if seed < 1 or said <= _COLOURS or said <= _CITIES or self._is_faint(stretch, said):
            return None
        total, all_said = self._weight(said), {word.stem for word in stretch}
        scored: dict[str, tuple[float, float, bool]] = {}
        for sku, words in self._names:
            common = said.intersection(words)
            if not common <= _COLOURS:
                recall = round(self._weight(all_said.intersection(words)) / self._weight(set(words)), 6)
                score = (round(self._weight(common) / total, 6), recall, not (said - common) & _COLOURS)
                scored[sku] = max(score, scored.get(sku, score))
        goods = {word.goods for word in stretch} - {""}
        if any(goods <= set(self._written[sku]) for sku in scored):
            scored = {sku: score for sku, score in scored.items() if goods <= set(self._written[sku])}
        ranked = sorted(scored, key=lambda sku: (-scored[sku][0], -scored[sku][1], sku))
        if not ranked or scored[ranked[0]][0] < 0.45:
            return None
        fit, recall, colours_fit = scored[ranked[0]]
        # what fits in part only may mean any other that fits in part; a name said in full is that name
        is_called = any(word.is_called for word in stretch)
        enough = fit - (0.05 if fit > 0.99 else 0.25)
        rivals = [sku for sku in ranked if scored[sku][0] >= enough and (recall < 0.99 or scored[sku][1] > 0.99)]
        sure = len(rivals) == 1 and fit >= 0.6 and colours_fit and (seed > 1 or recall >= 0.35 or is_called)
        return Mention(tuple(rivals[:5]), sure, *self._span(stretch, ranked[0]))

    def _is_faint(self, stretch: list[_Word], said: Collection[str]) -> bool:
        """Tell whether two Chinese signs are all that was said: too few for a name, unless they are called by it."""
        return len(said) == 1 and not next(iter(said)).isascii() and not any(word.is_called for word in stretch)

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
