"""Asking a model for one reply: down the chain, inside the budget, and with a record of what was done."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Sequence
from typing import Any, Protocol

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage, InvalidToolCall, message_to_dict, messages_from_dict
from langchain_core.runnables import Runnable

from agents.chat_models.connect import is_local, links_of, name_of
from agents.chat_models.local import RulesModel
from config.models import Preset
from kit.errors import Misconfigured, ShopstaffError, Unavailable

ASKED, FAULTS = "asked", "faults"
"""Keys of a reply's metadata: the model that gave it, and why those before it did not, as ``[model, reason]``."""
CUT = ("length", "content_filter")
"""How an endpoint says that a reply breaks off."""
NO_MONEY = ("insufficient_quota", "insufficient_balance", "arrearage", "exceeded_current_quota_error")
FILTERED = ("content_filter", "data_inspection_failed", "content_policy_violation", "sensitive")


_ABOUT_TOOLS = re.compile(r"\btools?\b|tool[_ -]?(?:use|choice|call)|function[_ -]?call", re.IGNORECASE)


class OverBudget(ShopstaffError):
    """The next call would pass the task's or the day's budget, so it was not made; see `shopstaff doctor`."""

    code = "over_budget"
    http_status = 402


class Meter(Protocol):
    """Counts calls against budgets: before one is made, and when it has ended."""

    def reserve(self, model: str, prompt_bytes: int) -> int:
        """Count a call at the most it can cost and give its number; OverBudget if that is too much."""

    def answered(self, number: int, reply: AIMessage) -> None:
        """Count what the call has cost."""

    def failed(self, number: int, why: str, *, may_cost: bool) -> None:
        """Say that no reply came; what may have been charged all the same stays counted."""


def ask(
    model: BaseChatModel,
    messages: list[BaseMessage],
    tools: list[dict[str, Any]],
    *,
    meter: Meter | None = None,
    skip: Collection[str] = (),
) -> AIMessage:
    """Ask a model for one reply; it may make several calls at once, which are run one after the other.

    The next model of a chain is asked when one cannot be reached, is busy, fails, gives no answer, refuses a text by
    its filter, has no money left, or would pass a budget. A key, a model's name or a request that is refused is shown
    instead: going on would hide it.

    Args:
        model: The model, or a chain.
        messages: The prompt and what came after it.
        tools: Schemas of the tools that may be called.
        meter: Counts and bounds what it costs.
        skip: Names of models that have failed in this turn already; they are left out as long as others are left.

    Raises:
        Unavailable: No model answers.
        OverBudget: Every call would pass a budget; none was made.
        Misconfigured: An endpoint refuses the key, the model's name or the request.
    """
    links = [link for link in links_of(model) if name_of(link) not in skip] or links_of(model)
    faults: list[tuple[str, ShopstaffError]] = []
    for link in links:
        try:
            reply = _ask_one(link, messages, tools, meter)
        except (Unavailable, OverBudget) as error:
            faults.append((name_of(link), error))
            continue
        told = {ASKED: name_of(link)} | ({FAULTS: [[name, str(why)] for name, why in faults]} if faults else {})
        return reply.model_copy(update={"response_metadata": reply.response_metadata | told})
    if len(faults) == 1:
        raise faults[0][1]
    kind = OverBudget if all(isinstance(why, OverBudget) for _, why in faults) else Unavailable
    raise kind("; ".join(f"{name}: {why}" for name, why in faults)) from faults[-1][1]


MOST_BYTES = 10**7
"""Of one reply: no task's words and calls come near it, and it is kept whole."""


def failed_before(messages: Sequence[BaseMessage]) -> set[str]:
    """Give the names of models that have failed so far in a turn."""
    return {name for one in messages if isinstance(one, AIMessage) for name, _ in one.response_metadata.get(FAULTS, ())}


def models_used(messages: Sequence[BaseMessage]) -> list[str]:
    """Give in order which models a turn has asked, e.g. ``["qwen:qwen-plus failed", "rules"]``."""
    said: list[str] = []
    for one in messages:
        if isinstance(one, AIMessage):
            said += [f"{name} failed" for name, _ in one.response_metadata.get(FAULTS, ())]
            said += [one.response_metadata[ASKED]] if ASKED in one.response_metadata else []
    return list(dict.fromkeys(said))


def size_of(messages: Sequence[BaseMessage], tools: Sequence[dict[str, Any]] = ()) -> int:
    """Give the bytes of a prompt: words, calls and the tools' schemas."""
    words = sum(len(one.text.encode()) for one in messages)
    calls = sum(len(str(one.tool_calls).encode()) for one in messages if isinstance(one, AIMessage) and one.tool_calls)
    return words + calls + sum(len(str(tool).encode()) for tool in tools)


