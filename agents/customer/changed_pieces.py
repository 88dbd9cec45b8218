"""How many pieces of an order shall be changed to how many, where only one thing can be meant: 从50改成30, 改成30个."""

from __future__ import annotations

import re

from agents import evidence
from agents.job import JobContext
from agents.language import Understanding
from agents.language_patterns import Intent
from agents.topics import Topic
from kit.text import NUMERAL, PIECE, fold, number, tokens
from shops.models import FulfilmentStatus, Order, Thread

_STREET = r"(?:\w+\s){0,2}(?:street|st|road|rd|lane|avenue|ave|drive|close|court|square|way)\b"
_NO_PIECES = rf"号|日|天|月|元|块|折|percent\b|days?\b|weeks?\b|th\b|{_STREET}"
_COUNT = rf"(?:{NUMERAL})(?![\d.%]|(?!{PIECE})[a-z]|\s?(?:{_NO_PIECES}))"
_FROM_TO = re.compile(
    rf"(?:从|由)?\s?(?P<old>{NUMERAL})\s?(?:{PIECE})?的?\s?(?:改|换|减|加|降|增|调|变)[少加整]?[成为到至]\s?(?P<new>{_COUNT})"
    rf"|\bfrom\s(?P<was>{NUMERAL})\s?(?:{PIECE})?\s?(?:down\s|up\s)?to\s(?P<then>{_COUNT})",
    re.IGNORECASE | re.ASCII,
)
_TO = re.compile(
    rf"(?:改|减|加|增|调)[少加整]?[成为到至]\s?(?P<new>{_COUNT})\s?(?:{PIECE}|(?=$|[,，。.!！;；\s吧了呗]))"
    rf"|数量\s?改[成为到至]?\s?(?P<pieces>{_COUNT})"
    rf"|\b(?:chang|reduc|increas|cut|lower|rais|amend|updat)\w*\b[^.?!\n£$€]{{0,40}}?\bto\s(?P<then>{_COUNT})"
    rf"|\bmake\s(?:it|that|this|them)\s(?P<made>{_COUNT})\s?(?:{PIECE}|instead\b)",
    re.IGNORECASE | re.ASCII,
)


def pieces_changed(text: str) -> tuple[int | None, int | None]:
    """Give the pieces before a change and after it, as far as a text says them.

    Example:
        >>> pieces_changed("O26090001 锦鲤从50改成30"), pieces_changed("改成30个"), pieces_changed("30个多少钱")
        ((50, 30), (None, 30), (None, None))
    """
    folded = fold(text)
    if both := _FROM_TO.search(folded):
        return _whole(both["old"] or both["was"]), _whole(both["new"] or both["then"])
    found = _TO.search(folded)
    return None, _whole(next(filter(None, found.groups()))) if found else None


def as_change(ctx: JobContext, thread: Thread, understood: Understanding, text: str) -> Understanding:
    """Give what was read with the pieces that a change ends at, and with the wish for it where it is an order's.

    It is one where the text or the conversation names the order, or where nothing else was spoken of and one still
    waits; else the count of an offer is changed.
    """
    _, pieces = pieces_changed(text)
    slots, intents = understood.slots, understood.intents
    if understood.topics or understood.suspicious or pieces is None:
        return understood
    if not slots.order and {Intent.BARGAIN, Intent.PRICE}.intersection(intents):
        return understood  # a price at another count is asked, no order is changed
    slots = slots.model_copy(update={"quantity": pieces, "boxes": None, "price_minor": None})
    if not (slots.order or thread.order_id or (slots.sku is None and _only_order_waits(ctx, thread))):
        return understood.model_copy(update={"slots": slots})
    others = tuple(one for one in intents if one not in (Intent.ORDER, Intent.UNKNOWN)) or (Intent.AFTER_SALE,)
    return understood.model_copy(update={"slots": slots, "intents": others, "topics": (Topic.CHANGE_ITEMS,)})


def _only_order_waits(ctx: JobContext, thread: Thread) -> bool:
    """Tell whether the buyer has an order that can change, and no goods were spoken of in this conversation."""
    for message in thread.messages[:-1]:
        said = ctx.understand(message.text).slots
        if said.sku or said.sku_candidates or said.quantity or said.boxes:
            return False
    orders = evidence.orders_of(ctx, thread.customer_id)
    return any(order.fulfilment is FulfilmentStatus.UNSHIPPED for order in orders)


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
