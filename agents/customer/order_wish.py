"""A buyer's wish about an order that waits: other pieces of its goods, or none of it; nothing is sold instead."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

from agents import evidence
from agents.customer.changed_pieces import pieces_changed, speaks_of_goods
from agents.customer.goods_of_order import lines_of_part, parts_of
from agents.customer.lines_wished import MOST_LEFT, Reading, mood, read_wishes
from agents.customer.offer_answer import standing_offers
from agents.customer.order_meant import last_named
from agents.customer.swapped_goods import swap_wished
from agents.customer.wish_words import as_meant, wish_of
from agents.job import JobContext
from agents.language import Understanding
from agents.language_patterns import Intent
from agents.roster import jobs_for_wishes
from agents.topics import Topic, cue_of
from agents.wish_mood import mood_of
from decisions.order_changes import pieces_of
from kit.text import NUMERAL, fold
from shops.models import FulfilmentStatus, Order, Thread

MOST_ORDERS = 6
"""Waiting orders of a buyer in which the goods that are named are looked for."""
LATELY = timedelta(days=30)
"""An order that was placed so long ago, and has left, may be meant by who only wants money back."""
_TOPICS = {Topic.CHANGE_ITEMS, Topic.CANCEL, Topic.REFUND, Topic.RETURN_GOODS}
_PRICED = re.compile(
    r"(?<!差)价|(?<!退)(?<!退我)(?<!退给我)钱(?!退)|便宜|优惠|折(?!叠)|元|块|贵|[£$€¥]|\b(?:pric\w*|cost\w*|cheap\w*|discount\w*|quote|how\smuch)\b",
    re.IGNORECASE,
)
_BEFORE_IT_LEAVES = re.compile(
    r"取消|差价|[别不]用?[发寄]|单|[去减拿划撤]掉|去了|删|改|少|[拍错重]|手滑|后悔|等|\b(?:cancel|drop|take|remove|order|off|leave|add|cut|change|make|only|just)",
    re.IGNORECASE,
)
"""Is said of an order that has not left."""
_NOT_YET_SENT = re.compile(
    r"[别不]用?[发寄](?!错|漏|少)|不想?等了|\b(?:do\snot|don'?t)\s(?:send|ship|post)\b", re.IGNORECASE
)
"""Can only mean an order that waits, whatever was spoken of last."""
_FEWER = re.compile(rf"(?<!多)少(?:给我)?[发寄]\s?{NUMERAL}")
_CAME_FEWER = re.compile(r"收到|到货|[发寄]了|漏|缺|补|怎么|才|只有|只收")
_CHANGES = re.compile(r"改|换|调|\bchang", re.IGNORECASE)
_MONEY = re.compile(r"退|\b(?:refund|return|money)", re.IGNORECASE)
_OF_ORDER = re.compile(r"单|退|[别不]用?[发寄]|\border\b|\brefund\b|\bmoney\sback\b", re.IGNORECASE)
"""Is said of an order, and not of an offer."""


def as_order_wish(ctx: JobContext, thread: Thread, understood: Understanding, text: str) -> Understanding:
    """Give what was read with the wish for other pieces, or the end, of one waiting order of the buyer's.

    An offer that stands here is meant before an order; a price or a complaint is none of this.
    """
    slots, folded = understood.slots, as_meant(text, [])
    if _was_one(ctx, understood):
        return understood.model_copy(update={"intents": (Intent.AFTER_SALE,), "topics": (Topic.CHANGE_ITEMS,)})
    if not understood.suspicious and not slots.evidence and (order := order_swapped(ctx, thread, slots.order, text)):
        meant = slots.model_copy(update={"order": order, "price_minor": None, "quantity": None, "boxes": None})
        topics = (Topic.CHANGE_ITEMS,)
        return understood.model_copy(update={"slots": meant, "intents": (Intent.AFTER_SALE,), "topics": topics})
    fewer = fewer_sent(text)
    unwanted = slots.reason in (None, "changed_mind", "late", *(("missing",) if fewer else ()))
    if understood.suspicious or slots.evidence or not unwanted or _PRICED.search(folded):
        return understood
    if set(understood.topics) - _TOPICS - ({Topic.MISSING} if fewer else set()) and not _denies_cancelling(
        understood, folded
    ):
        return understood
    if not any(wish_of(part.replace("盒", "个")) for part in parts_of(folded)) and not _CHANGES.search(folded):
        return understood
    read = dict(_holding(ctx, thread, slots.order or thread.order_id, text))
    offered = {line.sku for one in standing_offers(ctx, thread) for line in one.lines}
    if offered and any(offered & named or not (named or _OF_ORDER.search(folded)) for _, named in read.values()):
        return understood
    # what is done already cannot be read from the order a second time
    if not read and not (any(one.job == "order_change" for one in ctx.settled)):
        return understood
    if len(read) == 1 and not _is_meant(ctx, thread, *next(iter(read.items())), understood, text):
        return understood
    order = next(iter(read)) if len(read) == 1 else slots.order
    is_whole = bool(read) and all(one.whole for one, _ in read.values())
    if is_whole and Topic.CANCEL in understood.topics:
        return understood
    topic = Topic.CANCEL if is_whole else Topic.CHANGE_ITEMS
    meant = slots.model_copy(update={"order": order, "price_minor": None})
    return understood.model_copy(update={"slots": meant, "intents": (Intent.AFTER_SALE,), "topics": (topic,)})


def order_swapped(ctx: JobContext, thread: Thread, named: str | None, text: str) -> str | None:
    """Give the one waiting order of which a text wants goods exchanged; None where an offer's are meant, or several."""
    waiting = [
        one
        for one in evidence.orders_of(ctx, thread.customer_id)
        if one.fulfilment is FulfilmentStatus.UNSHIPPED and named in (None, one.id)
    ]
    found = {one.id: swap for one in waiting[-MOST_ORDERS:] if (swap := swap_wished(ctx, one, thread, text))}
    offered = {line.sku for one in standing_offers(ctx, thread) for line in one.lines}
    sure = [order for order, swap in found.items() if swap.out] or list(found)
    if len(sure) != 1 or (
        offered and found[sure[0]].out not in {line.sku for one in waiting for line in one.lines} - offered
    ):
        return None
    return sure[0]


