"""推广 · keyword bids 出价: what a click is worth decides what is paid for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from agents.evidence import margin_rate, money, today
from agents.job import Brief, Call, JobContext, job
from agents.trigger import OnHandoff, at
from decisions.bids import BidAdvice, KeywordCase, advise_bids
from kit.facts import Fact
from shops.models import KeywordDay

WINDOW_DAYS = 28
REST_HOURS = 20
"""The ad report comes once a day: a bid is moved once on the same figures, or small steps would add up to a leap."""


@job(
    "promotion",
    "Keyword bids",
    "出价",
    at("12:00", "15:00", "18:00"),
    OnHandoff(),
    tools=("set_bid", "list_keywords"),
    action="ads",
    work=lambda ctx: [f"keyword:{one.keyword_id}" for one in _advice(ctx)],
)
def keyword_bids(ctx: JobContext) -> Brief:
    """Move each keyword's bid one small step towards what a click is worth."""
    if ctx.reads.ads is None:
        return Brief(missing=("this platform has no keyword ads",))
    if _order_value(ctx, _report(ctx)) is None:
        return Brief(missing=("no order value is known yet, so a click has no value",))
    report, advice = _report(ctx), _advice(ctx)
    facts = tuple(
        Fact(id=f"bid.{one.keyword_id}", text=one.reason, value=one.bid, source=f"engine:bids keyword/{one.keyword_id}")
        for one in advice
    )
    calls = tuple(
        Call(tool="set_bid", args={"keyword_id": one.keyword_id, "bid": one.bid, "reason": one.reason})
        for one in advice
    )
    spend, sold = sum(row.spend for row in report), sum(row.sales for row in report)
    draft = (
        f"调整出价 {len(advice)} 个;近 {WINDOW_DAYS} 天花费 {money(ctx, spend)},成交 {money(ctx, sold)}。"
        if ctx.language == "zh"
        else f"{len(advice)} bids moved; {WINDOW_DAYS} days: spend {money(ctx, spend)}, sales {money(ctx, sold)}."
    )
    return Brief(
        facts=facts,
        calls=calls,
        draft=draft,
        figures={"moved": len(advice), "spend": spend, "sales": sold},
        language=ctx.language,
    )


def _advice(ctx: JobContext) -> list[BidAdvice]:
    """Ask the engine about all running keywords; those whose bid was moved lately rest."""
    report = _report(ctx)
    value = _order_value(ctx, report)
    if ctx.reads.ads is None or value is None:
        return []
    contribution = round(value * margin_rate(ctx))
    cases = []
    for keyword in ctx.reads.ads.list_keywords():
        mine = [row for row in report if row.keyword_id == keyword.id]
        if not keyword.paused:
            cases.append(
                KeywordCase(
                    keyword_id=keyword.id,
                    currency=ctx.info.currency,
                    bid=keyword.bid,
                    clicks=sum(row.clicks for row in mine),
                    orders=sum(row.orders for row in mine),
                    spend=sum(row.spend for row in mine),
                    order_contribution=contribution,
                )
            )
    advised = advise_bids(cases, step=ctx.limits.ads.step, max_bid=ctx.limits.ads.max_bid)
    lately = _lately_moved(ctx)
    return [one for one in advised if one.keyword_id not in lately]


def _report(ctx: JobContext) -> Sequence[KeywordDay]:
    end = today(ctx) + timedelta(days=1)
    return ctx.reads.ads.keyword_report(since=end - timedelta(days=WINDOW_DAYS), until=end) if ctx.reads.ads else ()


def _order_value(ctx: JobContext, report: Sequence[KeywordDay]) -> int | None:
    """Give the mean value of an ad order, or while none has come in the median value of the shop's orders."""
    orders = sum(row.orders for row in report)
    if orders:
        return round(sum(row.sales for row in report) / orders)
    page = ctx.reads.shop.list_orders(since=ctx.now - timedelta(days=WINDOW_DAYS), until=ctx.now, limit=200)
    totals = sorted(order.total for order in page.items)
    return totals[len(totals) // 2] if totals else None


def _lately_moved(ctx: JobContext) -> set[str]:
    rows = ctx.log.list_effects(since=ctx.now - timedelta(hours=REST_HOURS), kinds=("set_bid",))
    return {row.payload["keyword_id"] for row in rows}
