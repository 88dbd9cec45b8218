"""Limits are data with a version: the defaults in ``config/limits.toml`` under a shop's own file."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

import config
from authority.effect import effect_kinds
from kit.errors import Misconfigured
from kit.ids import canonical, stable_id
from shops.terms import FloorTerms

Level = Annotated[int, Field(ge=0, le=3)]
Rate = Annotated[Decimal, Field(ge=0, le=1)]
Minor = Annotated[int, Field(ge=0)]


class _Group(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class PriceLimits(_Group):
    """Largest relative change of any step of a ladder."""

    move_24h: Rate
    move_30d: Rate


class QuoteLimits(_Group):
    """A quote has an end, at most this many days away."""

    max_valid_days: int = Field(ge=1)


class RefundLimits(_Group):
    """Money back without the owner: per effect, per buyer (effects in 30 days), per shop day."""

    auto_per_effect: Minor
    per_buyer_30d: int = Field(ge=0)
    per_day: Minor


class GiveawayLimits(_Group):
    """Value given away per shop day."""

    per_day: Minor


class AdLimits(_Group):
    """Highest bid, largest relative step, and the sum of daily budgets."""

    max_bid: Minor
    step: Rate
    per_day: Minor


class ProductionLimits(_Group):
    """Money for goods: without the owner per order, and in all within 30 days."""

    auto_per_order: Minor
    per_30d: Minor


class MessageLimits(_Group):
    """Messages of the staff in one thread within an hour."""

    per_thread_hour: int = Field(ge=1)


class Limits(_Group):
    """All limits of one shop. Money in minor units of the shop's currency."""

    version: str
    level3_factor: Decimal = Field(ge=1, le=3)
    approval_hours: int = Field(ge=1)
    floor: FloorTerms
    price: PriceLimits
    quote: QuoteLimits
    refund: RefundLimits
    giveaway: GiveawayLimits
    ads: AdLimits
    production: ProductionLimits
    message: MessageLimits
    like_effect_hours: dict[str, Minor]
    levels: dict[str, Level]

    @field_validator("floor")
    @classmethod
    def _leaves_something(cls, floor: FloorTerms) -> FloorTerms:
        if floor.kept_rate <= 0:
            raise ValueError("fee, tax, commission and margin together leave nothing of the price")
        return floor

    @property
    def digest(self) -> str:
        """Give the id of exactly these limits, e.g. ``"limits_3f0c…"``."""
        return stable_id("limits", canonical(self.model_dump(mode="json")))


def load_limits(own: Path | None = None) -> Limits:
    """Read the defaults and lay a shop's own file over them.

    Raises:
        Misconfigured: A file that is no TOML, a name that is not a limit, or a value of a wrong kind; the message
            names file and key.
    """
    default = Path(config.__file__).parent / "limits.toml"
    values = _read(default)
    if own is not None and own.exists():
        changes = _read(own)
        _check_names(own, changes, values)
        values = _merge(values, changes)
    try:
        return Limits.model_validate(values)
    except ValidationError as error:
        fault = error.errors()[0]
        key = ".".join(str(part) for part in fault["loc"])
        raise Misconfigured(f"{own or default}: {key}: {fault['msg']}; correct that line") from error


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Misconfigured(f"{path}: {error}; correct that line") from error


def _check_names(own: Path, changes: dict[str, Any], values: dict[str, Any]) -> None:
    # a misspelt action would leave the real one at the level it had
    kinds = effect_kinds()
    known = {
        "levels": {*values["levels"], *(kind.action for kind in kinds.values())},
        "like_effect_hours": {*values["like_effect_hours"], *kinds},
    }
    for table, names in known.items():
        given = changes.get(table)
        for name in given if isinstance(given, dict) else ():
            if name not in names:
                raise Misconfigured(f"{own}: {table}.{name}: there is no such name; known: {', '.join(sorted(names))}")


def _merge(base: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    merged = dict(base)
    for key, value in over.items():
        both = isinstance(value, dict) and isinstance(merged.get(key), dict)
        merged[key] = _merge(merged[key], value) if both else value
    return merged
