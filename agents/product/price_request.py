"""商品 · price request 改价: the owner names a product and a price or a percentage."""

from __future__ import annotations

import re
from itertools import pairwise

from agents.evidence import money, waiting_like
from agents.job import ASKS, Brief, Call, JobContext, job
from agents.language import Slots
from agents.language_patterns import Intent
from agents.trigger import OnIntent
from kit.facts import Fact
from kit.numerals import NUMERAL, number
from kit.text import fold
from shops.models import Tier, Variant
from shops.terms import floor_price, scale_ladder

_FROM = re.compile(
    rf"({NUMERAL})\s?(?:个|件|只|套|箱|张)?(?:以上|起批?|起订)|\b(?:from|at)\s({NUMERAL})\s(?:pieces|pcs|units)\b"
    rf"|\b({NUMERAL})\s?(?:\+|(?:pieces|pcs|units)?\s?(?:and|or)\s(?:up|more|over|above)\b)",
    re.IGNORECASE | re.ASCII,
)
_BULK = re.compile(
    r"\b(?:bulk|wholesale|volume|quantity)\s(?:prices?|steps?|tiers?)\b|(?:批量|大货|阶梯|批发)价", re.IGNORECASE
)
"""Only some steps of the ladder: 20个以上的价, the price from 24 pieces, the bulk price."""


@job(
    "product",
    "Price request",
    "改价",
    OnIntent((Intent.SET_PRICE,)),
    tools=("set_price", "get_price"),
    action="price",
    model_use="words",
    speaks=True,
    lane="conversation",
)
def price_request(ctx: JobContext) -> Brief:
    """Change the price that the owner names, through the desk; say what became of it and why."""
    understood = ctx.understand(ctx.task.input["text"], "owner")
    slots, zh = understood.slots, understood.language == "zh"
    if slots.sku is None:
        return Brief(draft=_which(ctx, slots, zh), language=understood.language, figures={ASKS: "which"})
    variant = ctx.reads.shop.get_variant(slots.sku)
    steps = _steps(ctx.task.input["text"], variant.tiers)
    if not steps:
        return Brief(draft=_no_step(ctx, variant, zh), language=understood.language, figures={ASKS: "step"})
    tiers = _asked(variant, slots, steps)
    if tiers is None:
        ask = "要改成多少?请给出价格或百分比。" if zh else "To what? Please give a price or a percentage."
        return Brief(draft=ask, language=understood.language, figures={ASKS: "price"})
    if any(later.unit_price > step.unit_price for step, later in pairwise(tiers)):
        return Brief(draft=_no_ladder(ctx, tiers, zh), language=understood.language)
    first = steps[0]
    old, new = money(ctx, variant.tiers[first].unit_price), money(ctx, tiers[first].unit_price)
    facts = [
        Fact(
            id="price.now",
            text=f"{variant.title} costs {old} now",
            value=variant.tiers[first].unit_price,
            source=f"shop:variant/{variant.sku}",
        )
    ]
    if variant.cost is not None:
        lowest = floor_price(variant.cost, tiers[0].min_quantity, ctx.limits.floor)
        facts.append(
            Fact(
                id="floor",
                text=f"its floor is {money(ctx, lowest)}",
                value=lowest,
                source=f"engine:floor variant/{variant.sku}",
                secret=True,
            )
        )
    ladder = [tier.model_dump() for tier in tiers]
    if (row := waiting_like(ctx, "set_price", sku=variant.sku, tiers=ladder)) is not None:
        facts.append(Fact(id=row.id, text=row.summary, source=f"ledger:{row.id}"))
        again = (
            f"{variant.title} 改到 {new} 已在等您决定,没有重复提交。请看 `shopstaff approvals list`。[{row.id}]"
            if zh
            else f"{variant.title} to {new} waits for your decision already; nothing was asked for a second time. "
            f"`shopstaff approvals list` shows it. [{row.id}]"
        )
        return Brief(facts=tuple(facts), draft=again, language=understood.language)
    reason = f"the owner asked for it: {ctx.task.input['text']}"
    return Brief(
        facts=tuple(facts),
        calls=(Call(tool="set_price", args={"sku": variant.sku, "ladder": ladder, "reason": reason}),),
        draft=f"{variant.title}:{old} → {new}。" if zh else f"{variant.title}: {old} to {new}.",
        language=understood.language,
    )


