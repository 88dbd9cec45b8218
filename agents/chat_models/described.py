"""Models without tool support: the tools stand in the prompt, and the reply is one JSON object, read strictly."""

from __future__ import annotations

import json
from typing import Any

from langchain_core.messages import InvalidToolCall, ToolCall

from kit.ids import canonical, stable_id

HOW = (
    "# Tools\n"
    'Answer with one JSON object and nothing else: {"say": "", "calls": [{"tool": "name", "args": {}}]}. '
    '"calls" are the tools to use now, [] if none; "say" is the answer in words when nothing is left to do. '
    "These are the tools:"
)
BROKEN = ("reply", "call")
"""Names under which what could not be read goes on; they are no tools."""
SCHEMA = {
    "type": "object",
    "properties": {
        "say": {"type": "string"},
        "calls": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"tool": {"type": "string"}, "args": {"type": "object"}},
                "required": ["tool", "args"],
            },
        },
    },
    "required": ["say", "calls"],
}


def write(body: dict[str, Any], structured: str) -> dict[str, Any]:
    """Write a request without tools: described after the instructions, which stay the same for every task of a job.

    Args:
        body: The request as an endpoint with tools would take it.
        structured: How one JSON object is asked for: ``json_schema``, ``json_object`` or ``none``.
    """
    written = {
        name: value for name, value in body.items() if name not in ("tools", "tool_choice", "parallel_tool_calls")
    }
    written["messages"] = _messages(body["messages"], body.get("tools", []))
    if structured == "json_schema":
        written["response_format"] = {"type": "json_schema", "json_schema": {"name": "reply", "schema": SCHEMA}}
    elif structured == "json_object":
        written["response_format"] = {"type": "json_object"}
    return written


def read(words: str) -> tuple[str, list[ToolCall], list[InvalidToolCall]]:
    """Read ``{"say": …, "calls": […]}``; anything else is a broken call: the model is told, and nothing is done."""
    try:
        reply = json.loads(words)
        if set(reply) != {"say", "calls"} or not isinstance(reply["say"], str) or not isinstance(reply["calls"], list):
            raise ValueError("the keys are not say and calls")
    except (ValueError, TypeError) as error:
        if not words.strip():
            return "", [], []
        fault = f'the reply is not {{"say": "", "calls": []}}: {error}'
        return (
            "",
            [],
            [InvalidToolCall(type="invalid_tool_call", name="reply", args=words[:200], id=_id(words, 0), error=fault)],
        )
    calls, broken = sort_calls([json.dumps(call, ensure_ascii=False) for call in reply["calls"]], "tool", "args")
    return reply["say"], calls, broken


def sort_calls(bodies: list[str], name: str, args: str) -> tuple[list[ToolCall], list[InvalidToolCall]]:
    """Sort calls that a model has written as JSON into those that can be read and those that cannot.

    Args:
        bodies: The text of each call.
        name: Key of the tool's name in it.
        args: Key of its arguments, an object or its text; for ``arguments`` also ``parameters`` is read, or nothing.
    """
    calls: list[ToolCall] = []
    broken: list[InvalidToolCall] = []
    for number, body in enumerate(bodies):
        try:
            call = json.loads(body)
            # models that write calls into their words name the arguments in either way, or leave them out
            given = call[args] if args in call or args == "args" else call.get("parameters", {})
            given = json.loads(given) if isinstance(given, str) else given
            if not isinstance(call[name], str) or not isinstance(given, dict):
                raise ValueError("a name and an object of arguments are needed")
            calls.append(ToolCall(name=call[name], args=given, id=_id(body, number)))
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            fault = str(error) or "unreadable"
            broken.append(
                InvalidToolCall(
                    type="invalid_tool_call", name="call", args=body[:200], id=_id(body, number), error=fault
                )
            )
    return calls, broken


def _messages(messages: list[dict[str, Any]], tools: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Write calls and results as words; two messages of the user in a row become one, as strict endpoints want it."""
    named = {call["id"]: call["function"]["name"] for one in messages for call in one.get("tool_calls") or ()}
    written: list[dict[str, Any]] = []
    for one in messages:
        if one["role"] == "system":
            written.append({"role": "system", "content": _with_tools(one["content"], tools)})
        elif one.get("tool_calls"):
            calls = [
                {"tool": call["function"]["name"], "args": json.loads(call["function"]["arguments"])}
                for call in one["tool_calls"]
                if call["function"]["name"] not in BROKEN
            ]
            written.append(
                {"role": "assistant", "content": canonical({"say": (one.get("content") or "").strip(), "calls": calls})}
            )
        elif one["role"] == "tool":
            words = f"# Result of {named.get(one['tool_call_id'], 'a call')}\n{one['content']}"
            if written and written[-1]["role"] == "user" and written[-1]["content"].startswith("# Result of"):
                written[-1] = {"role": "user", "content": f"{written[-1]['content']}\n\n{words}"}
            else:
                written.append({"role": "user", "content": words})
        else:
            written.append(one)
    return written


def _with_tools(instructions: str, tools: list[dict[str, Any]]) -> str:
    if not tools:
        return f'{instructions}\n\n# Answer\nOne JSON object and nothing else: {{"say": "your answer", "calls": []}}.'
    lines = [canonical(tool["function"]) for tool in tools]
    return "\n".join([instructions, "", HOW, *lines])


def _id(body: str, number: int) -> str:
    return stable_id("call", body, number)
