"""推广 · pacing 预算节奏: the day's ad money lasts for the day; what rested for the pace runs the next morning."""

from __future__ import annotations

from datetime import timedelta
from operator import attrgetter

from agents.evidence import shelved, today
from agents.job import Brief, Call, JobContext, job
from agents.promotion.ad_figures import NO_ADS, by_keyword, report
from agents.trigger import at
from decisions.pacing import PaceAdvice, PacedCampaign, PacedKeyword, advise_pace
from kit.facts import Fact

CURVE_DAYS = 14


@job(
    "promotion",
    "Pacing",
    "预算节奏",
    at("07:30", "09:30", "12:00", "15:00", "18:00"),
    tools=("set_keyword_paused", "list_keywords", "list_campaigns"),
    action="ads",
    work=lambda ctx: [f"keyword:{one.keyword_id}" for one in _advice(ctx)],
)
def pacing(ctx: JobContext) -> Brief:
    """Let the keywords that bring least rest while a budget runs out too early; let them run when there is room."""
    if ctx.reads.ads is None:
        return Brief(missing=(NO_ADS,))
    advice, zh = _advice(ctx), ctx.language == "zh"
    facts = tuple(
        Fact(id=f"pace.{one.keyword_id}", text=one.reason, source=f"engine:pacing keyword/{one.keyword_id}")
        for one in advice
    )
    calls = tuple(
        Call(
            tool="set_keyword_paused",
            args={
                "keyword_id": one.keyword_id,
                "paused": one.paused,
                "cause": "pace",
                "reason": f"{one.reason}\n{one.reason_zh}",
            },
        )
        for one in advice
    )
    rest = [one.keyword_id for one in advice if one.paused]
    run = [one.keyword_id for one in advice if not one.paused]
    draft = (
        f"按节奏暂停:{', '.join(rest) or '无'};恢复:{', '.join(run) or '无'}。"
        if zh
        else f"Resting for the pace: {', '.join(rest) or 'none'}; running again: {', '.join(run) or 'none'}."
    )
    return Brief(facts=facts, calls=calls, draft=draft, figures={"rest": rest, "run": run}, language=ctx.language)


def _advice(ctx: JobContext) -> list[PaceAdvice]:
    """Ask the engine; keywords stopped for loss or goods are not its own, nor is one whose goods are off the shelf."""
    if ctx.reads.ads is None:
        return []
    resting = _resting(ctx, {one.id for one in ctx.reads.ads.list_keywords() if one.paused})
    day = today(ctx)
    rows = [row for row in report(ctx, days=1) if row.day == day]
    new_day = ctx.now.astimezone(ctx.zone).hour < 9
    if not resting and not any(row.spend for row in rows):
        return []  # the platform has reported nothing of today
    window, spent = by_keyword(report(ctx)), by_keyword(rows)
    on_shelf = shelved(ctx)
    campaigns = []
    for campaign in ctx.reads.ads.list_campaigns():
        keywords = [
            PacedKeyword(
                keyword_id=one.id,
                clicks=sum(row.clicks for row in window[one.id]),
                orders=sum(row.orders for row in window[one.id]),
                spend=sum(row.spend for row in window[one.id]),
                spent_today=sum(row.spend for row in spent[one.id]),
                rests=one.paused,
            )
            for one in ctx.reads.ads.list_keywords(campaign_id=campaign.id)
            if not one.paused or (one.id in resting and set(one.skus) <= on_shelf)
        ]
        if not campaign.paused:
            campaigns.append(
                PacedCampaign(
                    campaign_id=campaign.id,
                    currency=campaign.currency,
                    budget=campaign.daily_budget,
                    keywords=tuple(keywords),
                )
            )
    return advise_pace(campaigns, 0.0 if new_day else _share_of_day(ctx))


def _resting(ctx: JobContext, paused: set[str]) -> set[str]:
    """Give those of the paused keywords whose last stop was for the pace."""
    if not paused:
        return set()
    last: dict[str, str] = {}
    rows = ctx.log.pick(
        *("payload", "submitted_at", "settled_at", "task", "turn", "ordinal"),
        since=ctx.now - timedelta(days=30),
        kinds=("set_keyword_paused",),
        states=("done", "unknown"),
    )
    order = attrgetter("submitted_at", "ordinal", "task", "turn")
    for row in sorted(rows, key=lambda row: (row.settled_at or row.submitted_at, *order(row))):
        last[row.payload["keyword_id"]] = row.payload["cause"] if row.payload["paused"] else ""
    return {keyword for keyword in paused if last.get(keyword) == "pace"}


def _share_of_day(ctx: JobContext) -> float:
    """Give the share of a day's orders that has come by this time of day, over the last two weeks."""
    zone = ctx.zone
    local = ctx.now.astimezone(zone)
    before = total = 0
    cursor, since = None, ctx.now - timedelta(days=CURVE_DAYS)
    while True:
        page = ctx.reads.shop.list_orders(since=since, until=ctx.now, cursor=cursor, limit=500)
        for order in page.items:
            placed = order.placed_at.astimezone(zone)
            if placed.date() < local.date():
                total += 1
                before += placed.time() <= local.time()
        cursor = page.next_cursor
        if cursor is None:
            return before / total if total else 0.5
