"""客户 · accept offer 成交: a buyer takes an open offer; the staff says which one stands."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from agents.customer.bargain_words import ACCEPTED, AND, CONDITIONS, NO_OFFER
from agents.customer.wording import day
from agents.evidence import money
from agents.job import Brief, JobContext, job
from agents.language import Understanding
from agents.topics import Topic
from agents.trigger import OnBuyerIntent, OnHandoff
from decisions.bargain import Condition
from kit.facts import Fact
from shops.models import Quote, QuoteStatus


@job(
    "customer",
    "Accept offer",
    "成交",
    OnBuyerIntent((Topic.ACCEPT,)),
    OnHandoff(),
    action="quote",
    model_use="never",
    lane="conversation",
)
def accept_offer(ctx: JobContext) -> Brief:
    """Tell a buyer who accepts which open offer stands, with its conditions, and that they order it themselves."""
    threads = [one.removeprefix("thread:") for one in ctx.task.subject if one.startswith("thread:")]
    if ctx.reads.quotes is None or ctx.task.buyer is None or not threads:
        return Brief(language=ctx.language)
    understood = ctx.understand(str(ctx.task.input.get("goal", "")))
    quotes = ctx.reads.quotes.list_quotes(customer_id=ctx.task.buyer)
    offer = offer_meant(quotes, threads[0], understood, ctx.now)
    if offer is None:
        here = [one for one in quotes if one.thread_id == threads[0]]
        words = "" if open_offers(here, ctx.now) else NO_OFFER[ctx.language]
        return Brief(draft=words, figures={"reply": {"ask": words}} if words else {}, language=ctx.language)
    words = _words(ctx, offer)
    fact = Fact(id="offer", text=words, value=offer.id, source=f"shop:quote/{offer.id}")
    return Brief(
        facts=(fact,), draft=words, figures={"reply": {"said": words}, "quote": offer.id}, language=ctx.language
    )


def open_offers(quotes: Sequence[Quote], now: datetime) -> list[Quote]:
    """Give the offers that can be accepted now, oldest first."""
    return [one for one in quotes if one.status is QuoteStatus.OPEN and one.valid_until > now]


def offer_meant(quotes: Sequence[Quote], thread: str, understood: Understanding, now: datetime) -> Quote | None:
    """Give the open offer that a buyer's words accept: the newest of the conversation, or of the goods they name.

    None where the words name pieces or a lower price that this offer does not have: then nothing is accepted.
    """
    if Topic.ACCEPT not in understood.topics:
        return None
    slots = understood.slots
    named = [
        one
        for one in open_offers(quotes, now)
        if one.thread_id == thread and (slots.sku is None or any(line.sku == slots.sku for line in one.lines))
    ]
    if not named:
        return None
    offer = named[-1]
    if slots.quantity is not None and slots.quantity not in {line.quantity for line in offer.lines}:
        return None
    return None if slots.price_minor is not None and slots.price_minor < _dearest(offer) else offer


def _dearest(offer: Quote) -> int:
    return max(line.unit_price for line in offer.lines)


def _words(ctx: JobContext, offer: Quote) -> str:
    zh = ctx.language == "zh"
    listed = [
        f"{ctx.reads.shop.get_variant(line.sku).title}({line.sku}){line.quantity} 件,单价 {money(ctx, line.unit_price)}"
        if zh
        else f"{line.quantity} pieces of {ctx.reads.shop.get_variant(line.sku).title} ({line.sku}) at "
        f"{money(ctx, line.unit_price)} each"
        for line in offer.lines
    ]
    given = {one for line in offer.lines for one in line.conditions}
    conditions = AND[ctx.language].join(CONDITIONS[one][ctx.language] for one in Condition if one in given)
    return ACCEPTED["with" if conditions else "plain"][ctx.language].format(
        quote=offer.id,
        list=";".join(listed) if zh else ", ".join(listed),
        total=money(ctx, sum(line.unit_price * line.quantity for line in offer.lines)),
        until=day(offer.valid_until, ctx.zone, ctx.language),
        conditions=conditions,
    )
