"""客户 · inquiry reply 询盘首响: understand, quote from the ladder, answer from facts, hand over what is not known."""

from __future__ import annotations

import re
from collections.abc import Sequence

from agents.asides import MIXED, asides_of, asks_why_so_dear
from agents.customer.acknowledgement import acknowledge
from agents.customer.inquiry import Inquiry, read_inquiry
from agents.customer.inquiry_asides import answer_asides
from agents.customer.inquiry_offer import Reply, make_offer, withdraw_replaced, withdraw_untold
from agents.customer.inquiry_person import UNREADABLE, asks_beside, reasons_of, summary
from agents.customer.inquiry_taught import answer_as_taught
from agents.customer.inquiry_topics import hand_topics_off, tell_results, wishes_of
from agents.customer.last_order import MOST_LINES, last_order_words, only_asks_what
from agents.customer.order_words import status_of
from agents.customer.person_words import why_a_person
from agents.customer.shop_answers import answer_shop
from agents.customer.wording import TOPICS, join
from agents.job import Brief, Call, JobContext, job
from agents.language_patterns import Intent
from agents.roster import jobs_for_wishes
from agents.topics import Topic
from agents.trigger import OnEvent, OnHandoff
from kit.facts import Fact
from kit.text import fold
from memory.notes import Note
from shops.models import Order

ASKS_A_PRICE = {Intent.PRICE, Intent.BARGAIN, Intent.STOCK, Intent.DELIVERY}
QUOTABLE = {*ASKS_A_PRICE, Intent.ORDER, Intent.CUSTOM}
FOR_A_PERSON = (
    Topic.PERSON,
    Topic.THREAT,
    Topic.COMPLAINT,
    Topic.HOLD_ORDER,
    Intent.CUSTOM,
    Intent.SAMPLE,
    Intent.FREIGHT,
    Intent.INVOICE,
    Intent.AFTER_SALE,
    Intent.OPT_OUT,
)
"""Wishes that go to a person where no job has answered them."""
MOST_OF_A_NAME = 40
"""Signs of a text that only names goods, at most."""
ASKS_OR_TELLS = re.compile(
    r"[?？吗么嘛几是怎啥谁没不坏碎破裂少错]|什么|多[少大久长重]|哪(?!款|个)|能|会|可以|已|收到"
    r"|\b(?:is|are|was|were|do|does|did|can|could|will|would|has|have|what|which|how|when|why|where|who|not|no|got|came|arrived)\b",
    re.IGNORECASE,
)
AFTER_SALE = {Topic.CANCEL, Topic.REFUND, Topic.RETURN_GOODS, Topic.EXCHANGE, Topic.MISSING, Intent.AFTER_SALE}
"""What the intent of a complaint stands for: one that is answered answers it."""


@job(
    "customer",
    "Inquiry reply",
    "询盘首响",
    OnEvent("message.received"),
    OnHandoff(),
    tools=(
        "hand_off",
        "create_quote",
        "withdraw_quote",
        "send_message",
        "hand_over",
        "get_price",
        "get_stock",
        "recall",
    ),
    action="message",
    model_use="words",
    lane="conversation",
)
def inquiry_reply(ctx: JobContext) -> Brief:
    """Answer a buyer: quote the ladder's price, say when the goods leave, hand over what no fact answers."""
    inquiry = read_inquiry(ctx)
    if inquiry is None:
        return Brief(draft="A person has this conversation, or it is answered already; nothing was sent.")
    if not ctx.settled and (handing := hand_topics_off(inquiry)) is not None:
        return handing
    reply = Reply(inquiry.language)
    reply.facts += inquiry.facts
    if inquiry.is_first:
        reply.add("hello")
    greeted = len(reply.sentences)
    answered = _answered(inquiry, tell_results(reply, ctx.settled))
    if inquiry.last_order is not None:
        words, fact = last_order_words(ctx, inquiry.last_order, inquiry.language)
        reply.say(words)
        reply.facts.append(fact)
        if len(inquiry.last_order.lines) > MOST_LINES and not only_asks_what(inquiry.text):
            reply.add("which", names="")
    if MIXED.search(fold(inquiry.text)):
        reply.add("mixed")
    _answer_questions(ctx, reply, inquiry, answered)
    if inquiry.learnt:
        reply.add("noted")
    answered |= answer_as_taught(ctx, reply, inquiry)
    topics: list[str] = [wish for wish in FOR_A_PERSON if wish in wishes_of(inquiry) and wish not in answered]
    topics += answer_asides(ctx, reply, inquiry, answered)
    topics += [Intent.AFTER_SALE] if _is_unheard(inquiry, answered) and Intent.AFTER_SALE not in topics else []
    topics += ["beside"] if Topic.ACCEPT in answered and not topics and asks_beside(ctx, inquiry) else []
    _to_a_person(ctx, reply, inquiry, topics, unclear=len(reply.sentences) == greeted and not topics)
    return Brief(
        facts=tuple(reply.facts),
        calls=_calls(ctx, reply, inquiry),
        draft=join(reply.sentences, inquiry.language),
        learnt=(*inquiry.learnt, *_flags(ctx, inquiry)),
        language=inquiry.language,
        figures={"intents": [str(intent) for intent in inquiry.understood.intents]},
    )


