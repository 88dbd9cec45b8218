"""What a task's record says of its models, case by case: who failed, who was used up, and that the rules answered."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from langchain_core.messages import AIMessage

from agents.supervisor import run_task
from authority.tasks import End
from tests.agents.test_model_chain import chain
from tests.support.endpoint import Endpoint, closed_url, endpoint
from tests.support.gift_shop import GiftShop
from tests.support.scripts import broken_call, calls, ladder, script, text

HEART = "85123A"
ASKS = "How much are 36 white hanging hearts?"
RAISE_3 = "Raise the white hanging heart by 3%"
READS = [calls(("get_price", {"sku": sku})) for sku in ("85123A", "47566", "22423", "85099B")]
CUT = AIMessage(content="They are £2.5", response_metadata={"finish_reason": "length"})
CUT_CALL = calls(ladder(HEART, (1, 90))).model_copy(update={"response_metadata": {"finish_reason": "length"}})
NOWHERE = {
    "says nothing": text(""),
    "talks and calls nothing": text("They are £1.95."),
    "stops mid-answer": CUT,
    "stops mid-call": CUT_CALL,
    "calls what is not there": calls(("no_tool", {})),
    "calls what the job may not use": calls(ladder(HEART, (1, 90))),
    "names an argument that is not there": calls(("get_price", {"article": HEART})),
    "writes arguments that are no JSON": broken_call("send_message", '{"text": '),
    "calls for another shop's article": calls(("get_price", {"sku": "nowhere"})),
}


@pytest.fixture
def server() -> Iterator[Endpoint]:
    """Give a running endpoint."""
    with endpoint() as opened:
        yield opened


def _answered_by_rules(shop: GiftShop, task_id: str) -> None:
    """Check that the buyer got the draft once and that nothing else was done."""
    task = shop.house.tasks.get(task_id)
    (sent,) = shop.said(task)
    assert task.end == End.DONE and "£2.55" in sent.text
    assert shop.price(HEART) == (295, 255)


@pytest.mark.parametrize("case", NOWHERE)
def test_a_model_that_leads_nowhere_three_times_has_failed_and_the_rules_answer_the_buyer(
    shop: GiftShop, case: str
) -> None:
    model = script(*[NOWHERE[case]] * 3)
    task = shop.buyer("17850", ASKS, model)
    assert (task.model, len(model.asked)) == ("scripted failed, then rules", 3)
    _answered_by_rules(shop, task.id)


@pytest.mark.parametrize("case", [name for name in NOWHERE if name != "talks and calls nothing"])
def test_an_owners_task_whose_model_leads_nowhere_says_so_and_is_not_done_by_rules(shop: GiftShop, case: str) -> None:
    reply = calls(("issue_refund", {})) if case == "calls what the job may not use" else NOWHERE[case]
    task = shop.owner(RAISE_3, script(*[reply] * 3))
    assert (task.end, task.model) == (End.NO_PROGRESS, "scripted")
    assert "a person should look" in task.answer and shop.effects() == []


@pytest.mark.parametrize("most", [1, 2, 3])
def test_calls_that_are_used_up_count_as_failed_and_the_rules_answer_the_buyer(shop: GiftShop, most: int) -> None:
    model = script(*READS)
    crew = replace(shop.crew(model), max_model_calls=most)
    task = run_task(crew, shop.open_message("17850", ASKS))
    assert (task.model, len(model.asked)) == ("scripted failed, then rules", most)
    _answered_by_rules(shop, task.id)


def test_an_owners_task_whose_calls_are_used_up_names_the_setting(open_shop: Callable[..., GiftShop]) -> None:
    shop = open_shop(max_model_calls=2)
    task = shop.owner(RAISE_3, script(*READS))
    assert (task.end, task.model) == (End.BUDGET_EXHAUSTED, "scripted")
    assert "SHOPSTAFF_MAX_MODEL_CALLS" in task.answer


def test_a_model_all_of_whose_wishes_are_denied_has_not_failed_though_the_rules_answer(shop: GiftShop) -> None:
    """It answered, and what it wanted was no more than the desk may refuse."""
    task_id = shop.open_message("17850", ASKS)
    line = {"sku": HEART, "quantity": 36, "unit_price": 1}
    offer = {"customer_id": "17850", "lines": [line], "valid_days": 3, "reason": "asked"}
    offer["thread_id"] = shop.thread_of(shop.house.tasks.get(task_id))
    task = run_task(shop.crew(script(calls(("create_quote", offer)))), task_id)
    assert task.model == "scripted, then rules"
    assert [row.state for row in shop.effects(task)][0] == "denied"
    _answered_by_rules(shop, task.id)


@pytest.mark.parametrize("second", [text(""), calls(("no_tool", {}))])
def test_a_chain_says_of_each_model_that_it_failed_once(shop: GiftShop, server: Endpoint, second: AIMessage) -> None:
    """The first is not reached; the second answers, and its answers lead nowhere."""
    made = [{"id": "c1", "type": "function", "function": {"name": "no_tool", "arguments": "{}"}}]
    server.says = lambda request: {
        "role": "assistant",
        "content": None if second.tool_calls else "",
        **({"tool_calls": made} if second.tool_calls else {}),
    }
    task = shop.buyer("17850", ASKS, chain(closed_url(), server.url))
    assert task.model == "vllm:big failed, then ollama:small failed, then rules"
    _answered_by_rules(shop, task.id)


def test_a_model_that_fails_in_the_middle_and_then_leads_nowhere_is_said_to_have_failed_once(
    shop: GiftShop, server: Endpoint
) -> None:
    read = [{"id": "c1", "type": "function", "function": {"name": "get_price", "arguments": '{"sku": "85123A"}'}}]
    server.says = lambda request: {"role": "assistant", "content": None, "tool_calls": read}
    server.fails_from = 2
    task = shop.buyer("17850", ASKS, chain(server.url, model="vllm:big,rules"))
    assert task.model == "vllm:big, then vllm:big failed, then rules"
    _answered_by_rules(shop, task.id)


def test_a_model_that_follows_the_recommendation_is_alone_in_the_record(shop: GiftShop, server: Endpoint) -> None:
    task = shop.buyer("17850", ASKS, chain(server.url, model="vllm:big,rules"))
    assert task.model == "vllm:big"
    _answered_by_rules(shop, task.id)
