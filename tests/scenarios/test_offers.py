"""Promotions in the market: who is invited comes and uses the code, baskets grow to reach it, others do not move."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from scenarios.market.baskets import read_shelf
from scenarios.market.offers import Offers, felt_shelf, reach, running
from scenarios.world import LoadedWorld
from shops.models import Order
from shops.promotions import Coupon, Discount, ItemDiscount, Promotion, PromotionPlan, Threshold
from tests.scenarios.conftest import Run

DAYS = 2


def seen_by_all(world: LoadedWorld, *, lift: float = 3.0) -> LoadedWorld:
    """Let every invited buyer notice a coupon and be drawn by it."""
    coupons = world.spec.coupons.model_copy(
        update={"seen": 1.0, "lift": {one.name: lift for one in world.spec.segments}}
    )
    return replace(world, spec=world.spec.model_copy(update={"coupons": coupons}))


def publish(run: Run, discount: Discount) -> None:
    plan = PromotionPlan(
        title="sale",
        discount=discount,
        starts_at=run.clock.now(),
        ends_at=run.clock.now() + timedelta(days=DAYS),
        max_uses=10_000,
    )
    assert run.shop.writes.promotions is not None
    run.shop.writes.promotions.publish_promotion(plan, key=plan.discount.model_dump_json()[:40])


def paid(order: Order) -> int:
    return sum(line.paid for line in order.lines)


def test_who_is_invited_comes_more_often_and_uses_the_code_and_the_others_are_as_they_were(
    start: Callable[..., Run], stocked: LoadedWorld
) -> None:
    world = seen_by_all(stocked)
    plain, given = start(3, world), start(3, world)
    invited = {one.buyer for one in world.buyers[::2]}
    coupon = Coupon(code="BACK", save=1500, min_spend=6000, audience=tuple(sorted(invited)), per_buyer=9)
    publish(given, coupon)
    for run in (plain, given):
        run.days(DAYS)
    known = {one.buyer for one in world.buyers}
    others = [
        sorted((one.customer_id, one.total) for one in run.orders() if one.customer_id in known - invited)
        for run in (plain, given)
    ]
    assert others[0] == others[1]
    mine = [[one for one in run.orders() if one.customer_id in invited] for run in (plain, given)]
    assert len(mine[1]) > 1.3 * len(mine[0])
    assert given.shop.reads.promotions is not None
    (promotion,) = given.shop.reads.promotions.list_promotions()
    saved = [one for one in mine[1] if paid(one) < one.total]
    assert promotion.used == len(saved) > 0.5 * len(mine[1])
    assert all(one.total - paid(one) == 1500 and one.total >= 6000 for one in saved)


def test_a_buyer_who_has_not_noticed_it_does_not_use_it(start: Callable[..., Run], stocked: LoadedWorld) -> None:
    blind = stocked.spec.coupons.model_copy(update={"seen": 0.0})
    run = start(3, replace(stocked, spec=stocked.spec.model_copy(update={"coupons": blind})))
    publish(run, Coupon(code="BACK", save=1500, min_spend=6000))
    run.days(1)
    assert run.shop.reads.promotions is not None
    assert [one.used for one in run.shop.reads.promotions.list_promotions()] == [0]


def test_a_threshold_is_for_everyone_who_reaches_it_and_lower_prices_are_felt(
    start: Callable[..., Run], stocked: LoadedWorld
) -> None:
    run = start(3, seen_by_all(stocked))
    sku = run.market.hidden.goods.skus[0]
    publish(run, Threshold(spend=9000, save=900))
    publish(run, ItemDiscount(skus=(sku,), percent=20))
    promotions = running(run.market.hidden, run.clock.now())
    shelf = read_shelf(run.market.hidden)
    felt = felt_shelf(run.market.hidden, shelf, promotions)
    assert (felt.price[:, 0] < shelf.price[:, 0]).all() and (felt.price[:, 1:] == shelf.price[:, 1:]).all()
    run.days(1)
    assert run.shop.reads.promotions is not None
    assert all(one.used for one in run.shop.reads.promotions.list_promotions())


def test_a_basket_that_is_nearly_large_enough_is_made_larger_and_no_other_is(start: Callable[..., Run]) -> None:
    state = start().market.hidden
    shelf = read_shelf(state)
    plan = {"title": "t", "starts_at": state.world.history[-1].placed_at, "max_uses": 9}
    plan["ends_at"] = state.world.history[-1].placed_at + timedelta(days=1)
    one = Promotion(id="p", discount=Threshold(spend=5000, save=500), **plan)
    price = shelf.ladders[0][0].unit_price
    for share, grows in ((0.9, True), (0.3, False), (1.2, False)):
        pieces = max(1, round(share * 5000 / price))
        lines = [(0, pieces)]
        reach(state, ((shelf.ladders[0][0],), *shelf.ladders[1:]), one, lines)
        assert (lines[0][1] > pieces) is grows
        assert not grows or lines[0][1] * price >= 5000


def test_without_a_promotion_nobody_comes_more_often(start: Callable[..., Run]) -> None:
    state = start().market.hidden
    assert Offers(state, read_shelf(state), []).pull is None
