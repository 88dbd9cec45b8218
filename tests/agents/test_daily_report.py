"""店长 reports the day: every number stands in a cited fact, in the owner's language, and of silence says nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest

from agents.store_manager.work_words import KINDS, kind_words
from authority.effect import effect_kinds
from authority.task import Task
from decisions.said_numbers import unfounded
from shopstaff.intake import tick, work
from tests.support.gift_shop import GiftShop

CITED = re.compile(r"\[([^\[\]]+)\]")


def evening(shop: GiftShop) -> list[Task]:
    """Let it be eight in the evening; gives the daily reports that were written."""
    shop.clock.set(shop.clock.now().replace(hour=19, minute=5))
    opened = tick(shop.crew(), shop.clock.now())
    work(shop.crew(), shop.clock.now())
    return [task for one in opened if (task := shop.house.tasks.get(one)).job == "daily_report"]


def facts(shop: GiftShop, task: Task) -> dict[str, dict]:  # type: ignore[type-arg]
    """Give the facts of a task's brief by id."""
    return {fact["id"]: fact for fact in shop.house.tasks.turns(task.id)[0].body["facts"]}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_number_of_the_report_stands_in_a_fact_that_its_line_cites(
    open_shop: Callable[..., GiftShop], language: str
) -> None:
    shop = open_shop(language=language)
    shop.job("replenishment")
    shop.place("17850", ("85123A", 6), ("22423", 1))
    shop.owner("Raise the white hanging heart by 3%")
    (report,) = evening(shop)
    known = facts(shop, report)
    lines = [line for line in report.answer.splitlines() if line.startswith("- ")]
    assert len(lines) >= 12
    for line in lines:
        assert set(CITED.findall(line)) <= known.keys()
        assert unfounded(line.removeprefix("- "), {name: fact["text"] for name, fact in known.items()}) == []
    assert all(fact["source"] for fact in known.values())
    body = shop.house.tasks.turns(report.id)[0].body
    assert body["figures"]["left_out"] == [] and body["language"] == language
    words = (
        ("资金与订单", "待您决定", "改价 1 项已执行")
        if language == "zh"
        else ("Money and orders", "Waiting for you", "1 prices done")
    )
    assert all(word in report.answer for word in words)


def test_the_report_says_what_the_shop_and_the_ledger_hold(shop: GiftShop) -> None:
    held = shop.effects(shop.job("replenishment"))
    shop.place("17850", ("85123A", 6), ("22423", 1))
    shop.place("13047", ("85123A", 2))
    (report,) = evening(shop)
    known = facts(shop, report)
    assert known["today"]["value"]["gmv"] == 8 * 295 + 1275
    assert (known["today"]["value"]["orders"], known["today"]["value"]["pieces"]) == (2, 9)
    assert known["yesterday"]["value"]["visitors"] == 160
    assert known["ads"]["value"] == {
        "day": known["ads"]["value"]["day"], "spend": 18000, "sales": 90000, "orders": 30, "clicks": 400
    }  # fmt: skip
    assert known["service"]["value"] == {"to_ship": 2, "late": 0, "unanswered": 0}
    assert held and all(known[row.id]["value"] == row.money_out for row in held)
    split = known["split"]["value"]
    assert split["by_visitors"] + split["by_rate"] + split["by_order_value"] == split["gmv_change"]


def test_goods_that_sell_and_are_sold_out_are_named(shop: GiftShop) -> None:
    shop.place("17850", ("47566", 20))
    (report,) = evening(shop)
    assert facts(shop, report)["goods"]["value"]["sold_out"] == 1
    assert "sold out: Party Bunting (47566)" in report.answer


def test_a_day_on_which_nothing_happened_has_no_report_and_a_day_has_one(shop: GiftShop) -> None:
    assert evening(shop) == []
    shop.clock.set(shop.clock.now() + timedelta(days=1))
    shop.place("17850", ("85123A", 6))
    assert len(evening(shop)) == 1
    assert evening(shop) == []


def test_the_owner_can_ask_for_the_report_as_it_was_written(shop: GiftShop) -> None:
    shop.place("17850", ("85123A", 6))
    (report,) = evening(shop)
    shop.clock.set(shop.clock.now() + timedelta(hours=14))
    answer = shop.owner("Show me the daily report").answer
    assert report.answer in answer and f"[{report.id}]" in answer
    assert "还没有写过" in shop.owner("给我看周报").answer


def test_every_effect_and_every_state_that_a_report_counts_is_called_by_its_name_in_both_languages() -> None:
    for kind in effect_kinds():
        english, chinese = KINDS[kind]
        assert english.isascii() and not chinese.isascii()
    assert kind_words("of_a_plug_in") == ("of a plug in", "of a plug in")
