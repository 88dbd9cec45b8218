"""Bundles: both goods stay above their floors, what is given away is earned, and the budget binds."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from authority.limits import load_limits
from decisions.bundle import DEEPEST, LEAST, FastGoods, advise_bundle
from decisions.slow_stock import SlowCase
from shops.contract.bench import START
from shops.models import Tier
from shops.promotions import Promotion, PromotionPlan, Threshold
from shops.stacking import reachable
from shops.terms import floor_price
from tests.support.promotions import WEEK

TERMS = load_limits().floor
SLOW = SlowCase(
    sku="slow",
    currency="GBP",
    tiers=(Tier(min_quantity=1, unit_price=400), Tier(min_quantity=50, unit_price=350)),
    month_ago=400,
    cost=150,
    pieces=3000,
    age_days=90,
    daily_units=(5,) * 56,
    elasticity=2.9,
    typical_quantity=30,
)
FAST = FastGoods(sku="fast", tiers=(Tier(min_quantity=1, unit_price=300),), cost=100, typical_quantity=24)


def test_slow_goods_are_offered_with_fast_ones_where_that_recovers_more_than_it_gives_away() -> None:
    found = advise_bundle(SLOW, FAST, TERMS, budget=100_000)
    assert found is not None and found.gain > 0
    assert found.spend == 30 * 400 + 24 * 300 and found.save == found.spend * DEEPEST // 100
    assert found.uses * found.save <= 100_000
    assert "above both floors" in found.reason and "均不低于底价" in found.reason_zh


def test_goods_at_their_floor_goods_nobody_reacts_to_and_no_budget_make_no_bundle() -> None:
    floor = floor_price(150, 1, TERMS)
    at_floor = SLOW.model_copy(update={"tiers": (Tier(min_quantity=1, unit_price=floor),)})
    assert advise_bundle(at_floor, FAST, TERMS, budget=100_000) is None
    assert advise_bundle(SLOW, FAST.model_copy(update={"cost": 280}), TERMS, budget=100_000) is None
    assert advise_bundle(SLOW.model_copy(update={"elasticity": 0.2}), FAST, TERMS, budget=100_000) is None
    assert advise_bundle(SLOW, FAST, TERMS, budget=100) is None


@given(st.integers(150, 900), st.integers(60, 500), st.integers(50, 900), st.integers(30, 500), st.integers(1, 80))
def test_no_bundle_sells_either_article_below_its_floor(
    price: int, cost: int, fast_price: int, fast_cost: int, pieces: int
) -> None:
    ladder = (Tier(min_quantity=1, unit_price=price), Tier(min_quantity=40, unit_price=max(1, price * 9 // 10)))
    slow = SLOW.model_copy(update={"tiers": ladder, "cost": cost, "typical_quantity": pieces})
    fast = FAST.model_copy(update={"tiers": (Tier(min_quantity=1, unit_price=fast_price),), "cost": fast_cost})
    found = advise_bundle(slow, fast, TERMS, budget=10**9)
    if found is None:
        return
    assert LEAST <= 100 * found.save / found.spend + 1
    discount = Threshold(spend=found.spend, save=found.save, pair=("slow", "fast"))
    plan = PromotionPlan(title="t", discount=discount, starts_at=START, ends_at=START + WEEK, max_uses=found.uses)
    running = [Promotion(id="p", **plan.model_dump())]
    for sku, tiers, unit in (("slow", ladder, cost), ("fast", fast.tiers, fast_cost)):
        for quantity, lowest in reachable(sku, tiers, running):
            assert lowest >= floor_price(unit, quantity, TERMS) - 1
