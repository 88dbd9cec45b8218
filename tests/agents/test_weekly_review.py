"""The weekly review: Mondays, every number founded; what price moves brought is measured and remembered."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from authority.task import Task
from memory.notes import Note
from shopstaff.intake import tick, work
from tests.support.gift_shop import GiftShop

HEART, STAND = "85123A", "22423"


def monday(shop: GiftShop) -> list[Task]:
    """Let the next Monday's review come; gives what was written."""
    now = shop.clock.now()
    day = now + timedelta(days=(7 - now.weekday()) % 7 or 7)
    shop.clock.set(day.replace(hour=7, minute=40))
    opened = [one for one in tick(shop.crew(), shop.clock.now()) if shop.house.tasks.get(one).job == "weekly_review"]
    work(shop.crew(), shop.clock.now())
    return [shop.house.tasks.get(one) for one in opened]


def two_weeks(shop: GiftShop, hearts: int, stands: int) -> None:
    """Sell so much on every day up to a Sunday."""
    for _ in range(11):
        shop.pass_time(days=1)
        shop.place("17850", (HEART, hearts), (STAND, stands))


@pytest.mark.parametrize("days", [2, 14])
def test_a_purchase_rate_is_told_only_over_days_whose_visitors_are_all_known(shop: GiftShop, days: int) -> None:
    two_weeks(shop, 6, 1)
    shop.pass_time(days=1)
    shop.count_visits(days=days)
    (task,) = monday(shop)
    is_known = days == 14
    assert ("purchase rate ×" in task.answer) is is_known
    assert ("visitors are not known for every day" in task.answer) is not is_known
    assert brief(shop, task)["figures"]["left_out"] == []


def brief(shop: GiftShop, task: Task) -> dict[str, Any]:
    """Give the brief of a review."""
    return shop.house.tasks.turns(task.id)[0].body


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_monday_brings_the_review_with_every_number_founded(
    open_shop: Callable[..., GiftShop], language: str
) -> None:
    shop = open_shop(language=language)
    shop.job("replenishment")
    (task,) = monday(shop)
    body = brief(shop, task)
    assert body["figures"]["left_out"] == [] and task.subject == ["day:2011-09-11"]
    words = (
        ("周报,截至 2011-09-11", "样本太少")
        if language == "zh"
        else ("Weekly review up to 2011-09-11", "too few to tell")
    )
    assert all(one in task.answer for one in words)
    causes = [fact["value"] for fact in body["facts"] if fact["id"].startswith("cause_")]
    assert len(causes) == 3 and sorted(causes, key=lambda one: -abs(one["margin"])) == causes
    assert monday(shop) == [], "a week without a sale has no review"


def test_other_days_bring_none(shop: GiftShop) -> None:
    shop.clock.set(shop.clock.now().replace(hour=8, minute=0))
    assert [
        one for one in tick(shop.crew(), shop.clock.now()) if shop.house.tasks.get(one).job == "weekly_review"
    ] == []


@pytest.mark.parametrize(("hearts", "price", "is_gain"), [(48, 262, True), (4, 303, False)])
def test_a_price_move_is_measured_beside_what_stayed_and_remembered_with_its_outcome(
    shop: GiftShop, hearts: int, price: int, is_gain: bool
) -> None:
    """Twice or a sixth of the hearts after a raise of 3 %, beside all other goods, which sell less."""
    shop.pass_time(days=1)
    raised = shop.effects(shop.owner("Raise the white hanging heart by 3%"))[0]
    two_weeks(shop, hearts, 4)
    (task,) = monday(shop)
    assert brief(shop, task)["figures"]["moves"] == 1
    lesson = shop.house.crew().memory.handle("gifts", "product").get(f"sku:{HEART}", "price.last_move", min_trust=3)
    assert lesson is not None and (lesson.kind, lesson.source, lesson.event) == ("lesson", "ledger", raised.id)
    assert (lesson.value["gain"] > 0) is is_gain and lesson.value["gain"] == lesson.value["after"] - lesson.value[
        "expected"
    ]
    kept = 0.97 * price - 128 - 3
    assert lesson.value["after"] == pytest.approx(6 * hearts * kept, abs=4)


def test_what_was_learnt_of_raises_is_weighed_again_in_the_next_review(shop: GiftShop) -> None:
    """Five raises are enough for a mean; the next review shows what the last one has taught."""
    note = Note(
        kind="lesson", subject="shop", predicate="price.raise", text="price raises: 7 moves, +£1.00", value={"n": 7},
        source="ledger", event="task_before",
    )  # fmt: skip
    shop.house.crew().memory.handle("gifts", "store_manager").remember(note)
    for words in ("party bunting", "white hanging heart", "regency cakestand", "jumbo bag", "bird ornament"):
        shop.owner(f"Raise the {words} by 3%")
    shop.pass_time(hours=1)
    for _ in range(12):
        shop.pass_time(days=1)
        shop.place("17850", (HEART, 24), (STAND, 4), ("85099B", 40), ("84879", 8))
    (task,) = monday(shop)
    assert "learnt before: price raises: 7 moves" in task.answer
    assert "price raises: 5; " in task.answer
    known = shop.house.crew().memory.handle("gifts", "store_manager").get("shop", "price.raise")
    assert known is not None and known.event == task.id and known.value["n"] == 5
