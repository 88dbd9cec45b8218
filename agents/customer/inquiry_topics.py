"""What a buyer wants done, in a reply: each topic goes to the job that waits for it, and what came of it is told."""

from __future__ import annotations

from agents.customer.inquiry import Inquiry
from agents.customer.inquiry_offer import Reply
from agents.job import Brief, Call, Settled
from agents.language_patterns import Intent
from agents.roster import jobs_for_wishes
from agents.safety_words import tells_of_harm
from agents.shop_questions import shop_questions_of
from agents.topics import Topic
from shops.models import FulfilmentStatus

_TAKEN_FOR = {
    "promotions": (Intent.BARGAIN,),
    "cheapest": (Intent.BARGAIN,),
    "best": (Intent.BARGAIN, Intent.AFTER_SALE),
    "courier": (Intent.FREIGHT, Intent.PREFERENCE),
}
"""Wishes that questions about the shop are taken for: any offers on, what do you ship with."""
PENDING = {"held", "applying", "unknown", "needs_person"}
"""States of an effect that a person still has to do with."""


def wishes_of(inquiry: Inquiry) -> tuple[str, ...]:
    """Give all that a buyer wants, topics first; a text that is distrusted wants nothing done.

    A complaint without a name is none where one with a name was found; who tells of harm complains, whatever else.
    """
    if inquiry.understood.suspicious:
        return ()
    topics = _one_way(inquiry)
    intents = [one for one in inquiry.understood.intents if not topics or one is not Intent.AFTER_SALE]
    if not (inquiry.names_goods or inquiry.understood.items):
        meant = {wish for kind in shop_questions_of(inquiry.text) for wish in _TAKEN_FOR.get(kind, ())}
        intents = [one for one in intents if one not in meant or (one is Intent.BARGAIN and _names_a_price(inquiry))]
    harm = [Intent.AFTER_SALE] if not topics and tells_of_harm(inquiry.text) else []
    return tuple(dict.fromkeys(map(str, (*topics, *harm, *intents))))


def _names_a_price(inquiry: Inquiry) -> bool:
    slots = inquiry.understood.slots
    return slots.price_minor is not None or slots.percent is not None


def _one_way(inquiry: Inquiry) -> tuple[Topic, ...]:
    """Give the topics with one way to the money of an order: cancelled before it has left, refunded after that."""
    topics, order = inquiry.understood.topics, inquiry.order
    if Topic.CANCEL not in topics or Topic.REFUND not in topics:
        return topics
    has_left = order is not None and order.fulfilment not in (FulfilmentStatus.UNSHIPPED, FulfilmentStatus.CANCELLED)
    dropped = Topic.CANCEL if has_left else Topic.REFUND
    return tuple(topic for topic in topics if topic is not dropped)


def hand_topics_off(inquiry: Inquiry) -> Brief | None:
    """Give the brief that hands each topic to its job; None if no job waits for what is wanted."""
    wanted = jobs_for_wishes(wishes_of(inquiry))
    if not wanted:
        return None
    about = [f"thread:{inquiry.thread_id}"]
    # the newest order, of which status is told where none is named, is a guess
    order = inquiry.understood.slots.order
    about += [f"order:{order}"] if order else []
    about += [f"sku:{inquiry.understood.slots.sku}"] if inquiry.understood.slots.sku else []
    calls = tuple(
        Call(
            tool="hand_off",
            args={
                "job": job,
                "goal": inquiry.text,
                "subject": [*about, *(f"wish:{wish}" for wish in wishes)],
            },
        )
        for job, wishes in wanted.items()
    )
    return Brief(facts=tuple(inquiry.facts), calls=calls, language=inquiry.language, routine=True)


def tell_results(reply: Reply, settled: tuple[Settled, ...]) -> set[str]:
    """Add what became of each topic, in the order of the hand-offs; give the wishes that are answered with it.

    A job that found no words for the buyer leaves its topic to a person.
    """
    answered: set[str] = set()
    for one in settled:
        sentence = sentence_of(one)
        if sentence:
            reply.sentences.append(sentence)
            reply.without_offer.append(sentence)
            answered.add(one.job)
            reply.asked = reply.asked or sentence == one.figures["reply"].get("ask")
        note = one.figures.get("person")
        if note:
            reply.notes.append(str(note))
    return answered


def sentence_of(result: Settled) -> str | None:
    """Choose a job's sentence by what became of its effects: done only if all are, held while a person has to decide.

    ``part`` tells of what was done first, and that the rest waits.

    Example:
        >>> said = {"reply": {"done": "Cancelled.", "held": "A colleague decides."}}
        >>> sentence_of(Settled(job="order_change", employee="customer", task="t", end="done", answer="", figures=said,
        ...                     effects={"held": 1}))
        'A colleague decides.'
    """
    said: dict[str, str] = result.figures.get("reply", {})
    states = set(result.effects)
    if not states:
        return next((said[name] for name in ("ask", "said", "held", "refused") if name in said), None)
    if states == {"done"}:
        return said.get("done")
    if states == {"done", "held"} and "part" in said:
        return said["part"]
    return said.get("held") if states & PENDING else said.get("refused")
