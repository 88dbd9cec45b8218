"""What the client really sends and reads, replayed from cassettes: a changed request fails.

The cassettes were recorded against the endpoint of ``tests/support/endpoint.py`` on this machine, not against a
vendor's. To record them anew, delete them and run ``RECORD=once pytest tests/agents/test_recorded_endpoint.py``.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from langchain_core.messages import AIMessageChunk, HumanMessage, SystemMessage, ToolMessage
from vcr import VCR
from vcr.cassette import Cassette
from vcr.errors import CannotOverwriteExistingCassetteException

from agents.chat_models import RECOMMENDED, ask, connect
from config.settings import Settings
from kit.errors import Unavailable
from tests.support.endpoint import endpoint

MESSAGES = [SystemMessage("You are a shop's employee."), HumanMessage("Good morning, 您好")]
BRIEF = HumanMessage(
    f'{RECOMMENDED}\n{{"calls":[{{"args":{{"sku":"85123A"}},"tool":"get_price"}}],"draft":"It costs £2.95."}}\n'
)
GET_PRICE = {
    "type": "function",
    "function": {
        "name": "get_price",
        "description": "Read the price ladder of one SKU.",
        "parameters": {"type": "object", "properties": {"sku": {"type": "string"}}, "required": ["sku"]},
    },
}
CASSETTES = Path(__file__).parent / "cassettes" / "test_recorded_endpoint"
RECORD = os.environ.get("RECORD", "none")
PRIVATE = ("authorization", "user-agent", "x-stainless", "host")
KEPT = {"content-type", "content-length"}


def without_private_headers(request: Any) -> Any:
    """Take key, client and machine out of a request, and the port out of its address."""
    for name in [name for name in request.headers if name.lower().startswith(PRIVATE)]:
        del request.headers[name]
    request.uri = f"http://127.0.0.1{request.path}"
    return request


def with_plain_headers(response: dict[str, Any]) -> dict[str, Any]:
    """Keep of a response's headers only what the client needs."""
    kept = {name: value for name, value in response["headers"].items() if name.lower() in KEPT}
    return response | {"headers": kept}


@pytest.fixture(autouse=True)
def cassette(request: pytest.FixtureRequest) -> Iterator[Cassette]:
    """Play the test's cassette, or that of the test it names; a request of other method, path or body is not played.

    A test that leaves a recorded call unplayed fails, as does one that asks for what was not recorded.
    """
    named = request.node.get_closest_marker("cassette")
    name = named.args[0] if named else request.node.originalname
    player = VCR(
        record_mode=RECORD,
        match_on=["method", "path", "body"],
        decode_compressed_response=True,
        before_record_request=without_private_headers,
        before_record_response=with_plain_headers,
    )
    with player.use_cassette(str(CASSETTES / f"{name}.yaml")) as opened:
        yield opened
    if "leaves" not in request.node.name:
        must_be_played(opened)


@pytest.fixture
def url() -> Iterator[str]:
    """Give the endpoint's address: a real one to record, one where nobody listens to replay."""
    if RECORD == "none":
        yield "http://127.0.0.1:9/v1"
        return
    with endpoint() as opened:
        yield opened.url


def settings(url: str) -> Settings:
    return Settings(model="local-test", base_url=url, api_key="secret-1", model_timeout_s=5)


def must_be_played(cassette: Cassette) -> None:
    """Raise for a cassette with calls that were not played; one that is being recorded has none."""
    left = [one for number, one in enumerate(cassette.requests) if not cassette.play_counts[number]]
    assert cassette.dirty or not left, f"{len(left)} recorded calls were not played: {[one.uri for one in left]}"


def test_a_reply_in_words_is_read(url: str) -> None:
    reply = ask(connect(settings(url)), MESSAGES, [])
    assert reply.text == "You said: Good morning, 您好"


def test_a_tool_call_is_read(url: str) -> None:
    reply = ask(connect(settings(url)), [SystemMessage("You are a shop's employee."), BRIEF], [GET_PRICE])
    assert [(call["name"], call["args"]) for call in reply.tool_calls] == [("get_price", {"sku": "85123A"})]


def test_a_stream_is_read_word_by_word(url: str) -> None:
    chunks = list(connect(settings(url)).stream(MESSAGES))
    assert all(isinstance(chunk, AIMessageChunk) for chunk in chunks)
    assert "|".join(chunk.text for chunk in chunks if chunk.text) == "You| said:| Good| morning,| 您好"


def test_a_task_of_two_calls_is_read(url: str) -> None:
    """A call, its result, and the words that follow: what a strict endpoint is sent stands in the cassette."""
    model, start = connect(settings(url)), [SystemMessage("You are a shop's employee."), BRIEF]
    first = ask(model, start, [GET_PRICE])
    result = ToolMessage("2.95", tool_call_id=first.tool_calls[0]["id"] or "")
    assert ask(model, [*start, first, result], [GET_PRICE]).text == "By HTTP: It costs £2.95.\n2.95"


@pytest.mark.cassette("test_a_task_of_two_calls_is_read")
def test_a_recorded_call_that_a_test_leaves_is_a_fault(url: str, cassette: Cassette) -> None:
    model = connect(settings(url))
    ask(model, [SystemMessage("You are a shop's employee."), BRIEF], [GET_PRICE])
    if not cassette.dirty:
        with pytest.raises(AssertionError, match="1 recorded calls were not played"):
            must_be_played(cassette)


def test_a_streamed_tool_call_is_read(url: str) -> None:
    streamed = settings(url).model_copy(update={"model_stream": True})
    reply = ask(connect(streamed), [SystemMessage("You are a shop's employee."), BRIEF], [GET_PRICE])
    assert [(call["name"], call["args"]) for call in reply.tool_calls] == [("get_price", {"sku": "85123A"})]
    assert (reply.usage_metadata or {})["input_tokens"] == 10


@pytest.mark.cassette("test_a_reply_in_words_is_read")
@pytest.mark.parametrize("changed", ["words", "model", "tools", "again"])
def test_a_changed_request_is_not_played_nor_one_twice(url: str, changed: str) -> None:
    same = settings(url)
    ask(connect(same), MESSAGES, [])
    other = same.model_copy(update={"model": "other"}) if changed == "model" else same
    messages = [HumanMessage("Good evening")] if changed == "words" else MESSAGES
    with pytest.raises(Unavailable) as caught:
        ask(connect(other), messages, [GET_PRICE] if changed == "tools" else [])
    assert any(isinstance(error, CannotOverwriteExistingCassetteException) for error in causes(caught.value))


def causes(error: BaseException | None) -> Iterator[BaseException]:
    """Give an error and what it was raised from."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def test_cassettes_hold_no_key_no_machine_and_no_foreign_host() -> None:
    cassettes = sorted((Path(__file__).parent / "cassettes").rglob("*.yaml"))
    assert len(cassettes) == 5
    for path in cassettes:
        text = path.read_text(encoding="utf-8").lower()
        assert not [word for word in ("secret-1", "bearer", "host:", *PRIVATE[:3], "set-cookie") if word in text]
        uris = [line.split()[1] for line in text.splitlines() if line.strip().startswith("uri:")]
        assert uris
        assert set(uris) == {"http://127.0.0.1/v1/chat/completions"}
