"""推广 · stop-loss 止损: a keyword whose clicks lose money, beyond what chance explains, is stopped."""

from __future__ import annotations

from agents.job import Brief, Call, JobContext, job
from agents.promotion.ad_figures import NO_ADS, cases, report
from agents.trigger import at
from decisions.stop_loss import StopLoss, advise_stops
from kit.facts import Fact

LATELY_DAYS = 2


@job(
    "promotion",
    "Stop-loss",
    "止损",
    at("09:30", "13:30", "17:30", "20:30"),
    tools=("set_keyword_paused", "list_keywords"),
    action="ads",
    work=lambda ctx: _subjects(_advice(ctx)),
)
def stop_loss(ctx: JobContext) -> Brief:
    """Stop keywords that lose money; believe no report that shows nothing at all."""
    if ctx.reads.ads is None:
        return Brief(missing=(NO_ADS,))
    advice = _advice(ctx)
    if advice.broken:
        fact = Fact(id="report.broken", text=advice.broken, source="engine:stop_loss")
        return Brief(facts=(fact,), draft=advice.broken, figures={"broken": True}, language=ctx.language)
    facts = tuple(
        Fact(
            id=f"stop.{one.keyword_id}",
            text=one.reason,
            value=one.chance,
            source=f"engine:stop_loss keyword/{one.keyword_id}",
        )
        for one in advice.stops
    ) + tuple(
        Fact(id=f"undecided.{name}", text=str(lacking), source=f"engine:stop_loss keyword/{name}")
        for name, lacking in sorted(advice.undecided.items())
    )
    calls = tuple(
        Call(
            tool="set_keyword_paused",
            args={
                "keyword_id": one.keyword_id,
                "paused": True,
                "cause": "loss",
                "reason": f"{one.reason}\n{one.reason_zh}",
            },
        )
        for one in advice.stops
    )
    names = ", ".join(one.keyword_id for one in advice.stops)
    zh = ctx.language == "zh"
    draft = f"止损暂停关键词:{names or '无'}。" if zh else f"Keywords stopped for loss: {names or 'none'}."
    figures = {"stopped": [one.keyword_id for one in advice.stops]}
    return Brief(facts=facts, calls=calls, draft=draft, figures=figures, language=ctx.language)


def _advice(ctx: JobContext) -> StopLoss:
    lately = report(ctx, days=LATELY_DAYS)
    seen = (sum(row.clicks for row in lately), sum(row.orders for row in lately))
    return advise_stops(cases(ctx, report(ctx)), seen)


def _subjects(advice: StopLoss) -> list[str]:
    return ["ads"] if advice.broken else [f"keyword:{one.keyword_id}" for one in advice.stops]
