"""Coupons in a real shop: to lapsed buyers, never to the holdout, inside the giveaway budget, beside no other sale."""

from __future__ import annotations

from datetime import timedelta

import pytest

from agents.promotion.coupons import HELD_OUT_TENTHS, _is_held_out
from shops.buyers import DraftLine, PastOrder
from shops.models import Customer
from shops.promotions import Coupon, PromotionPlan, Threshold
from shopstaff.intake import tick, work
from tests.support.gift_shop import GiftShop

BUYERS = [f"L{number}" for number in range(400)]


@pytest.fixture
def lapsed(shop: GiftShop) -> GiftShop:
    """Give the shop with 400 buyers who bought hearts 50 days ago, a tenth of them again lately, and 2,000 others."""
    at = shop.clock.now() - timedelta(days=50)
    others = [f"N{number}" for number in range(2000)]
    shop.market.register([Customer(id=one, name=one, created_at=at) for one in BUYERS + others])
    hearts = (DraftLine(sku="85123A", quantity=24, unit_price=295),)
    past = [PastOrder(id=f"l{one}", customer_id=one, placed_at=at, lines=hearts) for one in BUYERS]
    lately = shop.clock.now() - timedelta(days=3)
    again = [PastOrder(id=f"a{one}", customer_id=one, placed_at=lately, lines=hearts) for one in BUYERS[::10] + others]
    shop.market.load_history(past + again)
    know_cost(shop, 200)
    return shop


def know_cost(shop: GiftShop, cost: int | None) -> None:
    """Let the owner state the unit cost of the tins, or forget it."""
    tins = shop.house.connection.reads.shop.get_product("P-22720")
    known = tins.variants[0].model_copy(update={"cost": cost})
    shop.market.load_products([tins.model_copy(update={"variants": (known,)})], {}, at=shop.clock.now())


def tuesday(shop: GiftShop) -> list[str]:
    """Let eight o'clock of the next Tuesday come; gives states of what was asked for."""
    shop.clock.set((shop.clock.now() + timedelta(days=7)).replace(hour=7, minute=5))
    opened = [one for one in tick(shop.crew(), shop.clock.now()) if shop.house.tasks.get(one).job == "coupons"]
    work(shop.crew(), shop.clock.now())
    rows = [row for one in opened for row in shop.house.log.of_task(one)]
    return [row.state if row.state == "done" else f"{row.state}: {row.why}" for row in rows]


def coupon(shop: GiftShop) -> tuple[PromotionPlan, Coupon]:
    promotions = shop.house.connection.reads.promotions
    assert promotions is not None
    (plan,) = promotions.list_promotions()
    assert isinstance(plan.discount, Coupon)
    return plan, plan.discount


def test_lapsed_buyers_get_one_the_holdout_does_not_and_the_budget_holds(lapsed: GiftShop) -> None:
    assert tuesday(lapsed) == ["done"]
    plan, found = coupon(lapsed)
    assert found.audience and set(found.audience) <= set(BUYERS)
    assert not any(_is_held_out(one) for one in found.audience)
    assert plan.max_uses * (found.save or 0) <= 2000
    (row,) = lapsed.house.log.list_effects(kinds=("publish_promotion",))
    assert "Attack finder 攻击搜索" in row.reason and "come back anyway" in row.reason
    assert tuesday(lapsed) == []  # one at a time


def test_the_holdout_is_a_stable_part_of_the_buyers() -> None:
    held = sum(_is_held_out(one) for one in BUYERS)
    assert abs(held / len(BUYERS) - HELD_OUT_TENTHS / 10) < 0.06


def test_coupons_yield_to_a_promotion_that_runs(lapsed: GiftShop) -> None:
    now = lapsed.clock.now()
    sale = PromotionPlan(
        title="sale",
        discount=Threshold(spend=90_000, save=10),
        starts_at=now,
        ends_at=now + timedelta(days=30),
        max_uses=9,
    )
    writes = lapsed.house.connection.writes.promotions
    assert writes is not None
    writes.publish_promotion(sale, key="sale")
    assert tuesday(lapsed) == []


def test_a_sku_of_unknown_cost_on_the_shelf_means_no_coupon(lapsed: GiftShop) -> None:
    """No floor, no bound: a coupon could be used on it."""
    know_cost(lapsed, None)
    assert tuesday(lapsed) == []
