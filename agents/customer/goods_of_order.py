"""Which lines of an order a buyer's words name, and whether they name goods that it does not hold."""

from __future__ import annotations

import itertools
import re

from agents.job import JobContext
from agents.plain_wish import MOST_OF_A_SYLLABLE
from agents.wish_mood import Mood, plain_mood
from kit.text import PIECE, fold, stem, tokens
from shops.models import Order

_PARTS = re.compile(
    r"[,，、:：;；。.!！?？\n]|\band\b|&|和|跟|还有|以及|(?<!all\s)(?<!thing\s)\bbut\b|但是?"
    rf"|\+|\bn\b|\bplus\b|\bthen\b|(?<=\w)\s(?=(?:but\s)?keep\s)|(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])|(?<=\d)\s+(?=[\u4e00-\u9fff])(?!{PIECE})|(?<=[\u4e00-\u9fff])\s+(?=[a-z]{{2,4}}-\d|\d{{4,}}[a-z]?(?:\s|[\u4e00-\u9fff]))"
    rf"|(?:(?<=\d)|(?<=\d[a-z]))\s+(?=\d{{4,}}[a-z]?(?:\s|[\u4e00-\u9fff]))",
    re.IGNORECASE,
)
_DEED = re.compile(
    r"\b(?:drop|remove|lose|cancel|delete|scrap|ditch|bin|refund|return|keep|leave(?:\sout)?|skip|take(?:\s(?:off|out))?|no)"
    r"\s(?=(?:the\s|my\s|that\s|those\s|these\s)?[a-z])(?!(?:longer|more|need|problem|off|out|away|up|back|it|them|order)\b)",
    re.IGNORECASE,
)
"""What is to be done with the goods that follow it: a second one begins a part of its own."""
_REST = re.compile(
    r"\b(?:the\srest|everything\selse|the\sothers)\s(?:is|are|can|should|stays?|as|ok|fine)\b", re.IGNORECASE
)
_SENTENCES = re.compile(r"[;；。!！?？\n]|\.(?=\s|$)")
_BOUGHT = re.compile(
    r"\b(?:how\smuch|prices?|quotes?|buy|order\s\d+|instead|take\s\d+)\b|多少钱|报价|[要来买拿订]\s?\d", re.IGNORECASE
)
_KEPT = re.compile(
    r"^\s*(?:but\s)?not\b|\b(?:keep|stays?|leave(?!\sout)|rest|others?|everything\selse|still\swant)\b|\bonly\s(?:want|need)\b|照发|照旧|留|保留|只要(?![没还不你能])|其[他它余]|别的|剩下",
    re.IGNORECASE,
)
"""Of a part of a text that says what stays."""
ALL_BUT = re.compile(
    r"\b(?:except|excluding|apart\sfrom|other\sthan|besides|(?:all|everything|anything)\sbut)\b|除了?|以外|之外",
    re.IGNORECASE,
)
_HAN = re.compile(r"[\u4e00-\u9fff]{2,}")
_WORD = re.compile(r"[a-z]{3,}", re.ASCII)
_LITTLE = frozenset("set the and with for design pcs finish order pack its one not off out all".split())
"""Words of titles that name no goods by themselves."""


