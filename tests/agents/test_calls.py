"""Calls of a reply that are run together: which ones, and that each is still answered by itself."""

from __future__ import annotations

from typing import Any

from langchain_core.messages import ToolCall, ToolMessage

from agents.calls import TOGETHER, neighbours
from authority.task import Task
from tests.support.gift_shop import GiftShop
from tests.support.scripts import calls, ladder, script, text

HEART, BUNTING = "85123A", "47566"
ORDER = "Raise the white hanging heart by 3%"


def made(*wanted: tuple[str, dict[str, Any]]) -> list[ToolCall]:
    """Give calls as a reply holds them."""
    return calls(*wanted).tool_calls


def split(task: Task, *wanted: tuple[str, dict[str, Any]]) -> list[int]:
    """Give how many calls are run together each time."""
    return [len(group) for group in neighbours(task, made(*wanted))]


def test_neighbours_of_one_tool_that_writes_go_together(shop: GiftShop) -> None:
    task = shop.job("price_review")
    raise_heart, raise_bunting, read = ladder(HEART, (1, 260)), ladder(BUNTING, (1, 400)), ("get_price", {"sku": HEART})
    assert split(task, raise_heart, raise_bunting) == [2]
    assert split(task, raise_heart, read, read, raise_bunting) == [1, 1, 1, 1]
    assert split(task, ("set_bid", {}), ("set_bid", {"bid": 1})) == [1, 1]  # this job has no such tool
    assert split(task) == []


def test_the_same_act_with_another_reason_is_looked_at_after_the_first(shop: GiftShop) -> None:
    name, args = ladder(HEART, (1, 260))
    again = (name, {**args, "reason": "to be sure"})
    assert split(shop.job("price_review"), (name, args), ladder(BUNTING, (1, 400)), again) == [2, 1]


def test_no_more_go_together_than_others_can_wait_for(shop: GiftShop) -> None:
    many = [ladder(f"sku{number}", (1, 260)) for number in range(2 * TOGETHER + 1)]
    assert split(shop.job("price_review"), *many) == [TOGETHER, TOGETHER, 1]


def test_each_of_them_is_answered_by_itself(shop: GiftShop) -> None:
    """One is malformed, one names no SKU of the shop, one is made twice, one is too cheap; the rest is done."""
    wanted = [
        ladder(HEART, (1, 303), (32, 262)),
        ("set_price", {"sku": BUNTING, "ladder": "high", "reason": "r"}),
        ladder("nothing", (1, 300)),
        ladder(BUNTING, (1, 1)),
        ladder(HEART, (1, 303), (32, 262)),
    ]
    model = script(calls(*wanted), text("Done."))
    task = shop.owner(ORDER, model)
    answers = [message.content for message in model.asked[1] if isinstance(message, ToolMessage)]
    assert [answer.split(":")[0] for answer in map(str, answers)] == [
        "done",
        "not done",
        "denied",
        "denied",
        "not done",
    ]
    assert "made in this turn already" in str(answers[-1])
    assert [(row.ordinal, row.state) for row in shop.effects(task)] == [(1, "done"), (3, "denied"), (4, "denied")]
    assert shop.price(HEART) == (303, 262)
