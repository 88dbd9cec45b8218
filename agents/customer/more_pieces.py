"""So many pieces more, right after a change of an order: 再加10个, "add 10 more"; where one order and line is plain."""

from __future__ import annotations

import re

from agents import evidence
from agents.customer.changed_pieces import line_meant
from agents.job import JobContext
from agents.language import Understanding
from agents.language_patterns import Intent
from agents.topics import Topic
from authority.docket import Docket
from decisions.order_changes import pieces_of
from kit.text import NUMERAL, PIECE, fold, number
from shops.changes import ChangeKind, ChangeState
from shops.models import FulfilmentStatus, Order, Thread

KIND = "change_items"
_ASKED = (
    r"(?:ok(?:ay)?|please|pls|thanks|thank\syou|sorry|actually|好的?|那就?|请|麻烦|谢谢|帮我|给我|我|你好|hi|hello)"
)
_EDGE = rf"(?:{_ASKED}|[\s,，。.!！;；吧呗了])*"
_MORE = re.compile(
    rf"{_EDGE}(?:(?:再|另外|还要?|额外)\s?(?:加|要|来|添|订|拿|补|追加|增加)|追加|加多)\s?(?P<zh>{NUMERAL})\s?(?:{PIECE}){_EDGE}"
    rf"|{_EDGE}(?:(?:can|could)\s(?:you|i|we)\s)?(?:(?:add|make\sit|i\swant|i\sneed)\s)?"
    rf"(?:another\s(?P<another>{NUMERAL})|(?P<more>{NUMERAL})\s?(?:(?:{PIECE})\s)?(?:more|extra))"
    rf"(?:\s(?:{PIECE}))?(?:\s(?:to|of|in)\s(?:it|that|them|the\sorder|my\sorder))?\??{_EDGE}",
    re.IGNORECASE | re.ASCII,
)


def pieces_more(text: str) -> int | None:
    """Give how many pieces more a text asks for that says nothing else.

    Example:
        >>> pieces_more("再加10个"), pieces_more("add 10 more please"), pieces_more("再加10个柠檬")
        (10, 10, None)
    """
    found = _MORE.fullmatch(fold(text).strip())
    value = number(found["zh"] or found["another"] or found["more"]) if found else None
    return int(value) if value is not None and value == int(value) and value > 0 else None


def as_raise(ctx: JobContext, thread: Thread, understood: Understanding, text: str) -> Understanding:
    """Give what was read with the wish for so many pieces more of the line that was changed last here.

    It is one where this conversation led to a change, no goods were spoken of since, the order can still change, and
    one line of it can be meant; else what was read stays.
    """
    pieces = pieces_more(text)
    if pieces is None or understood.topics or understood.suspicious:
        return understood
    change = _last_change(ctx, thread)
    order = None if change is None else _waiting(ctx, thread, str(change.payload["order_id"]))
    if change is None or order is None or _spoke_of_goods(ctx, thread, change, text):
        return understood
    before = [one.text for one in thread.messages if one.author == "buyer" and one.at <= change.submitted_at]
    sku = (ctx.understand(before[-1]).slots.sku or line_meant(ctx, order, before[-1], None)) if before else None
    if sku not in items_in_the_end(ctx, order):
        return understood
    slots = {"quantity": pieces, "boxes": None, "sku": sku, "sku_candidates": (), "order": order.id}
    return understood.model_copy(
        update={
            "slots": understood.slots.model_copy(update=slots | {"price_minor": None}),
            "intents": (Intent.AFTER_SALE,),
            "topics": (Topic.CHANGE_ITEMS,),
        }
    )


def items_in_the_end(ctx: JobContext, order: Order) -> dict[str, int]:
    """Give pieces by SKU that an order has once what waits for the owner or for payment is done.

    Empty where a change waits that the staff has not made: what it holds is not known.
    """
    rows = ctx.log.list_effects(kinds=(KIND,), states=("held", "done"), object_id=f"order:{order.id}")
    changes = ctx.reads.changes.list_changes(order.id) if ctx.reads.changes else ()
    due = [one.id for one in changes if one.kind is ChangeKind.ITEMS and one.state is ChangeState.DUE]
    waits = [one for one in rows if one.state == "held" or one.outcome.get("object_id") in due]
    if waits:
        return {one["sku"]: one["quantity"] for one in waits[-1].payload["items"]}
    return {} if due else pieces_of(order)


def _last_change(ctx: JobContext, thread: Thread) -> Docket | None:
    """Give the newest change of an order's items that the shop has told this buyer of in this conversation."""
    answers = [one for one in thread.messages if one.author != "buyer"]
    rows = ctx.log.list_effects(since=thread.messages[0].at, kinds=(KIND,), states=("held", "done"))
    told = (
        row
        for row in reversed(rows)
        if row.buyer == thread.customer_id
        and any(row.submitted_at <= one.at and row.payload["order_id"] in one.text for one in answers)
    )
    return next(told, None)


def _waiting(ctx: JobContext, thread: Thread, order_id: str) -> Order | None:
    orders = (one for one in evidence.orders_of(ctx, thread.customer_id) if one.id == order_id)
    return next((one for one in orders if one.fulfilment is FulfilmentStatus.UNSHIPPED), None)


def _spoke_of_goods(ctx: JobContext, thread: Thread, change: Docket, text: str) -> bool:
    """Tell whether the buyer named goods or a count between the change and these words."""
    since = (one for one in thread.messages if one.author == "buyer" and one.at > change.submitted_at)
    said = [ctx.understand(one.text).slots for one in since if one.text not in text]
    return any(one.sku or one.sku_candidates or one.quantity or one.boxes for one in said)
