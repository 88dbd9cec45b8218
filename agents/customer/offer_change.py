"""Other goods or pieces than were offered: a line less, only some, half, others instead, one more, or both offers.

What was offered before is dead then: a new offer takes its place, and only that one can be ordered.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from agents.consent import says_all, stance, wants_all
from agents.customer.asked_back import order_asked_about
from agents.customer.change_words import PIECES_ASKED
from agents.customer.changed_pieces import pieces_changed
from agents.job import JobContext
from agents.language import Understanding
from agents.language_items import Item
from agents.language_patterns import Intent
from agents.plain_take import takes_plainly
from agents.short_answer import AGREEING, answer_of, last_said
from agents.topics import Topic
from kit.text import fold, stem, tokens
from shops.models import Quote, QuoteLine, Thread

_PARTS = re.compile(
    r"[,，、;；。.!！?？\n]+|\b(?:and|but|so)\b|但是?|(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])|\s+(?=[是要换就只改])",
    re.IGNORECASE,
)
_DENIES = re.compile(
    r"(?<!要)不要|别要|去掉|删掉|拿掉|减掉|取消|不用|不买|不是|除了|\bnot\b|n't\b|\bno\b|\bdrop\b|\bremove\b|\bwithout\b"
    r"|\bleave\s(?:out|off)\b|\bforget\b|\bexcept\b|\bcancel\b|\bminus\b|\bskip\b",
    re.IGNORECASE,
)
_ONLY = re.compile(r"只|仅|单[要拍买]|就(?=[要拿来拍买])|\bonly\b|\bjust\b", re.IGNORECASE)
_HALF = re.compile(
    r"\bhalf\s(?:of\s)?(?:that|it|them|those|this|the\s(?:quantity|amount|number|pieces|order))\b|\bjust\shalf\b(?!\sprice)"
    r"|(?:来|要|拿|买|订|先|就)一半(?!价)|减半|砍半|一半(?:吧|就行|就好|即可|好了|数量)",
    re.IGNORECASE,
)
_SWAPS = re.compile(
    r"[换改]成|换个|[换改][做为要]|\binstead\b|\bswap\b|\bswitch\b|\brather\s(?:have|take)\b", re.IGNORECASE
)
_MAKES = re.compile(r"\bmake\s(?:the|that)\b", re.IGNORECASE)
_FIRST = re.compile(
    r"前(?P<n>[一两二三四五]|\d)[个款种样]|\bthe\sfirst\s(?P<en>one|two|three|four)\b|第(?P<at>[一二三四五])[个款种样]|\bthe\s(?P<nth>second|third|fourth)\b",
    re.IGNORECASE,
)
_NUMBERS = {
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "second": 2,
    "third": 3,
    "fourth": 4,
}
_MORE = re.compile(r"\b(?:also|plus|add|as\swell|another)\b|再[加来要拿]|另外|还要|加上|外加", re.IGNORECASE)
_LITTLE = frozenset(
    "the and one ones for with set pack not meant mean want please instead swap only just other".split()
)
_TOPICS = {
    Topic.CANCEL,
    Topic.CHANGE_ITEMS,
    Topic.EXCHANGE,
    Topic.REFUND,
    Topic.RETURN_GOODS,
    Topic.ACCEPT,
    Topic.HESITATE,
}
"""What such words are taken for by themselves, as if they were about an order."""
_KEPT = (Intent.DELIVERY, Intent.GREETING, Intent.THANKS, Intent.FREIGHT, Intent.INVOICE, Intent.CUSTOM)


@dataclass(frozen=True)
class OfferChange:
    """What is to be offered instead, the ids of the offers that are dead, and whether it would be ordered."""

    items: tuple[Item, ...]
    replaces: tuple[str, ...]
    would_order: bool

    def reading(self, understood: Understanding) -> Understanding:
        """Give what was read with the goods and pieces that are wanted now."""
        intents = (*(one for one in understood.intents if one in _KEPT), Intent.ORDER)
        named: dict[str, object] = {"sku": None, "sku_candidates": (), "quantity": None, "boxes": None, "order": None}
        if len(self.items) == 1:
            named |= {"sku": self.items[0].sku, "quantity": self.items[0].quantity}
        slots = understood.slots.model_copy(update=named | {"reason": None})
        items = self.items if len(self.items) > 1 else ()
        return understood.model_copy(
            update={"slots": slots, "items": items, "goods": (), "intents": intents, "topics": ()}
        )


def offer_change(
    ctx: JobContext, thread: Thread, still: Sequence[Quote], understood: Understanding, text: str
) -> OfferChange | None:
    """Give what a text makes of the offers that stand in a conversation; None where it changes none of them.

    Args:
        ctx: What the job looks at.
        thread: The conversation.
        still: The offers that stand in it, oldest first.
        understood: What the text says by itself.
        text: As written.
    """
    about_order = understood.slots.order or order_asked_about(thread) or PIECES_ASKED.search(last_said(thread))
    complains = understood.slots.evidence or understood.slots.reason in ("broken", "missing", "quality", "late")
    if not still or understood.suspicious or complains or about_order or not set(understood.topics) <= _TOPICS:
        return None
    if any(line.custom or line.conditions for one in still for line in one.lines[1:]):
        return None
    said = stance(text, names_of(ctx, still))
    if said in ("later", "condition", "how", "asked"):
        return None
    wants = said in ("take", "sure")
    return (
        _both(still, text, wants=wants)
        or _half(still, text, understood)
        or _recounted(ctx, still, understood, text, wants=wants)
        or _some(ctx, still, understood, text, wants=wants)
        or _more(still, understood, text, wants=wants)
    )


def names_of(ctx: JobContext, offers: Sequence[Quote]) -> tuple[str, ...]:
    """Give titles and SKUs of what is offered."""
    skus = dict.fromkeys(line.sku for one in offers for line in one.lines)
    return tuple(name for sku in skus for name in (sku, ctx.reads.shop.get_variant(sku).title))


def skus_named(ctx: JobContext, lines: Sequence[QuoteLine], text: str) -> tuple[str, ...]:
    """Give the SKUs of offered lines that a text names: as goods are named, else by words of one line alone."""
    held = tuple(dict.fromkeys(line.sku for line in lines))
    read = ctx.understand(text)
    named = [read.slots.sku, *read.goods, *(one.sku for one in read.items), *read.slots.sku_candidates]
    found = tuple(sku for sku in held if sku in named or sku.lower() in fold(text).lower())
    if len(found) == 1 or (found and not read.slots.sku_candidates):
        return found
    words = {sku: _words(ctx.reads.shop.get_variant(sku).title) for sku in held}
    said = _words(text)
    own = {sku: words[sku].difference(*(words[one] for one in held if one != sku)) for sku in held}
    return tuple(sku for sku in held if own[sku] & said) or found


def same_kind(ctx: JobContext, sku: str, text: str) -> str | None:
    """Give the one other product whose name is most like that of a product and has words of a text: "the pink ones"."""
    like, said = _words(ctx.reads.shop.get_variant(sku).title), _words(text)
    rated = sorted(
        (
            (len(words & said), len(words & like), one.sku)
            for one in ctx.reads.shop.list_variants()
            if one.listed and one.sku != sku and (words := _words(one.title)) & said - like and words & like
        ),
        reverse=True,
    )
    is_plain = rated and (len(rated) == 1 or rated[0][:2] > rated[1][:2])
    return rated[0][2] if is_plain and rated[0][1] * 2 >= len(like) else None


def _both(still: Sequence[Quote], text: str, *, wants: bool) -> OfferChange | None:
    """Put the newest offers of one product each together, where both are taken."""
    single = {one.lines[0].sku: one for one in still if len(one.lines) == 1 and not one.lines[0].conditions}
    takes = (wants and wants_all(text)) or says_all(text)
    if not takes or len(single) < 2 or len(still[-1].lines) > 1 or _DENIES.search(text):
        return None
    offers = sorted(single.values(), key=lambda one: one.created_at)
    items = tuple(Item(sku=one.lines[0].sku, quantity=one.lines[0].quantity) for one in offers)
    return OfferChange(items, tuple(one.id for one in offers), would_order=True)


def _half(still: Sequence[Quote], text: str, understood: Understanding) -> OfferChange | None:
    if not _HALF.search(fold(text)) or understood.slots.quantity is not None:
        return None
    items = tuple(Item(sku=one.sku, quantity=-(-one.quantity // 2)) for one in still[-1].lines)
    return OfferChange(items, (still[-1].id,), would_order=True)


def _recounted(
    ctx: JobContext, still: Sequence[Quote], understood: Understanding, text: str, *, wants: bool
) -> OfferChange | None:
    """Change the pieces of the one line that is meant."""
    base, (before, pieces) = still[-1], pieces_changed(text)
    if pieces is None and _MAKES.search(fold(text)) and len(base.lines) > 1:
        pieces = understood.slots.quantity
    if pieces is None or before not in (None, *(line.quantity for line in base.lines)):
        return None
    slots, skus = understood.slots, [line.sku for line in base.lines]
    named = skus_named(ctx, base.lines, text) if len(skus) > 1 else tuple(skus)
    others = {slots.sku, *slots.sku_candidates[:1], *understood.goods} - {None, *skus}
    priced = {Intent.BARGAIN, Intent.PRICE}.intersection(understood.intents) and len(skus) == 1
    if len(named) != 1 or others or priced or understood.topics:
        return None
    items = tuple(Item(sku=one.sku, quantity=pieces if one.sku in named else one.quantity) for one in base.lines)
    return OfferChange(items, (base.id,), would_order=wants)


def _some(
    ctx: JobContext, still: Sequence[Quote], understood: Understanding, text: str, *, wants: bool
) -> OfferChange | None:
    """Leave lines out, keep only some, or put other goods in the place of one."""
    parts = [part.strip() for part in _PARTS.split(fold(text)) if part.strip()]
    lines = [line for one in still for line in one.lines]
    denied = [part for part in parts if _DENIES.search(part)]
    dropped = {sku for part in denied for sku in skus_named(ctx, lines, part)}
    last = still[-1].lines
    dropped |= {last[at].sku for part in denied for at in _places(part, len(last)) if len(last) > 1}
    meant = [one for one in reversed(still) if dropped & {line.sku for line in one.lines}]
    base = meant[0] if meant else still[-1]
    others = [part for part in parts if part not in denied]
    only = {sku for part in others if _ONLY.search(part) or wants for sku in skus_named(ctx, base.lines, part)}
    placed = {base.lines[at].sku for part in others for at in _places(part, len(base.lines))}
    only |= placed
    kept = [line for line in base.lines if line.sku not in dropped and (not only or line.sku in only)]
    if len(base.lines) > 1 and kept and len(kept) < len(base.lines) and (dropped or only):
        counted = understood.slots.quantity if len(kept) == 1 and not placed else None
        items = tuple(Item(sku=one.sku, quantity=counted or one.quantity) for one in kept)
        return OfferChange(items, (base.id,), would_order=wants)
    if (dropped and not kept) or (not dropped and len(base.lines) == 1 and _SWAPS.search(fold(text))):
        return _instead(ctx, still, base, understood, others, wants=wants)
    return None


def _instead(
    ctx: JobContext, still: Sequence[Quote], base: Quote, understood: Understanding, others: list[str], *, wants: bool
) -> OfferChange | None:
    """Put what is named in the place of an offer of which nothing is wanted: another offer's lines, or other goods."""
    dead = {line.sku for line in base.lines}
    rest = {line.sku: line for one in still if one.id != base.id for line in one.lines if line.sku not in dead}
    named = [sku for part in others for sku in skus_named(ctx, list(rest.values()), part)]
    if named:
        items = tuple(Item(sku=sku, quantity=rest[sku].quantity) for sku in dict.fromkeys(named))
        return OfferChange(items, (base.id,), would_order=True)
    read = [ctx.understand(part).slots for part in others]
    near = (one.sku_candidates if len(one.sku_candidates) == 1 else (one.sku,) for one in read)
    skus = {sku for each in near for sku in each if sku} - dead
    if not skus:
        found = (same_kind(ctx, base.lines[0].sku, part) for part in others)
        skus = {sku for sku in found if sku and sku not in dead}
    if len(skus) != 1 or len(base.lines) > 1:
        return None
    return OfferChange(
        (Item(sku=skus.pop(), quantity=understood.slots.quantity or base.lines[0].quantity),),
        (base.id,),
        would_order=wants,
    )


