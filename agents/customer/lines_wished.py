"""How many pieces of which goods an order shall have in the end, read part by part: 柠檬减10个,山竹加10个."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from agents import evidence
from agents.customer.changed_pieces import PIECES_TO, pieces_changed
from agents.customer.goods_of_order import lines_of_part, names_other_goods, parts_of, stays
from agents.customer.offer_answer import standing_offers
from agents.job import JobContext
from agents.language import Understanding
from agents.language_patterns import Intent
from agents.plain_wish import is_told, says_only
from agents.topics import Topic, cue_of
from agents.wish_mood import mood_of
from decisions.order_changes import pieces_of
from kit.text import NUMERAL, PIECE, fold, number
from shops.models import FulfilmentStatus, Order, Thread

MOST_ORDERS = 6
"""Waiting orders of a buyer in which the goods that are named are looked for."""
_N = rf"(?P<n>{NUMERAL})"
_COUNTED = rf"\s?(?:{PIECE})?(?!\s?(?:号|日|天|月|元|块|折|percent|days?|weeks?|%|箱|盒))"
_VERB = (
    r"(?:remove|removing|drop|take(?:\s(?:off|out|away))?|lose|delete|leave\sout|scrap|skip"
    r"|(?:do\snot|don'?t)\s(?:send|ship|include|pack|need|want)(?!\s\w+\s(?:to\sbe\s|to\s)?cancel)|no\slonger\s(?:need|want))"
)
_OUT = re.compile(
    rf"\b{_VERB}\b|去掉|删[掉除]?|不要(?!紧)|不用(?!了?$)|减掉|拿掉|去除|撤掉|退掉|划掉|不想要|取消", re.IGNORECASE
)
_LESS = re.compile(
    rf"\b{_VERB}\s(?:just\s|only\s|about\s|me\s)?{_N}\b(?!\s(?:set|pack|box)\sof)"
    rf"|\b(?:reduc\w+|cut|lower|drop|decreas\w+)\b[^.?!\n]{{0,40}}\bby\s(?P<by>{NUMERAL})"
    rf"|\b(?P<over>{NUMERAL})\s(?:[\w-]+\s){{0,5}}?(?:fewer|less|too\smany)\b"
    rf"|(?:减少?|少要?|少[拿来发订买]|减掉|去掉|删[掉去除]?|不要|退掉|撤掉|拿掉|取消)了?\s?(?P<zh>{NUMERAL}){_COUNTED}"
    rf"|(?P<spare>{NUMERAL}){_COUNTED}\s?(?:不要了?|去掉|取消|多了)",
    re.IGNORECASE | re.ASCII,
)
_MORE = re.compile(
    rf"\badd(?:ing)?\s(?:another\s|an\sextra\s)?{_N}\b|\banother\s(?P<another>{NUMERAL})\b|\b(?P<extra>{NUMERAL})\s(?:more|extra|additional)\b"
    rf"|\bincreas\w+\b[^.?!\n]{{0,40}}\bby\s(?P<by>{NUMERAL})"
    rf"|(?:(?:再|另外|额外|多)\s?(?:加|要|来|拿|订|添|补|追加|增加)|加|追加|增加|添)\s?(?P<zh>{NUMERAL}){_COUNTED}",
    re.IGNORECASE | re.ASCII,
)
_ONLY = re.compile(
    rf"\b(?:only|just)\s(?:need|want|take|keep)\s{_N}\b|\b(?:need|want)\sonly\s(?P<only>{NUMERAL})\b|(?:只|就)(?:要|留|需要|拿)\s?(?P<zh>{NUMERAL}){_COUNTED}"
    rf"|(?P<enough>{NUMERAL}){_COUNTED}\s?就(?:够|行|好|可以)",
    re.IGNORECASE | re.ASCII,
)
_SAYS = re.compile(
    rf"\b(?:{_VERB[3:-1]}|reduc\w+|cut|lower\w*|decreas\w+|increas\w+|add(?:ing)?|chang\w+|make|updat\w+|too\smany|fewer|less|more|extra"
    r"|another|additional|only|just|instead|swap)\b|[减少加改调]|追加|增加|多[要来拿]|再[要来拿]|去掉|删[掉除]?|不要|不用|[拿撤退划]掉|去除|不想要|取消|只要|就要|就[够行好]",
    re.IGNORECASE | re.ASCII,
)
"""The word of a wish for other pieces."""
_AMOUNTS = re.compile(
    rf"{NUMERAL}\s?(?:{PIECE})?|\b(?:by|from|to|down|pieces?|pcs|quantity|amount|number|items?|one|ones|there|send|hold|as|before|possible)\b"
    r"|从|由|到|[成为至]|减|少|多|再|只|就|那|这|款|数量|里的?|[个件只张块片]|够|其[他它]不变|发货?|寄",
    re.IGNORECASE | re.ASCII,
)
_PRICED = re.compile(
    r"价|钱|便宜|优惠|折|元|块|贵|[£$€¥]|\b(?:pric\w*|cost\w*|cheap\w*|discount\w*|quote|how\smuch)\b", re.IGNORECASE
)
Way = Literal["out", "less", "more", "set"]


class Wish(NamedTuple):
    """What a part of a text wants done to a line: out of the order, so many less, so many more, or so many."""

    way: Way
    pieces: int = 0


def wish_of(part: str) -> Wish | None:
    """Give what a part of a folded text wants done to goods of an order; None where it wants nothing.

    Example:
        >>> wish_of("柠檬减10个"), wish_of("drop 10 of the bunting"), wish_of("醒狮那个帮我去掉")
        (Wish(way='less', pieces=10), Wish(way='less', pieces=10), Wish(way='out', pieces=0))
    """
    _, after = pieces_changed(part)
    if after is not None:
        return Wish("set", after)
    ways: tuple[tuple[Way, re.Pattern[str]], ...] = (("set", _ONLY), ("less", _LESS), ("more", _MORE))
    for way, pattern in ways:
        if found := pattern.search(part):
            count = number(next(filter(None, found.groups())))
            return Wish(way, int(count)) if count and count == int(count) else None
    return Wish("out") if _OUT.search(part) else None


def lines_wished(ctx: JobContext, order: Order, text: str) -> tuple[dict[str, int], tuple[str, ...]]:
    """Give the pieces that goods of an order shall have in the end, and the SKUs of which one is meant but not which.

    Nothing where a part says what it wants and no line of the order can be meant, or more is taken than is there.
    """
    held, found = pieces_of(order), dict[str, int]()
    if names_other_goods(ctx, order, text):
        return {}, ()
    open_ones: dict[str, None] = {}
    last: str | None = next(iter(held)) if len(held) == 1 else None
    before: Wish | None = None
    for part in parts_of(text):
        if stays(part) and not _ONLY.search(part):
            continue
        hits, wish = lines_of_part(ctx, order, part), wish_of(part)
        if wish is None and before == Wish("out") and hits:
            wish = before  # remove the bunting and the hearts
        before = wish
        last = hits[0] if len(hits) == 1 else None if hits else last
        if wish is None:
            continue
        if len(hits) > 1:
            open_ones |= dict.fromkeys(hits)
            continue
        if last is None:
            return {}, ()
        now = found.get(last, held[last])
        ends = {"out": 0, "less": now - wish.pieces, "more": now + wish.pieces, "set": wish.pieces}
        if ends[wish.way] < 0:
            return {}, ()
        found[last] = ends[wish.way]
    return found, tuple(open_ones)


def less_is_plain(order: Order, text: str) -> bool:
    """Tell whether a text says that goods shall be fewer, or go, and nothing else."""
    names = [name for line in order.lines for name in (line.title, line.sku)]
    wished = [part for part in parts_of(text) if _SAYS.search(part)]
    is_wish = mood_of(text, _OUT, _LESS, _ONLY, *PIECES_TO) == "plain" and not is_told(text)
    return is_wish and bool(wished) and all(says_only(part, _SAYS, names=names, beside=_AMOUNTS) for part in wished)


def as_lines_wished(ctx: JobContext, thread: Thread, understood: Understanding, text: str) -> Understanding:
    """Give what was read with the wish for other pieces of goods that one waiting order of the buyer's holds.

    An offer that stands here is meant before an order; a price or a complaint is none of this.
    """
    slots, folded = understood.slots, fold(text)
    if understood.suspicious or slots.evidence or slots.reason not in (None, "changed_mind") or _PRICED.search(folded):
        return understood
    if set(understood.topics) - {Topic.CHANGE_ITEMS} and not _denies_cancelling(understood, folded):
        return understood
    wishes = [wish for part in parts_of(folded) if (wish := wish_of(part)) is not None]
    # goods that are only not wanted any more are a refund's, wherever they are
    is_refund = slots.reason and Intent.AFTER_SALE in understood.intents and {one.way for one in wishes} == {"out"}
    if not wishes or is_refund:
        return understood
    orders = dict(_holding(ctx, thread, slots.order or thread.order_id, text))
    offered = {line.sku for one in standing_offers(ctx, thread) for line in one.lines}
    if any(offered & skus or not skus for skus in orders.values()) and offered:
        return understood
    # what is done already cannot be read from the order a second time
    if not orders and not any(one.job == "order_change" for one in ctx.settled):
        return understood
    order = next(iter(orders)) if len(orders) == 1 else slots.order
    meant = slots.model_copy(update={"order": order, "price_minor": None})
    return understood.model_copy(
        update={"slots": meant, "intents": (Intent.AFTER_SALE,), "topics": (Topic.CHANGE_ITEMS,)}
    )


def _denies_cancelling(understood: Understanding, folded: str) -> bool:
    """Tell whether an order shall not be cancelled but have other pieces: not cancelled, changed to 36."""
    only = set(understood.topics) <= {Topic.CANCEL, Topic.CHANGE_ITEMS}
    return only and pieces_changed(folded)[1] is not None and mood_of(folded, cue_of(Topic.CANCEL)) == "denied"


def _holding(ctx: JobContext, thread: Thread, named: str | None, text: str) -> Iterator[tuple[str, set[str]]]:
    """Give the waiting orders whose pieces a text can mean, each with the goods of it that the text names."""
    mine = evidence.orders_of(ctx, thread.customer_id)
    waiting = [one for one in mine if one.fulfilment is FulfilmentStatus.UNSHIPPED and named in (None, one.id)]
    for order in waiting[-MOST_ORDERS:]:
        found, open_ones = lines_wished(ctx, order, text)
        skus = {sku for part in parts_of(text) for sku in lines_of_part(ctx, order, part)}
        needs_name = any(wish and wish.way in ("more", "out") for wish in map(wish_of, parts_of(text)))
        if (found or open_ones) and (named or skus or (len(waiting) == 1 and not needs_name)):
            yield order.id, skus
