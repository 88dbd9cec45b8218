"""Which order a lower price is asked for after it was placed: its price stays, and nothing is sold a second time."""

from __future__ import annotations

import re

from agents import evidence
from agents.customer.offer_answer import standing_offers, talk_order
from agents.customer.order_meant import last_named
from agents.job import JobContext
from agents.language_slots import ORDER_ID
from kit.text import fold
from shops.models import FulfilmentStatus, Order, Thread

_OF_ORDER = re.compile(
    r"\b(?:my|this|that|the)\s(?:(?:last|latest|current|open|recent|existing|whole|new)\s)?(?:order|purchase)\b"
    r"|\b(?:i|we)(?:'ve|\shave)?\s(?:just\s|already\s)?(?:ordered|bought|paid|placed)\b|\balready\s(?:ordered|bought|paid|placed)\b"
    r"|[这那]个?[单笔]|订单|单子|刚[刚才]?(?:下|买|拍|付|订)|已经?(?:下单|付|买|拍)|(?:下|买|拍|付|订)(?:过|好|完)?了(?:款|单|钱)?|(?:付|下)完[款单]?",
    re.IGNORECASE,
)
_TO_COME = re.compile(
    r"\b(?:next|another|other|future|bigger|larger|big|large|bulk|repeat|regular|if|when|before|after|once|for\san?|an)\s(?:\w+\s){0,3}?(?:order|purchase|buy|place)\w*\b"
    r"|\bwould\sorder\b|\bplace\s(?:the|my|this|that|an)\sorder\b|下[次回一](?:单|次|回)?|再(?:下|来|订|买|拍)|另外?一?单|要是|如果|的话|才下|就下单|马上下|下单前|长期",
    re.IGNORECASE,
)
"""Speaks of an order that is not placed yet."""


def order_bargained(ctx: JobContext, thread: Thread, text: str) -> Order | None:
    """Give the placed order whose price is bargained about; None where an offer or goods to come are meant.

    It is the one that the words name, else that of the conversation: said so, or nothing was offered since.
    """
    folded, slots = fold(text), ctx.understand(text).slots
    mine = {
        one.id: one
        for one in evidence.orders_of(ctx, thread.customer_id)
        if one.fulfilment is not FulfilmentStatus.CANCELLED
    }
    if slots.order in mine:
        return mine[slots.order]
    if _TO_COME.search(folded) or slots.order:
        return None
    placed, offers = talk_order(ctx, thread), standing_offers(ctx, thread, slots.sku)
    said = bool(_OF_ORDER.search(ORDER_ID.sub(" ", folded)))
    if offers and not (said and placed is not None and placed.placed_at > offers[-1].created_at):
        return None
    named = last_named(thread, list(mine)) or thread.order_id
    waiting = [one for one in mine.values() if one.fulfilment is FulfilmentStatus.UNSHIPPED]
    order = mine.get(named or "") or placed or (waiting[-1] if said and waiting else None)
    if order is None or order.id not in mine or not (said or placed is not None):
        return None
    return order if _fits(order, slots.sku, slots.sku_candidates, slots.quantity or slots.boxes) else None


def _fits(order: Order, sku: str | None, candidates: tuple[str, ...], count: int | None) -> bool:
    """Tell whether the goods and pieces that are named can be those of an order."""
    lines = [one for one in order.lines if sku in (None, one.sku) and (not candidates or one.sku in candidates)]
    return any(count in (None, one.quantity) for one in lines)
