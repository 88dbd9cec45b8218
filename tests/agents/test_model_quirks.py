"""What endpoints do differently, each as a whole task on a server of this machine that insists on it, also streamed.

The servers' refusals are those that users of the real ones report; where they were read stands in config/models.toml.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from langchain_core.messages import HumanMessage

from agents.chat_models import ask, connect
from agents.roster import jobs, tools_of
from authority.task import Task
from authority.tasks import End
from config.models import load_models
from config.settings import Settings
from tests.support.endpoint import Endpoint, decide, endpoint
from tests.support.gift_shop import GiftShop

HEART = "85123A"
RAISE_3 = "Raise the white hanging heart by 3%"
Reply = dict[str, Any]


@pytest.fixture
def server() -> Iterator[Endpoint]:
    """Give a running endpoint."""
    with endpoint() as opened:
        yield opened


@pytest.fixture(params=["plain", "streamed"])
def run(request: pytest.FixtureRequest, shop: GiftShop, server: Endpoint) -> Callable[..., Task]:
    """Give a function that lets a model raise the price, and checks that it did: one call, then the words."""

    def go(model: str, **settings: object) -> Task:
        task = shop.owner(RAISE_3, connect(at(model, server, model_stream=request.param == "streamed", **settings)))
        assert (task.end, task.model, task.model_calls) == (End.DONE, model, 2), task.answer
        assert shop.price(HEART) == (303, 262)
        assert task.answer.startswith("By HTTP: White Hanging Heart")
        return task

    return go


def at(model: str, server: Endpoint, **settings: object) -> Settings:
    """Give settings for a model whose preset's address is the server's."""
    kind = model.partition(":")[0]
    return Settings(model=model, model_urls={kind: server.url}, model_keys={kind: "secret-1"}, **settings)


def thinking(request: Reply) -> Reply:
    """Give the usual reply with its thinking in a field of its own."""
    return decide(request) | {"reasoning_content": "The owner wants 3 % more."}


def assistants(request: Reply) -> list[Reply]:
    return [one for one in request["messages"] if one["role"] == "assistant"]


def test_openai_is_asked_for_calls_together_and_a_bounded_reply(run: Callable[..., Task], server: Endpoint) -> None:
    run("openai:gpt-4.1-mini", model_max_tokens=300)
    assert [one["parallel_tool_calls"] for one in server.asked] == [True, True]
    assert [one["max_completion_tokens"] for one in server.asked] == [300, 300]
    assert server.keys == ["Bearer secret-1"] * 2


def test_an_endpoint_that_takes_one_call_at_a_time_is_asked_so(shop: GiftShop, server: Endpoint) -> None:
    server.refuses = lambda request: None if request["parallel_tool_calls"] is False else "one call at a time"
    settings = at("vllm:small", server)
    settings.home.mkdir(parents=True)
    settings.models_file.write_text('[presets.vllm]\nparallel = "off"\n', encoding="utf-8")
    assert shop.owner(RAISE_3, connect(settings)).end == End.DONE


def test_deepseek_thinks_only_where_its_thoughts_come_back(run: Callable[..., Task], server: Endpoint) -> None:
    server.says = thinking
    server.refuses = lambda request: (
        "The reasoning_content in the thinking mode must be passed back to the API."
        if any("reasoning_content" not in one for one in assistants(request))
        else "unknown parameter"
        if {"parallel_tool_calls", "max_completion_tokens"} & set(request)
        else None
    )
    run("deepseek:deepseek-reasoner")
    assert [one["reasoning_content"] for one in assistants(server.asked[-1])] == ["The owner wants 3 % more."]
    assert server.asked[-1]["thinking"] == {"type": "enabled"}


def test_deepseek_chat_is_asked_without_thinking_and_thoughts_stay_here(
    run: Callable[..., Task], server: Endpoint
) -> None:
    server.says = thinking
    run("deepseek:deepseek-chat")
    assert server.asked[-1]["thinking"] == {"type": "disabled"}
    assert "reasoning_content" not in json.dumps(server.asked[-1])


def test_qwen_thinks_only_in_a_stream(run: Callable[..., Task], server: Endpoint) -> None:
    server.refuses = lambda request: (
        None
        if request.get("stream") or request.get("enable_thinking") is False
        else "parameter.enable_thinking must be set to false for non-streaming calls"
    )
    run("qwen:qwen-plus")
    assert server.asked[0]["enable_thinking"] is False


def test_a_model_that_only_streams_is_streamed(run: Callable[..., Task], server: Endpoint) -> None:
    server.says = thinking
    server.refuses = lambda request: None if request.get("stream") else "only stream=true is supported"
    run("qwen:qwq-plus")
    assert "enable_thinking" not in server.asked[0]


def test_moonshot_takes_no_empty_words_and_no_missing_thoughts(run: Callable[..., Task], server: Endpoint) -> None:
    """An empty ``reasoning_content`` counts as missing there, and so does a message of empty words."""

    def refuses(request: Reply) -> str | None:
        for one in request["messages"]:
            if "content" in one and not (one["content"] or "").strip():
                return "text content is empty"
            if one.get("tool_calls") and not one.get("reasoning_content"):
                return "thinking is enabled but reasoning_content is missing in assistant tool call message"
        return "unknown parameter" if "parallel_tool_calls" in request else None

    server.refuses = refuses
    assert run("moonshot:kimi-k2.6").end == End.DONE
    assert any(one.get("tool_calls") for one in server.asked[-1]["messages"]), "the call was sent back with its thought"


def test_tool_schemas_have_the_types_that_moonshot_insists_on() -> None:
    """400 "not a valid moonshot flavored json schema": each part names its type, or what it is one of."""

    def untyped(schema: object, path: str) -> Iterator[str]:
        if isinstance(schema, dict):
            if not {"type", "anyOf", "$ref", "enum"} & set(schema):
                yield path
            for name, part in schema.get("properties", {}).items():
                yield from untyped(part, f"{path}.{name}")
            yield from untyped(schema["items"], f"{path}[]") if "items" in schema else ()

    found = [
        fault
        for job in jobs().values()
        for name, tool in tools_of(job).items()
        for fault in untyped(tool.schema["function"]["parameters"], name)
    ]
    assert found == []


@pytest.mark.parametrize("wrapping", ["tags", "fence", "bare", "tags_with_text_arguments"])
def test_calls_that_a_model_writes_into_its_words_are_read(
    run: Callable[..., Task], server: Endpoint, wrapping: str
) -> None:
    def says(request: Reply) -> Reply:
        reply = decide(request)
        calls = [call["function"] for call in reply.get("tool_calls", [])]
        if not calls:
            return reply | {"content": f"<think>\nIt is done.\n</think>\n\n{reply['content']}"}
        written = [
            json.dumps(
                {
                    "name": call["name"],
                    "arguments": call["arguments"]
                    if wrapping.endswith("text_arguments")
                    else json.loads(call["arguments"]),
                },
                ensure_ascii=False,
            )
            for call in calls
        ]
        if wrapping.startswith("tags"):
            words = "\n".join(f"<tool_call>\n{one}\n</tool_call>" for one in written)
        else:
            words = f"```json\n{written[0]}\n```" if wrapping == "fence" else written[0]
        return {"role": "assistant", "content": f"<think>\nRaise it.\n</think>\n\n{words}"}

    server.says = says
    run("vllm:qwen3-8b")
    assert "think" not in json.dumps(assistants(server.asked[-1]))


def test_words_that_quote_a_call_are_words(shop: GiftShop, server: Endpoint) -> None:
    """Somebody's text that looks like a call must not become one: only a reply that is nothing else does."""
    quoted = 'You wrote <tool_call>{"name": "set_price", "arguments": {}}</tool_call>; what do you mean?'
    server.says = lambda request: {"role": "assistant", "content": quoted}
    task = shop.owner(RAISE_3, connect(at("vllm:qwen3-8b", server)))
    assert (task.end, task.answer, shop.effects(task)) == (End.DONE, quoted, [])


