"""商品 · samples 打样: a buyer gets a sample free or for a fee; bulk orders bring fees back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from agents.evidence import money, thread_here, unit_margin
from agents.job import Brief, Call, JobContext, job
from agents.sample_words import small_wish_confirmed, wishes_sample
from agents.short_answer import last_said
from agents.trigger import OnBuyerIntent, OnHandoff, at
from decisions.samples import SampleAdvice, advise_sample, credits_due
from kit.facts import Fact
from shops.models import FulfilmentStatus, Order, PaymentStatus, Variant
from shops.samples import Sample, SampleTerms

TEXTS: dict[str, dict[str, str]] = {
    "free": {
        "en": "We send you one free sample of {title} ({sku}).",
        "zh": "我们免费给您寄一件 {title}({sku})样品。",
    },
    "fee": {
        "en": "One sample of {title} ({sku}) costs {fee}. The fee counts towards an order of {pieces} pieces or more.",
        "zh": "{title}({sku})样品一件 {fee}。样品费计入 {pieces} 件以上的订单。",
    },
    "sure": {
        "en": "Shall we send you one sample of {title} ({sku})?",
        "zh": "要给您寄一件 {title}({sku})样品吗?",
    },
    "none": {
        "en": "asks for a sample of {sku}, of which none is made",
        "zh": "想要 {sku} 的样品,该款未设样品",
    },
    "held": {
        "en": "A colleague decides about the sample of {title} and will tell you.",
        "zh": "{title} 的样品需要同事决定,结果会告诉您。",
    },
    "refused": {
        "en": "We cannot send a sample of {title} now.",
        "zh": "{title} 目前不能寄样。",
    },
    "which": {
        "en": "Of which product would you like a sample? Please send its name or item code.",
        "zh": "请问需要哪个商品的样品?请告知名称或货号。",
    },
}


def _due(ctx: JobContext) -> list[tuple[Sample, Order]]:
    """Find the fees that an order has earned; the shop's orders are read only if a fee is open."""
    samples = [one for one in ctx.reads.samples.list_samples() if one.fee] if ctx.reads.samples else []
    open_ones = [one for one in samples if one.credit_order is None]
    orders = [order for who in sorted({one.customer_id for one in open_ones}) for order in _orders(ctx, who)]
    return credits_due(open_ones, orders)


@job(
    "product",
    "Samples",
    "打样",
    OnBuyerIntent(("sample",)),
    OnHandoff(),
    at("11:00"),
    tools=("offer_sample", "credit_sample", "get_sample_terms"),
    action="sample",
    model_use="never",
    work=lambda ctx: [f"sample:{sample.id}" for sample, _ in _due(ctx)],
)
def sample_request(ctx: JobContext) -> Brief:
    """Offer the sample that a buyer asks for, free where it pays for itself; give fees back that an order earned."""
    return _offer(ctx) if "goal" in ctx.task.input else _credit(ctx)


def _credit(ctx: JobContext) -> Brief:
    due = _due(ctx)
    calls = tuple(
        Call(
            tool="credit_sample",
            args={
                "sample_id": sample.id,
                "order_id": order.id,
                "reason": f"order {order.id} holds at least {sample.credit_from} pieces of {sample.sku}",
            },
        )
        for sample, order in due
    )
    draft = f"退还 {len(due)} 笔打样费。" if ctx.language == "zh" else f"{len(due)} sample fees go back."
    return Brief(calls=calls, draft=draft, figures={"credited": len(due)}, language=ctx.language)


