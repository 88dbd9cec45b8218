"""The service guard: read from the shop's records, silent while all is well, to whose work it is before the line."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from agents.store_manager.service_months import service_months
from authority.task import Task
from decisions.service_score import Month
from shops.models import Parcel
from shopstaff.intake import tick, work
from tests.support.gift_shop import GiftShop

HEART = "85123A"


def place(shop: GiftShop, pieces: int = 1) -> str:
    """Place an order and let a minute pass: at one moment the same draft is the same order."""
    order = shop.place("17850", (HEART, pieces))
    shop.pass_time(minutes=1)
    return order


def months(shop: GiftShop) -> dict[str, tuple[int, int]]:
    """Give what failed and what was due of each measure."""
    crew = shop.crew()
    found: list[Month] = service_months(crew.job_context(crew.tasks.get(shop.open_job("service_guard"))))
    return {one.name: (one.fails, one.due) for one in found}


def ship(shop: GiftShop, order: str) -> None:
    """Let the whole order leave now."""
    lines = shop.house.connection.reads.shop.get_order(order).lines
    parcels = [Parcel(line_id=line.id, quantity=line.quantity) for line in lines]
    shop.house.connection.writes.shop.ship(order, parcels, carrier="DHL", tracking=order, key=f"out {order}")


def guarded(shop: GiftShop, **later: float) -> list[Task]:
    """Let the guard's hour come some days later; gives its tasks, run before all others."""
    moment = (shop.clock.now() + timedelta(**later)).replace(hour=8, minute=45)
    shop.clock.set(moment)
    opened = [one for one in tick(shop.crew(), moment) if shop.house.tasks.get(one).job == "service_guard"]
    work(shop.crew(), moment)
    return [shop.house.tasks.get(one) for one in opened]


def test_orders_are_late_by_their_own_promise_whoever_sent_them(shop: GiftShop) -> None:
    in_time, late, waiting = (place(shop) for _ in range(3))
    ship(shop, in_time)
    shop.pass_time(hours=49)
    ship(shop, late)
    assert months(shop)["late"] == (2, 3)
    place(shop)
    assert months(shop)["late"] == (2, 3), "a promise that is not due yet is neither kept nor broken"
    assert waiting


def test_refunds_for_the_goods_count_and_others_do_not(shop: GiftShop) -> None:
    for reason in ("broken, a photo", "changed_mind, sent back"):
        order = shop.house.connection.reads.shop.get_order(place(shop, 2))
        shop.house.connection.writes.shop.refund(order.id, order.lines[0].id, 100, reason=reason, key=reason)
    fails, due = months(shop)["quality_refunds"]
    assert (fails, due - fails) == (1, 6), "the five days of history of this month and the other order"


def test_a_conversation_without_an_answer_for_a_day_is_missed(shop: GiftShop) -> None:
    shop.market.send_message("17850", "Are you there?", at=shop.clock.now())
    shop.buyer("14911", "How much are 300 of the white hanging heart?")
    assert months(shop)["unanswered"] == (0, 0)
    shop.pass_time(hours=25)
    assert months(shop)["unanswered"] == (1, 2)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_orders_that_stay_are_handed_to_customer_service_once_with_every_number_founded(
    open_shop: Callable[..., GiftShop], language: str
) -> None:
    shop = open_shop(language=language)
    for _ in range(31):
        place(shop)
    (task,) = guarded(shop, days=3)
    assert task.subject == ["measure:late"]
    children = [one.job for one in shop.house.tasks.list_tasks() if one.parent == task.id]
    assert children == ["ship_list"]
    briefs = [turn.body for turn in shop.house.tasks.turns(task.id) if turn.kind == "brief"]
    assert [one["figures"]["left_out"] for one in briefs] == [[], []]
    assert (
        "延迟发货:本月 31 中 31" if language == "zh" else "orders that left late: 31 of 31 this month"
    ) in task.answer
    assert guarded(shop, days=1) == [], "what was begun needs time to show"


def test_where_all_is_well_or_little_was_due_no_task_is_opened(shop: GiftShop) -> None:
    for _ in range(5):
        place(shop)
    assert guarded(shop, days=3) == []


def test_a_query_that_found_nothing_is_asked_once_an_hour_by_one_process_and_by_the_next_one_again(
    shop: GiftShop,
) -> None:
    """Orders that turn late between two wakes of an hour change nothing that the next day would not show."""
    shop.pass_time(minutes=20)
    for _ in range(31):
        place(shop)
    shop.clock.set(shop.clock.now().replace(hour=8, minute=30) + timedelta(days=2))
    first = shop.crew()
    assert "service_guard" not in [first.tasks.get(one).job for one in tick(first, shop.clock.now())]
    shop.pass_time(minutes=40)
    assert "service_guard" not in [first.tasks.get(one).job for one in tick(first, shop.clock.now())]
    assert "service_guard" in [first.tasks.get(one).job for one in tick(shop.crew(), shop.clock.now())]
