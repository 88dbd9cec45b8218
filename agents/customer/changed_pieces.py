"""How many pieces of an order shall be changed to how many, where only one thing can be meant: 从50改成30, 改成30个."""

from __future__ import annotations

import re

from agents import evidence
from agents.customer.asked_back import agrees
from agents.customer.change_words import PIECES_ASKED
from agents.job import JobContext
from agents.language import Understanding
from agents.language_patterns import Intent
from agents.short_answer import last_said
from agents.topics import Topic, cue_of
from kit.text import NUMERAL, PIECE, fold, number, quantities, tokens
from shops.models import FulfilmentStatus, Order, QuoteStatus, Thread

_STREET = r"(?:\w+\s){0,2}(?:street|st|road|rd|lane|avenue|ave|drive|close|court|square|way)\b"
_NO_PIECES = rf"号|日|天|月|元|块|折|percent\b|days?\b|weeks?\b|th\b|{_STREET}"
_COUNT = rf"(?:{NUMERAL})(?![\d.%]|(?!{PIECE})[a-z]|\s?(?:{_NO_PIECES}))"
_FROM_TO = re.compile(
    rf"(?:从|由)?\s?(?P<old>{NUMERAL})\s?(?:{PIECE})?的?\s?(?:(?:改|换|减|加|降|增|调|变)[少加整]?[成为到至]|改)\s?(?P<new>{_COUNT})"
    rf"|(?P<put>{NUMERAL})\s(?:(?:{PIECE})\s)?instead\sof\s(?P<not>{_COUNT})"
    rf"|\bfrom\s(?P<was>{NUMERAL})\s?(?:{PIECE})?\s?(?:down\s|up\s)?to\s(?P<then>{_COUNT})",
    re.IGNORECASE | re.ASCII,
)
_TO = re.compile(
    rf"(?:改|减|加|增|调)[少加整]?[成为到至]\s?(?P<new>{_COUNT})\s?(?:{PIECE}|(?=$|[,，。.!！;；\s吧了呗]))"
    rf"|数量\s?改[成为到至]?\s?(?P<pieces>{_COUNT})"
    rf"|\b(?:chang|reduc|increas|cut|lower|rais|amend|updat)\w*\b[^.?!\n£$€]{{0,40}}?\bto\s(?P<then>{_COUNT})"
    rf"|\bmake\s(?:it|that|this|them)\s(?P<made>{_COUNT})\s?(?:{PIECE}|instead\b|(?=$|[,.!;]|\splease\b))",
    re.IGNORECASE | re.ASCII,
)

PIECES_TO = (_FROM_TO, _TO)
"""How pieces before and after a change are said."""
CUES = (cue_of(Topic.CHANGE_ITEMS), _FROM_TO, _TO)
"""What a change of an order's items is known by."""
_ALONE = re.compile(
    rf"(?:那?就|那|要|应该是|是|嗯|好的?|\s|[,，])*(?P<pieces>{_COUNT})\s?(?:{PIECE})?(?:吧|好了|就行|就好|可以|行|即可|了|\s|[,，.。!！]|please|thanks|谢谢)*",
    re.IGNORECASE | re.ASCII,
)
_CAN = re.compile(
    r"(?:能不能|可不可以|能否|可否|是否可以|能|可以)[^,，。!！?\n]{0,24}(?:吗|么|嘛|不|\?)"
    r"|\b(?:can|could|may)\s(?:i|we|you|it|this|that|the)\b[^.!?\n]*\?|\bpossible\b[^.!?\n]*\?",
    re.IGNORECASE,
)
_PRICED = re.compile(
    r"价|钱|便宜|优惠|折|多少|贵|元|块|[£$€¥]|\b(?:pric\w*|cost\w*|cheap\w*|discount\w*|deals?|offers?|better|much|per|each)\b",
    re.IGNORECASE,
)
"""Speaks of a price."""
_NO_WISH = (Intent.ORDER, Intent.UNKNOWN, Intent.SET_PRICE, Intent.BARGAIN, Intent.PRICE)
"""What the words of a change are taken for by themselves."""


def pieces_changed(text: str) -> tuple[int | None, int | None]:
    """Give the pieces before a change and after it, as far as a text says them.

    Example:
        >>> pieces_changed("O26090001 锦鲤从50改成30"), pieces_changed("改成30个"), pieces_changed("30个多少钱")
        ((50, 30), (None, 30), (None, None))
    """
    folded = fold(text)
    if both := _FROM_TO.search(folded):
        return _whole(both["old"] or both["was"] or both["not"]), _whole(both["new"] or both["then"] or both["put"])
    found = _TO.search(folded)
    return None, _whole(next(filter(None, found.groups()))) if found else None


