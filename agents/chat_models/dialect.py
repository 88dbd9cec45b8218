"""What endpoints do differently: requests are written, and replies read, as a preset says (``config/models.toml``)."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

from langchain_core.messages import AIMessage, AIMessageChunk, InvalidToolCall, ToolCall

from agents.chat_models import described
from config.models import Preset

NOTHING = "(no words)"
"""Stands where a message that is not a call would be empty; several endpoints answer 400 to an empty one."""

_THINKING = re.compile(r"\A\s*(?:<think>)?(.*?)</think>\s*", re.DOTALL)
_FENCE = re.compile(r"\A\s*```(?:json|tool_call|tool_code)?\s*\n(.*?)\n?\s*```\s*\Z", re.DOTALL)
_TAGS = re.compile(r"\A\s*(?:<tool_call>.*?</tool_call>\s*)+\Z", re.DOTALL)
_TAG = re.compile(r"<tool_call>(.*?)</tool_call>", re.DOTALL)


def write_request(body: dict[str, Any], preset: Preset, reasoning: Sequence[str]) -> dict[str, Any]:
    """Write the body of a chat completion as an endpoint wants it.

    Args:
        body: The request as OpenAI takes it: ``messages``, ``tools``, …
        preset: What the endpoint does differently.
        reasoning: Thinking behind each assistant message of ``body``, in their order, ``""`` where there was none.
    """
    written = {name: value for name, value in body.items() if name not in ("max_tokens", "max_completion_tokens")}
    limit = body.get("max_completion_tokens", body.get("max_tokens"))
    if limit is not None:
        written[preset.limit] = limit
    if preset.parallel == "omit" or not written.get("tools"):
        written.pop("parallel_tool_calls", None)
    elif preset.parallel == "off" and "parallel_tool_calls" in written:
        written["parallel_tool_calls"] = False
    thoughts = iter(reasoning)
    written["messages"] = [
        _message(one, preset, next(thoughts, "") if one["role"] == "assistant" else "") for one in body["messages"]
    ]
    if preset.tools == "prompt":
        written = described.write(written, preset.structured)
    # beside the client's own fields, of which it checks some and acts on others
    extra = dict(preset.extra) | {
        name: written.pop(name) for name in ("response_format",) if name in written and preset.tools == "prompt"
    }
    return written | ({"extra_body": extra} if extra else {})


def _message(message: dict[str, Any], preset: Preset, thought: str) -> dict[str, Any]:
    one = dict(message)
    words = one.get("content")
    calls = one.get("tool_calls")
    if not words or (isinstance(words, str) and not words.strip()):
        one["content"] = NOTHING if not calls else {"null": None, "blank": " "}.get(preset.empty)
        if calls and preset.empty == "drop":
            del one["content"]
    if calls:
        # what the model wrote wrongly goes back as JSON all the same: servers answer 400 or 500 to other arguments
        one["tool_calls"] = [
            call | {"function": call["function"] | {"arguments": _sound(call["function"]["arguments"])}}
            for call in calls
        ]
    if calls and preset.reasoning == "return":
        one["reasoning_content"] = thought or preset.reasoning_blank
    return one


def plain_reply(message: dict[str, Any]) -> dict[str, Any]:
    """Bring the arguments of a raw reply's calls to what OpenAI sends: the text of one JSON object.

    Servers also send an object instead of text, an empty text for a call without arguments, or JSON in JSON.
    """
    calls = message.get("tool_calls")
    if not calls:
        return message
    return message | {
        "tool_calls": [
            call | {"function": call["function"] | {"arguments": _plain(call["function"].get("arguments"))}}
            for call in calls
        ]
    }


def read_reply(reply: AIMessage, preset: Preset, tools: Sequence[str]) -> AIMessage:
    """Take thinking out of the words and calls out of where a model has put them; what cannot be read is a broken call.

    Args:
        reply: The reply as the client has read it.
        preset: What the endpoint does differently.
        tools: Names of the tools that were offered.
    """
    words, thought = str(reply.text), str(reply.additional_kwargs.get("reasoning_content") or "")
    if preset.think_tags and (found := _THINKING.match(words)):
        words, thought = words[found.end() :], thought or found[1].strip()
    calls, broken = _again(reply)
    if preset.tools == "prompt":
        words, calls, broken = described.read(words)
    elif preset.tools == "text" and tools and not calls and not broken and (bodies := _written_calls(words, tools)):
        words, calls, broken = "", *described.sort_calls(bodies, "name", "arguments")
    kept = {name: value for name, value in reply.additional_kwargs.items() if name != "reasoning_content"}
    return AIMessage(
        content=words,
        tool_calls=calls,
        invalid_tool_calls=broken,
        additional_kwargs=kept | ({"reasoning_content": thought} if thought else {}),
        response_metadata=reply.response_metadata,
        usage_metadata=reply.usage_metadata,
        id=reply.id,
    )


def _again(reply: AIMessage) -> tuple[list[ToolCall], list[InvalidToolCall]]:
    """Read the calls of a reply strictly.

    A streamed reply's arguments have been completed where they broke off, so that half a sentence would be sent.
    """
    calls, broken = list(reply.tool_calls), list(reply.invalid_tool_calls)
    raw: list[tuple[str, str, str]] = [
        (one["name"] or "", one["args"] or "", one["id"] or "")
        for one in (reply.tool_call_chunks if isinstance(reply, AIMessageChunk) else broken)
    ]
    if isinstance(reply, AIMessageChunk):
        calls = []
    broken = []
    for name, text, call_id in raw:
        args = _object(_plain(text))
        if args is None:
            broken.append(
                InvalidToolCall(type="invalid_tool_call", name=name, args=text, id=call_id, error="no JSON object")
            )
        else:
            calls.append(ToolCall(name=name, args=args, id=call_id))
    return calls, broken


def _plain(arguments: object) -> str:
    """Give the text of one JSON object, if that is what the arguments are in any wrapping."""
    if arguments is None or (isinstance(arguments, str) and not arguments.strip()):
        return "{}"
    if not isinstance(arguments, str):
        return json.dumps(arguments, ensure_ascii=False)
    try:
        inner = json.loads(arguments)
    except ValueError:
        fenced = _FENCE.match(arguments)
        return fenced[1] if fenced else arguments
    return inner if isinstance(inner, str) else arguments


def _sound(arguments: str) -> str:
    return arguments if _object(arguments) is not None else json.dumps({"unreadable": arguments}, ensure_ascii=False)


def _object(text: str) -> dict[str, Any] | None:
    try:
        value = json.loads(text)
    except ValueError:
        return None
    return value if isinstance(value, dict) else None


def _written_calls(words: str, tools: Sequence[str]) -> list[str]:
    """Give the bodies of calls if the words are nothing but calls, else none: quoted text must not become a call."""
    if _TAGS.match(words):
        return _TAG.findall(words)
    fenced = _FENCE.match(words)
    body = (fenced[1] if fenced else words).strip()
    value = _object(body)
    if value is not None and value.get("name") in tools and set(value) <= {"name", "arguments", "parameters"}:
        return [body]
    return []
