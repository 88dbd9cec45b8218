"""商品 · quality loop 品质闭环: goods that lose by complaints beyond chance, or that are unsafe, are stopped."""

from __future__ import annotations

from agents.complaints import quality_rows
from agents.job import Brief, Call, JobContext, job
from agents.trigger import OnHandoff, at
from decisions.quality import QualityHold, SkuQuality, advise_quality, pareto
from kit.facts import Fact


@job(
    "product",
    "Quality loop",
    "品质闭环",
    at("10:15"),
    OnHandoff(),
    tools=("take_off_shelf", "hand_off"),
    action="quality",
    model_use="never",
    work=lambda ctx: [f"sku:{one.sku}" for one in _holds(ctx)],
)
def quality_loop(ctx: JobContext) -> Brief:
    """Take goods off the shelf that are unsafe, or lose by complaints beyond chance, and have their ads stopped."""
    zh = ctx.language == "zh"
    if ctx.settled:
        done = [one for one in ctx.settled if one.end == "done"]
        draft = "商品已下架待查,推广已接手。" if zh else "The goods are off the shelf, and their ads were looked at."
        return Brief(draft=draft, figures={"handed": len(done)}, language=ctx.language)
    rows = quality_rows(ctx)
    holds = _holds(ctx, rows)
    facts = tuple(
        Fact(id=f"quality.{one.sku}", text=one.why, value=one.chance, source=f"engine:quality variant/{one.sku}")
        for one in holds
    )
    calls = [
        Call(
            tool="take_off_shelf",
            args={
                "product_id": ctx.reads.shop.get_variant(one.sku).product_id,
                "reason": f"{one.why}\n{one.why_zh}",
            },
        )
        for one in holds
    ]
    if holds:
        goal = "; ".join(one.why for one in holds)
        subject = [f"sku:{one.sku}" for one in holds]
        calls.append(Call(tool="hand_off", args={"job": "quality_ads", "goal": goal, "subject": subject}))
    said = [one.why_zh if zh else one.why for one in holds]
    nothing = "没有需要停售的商品。" if zh else "No goods have to be stopped."
    figures = {"holds": [one.sku for one in holds], "pareto": pareto(rows)}
    return Brief(
        facts=facts, calls=tuple(calls), draft="\n".join(said) or nothing, figures=figures, language=ctx.language
    )


def _holds(ctx: JobContext, rows: list[SkuQuality] | None = None) -> list[QualityHold]:
    """Give the goods to stop that are still on the shelf."""
    found = advise_quality(quality_rows(ctx) if rows is None else rows).holds
    waiting = (
        {row.object_id for row in ctx.log.list_effects(kinds=("set_listed",), states=("held",))} if found else set()
    )
    return [one for one in found if _is_sold(ctx, one.sku, waiting)]


def _is_sold(ctx: JobContext, sku: str, waiting: set[str]) -> bool:
    """Tell whether it is on the shelf, and no one has been asked to take it off or put it back."""
    variant = ctx.reads.shop.get_variant(sku)
    if f"product:{variant.product_id}" in waiting:
        return False
    return variant.listed and ctx.reads.shop.get_product(variant.product_id).listed