def test_where_calls_have_their_own_field_words_are_never_calls(shop: GiftShop, server: Endpoint) -> None:
    words = '<tool_call>{"name": "set_price", "arguments": {}}</tool_call>'
    server.says = lambda request: {"role": "assistant", "content": words}
    task = shop.owner(RAISE_3, connect(at("openai:gpt-4.1-mini", server)))
    assert (task.end, task.answer, shop.effects(task)) == (End.DONE, words, [])


def as_one_object(request: Reply) -> Reply:
    """Reply as a model without tools does: one JSON object; results stand in the user's messages."""
    messages = [
        one | {"role": "tool"} if one["role"] == "user" and one["content"].startswith("# Result of") else one
        for one in request["messages"]
    ]
    reply = decide(request | {"messages": messages})
    calls = [
        {"tool": call["function"]["name"], "args": json.loads(call["function"]["arguments"])}
        for call in reply.get("tool_calls", [])
    ]
    return {"role": "assistant", "content": json.dumps({"say": reply["content"] or "", "calls": calls})}


def test_a_model_without_tools_is_told_of_them_and_answers_in_one_object(
    run: Callable[..., Task], server: Endpoint
) -> None:
    server.says = as_one_object
    server.refuses = lambda request: "gemma3 does not support tools" if request.get("tools") else None
    run("ollama:gemma3:12b")
    first, second = server.asked
    assert '"name":"set_price"' in first["messages"][0]["content"]
    assert first["messages"][0] == second["messages"][0]
    assert first["response_format"]["json_schema"]["schema"]["required"] == ["say", "calls"]
    assert [one["role"] for one in second["messages"]] == ["system", "user", "assistant", "user"]