def _to_a_person(ctx: JobContext, reply: Reply, inquiry: Inquiry, topics: Sequence[str], *, unclear: bool) -> None:
    """Tell the buyer that a person answers, and note why, where the staff cannot or should not."""
    if unclear and inquiry.is_blank and not UNREADABLE.search(inquiry.text):
        reply.add("blank")
        unclear = False
    reasons = reasons_of(ctx, inquiry, reply, unclear=unclear)
    named = [TOPICS[one][inquiry.language] for one in (*topics, *reasons) if one in TOPICS]
    if named:
        reply.add("person", topics=("、" if inquiry.language == "zh" else ", ").join(named))
    elif "foreign" in reasons:
        reply.add("foreign")
    elif unclear or reasons:
        reply.add("unclear")
    if topics or unclear or reasons:
        reply.notes.append(why_a_person(topics, reasons, inquiry.language))


def _answered(inquiry: Inquiry, jobs: set[str]) -> set[str]:
    """Give the wishes that the jobs have answered; one complaint answered leaves none of its names open."""
    taken = jobs_for_wishes(wishes_of(inquiry))
    answered = {wish for job in jobs for wish in taken.get(job, ())}
    return answered | {*AFTER_SALE, Topic.COMPLAINT} if answered & AFTER_SALE else answered


def _is_unheard(inquiry: Inquiry, answered: set[str]) -> bool:
    return any(topic in AFTER_SALE and topic not in answered for topic in inquiry.understood.topics)


def _answer_questions(ctx: JobContext, reply: Reply, inquiry: Inquiry, answered: set[str]) -> None:
    """Say how an order stands, or make the offer; goods named for a topic that is answered are not offered again."""
    if not answered and acknowledge(ctx, reply, inquiry):
        return
    wanted, of_shop = set(inquiry.understood.intents), answer_shop(ctx, reply, inquiry)
    told = _was_quoted(ctx) or Intent.BARGAIN in answered or bool(of_shop)
    offers = wanted & (ASKS_A_PRICE if answered else QUOTABLE) and not told
    if inquiry.order is not None and wanted & {Intent.ORDER_STATUS, Intent.DELIVERY} and "courier" not in of_shop:
        _order_status(ctx, reply, inquiry.order)
    elif offers or (not answered and not told and (_names_goods(inquiry) or asks_why_so_dear(inquiry.text))):
        before = len(reply.facts)
        make_offer(ctx, reply, inquiry)
        priced = any(fact.id.startswith("ladder.") for fact in reply.facts[before:])
        if priced and Intent.CUSTOM in wanted:
            reply.add("plain")
    elif wanted & {Intent.THANKS}:
        reply.add("welcome")
    elif inquiry.is_greeting:
        reply.add("here")


def _was_quoted(ctx: JobContext) -> bool:
    """Tell whether another job has just made this buyer an offer, as for custom work."""
    rows = (row for one in ctx.settled if one.task for row in ctx.log.of_task(one.task))
    return any(row.kind == "create_quote" and row.state == "done" for row in rows)


def _calls(ctx: JobContext, reply: Reply, inquiry: Inquiry) -> tuple[Call, ...]:
    """Offer first, then the message; a person comes last, since the staff is silent in what a person has."""
    text, plain = join(reply.sentences, inquiry.language), join(reply.without_offer, inquiry.language)
    sources = ", ".join([*(fact.id for fact in reply.facts), *(one.job for one in ctx.settled)]) or "no facts"
    message = {"thread_id": inquiry.thread_id, "text": text, "reason": f"from {sources}"}
    offered = "create_quote" if reply.calls else None
    calls = [
        *withdraw_untold(ctx, inquiry),
        *reply.calls,
        *withdraw_replaced(reply, inquiry, needs=offered),
        Call(tool="send_message", args=message, needs=offered, otherwise=message | {"text": plain}),
    ]
    if reply.notes:
        note = {"thread_id": inquiry.thread_id, "note": summary(ctx, inquiry, reply.notes)}
        calls.append(Call(tool="hand_over", args=note, needs=offered, otherwise=note))
    return tuple(calls)


def _names_goods(inquiry: Inquiry) -> bool:
    """Tell whether a text that asks for nothing known names goods and pieces: that is answered with the ladder."""
    slots = inquiry.understood.slots
    pieces = slots.quantity or slots.boxes
    asks_for_nothing = set(inquiry.understood.intents) <= {
        Intent.UNKNOWN,
        Intent.PREFERENCE,
        Intent.GREETING,
        Intent.APPROVE,
    }
    # goods that were spoken of before are not offered to who wants a person
    one = slots.sku is not None and (pieces is not None or (inquiry.names_goods and _is_bare(inquiry.text)))
    return asks_for_nothing and not inquiry.understood.topics and (one or bool(inquiry.understood.items))


def _is_bare(text: str) -> bool:
    """Tell whether a text is hardly more than a name and asks nothing: 橘猫那个, "the victorian glass ones"."""
    folded = fold(text)
    return len(folded) <= MOST_OF_A_NAME and not ASKS_OR_TELLS.search(folded) and not asides_of(text)


def _order_status(ctx: JobContext, reply: Reply, order: Order) -> None:
    status = status_of(ctx, order, reply.language)
    reply.facts.append(Fact(id="order", text=f"{order.id}: {status}", value=order.id, source=f"shop:order/{order.id}"))
    reply.add("order", order=order.id, status=status)


def _flags(ctx: JobContext, inquiry: Inquiry) -> tuple[Note, ...]:
    if not inquiry.understood.suspicious:
        return ()
    text = "flagged: " + "; ".join(inquiry.understood.suspicious)
    return (
        Note(
            kind="quarantine", subject=f"customer:{inquiry.customer_id}", text=text, source="buyer", event=ctx.task.id
        ),
    )
