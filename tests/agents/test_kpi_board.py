"""The KPI board: the day so far beside the same hours a week before, in parts that add up; made when there is news."""

from __future__ import annotations

from datetime import timedelta

from authority.task import Task
from shopstaff.intake import tick, work
from tests.support.gift_shop import GiftShop

HISTORY = ((495, 16), (295, 24), (1275, 4), (208, 40), (169, 8), (495, 2))
"""Price and pieces of what the shop sold a week before, a Tuesday."""


def board(shop: GiftShop, hour: int) -> list[Task]:
    """Let it be a local hour of the day; gives the boards that were made."""
    shop.clock.set(shop.clock.now().replace(hour=hour - 1, minute=0))
    opened = tick(shop.crew(), shop.clock.now())
    work(shop.crew(), shop.clock.now())
    return [task for one in opened if (task := shop.house.tasks.get(one)).job == "kpi_board"]


def facts(shop: GiftShop, task: Task) -> dict[str, dict]:  # type: ignore[type-arg]
    """Give the values of a board's facts by id."""
    return {fact["id"]: fact["value"] for fact in shop.house.tasks.turns(task.id)[0].body["facts"]}


def test_a_board_is_made_when_an_order_came_in_within_the_hour_and_at_no_other(shop: GiftShop) -> None:
    assert board(shop, 10) == []
    shop.pass_time(minutes=10)
    shop.place("17850", ("85123A", 6))
    assert len(board(shop, 11)) == 1
    assert board(shop, 12) == []


def test_the_day_so_far_is_beside_the_same_hours_a_week_before(shop: GiftShop) -> None:
    """The history sold at nine; what a week before sold after this hour does not count."""
    shop.pass_time(minutes=10)
    shop.place("17850", ("85123A", 6))
    (task,) = board(shop, 10)
    seen = facts(shop, task)
    last_week = sum(price * pieces for price, pieces in HISTORY)
    assert seen["so_far"]["gmv"] == 6 * 295
    split = seen["split"]
    assert (split["before"], split["gmv_change"]) == ("2011-08-30", 6 * 295 - last_week)
    assert (split["by_visitors"], split["by_rate"]) == (0, 0), "one order then and now, and no visitors by the hour"
    assert split["by_order_value"] == split["gmv_change"]
    bridge = sum(value for name, value in split.items() if name.startswith("profit."))
    assert bridge == split["profit_change"]


def test_the_first_board_of_a_day_explains_the_last_whole_day(shop: GiftShop) -> None:
    for hour, shown in ((10, True), (11, False)):
        shop.clock.set(shop.clock.now() + timedelta(minutes=10))
        shop.place("17850", ("85123A", 6))
        (task,) = board(shop, hour)
        assert ("split_yesterday" in facts(shop, task)) is shown


def test_a_board_of_a_shop_without_a_week_before_says_nothing_about_change(shop: GiftShop) -> None:
    shop.clock.set(shop.clock.now() + timedelta(days=20))
    shop.place("17850", ("85123A", 6))
    (task,) = board(shop, 10)
    assert "split" not in facts(shop, task) and "GMV £17.70 = 1 order × £17.70" in task.answer
