"""Replies of a scripted model, written short."""

from __future__ import annotations

from langchain_core.messages import AIMessage, ToolCall
from langchain_core.messages.tool import InvalidToolCall

from agents.chat_models import ScriptedModel


def script(*replies: AIMessage) -> ScriptedModel:
    """Give a model that says these things one after the other."""
    return ScriptedModel(replies=list(replies))


def text(words: str) -> AIMessage:
    """Give a reply in words."""
    return AIMessage(content=words)


def calls(*wanted: tuple[str, dict[str, object]]) -> AIMessage:
    """Give a reply that calls tools: (name, arguments) each."""
    made = [ToolCall(name=name, args=args, id=f"c{number}") for number, (name, args) in enumerate(wanted, 1)]
    return AIMessage(content="", tool_calls=made)


def broken_call(name: str, args: str) -> AIMessage:
    """Give a reply whose arguments are no JSON."""
    broken = InvalidToolCall(type="invalid_tool_call", name=name, args=args, id="c1", error="not JSON")
    return AIMessage(content="", invalid_tool_calls=[broken])


def ladder(sku: str, *steps: tuple[int, int]) -> tuple[str, dict[str, object]]:
    """Give a call of ``set_price`` with steps of (pieces, minor units)."""
    rows = [{"min_quantity": quantity, "unit_price": price} for quantity, price in steps]
    return "set_price", {"sku": sku, "ladder": rows, "reason": "the owner asked for it"}
