"""The buyer's last order, where they ask for the same again or what it was: 老规矩再来一单, "same as last time"."""

from __future__ import annotations

import re

from agents import evidence
from agents.customer.wording import Language
from agents.evidence import money
from agents.job import JobContext
from agents.language import Understanding
from agents.language_items import Item
from agents.language_patterns import Intent
from agents.topics import Topic
from kit.facts import Fact
from kit.text import fold
from shops.models import FulfilmentStatus, Order

MOST_LINES = 6
"""An order of more lines is named, not offered again line by line."""
_ASKS = re.compile(
    r"\bwhat\s(?:did|was|were|have)\s(?:i|we|my|our|in\smy)\b[^.?!\n]{0,25}\b(?:order|buy|bought|last)\w*|\bmy\slast\sorder\s?\?"
    r"|上(?:次|回)(?:我|我们)?(?:都)?(?:买|订|下|拿|要)了?(?:的是|的)?(?:什么|啥|哪|多少)",
    re.IGNORECASE,
)
_AGAIN = re.compile(
    r"\b(?:the\s)?same\s(?:again|order|thing|(?:as|like)\s(?:last|before|usual|always|ever))|\b(?:as|like)\s(?:last\stime|before|usual)\b"
    r"|\b(?:the|my|our)\susual\b|\brepeat\s(?:my|our|the|that)\s(?:last\s|previous\s)?order|\blast\sorder\sagain\b"
    r"|老规矩|老样子|照旧|(?:跟|和|同|按|照)上(?:次|回)|上(?:次|回)(?:那|的|一样|同样|买的|订的)[^,，。!！?？]{0,6}(?:再|来|要|一样|同样|一份)|再来一(?:单|份)",
    re.IGNORECASE,
)
_WORDS: dict[Language, str] = {
    "en": "Your order {order}: {list}, {total} in all.",
    "zh": "您的订单 {order}:{list},合计 {total}。",
}
_IN_SHORT: dict[Language, str] = {
    "en": "Your order {order}: {total} in all.",
    "zh": "您的订单 {order}:合计 {total}。",
}


def as_repeat(ctx: JobContext, customer: str, understood: Understanding, text: str) -> Understanding:
    """Give what was read with the goods of the buyer's last order, where it is asked for again and none are named."""
    order = last_order(ctx, customer, understood, text)
    if order is None:
        return understood
    slots, lines = understood.slots, order.lines
    intents = tuple(one for one in understood.intents if one in (Intent.GREETING, Intent.THANKS, Intent.DELIVERY))
    if only_asks_what(text) or len(lines) > MOST_LINES:
        return understood.model_copy(update={"intents": intents or (Intent.UNKNOWN,), "topics": ()})
    if len(lines) == 1:
        named = {"sku": lines[0].sku, "sku_candidates": ()}
        counted = slots.quantity is not None or slots.boxes is not None
        slots = slots.model_copy(update=named if counted else named | {"quantity": lines[0].quantity})
        return understood.model_copy(update={"slots": slots, "intents": (*intents, Intent.ORDER), "topics": ()})
    pieces: dict[str, int] = {}
    for line in lines:
        pieces[line.sku] = pieces.get(line.sku, 0) + line.quantity
    items = tuple(Item(sku=sku, quantity=count) for sku, count in pieces.items())
    if slots.quantity is not None or slots.boxes is not None:
        # a count for an order of several goods leaves open which of them
        slots = slots.model_copy(update={"sku": None, "sku_candidates": tuple(pieces)[:5]})
        return understood.model_copy(update={"slots": slots, "intents": (*intents, Intent.ORDER), "topics": ()})
    return understood.model_copy(update={"items": items, "intents": (*intents, Intent.ORDER), "topics": ()})


def last_order(ctx: JobContext, customer: str, understood: Understanding, text: str) -> Order | None:
    """Give the buyer's newest order that was not cancelled, where the words mean it; None else."""
    slots, folded = understood.slots, fold(text)
    if not (only_asks_what(text) or _AGAIN.search(folded)) or slots.sku or slots.order or understood.suspicious:
        return None
    if set(understood.topics) - {Topic.ACCEPT} or Intent.AFTER_SALE in understood.intents:
        return None
    orders = evidence.orders_of(ctx, customer)
    kept = [one for one in orders if one.fulfilment is not FulfilmentStatus.CANCELLED and one.lines]
    return kept[-1] if kept else None


def last_order_words(ctx: JobContext, order: Order, language: Language) -> tuple[str, Fact]:
    """Name the buyer's last order, with its goods where they are few; give the words and the fact behind them."""
    item = "{1}({2}){0} 件" if language == "zh" else "{0} pieces of {1} ({2})"
    comma = ";" if language == "zh" else ", "
    listed = comma.join(item.format(one.quantity, one.title, one.sku) for one in order.lines)
    template = (_WORDS if len(order.lines) <= MOST_LINES else _IN_SHORT)[language]
    total = money(ctx, order.total)
    words = template.format(order=order.id, list=listed, total=total)
    text, source = f"{order.id}: {listed}, {total}", f"shop:order/{order.id}"
    return words, Fact(id="last_order", text=text, value=order.id, source=source)


def only_asks_what(text: str) -> bool:
    """Tell whether a text asks what was ordered, and not for the same again."""
    return bool(_ASKS.search(fold(text)))