def lines_named(ctx: JobContext, order: Order, text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give the SKUs of an order that a text names, and those of which it names one and leaves open which.

    What is said to stay is not named.

    Example:
        An order with two buntings and a heart, "cancel the hearts and the bunting": the heart; both buntings.
    """
    sure: dict[str, None] = {}
    groups: list[tuple[str, ...]] = []
    for part in parts_of(text):
        if stays(part):
            continue
        hits = _held(ctx, order, part)
        if len(hits) == 1:
            sure[hits[0]] = None
        else:
            groups.append(hits)
    open_ones = dict.fromkeys(sku for group in groups if not sure.keys() & group for sku in group)
    return tuple(sure), tuple(open_ones)


def parts_of(text: str) -> list[str]:
    """Give the parts of a folded text that can name goods of their own.

    Example:
        >>> parts_of("keep the bags drop the bunting the rest is fine")
        ['keep the bags', 'drop the bunting', 'the rest is fine']
    """
    return [part for one in _PARTS.split(fold(text)) for part in _deeds(one) if part.strip()]


def _deeds(part: str) -> list[str]:
    """Give what a part says is to be done with goods, one after the other, and what it says of all others."""
    found = list(_DEED.finditer(part))
    # "no" begins another part only after a "no": cancel order no …
    after = [one.start() for at, one in enumerate(found) if at and (one[0].strip().lower() != "no" or _is_no(found[0]))]
    cuts = sorted({0, *after, *(one.start() for one in _REST.finditer(part)), len(part)})
    return [part[begin:end].strip() for begin, end in itertools.pairwise(cuts)]


def _is_no(found: re.Match[str]) -> bool:
    return found[0].strip().lower() == "no"


def lines_of_part(ctx: JobContext, order: Order, part: str) -> tuple[str, ...]:
    """Give the SKUs of an order that a part of a text can mean."""
    return _held(ctx, order, part)


def counted_lines(ctx: JobContext, order: Order, text: str, *cues: re.Pattern[str]) -> dict[str, int | None]:
    """Give the goods of an order that parts of a text name beside a cue or a count, each with its pieces.

    Where a part leaves open which goods it means, and another one names one of them, it is that one.
    """
    found: dict[str, int | None] = {}
    named: set[str] = set()
    groups: list[tuple[tuple[str, ...], int]] = []
    for part in parts_of(text):
        hits, pieces = _held(ctx, order, part), ctx.understand(part).slots.quantity
        if len(hits) == 1:
            named.add(hits[0])
            if pieces is not None or any(cue.search(part) for cue in cues):
                found[hits[0]] = pieces if pieces is not None else found.get(hits[0])
        elif len(hits) > 1 and pieces is not None:
            groups.append((hits, pieces))
    for hits, pieces in groups:
        meant = [sku for sku in hits if sku in named]
        if len(meant) == 1 and found.get(meant[0]) is None:
            found[meant[0]] = pieces
    return found


def says_kept(text: str) -> bool:
    """Tell whether a text says that something stays: keep the tins only, 除了橘猫都取消."""
    return any(stays(part) for part in parts_of(text))


def lines_left(ctx: JobContext, order: Order, text: str) -> tuple[str, ...]:
    """Give the SKUs that are to go where a text names those that stay; none where it names none for sure."""
    hits = [_held(ctx, order, part) for part in parts_of(text) if stays(part)]
    kept = {sku for hit in hits for sku in hit}
    if not kept or any(len(hit) > 1 for hit in hits):
        return ()
    return tuple(dict.fromkeys(line.sku for line in order.lines if line.sku not in kept))


def stays(part: str) -> bool:
    """Tell whether a part of a text says that something stays."""
    return bool(_KEPT.search(part) or ALL_BUT.search(part))


def is_part(ctx: JobContext, order: Order, text: str, named: tuple[str, ...]) -> bool:
    """Tell whether a text counts pieces that are not all of the order, or of one of the lines that it names."""
    pieces = ctx.understand(text).slots.quantity
    lines = [line.quantity for line in order.lines if not named or line.sku in named]
    return pieces is not None and pieces < max(sum(lines), 1) and pieces not in lines


def about(text: str, cue: re.Pattern[str]) -> tuple[str, str]:
    """Give the sentences of a text in which a cue stands, without what they ask to buy, and the parts in which it does.

    Example:
        >>> about("Cancel the tins and the hearts. How much are mugs?", re.compile("cancel"))
        ('cancel the tins, the hearts', 'cancel the tins')
    """
    sentences = [one for one in _SENTENCES.split(fold(text).lower()) if cue.search(one)]
    parts = [part.strip() for one in sentences for part in _PARTS.split(one) if part and not _BOUGHT.search(part)]
    return ", ".join(parts), ", ".join(part for part in parts if cue.search(part))


def names_goods(ctx: JobContext, part: str) -> tuple[str, ...]:
    """Give the SKUs of the shop's goods that a part of a text can mean."""
    slots = ctx.understand(part).slots
    return tuple(filter(None, (slots.sku, *slots.sku_candidates))) or tuple(_called(ctx, part))


def names_other_goods(ctx: JobContext, order: Order, text: str) -> bool:
    """Tell whether a text names goods, and none of them is in the order."""
    slots, named = ctx.understand(text).slots, names_goods(ctx, text)
    if not named or any(_held(ctx, order, part) for part in _PARTS.split(fold(text))):
        return False
    return slots.sku is not None or not any(_shared(line.title, text) for line in order.lines)


def wished_away(order: Order, text: str, *cues: re.Pattern[str], whole: bool) -> Mood:
    """Tell how plainly a text wishes an order, or goods of it, away.

    Goods that the order holds may be named, but not by who wants an order of several goods away as a whole.
    """
    named = () if whole and len({line.sku for line in order.lines}) > 1 else order.lines
    return plain_mood(text, *cues, names=[name for line in named for name in (line.title, line.sku)])


def _held(ctx: JobContext, order: Order, part: str) -> tuple[str, ...]:
    """Give the SKUs of the order that a part of a text can mean."""
    slots = ctx.understand(part).slots
    named = (slots.sku,) if slots.sku else slots.sku_candidates
    held = tuple(dict.fromkeys(line.sku for line in order.lines))
    spoken = _spoken_of(order, part)
    if not named:
        called = _called(ctx, part)
        return tuple(sku for sku in held if sku in called) or spoken
    if found := tuple(sku for sku in held if sku in named):
        if len(found) == 1 < len(spoken) and found[0] in spoken:
            return spoken  # words of other lines stand beside it
        return tuple(sku for sku in found if sku in spoken) or found if len(found) > 1 else found
    if slots.sku:
        # other goods are meant only by words that those of the order have not
        said = _shared_words(ctx.reads.shop.get_variant(slots.sku).title, part)
        return tuple(sku for sku in spoken if said <= _shared_words(_title(order, sku), part))
    # of many that fit only five are candidates
    close = {line.sku for line in order.lines if _shared(line.title, part) > 1}
    return tuple(sku for sku in held if sku in close) or spoken


def _title(order: Order, sku: str) -> str:
    return next(line.title for line in order.lines if line.sku == sku)


def _spoken_of(order: Order, part: str) -> tuple[str, ...]:
    """Give the SKUs whose titles have most of the words of a part of a text: 外滩 of 软胶冰箱贴 上海外滩.

    Of several Chinese words that are said, those are meant which have them all.
    """
    said = [spell for run in _HAN.findall(part) for spell in _spells(order, run)]
    fits = [{line.sku for line in order.lines if spell in line.title} for spell in said]
    meant = (set.intersection(*fits) or set.union(*fits)) if fits else set()
    meant = meant or _named_in_latin(order, part)
    return tuple(dict.fromkeys(line.sku for line in order.lines if line.sku in meant))


def _named_in_latin(order: Order, part: str) -> set[str]:
    """Give the SKUs whose titles have most of the words that a part of a text takes from titles, until all are had."""
    shared, meant = {line.sku: _latin_shared(line.title, part) for line in order.lines}, set[str]()
    while any(shared.values()):
        most = max(map(len, shared.values()))
        best = {sku for sku, words in shared.items() if len(words) == most}
        meant |= best
        had = set[str]().union(*(shared[sku] for sku in best))
        shared = {sku: words - had for sku, words in shared.items()}
    return meant


def _latin_shared(title: str, part: str) -> set[str]:
    """Give the words of a part of a text that a title has, whole or joined: the cake and the stand of a cakestand."""
    own = {stem(one) for one in _WORD.findall(fold(title).lower())} - _LITTLE
    said = {stem(one) for one in _WORD.findall(fold(part).lower())} - _LITTLE
    return {one for one in said if one in own or (len(one) > MOST_OF_A_SYLLABLE and any(one in each for each in own))}


def _spells(order: Order, run: str) -> list[str]:
    """Give the longest pieces of a run of Chinese that stand in a title of the order, two characters at least."""
    found, at = [], 0
    while at < len(run) - 1:
        end = next(
            (end for end in range(len(run), at + 1, -1) if any(run[at:end] in one.title for one in order.lines)), 0
        )
        found += [run[at:end]] if end else []
        at = end or at + 1
    return found


def _shared(title: str, text: str) -> int:
    """Count the words of a title that a text has."""
    return len(_shared_words(title, text))


def _shared_words(title: str, text: str) -> set[str]:
    words = ({stem(one) for one in tokens(fold(each)) if len(one) > 1} for each in (title, text))
    return set.intersection(*words)


def _called(ctx: JobContext, text: str) -> frozenset[str]:
    """Give the SKUs whose title ends in a Chinese word of the text: 橘猫 of 亚克力冰箱贴 橘猫."""
    if not _HAN.search(text):
        return frozenset()
    titles = ((one.sku, one.title.split()[-1]) for one in ctx.reads.shop.list_variants() if one.title.strip())
    return frozenset(sku for sku, last in titles if _HAN.fullmatch(last) and last in text)
