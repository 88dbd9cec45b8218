"""客户 · repurchase reminder 复购提醒: whose next order is due hears of the goods bought last; a holdout never does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from agents.customer.buyer_days import begin_of, buyer_days, histories
from agents.customer.reminder_words import reminder
from agents.evidence import orders_of, today
from agents.job import Brief, Call, JobContext, job
from agents.reminder_waves import campaign_of, days_of, measured, seen_before, wave_notes
from agents.trigger import OnHandoff, at
from decisions.reminders import is_harmful, is_held_out
from decisions.repurchase import Due, Forecast, forecast
from kit.facts import Fact
from memory.notes import Note
from shops.aftersales import OPEN
from shops.buyer_days import BuyerDay
from shops.models import Customer, Order, Stock, Variant
from shops.terms import ladder_price

WEDNESDAY = 2
MOST = 40
"""Buyers of one wave, the holdout among them; those who pay most come first."""
TALK_DAYS = 7
"""A buyer with words in a conversation so lately is in it still."""


@dataclass(frozen=True)
class _Wave:
    """The buyers of one day: who is written to, with the words, and who is held out."""

    campaign: str
    texts: dict[str, str]
    held_out: tuple[str, ...]
    why: str
    why_zh: str


@job(
    "customer",
    "Repurchase reminder",
    "复购提醒",
    at("10:30"),
    OnHandoff(),
    tools=("write_first",),
    action="message",
    work=lambda ctx: [f"campaign:{campaign_of(today(ctx))}"] if today(ctx).weekday() == WEDNESDAY else [],
)
def repurchase_reminder(ctx: JobContext) -> Brief:
    """Remind buyers whose next order is due of what they bought, at today's price; write the holdout down."""
    zh, rows = ctx.language == "zh", buyer_days(ctx)
    if ctx.reads.messages is None:
        return Brief(missing=("this platform has no messages",))
    if is_harmful(measured(ctx)):
        draft = "不再提醒:对照组的回购更多。" if zh else "No reminders: those who got none ordered more."
        return Brief(draft=draft, language=ctx.language)
    begin = begin_of(rows, today(ctx))
    found = forecast(histories(rows, begin), begin, today(ctx))
    if not isinstance(found, Forecast):
        return Brief(missing=found.missing, language=ctx.language)
    wave = _wave(ctx, found, rows)
    why = f"{wave.why}\n{wave.why_zh}"
    calls = tuple(
        Call(tool="write_first", args={"customer_id": who, "text": text, "purpose": "offer", "reason": why})
        for who, text in wave.texts.items()
    )
    fact = Fact(id="repurchase.model", text=wave.why, value=found.model, source="engine:repurchase")
    figures = {"reminded": len(wave.texts), "held_out": len(wave.held_out), "too_short": found.too_short}
    draft = (
        f"提醒 {len(wave.texts)} 位到期买家,留出 {len(wave.held_out)} 位作对照;"
        f"{found.too_short} 位只有一次下单,无法判断。{wave.why_zh}"
        if zh
        else f"{len(wave.texts)} buyers whose next order is due are reminded, {len(wave.held_out)} are held out; "
        f"{found.too_short} ordered once and cannot be judged. {wave.why}."
    )
    return Brief(
        facts=(fact,),
        calls=calls,
        draft=draft,
        figures=figures,
        learnt=_written_down(ctx, wave),
        language=ctx.language,
    )


def _written_down(ctx: JobContext, wave: _Wave) -> tuple[Note, ...]:
    """Write down who is reminded and who is held out."""
    if not wave.texts and not wave.held_out:
        return ()
    known, event = days_of(ctx), ctx.task.id
    return wave_notes(today(ctx), wave.campaign, wave.texts, wave.held_out, known=known, event=event)


def _wave(ctx: JobContext, found: Forecast, rows: list[BuyerDay]) -> _Wave:
    """Choose the wave: due, not in conversation, not reminded or held out lately, not opposed; those who pay most."""
    day = today(ctx)
    paid: dict[str, int] = {}
    for row in rows:
        paid[row.customer_id] = paid.get(row.customer_id, 0) + row.paid
    spared = seen_before(ctx, day) | _in_conversation(ctx)
    due = sorted(
        (one for one in found.buyers if one.is_due and one.buyer not in spared),
        key=lambda one: (-_worth(one, paid), one.buyer),
    )
    campaign = campaign_of(day)
    texts: dict[str, str] = {}
    held_out: list[str] = []
    stock_of, variants = ctx.reads.shop.get_stock(), {one.sku: one for one in ctx.reads.shop.list_variants()}
    for one in due:
        if len(texts) + len(held_out) == MOST:
            break
        buyer = ctx.reads.shop.get_customer(one.buyer)
        order = _last_order(ctx, buyer)
        goods = _usual(order, variants, stock_of) if order else None
        if buyer.no_offers or goods is None:
            continue
        # both arms are chosen by the same rules: only the hash decides who is written to
        if is_held_out(one.buyer, campaign):
            held_out.append(one.buyer)
        else:
            texts[one.buyer] = reminder(ctx, buyer, *goods)
    return _Wave(campaign, texts, tuple(held_out), found.why, found.why_zh)


def _worth(one: Due, paid: dict[str, int]) -> float:
    """Give the money that may come: what a week of orders brought, times the chance that the buyer is still there."""
    return paid.get(one.buyer, 0) / one.orders * one.alive


def _in_conversation(ctx: JobContext) -> set[str]:
    """Give the buyers who talk with the shop now: a person has them, words fell lately, or a request is open."""
    since = ctx.now - timedelta(days=TALK_DAYS)
    threads = ctx.reads.messages.list_threads() if ctx.reads.messages else ()
    talks = [one for one in threads if one.with_person or (one.messages and one.messages[-1].at >= since)]
    asked = ctx.reads.aftersales.list_requests(states=OPEN) if ctx.reads.aftersales else ()
    return {one.customer_id for one in talks} | {one.customer_id for one in asked}


def _last_order(ctx: JobContext, buyer: Customer) -> Order | None:
    orders = orders_of(ctx, buyer.id)
    return orders[-1] if orders else None


def _usual(order: Order, variants: dict[str, Variant], stock: dict[str, Stock]) -> tuple[Variant, int, int] | None:
    """Give the goods of an order that cost most and can be had again, the pieces, and today's price at that many."""
    lines = sorted(order.lines, key=lambda line: (-line.paid, line.sku))
    for line in lines:
        variant = variants.get(line.sku)
        pieces = max(line.quantity, variant.moq) if variant else 0
        if variant is not None and variant.listed and stock[line.sku].shown >= pieces:
            return variant, pieces, ladder_price(variant.tiers, pieces)
    return None