def _more(still: Sequence[Quote], understood: Understanding, text: str, *, wants: bool) -> OfferChange | None:
    """Add goods that are wanted beside what is taken: yes and also 20 party bunting."""
    slots, base = understood.slots, still[-1]
    parts = _PARTS.split(fold(text))
    takes = wants or any(answer_of(part) in AGREEING or takes_plainly(part) for part in parts if part.strip())
    if not takes or not _MORE.search(fold(text)) or slots.sku is None or slots.quantity is None:
        return None
    if slots.sku in {line.sku for line in base.lines} or any(line.conditions for line in base.lines):
        return None
    items = [Item(sku=one.sku, quantity=one.quantity) for one in base.lines]
    return OfferChange((*items, Item(sku=slots.sku, quantity=slots.quantity)), (base.id,), would_order=True)


def _places(part: str, count: int) -> range:
    """Give the places of the lines that a part names by their order: the first two, 第二个."""
    found = _FIRST.search(part)
    if found is None:
        return range(0)
    if found["at"] or found["nth"]:
        at = _NUMBERS[found["at"] or found["nth"].lower()] - 1
        return range(at, at + 1) if at < count else range(0)
    written = found["n"] or found["en"].lower()
    wanted = _NUMBERS.get(written) or int(written)
    return range(wanted) if wanted <= count else range(0)


def _words(text: str) -> set[str]:
    return {stem(one) for one in tokens(fold(text).lower()) if len(one) > 2 or not one.isascii()} - _LITTLE
