"""推广 · ads of held goods 停售停投: what is off the shelf for its quality is not advertised."""

from __future__ import annotations

from agents.job import Brief, Call, JobContext, job
from agents.promotion.ad_figures import NO_ADS
from agents.trigger import OnHandoff
from kit.facts import Fact


@job(
    "promotion",
    "Ads of held goods",
    "停售停投",
    OnHandoff(),
    tools=("set_keyword_paused", "list_keywords"),
    action="ads",
    model_use="never",
)
def quality_ads(ctx: JobContext) -> Brief:
    """Stop the keywords whose ads show goods that were stopped for their quality."""
    if ctx.reads.ads is None:
        return Brief(missing=(NO_ADS,), language=ctx.language)
    held = {one.removeprefix("sku:") for one in ctx.task.subject if one.startswith("sku:")}
    running = [one for one in ctx.reads.ads.list_keywords() if not one.paused and held & set(one.skus)]
    calls = tuple(
        Call(
            tool="set_keyword_paused",
            args={
                "keyword_id": one.id,
                "paused": True,
                "cause": "goods",
                "reason": f"quality hold: {', '.join(sorted(held & set(one.skus)))}\n品质停售",
            },
        )
        for one in running
    )
    facts = tuple(
        Fact(id=f"shows.{one.id}", text=f"{one.text} shows {', '.join(one.skus)}", source=f"shop:keyword/{one.id}")
        for one in running
    )
    names = ", ".join(one.id for one in running)
    zh = ctx.language == "zh"
    draft = f"停售商品的关键词已暂停:{names or '无'}。" if zh else f"Keywords of held goods stopped: {names or 'none'}."
    return Brief(facts=facts, calls=calls, draft=draft, figures={"stopped": names}, language=ctx.language)