def as_change(ctx: JobContext, thread: Thread, understood: Understanding, text: str) -> Understanding:
    """Give what was read with the pieces that a change ends at, and with the wish for it where it is an order's.

    It is one where the text or the conversation names the order, where the shop has asked for its pieces, or where
    nothing else was spoken of; else the count of an offer is changed.
    """
    before, pieces = pieces_changed(text)
    slots, intents = understood.slots, understood.intents
    asked, _ = _asked_about(thread)
    if pieces is None and asked is not None:
        pieces = pieces_answered(thread, text)
    topics = set(understood.topics) - ({Topic.ACCEPT} if asked else set())
    if topics or understood.suspicious or pieces is None:
        return understood
    if not slots.order and {Intent.BARGAIN, Intent.PRICE}.intersection(intents) and _PRICED.search(fold(text)):
        return understood  # a price at another count is asked, no order is changed
    slots = slots.model_copy(update={"quantity": pieces, "boxes": None, "price_minor": None})
    order = slots.order or asked or thread.order_id or _order_spoken_of(ctx, thread, slots.sku, before)
    if order is None and (slots.sku is not None or speaks_of_goods(ctx, thread)):
        return understood.model_copy(update={"slots": slots})
    slots = slots.model_copy(update={"order": order})
    said = _NO_WISH[:-2] if _PRICED.search(fold(text)) else _NO_WISH
    others = tuple(one for one in intents if one not in said) or (Intent.AFTER_SALE,)
    return understood.model_copy(update={"slots": slots, "intents": others, "topics": (Topic.CHANGE_ITEMS,)})


def only_asks(text: str) -> bool:
    """Tell whether a text asks if something can be done: 能改成30个吗, can I have 30 instead?"""
    return bool(_CAN.search(fold(text)))


def pieces_answered(thread: Thread, text: str) -> int | None:
    """Give the pieces that are all an answer says: 24, 那就24个吧, 24 please; or yes, where one count was asked."""
    folded = fold(text).strip()
    if found := _ALONE.fullmatch(folded):
        return _whole(found["pieces"])
    order, counts = _asked_about(thread)
    return counts[0] if order and len(counts) == 1 and agrees(text, Topic.CHANGE_ITEMS) else None


def answers_pieces(thread: Thread, text: str) -> bool:
    """Tell whether a text answers the shop's question after the pieces of an order, and needs no words before it."""
    if _asked_about(thread)[0] is None:
        return False
    return pieces_answered(thread, text) is not None or pieces_changed(text)[1] is not None


def line_asked_about(thread: Thread, order: Order) -> str | None:
    """Give the one SKU of an order that the shop's last question after its pieces named."""
    asked, _ = _asked_about(thread)
    named = {line.sku for line in order.lines if f"({line.sku})" in last_said(thread)}
    return named.pop() if asked == order.id and len(named) == 1 else None


def _asked_about(thread: Thread) -> tuple[str | None, tuple[int, ...]]:
    """Give the order of which the shop has just asked how many pieces it shall hold, and the counts it named."""
    last = last_said(thread)
    found = PIECES_ASKED.search(last)
    if found is None:
        return None, ()
    return found["zh"] or found["en"], tuple(one.value for one in quantities(last[found.end() :]))


def _order_spoken_of(ctx: JobContext, thread: Thread, sku: str | None, before: int | None) -> str | None:
    """Give the one waiting order that has as many pieces as are said, or the newest of this conversation's offers.

    None where an offer of this conversation is still open that may be meant.
    """
    every = ctx.reads.quotes.list_quotes(customer_id=thread.customer_id) if ctx.reads.quotes else ()
    here = [one for one in every if one.thread_id == thread.id]
    taken = {one.id for one in here}
    orders = [one for one in evidence.orders_of(ctx, thread.customer_id) if one.quote_id in taken]
    still = [
        one
        for one in here
        if one.status is QuoteStatus.OPEN
        and one.valid_until > ctx.now
        and not (orders and one.created_at <= orders[-1].placed_at)
    ]
    if any(before in (None, line.quantity) for one in still for line in one.lines):
        return None
    found = [
        order.id
        for order in evidence.orders_of(ctx, thread.customer_id)
        if order.fulfilment is FulfilmentStatus.UNSHIPPED
        and (before is not None or order.quote_id in taken)
        and any(sku in (None, line.sku) and before in (None, line.quantity) for line in order.lines)
    ]
    newest = [one.id for one in orders[-1:] if one.id in found]
    return (newest or found)[-1] if newest or len(found) == 1 else None


def speaks_of_goods(ctx: JobContext, thread: Thread) -> bool:
    """Tell whether goods or a count were spoken of in this conversation, other than to change an order."""
    for message in thread.messages[:-1]:
        said = ctx.understand(message.text).slots
        counts = pieces_changed(message.text)[1] is None and (said.quantity or said.boxes)
        if said.sku or said.sku_candidates or counts:
            return True
    return False


def line_meant(ctx: JobContext, order: Order, text: str, before: int | None) -> str | None:
    """Give the one SKU of an order that a text can mean: the only one, the one it names, or that of so many pieces."""
    skus = sorted({line.sku for line in order.lines})
    if len(skus) == 1:
        return skus[0]
    said = _words(text)
    words = {sku: _words(ctx.reads.shop.get_variant(sku).title) for sku in skus}
    named = [sku for sku in skus if said & words[sku].difference(*(words[one] for one in skus if one != sku))]
    if not named and before is not None:
        named = [line.sku for line in order.lines if line.quantity == before]
    return named[0] if len(named) == 1 else None


def _words(text: str) -> set[str]:
    return {one for one in tokens(fold(text)) if len(one) > 1}


def _whole(written: str) -> int | None:
    value = number(written)
    return int(value) if value is not None and value == int(value) and value > 0 else None