def _steps(text: str, tiers: tuple[Tier, ...]) -> tuple[int, ...]:
    """Give the steps meant, by their places: all, those from the pieces named, or for bulk all but the first."""
    folded = fold(text)
    if (named := _FROM.search(folded)) is not None:
        least = number(next(one for one in named.groups() if one))
        return tuple(place for place, tier in enumerate(tiers) if least is not None and tier.min_quantity >= least)
    return tuple(range(1 if _BULK.search(folded) else 0, len(tiers)))


def _asked(variant: Variant, slots: Slots, steps: tuple[int, ...]) -> tuple[Tier, ...] | None:
    """Give the ladder asked for; None where no price is named.

    A percentage moves every step meant, a price sets the first of them and the others in proportion.
    """
    moved = _moved(variant.tiers[steps[0] :], slots)
    return None if moved is None else (*variant.tiers[: steps[0]], *moved)


def _moved(tiers: tuple[Tier, ...], slots: Slots) -> tuple[Tier, ...] | None:
    if slots.percent == 0 or slots.price_minor == 0:
        return None
    if slots.percent is not None:
        sign = -1 if slots.direction == "down" else 1
        return scale_ladder(tiers, 1 + sign * slots.percent / 100)
    if slots.price_minor is not None:
        return _in_proportion(tiers, slots.price_minor)
    return None


def _in_proportion(tiers: tuple[Tier, ...], first: int) -> tuple[Tier, ...]:
    """Set the first step to ``first`` and the others in proportion, rounded towards the old price.

    In integers: a factor such as 54/51 has no exact decimal, and the price named would be missed by one.
    """
    old = tiers[0].unit_price
    scaled = [tier.unit_price * first for tier in tiers]
    prices = [product // old if first > old else -(-product // old) for product in scaled]
    return tuple(
        Tier(min_quantity=tier.min_quantity, unit_price=max(1, price))
        for tier, price in zip(tiers, prices, strict=True)
    )


def _no_step(ctx: JobContext, variant: Variant, zh: bool) -> str:
    ladder = _ladder(ctx, variant.tiers)
    if zh:
        return f"{variant.title} 没有这一档,什么都没有做。现有阶梯:{ladder}。"
    return f"{variant.title} has no such step; nothing was done. Its ladder: {ladder}."


def _no_ladder(ctx: JobContext, tiers: tuple[Tier, ...], zh: bool) -> str:
    ladder = _ladder(ctx, tiers)
    if zh:
        return f"这样买得多反而更贵({ladder}),什么都没有做。请连前面的价一起改。"
    return f"More pieces would cost more each ({ladder}), so nothing was done. Move the steps before it too."


def _ladder(ctx: JobContext, tiers: tuple[Tier, ...]) -> str:
    return ", ".join(f"{tier.min_quantity}+: {money(ctx, tier.unit_price)}" for tier in tiers)


def _which(ctx: JobContext, slots: Slots, zh: bool) -> str:
    if not slots.sku_candidates:
        return "请说明是哪个商品(名称或 SKU)。" if zh else "Which product? Please give its name or SKU."
    names = "; ".join(f"{ctx.reads.shop.get_variant(sku).title} ({sku})" for sku in slots.sku_candidates)
    if len(slots.sku_candidates) == 1:
        return (
            f"您说的可能是 {names}。如果是,请回复它的 SKU。"
            if zh
            else f"That may be {names}. If you mean it, answer with its SKU."
        )
    return f"有几个商品符合,请选一个:{names}" if zh else f"Several products fit, please pick one: {names}"
