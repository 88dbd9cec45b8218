"""推广 · promotion question 推广问答: what the ads cost and brought, which offers run; else the employee's own work."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta

from agents.evidence import about_own_work, days_asked, margin_rate, today
from agents.job import Brief, JobContext, job
from agents.owner_acts import campaigns_said
from agents.owner_refusals import not_mine
from agents.owner_spans import Span
from agents.owner_topics import OwnerTopic, topics_of
from agents.promotion.ad_figures import by_keyword, report
from agents.promotion.keyword_lines import asks_by_keyword, keywords_named, say_keywords
from agents.report_lines import Lines, counted
from agents.trigger import OnIntent, OnQuestion
from shops.models import Campaign, Keyword, KeywordDay

WEEK, MOST = 7, 10
_LOSS = re.compile(
    r"亏|赔钱|不赚|烧钱|浪费|不划算|\blos(?:e|es|ing|s)\b|\bunprofitable\b|\bwast\w+|\bnot (?:worth|profitable)"
    r"|n't (?:pay|worth|profitable)",
    re.IGNORECASE,
)


@job(
    "promotion",
    "Promotion question",
    "推广问答",
    OnIntent((OwnerTopic.ADS, OwnerTopic.OFFERS, "one_keyword")),
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
    known = ctx.reads.ads.list_keywords() if ctx.reads.ads else ()
    named = bool(keywords_named(text, known))
    campaigns = campaigns_said(text, ctx.reads.ads.list_campaigns()) if ctx.reads.ads and not named else []
    if OwnerTopic.ADS in topics or named or campaigns:
        span = days_asked(ctx, text)
        if _LOSS.search(text) and not named:
            _say_losses(ctx, lines, span)
        elif named or (asks_by_keyword(text) and not campaigns):
            say_keywords(lines, span, text, known, _rows(ctx, span))
        elif campaigns:
            _say_named_campaigns(lines, span, campaigns, known, _rows(ctx, span))
        elif span.named:
            _say_span(ctx, lines, span)
        else:
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
    _say_campaigns(ctx, lines, f"{begin} – {newest}", week)


def _rows(ctx: JobContext, span: Span) -> Sequence[KeywordDay]:
    until = span.last + timedelta(days=1)
    return ctx.reads.ads.keyword_report(since=span.first, until=until) if ctx.reads.ads else ()


def _say_span(ctx: JobContext, lines: Lines, span: Span) -> None:
    """Show what the ads of the days asked about cost and brought, each campaign's after that."""
    if not (rows := _rows(ctx, span)):
        source = f"shop:keyword_report/{span}"
        days = lines.fact("ads_span.of", span, source)
        lines.say(f"{days}: the ad platform reports nothing", f"{days}:推广平台没有数据", "ads_span")
        return
    _say_sum(lines, "ads_span", str(span), rows)
    _say_campaigns(ctx, lines, str(span), rows)


def _say_campaigns(ctx: JobContext, lines: Lines, title: str, rows: Sequence[KeywordDay]) -> None:
    assert ctx.reads.ads is not None
    campaign_of = {one.id: one.campaign_id for one in ctx.reads.ads.list_keywords()}
    for campaign in ctx.reads.ads.list_campaigns():
        mine = [row for row in rows if campaign_of.get(row.keyword_id) == campaign.id]
        _say_sum(lines, f"ads_{campaign.id}", f"{campaign.name} {title}", mine)


def _say_named_campaigns(
    lines: Lines, span: Span, campaigns: Sequence[Campaign], known: Sequence[Keyword], rows: Sequence[KeywordDay]
) -> None:
    """Show what campaigns cost and brought in a span, and which of their keywords stand still now."""
    for one in campaigns:
        mine = {keyword.id: keyword for keyword in known if keyword.campaign_id == one.id}
        name, source = f"ads_{one.id}_now", f"shop:campaign/{one.id}"
        _say_sum(lines, f"ads_{one.id}", f"{one.name} {span}", [row for row in rows if row.keyword_id in mine])
        still = sorted(keyword.id for keyword in mine.values() if keyword.paused)
        of = lines.fact(f"{name}.keywords", len(mine), source)
        number = lines.fact(f"{name}.still", len(still), source)
        names = lines.fact(f"{name}.which", ", ".join(still), source) if still else ""
        off, off_zh = (": " + names, ":" + names) if still else ("", "")
        lines.say(
            f"{one.name} now: {number} of {counted(of, 'keyword')} stand still{off}",
            f"{one.name} 目前:{of} 个关键词中 {number} 个暂停{off_zh}",
            name,
        )


def _say_losses(ctx: JobContext, lines: Lines, span: Span) -> None:
    """Name the keywords whose spend was above what their sales leave at the shop's margin, the largest loss first."""
    rate, of = margin_rate(ctx), by_keyword(_rows(ctx, span))
    known = {one.id: one for one in ctx.reads.ads.list_keywords()} if ctx.reads.ads else {}
    left = {name: round(rate * sum(row.sales for row in rows)) for name, rows in of.items()}
    loss = {name: sum(row.spend for row in rows) - left[name] for name, rows in of.items()}
    bad = sorted((name for name in loss if loss[name] > 0 and name in known), key=lambda name: (-loss[name], name))
    source = f"shop:keyword_report/{span}"
    days = lines.fact("loss.days", span, source)
    number = lines.fact("loss.keywords", len(bad), source)
    all_ = lines.fact("loss.reported", len(of), source)
    share = lines.share("loss.margin", rate, 1, "engine:margin")
    lines.say(
        f"{days}: of {counted(all_, 'keyword')} with figures, {number} cost more than their sales leave at a margin of "
        f"{share}",
        f"{days}:有数据的 {all_} 个关键词中,{number} 个花费高于成交带来的毛利(按毛利率 {share})",
        "loss",
    )
    for one in bad[:MOST]:
        name, keyword = f"loss_{one}", known[one]
        word = lines.fact(f"{name}.keyword", f"{keyword.text} ({one})", source)
        spend = lines.money(f"{name}.spend", sum(row.spend for row in of[one]), source)
        orders = lines.fact(f"{name}.orders", sum(row.orders for row in of[one]), source)
        sales = lines.money(f"{name}.sales", sum(row.sales for row in of[one]), source)
        gain = lines.money(f"{name}.left", left[one], source)
        lost = lines.money(f"{name}.loss", loss[one], source)
        off, off_zh = (" (paused now)", "(现已停投)") if keyword.paused else ("", "")
        lines.say(
            f"{word}{off}: spent {spend}; {counted(orders, 'order')} for {sales} leave {gain}: a loss of {lost}",
            f"{word}{off_zh}:花费 {spend};{orders} 单,成交 {sales},毛利 {gain}:亏 {lost}",
            name,
        )


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
        f"{when}: spent {cost} on {counted(clicks, 'click')}; {counted(orders, 'order')} for {sales}, ROAS {roas}",
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
