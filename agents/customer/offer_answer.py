"""What a buyer's words say to the offers of their conversation: which one they order, or why none.

The reply, the job that answers it and the button that a chat presses all ask :func:`answer_to_offer`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from agents import evidence
from agents.consent import agrees, confirms, says_yes, stance, wants_all
from agents.customer.bargain_words import SURE_ASKED
from agents.job import JobContext
from agents.language import Understanding
from agents.language_patterns import Intent
from agents.topics import Topic
from shops.models import Order, Quote, QuoteLine, QuoteStatus, Thread

Kind = Literal["take", "ordered", "again", "sure", "stands", "how", "which"]
"""Orders the offer; it has just been ordered; was ordered before; is asked back; the offer stands and nothing is
ordered; how it is ordered; no offer is there to be ordered."""
_OTHER = {Intent.PRICE, Intent.BARGAIN, Intent.AFTER_SALE, Intent.SAMPLE, Intent.CUSTOM, Intent.STOCK}
"""Who asks for one of these beside does not just put the order off."""


@dataclass(frozen=True)
class OfferAnswer:
    """How a buyer's words stand to the offers of a conversation, the offer meant, and the newest order of an offer."""

    kind: Kind
    offer: Quote | None = None
    order: Order | None = None


def open_offers(quotes: Sequence[Quote], now: datetime) -> list[Quote]:
    """Give the offers that can be accepted now, oldest first."""
    return [one for one in quotes if one.status is QuoteStatus.OPEN and one.valid_until > now]


def offers_of(ctx: JobContext, thread: Thread) -> list[Quote]:
    """Give the offers of a conversation, oldest first."""
    every = ctx.reads.quotes.list_quotes(customer_id=thread.customer_id) if ctx.reads.quotes else ()
    return [one for one in every if one.thread_id == thread.id]


def talk_order(ctx: JobContext, thread: Thread) -> Order | None:
    """Give the newest order that came of an offer of this conversation."""
    taken = {one.id for one in offers_of(ctx, thread) if one.status is QuoteStatus.ACCEPTED}
    orders = evidence.orders_of(ctx, thread.customer_id) if taken else []
    return next((one for one in reversed(orders) if one.quote_id in taken), None)


def standing_offers(ctx: JobContext, thread: Thread) -> list[Quote]:
    """Give the open offers of a conversation that it was told of since its newest order, oldest first."""
    told = max((one.at for one in thread.messages if one.author != "buyer"), default=None)
    order, still = talk_order(ctx, thread), open_offers(offers_of(ctx, thread), ctx.now)
    return [
        one
        for one in still
        if told is not None and one.created_at <= told and (order is None or one.created_at > order.placed_at)
    ]


def answer_to_offer(ctx: JobContext, thread: Thread, understood: Understanding, text: str) -> OfferAnswer | None:
    """Tell what a buyer's words say to the offers of their conversation; None where they speak of something else."""
    order, still = talk_order(ctx, thread), standing_offers(ctx, thread)
    said = _stance(ctx, thread, understood, text, still)
    if understood.suspicious:
        return None
    if said in ("take", None) and order is not None and order.placed_at >= thread.messages[-1].at:
        # the words have pressed the button already
        return OfferAnswer("ordered", order=order)
    if said is None:
        return None
    meant = _meant(ctx, _named_last(thread, still), understood) or _meant(ctx, still, understood)
    if said == "take" and meant is None:
        counted = understood.slots.quantity is not None or understood.slots.price_minor is not None
        if still or counted:
            return None  # other pieces or goods than are offered: a new offer
        return OfferAnswer("again", order=order) if order is not None else OfferAnswer("which")
    if said == "asked" and order is not None:
        return OfferAnswer("again", order=order)
    if said == "how":
        return OfferAnswer("how", meant, order) if meant or order else OfferAnswer("which")
    if meant is None:
        return OfferAnswer("again", order=order) if order is not None and says_yes(text) else None
    if said == "take" and wants_all(text) and len(meant.lines) == 1:
        return OfferAnswer("sure", meant)
    kinds: dict[str, Kind] = {"take": "take", "sure": "sure"}
    return OfferAnswer(kinds.get(said, "stands"), meant, order)


