"""Promotions: looking at them, publishing one after it was attacked, and ending one."""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction
from typing import Annotated, Any

from pydantic import Field, RootModel

from authority.desk import Receipt
from authority.effects.end_promotion import EndPromotion
from authority.effects.publish_promotion import PublishPromotion
from decisions.attack import Attack, find_attack
from kit.errors import Retry
from kit.money import format_minor
from shops.models import Tier
from shops.port import Reads
from shops.promotions import Coupon, ItemDiscount, Promotion, PromotionPlan, Threshold, promotion_faults
from shops.stacking import reachable
from tools.tool import ToolContext, tool

ATTACKED = 5
"""SKUs that are attacked: those of the lowest bound beside their cost. The kernel's bound judges every one."""

PIECES = 1000
"""Most pieces of one line that an attack looks at; a larger line does not reach a threshold sooner."""


class ShopDiscount(RootModel[Annotated[ItemDiscount | Threshold | Coupon, Field(discriminator="kind")]]):
    """What a shop can publish; a cross-shop threshold is the platform's."""


@tool("promotion", "store_manager")
def list_promotions(ctx: ToolContext) -> list[dict[str, Any]]:
    """List the promotions that run or will run, the platform's own among them."""
    if ctx.reads.promotions is None:
        return []
    return [one.model_dump(mode="json") for one in ctx.reads.promotions.list_promotions(open_only=True)]


@tool("promotion")
def publish_promotion(
    ctx: ToolContext,
    title: str,
    discount: ShopDiscount,
    starts_at: datetime,
    ends_at: datetime,
    max_uses: int,
    reason: str,
) -> Receipt:
    """Publish a promotion. The cheapest basket it makes possible is searched first and stands in the reason.

    Args:
        title: What buyers read.
        discount: By its kind: "item" (skus with percent or new_price), "threshold" (spend, save), or "coupon" (code
            with save, or percent and most; min_spend, per_buyer, audience of buyer ids). Money in minor units.
        starts_at: First moment, with time zone.
        ends_at: End, with time zone.
        max_uses: Orders that may use it, or pieces of an item discount.
        reason: Why, with numbers.
    """
    if ctx.reads.promotions is None:
        raise Retry("this platform has no promotions; set a price instead")
    plan = PromotionPlan(title=title, discount=discount.root, starts_at=starts_at, ends_at=ends_at, max_uses=max_uses)
    running = ctx.reads.promotions.list_promotions(open_only=True)
    ladders = {variant.sku: variant.tiers for variant in ctx.reads.shop.list_variants() if variant.listed}
    if faults := promotion_faults(plan, running, ladders):
        raise Retry("; ".join(faults))
    together = [one for one in running if one.overlaps(plan)] + [Promotion(id="new", **plan.model_dump())]
    attack = _worst(ctx.reads, plan, ladders, together)
    return ctx.submit(PublishPromotion(plan=plan), f"{reason} {_in_words(ctx.reads, attack)}")


@tool("promotion", "store_manager")
def end_promotion(ctx: ToolContext, promotion_id: str, reason: str) -> Receipt:
    """End a promotion now; what was sold under it stays sold.

    Args:
        promotion_id: The promotion's id.
        reason: Why.
    """
    return ctx.submit(EndPromotion(promotion_id=promotion_id), reason)


def _worst(
    reads: Reads, plan: PromotionPlan, ladders: dict[str, tuple[Tier, ...]], together: list[Promotion]
) -> Attack | None:
    """Attack the SKUs that the promotion brings nearest to their cost; give the attack that comes nearest."""
    costs = {variant.sku: max(1, variant.cost or variant.base_price) for variant in reads.shop.list_variants()}
    touched = [sku for sku in ladders if plan.touches(sku)]
    bounds = {sku: min(price for _, price in reachable(sku, ladders[sku], together)) for sku in touched}
    nearest = sorted(touched, key=lambda sku: (Fraction(bounds[sku], costs[sku]), sku))[:ATTACKED]
    stock = reads.shop.get_stock(sorted(ladders))
    most = {sku: min(PIECES, pieces.available) for sku, pieces in stock.items() if pieces.available > 0}
    found = [find_attack(sku, ladders, together, most_pieces=most) for sku in nearest]
    attacks = [one for one in found if one is not None]
    return min(attacks, key=lambda one: (one.unit / costs[one.sku], one.sku), default=None)


def _in_words(reads: Reads, attack: Attack | None) -> str:
    if attack is None:
        return "Attack finder 攻击搜索: nothing it touches is in stock 所涉商品均无库存."
    currency = reads.shop.info().currency
    paid, unit = format_minor(attack.net, currency), format_minor(int(attack.unit), currency)
    basket = " + ".join(f"{count} × {sku}" for sku, count in attack.basket)
    code = f", code 券 {attack.coupon}" if attack.coupon else ""
    return (
        f"Attack finder 攻击搜索: lowest net price of {attack.sku} 最低到手价 {unit}"
        f" ({attack.quantity} for {paid}), basket 购物篮 {basket}{code}."
    )
