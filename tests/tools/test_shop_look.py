"""What a look at a shop shows: how far prices may go, and of days gone by what their mornings showed."""

from __future__ import annotations

from datetime import timedelta

import numpy as np

from shops.production import ProductionLine
from shops.terms import floor_price
from tests.support.gift_shop import GiftShop
from tools.shop_look import ShopLook

HEART = "85123A"


def test_how_far_a_price_may_go_is_counted_to_the_hour_from_what_stood_a_day_and_a_month_ago(shop: GiftShop) -> None:
    """A change of the same calendar day counts when its day is over, not when the calendar's is."""
    reads, writes = shop.house.connection.reads, shop.house.connection.writes.shop
    limits = shop.house.limits()
    start = shop.clock.now().astimezone(shop.crew().job_zone).date()
    look = ShopLook(reads, limits, start=start, horizon=60, salvage=0.5)
    row, old = look.place[HEART], reads.shop.get_variant(HEART).tiers
    first = old[0].unit_price
    dearer = tuple(one.model_copy(update={"unit_price": one.unit_price + 10}) for one in old)
    writes.set_price(HEART, dearer, key="dearer")
    day, month = (float(most) for most in (limits.price.move_24h, limits.price.move_30d))
    variant = reads.shop.get_variant(HEART)
    assert variant.cost is not None
    floor = floor_price(variant.cost, variant.tiers[0].min_quantity, limits.floor)
    for later, of_day, of_month in (
        (timedelta(hours=1), first, first),
        (timedelta(hours=23), first, first),
        (timedelta(hours=25), first + 10, first),
        (timedelta(days=30, hours=-1), first + 10, first),
        (timedelta(days=30, hours=1), first + 10, first + 10),
    ):
        low, high = look.price_range(shop.clock.now() + later, look.ladders())
        assert high[row] == max(first + 10, min(np.floor(of_day * (1 + day)), np.floor(of_month * (1 + month))))
        assert low[row] == min(first + 10, max(np.ceil(of_day * (1 - day)), np.ceil(of_month * (1 - month)), floor))
        bounds = look.price_bounds(shop.clock.now() + later)[HEART]
        assert [ladder[0].unit_price for ladder, _ in bounds] == [of_day, of_month]


def test_days_gone_by_show_the_stock_and_the_prices_that_their_mornings_showed(shop: GiftShop) -> None:
    """Sales and new prices of a day count from the next one on; what came in from the factory, too."""
    reads, writes = shop.house.connection.reads, shop.house.connection.writes
    start = shop.clock.now().astimezone(shop.crew().job_zone).date()
    look = ShopLook(reads, shop.house.limits(), start=start, horizon=60, salvage=0.5)
    assert writes.factory is not None
    made = writes.factory.order_production([ProductionLine(sku=HEART, quantity=500, unit_cost=90)], key="goods")
    seen = []
    for day in range(4):
        seen.append(look.view(day, shop.clock.now()))
        shop.place("17850", (HEART, 12 + day))
        tiers = reads.shop.get_variant(HEART).tiers
        dearer = [one.model_copy(update={"unit_price": one.unit_price + 5}) for one in tiers]
        writes.shop.set_price(HEART, dearer, key=f"dearer {day}")
        if day == 2:
            shop.market.finish_production(str(made.object_id), at=shop.clock.now())
        shop.pass_time(days=1)
    past = list(look.past_views(0, 4))
    assert [one.day for one in past] == [0, 1, 2, 3]
    for then, now in zip(seen, past, strict=True):
        assert np.array_equal(then.stock, now.stock) and np.array_equal(then.tier_prices[:, 0], now.tier_prices[:, 0])
        assert now.lines.quantity.tolist() == then.lines.quantity.tolist()
    assert [one.stock[look.place[HEART]] for one in past[:-1]] != [one.stock[look.place[HEART]] for one in past[1:]]
    assert [*look.past_views(2, 4)][0].stock.tolist() == past[2].stock.tolist()
    assert not [*look.past_views(4, 4)]
