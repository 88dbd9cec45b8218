"""商品 · replenishment 补货: what to make before it runs out; the owner decides on the order."""

from __future__ import annotations

from agents.evidence import daily_units, lead_days, money, open_production, sales, sellable, unit_margin
from agents.job import Brief, Call, JobContext, job
from agents.trigger import OnHandoff
from decisions.stock import StockAdvice, StockCase, advise_stock
from kit.facts import Fact
from shops.models import Variant

REVIEW_DAYS = 7
"""Days of demand that one production order is meant to last beyond the lead time."""


@job(
    "product",
    "Replenishment",
    "补货",
    OnHandoff(),
    tools=("order_production", "get_stock"),
    action="production",
    model_use="never",
)
def replenishment(ctx: JobContext) -> Brief:
    """Propose one production order for all SKUs that fall below their reorder point, the most urgent first."""
    if ctx.reads.factory is None:
        return Brief(missing=("this platform has no factory to order from",))
    waiting = _held_skus(ctx)
    lead = lead_days(ctx)
    advised = _advised(ctx, lead)
    at_risk = sum(advice.at_risk for _, advice in advised)
    needed = [(variant, advice) for variant, advice in advised if variant.sku not in waiting]
    chosen, spend = _affordable(ctx, needed)
    figures = {"skus": len(chosen), "money": spend, "at_risk": at_risk, "waiting": len(waiting)}
    zh = ctx.language == "zh"
    if not chosen:
        rest = (
            f"无需补货;{len(waiting)} 个 SKU 待老板审批。" if zh else f"Nothing to order; waiting: {len(waiting)} SKUs."
        )
        return Brief(draft=rest, figures=figures, language=ctx.language)
    facts = tuple(
        Fact(
            id=f"stock.{variant.sku}",
            text=f"{variant.title}: {advice.reason}",
            value=advice.quantity,
            source=f"engine:stock variant/{variant.sku}",
        )
        for variant, advice in chosen
    )
    lines = [{"sku": variant.sku, "quantity": advice.quantity} for variant, advice in chosen]
    reason = f"{len(chosen)} SKUs below their reorder point at {lead} days lead time; " + "; ".join(
        f"{advice.sku}: {advice.reason}" for _, advice in chosen[:5]
    )
    draft = (
        f"提议生产 {len(chosen)} 个 SKU,共 {money(ctx, spend)},待老板审批。"
        if zh
        else f"Production proposed to the owner: SKUs {len(chosen)}, money {money(ctx, spend)}."
    )
    return Brief(
        facts=facts,
        draft=draft,
        figures=figures,
        language=ctx.language,
        calls=(Call(tool="order_production", args={"lines": lines, "reason": reason}),),
    )


def _advised(ctx: JobContext, lead: int) -> list[tuple[Variant, StockAdvice]]:
    """Ask the engine about every SKU; keep those of which something should be made."""
    assert ctx.reads.factory is not None
    min_batch = ctx.reads.factory.terms().min_batch
    stock, sold = ctx.reads.shop.get_stock(), sales(ctx)
    found = []
    for variant in sellable(ctx):
        have, rows = stock[variant.sku], sold.get(variant.sku, [])
        assert variant.cost is not None
        case = StockCase(
            sku=variant.sku,
            daily_units=tuple(daily_units(ctx, rows, sold_out=have.available <= 0)),
            position=have.available + have.incoming,
            on_hand=have.available,
            unit_cost=variant.cost,
            unit_margin=unit_margin(ctx, variant, max(variant.moq, variant.pack)),
            pack=variant.pack,
            min_batch=min_batch,
        )
        advice = advise_stock(case, lead_days=lead, review_days=REVIEW_DAYS)
        if advice is not None and advice.quantity > 0:
            found.append((variant, advice))
    return found


def _held_skus(ctx: JobContext) -> set[str]:
    """Give the SKUs of production orders that wait for the owner."""
    held = ctx.log.list_effects(kinds=("order_production",), states=("held",))
    return {line["sku"] for row in held for line in row.payload["lines"]}


def _affordable(
    ctx: JobContext, needed: list[tuple[Variant, StockAdvice]]
) -> tuple[list[tuple[Variant, StockAdvice]], int]:
    """Take the most urgent first, within a fifth of the 30 days' production limit and what the factory can take on."""
    assert ctx.reads.factory is not None
    terms = ctx.reads.factory.terms()
    waiting = sum(line.quantity for order in open_production(ctx) for line in order.lines)
    pieces = terms.capacity_per_day * max(1, terms.lead_time_days) - waiting
    room, spend = ctx.limits.production.per_30d // 5, 0
    chosen = []
    for variant, advice in sorted(needed, key=lambda pair: (-pair[1].at_risk, pair[0].sku)):
        assert variant.cost is not None
        cost = variant.cost * advice.quantity
        if spend + cost <= room and advice.quantity <= pieces:
            chosen.append((variant, advice))
            spend, pieces = spend + cost, pieces - advice.quantity
    return chosen, spend
