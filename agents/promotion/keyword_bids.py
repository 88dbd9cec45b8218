"""推广 · keyword bids 出价: what a click is worth decides what is paid for it."""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple

from agents.evidence import money
from agents.job import Brief, Call, JobContext, job
from agents.promotion.ad_figures import NO_ADS, WINDOW_DAYS, keywords, report
from agents.trigger import OnHandoff, at
from decisions.board.reasons import bid_reason
from decisions.click_value import step_bid
from decisions.not_enough import NotEnough
from kit.facts import Fact


class BidMove(NamedTuple):
    """A bid to set, minor units a click, and why in English and Chinese."""

    keyword_id: str
    bid: int
    reason: str
    reason_zh: str


SMALLEST_MOVE = 0.05
"""A bid so near to what a click is worth stays: the worth is known no better, and a click costs the next bid below."""
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
    morning = ctx.morning()
    if isinstance(morning, NotEnough):
        return Brief(missing=(str(morning),))
    rows, advice = report(ctx), _advice(ctx)
    facts = tuple(
        Fact(
            id=f"bid.{one.keyword_id}",
            text=one.reason,
            value=one.bid,
            source=f"engine:click_value keyword/{one.keyword_id}",
        )
        for one in advice
    )
    calls = tuple(
        Call(
            tool="set_bid",
            args={"keyword_id": one.keyword_id, "bid": one.bid, "reason": f"{one.reason}\n{one.reason_zh}"},
        )
        for one in advice
    )
    spend, sold = sum(row.spend for row in rows), sum(row.sales for row in rows)
    draft = (
        f"调整出价 {len(advice)} 个;近 {WINDOW_DAYS} 天花费 {money(ctx, spend)},成交 {money(ctx, sold)}。"
        if ctx.language == "zh"
        else f"{len(advice)} bids moved; {WINDOW_DAYS} days: spend {money(ctx, spend)}, sales {money(ctx, sold)}."
    )
    brought = Fact(
        id="ads",
        text=f"{len(advice)} bids move; {WINDOW_DAYS} days: spend {money(ctx, spend)}, sales {money(ctx, sold)}",
        value=spend,
        source="shop:ads/keyword_report",
    )
    return Brief(
        facts=(*facts, brought),
        calls=calls,
        draft=draft,
        figures={"moved": len(advice), "spend": spend, "sales": sold},
        language=ctx.language,
    )


def _advice(ctx: JobContext) -> list[BidMove]:
    """Give the next step of each running keyword towards what its click is worth; what moved lately rests."""
    running = {one.id for one in keywords(ctx)} - _lately_moved(ctx)
    morning = ctx.morning() if running else None
    if morning is None or isinstance(morning, NotEnough):
        return []
    view, look = morning.view, morning.look
    wanted, values = morning.board.ads(view).bids, morning.board.clicks(view)
    smallest = min(SMALLEST_MOVE, float(ctx.limits.ads.step) / 2)
    assert wanted is not None
    found = []
    for row, one in enumerate(look.keywords):
        old = int(view.bids[row])
        bid = step_bid(old, int(wanted[row]), step=ctx.limits.ads.step, cap=ctx.limits.ads.max_bid)
        dear = old > ctx.limits.ads.max_bid
        if one.id in running and bid != old and (dear or abs(bid / old - 1) >= smallest):
            found.append(BidMove(one.id, bid, *bid_reason(values, view, row, bid=bid)))
    return found


def _lately_moved(ctx: JobContext) -> set[str]:
    rows = ctx.log.list_effects(since=ctx.now - timedelta(hours=REST_HOURS), kinds=("set_bid",))
    return {row.payload["keyword_id"] for row in rows}
