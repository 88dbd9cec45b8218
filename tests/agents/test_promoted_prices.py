"""A price and the promotions that run beside it: together they stay above the floor, as the kernel judges them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from agents.evidence import bears_promotions
from agents.product.price_review import skus_due
from authority.desk import Requester
from authority.effects.set_price import SetPrice
from shops.models import Tier
from shops.promotions import Coupon, Discount, ItemDiscount, PromotionPlan
from shops.terms import floor_price
from tests.support.gift_shop import GiftShop

HEART = "85123A"


def publish(shop: GiftShop, discount: Discount) -> None:
    """Let the platform run a promotion from now on."""
    now = shop.clock.now()
    plan = PromotionPlan(title="back", discount=discount, starts_at=now, ends_at=now + timedelta(days=9), max_uses=9)
    writes = shop.house.connection.writes.promotions
    assert writes is not None
    writes.publish_promotion(plan, key="back")


def below_floor(shop: GiftShop) -> None:
    """Let the owner have sold a SKU a little below its floor for a month."""
    floor = floor_price(128, 1, shop.house.limits().floor)
    tiers = [Tier(min_quantity=start, unit_price=floor - 1) for start in (1, 32)]
    shop.house.connection.writes.shop.set_price(HEART, tiers, key="low")
    shop.pass_time(days=31)


def review(shop: GiftShop) -> list[str]:
    """Ask the review what is due and let it do that; gives the answer's lines and what became of its effects."""
    cause = shop.clock.now().isoformat()
    blank = shop.house.tasks.get(shop.open_job("price_review", cause=f"ask {cause}"))
    due = tuple(skus_due(shop.crew().job_context(blank)))
    if not {f"sku:{HEART}", f"owner:{HEART}"} & set(due):
        return []
    task = shop.job("price_review", cause=cause, subject=due)
    return [*task.answer.splitlines()[1:], *(row.state for row in shop.effects(task) if row.payload["sku"] == HEART)]


def test_goods_below_their_floor_are_raised_until_they_bear_the_promotion_that_runs(shop: GiftShop) -> None:
    below_floor(shop)
    publish(shop, Coupon(code="BACK", save=300, min_spend=10_000))
    assert review(shop) == ["done"]
    variant = shop.house.connection.reads.shop.get_variant(HEART)
    blank = shop.house.tasks.get(shop.open_job("price_review"))
    assert bears_promotions(shop.crew().job_context(blank), variant, variant.tiers)
    shop.pass_time(days=1)
    assert review(shop) == []


def test_a_raise_that_leaps_is_one_question_to_the_owner_and_no_daily_denial(shop: GiftShop) -> None:
    below_floor(shop)
    publish(shop, Coupon(code="BACK", save=2000, min_spend=10_000))
    assert review(shop) == ["held"]
    shop.pass_time(days=1)
    assert review(shop) == []


def test_a_promotion_that_no_price_bears_is_one_line_for_the_owner_a_week(shop: GiftShop) -> None:
    below_floor(shop)
    publish(shop, ItemDiscount(skus=(HEART,), new_price=100))
    (line,) = review(shop)
    assert HEART in line and "back" in line
    for _ in range(6):
        shop.pass_time(days=1)
        assert review(shop) == []
    shop.pass_time(days=2)
    assert review(shop) == [line]


@pytest.mark.parametrize("above", [0, 4, 12], ids="{}% above the floor".format)
@pytest.mark.parametrize("off", [0, 10], ids="coupon of {}%".format)
def test_a_job_asks_for_the_prices_that_the_kernel_lets_stand_beside_a_coupon(
    shop: GiftShop, above: int, off: int
) -> None:
    if off:
        publish(shop, Coupon(code="BACK", save=off * 100, min_spend=10_000))
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
