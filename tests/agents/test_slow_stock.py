"""Slow stock in a real shop: once a week, a step, and the price review leaves these goods to it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from agents.product.price_review import skus_due
from agents.roster import jobs
from authority.desk import Requester
from authority.effects.publish_promotion import PublishPromotion
from shops.models import Tier
from shops.promotions import PromotionPlan, Threshold
from shops.terms import floor_price
from shopstaff.intake import tick, work
from tests.support.gift_shop import GiftShop

BIRD = "84879"
"""3,000 pieces, 8 sold a day for ten weeks: they last more than a year."""


def monday(shop: GiftShop) -> list[str]:
    """Let the next Monday's quarter to seven come; gives what slow stock did."""
    ahead = (7 - shop.clock.now().weekday()) % 7 or 7
    shop.clock.set((shop.clock.now() + timedelta(days=ahead)).replace(hour=5, minute=50))
    return look(shop)


def look(shop: GiftShop) -> list[str]:
    opened = tick(shop.crew(), shop.clock.now())
    work(shop.crew(), shop.clock.now())
    mine = [one for one in opened if shop.house.tasks.get(one).job == "slow_stock"]
    return [f"{row.payload['sku']} {row.state}" for one in mine for row in shop.house.log.of_task(one)]


def test_slow_goods_are_marked_down_on_mondays_by_one_step(shop: GiftShop) -> None:
    before = shop.price(BIRD)
    assert monday(shop) == [f"{BIRD} done"]
    assert all(old * 0.95 - 1 <= new < old for old, new in zip(before, shop.price(BIRD), strict=True))
    shop.pass_time(days=1)
    assert look(shop) == []
    assert monday(shop) == [f"{BIRD} done"]


def test_the_price_review_leaves_slow_goods_to_slow_stock(shop: GiftShop) -> None:
    """One job moves a price: over a whole week the review takes other SKUs and never this one."""
    shop.count_visits()
    task = shop.house.tasks.get(shop.open_job("price_review"))
    seen = set()
    for _ in range(7):
        seen |= {one.removeprefix("sku:") for one in skus_due(shop.crew().job_context(task))}
        shop.pass_time(days=1)
    assert seen and BIRD not in seen


def test_a_shop_whose_goods_move_has_no_task(shop: GiftShop) -> None:
    shop.house.connection.writes.shop.set_stock(BIRD, 300, key="count")
    assert monday(shop) == []


def test_goods_off_the_shelf_and_what_the_owner_refused_are_left_alone(shop: GiftShop) -> None:
    shop.house.connection.writes.shop.set_listed(f"P-{BIRD}", False, key="hold")
    assert monday(shop) == []
    assert jobs()["slow_stock"].action == "price"


def test_what_the_floor_keeps_from_moving_is_handed_to_promotion(shop: GiftShop) -> None:
    """Where no bundle above the floor pays either, the answer says so, and no price goes below its floor."""
    floor = floor_price(70, 1, shop.crew().limits().floor)
    shop.house.connection.writes.shop.set_price(BIRD, [Tier(min_quantity=1, unit_price=floor)], key="cheap")
    shop.pass_time(days=8)
    assert monday(shop) == []
    asked = {task.job: task for task in shop.house.tasks.list_tasks()}
    assert asked["bundle_offer"].parent == asked["slow_stock"].id and asked["bundle_offer"].employee == "promotion"
    assert "No bundle" in asked["slow_stock"].answer and shop.price(BIRD) == (floor,)


def test_slow_goods_with_room_are_offered_with_a_seller_above_both_floors(shop: GiftShop) -> None:
    """The first bundle is the owner's; once it runs, both goods are paid less for only together."""
    know_costs(shop)
    task = shop.job("bundle_offer")
    (row,) = shop.house.log.of_task(task.id)
    assert (row.state, row.rule) == ("held", "promotion.audience"), row.why
    discount = row.payload["plan"]["discount"]
    assert discount["pair"][0] == BIRD and "moves" in row.reason and "净增" in row.reason
    assert shop.house.desk.approve(row.id, by="owner").state == "done"
    again = shop.job("bundle_offer", cause="again")
    assert shop.house.log.of_task(again.id) == [], "its goods are in a bundle already"
    slow, fast = discount["pair"]
    prices = {sku: shop.house.connection.reads.shop.get_variant(sku) for sku in (slow, fast)}
    orders = shop.house.connection.reads.shop
    alone = orders.get_order(shop.place("17850", (fast, 60)))
    both = orders.get_order(shop.place("17850", (fast, 60), (slow, 60)))
    assert sum(line.paid for line in alone.lines) == alone.total
    assert both.total - sum(line.paid for line in both.lines) == discount["save"]
    for line in both.lines:
        assert line.paid >= line.quantity * floor_price(
            prices[line.sku].cost or 0, line.quantity, shop.house.limits().floor
        )


@pytest.mark.parametrize("left", [0, 5_00], ids=["nothing", "a little"])
def test_a_bundle_gives_away_no_more_than_the_day_has_left(shop: GiftShop, left: int) -> None:
    """What waits for the owner counts as given, so that nothing is asked for that the kernel would hold."""
    know_costs(shop)
    per_day = shop.house.limits().giveaway.per_day
    sale = PromotionPlan(
        title="Sale",
        discount=Threshold(spend=900_000, save=per_day - left),
        starts_at=shop.clock.now(),
        ends_at=shop.clock.now() + timedelta(days=1),
        max_uses=1,
    )
    by = Requester("sale", 1, 1, "promotion", "schedule")
    assert shop.house.desk.submit(PublishPromotion(plan=sale), by).state == "held"
    assert shop.house.log.spent("giveaway", days=1, now=shop.clock.now()) == per_day - left
    rows = shop.house.log.of_task(shop.job("bundle_offer").id)
    assert all(row.money_out <= left and row.rule != "giveaway.day" for row in rows)


def know_costs(shop: GiftShop) -> None:
    """Let the owner state every unit cost, so that the kernel can judge a floor."""
    products = shop.house.connection.reads.shop.list_products(limit=100).items
    known = [
        one.model_copy(
            update={"variants": tuple(each.model_copy(update={"cost": each.cost or 200}) for each in one.variants)}
        )
        for one in products
    ]
    shop.market.load_products(known, {}, at=shop.clock.now())
