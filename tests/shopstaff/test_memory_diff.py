"""Memory switched off changes what is done, and the comparison names the memory that made the difference."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from scenarios.income import BRIDGE
from shopstaff.contest import Asked, summarise
from shopstaff.memory_diff import compare, decisions
from shopstaff.report.contest import render
from tests.shopstaff.test_contest import row
from tests.support.gift_shop import GiftShop, open_gift_shop

MARLOW = "17850"
CELL = ("toy", 1)


def shipped(home: Path, *, remembers: bool) -> list[dict[str, Any]]:
    """Let a buyer ask for a carrier once, order later, and give what was done until the parcel left."""
    home.mkdir()
    shop: GiftShop = open_gift_shop(home, remembers=remembers)
    shop.buyer(MARLOW, "Hello, please always ship our orders with DPD.")
    shop.pass_time(days=1)
    shop.place(MARLOW, ("85123A", 12))
    shop.job("ship_list")
    remembered = {
        task.id: [one for turn in shop.house.tasks.turns(task.id) for one in turn.body.get("remembered", ())]
        for task in shop.house.tasks.list_tasks()
    }
    found = decisions(shop.effects(), remembered)
    shop.house.close()
    return found


def test_a_preference_that_is_remembered_changes_the_parcel_and_is_named(tmp_path: Path) -> None:
    ours, theirs = shipped(tmp_path / "with", remembers=True), shipped(tmp_path / "without", remembers=False)
    found = compare([CELL], [{"decisions": ours}], [{"decisions": theirs}])
    assert found["by_kind"]["ship_order"] == {"same": 0, "only_with": 1, "only_without": 1, "from_memory": 1}
    cause = next(one for one in found["causes"] if one["predicate"] == "prefers.carrier")
    (pair,) = cause["examples"]
    assert cause["kind"] == "preference" and cause["by_kind"] == {"ship_order": 1}
    assert "DPD" in pair["with"] and pair["without"] and "DPD" not in pair["without"]
    assert "DPD" in pair["because"]


def decision(kind: str, said: str, *, at: str = "2026-01-01", money: int = 0, read: tuple[str, ...] = ()) -> dict:
    notes = [{"kind": "lesson", "predicate": "coupon", "text": one} for one in read]
    return {
        "at": at,
        "employee": "promotion",
        "kind": kind,
        "object": "o",
        "said": said,
        "summary": f"{kind} {said}",
        "money_out": money,
        "read": notes,
    }


def test_each_decision_is_matched_once_and_what_differs_is_counted_with_its_money() -> None:
    ours = [
        decision("set_bid", "a"),
        decision("set_bid", "a"),
        decision("set_bid", "b", money=300, read=("it paid",)),
        decision("set_price", "c"),
    ]
    theirs = [decision("set_bid", "a"), decision("set_bid", "d", money=500), decision("set_price", "c")]
    found = compare([CELL], [{"decisions": ours}], [{"decisions": theirs}])
    assert found["by_kind"] == {
        "set_bid": {"same": 1, "only_with": 2, "only_without": 1, "from_memory": 1},
        "set_price": {"same": 1, "only_with": 0, "only_without": 0, "from_memory": 0},
    }
    assert found["money_out"] == {"with": 300, "without": 500}
    lesson, follows = sorted(found["causes"], key=lambda one: one["kind"], reverse=True)
    assert (lesson["kind"], lesson["decisions"], lesson["examples"][0]["because"]) == ("lesson", 1, "it paid")
    assert (follows["kind"], follows["decisions"]) == ("", 1)


def test_the_page_shows_the_difference_by_effect_and_in_money_in_both_languages() -> None:
    asked = Asked(worlds=("giftware",), seeds=(1,), days=2, model="rules")
    ours = row(5000) | {"decisions": [decision("set_bid", "b", money=1200, read=("bids of 3 paid\n出价 3 合算",))]}
    theirs = row(4000) | {"decisions": [decision("set_bid", "d", money=3400)]}
    parts = {name: {"mean": 1000, "interval": None} for name in (*BRIDGE, "profit")}
    summary = summarise(asked, {"crew": [ours], "crew-no-memory": [theirs]})
    assert summary["memory"]["by_kind"]["set_bid"]["from_memory"] == 1
    summary |= {"bridges": {"crew": {"crew-no-memory": parts}}, "income": {}}
    english, chinese = (render(summary, currency="GBP", language=language) for language in ("en", "zh"))
    for page in (english, chinese):
        assert "£12.00" in page and "£34.00" in page and "set_bid b" in page and "set_bid d" in page
    assert "earned £10 a run more" in english and "bids of 3 paid" in english
    assert "多赚 £10" in chinese and "出价 3 合算" in chinese
