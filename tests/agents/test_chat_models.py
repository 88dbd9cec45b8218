"""Models over HTTP, against an endpoint on this machine: whole tasks, and every way an endpoint can fail."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import HumanMessage

from agents.chat_models import RulesModel, ask, connect, name_of
from agents.supervisor import run_task
from authority.tasks import End
from config.settings import Settings
from kit.errors import Misconfigured, ShopstaffError, Unavailable
from tests.support.endpoint import Endpoint, closed_url, endpoint
from tests.support.gift_shop import GiftShop

HEART = "85123A"
RAISE_3 = "Raise the white hanging heart by 3%"


@pytest.fixture
def server() -> Iterator[Endpoint]:
    """Give a running endpoint."""
    with endpoint() as opened:
        yield opened


def model_at(url: str, **settings: object) -> BaseChatModel:
    return connect(Settings(model="local-test", base_url=url, **settings))


def failure(url: str, **settings: object) -> ShopstaffError:
    with pytest.raises(ShopstaffError) as caught:
        ask(model_at(url, **settings), [HumanMessage("Hello")], [])
    return caught.value


def test_without_settings_the_rules_model_works_and_needs_nothing() -> None:
    model = connect(Settings())
    assert isinstance(model, RulesModel)
    assert name_of(model) == "rules"


def test_a_model_without_endpoint_and_key_says_what_to_set() -> None:
    with pytest.raises(Misconfigured, match="OPENAI_API_KEY.*OPENAI_BASE_URL.*SHOPSTAFF_MODEL=rules"):
        connect(Settings(model="qwen3-8b"))


def test_a_task_runs_on_a_model_over_http_from_calls_to_words(shop: GiftShop, server: Endpoint) -> None:
    task = shop.owner(RAISE_3, model_at(server.url, api_key="secret-1"))
    assert (task.end, task.model, task.model_calls) == (End.DONE, "local-test", 2)
    assert task.answer.startswith("By HTTP: White Hanging Heart")
    assert shop.price(HEART) == (303, 262)
    first, second = server.asked
    assert [one["function"]["name"] for one in first["tools"]] == ["set_price", "get_price"]
    assert first["parallel_tool_calls"] is True
    assert [one["role"] for one in second["messages"]] == ["system", "user", "assistant", "tool"]
    assert server.keys == ["Bearer secret-1"] * 2


def test_a_buyer_is_answered_over_http(shop: GiftShop, server: Endpoint) -> None:
    task = shop.buyer("17850", "How much are 36 white hanging hearts?", model_at(server.url))
    assert (task.end, task.model, task.model_calls) == (End.DONE, "local-test", 1)
    assert "£2.55" in shop.said(task)[0].text


def test_routine_jobs_cost_no_request(shop: GiftShop, server: Endpoint) -> None:
    task = shop.job("keyword_bids", model_at(server.url))
    assert (task.end, task.model, server.asked) == (End.DONE, "rules", [])


def test_an_endpoint_that_is_down_leaves_the_task_open_to_be_finished_later(shop: GiftShop) -> None:
    task_id = shop.open_words(RAISE_3)
    with pytest.raises(Unavailable) as caught:
        run_task(shop.crew(model_at(closed_url())), task_id)
    assert "\n" not in str(caught.value)
    assert "OPENAI_BASE_URL" in str(caught.value)
    assert "SHOPSTAFF_MODEL=rules" in str(caught.value)
    assert shop.house.tasks.get(task_id).end is None
    assert shop.effects() == []
    task = run_task(shop.crew(RulesModel()), task_id)
    assert (task.end, task.model) == (End.DONE, "rules")
    assert shop.price(HEART) == (303, 262)


def test_an_endpoint_that_fails_between_calls_and_words_costs_no_second_write(shop: GiftShop, server: Endpoint) -> None:
    task_id = shop.open_words(RAISE_3)
    server.fails_from = 2
    with pytest.raises(Unavailable):
        run_task(shop.crew(model_at(server.url)), task_id)
    assert shop.price(HEART) == (303, 262)
    server.fails_from = None
    task = run_task(shop.crew(model_at(server.url)), task_id)
    assert (task.end, len(shop.effects(task))) == (End.DONE, 1)


@pytest.mark.parametrize(
    ("status", "kind", "words"),
    [
        (401, Misconfigured, "OPENAI_API_KEY"),
        (403, Misconfigured, "OPENAI_API_KEY"),
        (404, Misconfigured, "SHOPSTAFF_MODEL"),
        (400, Misconfigured, "the endpoint says 400"),
        (429, Unavailable, "RateLimitError"),
        (500, Unavailable, "does not answer"),
    ],
)
def test_an_endpoints_error_is_sorted_by_who_must_act(
    server: Endpoint, status: int, kind: type[ShopstaffError], words: str
) -> None:
    server.status = status
    error = failure(server.url)
    assert type(error) is kind
    assert words in str(error)


@pytest.mark.parametrize("body", ["<html>It works!</html>", "{}", '{"choices": []}', "null", "[]"])
def test_a_reply_that_is_none_is_the_endpoints_fault(server: Endpoint, body: str) -> None:
    server.body = body
    error = failure(server.url)
    assert type(error) is Unavailable
    assert "no answer" in str(error)


def test_an_endpoint_that_never_answers_is_given_up(server: Endpoint) -> None:
    server.silent = True
    assert type(failure(server.url, model_timeout_s=0.1)) is Unavailable


def test_arguments_that_are_no_json_come_back_to_the_model(shop: GiftShop, server: Endpoint) -> None:
    """The client sorts them out as broken; the employee answers them and the task ends."""
    call = '{"id":"c1","type":"function","function":{"name":"set_price","arguments":"{\\"sku\\": "}}'
    server.body = (
        '{"id":"1","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"finish_reason":'
        f'"tool_calls","message":{{"role":"assistant","content":null,"tool_calls":[{call}]}}}}]}}'
    )
    task = shop.owner(RAISE_3, model_at(server.url))
    assert task.end == End.NO_PROGRESS
    answers = [one["content"] for one in server.asked[-1]["messages"] if one["role"] == "tool"]
    assert len(answers) == 2
    assert all("not JSON" in one for one in answers)


def test_the_shop_is_opened_with_the_configured_model(open_shop: Callable[..., GiftShop], server: Endpoint) -> None:
    shop = open_shop(model="local-test", base_url=server.url)
    assert name_of(shop.house.crew().model) == "local-test"
