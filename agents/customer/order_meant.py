"""Which order of a buyer's is meant: named, of the conversation, spoken of in it, or the only one that can be."""

from __future__ import annotations

import re

from agents import evidence
from agents.customer.changed_pieces import pieces_changed
from agents.evidence import thread_here
from agents.job import JobContext
from agents.language import Slots, Understanding
from agents.language_patterns import Intent
from agents.topics import Topic
from kit.errors import Retry
from shops.models import FulfilmentStatus, Order, Thread

TALK = 12
"""Messages of a conversation in which the order that is spoken of is looked for."""
_ABOUT_ORDERS = {
    Topic.CANCEL,
    Topic.CHANGE_ADDRESS,
    Topic.CHANGE_ITEMS,
    Topic.CHANGE_PAYMENT,
    Topic.REFUND,
    Topic.RETURN_GOODS,
    Topic.EXCHANGE,
    Topic.MISSING,
    Intent.AFTER_SALE,
    Intent.ORDER_STATUS,
}
_OTHER = re.compile(
    r"\b(?:other|another|different|last|previous|first|second)\s(?:order|one|purchase)\b|\border\s(?:before|from)\b|另[一外]|别的?订?单|上一?[个次笔单]|之前那|前一|第[一二三]",
    re.IGNORECASE,
)
"""Means an order that was not just spoken of."""


def orders_here(ctx: JobContext) -> list[Order]:
    """Give the buyer's newest orders, newest first; a task without a buyer has those of its subject alone."""
    if ctx.task.buyer is None:
        named = [one.removeprefix("order:") for one in ctx.task.subject if one.startswith("order:")]
        return [order for one in named if (order := _find(ctx, one)) is not None]
    return evidence.orders_of(ctx, ctx.task.buyer)[-200:][::-1]


def _find(ctx: JobContext, order_id: str) -> Order | None:
    try:
        return ctx.reads.shop.get_order(order_id)
    except Retry:
        return None


def order_meant(ctx: JobContext, slots: Slots, mine: list[Order], text: str) -> Order | None:
    """Give the order that is named, else the conversation's, else the only one that can still change.

    Of several it is the one with so many pieces as the text says there are; where all have left it is the newest.
    """
    subject = [one.removeprefix("order:") for one in ctx.task.subject if one.startswith("order:")]
    named = [slots.order] if slots.order else subject or _of_thread(ctx)
    if named:
        return next((order for order in mine if order.id == named[0]), None)
    waiting = [order for order in mine if order.fulfilment is FulfilmentStatus.UNSHIPPED]
    before, _ = pieces_changed(text)
    if len(waiting) > 1 and before is not None:
        waiting = [order for order in waiting if any(line.quantity == before for line in order.lines)]
    elif not waiting:
        partly = [order for order in mine if order.fulfilment is FulfilmentStatus.PARTIAL]
        waiting = partly or mine[:1]
    return waiting[0] if len(waiting) == 1 else None


def _of_thread(ctx: JobContext) -> list[str]:
    thread = thread_here(ctx)
    return [thread.order_id] if thread and thread.order_id else []


def with_order_of_talk(ctx: JobContext, thread: Thread, understood: Understanding, text: str) -> Understanding:
    """Give what was read with the order that the conversation named last, where it wants something of an order.

    None is filled in where several were named at once, where it is cancelled, or where the text names goods that it
    does not hold or another order.
    """
    slots = understood.slots
    wanted = {*map(str, understood.topics), *map(str, understood.intents)}
    if slots.order or thread.order_id or understood.suspicious or not wanted & set(map(str, _ABOUT_ORDERS)):
        return understood
    if _OTHER.search(text):
        return understood
    mine = {order.id: order for order in evidence.orders_of(ctx, thread.customer_id)}
    order = mine.get(last_named(thread, list(mine)) or "")
    if order is None or order.fulfilment is FulfilmentStatus.CANCELLED:
        return understood
    named = ctx.understand(text).slots.sku  # not what the conversation filled in: an offer's goods
    if named and Topic.CHANGE_ITEMS not in understood.topics and named not in {line.sku for line in order.lines}:
        return understood
    return understood.model_copy(update={"slots": slots.model_copy(update={"order": order.id})})


def cancelled_in_talk(ctx: JobContext, thread: Thread) -> Order | None:
    """Give the order that a conversation named last, where it is cancelled."""
    mine = {order.id: order for order in evidence.orders_of(ctx, thread.customer_id)}
    order = mine.get(last_named(thread, list(mine)) or "")
    return order if order is not None and order.fulfilment is FulfilmentStatus.CANCELLED else None


def last_named(thread: Thread, ids: list[str]) -> str | None:
    """Give the one order of some that the conversation named last; None where it named none, or several at once."""
    for message in reversed(thread.messages[-TALK:]):
        found = [one for one in ids if one in message.text]
        if found:
            return found[0] if len(found) == 1 else None
    return None
