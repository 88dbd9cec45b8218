"""The anomaly watch: silent about ordinary days and young shops; what it finds goes to who owns the cause, once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from authority.task import Task
from authority.tasks import End
from shops.models import KeywordDay
from shopstaff.intake import tick, work
from tests.support.gift_shop import GiftShop


def watch(shop: GiftShop, days: int, hour: int = 9, minute: int = 10) -> list[Task]:
    """Let it be a local time some days later; gives the tasks that the watch opened."""
    moment = shop.clock.now() + timedelta(days=days)
    shop.clock.set(moment.replace(hour=hour - 1, minute=minute))
    opened = tick(shop.crew(), shop.clock.now())
    work(shop.crew(), shop.clock.now())
    return [task for one in opened if (task := shop.house.tasks.get(one)).job == "anomaly_watch"]


def handed(shop: GiftShop, task: Task) -> list[str]:
    """Give the jobs that a task was handed to."""
    return [one.job for one in shop.house.tasks.list_tasks() if one.parent == task.id]


def days_of_ads(shop: GiftShop, days: int, spend: Callable[[int], int], visitors: Callable[[int], int]) -> None:
    """Record so many days of ads and visitors, the last of them today."""
    for back in range(days):
        day: date = shop.clock.now().date() - timedelta(days=back)
        shop.market.record_traffic(day, {"direct": visitors(back)})
        one = KeywordDay(keyword_id="k2", day=day, impressions=99, clicks=9, spend=spend(back), orders=9, sales=90000)
        shop.market.record_keywords([one])


def test_an_ordinary_day_opens_no_task(shop: GiftShop) -> None:
    assert watch(shop, 0) == []


def test_a_day_without_sales_goes_to_product_with_its_cost_and_is_told_once(shop: GiftShop) -> None:
    """The gift shop sells every day; of the day after the last one there is nothing."""
    (task,) = watch(shop, 1)
    assert (task.subject, handed(shop, task), task.end) == (["metric:gmv.low"], ["replenishment"], End.DONE)
    brief = [turn.body for turn in shop.house.tasks.turns(task.id) if turn.kind == "brief"][-1]
    (found,) = brief["figures"]["found"]
    assert found["value"] == 0 and found["effect"] == -round(found["expected"])
    assert "sales of 2011-09-06: £0.00" in task.answer and "Product · Replenishment" in task.answer
    assert watch(shop, 1) == [], "the owner knows"


def test_ad_spend_that_jumps_goes_to_promotion(shop: GiftShop) -> None:
    days_of_ads(shop, 30, lambda back: 60000 if back == 0 else 4000 + back % 5 * 50, lambda back: 100 + back % 4)
    (task,) = watch(shop, 1)
    assert "metric:ad_spend.high" in task.subject and "keyword_bids" in handed(shop, task)


def test_visitors_are_judged_by_the_days_that_were_counted(shop: GiftShop) -> None:
    days_of_ads(shop, 30, lambda back: 4000 + back % 5 * 50, lambda back: 12 if back == 0 else 100 + back % 4)
    (task,) = watch(shop, 1)
    assert {"metric:visitors.low", "metric:gmv.low"} == set(task.subject)
    assert sorted(handed(shop, task)) == ["keyword_bids", "replenishment"]


def test_orders_that_pour_in_are_found_on_the_same_day(shop: GiftShop) -> None:
    shop.place("17850", ("84879", 3000))
    (task,) = watch(shop, 0, hour=18)
    assert task.subject == ["metric:gmv.high"] and handed(shop, task) == ["replenishment"]


def test_days_loaded_before_the_shop_was_set_up_are_not_its_level(shop: GiftShop) -> None:
    """Goods first listed here yesterday: what was loaded from before says nothing of today, and that is said."""
    products = shop.house.connection.reads.shop.list_products(limit=100).items
    fresh = [
        one.model_copy(
            update={
                "id": f"{one.id}-new",
                "variants": tuple(
                    each.model_copy(update={"sku": f"{each.sku}N", "product_id": f"{one.id}-new"})
                    for each in one.variants
                ),
            }
        )
        for one in products
    ]
    gone = [one.model_copy(update={"listed": False}) for one in products]
    shop.market.load_products([*gone, *fresh], {}, at=shop.clock.now() - timedelta(days=1))
    assert watch(shop, 1) == [], "a day without sales, of a shop of one day"
    task = shop.job("anomaly_watch")
    assert task.end == End.REFUSED and "loaded days count once the shop has 7 of its own" in task.answer


@pytest.mark.parametrize(("language", "words"), [("en", "not enough history"), ("zh", "历史不足")])
def test_a_young_shop_is_told_that_there_is_not_enough_history(
    open_shop: Callable[..., GiftShop], language: str, words: str
) -> None:
    shop = open_shop(language=language)
    shop.clock.set(shop.clock.now() + timedelta(days=200))
    shop.place("17850", ("85123A", 6))
    assert watch(shop, 1) == []
    task = shop.job("anomaly_watch")
    assert task.end == End.REFUSED and words in task.answer and "21" in task.answer
