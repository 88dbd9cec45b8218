"""The client of OpenAI-compatible endpoints. Imported only when one is asked: it costs 1.1 CPU seconds."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, cast

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import LanguageModelInput
from langchain_core.language_models.chat_models import generate_from_stream
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.messages.tool import ToolCallChunk
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from langchain_openai import ChatOpenAI
from openai import BaseModel as OpenAIModel

from agents.chat_models.dialect import plain_reply, read_reply, write_request
from config.models import Preset


class Endpoint(ChatOpenAI):
    """A model at an endpoint that follows OpenAI's protocol, save for what its preset says.

    Attributes:
        preset: What the endpoint does differently.
        spoken_of: Name by which records and prices know the model, e.g. ``"deepseek:deepseek-chat"``.
        entry: Section of ``models.toml`` that speaks of this model alone, e.g. ``presets.ollama.models."qwen3:8b"``.
    """

    preset: Preset
    spoken_of: str
    entry: str

    def _get_request_payload(
        self, input_: LanguageModelInput, *, stop: list[str] | None = None, **kwargs: Any
    ) -> dict[str, Any]:
        body = super()._get_request_payload(input_, stop=stop, **kwargs)
        messages = self._convert_input(input_).to_messages()
        thoughts = [
            str(one.additional_kwargs.get("reasoning_content") or "") for one in messages if isinstance(one, AIMessage)
        ]
        return write_request(body, self.preset, thoughts)

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        if self.preset.stream:
            return generate_from_stream(self._stream(messages, stop=stop, run_manager=run_manager, **kwargs))
        result = super()._generate(messages, stop=stop, run_manager=run_manager, **kwargs)
        made = result.generations[0]
        reply = self._read(cast(AIMessage, made.message), kwargs)
        return ChatResult(
            generations=[ChatGeneration(message=reply, generation_info=made.generation_info)],
            llm_output=result.llm_output,
        )

    def _stream(self, *args: Any, **kwargs: Any) -> Iterator[ChatGenerationChunk]:
        """Give the words as they come; calls, and words in which markup may stand, come last, in one piece, read."""
        markup = self.preset.think_tags or self.preset.tools != "native"
        held: ChatGenerationChunk | None = None
        ended = False
        for chunk in super()._stream(*args, **kwargs):
            ended = ended or bool((chunk.generation_info or {}).get("finish_reason"))
            if markup or cast(AIMessageChunk, chunk.message).tool_call_chunks:
                held = chunk if held is None else held + chunk
            else:
                yield chunk
        if not ended:
            raise ValueError("the stream broke off")
        if held is not None:
            reply = self._read(cast(AIMessage, held.message), kwargs)
            yield ChatGenerationChunk(message=_as_chunk(reply), generation_info=held.generation_info)

    def _create_chat_result(
        self, response: dict[str, Any] | OpenAIModel, generation_info: dict[str, Any] | None = None
    ) -> ChatResult:
        """Read a reply, with its thinking, which the client drops."""
        raw = response.model_dump(warnings=False) if isinstance(response, OpenAIModel) else response
        if not isinstance(raw, dict) or not raw.get("choices"):
            return super()._create_chat_result(response, generation_info)
        choices = [one | {"message": plain_reply(one["message"])} for one in raw["choices"]]
        result = super()._create_chat_result(raw | {"choices": choices}, generation_info)
        for made, choice in zip(result.generations, choices, strict=True):
            _keep_thought(made.message, choice["message"])
        return result

    def _convert_chunk_to_generation_chunk(
        self, chunk: dict[str, Any], default_chunk_class: type, base_generation_info: dict[str, Any] | None
    ) -> ChatGenerationChunk | None:
        made = super()._convert_chunk_to_generation_chunk(chunk, default_chunk_class, base_generation_info)
        if made is not None and chunk.get("choices"):
            _keep_thought(made.message, chunk["choices"][0].get("delta") or {})
        return made

    def _read(self, reply: AIMessage, options: dict[str, Any]) -> AIMessage:
        names = [tool["function"]["name"] for tool in options.get("tools") or ()]
        return read_reply(reply, self.preset, names)


def _keep_thought(message: BaseMessage, raw: dict[str, Any]) -> None:
    thought = raw.get("reasoning_content") or raw.get("reasoning")
    if isinstance(thought, str) and thought:
        message.additional_kwargs["reasoning_content"] = thought


def _as_chunk(reply: AIMessage) -> AIMessageChunk:
    """Write a reply that was read as a chunk; what is broken stays so when chunks are added up."""
    calls = [(one["name"], json.dumps(one["args"], ensure_ascii=False), one["id"]) for one in reply.tool_calls]
    calls += [(one["name"] or "", f"unreadable: {one['args']}", one["id"]) for one in reply.invalid_tool_calls]
    return AIMessageChunk(
        content=reply.content,
        additional_kwargs=reply.additional_kwargs,
        response_metadata=reply.response_metadata,
        usage_metadata=reply.usage_metadata,
        tool_call_chunks=[
            ToolCallChunk(type="tool_call_chunk", name=name, args=args, id=call_id, index=number)
            for number, (name, args, call_id) in enumerate(calls)
        ],
    )
