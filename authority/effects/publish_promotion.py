"""Publish a promotion of the shop: an item discount, a threshold or a coupon."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from math import ceil

from authority.effect import Deal, Effect, Exposure, Past, Sale, effect
from authority.effects.end_promotion import EndPromotion
from shops.models import Outcome, Tier
from shops.port import Reads
from shops.promotions import Coupon, CrossShop, ItemDiscount, Promotion, PromotionPlan, Threshold, discounted
from shops.stacking import reachable
from shops.writes import Writes

SEEN_DAYS = 90
"""Days before its start whose buyers are the public that a coupon's audience is a share of."""


@effect(action="promotion", undo="compensable", port="promotions")
class PublishPromotion(Effect):
    """One promotion as it is to run."""

    plan: PromotionPlan

    def exposure(self, reads: Reads) -> Exposure | None:
        """Every SKU touched can be sold at what all promotions of that time take off; uses give money away."""
        if isinstance(self.plan.discount, CrossShop):
            return None
        ladders = _ladders(reads, self.plan)
        others = reads.promotions.list_promotions(open_only=True) if reads.promotions else ()
        together = [one for one in others if one.overlaps(self.plan)]
        together.append(Promotion(id="new", **self.plan.model_dump()))
        return Exposure(
            object_id=f"promotion:{self.plan.discount.model_dump_json()}",
            money_out=self.plan.giveaway(ladders),
            budget="giveaway",
            sales=tuple(
                Sale(sku=sku, quantity=quantity, unit_price=price)
                for sku, tiers in ladders.items()
                for quantity, price in reachable(sku, tiers, together)
            ),
            audience_share=_audience(reads, self.plan),
            deal=_deal(self.plan, ladders),
            general=True,
        )

    def apply(self, writes: Writes, key: str) -> Outcome:
        """Publish it."""
        assert writes.promotions is not None  # the desk has looked
        return writes.promotions.publish_promotion(self.plan, key=key)

    def holds(self, reads: Reads, outcome: Outcome) -> bool:
        """The shop lists it with this discount."""
        assert reads.promotions is not None
        found = [one for one in reads.promotions.list_promotions() if one.id == outcome.object_id]
        return [one.discount for one in found] == [self.plan.discount]

    def reverse(self, reads: Reads, past: Past) -> Effect:
        """End it; what was sold under it stays sold."""
        assert past.outcome.object_id is not None
        return EndPromotion(promotion_id=past.outcome.object_id)

    def summary(self, money: Callable[[int], str]) -> str:
        """Name the discount, its time and its uses."""
        plan = self.plan
        span = f"{plan.starts_at:%Y-%m-%d %H:%M} to {plan.ends_at:%Y-%m-%d %H:%M} UTC"
        return f"promotion {plan.title!r}: {describe(plan, money)}, {span}, {plan.max_uses} uses"


def describe(plan: PromotionPlan, money: Callable[[int], str]) -> str:
    """Say what a promotion takes off."""
    discount = plan.discount
    if isinstance(discount, Coupon):
        off = f"{discount.percent} % up to {money(discount.largest)}" if discount.percent else money(discount.largest)
        return f"code {discount.code}: {off} off from {money(discount.min_spend)}"
    if discount.kind == "item":
        now = f"at {money(discount.new_price)}" if discount.new_price else f"{discount.percent} % off"
        return f"{', '.join(discount.skus)} {now}"
    pair = discount.pair if isinstance(discount, Threshold) else None
    return f"{money(discount.save)} off from {money(discount.spend)}" + (f" of {' and '.join(pair)}" if pair else "")


def _deal(plan: PromotionPlan, ladders: dict[str, tuple[Tier, ...]]) -> Deal:
    """Give a discount's type, and its depth as the largest share of a price that it takes off."""
    discount = plan.discount
    if isinstance(discount, ItemDiscount):
        prices = [tier.unit_price for sku in discount.skus for tier in ladders.get(sku, ())]
        share = max((1 - Fraction(discounted(price, discount), price) for price in prices), default=Fraction(1))
        return Deal(type="item", depth=_percents(share))
    if isinstance(discount, Coupon):
        share = Fraction(discount.percent, 100) if discount.percent else Fraction(discount.largest, discount.min_spend)
        return Deal(type="coupon", depth=_percents(share))
    pair = isinstance(discount, Threshold) and discount.pair
    return Deal(type="bundle" if pair else "threshold", depth=_percents(Fraction(discount.save, discount.spend)))


def _percents(share: Fraction) -> Decimal:
    return Decimal(ceil(share * 100)) / 100


def _ladders(reads: Reads, plan: PromotionPlan) -> dict[str, tuple[Tier, ...]]:
    """Give the ladders of the SKUs on the shelf that it touches; a SKU named and not on it is touched too."""
    named = getattr(plan.discount, "skus", ())
    return {
        variant.sku: variant.tiers
        for variant in reads.shop.list_variants()
        if plan.touches(variant.sku) and (variant.listed or variant.sku in named)
    }


def _audience(reads: Reads, plan: PromotionPlan) -> Decimal:
    """Give the share of the buyers of the last weeks that may use it; 1 if it is for everyone or there were none."""
    audience = plan.discount.audience if isinstance(plan.discount, Coupon) else ()
    if not audience:
        return Decimal(1)
    seen, cursor = set[str](), None
    while True:
        page = reads.shop.list_orders(
            since=plan.starts_at - timedelta(days=SEEN_DAYS), until=plan.starts_at, cursor=cursor, limit=500
        )
        seen.update(order.customer_id for order in page.items)
        cursor = page.next_cursor
        if cursor is None:
            break
    return min(Decimal(1), Decimal(len(set(audience))) / len(seen)) if seen else Decimal(1)
