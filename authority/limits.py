"""Limits are data with a version: the defaults in ``config/limits.toml`` under a shop's own file."""

from __future__ import annotations

import tomllib
from datetime import time
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

import config
from authority.effect import effect_kinds
from kit.errors import Misconfigured
from kit.ids import canonical, stable_id
from shops.terms import FloorTerms

DEFAULT = Path(config.__file__).parent / "limits.toml"
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


class ChangeLimits(_Group):
    """Changes of an order without the owner, and money that they give back: per effect and per shop day."""

    per_order: int = Field(ge=0)
    auto_per_effect: Minor
    per_day: Minor


class SampleLimits(_Group):
    """What samples may cost the shop without the owner: each, in 30 days; free ones per buyer in ``free_days``."""

    auto_per_sample: Minor
    per_30d: Minor
    free_per_buyer: int = Field(ge=0)
    free_days: int = Field(ge=1)


class GiveawayLimits(_Group):
    """Value given away per shop day."""

    per_day: Minor


class PromotionLimits(_Group):
    """Share of the buyers that a discount may be for without the owner."""

    max_audience_share: Rate


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
    """Messages of the staff in one thread within an hour; local times between which only answers are sent."""

    per_thread_hour: int = Field(ge=1)
    quiet_from: time
    quiet_to: time


class ConcessionLimits(_Group):
    """What named buyers are let off the published ladder: as a share of a price, and in all within 30 days."""

    max_rate: Rate
    per_30d: Minor


class WordLimits(_Group):
    """Strings that a message may hold whatever they look like, e.g. the shop's own domain."""

    allow: tuple[str, ...]


class AutonomyLimits(_Group):
    """Measured error that moves a level: of the effects of ``window_days`` since the last change of the level.

    A class goes down when the lower end of the interval is above ``max_error`` (of at least ``least`` effects); going
    up is proposed when the upper end is at most ``promote_error``.
    """

    window_days: int = Field(ge=1)
    least: int = Field(ge=1)
    max_error: Rate
    promote_error: Rate


class ApprovalLimits(_Group):
    """Money up to which a manager may approve what is held for its amount; more is the owner's."""

    manager_up_to: Minor


class Limits(_Group):
    """All limits of one shop. Money in minor units of the shop's currency."""

    version: str
    level3_factor: Decimal = Field(ge=1, le=3)
    approval_hours: int = Field(ge=1)
    approval: ApprovalLimits
    floor: FloorTerms
    price: PriceLimits
    quote: QuoteLimits
    refund: RefundLimits
    changes: ChangeLimits
    samples: SampleLimits
    giveaway: GiveawayLimits
    promotion: PromotionLimits
    ads: AdLimits
    production: ProductionLimits
    message: MessageLimits
    concession: ConcessionLimits
    words: WordLimits
    autonomy: AutonomyLimits
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
    text = _text(own) if own is not None and own.exists() else ""
    return read_limits(text, own or DEFAULT)


def read_limits(text: str, place: Path) -> Limits:
    """Lay the text of a shop's own file over the defaults; faults as in :func:`load_limits`, named by ``place``."""
    values = _parsed(_text(DEFAULT), DEFAULT)
    changes = _parsed(text, place)
    _check_names(place, changes, values)
    try:
        return Limits.model_validate(_merge(values, changes))
    except ValidationError as error:
        fault = error.errors()[0]
        key = ".".join(str(part) for part in fault["loc"])
        raise Misconfigured(f"{place}: {key}: {fault['msg']}; correct that line") from error


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise Misconfigured(f"{path}: {error}; correct that line") from error


def _parsed(text: str, path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
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
