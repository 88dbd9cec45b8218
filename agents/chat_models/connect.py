"""From the settings to a model: one, or a chain of which each is asked when those before it do not answer."""

from __future__ import annotations

from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import BaseMessage
from langchain_core.outputs import ChatResult

from agents.chat_models.local import LocalModel, RulesModel
from config.endpoints import chain_of, price_of, split, where
from config.models import ModelData, load_models
from config.settings import RULES_MODEL, Settings
from kit.errors import Misconfigured


class ModelChain(BaseChatModel):
    """Several models in the order in which they are asked; :func:`agents.chat_models.ask` walks it.

    Attributes:
        links: The models, the preferred one first.
    """

    links: list[BaseChatModel]

    @property
    def _llm_type(self) -> str:
        return "chain"

    @property
    def model_name(self) -> str:
        """Give the names of all, e.g. ``"qwen:qwen-plus, then rules"``."""
        return ", then ".join(name_of(link) for link in self.links)

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        raise NotImplementedError("a chain is asked with agents.chat_models.ask, which says what it did")


def connect(settings: Settings) -> BaseChatModel:
    """Give the model that the settings name.

    Raises:
        Misconfigured: A model without an endpoint or without the key it needs, or a budget in money that cannot be held
            because a price is not known.
    """
    data = load_models(settings.models_file)
    links = [_connect_one(settings, data, item) for item in chain_of(settings)]
    _check_budget(settings, data, links)
    return links[0] if len(links) == 1 else ModelChain(links=links)


def name_of(model: BaseChatModel) -> str:
    """Give the name under which a task's record shows a model, e.g. ``"rules"`` or ``"deepseek:deepseek-chat"``."""
    name = getattr(model, "spoken_of", "") or getattr(model, "model_name", "")
    return str(name or model.__class__.__name__.removesuffix("Model").lower())


def links_of(model: BaseChatModel) -> list[BaseChatModel]:
    """Give the models of a chain, or the one model."""
    return model.links if isinstance(model, ModelChain) else [model]


def is_local(model: BaseChatModel) -> bool:
    """Tell whether a model runs in this process and costs nothing."""
    return isinstance(model, LocalModel)


def _connect_one(settings: Settings, data: ModelData, item: str) -> BaseChatModel:
    if item == RULES_MODEL:
        return RulesModel()
    name, preset, model, url, key = where(settings, data, item)
    if not url:
        raise Misconfigured(f"the model {item!r} needs the address of its endpoint; set {preset.url_env}")
    if key is None and preset.needs_key:
        own = ", or OPENAI_BASE_URL for an endpoint of your own" if preset.key_env == "OPENAI_API_KEY" else ""
        raise Misconfigured(
            f"the model {item!r} needs {preset.key_env}{own}; SHOPSTAFF_MODEL=rules works without either"
        )
    from agents.chat_models._openai import Endpoint

    stream = preset.stream or settings.model_stream
    return Endpoint(
        model=model,
        base_url=url,
        # a server of one's own may want no key, the client does
        api_key=key or "none",  # type: ignore[arg-type]
        timeout=settings.model_timeout_s,
        max_retries=1,
        max_completion_tokens=settings.model_max_tokens,
        stream_usage=preset.stream_usage,
        use_responses_api=False,
        preset=preset.model_copy(update={"stream": stream}),
        spoken_of=name,
        entry='presets.{}.models."{}"'.format(*split(settings, data, item)),
    )


def _check_budget(settings: Settings, data: ModelData, links: list[BaseChatModel]) -> None:
    """Refuse a budget in money that somebody set and that cannot be held."""
    wanted = [name for name in ("max_task_cost", "max_day_cost") if name in settings.model_fields_set]
    for link in links:
        if is_local(link):
            continue
        price = price_of(settings, data, name_of(link))
        if price is None and wanted:
            raise Misconfigured(
                f"{wanted[0]} cannot be held: the price of {name_of(link)!r} is not known; "
                f"add it to {settings.models_file} under [prices]"
            )
        if price is not None:
            data.convert(0, price.currency, settings.cost_currency)
