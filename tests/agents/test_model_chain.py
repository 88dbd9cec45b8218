"""Which model is asked, and what is done when it does not answer: always said, never silent."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from langchain_core.messages import HumanMessage

from agents.chat_models import ModelChain, RulesModel, ask, connect, name_of
from agents.supervisor import run_task
from authority.tasks import End
from config.settings import Settings, load_settings
from kit.errors import Misconfigured, Unavailable
from shopstaff.intake import work, work_through
from tests.support.endpoint import Endpoint, closed_url, endpoint
from tests.support.gift_shop import GiftShop

HI = [HumanMessage("Hello")]
ASKS = "How much are 36 white hanging hearts?"
RAISE_3 = "Raise the white hanging heart by 3%"
HEART = "85123A"


@pytest.fixture
def server() -> Iterator[Endpoint]:
    """Give a running endpoint."""
    with endpoint() as opened:
        yield opened


@pytest.fixture
def spare() -> Iterator[Endpoint]:
    """Give a second one."""
    with endpoint() as opened:
        yield opened


def chain(first: str, second: str = "", *, model: str = "vllm:big,ollama:small,rules") -> ModelChain:
    made = connect(Settings(model=model, model_urls={"vllm": first, "ollama": second or first}))
    assert isinstance(made, ModelChain)
    return made


def test_a_chain_names_its_models_in_order() -> None:
    made = chain(closed_url())
    assert [name_of(one) for one in made.links] == ["vllm:big", "ollama:small", "rules"]
    assert name_of(made) == "vllm:big, then ollama:small, then rules"


def test_the_first_model_that_answers_is_the_only_one_asked(shop: GiftShop, server: Endpoint, spare: Endpoint) -> None:
    task = shop.buyer("17850", ASKS, chain(server.url, spare.url))
    assert (task.end, task.model, len(server.asked), len(spare.asked)) == (End.DONE, "vllm:big", 1, 0)


def test_a_model_that_does_not_answer_is_passed_over_and_the_record_says_so(shop: GiftShop, spare: Endpoint) -> None:
    task = shop.buyer("17850", ASKS, chain(closed_url(), spare.url))
    assert (task.end, task.model) == (End.DONE, "vllm:big failed, then ollama:small")
    (reply,) = [one.body for one in shop.house.tasks.turns(task.id) if one.kind == "reply"]
    metadata = reply["data"]["response_metadata"]
    assert metadata["asked"] == "ollama:small"
    ((name, why),) = metadata["faults"]
    assert name == "vllm:big"
    assert "does not answer" in why


def test_the_rules_are_the_last_of_a_chain(shop: GiftShop, server: Endpoint) -> None:
    server.status = 503
    task = shop.buyer("17850", ASKS, chain(server.url))
    assert (task.end, task.model) == (End.DONE, "vllm:big failed, then ollama:small failed, then rules")
    assert len(shop.said(task)) == 1


def test_a_model_that_has_failed_in_a_task_is_not_waited_for_again(
    shop: GiftShop, server: Endpoint, spare: Endpoint
) -> None:
    server.status = 503
    task = shop.owner(RAISE_3, chain(server.url, spare.url))
    assert (task.end, task.model, task.model_calls) == (End.DONE, "vllm:big failed, then ollama:small", 2)
    assert (len(server.asked), len(spare.asked)) == (2, 2)  # the client tries the first one twice, once


def test_a_model_that_fails_in_the_middle_costs_no_second_write(shop: GiftShop, server: Endpoint) -> None:
    server.fails_from = 2
    task = shop.owner(RAISE_3, chain(server.url, closed_url()))
    assert (task.end, task.model) == (End.DONE, "vllm:big, then vllm:big failed, then ollama:small failed, then rules")
    assert [row.state for row in shop.effects(task)] == ["done"]
    assert shop.price(HEART) == (303, 262)


@pytest.mark.parametrize(
    ("status", "body", "moves_on"),
    [
        (500, {}, True),
        (503, {}, True),
        (429, {}, True),
        (408, {}, True),
        (402, {"message": "Insufficient Balance"}, True),
        (429, {"code": "insufficient_quota"}, True),
        (403, {"code": "insufficient_quota"}, True),
        (400, {"code": "data_inspection_failed"}, True),
        (400, {"code": "content_filter"}, True),
        (401, {}, False),
        (403, {}, False),
        (404, {"message": "there is no model of that name"}, False),
        (400, {"message": "max_tokens is too large"}, False),
        (422, {}, False),
    ],
)
def test_what_waiting_or_another_model_helps_moves_on_and_a_wrong_setting_is_shown(
    shop: GiftShop, server: Endpoint, status: int, body: dict[str, str], moves_on: bool
) -> None:
    """Going on with the next model would hide a wrong key for ever."""
    server.status, server.error = status, body
    task_id = shop.open_words(RAISE_3)
    if moves_on:
        assert run_task(shop.crew(chain(server.url, model="vllm:big,rules")), task_id).model == (
            "vllm:big failed, then rules"
        )
    else:
        with pytest.raises(Misconfigured):
            run_task(shop.crew(chain(server.url, model="vllm:big,rules")), task_id)
        assert shop.house.tasks.get(task_id).end is None
        assert shop.effects() == []


def test_a_refused_key_is_named_by_its_model_and_its_own_variable(server: Endpoint) -> None:
    server.status = 401
    with pytest.raises(Misconfigured, match=r"'qwen:qwen-plus' refuses the key; set DASHSCOPE_API_KEY"):
        own = {"model_urls": {"qwen": server.url}, "model_keys": {"qwen": "wrong"}}
        ask(connect(Settings(model="qwen:qwen-plus,rules", **own)), HI, [])


@pytest.mark.parametrize("status", [401, 503])
def test_no_task_waits_behind_one_whose_model_does_not_answer(shop: GiftShop, server: Endpoint, status: int) -> None:
    server.status = status
    crew = shop.crew(chain(server.url, model="vllm:big,ollama:small"))
    asked = shop.open_message("17850", ASKS)
    shop.place("17850", (HEART, 12))
    shipping = shop.open_job("ship_list")
    with pytest.raises(Misconfigured if status == 401 else Unavailable):
        work(crew, shop.clock.now())
    assert shop.house.tasks.get(shipping).end == End.DONE
    assert shop.house.tasks.get(asked).end is None
    done, faults = work_through(shop.crew(RulesModel()), shop.clock.now())
    assert ([task.id for task in done], faults) == ([asked], [])


def test_when_no_model_of_a_chain_answers_all_reasons_are_given() -> None:
    with pytest.raises(Unavailable, match=r"vllm:big: .*; ollama:small: ") as caught:
        ask(chain(closed_url(), model="vllm:big,ollama:small"), [], [])
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("setting", "says"),
    [
        ("", "names no model"),
        ("rules,vllm:big", "nothing comes after it"),
        ("vllm:big,vllm:big", "one twice"),
        ("deepseek:deepseek-chat", "DEEPSEEK_API_KEY"),
        ("qwen:qwen-plus,rules", "DASHSCOPE_API_KEY"),
        ("gpt-4.1-mini", "OPENAI_API_KEY"),
    ],
)
def test_a_chain_that_cannot_work_says_what_to_set(setting: str, says: str) -> None:
    with pytest.raises(Misconfigured, match=says):
        connect(Settings(model=setting))


def test_a_preset_takes_its_address_and_key_from_the_environment(
    server: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHOPSTAFF_MODEL", "deepseek:deepseek-chat")
    monkeypatch.setenv("DEEPSEEK_API_KEY", "secret-2")
    monkeypatch.setenv("SHOPSTAFF_MODEL_URLS", json.dumps({"deepseek": server.url}))
    ask(connect(load_settings()), HI, [])
    assert (server.asked[0]["model"], server.keys) == ("deepseek-chat", ["Bearer secret-2"])


def test_an_address_that_is_a_presets_brings_its_quirks() -> None:
    made = connect(Settings(model="deepseek-chat", base_url="https://api.deepseek.com/v1", api_key="secret-1"))
    assert name_of(made) == "deepseek-chat"
    assert made.preset.title == "DeepSeek"  # type: ignore[attr-defined]


def test_a_models_name_may_hold_a_colon(server: Endpoint) -> None:
    ask(connect(Settings(model="qwen3:8b", base_url=server.url)), HI, [])
    ask(connect(Settings(model="ollama:qwen3:8b", model_urls={"ollama": server.url})), HI, [])
    assert [one["model"] for one in server.asked] == ["qwen3:8b", "qwen3:8b"]


def test_the_owners_file_adds_an_endpoint(tmp_path: object, server: Endpoint) -> None:
    settings = Settings(model="mine:m1")
    settings.home.mkdir(parents=True)
    settings.models_file.write_text(
        f'[presets.mine]\ntitle = "Mine"\nbase_url = "{server.url}"\nkey_env = "MINE_KEY"\nneeds_key = false\n'
        'parallel = "omit"\n',
        encoding="utf-8",
    )
    assert name_of(connect(settings)) == "mine:m1"
    settings.models_file.write_text("[presets.deepseek]\ntools = 'some'\n", encoding="utf-8")
    with pytest.raises(Misconfigured, match=r"models.toml: tools: "):
        connect(settings)
    settings.models_file.write_text("[preset.deepseek]\n", encoding="utf-8")
    with pytest.raises(Misconfigured, match="'preset' is no section"):
        connect(settings)


def test_rules_alone_need_nothing() -> None:
    assert isinstance(connect(Settings(model="rules")), RulesModel)


@pytest.mark.parametrize(
    ("model", "entry", "fault"),
    [
        ("vllm:big", 'presets.vllm.models."big"', "big does not support tools"),
        ("ollama:qwen3:8b", 'presets.ollama.models."qwen3:8b"', "registry/qwen3:8b does not support tools"),
        ("my-model", 'presets.custom.models."my-model"', "Unrecognized request argument supplied: tool_choice"),
    ],
)
def test_an_endpoint_that_refuses_tools_is_reported_with_the_remedy_and_the_remedy_works(
    shop: GiftShop, server: Endpoint, model: str, entry: str, fault: str
) -> None:
    server.refuses = lambda request: fault if "tools" in request else None
    settings = Settings(model=model, base_url=server.url, model_urls={"vllm": server.url, "ollama": server.url})
    task_id = shop.open_words(RAISE_3)
    with pytest.raises(Misconfigured) as caught:
        run_task(shop.crew(connect(settings)), task_id)
    assert fault in str(caught.value) and f'write tools = "prompt" under [{entry}] into models.toml' in str(
        caught.value
    )
    settings.home.mkdir(parents=True, exist_ok=True)
    settings.models_file.write_text(f'[{entry}]\ntools = "prompt"\n', encoding="utf-8")
    said = '{"say": "It waits for you.", "calls": []}'
    server.says = lambda request: {"role": "assistant", "content": said}
    assert run_task(shop.crew(connect(settings)), task_id).answer == "It waits for you."
