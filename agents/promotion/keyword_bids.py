"""推广 · keyword bids 出价: what a click is worth decides what is paid for it."""

from __future__ import annotations

from datetime import timedelta

from agents.evidence import money
from agents.job import Brief, Call, JobContext, job
from agents.promotion.ad_figures import NO_ADS, NO_VALUE, WINDOW_DAYS, cases, order_value, report
from agents.trigger import OnHandoff, at
from decisions.bids import BidAdvice, advise_bids
from kit.facts import Fact

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
        return Brief(missing=(NO_ADS,))
    rows = report(ctx)
    if order_value(ctx, rows) is None:
        return Brief(missing=(NO_VALUE,))
    advice = _advice(ctx)
    facts = tuple(
        Fact(id=f"bid.{one.keyword_id}", text=one.reason, value=one.bid, source=f"engine:bids keyword/{one.keyword_id}")
        for one in advice
    )
    calls = tuple(
        Call(tool="set_bid", args={"keyword_id": one.keyword_id, "bid": one.bid, "reason": one.reason})
        for one in advice
    )
    spend, sold = sum(row.spend for row in rows), sum(row.sales for row in rows)
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
    known = cases(ctx, report(ctx))
    advised = advise_bids(known, step=ctx.limits.ads.step, max_bid=ctx.limits.ads.max_bid)
    lately = _lately_moved(ctx)
    return [one for one in advised if one.keyword_id not in lately]


def _lately_moved(ctx: JobContext) -> set[str]:
    rows = ctx.log.list_effects(since=ctx.now - timedelta(hours=REST_HOURS), kinds=("set_bid",))
    return {row.payload["keyword_id"] for row in rows}
