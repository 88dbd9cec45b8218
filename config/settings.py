"""All settings in one place: environment first, then ``shop.toml`` in the working folder, then the defaults."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Literal

from pydantic import AliasChoices, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from kit.errors import Misconfigured

RULES_MODEL = "rules"


class Settings(BaseSettings):
    """What an operator can set, as ``SHOPSTAFF_<NAME>`` or as a key of ``shop.toml``.

    Attributes:
        home: Folder that holds all state.
        shop: Id of the shop that commands work on; the only one there is if not set.
        platform: Where that shop lives, the name of a file in ``shops/``.
        model: ``rules`` (no key, no network), ``preset:model`` (``deepseek:deepseek-chat``; presets stand in
            ``config/models.toml``), or the name of a model at ``base_url``. Several, with commas, are a chain: where
            one does not answer the next is asked, and the record says so.
        base_url: OpenAI-compatible endpoint; ``OPENAI_BASE_URL`` is read too.
        api_key: Key of that endpoint; ``OPENAI_API_KEY`` is read too.
        model_urls: Addresses of presets in place of their own, by preset.
        model_keys: Keys of presets, by preset; else the variable that the preset names is read.
        model_timeout_s: Seconds that one model call may take.
        model_max_tokens: Tokens that one reply may have.
        model_stream: Replies are read as streams.
        max_model_calls: Model calls that one task may make.
        max_task_tokens: Tokens, prompts and replies, that one task may take.
        max_task_cost: Money that one task's model calls may cost, in major units of ``cost_currency``.
        max_day_cost: Money that a shop's model calls of one day may cost.
        cost_currency: Currency of the two, e.g. ``"USD"``.
        max_hops: Hand-offs that one task may cause.
        remembers: The staff reads its memory; switched off it writes and never reads, to measure what memory changes.
        language: In which the owner reads reports and plans that nobody asked for: ``en`` or ``zh``.
    """

    model_config = SettingsConfigDict(env_prefix="SHOPSTAFF_", toml_file="shop.toml", extra="forbid")

    home: Path = Path(".shopstaff")
    shop: str | None = None
    platform: str = "embedded"
    model: str = RULES_MODEL
    base_url: str | None = Field(
        default=None, validation_alias=AliasChoices("SHOPSTAFF_BASE_URL", "OPENAI_BASE_URL", "base_url")
    )
    api_key: SecretStr | None = Field(
        default=None, validation_alias=AliasChoices("SHOPSTAFF_API_KEY", "OPENAI_API_KEY", "api_key")
    )
    model_urls: dict[str, str] = {}
    model_keys: dict[str, SecretStr] = {}
    model_timeout_s: float = Field(default=30.0, gt=0)
    model_max_tokens: int = Field(default=1500, ge=16)
    model_stream: bool = False
    max_model_calls: int = Field(default=6, ge=1)
    max_task_tokens: int = Field(default=60_000, ge=1)
    max_task_cost: Decimal = Field(default=Decimal("0.25"), ge=0)
    max_day_cost: Decimal = Field(default=Decimal(5), ge=0)
    cost_currency: str = Field(default="USD", pattern="^[A-Z]{3}$")
    max_hops: int = Field(default=4, ge=0)
    remembers: bool = True
    language: Literal["zh", "en"] = "en"

    @property
    def models_file(self) -> Path:
        """Give the owner's own presets and prices, which need not be there."""
        return self.home / "models.toml"

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Read arguments, then the environment, then ``shop.toml``."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)


def load_settings(**overrides: object) -> Settings:
    """Read the settings.

    Raises:
        Misconfigured: A setting has a wrong name or value; the message names it.
    """
    try:
        return Settings(**{name: value for name, value in overrides.items() if value is not None})  # type: ignore[arg-type]
    except ValidationError as error:
        faults = "; ".join(f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors())
        raise Misconfigured(f"settings: {faults}; correct SHOPSTAFF_* or shop.toml") from error
    except ValueError as error:
        raise Misconfigured(f"shop.toml cannot be read: {error}") from error