def _was_one(ctx: JobContext, understood: Understanding) -> bool:
    """Tell whether the text was read as such a wish before what it wished was done: the order is another since then."""
    settled = {one.job for one in ctx.settled}
    waited = jobs_for_wishes([str(one) for one in understood.topics])
    return "order_change" in settled and not set(waited) <= settled and set(understood.topics) <= _TOPICS


def fewer_sent(text: str) -> bool:
    """Tell whether a text may ask for fewer to be sent, where it can as well tell that fewer have come: 少发9个."""
    return bool(_FEWER.search(fold(text)) and not _CAME_FEWER.search(fold(text)))


def may_mean_another(ctx: JobContext, order: Order, text: str) -> bool:
    """Tell whether who only wants money back may mean goods that have left already, and not those of this order."""
    if (
        ctx.task.buyer is None
        or order.id in text
        or not (fewer_sent(text) or (_MONEY.search(fold(text)) and not _BEFORE_IT_LEAVES.search(fold(text))))
    ):
        return False
    named = {sku for part in parts_of(text) for sku in lines_of_part(ctx, order, part)}
    return any(
        one.fulfilment not in (FulfilmentStatus.UNSHIPPED, FulfilmentStatus.CANCELLED)
        and one.placed_at >= ctx.now - LATELY
        and (not named or any(line.sku in named for line in one.lines))
        for one in evidence.orders_of(ctx, ctx.task.buyer)
    )


def _is_meant(
    ctx: JobContext,
    thread: Thread,
    order_id: str,
    found: tuple[Reading, set[str]],
    understood: Understanding,
    text: str,
) -> bool:
    """Tell whether the words are about the order: they say little beside, and no other goods were spoken of."""
    read, named = found
    if read.left > MOST_LEFT or (mood(text) == "denied" and (read.left > 1 or not named)):
        return False
    mine = [one.id for one in evidence.orders_of(ctx, thread.customer_id)]
    if read.whole and last_named(thread, mine) not in (None, order_id) and not _NOT_YET_SENT.search(fold(text)):
        return False
    of_order = (
        named or read.before or understood.slots.order == order_id or (read.whole and _OF_ORDER.search(fold(text)))
    )
    return bool(of_order) or not speaks_of_goods(ctx, thread)


def _denies_cancelling(understood: Understanding, folded: str) -> bool:
    """Tell whether an order shall not be cancelled but have other pieces: not cancelled, changed to 36."""
    only = set(understood.topics) <= {Topic.CANCEL, Topic.CHANGE_ITEMS}
    return only and pieces_changed(folded)[1] is not None and mood_of(folded, cue_of(Topic.CANCEL)) == "denied"


def _holding(
    ctx: JobContext, thread: Thread, named: str | None, text: str
) -> Iterator[tuple[str, tuple[Reading, set[str]]]]:
    """Give the waiting orders that a text can mean, with what it wants of each and the goods of it that it names."""
    mine = evidence.orders_of(ctx, thread.customer_id)
    waiting = [one for one in mine if one.fulfilment is FulfilmentStatus.UNSHIPPED and named in (None, one.id)]
    for order in waiting[-MOST_ORDERS:]:
        read = read_wishes(ctx, order, text)
        skus = {sku for part in parts_of(text) for sku in lines_of_part(ctx, order, part)}
        adds = any(wish and wish.way == "more" for wish in map(wish_of, parts_of(text)))
        counted = read is not None and any(pieces_of(order).get(sku) == count for sku, count in read.before.items())
        if read is not None and (named or skus or counted or (len(waiting) == 1 and not adds)):
            yield order.id, (read, skus)
