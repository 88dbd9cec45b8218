"""What models cost is counted, and a call that would pass a budget is not made."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.chat_models import connect
from authority.model_spend import add_up
from authority.rows import ModelCallRow
from authority.tasks import End
from config.models import Price, load_models
from config.settings import Settings
from kit.errors import Misconfigured
from shopstaff.replay import replay
from tests.support.endpoint import Endpoint, endpoint
from tests.support.gift_shop import GiftShop
from tests.support.scripts import script, text

ASKS = "How much are 36 white hanging hearts?"
RAISE_3 = "Raise the white hanging heart by 3%"
PAID = "openai:gpt-4.1-mini"
"""0.40 and 1.60 dollars for a million tokens; the endpoint counts 1,000 and 100: 0.00056 dollars a call."""


@pytest.fixture
def server() -> Iterator[Endpoint]:
    """Give a running endpoint that counts."""
    with endpoint() as opened:
        opened.usage = {"prompt_tokens": 1000, "completion_tokens": 100, "total_tokens": 1100}
        yield opened


def paid(server: Endpoint, **settings: object) -> dict[str, object]:
    return {"model": PAID, "model_urls": {"openai": server.url}, "api_key": "secret-1"} | settings


def calls_of(shop: GiftShop) -> list[ModelCallRow]:
    return shop.crew().purse.book.list_calls()


def test_a_task_costs_what_the_endpoint_counts(open_shop: Callable[..., GiftShop], server: Endpoint) -> None:
    shop = open_shop(**paid(server))
    task = shop.owner(RAISE_3)
    spent = shop.crew().purse.book.of_task(task.id)
    assert (spent.calls, spent.input_tokens, spent.output_tokens, spent.money) == (2, 2000, 200, {"USD": 1120})
    assert (spent.estimated, spent.unpriced) == (0, 0)
    assert shop.crew().purse.book.by_job()["price_request"].money == {"USD": 1120}
    assert shop.crew().purse.book.of_day("2011-09-06").calls == 2


def test_what_the_endpoint_has_cached_is_cheaper(open_shop: Callable[..., GiftShop], server: Endpoint) -> None:
    server.usage = {  # type: ignore[assignment]
        "prompt_tokens": 1000,
        "completion_tokens": 100,
        "total_tokens": 1100,
        "prompt_tokens_details": {"cached_tokens": 800},
    }
    shop = open_shop(**paid(server))
    shop.buyer("17850", ASKS)
    assert [(row.cached_tokens, row.cost_micro) for row in calls_of(shop)] == [(800, 200 * 0.4 + 800 * 0.1 + 160)]


def test_an_endpoint_that_does_not_count_is_estimated_and_marked_so(
    open_shop: Callable[..., GiftShop], server: Endpoint
) -> None:
    server.usage = None
    shop = open_shop(**paid(server))
    shop.buyer("17850", ASKS)
    (row,) = calls_of(shop)
    assert row.estimated
    assert row.prompt_bytes / 6 < row.input_tokens < row.prompt_bytes / 2
    assert row.cost_micro


@pytest.mark.parametrize("stream", [False, True])
def test_streams_are_counted_too(open_shop: Callable[..., GiftShop], server: Endpoint, stream: bool) -> None:
    shop = open_shop(**paid(server, model_stream=stream))
    shop.buyer("17850", ASKS)
    assert [(row.input_tokens, row.estimated) for row in calls_of(shop)] == [(1000, False)]


def test_the_rules_cost_nothing_and_are_not_counted(shop: GiftShop) -> None:
    shop.owner(RAISE_3)
    assert calls_of(shop) == []


def test_a_call_that_could_pass_the_days_money_is_not_made_and_the_buyer_is_answered_by_rules(
    open_shop: Callable[..., GiftShop], server: Endpoint
) -> None:
    shop = open_shop(**paid(server, max_day_cost=Decimal("0.004")))
    first = shop.buyer("17850", ASKS)
    assert first.model == PAID
    tasks = [shop.buyer("17850", f"How much are {36 + number} white hanging hearts?") for number in range(1, 4)]
    assert tasks[-1].model == f"{PAID} over budget, then rules"
    assert all(task.end == End.DONE and len(shop.effects(task)) >= 2 for task in tasks)
    made = len(server.asked)
    assert made < 4
    assert sum(row.cost_micro or 0 for row in calls_of(shop)) <= 4000
    (kept,) = [one.body for one in shop.house.tasks.turns(tasks[-1].id) if one.kind == "over_budget"]
    assert "SHOPSTAFF_MAX_DAY_COST" in kept["why"]
    assert replay(shop.house, tasks[-1].id).result == "equal"
    # a new day has money again
    shop.pass_time(hours=24)
    assert shop.buyer("17850", ASKS).model == PAID


def test_the_owner_is_told_that_the_budget_is_used_up(open_shop: Callable[..., GiftShop], server: Endpoint) -> None:
    shop = open_shop(**paid(server, max_day_cost=Decimal("0.001")))
    task = shop.owner(RAISE_3)
    assert (task.end, server.asked, shop.effects(task)) == (End.BUDGET_EXHAUSTED, [], [])
    assert "above $0.0010" in task.answer
    assert "SHOPSTAFF_MAX_DAY_COST" in task.answer


@pytest.mark.parametrize(
    ("limit", "named"),
    [({"max_task_cost": Decimal("0.0032")}, "MAX_TASK_COST"), ({"max_task_tokens": 3500}, "MAX_TASK_TOKENS")],
)
def test_a_tasks_second_call_is_not_made_if_it_could_pass_the_tasks_budget(
    open_shop: Callable[..., GiftShop], server: Endpoint, limit: dict[str, object], named: str
) -> None:
    shop = open_shop(**paid(server, **limit))
    task = shop.owner(RAISE_3)
    assert (task.end, len(server.asked)) == (End.BUDGET_EXHAUSTED, 1)
    assert named in task.answer
    assert [row.state for row in shop.effects(task)] == ["done"]


def test_a_chain_goes_on_with_a_cheaper_model(open_shop: Callable[..., GiftShop], server: Endpoint) -> None:
    shop = open_shop(
        model=f"{PAID},ollama:small",
        model_urls={"openai": server.url, "ollama": server.url},
        api_key="secret-1",
        max_day_cost=Decimal("0.001"),
    )
    task = shop.buyer("17850", ASKS)
    assert (task.end, task.model) == (End.DONE, f"{PAID} failed, then ollama:small")
    assert [(row.model, row.cost_micro) for row in calls_of(shop)] == [("ollama:small", 0)]


def test_a_call_without_an_answer_that_may_be_charged_stays_counted(
    open_shop: Callable[..., GiftShop], server: Endpoint
) -> None:
    shop = open_shop(**paid(server, model=f"{PAID},rules", model_timeout_s=0.1))
    server.silent = True
    shop.buyer("17850", ASKS)
    (row,) = calls_of(shop)
    assert (row.state, row.output_tokens, row.cost_micro is not None and row.cost_micro > 1000) == (
        "failed",
        1500,
        True,
    )


def test_a_call_that_was_refused_costs_nothing(open_shop: Callable[..., GiftShop], server: Endpoint) -> None:
    shop = open_shop(**paid(server, model=f"{PAID},rules"))
    server.status = 503
    shop.buyer("17850", ASKS)
    assert [(row.state, row.cost_micro) for row in calls_of(shop)] == [("failed", 0)]


def test_a_budget_in_money_needs_a_price(server: Endpoint) -> None:
    settings = Settings(model="m1", base_url=server.url)
    connect(settings)
    with pytest.raises(Misconfigured, match=r"max_day_cost cannot be held: the price of 'm1' is not known"):
        connect(Settings(model="m1", base_url=server.url, max_day_cost=1))
    settings.home.mkdir(parents=True)
    settings.models_file.write_text('[prices."custom:m1"]\ninput = 1\noutput = 2\ncurrency = "USD"\n', encoding="utf-8")
    connect(Settings(model="m1", base_url=server.url, max_day_cost=1))
    settings.models_file.write_text('[prices."custom:m1"]\ninput = 1\noutput = 2\ncurrency = "CHF"\n', encoding="utf-8")
    with pytest.raises(Misconfigured, match="no rate for CHF"):
        connect(Settings(model="m1", base_url=server.url, max_day_cost=1))


def test_a_model_of_unknown_price_is_counted_without_money(shop: GiftShop) -> None:
    task = shop.owner(RAISE_3, script(text("Which one?")))
    spent = shop.crew().purse.book.of_task(task.id)
    assert (spent.calls, spent.unpriced, spent.money, spent.estimated) == (1, 1, {}, 1)
    assert "no price known" in shop.crew().purse.say(spent)


tokens = st.integers(0, 10**7)
prices = st.decimals(0, 100, places=3)


@given(prices, prices, tokens, tokens, tokens)
def test_a_calls_price_never_falls_with_tokens_and_is_never_rounded_down(
    rate: Decimal, reply_rate: Decimal, inputs: int, outputs: int, more: int
) -> None:
    price = Price(input=rate, output=reply_rate, currency="USD", source="", read="")
    cost = price.micro(inputs, outputs)
    assert cost <= price.micro(inputs + more, outputs + more)
    assert 0 <= cost - (rate * inputs + reply_rate * outputs) < 1


@given(st.lists(st.tuples(st.sampled_from(["USD", "CNY"]), st.none() | st.integers(0, 10**6)), max_size=8))
def test_adding_up_keeps_currencies_apart_and_loses_no_call(rows: list[tuple[str, int | None]]) -> None:
    spent = add_up(
        ModelCallRow(
            currency=currency, cost_micro=micro, state="answered", input_tokens=1, output_tokens=2, estimated=False
        )
        for currency, micro in rows
    )
    assert spent.calls == len(rows)
    assert sum(spent.money.values()) == sum(micro or 0 for _, micro in rows)
    assert (spent.tokens, spent.unpriced) == (3 * len(rows), sum(micro is None for _, micro in rows))


def test_an_exact_name_goes_before_a_pattern() -> None:
    data = load_models()
    assert data.price("openai:gpt-4.1") is data.prices["openai:gpt-4.1"]
    assert data.price("openai:gpt-4.1-mini-2025") is data.prices["openai:gpt-4.1-mini*"]
    assert data.price("openai:of-nobody") is None
