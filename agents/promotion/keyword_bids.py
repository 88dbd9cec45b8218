"""推广 · keyword bids 出价: what a click is worth decides what is paid for it."""

from __future__ import annotations

from datetime import timedelta

from agents.evidence import margin_rate, money, today
from agents.job import Brief, Call, JobContext, job
from agents.trigger import OnHandoff, at
from decisions.bids import KeywordCase, advise_bids
from kit.facts import Fact

WINDOW_DAYS = 28
REST_HOURS = 2
"""A bid rests so long after a step, or small steps would add up to a leap."""


@job(
    "promotion", "Keyword bids", "出价", at("12:00", "15:00", "18:00"), OnHandoff(),
    tools=("set_bid", "list_keywords"), action="ads", work=lambda ctx: _running(ctx),
)  # fmt: skip
def keyword_bids(ctx: JobContext) -> Brief:
    """Move each keyword's bid one small step towards what a click is worth."""
    if ctx.reads.ads is None:
        return Brief(missing=("this platform has no keyword ads",))
    end = today(ctx) + timedelta(days=1)
    report = ctx.reads.ads.keyword_report(since=end - timedelta(days=WINDOW_DAYS), until=end)
    orders, sold = sum(row.orders for row in report), sum(row.sales for row in report)
    value = round(sold / orders) if orders else _usual_order(ctx)
    if value is None:
        return Brief(missing=("no order value is known yet, so a click has no value",))
    contribution = round(value * margin_rate(ctx))
    cases = []
    for keyword in ctx.reads.ads.list_keywords():
        mine = [row for row in report if row.keyword_id == keyword.id]
        if not keyword.paused:
            cases.append(
                KeywordCase(
                    keyword_id=keyword.id, bid=keyword.bid, clicks=sum(row.clicks for row in mine),
                    orders=sum(row.orders for row in mine), spend=sum(row.spend for row in mine),
                    order_contribution=contribution,
                )
            )  # fmt: skip
    advised = advise_bids(cases, step=ctx.limits.ads.step, max_bid=ctx.limits.ads.max_bid)
    advice = [one for one in advised if one.keyword_id not in _lately_moved(ctx)]
    facts = tuple(
        Fact(id=f"bid.{one.keyword_id}", text=one.reason, value=one.bid, source=f"engine:bids keyword/{one.keyword_id}")
        for one in advice
    )
    calls = tuple(
        Call(tool="set_bid", args={"keyword_id": one.keyword_id, "bid": one.bid, "reason": one.reason})
        for one in advice
    )
    spend = sum(row.spend for row in report)
    draft = f"{len(advice)} bids moved; {WINDOW_DAYS} days: spend {money(ctx, spend)}, sales {money(ctx, sold)}."
    return Brief(
        facts=facts, calls=calls, draft=draft, figures={"moved": len(advice), "spend": spend, "sales": sold}
    )


def _running(ctx: JobContext) -> list[str]:
    keywords = ctx.reads.ads.list_keywords() if ctx.reads.ads else ()
    return [f"keyword:{keyword.id}" for keyword in keywords if not keyword.paused]


def _lately_moved(ctx: JobContext) -> set[str]:
    rows = ctx.log.list_effects(since=ctx.now - timedelta(hours=REST_HOURS), kinds=("set_bid",))
    return {row.payload["keyword_id"] for row in rows}


def _usual_order(ctx: JobContext) -> int | None:
    """Give the median value of the shop's orders, while no ad order has come in."""
    page = ctx.reads.shop.list_orders(since=ctx.now - timedelta(days=WINDOW_DAYS), until=ctx.now, limit=200)
    totals = sorted(order.total for order in page.items)
    return totals[len(totals) // 2] if totals else None
