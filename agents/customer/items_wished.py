"""Which items an order shall have in the end, as its buyer's words say it."""

from __future__ import annotations

import re

from agents.customer.asked_back import agrees, items_asked_about
from agents.customer.changed_pieces import line_asked_about, line_meant, pieces_answered, pieces_changed
from agents.customer.lines_wished import lines_wished
from agents.customer.more_pieces import items_in_the_end, pieces_more
from agents.evidence import thread_here
from agents.job import JobContext
from agents.language import Slots
from agents.topics import Topic
from decisions.order_changes import Way, new_items, pieces_of
from shops.changes import ItemWish
from shops.models import Order

WAYS: dict[Way, re.Pattern[str]] = {
    "swap": re.compile(r"instead|swap|exchange|换成|换为", re.IGNORECASE),
    "add": re.compile(
        r"\badd\b|\bmore\b|\bextra\b|\badditional\b|再加|加上|追加|多要|增加|加(?=\s?[\d一二两三四五六七八九十])",
        re.IGNORECASE,
    ),
    "drop": re.compile(r"\bcancel|取消|\bremove\b|\bdrop\b|\bwithout\b|\bleave out\b|不要|去掉|删掉", re.IGNORECASE),
}
"""How words name what is done to items."""


def items_wished(ctx: JobContext, order: Order | None, slots: Slots, text: str) -> tuple[ItemWish, ...]:
    """Read which items the order is to have; pieces without a product mean the only product of the order."""
    if order is None:
        return ()
    if (more := pieces_more(text)) is not None:
        named = [one.removeprefix("sku:") for one in ctx.task.subject if one.startswith("sku:")]
        there = items_in_the_end(ctx, order)
        meant = [sku for sku in named or there if sku in there]
        return new_items(there, meant[0], more, "add") if len(meant) == 1 else ()
    talk = thread_here(ctx)
    asked = items_asked_about(talk) if talk and agrees(text, Topic.CHANGE_ITEMS) else {}
    wished = asked or lines_wished(ctx, order, text)[0]
    if wished:
        left = pieces_of(order) | wished
        return tuple(ItemWish(sku=sku, quantity=count) for sku, count in left.items() if count)
    before, after = pieces_changed(text)
    held = [sku for sku in slots.sku_candidates if any(line.sku == sku for line in order.lines)]
    sku = slots.sku or next(iter(held), None)
    if sku is None and not slots.sku_candidates:
        sku = line_meant(ctx, order, text, before) or (line_asked_about(talk, order) if talk else None)
    if sku is None:
        return ()
    pieces = after or slots.quantity or (pieces_answered(talk, text) if talk else None)
    if pieces is None and slots.boxes is not None:
        pieces = slots.boxes * ctx.reads.shop.get_variant(sku).pack
    if pieces is not None and any(one.sku == str(pieces) for one in ctx.reads.shop.list_variants()):
        return ()  # the number of an article
    way: Way = next((way for way, cue in WAYS.items() if cue.search(text)), "set")
    # 增加到200个 says how many in the end
    return new_items(pieces_of(order), sku, pieces, "set" if way == "add" and after else way)
