"""推广 · keyword set 选词: words that buyers type and that pay get a keyword; those that only cost are named."""

from __future__ import annotations

from datetime import timedelta

from agents.evidence import margin_rate, today
from agents.job import Brief, Call, JobContext, job
from agents.promotion.ad_figures import NO_ADS, WINDOW_DAYS, order_value, report
from agents.trigger import OnHandoff, at
from decisions.bids import KeywordCase
from decisions.keyword_set import TermAdvice, TermCase, advise_terms
from kit.facts import Fact

WEDNESDAY = 2


@job(
    "promotion",
    "Keyword set",
    "选词",
    at("08:15"),
    OnHandoff(),
    tools=("add_keyword", "list_keywords"),
    action="ads",
    work=lambda ctx: [f"term:{one.term}" for one in _advice(ctx)] if today(ctx).weekday() == WEDNESDAY else [],
)
def keyword_set(ctx: JobContext) -> Brief:
    """Bid on the words that buyers type when their clicks pay; name those that cost and never sell."""
    if ctx.reads.ads is None:
        return Brief(missing=(NO_ADS,))
    advice, zh = _advice(ctx), ctx.language == "zh"
    parents = {one.id: one for one in ctx.reads.ads.list_keywords()}
    facts = tuple(
        Fact(id=f"term.{one.term}", text=one.reason, value=one.chance, source=f"engine:keyword_set term/{one.term}")
        for one in advice
    )
    calls = tuple(
        Call(
            tool="add_keyword",
            args={
                "campaign_id": parents[one.keyword_id].campaign_id,
                "text": one.term,
                "bid": one.bid,
                "skus": list(parents[one.keyword_id].skus),
                "reason": f"{one.reason}\n{one.reason_zh}",
            },
        )
        for one in advice
        if one.bid is not None
    )
    costs = ", ".join(one.term for one in advice if one.bid is None)
    new = ", ".join(one.term for one in advice if one.bid is not None)
    draft = (
        f"新增关键词:{new or '无'};只花钱的搜索词,请在平台上否定:{costs or '无'}。"
        if zh
        else f"Keywords added: {new or 'none'}; only cost, exclude them at the platform: {costs or 'none'}."
    )
    return Brief(facts=facts, calls=calls, draft=draft, figures={"added": len(calls)}, language=ctx.language)


def _advice(ctx: JobContext) -> list[TermAdvice]:
    """Ask the engine about what was typed in the window; what waits for the owner is not asked for again."""
    if ctx.reads.ads is None:
        return []
    end = today(ctx)
    sums: dict[tuple[str, str], list[int]] = {}
    for row in ctx.reads.ads.search_terms(since=end - timedelta(days=WINDOW_DAYS), until=end):
        found = sums.setdefault((row.term.strip().lower(), row.keyword_id), [0, 0, 0])
        for place, count in enumerate((row.clicks, row.orders, row.spend)):
            found[place] += count
    value = order_value(ctx, report(ctx)) if sums else None
    if value is None:
        return []
    keywords = {one.id: one for one in ctx.reads.ads.list_keywords()}
    waiting = ctx.log.list_effects(
        since=ctx.now - timedelta(days=30), kinds=("add_keyword",), states=("held", "rejected")
    )
    cases = [
        TermCase(
            term=term,
            keyword_id=keyword_id,
            figures=KeywordCase(
                keyword_id=term,
                currency=ctx.info.currency,
                bid=keywords[keyword_id].bid,
                clicks=clicks,
                orders=orders,
                spend=spend,
                order_contribution=round(value * margin_rate(ctx)),
            ),
        )
        for (term, keyword_id), (clicks, orders, spend) in sorted(sums.items())
        if keyword_id in keywords
    ]
    known = [one.text for one in keywords.values()] + [row.payload["text"] for row in waiting]
    return advise_terms(cases, known)
