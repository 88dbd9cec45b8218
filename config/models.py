"""Model endpoints and their prices, as data: ``config/models.toml`` under the home's own ``models.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from fnmatch import fnmatchcase
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from kit.errors import Misconfigured

DEFAULT = Path(__file__).parent / "models.toml"


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    source: str
    read: str


class Preset(_Entry):
    """One kind of endpoint; what each field means stands at the head of ``models.toml``."""

    title: str
    base_url: str
    url_env: str = ""
    key_env: str
    needs_key: bool = True
    tools: Literal["native", "text", "prompt"] = "native"
    parallel: Literal["on", "off", "omit"] = "on"
    empty: Literal["null", "blank", "drop"] = "null"
    reasoning: Literal["drop", "return"] = "drop"
    reasoning_blank: str = ""
    think_tags: bool = False
    structured: Literal["json_schema", "json_object", "none"] = "none"
    limit: Literal["max_tokens", "max_completion_tokens"] = "max_tokens"
    stream: bool = False
    stream_usage: bool = True
    extra: dict[str, Any] = {}
    models: dict[str, dict[str, Any]] = {}

    def for_model(self, model: str) -> Preset:
        """Give the preset with what differs for a model, e.g. ``"qwq-32b"``; a later pattern wins."""
        own: dict[str, Any] = {}
        for pattern, values in self.models.items():
            if fnmatchcase(model, pattern):
                own |= values
        return Preset.model_validate(self.model_dump(exclude={"models"}) | own)


class Price(_Entry):
    """Price for a million tokens, in major units of ``currency``: of the prompt, its cached part, and the reply."""

    input: Decimal = Field(ge=0)
    output: Decimal = Field(ge=0)
    cached: Decimal | None = Field(default=None, ge=0)
    currency: str

    def micro(self, inputs: int, outputs: int, cached: int = 0) -> int:
        """Give the price of a call in millionths of a major unit, rounded up.

        Example:
            >>> price = Price(input="0.40", output="1.60", cached="0.10", currency="USD", source="", read="")
            >>> price.micro(1000, 100)  # 0.00056 dollars
            560
        """
        of_cached = self.input if self.cached is None else self.cached
        value = self.input * (inputs - cached) + of_cached * cached + self.output * outputs
        return int(value.to_integral_value(ROUND_CEILING))


@dataclass(frozen=True)
class ModelData:
    """Presets by name, prices by pattern of ``"preset:model"``, and rates of exchange to US dollars."""

    presets: dict[str, Preset]
    prices: dict[str, Price]
    rates: dict[str, Decimal]

    def price(self, name: str) -> Price | None:
        """Give the price of ``"preset:model"``: an exact name first, then the longest pattern; None if unknown."""
        found = [pattern for pattern in self.prices if fnmatchcase(name, pattern)]
        return self.prices[max(found, key=lambda pattern: (pattern == name, len(pattern)))] if found else None

    def convert(self, micro: int, currency: str, into: str) -> int:
        """Change an amount into another currency, rounded up.

        Raises:
            Misconfigured: There is no rate for one of the two.
        """
        if currency == into:
            return micro
        for one in (currency, into):
            if one not in self.rates:
                raise Misconfigured(f"models: no rate for {one}; add it under [rates] in models.toml")
        value = Decimal(micro) * self.rates[currency] / self.rates[into]
        return int(value.to_integral_value(ROUND_CEILING))


def load_models(own: Path | None = None) -> ModelData:
    """Read the presets and prices and lay the owner's file over them, entry by entry.

    Raises:
        Misconfigured: A file that is no TOML, or a value of a wrong name or kind; the message names file and key.
    """
    return _laid_over(own, _text(own)) if own is not None and own.exists() else _laid_over(DEFAULT, "")


@lru_cache(maxsize=8)
def _laid_over(place: Path, text: str) -> ModelData:
    """Lay the text of the owner's file over the presets; the same text is read once, it is asked for at every task."""
    values, changes = _parsed(DEFAULT, _text(DEFAULT)), _parsed(place, text)
    unknown = sorted(set(changes) - set(values))
    if unknown:
        raise Misconfigured(f"{place}: {unknown[0]!r} is no section; there are {', '.join(values)}")
    presets = _merged(values["presets"], changes.get("presets", {}))
    prices = _merged(values["prices"], changes.get("prices", {}), whole=True)
    try:
        data = ModelData(
            {name: Preset.model_validate(entry) for name, entry in presets.items()},
            {name: Price.model_validate(entry) for name, entry in prices.items()},
            {name: Decimal(str(rate)) for name, rate in (values["rates"] | changes.get("rates", {})).items()},
        )
        for preset in data.presets.values():
            for pattern in preset.models:
                preset.for_model(pattern)
    except (ValidationError, ArithmeticError) as error:
        fault = error.errors()[0] if isinstance(error, ValidationError) else {"loc": ("rates",), "msg": str(error)}
        key = ".".join(str(part) for part in fault["loc"])
        raise Misconfigured(f"{place}: {key}: {fault['msg']}; correct that entry") from error
    return data


def _merged(values: dict[str, Any], changes: dict[str, Any], *, whole: bool = False) -> dict[str, Any]:
    """Lay entries over entries; ``whole`` replaces an entry, else its fields are laid over."""
    entries = dict(values)
    for name, entry in changes.items():
        # an owner's own entry need not say where it is from
        base = {"source": "models.toml of the owner", "read": ""} if whole or name not in values else values[name]
        entries[name] = base | entry
    return entries


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise Misconfigured(f"{path}: {error}; correct that file") from error


def _parsed(path: Path, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except ValueError as error:
        raise Misconfigured(f"{path}: {error}; correct that file") from error
