"""商品 · quality loop 品质闭环: goods that are complained about beyond chance, or that are unsafe, are stopped."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from agents.job import Brief, Call, JobContext, job
from agents.safety_words import is_unsafe
from agents.trigger import OnHandoff, at
from decisions.quality import QualityHold, SkuQuality, advise_holds, pareto
from kit.facts import Fact
from shops.models import FulfilmentStatus, Order, RefundStatus

WINDOW_DAYS = 28
COUNTED = ("broken", "quality", "not_as_described")
"""Reasons of a refund that speak about the goods."""


@job(
    "product",
    "Quality loop",
    "品质闭环",
    at("10:15"),
    OnHandoff(),
    tools=("take_off_shelf", "hand_off"),
    action="quality",
    model_use="never",
    work=lambda ctx: [f"sku:{one.sku}" for one in _holds(ctx)],
)
def quality_loop(ctx: JobContext) -> Brief:
    """Take goods off the shelf that are unsafe or complained about beyond chance, and have their ads stopped."""
    zh = ctx.language == "zh"
    if ctx.settled:
        done = [one for one in ctx.settled if one.end == "done"]
        draft = "商品已下架待查,推广已接手。" if zh else "The goods are off the shelf, and their ads were looked at."
        return Brief(draft=draft, figures={"handed": len(done)}, language=ctx.language)
    rows = _rows(ctx)
    holds = _holds(ctx, rows)
    facts = tuple(
        Fact(id=f"quality.{one.sku}", text=one.why, value=one.chance, source=f"engine:quality variant/{one.sku}")
        for one in holds
    )
    calls = [
        Call(
            tool="take_off_shelf",
            args={
                "product_id": ctx.reads.shop.get_variant(one.sku).product_id,
                "reason": f"{one.why}\n{one.why_zh}",
            },
        )
        for one in holds
    ]
    if holds:
        goal = "; ".join(one.why for one in holds)
        subject = [f"sku:{one.sku}" for one in holds]
        calls.append(Call(tool="hand_off", args={"job": "quality_ads", "goal": goal, "subject": subject}))
    said = [one.why_zh if zh else one.why for one in holds]
    nothing = "没有需要停售的商品。" if zh else "No goods have to be stopped."
    figures = {"holds": [one.sku for one in holds], "pareto": pareto(rows)}
    return Brief(
        facts=facts, calls=tuple(calls), draft="\n".join(said) or nothing, figures=figures, language=ctx.language
    )


def _holds(ctx: JobContext, rows: list[SkuQuality] | None = None) -> list[QualityHold]:
    """Give the goods to stop that are still on the shelf."""
    found = advise_holds(_rows(ctx) if rows is None else rows)
    waiting = (
        {row.object_id for row in ctx.log.list_effects(kinds=("set_listed",), states=("held",))} if found else set()
    )
    return [one for one in found if _is_sold(ctx, one.sku, waiting)]


def _is_sold(ctx: JobContext, sku: str, waiting: set[str]) -> bool:
    """Tell whether it is on the shelf, and no one has been asked to take it off or put it back."""
    variant = ctx.reads.shop.get_variant(sku)
    if f"product:{variant.product_id}" in waiting:
        return False
    return variant.listed and ctx.reads.shop.get_product(variant.product_id).listed


def _last_stops(ctx: JobContext) -> dict[str, datetime]:
    """Give when each product was last put off or on the shelf: complaints before that have had their effect."""
    rows = ctx.log.list_effects(since=ctx.now - timedelta(days=WINDOW_DAYS), kinds=("set_listed",), states=("done",))
    return {str(row.payload["product_id"]): row.settled_at or row.submitted_at for row in rows}


def _rows(ctx: JobContext) -> list[SkuQuality]:
    """Count lines and complaints by SKU: refunds of the window, and the complaint that is handed over."""
    lines: dict[str, int] = {}
    told: dict[str, list[tuple[str, str, str]]] = {}
    stops = _last_stops(ctx)
    answered = {v.sku: stops[v.product_id] for v in ctx.reads.shop.list_variants() if v.product_id in stops}
    for order in _orders(ctx):
        for line in order.lines:
            lines[line.sku] = lines.get(line.sku, 0) + 1
        if order.refund is not RefundStatus.NONE:
            for sku, reason, text in _complaints(ctx, order, answered):
                told.setdefault(sku, []).append((order.customer_id, reason, text))
    for sku in _handed(ctx):
        told.setdefault(sku, []).append((ctx.task.buyer or "", "handed over", str(ctx.task.input["goal"])))
    return [
        SkuQuality(
            sku=sku,
            lines=max(count, len(told.get(sku, ()))),
            complaints=len(told.get(sku, ())),
            buyers=len({buyer for buyer, _, _ in told.get(sku, ())}),
            reasons=tuple(reason for _, reason, _ in told.get(sku, ())),
            is_unsafe=any(is_unsafe(text) for _, _, text in told.get(sku, ())),
        )
        for sku, count in sorted((lines | {sku: lines.get(sku, 1) for sku in told}).items())
    ]


def _handed(ctx: JobContext) -> list[str]:
    """Give the SKUs of a complaint that another employee hands over; a tick has none."""
    if "goal" not in ctx.task.input:
        return []
    return [one.removeprefix("sku:") for one in ctx.task.subject if one.startswith("sku:")]


def _complaints(ctx: JobContext, order: Order, answered: dict[str, datetime]) -> Iterator[tuple[str, str, str]]:
    """Give SKU, reason and text of each refund that speaks about the goods and was not acted upon.

    Its text begins with the reason.
    """
    skus = {line.id: line.sku for line in order.lines}
    for refund in ctx.reads.shop.list_refunds(order.id):
        reason = refund.reason.split(",")[0].strip()
        sku = skus[refund.line_id]
        if reason in COUNTED and (sku not in answered or refund.at > answered[sku]):
            yield sku, reason, refund.reason


def _orders(ctx: JobContext) -> Iterator[Order]:
    cursor, since = None, ctx.now - timedelta(days=WINDOW_DAYS)
    while True:
        page = ctx.reads.shop.list_orders(since=since, cursor=cursor, limit=500)
        yield from (order for order in page.items if order.fulfilment is not FulfilmentStatus.CANCELLED)
        cursor = page.next_cursor
        if cursor is None:
            return
