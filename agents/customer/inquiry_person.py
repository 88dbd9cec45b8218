"""When a person takes a conversation, and the five lines that they should know then."""

from __future__ import annotations

import re

from agents.asides import asides_of
from agents.customer.asked_back import act_asked
from agents.customer.inquiry import Inquiry
from agents.customer.inquiry_offer import Reply
from agents.customer.person_words import wants
from agents.customer.wording import TEXTS, Language, day, states
from agents.evidence import money, orders_of
from agents.job import JobContext
from agents.language import MAX_CHARS, Understanding
from agents.language_patterns import Intent
from agents.plain_take import parts_of, takes_plainly
from agents.topics import Topic
from kit.text import is_in
from shops.models import QuoteStatus

QUESTIONS = ("which", "how_many", "blank")
"""What the staff asks back; asked twice in a row it has failed to understand."""
_ASKS = re.compile(
    r"[?？吗么嘛]\s*$|能不能|可不可以|能否|可否|备注|\b(?:can|could|would|will)\s(?:you|u|i|we)\b"
    r"|\bplease\s(?:add|put|wrap|include|write|leave|pack|split)\b",
    re.IGNORECASE,
)
_NOT_KNOWN = {Intent.UNKNOWN, Intent.ORDER, Intent.AFTER_SALE, Intent.THANKS, Intent.GREETING, Intent.APPROVE}
UNREADABLE = re.compile(
    r"\[(?:语音|视频|文件|表情|名片|位置|voice|audio|video|file|sticker|document)[^\]]*\]", re.IGNORECASE
)
"""Marks of what a platform shows in the place of something that is no text; pictures are counted as evidence."""


def reasons_of(ctx: JobContext, inquiry: Inquiry, reply: Reply, *, unclear: bool) -> tuple[str, ...]:
    """Give why a person has to take the conversation, beside the topics that are a person's anyway.

    Returns:
        Of ``media`` (not text), ``long`` (more than is read), ``foreign`` (neither language), ``twice`` (the staff had
        to ask back a second time), ``value`` (an offer worth a person's call).
    """
    found = []
    if UNREADABLE.search(inquiry.text) or (unclear and inquiry.understood.slots.evidence):
        found.append("media")
    if len(inquiry.text) > MAX_CHARS:
        found.append("long")
    if _is_foreign(ctx, inquiry):
        found.append("foreign")
    asked, before = _questions(reply.sentences, inquiry.language), _questions([inquiry.last_answer], inquiry.language)
    # after the product the pieces are asked for: that one was understood
    if (asked and before and not ("which" in before and asked == {"how_many"})) or _repeats(reply, inquiry):
        found.append("twice")
    if reply.worth >= ctx.limits.message.person_from:
        found.append("value")
    return tuple(found)


def _repeats(reply: Reply, inquiry: Inquiry) -> bool:
    """Tell whether the staff asks in the same words as just now; a yes or no to an act may be asked for again."""
    asked = [one for one in reply.sentences if "?" in one or "？" in one]
    return any(one in inquiry.last_answer and not act_asked(one) for one in asked)


def asks_beside(ctx: JobContext, inquiry: Inquiry) -> bool:
    """Tell whether words that order an offer ask for something beside that the staff does not know."""
    if Topic.ACCEPT not in inquiry.understood.topics or not takes_plainly(inquiry.text):
        return False
    asked = [part for part in parts_of(inquiry.text) if _ASKS.search(part) and not takes_plainly(part)]
    return any(_is_unknown(ctx.understand(part)) and not asides_of(part) for part in asked)


def _is_unknown(understood: Understanding) -> bool:
    slots = understood.slots
    named = slots.order or slots.address or slots.city
    return set(understood.intents) <= _NOT_KNOWN and not understood.topics and not named


def _is_foreign(ctx: JobContext, inquiry: Inquiry) -> bool:
    """Tell whether the buyer writes in neither language, whatever their goods are called."""
    slots, written = inquiry.understood.slots, inquiry.text
    if is_in(written, inquiry.understood.language):
        return False
    named = (slots.sku, *slots.sku_candidates, *(one.sku for one in inquiry.understood.items))
    titles = [ctx.reads.shop.get_variant(sku).title.lower() for sku in named if sku]
    own = " ".join(word for word in written.split() if not any(word.lower().strip(".,;?!") in one for one in titles))
    return not is_in(own, inquiry.understood.language)


def asks_back(sentences: list[str], language: Language) -> bool:
    """Tell whether one of the sentences is a question of the staff's for what it has not understood."""
    return bool(_questions(sentences, language))


def _questions(sentences: list[str], language: Language) -> set[str]:
    openings = {name: TEXTS[name][language].partition("{")[0] for name in QUESTIONS}
    return {name for name, opening in openings.items() if any(opening in sentence for sentence in sentences)}


def summary(ctx: JobContext, inquiry: Inquiry, why: list[str]) -> str:
    """Write the five lines: why, who, what they want, how things stand, and their words."""
    zh = inquiry.language == "zh"
    names = ("原因", "买家", "想要", "现状", "原话") if zh else ("Why", "Buyer", "Wants", "So far", "Words")
    wanted = wants(ctx, inquiry.understood, inquiry.language)
    lines = ((";" if zh else "; ").join(why), _buyer(ctx, inquiry), wanted, _so_far(ctx, inquiry), inquiry.text)
    return "\n".join(f"{name}: {' '.join(text.split())[:300]}" for name, text in zip(names, lines, strict=True))


def _buyer(ctx: JobContext, inquiry: Inquiry) -> str:
    customer = ctx.reads.shop.get_customer(inquiry.customer_id)
    orders = orders_of(ctx, inquiry.customer_id)
    total = money(ctx, sum(one.total for one in orders))
    newest = day(orders[-1].placed_at, ctx.zone, inquiry.language) if orders else "-"
    who = ", ".join(part for part in (customer.id, customer.name, customer.country) if part)
    if inquiry.language == "zh":
        return f"{who};订单 {len(orders)} 笔,共 {total},最近 {newest}"
    return f"{who}; {len(orders)} orders, {total} in all, newest {newest}"


def _so_far(ctx: JobContext, inquiry: Inquiry) -> str:
    """Say which order is meant, which offers are open, and what the staff wrote last."""
    quotes = ctx.reads.quotes.list_quotes(customer_id=inquiry.customer_id) if ctx.reads.quotes else ()
    still = [one for one in quotes if one.status is QuoteStatus.OPEN and one.valid_until > ctx.now]
    parts = [f"{inquiry.order.id}: {states(inquiry.order, inquiry.language)[1]}"] if inquiry.order else []
    for one in still[-2:]:
        goods = ", ".join(f"{line.quantity} x {line.sku} @ {money(ctx, line.unit_price)}" for line in one.lines)
        parts.append(f"{one.id}: {goods}")
    return "; ".join([*parts, inquiry.last_answer[:120]] if inquiry.last_answer else parts) or "-"