def _ask_one(
    link: BaseChatModel, messages: list[BaseMessage], tools: list[dict[str, Any]], meter: Meter | None
) -> AIMessage:
    free = isinstance(link, RulesModel)
    number = meter.reserve(name_of(link), size_of(messages, tools)) if meter and not free else None
    options: dict[str, Any] = {} if is_local(link) else {"parallel_tool_calls": True}
    asked: Runnable[Any, Any] = link.bind_tools(tools, **options) if tools else link
    try:
        reply = asked.invoke(messages)
        if not isinstance(reply, AIMessage):
            raise Unavailable(f"the endpoint answered with {type(reply).__name__} instead of a message")
    except Exception as error:
        known = error if isinstance(error, ShopstaffError) else None if is_local(link) else _translate(error, link)
        if meter and number is not None:
            meter.failed(number, str(known or error), may_cost=_may_cost(error))
        if known is None or known is error:
            raise
        raise known from error
    reply = _bounded(_writable(reply))
    if meter and number is not None:
        meter.answered(number, reply)
    return _sound(reply)


def _bounded(reply: AIMessage) -> AIMessage:
    """Take a reply without end for one that says nothing: the model is asked again, and no table has to hold it."""
    if size_of([reply]) <= MOST_BYTES:
        return reply
    return AIMessage("", response_metadata=reply.response_metadata, usage_metadata=reply.usage_metadata)


def _writable(reply: AIMessage) -> AIMessage:
    """Write ``?`` for half a sign, which no table can hold; models have been seen to send the halves of emojis."""
    text = json.dumps(message_to_dict(reply), ensure_ascii=False)
    try:
        text.encode()
    except UnicodeEncodeError:
        (whole,) = messages_from_dict([json.loads(text.encode(errors="replace"))])
        assert isinstance(whole, AIMessage)
        return whole
    return reply


def _sound(reply: AIMessage) -> AIMessage:
    """Take calls out of a reply that breaks off: the last one may have lost its end and still be readable."""
    if reply.response_metadata.get("finish_reason") not in CUT or not reply.tool_calls:
        return reply
    cut = [
        InvalidToolCall(
            type="invalid_tool_call",
            name=one["name"],
            args=str(one["args"])[:200],
            id=one["id"],
            error="the reply broke off before its end; say it shorter",
        )
        for one in reply.tool_calls
    ]
    return reply.model_copy(update={"tool_calls": [], "invalid_tool_calls": [*reply.invalid_tool_calls, *cut]})


def broke_off(reply: AIMessage) -> bool:
    """Tell whether a reply ends before its end."""
    return reply.response_metadata.get("finish_reason") in CUT


def _may_cost(error: Exception) -> bool:
    """Tell whether a failed call may be charged: the endpoint may have worked on it."""
    import openai

    if isinstance(error, openai.APITimeoutError):
        return True
    return not isinstance(error, openai.APIConnectionError | openai.APIStatusError)


def _translate(error: Exception, link: BaseChatModel) -> ShopstaffError:
    """Sort an endpoint's failure by who must act."""
    import openai  # there already, since an endpoint was asked

    said = f"{getattr(error, 'code', '')} {getattr(error, 'type', '')} {error}".lower()
    if isinstance(error, openai.APIStatusError) and (
        error.status_code == 402 or any(word in said for word in NO_MONEY)
    ):
        return Unavailable(f"the account at the model's endpoint has no money left ({error.status_code}); top it up")
    if isinstance(error, openai.AuthenticationError | openai.PermissionDeniedError):
        preset: Preset | None = getattr(link, "preset", None)
        variable = preset.key_env if preset else "OPENAI_API_KEY"
        return Misconfigured(f"the endpoint of {name_of(link)!r} refuses the key; set {variable} to a valid one")
    if isinstance(error, openai.BadRequestError) and any(word in said for word in FILTERED):
        return Unavailable(
            "the model's endpoint refuses this text by its filter; another model, or rules, can answer it"
        )
    if isinstance(error, openai.NotFoundError | openai.BadRequestError | openai.UnprocessableEntityError):
        remedy = "check SHOPSTAFF_MODEL"
        if _ABOUT_TOOLS.search(error.message):
            entry = getattr(link, "entry", "presets.NAME")
            remedy = f'if it takes no tools, write tools = "prompt" under [{entry}] into models.toml in the home'
        return Misconfigured(f"the model's endpoint refuses the request: {error.message}; {remedy}")
    if isinstance(error, openai.APIConnectionError | openai.RateLimitError | openai.InternalServerError):
        return Unavailable(
            f"the model's endpoint does not answer ({type(error).__name__}); "
            "check OPENAI_BASE_URL, or set SHOPSTAFF_MODEL=rules to go on without a model"
        )
    fault = f"{type(error).__name__}: {error}"
    return Unavailable(f"the model's endpoint gave what is no answer ({fault}); try again later")
