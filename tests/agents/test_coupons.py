"""Coupons in a real shop: to lapsed buyers, never to the holdout, inside the giveaway budget, beside no other sale."""

from __future__ import annotations

from datetime import timedelta

import pytest

from agents.promotion.coupon_buyers import HELD_OUT_TENTHS, is_held_out
from agents.promotion.coupon_trials import TRIAL
from decisions.coupons import Trial
from decisions.increment import Increment
from memory.notes import Note
from shops.buyers import Draft, DraftLine, PastOrder
from shops.models import Address, Customer
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


def approve(shop: GiftShop) -> None:
    """Let the owner approve what waits."""
    for row in shop.house.log.list_effects(states=("held",)):
        shop.house.desk.approve(row.id, by="owner")


def test_lapsed_buyers_get_one_the_holdout_does_not_and_the_budget_holds(lapsed: GiftShop) -> None:
    (said,) = tuesday(lapsed)
    assert said.startswith("held: coupon of 10%: it is the first of its type")
    approve(lapsed)
    plan, found = coupon(lapsed)
    assert found.audience and set(found.audience) <= set(BUYERS)
    assert not any(is_held_out(one) for one in found.audience)
    assert plan.max_uses * (found.save or 0) <= lapsed.house.limits().giveaway.per_day
    (row,) = lapsed.house.log.list_effects(kinds=("publish_promotion",))
    assert "Attack finder 攻击搜索" in row.reason and "come back anyway" in row.reason
    assert tuesday(lapsed) == []  # one at a time


def test_the_holdout_is_a_stable_part_of_the_buyers() -> None:
    held = sum(is_held_out(one) for one in BUYERS)
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


def test_a_sku_of_unknown_cost_is_left_out_of_the_coupon(lapsed: GiftShop) -> None:
    """No floor, no bound: a coupon may not be used on it."""
    know_cost(lapsed, None)
    tuesday(lapsed)
    approve(lapsed)
    assert coupon(lapsed)[1].excluded == ("22720",)


def test_goods_that_sell_and_cannot_bear_it_mean_no_coupon(lapsed: GiftShop) -> None:
    """Without the hearts nearly nothing of what is sold would be left."""
    hearts = lapsed.house.connection.reads.shop.get_product("P-85123A")
    dear = tuple(one.model_copy(update={"cost": 280}) for one in hearts.variants)
    lapsed.market.load_products([hearts.model_copy(update={"variants": dear})], {}, at=lapsed.clock.now())
    assert tuesday(lapsed) == []


def come_back(shop: GiftShop, buyers: list[str], code: str | None) -> None:
    """Let buyers order two packs of hearts each, with a code or without."""
    at = shop.clock.now() + timedelta(days=2)
    shop.clock.set(at)
    address = Address(name="L", street="1 High Street", city="Leeds", country="United Kingdom")
    line = (DraftLine(sku="85123A", quantity=48),)
    shop.market.load_products([], {"85123A": 90_000}, at=at)
    shop.market.place_orders(
        [Draft(customer_id=one, lines=line, address=address, at=at, coupon=code) for one in buyers]
    )


def test_a_coupon_that_ended_is_measured_beside_its_holdout_and_the_lesson_decides_the_next(lapsed: GiftShop) -> None:
    """All who had it come back and of the holdout nobody: the lesson says so, and the next one needs no owner."""
    tuesday(lapsed)
    approve(lapsed)
    plan, found = coupon(lapsed)
    come_back(lapsed, list(found.audience[:5]), found.code)
    lapsed.clock.set(plan.ends_at.replace(hour=7, minute=5))
    tick(lapsed.crew(), lapsed.clock.now())
    work(lapsed.crew(), lapsed.clock.now())
    (promotion,) = lapsed.house.connection.reads.promotions.list_promotions()[:1]  # type: ignore[union-attr]
    known = lapsed.house.memory.handle(lapsed.house.shop, "promotion").get(
        f"promotion:{promotion.id}", TRIAL, min_trust=3
    )
    assert known is not None and promotion.used == 5
    assert known.value["trial"]["treated_back"] == 5
    held_out = known.value["trial"]["held_out"]
    assert held_out > 50 and known.value["increment"]["known"]
    assert known.value["increment"]["mean"] > 0
    assert "of the holdout" in known.text


@pytest.mark.parametrize(("mean", "states"), [(900.0, ["done"]), (-900.0, [])])
def test_a_lesson_of_money_lost_ends_coupons_though_buyers_came_back(
    lapsed: GiftShop, mean: float, states: list[str]
) -> None:
    tuesday(lapsed)
    approve(lapsed)
    plan, found = coupon(lapsed)
    come_back(lapsed, BUYERS[:10], None)
    lapsed.clock.set(plan.ends_at)
    tick(lapsed.crew(), lapsed.clock.now())
    work(lapsed.crew(), lapsed.clock.now())
    known = Increment(treated=400, held_out=400, mean=mean, low=mean - 1000, high=mean + 1000, total=0, known=True)
    trial = Trial(depth=found.largest / found.min_spend, treated=400, treated_back=120, held_out=400, held_out_back=40)
    value = {"trial": trial.model_dump(mode="json"), "increment": known.model_dump(mode="json")}
    note = Note(
        kind="lesson",
        subject=f"promotion:{plan.id}",  # type: ignore[attr-defined]
        predicate=TRIAL,
        text="what it brought",
        value=value,
        source="ledger",
        event="task_1",
    )
    lapsed.house.memory.handle(lapsed.house.shop, "promotion").remember(note)
    assert tuesday(lapsed) == states
