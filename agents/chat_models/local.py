"""Models in this process: the rules model, and a script for tests and drills.

The rules model is an ordinary LangChain chat model: a pure function of its messages that takes the recommendation of
the brief as it stands. It needs no key and no network.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, ToolCall, ToolMessage
from langchain_core.outputs import ChatGeneration, ChatResult
from langchain_core.runnables import Runnable
from pydantic import PrivateAttr

from config.settings import RULES_MODEL
from kit.errors import Misconfigured

RECOMMENDED = "# Recommended"
"""Heading under which a brief's recommendation stands as one line of JSON."""


class LocalModel(BaseChatModel):
    """A model in this process: tools are offered to it and need no binding."""

    def bind_tools(self, tools: Sequence[Any], **kwargs: Any) -> Runnable[Any, AIMessage]:
        """Offer tools; the model names those that the brief recommends."""
        return self

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        return ChatResult(generations=[ChatGeneration(message=self._reply(messages))])

    def _reply(self, messages: list[BaseMessage]) -> AIMessage:
        raise NotImplementedError


class RulesModel(LocalModel):
    """Takes the recommendation as it stands: its calls first, then its draft and what became of the calls."""

    @property
    def _llm_type(self) -> str:
        return RULES_MODEL

    def _reply(self, messages: list[BaseMessage]) -> AIMessage:
        heading = f"{RECOMMENDED}\n"
        # the last message that has one: a nudge may come after it
        last = max(i for i, one in enumerate(messages) if isinstance(one, HumanMessage) and heading in one.text)
        recommended = json.loads(messages[last].text.rpartition(heading)[2].splitlines()[0])
        replies = messages[last + 1 :]
        results = [message.text for message in replies if isinstance(message, ToolMessage)]
        made = {call["name"] for one in replies if isinstance(one, AIMessage) for call in one.tool_calls}
        done = {call["tool"]: _was_done(call["tool"], replies) for call in recommended["calls"]}
        calls = [
            ToolCall(name=call["tool"], args=args, id=f"call_{len(results)}_{number}")
            for number, call in enumerate(recommended["calls"], 1)
            if call["tool"] not in made and (args := _args_now(call, made, done)) is not None
        ]
        if calls:
            return AIMessage(content="", tool_calls=calls)
        return AIMessage(content="\n".join(part for part in [recommended["draft"], *results] if part))


def _args_now(call: dict[str, Any], made: set[str], done: dict[str, bool]) -> dict[str, Any] | None:
    """Give the arguments with which a recommended call is to be made now, or None if it is not its turn."""
    needs, args = call["needs"], call["args"]
    if needs is not None and needs in made and not done[needs]:
        args = call["otherwise"]
    its_turn = not made if needs is None else needs in made
    return dict(args) if its_turn and args is not None else None


def _was_done(tool: str, replies: list[BaseMessage]) -> bool:
    """Tell whether every call of a tool was done, by what the desk answered."""
    calls = [call for one in replies if isinstance(one, AIMessage) for call in one.tool_calls]
    ids = {call["id"] for call in calls if call["name"] == tool}
    answers = [one.text for one in replies if isinstance(one, ToolMessage) and one.tool_call_id in ids]
    return bool(answers) and all(answer.startswith(("done: ", "done 已执行: ")) for answer in answers)


class ScriptedModel(LocalModel):
    """Gives prepared replies one after the other, for tests and drills; asked for more, it says so."""

    replies: list[AIMessage]
    _asked: list[list[BaseMessage]] = PrivateAttr(default_factory=list)

    @property
    def _llm_type(self) -> str:
        return "scripted"

    @property
    def asked(self) -> list[list[BaseMessage]]:
        """Give the messages of every call so far."""
        return self._asked

    def _reply(self, messages: list[BaseMessage]) -> AIMessage:
        if len(self._asked) >= len(self.replies):
            raise Misconfigured(f"the script has {len(self.replies)} replies and was asked once more")
        self._asked.append(messages)
        return self.replies[len(self._asked) - 1]
