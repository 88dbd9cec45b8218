"""A price and the promotions that run beside it: together they stay above the floor, as the kernel judges them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from agents.evidence import bears_promotions
from authority.desk import Requester
from authority.effects.set_price import SetPrice
from shops.models import Tier
from shops.promotions import Coupon, PromotionPlan
from shops.terms import floor_price
from tests.support.gift_shop import GiftShop

HEART = "85123A"


@pytest.mark.parametrize("above", [0, 4, 12], ids="{}% above the floor".format)
@pytest.mark.parametrize("off", [0, 10], ids="coupon of {}%".format)
def test_a_job_asks_for_the_prices_that_the_kernel_lets_stand_beside_a_coupon(
    shop: GiftShop, above: int, off: int
) -> None:
    if off:
        now = shop.clock.now()
        coupon = Coupon(code="BACK", save=off * 100, min_spend=10_000)
        plan = PromotionPlan(title="back", discount=coupon, starts_at=now, ends_at=now + timedelta(days=9), max_uses=9)
        writes = shop.house.connection.writes.promotions
        assert writes is not None
        writes.publish_promotion(plan, key="back")
    variant = shop.house.connection.reads.shop.get_variant(HEART)
    assert variant.cost is not None
    tiers = tuple(
        Tier(
            min_quantity=start,
            unit_price=floor_price(variant.cost, start, shop.house.limits().floor) * (100 + above) // 100,
        )
        for start in (1, 200)
    )
    ctx = shop.crew().job_context(shop.house.tasks.get(shop.open_job("price_review")))
    receipt = shop.house.desk.submit(SetPrice(sku=HEART, tiers=tiers), Requester("t", 1, 1, "product", "schedule"))
    assert bears_promotions(ctx, variant, tiers) is (receipt.rule != "floor")
