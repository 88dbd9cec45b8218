"""商品 · price review 价格检查: a seventh of the shelf every morning, and at once what stands below its floor."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from agents.evidence import daily_units, lead_days, money, sales, sellable, today
from agents.job import Brief, Call, JobContext, job
from agents.product.price_moves import ROUND_DAYS, moves_of
from agents.product.slow_goods import slow_cases
from agents.trigger import at
from decisions.pricing import PriceAdvice, PriceCase, advise_price, learn_elasticity
from kit.facts import Fact
from shops.models import SalesDay, Variant
from shops.terms import floor_price


def skus_due(ctx: JobContext) -> Sequence[str]:
    """List the SKUs whose turn it is today and whose price has rested, and those below their floor."""
    since = ctx.now - timedelta(days=ROUND_DAYS)
    lately = {change.sku for change in ctx.reads.shop.list_price_changes(since=since) if change.old}
    # what the owner has not answered yet, or has refused this month, is not asked for again
    month = ctx.now - timedelta(days=30)
    unsettled = ctx.log.list_effects(since=month, kinds=("set_price",), states=("held", "rejected"))
    asked = {row.payload["sku"] for row in unsettled}
    # goods that do not move are slow stock's: it lowers what this review would raise again
    slow = {case.sku for case in slow_cases(ctx)}
    day = today(ctx).toordinal() % ROUND_DAYS
    due = []
    for number, variant in enumerate(sellable(ctx)):
        turn = number % ROUND_DAYS == day and variant.sku not in lately | slow
        if variant.sku not in asked and (turn or _below_floor(ctx, variant)):
            due.append(f"sku:{variant.sku}")
    return due


@job(
    "product",
    "Price review",
    "价格检查",
    at("06:30"),
    tools=("set_price", "get_price", "get_stock"),
    action="price",
    work=skus_due,
)
def price_review(ctx: JobContext) -> Brief:
    """Look at the SKUs whose turn it is and set the ladder that the price engine recommends."""
    wanted = {name.removeprefix("sku:") for name in ctx.task.subject}
    sold, changes = sales(ctx), ctx.reads.shop.list_price_changes(since=ctx.now - timedelta(days=90))
    stock = ctx.reads.shop.get_stock()
    facts, calls, raised, lowered = [], [], 0, 0
    for variant in sellable(ctx):
        if variant.sku not in wanted:
            continue
        rows = sold.get(variant.sku, [])
        have = stock[variant.sku]
        case = _case(ctx, variant, rows, have.available + have.incoming)
        moves = moves_of(ctx, rows, [change for change in changes if change.sku == variant.sku])
        advice = advise_price(case, learn_elasticity(moves), ctx.limits.floor, largest_move=ctx.limits.price.move_24h)
        if advice.tiers == variant.tiers:
            continue
        is_raise = advice.tiers[0].unit_price >= variant.tiers[0].unit_price
        raised, lowered = raised + is_raise, lowered + (not is_raise)
        facts.append(_fact(ctx, variant, advice))
        ladder = [tier.model_dump() for tier in advice.tiers]
        # one line a language: `explain` and the chat pick theirs
        reason = "; ".join(advice.reasons) + "\n" + ";".join(advice.reasons_zh)
        calls.append(Call(tool="set_price", args={"sku": variant.sku, "ladder": ladder, "reason": reason}))
    draft = f"Looked at {len(wanted)} SKUs: {raised} prices raised, {lowered} lowered, the rest left."
    return Brief(facts=tuple(facts), calls=tuple(calls), draft=draft, figures={"raised": raised, "lowered": lowered})


def _case(ctx: JobContext, variant: Variant, rows: list[SalesDay], position: int) -> PriceCase:
    units = [value for value in daily_units(ctx, rows, sold_out=False) if value is not None]
    mean = sum(units[-28:]) / 28
    orders = sum(row.orders for row in rows)
    typical = max(variant.moq, round(sum(row.units for row in rows) / orders)) if orders else variant.moq
    assert variant.cost is not None
    return PriceCase(
        sku=variant.sku,
        currency=ctx.info.currency,
        tiers=variant.tiers,
        base_price=variant.base_price,
        cost=variant.cost,
        cover_days=position / mean if mean else None,
        lead_days=lead_days(ctx),
        typical_quantity=typical,
    )


def _below_floor(ctx: JobContext, variant: Variant) -> bool:
    assert variant.cost is not None
    return any(
        tier.unit_price < floor_price(variant.cost, tier.min_quantity, ctx.limits.floor) for tier in variant.tiers
    )


def _fact(ctx: JobContext, variant: Variant, advice: PriceAdvice) -> Fact:
    old, new = money(ctx, variant.tiers[0].unit_price), money(ctx, advice.tiers[0].unit_price)
    text = f"{variant.title}: {old} to {new}; " + "; ".join(advice.reasons)
    return Fact(
        id=f"price.{variant.sku}",
        text=text,
        value=advice.tiers[0].unit_price,
        source=f"engine:pricing variant/{variant.sku}",
        secret=True,
    )
