"""商品 · ladder price 阶梯价: once a month, steps that large orders pay for are added; few orders: the owner's."""

from __future__ import annotations

from datetime import timedelta

from agents.evidence import shelved, today
from agents.job import Brief, Call, JobContext, job
from agents.product.price_moves import ROUND_DAYS
from agents.product.slow_goods import slow_cases
from agents.trigger import OnHandoff, at
from decisions.ladder import LadderAdvice, LadderCase, advise_ladder
from kit.facts import Fact
from shops.models import FulfilmentStatus

WINDOW_DAYS = 90
MAX_STEPS = 5


def _on_the_first(ctx: JobContext) -> list[str]:
    """Ask on the first of a month; what the owner has to set makes a task too, since it needs a line."""
    return [f"sku:{one.sku}" for one in _advice(ctx)] if today(ctx).day == 1 else []


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
    owners = [one for one in advice if one.tiers is None]
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
    since = ctx.now - timedelta(days=ROUND_DAYS)
    lately = {change.sku for change in ctx.reads.shop.list_price_changes(since=since) if change.old}
    unsettled = ctx.log.list_effects(
        since=ctx.now - timedelta(days=30), kinds=("set_price",), states=("held", "rejected")
    )
    resting = lately | {row.payload["sku"] for row in unsettled} | {case.sku for case in slow_cases(ctx)}
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
        found += [advice] if advice else []
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
