"""商品 · price request 改价: the owner names a product and a price or a percentage."""

from __future__ import annotations

from agents.evidence import money, waiting_like
from agents.job import ASKS, Brief, Call, JobContext, job
from agents.language import Slots
from agents.language_patterns import Intent
from agents.trigger import OnIntent
from kit.facts import Fact
from shops.models import Tier, Variant
from shops.terms import floor_price, scale_ladder


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
    tiers = _asked(variant, slots)
    if tiers is None:
        ask = "要改成多少?请给出价格或百分比。" if zh else "To what? Please give a price or a percentage."
        return Brief(draft=ask, language=understood.language, figures={ASKS: "price"})
    old, new = money(ctx, variant.tiers[0].unit_price), money(ctx, tiers[0].unit_price)
    facts = [
        Fact(
            id="price.now",
            text=f"{variant.title} costs {old} now",
            value=variant.tiers[0].unit_price,
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


def _asked(variant: Variant, slots: Slots) -> tuple[Tier, ...] | None:
    """Give the ladder asked for: a percentage moves every step, a price sets the first and the others in proportion."""
    if slots.percent == 0 or slots.price_minor == 0:
        return None
    if slots.percent is not None:
        sign = -1 if slots.direction == "down" else 1
        return scale_ladder(variant.tiers, 1 + sign * slots.percent / 100)
    if slots.price_minor is not None:
        return _in_proportion(variant.tiers, slots.price_minor)
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