@pytest.mark.parametrize(
    "words",
    [
        "I have raised the price.",
        '{"say": "Raised.", "calls": [], "note": ""}',
        '{"calls": []}',
        '{"say": "", "calls": [{"tool": "set_price"}]}',
        '{"say": "", "calls": [{"tool": "set_price", "args": [1]}]}',
        '[{"say": "", "calls": []}]',
        "null",
    ],
)
def test_an_object_that_is_not_the_one_asked_for_does_nothing_and_is_told_so(
    shop: GiftShop, server: Endpoint, words: str
) -> None:
    server.says = lambda request: {"role": "assistant", "content": words}
    task = shop.owner(RAISE_3, connect(at("ollama:gemma3:12b", server)))
    assert (task.end, shop.effects(task)) == (End.NO_PROGRESS, [])
    assert "not JSON" in server.asked[-1]["messages"][-1]["content"]


@pytest.mark.parametrize(
    "wrap", [json.loads, json.dumps, lambda text: f"```json\n{text}\n```"], ids=["object", "twice", "fence"]
)
def test_arguments_in_another_wrapping_are_read(
    shop: GiftShop, server: Endpoint, wrap: Callable[[str], object]
) -> None:
    def says(request: Reply) -> Reply:
        reply = decide(request)
        for call in reply.get("tool_calls", []):
            call["function"]["arguments"] = wrap(call["function"]["arguments"])
        return reply

    server.says = says
    task = shop.owner(RAISE_3, connect(at("openai:gpt-4.1-mini", server)))
    assert (task.end, shop.price(HEART)) == (End.DONE, (303, 262))


def test_an_empty_text_stands_for_no_arguments(server: Endpoint) -> None:
    call = {"id": "c1", "type": "function", "function": {"name": "list_things", "arguments": ""}}
    server.says = lambda request: {"role": "assistant", "content": None, "tool_calls": [call]}
    schema = {
        "type": "function",
        "function": {"name": "list_things", "parameters": {"type": "object", "properties": {}}},
    }
    for stream in (False, True):
        reply = ask(connect(at("openai:gpt-4.1-mini", server, model_stream=stream)), [HumanMessage("Go")], [schema])
        assert [(one["name"], one["args"]) for one in reply.tool_calls] == [("list_things", {})]


def test_broken_arguments_go_back_as_json(shop: GiftShop, server: Endpoint) -> None:
    """Servers that read the history's arguments answer 500 to what their own model wrote."""
    server.refuses = lambda request: next(
        (
            "arguments are no JSON"
            for one in assistants(request)
            for call in one.get("tool_calls", ())
            if not isinstance(json.loads(call["function"]["arguments"]), dict)
        ),
        None,
    )
    call = {"id": "c1", "type": "function", "function": {"name": "set_price", "arguments": '{"sku": '}}
    server.says = lambda request: {"role": "assistant", "content": None, "tool_calls": [call]}
    task = shop.owner(RAISE_3, connect(at("openai:gpt-4.1-mini", server)))
    assert (task.end, len(server.asked)) == (End.NO_PROGRESS, 3)


def test_words_stream_as_they_come_and_markup_comes_read(server: Endpoint) -> None:
    server.says = lambda request: {"role": "assistant", "content": "<think>Hm.</think>Good morning to you"}
    plain = connect(at("openai:gpt-4.1-mini", server))
    marked = connect(at("vllm:qwen3-8b", server))
    assert [chunk.text for chunk in plain.stream("Hi") if chunk.text][-1] == " you"
    assert [chunk.text for chunk in marked.stream("Hi") if chunk.text] == ["Good morning to you"]


def test_every_preset_says_where_it_is_from_and_what_it_wants() -> None:
    data = load_models()
    assert set(data.presets) == {"openai", "custom", "deepseek", "qwen", "moonshot", "vllm", "ollama"}
    for entry in (*data.presets.values(), *data.prices.values()):
        assert entry.source
        assert entry.read
    assert all(preset.needs_key == preset.base_url.startswith("https://") for preset in data.presets.values())
