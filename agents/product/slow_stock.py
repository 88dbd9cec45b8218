"""商品 · slow stock 滞销处理: what does not move is marked down within the floor; what that cannot move is named."""

from __future__ import annotations

from agents.evidence import bears_promotions, money, today
from agents.job import Brief, Call, JobContext, job
from agents.product.resting import resting_skus
from agents.product.slow_goods import slow_cases
from agents.trigger import OnHandoff, at
from decisions.slow_stock import SlowAdvice, advise_slow
from kit.facts import Fact

MONDAY = 0


def _on_mondays(ctx: JobContext) -> list[str]:
    """Ask once a week; a markdown needs its days to be seen."""
    if today(ctx).weekday() != MONDAY:
        return []
    return [f"sku:{one.sku}" for one in _advice(ctx) if one.tiers or one.needs_more]


@job(
    "product",
    "Slow stock",
    "滞销处理",
    at("06:45"),
    OnHandoff(),
    tools=("set_price", "get_price", "get_stock", "hand_off"),
    action="price",
    work=_on_mondays,
)
def slow_stock(ctx: JobContext) -> Brief:
    """Mark down goods that do not move, a step a week, as far as it recovers more than waiting and not below floor."""
    zh = ctx.language == "zh"
    if ctx.settled:
        answers = " ".join(one.answer for one in ctx.settled)
        draft = f"滞销已处理;推广:{answers}" if zh else f"Slow goods were looked at; promotion: {answers}"
        return Brief(draft=draft, language=ctx.language)
    advice = _advice(ctx)
    facts = tuple(
        Fact(
            id=f"slow.{one.sku}",
            text=f"{one.sku}: {one.reason}",
            value=one.tied_up,
            source=f"engine:slow_stock variant/{one.sku}",
            secret=True,
        )
        for one in advice
    )
    calls = [
        Call(
            tool="set_price",
            args={
                "sku": one.sku,
                "ladder": [tier.model_dump() for tier in one.tiers],
                "reason": f"{one.reason}\n{one.reason_zh}",
            },
        )
        for one in advice
        if one.tiers
    ]
    marked = len(calls)
    tied, more = sum(one.tied_up for one in advice), [one.sku for one in advice if one.needs_more]
    if more:
        goal = f"Goods that this month's lowest price would not move: {', '.join(more)}"
        subject = [f"sku:{sku}" for sku in more]
        calls.append(Call(tool="hand_off", args={"job": "bundle_offer", "goal": goal, "subject": subject}))
    draft = (
        f"滞销 SKU {len(advice)} 个,占用 {money(ctx, tied)};降价 {marked} 个;需组合购:{', '.join(more) or '无'}。"
        if zh
        else f"{len(advice)} slow SKUs tie up {money(ctx, tied)}; {marked} marked down; "
        f"a bundle is needed for: {', '.join(more) or 'none'}."
    )
    figures = {"slow": len(advice), "tied_up": tied, "marked_down": marked, "needs_more": more}
    return Brief(facts=facts, calls=tuple(calls), draft=draft, figures=figures, language=ctx.language)


def _advice(ctx: JobContext) -> list[SlowAdvice]:
    """Ask the engine about slow SKUs whose price has rested, and which do not wait for the owner's answer."""
    resting = resting_skus(ctx)
    cases = [case for case in slow_cases(ctx) if case.sku not in resting]
    limits = ctx.limits
    advice = advise_slow(cases, limits.floor, move_24h=limits.price.move_24h, move_30d=limits.price.move_30d)
    variants = {one.sku: one for one in ctx.reads.shop.list_variants()} if advice else {}
    return [one for one in advice if not one.tiers or bears_promotions(ctx, variants[one.sku], one.tiers)]
