"""What a complaint is about: which order and line of the buyer's, and what was said and shown of it before."""

from __future__ import annotations

import re

from agents.customer.goods_of_order import lines_named
from agents.evidence import thread_here, today
from agents.job import JobContext
from agents.language import Slots
from agents.topics import find_evidence, find_reason
from kit.text import fold
from shops.models import FulfilmentStatus, Order, OrderLine

MOST_ORDERS = 12
"""Orders of a buyer in which the goods that are named are looked for."""
_TODAY = re.compile(r"今天|今日|刚[才刚]|\btoday'?s?\b|\bjust\s(?:now|ordered|placed)\b", re.IGNORECASE)
RECENT = 6
"""Messages of a buyer that are read for a reason given before."""


def order_named(ctx: JobContext, slots: Slots) -> str | None:
    """Give the id of the order that the words, the hand-off or the conversation name."""
    subject = [one.removeprefix("order:") for one in ctx.task.subject if one.startswith("order:")]
    threads = [one.removeprefix("thread:") for one in ctx.task.subject if one.startswith("thread:")]
    if slots.order or subject:
        return slots.order or subject[0]
    return ctx.reads.messages.get_thread(threads[0]).order_id if threads and ctx.reads.messages else None


def order_complained_of(ctx: JobContext, named: str | None, slots: Slots, mine: list[Order]) -> Order | None:
    """Give the order named, else the only one that holds what is named and has left, or waits if it is not wanted."""
    if named is not None:
        return next((order for order in mine if order.id == named), None)
    text = str(ctx.task.input.get("goal", ""))
    alive = [order for order in mine if order.fulfilment is not FulfilmentStatus.CANCELLED]
    if slots.sku:
        alive = [order for order in alive if any(line.sku == slots.sku for line in order.lines)]
    if _TODAY.search(fold(text)):
        alive = [order for order in alive if order.placed_at.astimezone(ctx.zone).date() == today(ctx)] or alive
    waits = [order for order in alive if order.fulfilment is FulfilmentStatus.UNSHIPPED]
    left = [order for order in alive if order not in waits]
    for orders in (waits, left) if slots.reason in ("changed_mind", "late") else (left, waits):
        if len(orders) > 1:
            newest = orders[:MOST_ORDERS]
            orders = [order for order in newest if any(lines_named(ctx, order, text))] or orders
        if orders:
            return orders[0] if len(orders) == 1 else None
    return None


def line_complained_of(order: Order, slots: Slots, spoken: list[str]) -> OrderLine | None:
    """Give the line of the product named, else of the one spoken of before, else the only line."""
    named = [slots.sku] if slots.sku else list(slots.sku_candidates)
    for candidates in (named, spoken if not named else []):
        lines = [line for line in order.lines if line.sku in candidates]
        if len(lines) == 1:
            return lines[0]
    return order.lines[0] if not named and len(order.lines) == 1 else None


def complaint_of(ctx: JobContext, order: Order, text: str) -> str:
    """Give the words that say what is wrong: these, else the newest since the order was placed that do."""
    if find_reason(fold(text)):
        return text
    return next((one for one in reversed(written_since(ctx, order)) if find_reason(fold(one))), text)


def showed_before(ctx: JobContext, order: Order) -> bool:
    """Tell whether a picture came with an earlier message of the conversation, since the order was placed."""
    return any(find_evidence(one) for one in written_since(ctx, order))


def reason_before(ctx: JobContext, order: Order, line: OrderLine) -> str | None:
    """Give what the buyer said was wrong with a line earlier in the conversation, the last time."""
    for text in reversed(written_since(ctx, order)[-RECENT:]):
        slots = ctx.understand(text).slots
        if slots.reason and slots.order in (None, order.id) and slots.sku in (None, line.sku):
            return slots.reason
    return None


def written_since(ctx: JobContext, order: Order) -> list[str]:
    """Give what the buyer wrote in the conversation since an order was placed, oldest first."""
    thread = thread_here(ctx)
    said = thread.messages if thread else ()
    return [one.text for one in said if one.author == "buyer" and one.at >= order.placed_at]