def _offer(ctx: JobContext) -> Brief:
    language = ctx.language
    if ctx.task.buyer is None:
        return Brief(missing=("who shall have the sample: the task has no buyer",), language=language)
    slots = ctx.understand(str(ctx.task.input["goal"])).slots
    named = [one.removeprefix("sku:") for one in ctx.task.subject if one.startswith("sku:")]
    sku = slots.sku or (named[0] if named else None)
    if sku is None:
        return _answer(ctx, {"ask": TEXTS["which"][language]})
    variant = ctx.reads.shop.get_variant(sku)
    terms = ctx.reads.samples.sample_terms(sku) if ctx.reads.samples else None
    said = {name: TEXTS[name][language].format(title=variant.title) for name in ("held", "refused")}
    if terms is None or not variant.listed:
        return _answer(ctx, {"held": said["held"]}, person=TEXTS["none"][language].format(sku=sku))
    if not _is_plain(ctx, variant):
        return _answer(ctx, {"ask": TEXTS["sure"][language].format(title=variant.title, sku=sku)})
    advice = _advise(ctx, variant, terms)
    values = {"title": variant.title, "sku": sku, "fee": money(ctx, terms.fee), "pieces": terms.credit_from}
    done = TEXTS["free" if advice.is_free else "fee"][language].format(**values)
    threads = [one.removeprefix("thread:") for one in ctx.task.subject if one.startswith("thread:")]
    reason = f"{advice.why}; chance of a bulk order {advice.chance:.0%}, worth {money(ctx, advice.worth)}"
    args = {"customer_id": ctx.task.buyer, "thread_id": threads[0] if threads else "", "sku": sku}
    call = Call(tool="offer_sample", args=args | {"is_free": advice.is_free, "reason": reason})
    fact = Fact(
        id=f"sample.{sku}", text=reason, value=advice.worth, source=f"engine:samples variant/{sku}", secret=True
    )
    rule = Fact(
        id=f"terms.{sku}",
        text=f"a sample costs {values['fee']}, which counts towards an order of {terms.credit_from} pieces or more",
        value=terms.fee,
        source=f"shop:samples/{sku}",
    )
    return _answer(ctx, {"done": done, **said}, calls=(call,), facts=(rule, fact))


def _is_plain(ctx: JobContext, variant: Variant) -> bool:
    """Tell whether the buyer plainly wants a sample, or has said yes to one."""
    text = str(ctx.task.input["goal"])
    slots = ctx.understand(text).slots
    places = tuple(place for place in (slots.city, slots.country) if place)
    last = last_said(thread_here(ctx))
    return wishes_sample(text, (variant.title, variant.sku, *places)) or small_wish_confirmed(last, text) is not None


def _advise(ctx: JobContext, variant: Variant, terms: SampleTerms) -> SampleAdvice:
    assert ctx.reads.samples is not None and ctx.task.buyer is not None
    past = ctx.reads.samples.list_samples()
    since = ctx.now.timestamp() - ctx.limits.samples.free_days * 86400
    mine = [one for one in past if one.customer_id == ctx.task.buyer]
    kept = [order for order in _orders(ctx, ctx.task.buyer) if order.payment is PaymentStatus.PAID]
    return advise_sample(
        terms,
        bulk_contribution=unit_margin(ctx, variant, terms.credit_from) * terms.credit_from,
        sampled=len(past),
        followed=sum(one.credit_order is not None for one in past),
        paid_orders=len(kept),
        free_lately=sum(one.fee == 0 and one.at.timestamp() >= since for one in mine),
    )


def _orders(ctx: JobContext, customer: str) -> list[Order]:
    """Give a buyer's orders that were not cancelled, oldest first."""
    found: list[Order] = []
    cursor = None
    while True:
        page = ctx.reads.shop.list_orders(customer_id=customer, cursor=cursor, limit=200)
        found += [order for order in page.items if order.fulfilment is not FulfilmentStatus.CANCELLED]
        cursor = page.next_cursor
        if cursor is None:
            return found


def _answer(ctx: JobContext, reply: dict[str, str], *, person: str = "", **more: Sequence[Any]) -> Brief:
    figures: dict[str, Any] = {"reply": reply} | ({"person": person} if person else {})
    return Brief(draft=next(iter(reply.values())), figures=figures, language=ctx.language, **more)  # type: ignore[arg-type]
