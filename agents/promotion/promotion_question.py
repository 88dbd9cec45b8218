"""推广 · promotion question 推广问答: what the ads cost and brought, which offers run; else the employee's own work."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from agents.evidence import about_own_work, today
from agents.job import Brief, JobContext, job
from agents.owner_refusals import not_mine
from agents.owner_topics import OwnerTopic, topics_of
from agents.promotion.ad_figures import report
from agents.report_lines import Lines
from agents.trigger import OnIntent, OnQuestion
from shops.models import KeywordDay

WEEK = 7


@job(
    "promotion",
    "Promotion question",
    "推广问答",
    OnIntent((OwnerTopic.ADS, OwnerTopic.OFFERS)),
    OnQuestion(),
    tools=("recall",),
    action="care",
    model_use="judgement",
    speaks=True,
)
def promotion_question(ctx: JobContext) -> Brief:
    """Answer the owner from the ad report, the offers and what it did in the last 24 hours; nothing is changed."""
    if (refusal := not_mine(ctx)) is not None:
        return refusal
    text = ctx.task.input["text"]
    understood, topics = ctx.understand(text, "owner"), topics_of(text)
    lines = Lines(ctx, language=understood.language)
    if OwnerTopic.ADS in topics:
        _say_ads(ctx, lines)
    if OwnerTopic.OFFERS in topics:
        _say_offers(ctx, lines)
    if not lines.text():
        return about_own_work(ctx, "promotion")
    return Brief(facts=lines.facts, draft=lines.text(), language=understood.language)


def _say_ads(ctx: JobContext, lines: Lines) -> None:
    """Show the last day that was reported and the week up to it, each campaign's week after that."""
    rows = report(ctx)
    if not rows:
        lines.head("No ad figures have been reported yet.", "还没有推广数据。")
        return
    newest = max(row.day for row in rows)
    week = [row for row in rows if row.day > newest - timedelta(days=WEEK)]
    _say_sum(lines, "ads_day", str(newest), [row for row in week if row.day == newest])
    begin = min(row.day for row in week)
    _say_sum(lines, "ads_week", f"{begin} – {newest}", week)
    assert ctx.reads.ads is not None
    campaign_of = {one.id: one.campaign_id for one in ctx.reads.ads.list_keywords()}
    for campaign in ctx.reads.ads.list_campaigns():
        mine = [row for row in week if campaign_of.get(row.keyword_id) == campaign.id]
        _say_sum(lines, f"ads_{campaign.id}", f"{campaign.name} {begin} – {newest}", mine)


def _say_sum(lines: Lines, name: str, title: str, rows: Sequence[KeywordDay]) -> None:
    """Show spend, clicks and orders of some rows, and ROAS: attributed sales for a unit of spend."""
    source = f"shop:keyword_report/{title}"
    when = lines.fact(f"{name}.of", title, source)
    spend, sold = sum(row.spend for row in rows), sum(row.sales for row in rows)
    cost = lines.money(f"{name}.spend", spend, source)
    clicks = lines.fact(f"{name}.clicks", sum(row.clicks for row in rows), source)
    orders = lines.fact(f"{name}.orders", sum(row.orders for row in rows), source)
    sales = lines.money(f"{name}.sales", sold, source)
    roas = lines.fact(f"{name}.roas", f"{sold / spend:.2f}" if spend else "–", source)
    lines.say(
        f"{when}: spent {cost} on {clicks} clicks; {orders} orders for {sales}, ROAS {roas}",
        f"{when}:花费 {cost},点击 {clicks} 次;{orders} 单,成交 {sales},投产比 {roas}",
        name,
    )


def _say_offers(ctx: JobContext, lines: Lines) -> None:
    """Show the offers that run: until when, how often used of how often they may be."""
    found = ctx.reads.promotions.list_promotions(open_only=True) if ctx.reads.promotions else ()
    running = [one for one in found if one.runs(ctx.now)]
    source = f"shop:promotions/{today(ctx)}"
    number = lines.fact("offers.running", len(running), source)
    lines.say(f"offers that run: {number}", f"正在进行的优惠:{number} 个", "offers")
    for one in running:
        name = f"offer_{one.id}"
        title = lines.fact(f"{name}.title", one.title, source)
        until = lines.fact(f"{name}.until", one.ends_at.astimezone(ctx.zone).date(), source, str(one.ends_at))
        used = lines.fact(f"{name}.used", one.used, source)
        most = lines.fact(f"{name}.most", one.max_uses, source)
        lines.say(f"{title}: until {until}, used {used} of {most}", f"{title}:到 {until},已用 {used} / {most}", name)
