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
    lead, stock, sold = lead_days(ctx), ctx.reads.shop.get_stock(), sales(ctx)
    needed: list[tuple[Variant, StockAdvice]] = []
    at_risk = 0
    for variant in sellable(ctx):
        have = stock[variant.sku]
        rows = sold.get(variant.sku, [])
        quantity = max(variant.moq, variant.pack)
        assert variant.cost is not None
        case = StockCase(
            sku=variant.sku,
            daily_units=tuple(daily_units(ctx, rows, sold_out=have.available <= 0)),
            position=have.available + have.incoming,
            on_hand=have.available,
            unit_cost=variant.cost,
            unit_margin=unit_margin(ctx, variant, quantity),
            pack=variant.pack,
            min_batch=ctx.reads.factory.terms().min_batch,
        )
        advice = advise_stock(case, lead_days=lead, review_days=REVIEW_DAYS)
        if advice is not None and advice.quantity > 0:
            at_risk += advice.at_risk
            if variant.sku not in waiting:
                needed.append((variant, advice))
    chosen, spend = _affordable(ctx, needed)
    figures = {"skus": len(chosen), "money": spend, "at_risk": at_risk, "waiting": len(waiting)}
    if not chosen:
        return Brief(draft=f"Nothing to order; {len(waiting)} SKUs wait for the owner.", figures=figures)
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
    draft = f"Production of {len(chosen)} SKUs for {money(ctx, spend)} proposed to the owner."
    return Brief(
        facts=facts,
        draft=draft,
        figures=figures,
        calls=(Call(tool="order_production", args={"lines": lines, "reason": reason}),),
    )


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
