"""商品 · ladder price 阶梯价: once a month, steps that large orders pay for are added; few orders: the owner's."""

from __future__ import annotations

from datetime import timedelta

from agents.evidence import bears_promotions, sales, shelved, today
from agents.job import Brief, Call, JobContext, job
from agents.product.resting import resting_skus
from agents.product.slow_goods import slow_cases
from agents.trigger import OnHandoff, at
from decisions.ladder import LadderAdvice, LadderCase, advise_ladder
from decisions.least_order import LeastOrder, advise_least_order
from kit.facts import Fact
from shops.models import FulfilmentStatus

WINDOW_DAYS = 90
MAX_STEPS = 5
SET_UP = "batch_set_up"
"""Attribute of a product: what setting a line up for it costs, minor units."""


def _on_the_first(ctx: JobContext) -> list[str]:
    """Ask on the first of a month; what the owner has to set makes a task too, since it needs a line."""
    if today(ctx).day != 1:
        return []
    skus = [one.sku for one in _advice(ctx)] + [one.sku for one in _least_orders(ctx)]
    return [f"sku:{sku}" for sku in dict.fromkeys(skus)]


@job(
    "product",
    "Ladder price",
    "阶梯价",
    at("06:20"),
    OnHandoff(),
    tools=("set_price", "get_price"),
    action="price",
    work=_on_the_first,
)
def ladder_price(ctx: JobContext) -> Brief:
    """Add the quantity steps that a ladder lacks; name the SKUs whose steps only the owner can set."""
    advice, zh = _advice(ctx), ctx.language == "zh"
    facts = tuple(
        Fact(id=f"ladder.{one.sku}", text=one.reason, source=f"engine:ladder variant/{one.sku}", secret=True)
        for one in advice
    )
    calls = tuple(
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
    )
    least = _least_orders(ctx)
    facts += tuple(
        Fact(
            id=f"least.{one.sku}",
            text=one.reason,
            value=one.least,
            source=f"engine:least_order variant/{one.sku}",
            secret=True,
        )
        for one in least
    )
    owners: list[LadderAdvice | LeastOrder] = [*(one for one in advice if one.tiers is None), *least]
    rest = "; ".join(one.reason_zh if zh else one.reason for one in owners)
    draft = (
        f"新增阶梯 {len(calls)} 个 SKU;请您定价:{rest or '无'}。"
        if zh
        else f"Steps added for {len(calls)} SKUs; for you to set: {rest or 'none'}."
    )
    figures = {"changed": len(calls), "owner": [one.sku for one in owners]}
    return Brief(facts=facts, calls=calls, draft=draft, figures=figures, language=ctx.language)


def _advice(ctx: JobContext) -> list[LadderAdvice]:
    """Ask the engine about the SKUs on the shelf whose price rests; slow goods are slow stock's."""
    resting = resting_skus(ctx) | {case.sku for case in slow_cases(ctx)}
    on_shelf, pieces = shelved(ctx) - resting, _line_pieces(ctx)
    found = []
    for variant in ctx.reads.shop.list_variants():
        if variant.sku not in on_shelf:
            continue
        case = LadderCase(
            sku=variant.sku,
            currency=ctx.info.currency,
            tiers=variant.tiers,
            cost=variant.cost,
            moq=variant.moq,
            pack=variant.pack,
            quantities=tuple(pieces.get(variant.sku, ())),
        )
        move = ctx.limits.price.move_24h
        advice = advise_ladder(case, ctx.limits.floor, largest_move=move, max_steps=MAX_STEPS)
        stands = advice is None or advice.tiers is None or bears_promotions(ctx, variant, advice.tiers)
        found += [advice] if advice and stands else []
    return found


def _least_orders(ctx: JobContext) -> list[LeastOrder]:
    """Give the SKUs whose least order does not pay its set-up, where the house cannot serve such an order from stock.

    What a set-up costs stands in the product's attribute ``batch_set_up``, minor units; without it nothing is said.
    """
    stock, sold, found = ctx.reads.shop.get_stock(), sales(ctx, WINDOW_DAYS), []
    for product in ctx.reads.shop.list_products(limit=10_000).items:
        said = product.attributes.get(SET_UP, "")
        for one in product.variants if said.isdigit() and product.listed else ():
            if not one.listed or one.cost is None:
                continue
            advice = advise_least_order(
                one.sku,
                one.tiers,
                one.cost,
                int(said),
                ctx.limits.floor,
                pack=one.pack,
                daily_units=sum(row.units for row in sold.get(one.sku, [])) / WINDOW_DAYS,
                currency=ctx.info.currency,
            )
            too_small = advice.least is None or advice.least > one.moq
            if too_small and stock[one.sku].available < (advice.least or advice.batch):
                found.append(advice)
    return found


def _line_pieces(ctx: JobContext) -> dict[str, list[int]]:
    """Give the pieces of every order line of the window by SKU."""
    found: dict[str, list[int]] = {}
    cursor, since = None, ctx.now - timedelta(days=WINDOW_DAYS)
    while True:
        page = ctx.reads.shop.list_orders(since=since, cursor=cursor, limit=500)
        for order in page.items:
            for line in order.lines if order.fulfilment is not FulfilmentStatus.CANCELLED else ():
                found.setdefault(line.sku, []).append(line.quantity)
        cursor = page.next_cursor
        if cursor is None:
            return found
