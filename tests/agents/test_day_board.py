"""Rules of the learning board that the jobs share: begun anew it believes the same; without evidence, nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from agents.day_board import DayBoard, Morning
from decisions.board.stocking import StockPlan
from decisions.not_enough import NotEnough
from shops.models import Variant
from shops.port import ShopReader
from tests.support.gift_shop import GiftShop

HEART = "85123A"


def morning(shop: GiftShop, crew: object = None) -> Morning | NotEnough:
    asked = crew or shop.crew()
    return asked.job_context(shop.house.tasks.get(shop.open_job("price_review"))).morning()  # type: ignore[attr-defined]


def test_a_board_begun_anew_comes_to_the_beliefs_of_one_that_watched_every_morning(shop: GiftShop) -> None:
    """What another process would recommend is what this one does: all is read from the shop's records."""
    shop.count_visits()
    kept = shop.crew()
    for _ in range(6):
        watched = morning(shop, kept)
        shop.market.record_traffic(shop.clock.now().date(), {"direct": 40, "search": 20})
        shop.place("17850", (HEART, 36))
        shop.pass_time(days=1)
    watched, anew = morning(shop, kept), morning(shop)
    assert isinstance(watched, Morning) and isinstance(anew, Morning)
    assert watched.board.belief is not None and anew.board.belief is not None
    assert watched.view.day == anew.view.day > 60
    assert watched.board.belief.taste.slope == pytest.approx(anew.board.belief.taste.slope, rel=1e-9)
    for kept_one, new_one in zip(
        watched.board.clicks(watched.view).value, anew.board.clicks(anew.view).value, strict=True
    ):
        assert kept_one == pytest.approx(new_one, rel=1e-6)
    plans = [one.board.stock_plan(one.view) for one in (watched, anew)]
    assert all(isinstance(plan, StockPlan) for plan in plans)
    assert np.allclose(*(plan.daily.sum(axis=1) for plan in plans if isinstance(plan, StockPlan)), rtol=1e-6)


def test_the_same_morning_is_learnt_once_and_gives_the_same_bids_all_day(shop: GiftShop) -> None:
    """A job asks once for its subjects and once for its brief: both see the same numbers."""
    crew = shop.crew()
    first = morning(shop, crew)
    shop.pass_time(hours=5)
    second = morning(shop, crew)
    assert isinstance(first, Morning) and isinstance(second, Morning)
    bids = [one.board.ads(one.view).bids for one in (first, second)]
    assert bids[0] is not None and np.array_equal(*bids)


def test_with_three_days_of_sales_goods_are_ordered_by_the_owners_cover_and_the_reason_says_so(
    open_shop: Callable[..., GiftShop],
) -> None:
    shop = young_shop(open_shop)
    found = morning(shop)
    assert isinstance(found, Morning)
    missing = found.board.stock_plan(found.view)
    assert isinstance(missing, NotEnough) and "3 there" in missing.needs[0]
    (order,) = shop.effects(shop.job("replenishment"))
    assert "by your stated cover of 25 days, for not enough to decide: 7 open days of sales (3 there)" in order.reason
    assert "按您说明的备货 25 天" in order.reason


def test_with_three_days_of_sales_and_no_cover_stated_nothing_is_ordered_and_both_needs_are_named(
    open_shop: Callable[..., GiftShop],
) -> None:
    shop = young_shop(open_shop)
    shop.house.limits_versions.set("production.cover_days", "0", why="test")
    task = shop.job("replenishment")
    assert shop.effects(task) == []
    wanted = "not enough to decide: 7 open days of sales (3 there); or your word for how many days stock is bought"
    assert task.answer == wanted


def young_shop(open_shop: Callable[..., GiftShop]) -> GiftShop:
    """Give a shop of three days: visits and sales of those, and nothing before."""
    shop = open_shop()
    shop.clock.set(shop.clock.now().replace(year=2015))
    for _ in range(3):
        shop.market.record_traffic(shop.clock.now().date(), {"direct": 40, "search": 20})
        shop.place("17850", (HEART, 36))
        shop.pass_time(days=1)
    return shop


class NoCosts:
    """The shop's reading side, had its owner never stated what anything costs."""

    def __init__(self, shop: ShopReader) -> None:
        self._shop = shop

    def __getattr__(self, name: str) -> Any:
        return getattr(self._shop, name)

    def list_variants(self) -> list[Variant]:
        return [one.model_copy(update={"cost": None}) for one in self._shop.list_variants()]


def test_a_shop_that_knows_no_cost_is_told_what_is_missing(shop: GiftShop) -> None:
    reads = shop.house.connection.reads
    board = DayBoard(replace(reads, shop=NoCosts(reads.shop)))
    found = board.morning(shop.house.limits(), shop.clock.now())
    assert isinstance(found, NotEnough) and found.needs == ("an article of known cost",)
    assert found.needs_zh == ("至少一个已知成本的商品",)


def test_a_young_shop_orders_nothing_and_says_how_many_days_it_needs(open_shop: Callable[..., GiftShop]) -> None:
    shop = open_shop()
    shop.clock.set(shop.clock.now().replace(year=2015))
    found = morning(shop)
    assert isinstance(found, NotEnough) and "a day with visits" in found.needs[0]
    assert shop.effects(shop.job("replenishment")) == []


def test_after_the_owners_no_the_next_order_of_goods_costs_at_most_half(shop: GiftShop) -> None:
    (first,) = shop.effects(shop.job("replenishment"))
    assert first.state == "held"
    shop.house.desk.reject(first.id, by="owner", why="too much money for goods this week")
    shop.pass_time(days=1)
    again = shop.effects(shop.job("replenishment", cause="the next morning"))
    assert [0 < row.money_out <= first.money_out / 2 for row in again] == [True]


def test_an_order_of_goods_shows_what_each_articles_own_sales_foresee(shop: GiftShop) -> None:
    """A second opinion in the brief of the job, beside what all goods together come to."""
    task = shop.job("replenishment")
    facts = {fact["id"]: fact for fact in shop.house.tasks.turns(task.id)[0].body["facts"]}
    alone = {name.removeprefix("alone."): fact for name, fact in facts.items() if name.startswith("alone.")}
    assert 1 <= len(alone) <= 5 and all(f"stock.{sku}" in facts for sku in alone)
    told = [fact for fact in alone.values() if fact["value"] is not None]
    assert told and all("TSB" in fact["text"] or "weekday factors" in fact["text"] for fact in told)
    assert all(f"{fact['value']} pieces in" in fact["text"] for fact in told)