def as_answer(ctx: JobContext, thread: Thread, understood: Understanding, text: str) -> Understanding:
    """Give what was read with the wish that the words have for an offer of this conversation, and no other for it.

    The words count by themselves: pieces that the conversation filled in are not named.
    """
    bare = ctx.understand(text)
    if set(understood.topics) - set(bare.topics):
        return understood  # they answer what was asked back about an order
    answer = answer_to_offer(ctx, thread, bare, text)
    topics = tuple(one for one in understood.topics if one not in (Topic.ACCEPT, Topic.HESITATE))
    if answer is None:
        takes_other = Topic.ACCEPT in understood.topics and bool(standing_offers(ctx, thread))
        if not takes_other:
            return understood
        return understood.model_copy(update={"topics": topics, "intents": _with(understood.intents, Intent.ORDER)})
    wish = Topic.ACCEPT if answer.kind in ("take", "ordered", "again") else Topic.HESITATE
    intents = understood.intents
    if answer.kind in ("take", "ordered", "again", "sure"):
        intents = tuple(one for one in intents if one is not Intent.BARGAIN) or (Intent.ORDER,)
    return understood.model_copy(update={"topics": (*topics, wish), "intents": intents})


def _with(intents: tuple[Intent, ...], one: Intent) -> tuple[Intent, ...]:
    return (*(each for each in intents if each not in (one, Intent.UNKNOWN)), one)


def _stance(
    ctx: JobContext, thread: Thread, understood: Understanding, text: str, still: Sequence[Quote]
) -> Literal["take", "sure", "no", "later", "condition", "how", "asked"] | None:
    """Give the stance of the words, read with what was offered and asked last."""
    said, intents = stance(text), set(understood.intents)
    others = set(understood.topics) - {Topic.ACCEPT, Topic.HESITATE}
    if says_yes(text) and not others and said is None:
        last = next((one.text for one in reversed(thread.messages) if one.author != "buyer"), "")
        if SURE_ASKED.search(last):
            return "take" if confirms(text) else "later"
        return None if last.rstrip().endswith(("?", "？")) else "later"
    if said == "take":
        bargains = Intent.BARGAIN in intents and not _pays(understood, still)
        return None if bargains else "take"
    if said is None and still and _counts(ctx, still, understood) and not intents & _OTHER and not others:
        # so many pieces as are offered: ordered where the price is agreed to, else asked back
        return "take" if agrees(text) else "sure" if Intent.ORDER in intents else None
    if said in ("how", "asked"):
        return None if others else said
    return None if said is None or others or intents & _OTHER else said


def _pays(understood: Understanding, still: Sequence[Quote]) -> bool:
    """Tell whether the price that is named is that of the newest offer, or above it."""
    named = understood.slots.price_minor
    return named is not None and bool(still) and named >= _dearest(still[-1])


def _counts(ctx: JobContext, still: Sequence[Quote], understood: Understanding) -> bool:
    return understood.slots.quantity is not None and _meant(ctx, still, understood) is not None


def _named_last(thread: Thread, still: Sequence[Quote]) -> list[Quote]:
    """Give the offers whose goods and pieces the shop's last answer names: they are meant before newer ones."""
    last = next((one.text for one in reversed(thread.messages) if one.author != "buyer"), "")
    return [
        one
        for one in still
        if all(
            f"({line.sku})" in last and re.search(rf"(?<!\d){line.quantity} (?:件|pieces)", last) for line in one.lines
        )
    ]


def _meant(ctx: JobContext, still: Sequence[Quote], understood: Understanding) -> Quote | None:
    """Give the newest open offer of the goods, pieces and price that are named, as far as they are.

    Pieces in full packs are those that were asked for.
    """
    slots = understood.slots
    for one in reversed(still):
        skus = {line.sku for line in one.lines}
        if (slots.sku is not None and slots.sku not in skus) or not skus.issuperset(slots.sku_candidates[:1]):
            continue
        if slots.quantity is not None and not any(_are_so_many(ctx, line, slots.quantity) for line in one.lines):
            continue
        return None if slots.price_minor is not None and slots.price_minor < _dearest(one) else one
    return None


def _are_so_many(ctx: JobContext, line: QuoteLine, wanted: int) -> bool:
    variant = ctx.reads.shop.get_variant(line.sku)
    return line.quantity in (wanted, -(-max(wanted, variant.moq) // variant.pack) * variant.pack)


def _dearest(offer: Quote) -> int:
    return max(line.unit_price for line in offer.lines)
