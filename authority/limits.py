"""Limits are data with a version: the defaults, amounts of the currency, and the shop's own file (limits_layers)."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from authority.effect import effect_kinds
from authority.limits_layers import DEFAULT, base, line_of, merged, parsed
from kit.errors import Misconfigured
from kit.ids import canonical, stable_id
from shops.terms import FloorTerms

Level = Annotated[int, Field(ge=0, le=3)]
Rate = Annotated[Decimal, Field(ge=0, le=1)]
Minor = Annotated[int, Field(ge=0, description="minor units")]
"""An amount: a limit of this type is one that every preset of a currency states."""


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


class AftersaleLimits(_Group):
    """Goods sent again without the owner, at their cost: each and per shop day; requests refused in 24 hours."""

    auto_per_resend: Minor
    per_day: Minor
    refusals_per_day: int = Field(ge=0)


class GiveawayLimits(_Group):
    """Value given away per shop day."""

    per_day: Minor


class PromotionLimits(_Group):
    """Share of the buyers that a discount may be for without the owner, and the depth of each type.

    A deeper discount of a type is the owner's, unless the owner approved one as deep within ``approval_days``.
    """

    max_audience_share: Rate
    approval_days: int = Field(ge=0)
    coupon_depth: Rate
    threshold_depth: Rate
    bundle_depth: Rate
    item_depth: Rate

    def depth(self, type: str) -> Decimal:
        """Give the depth up to which a type of discount needs nobody; 0 of a type that is not known."""
        return Decimal(getattr(self, f"{type}_depth", 0))


class AdLimits(_Group):
    """Highest bid, largest relative step, and the sum of daily budgets."""

    max_bid: Minor
    step: Rate
    per_day: Minor


class ProductionLimits(_Group):
    """Money for goods: without the owner per order, and in all within 30 days.

    ``cover_days``: for how many days goods are bought, as the owner says; it rules while few days of sales are known.
    0: not said.
    """

    auto_per_order: Minor
    per_30d: Minor
    cover_days: int = Field(default=0, ge=0, le=365)


class QualityLimits(_Group):
    """Products that are taken off the shelf for their quality without the owner, within 24 hours."""

    off_shelf_per_day: int = Field(ge=0)


class MessageLimits(_Group):
    """Messages of the staff in one thread within an hour; local times between which only answers are sent.

    A buyer has one offer without asking in ``offer_days``, and so many messages in a day that nobody asked for. A
    conversation in which an offer of ``person_from`` or more was made goes on with a person.
    """

    per_thread_hour: int = Field(ge=1)
    person_from: Minor
    offer_days: int = Field(ge=1)
    unasked_per_day: int = Field(ge=0)
    quiet_from: time
    quiet_to: time


class ConcessionLimits(_Group):
    """What named buyers are let off the published ladder: as a share of a price, and in all within 30 days."""

    max_rate: Rate
    per_30d: Minor


class ConditionLimits(_Group):
    """Published concessions: what a buyer is let off for a condition, as a share of the ladder's price."""

    pay_now: Rate
    lead_time: Rate
    repurchase: Rate


class ServiceLimits(_Group):
    """Lines of service in a calendar month, as shares of failures; crossing one costs standing on a platform."""

    late: Rate
    unanswered: Rate
    quality_refunds: Rate


class WordLimits(_Group):
    """Strings that a message may hold whatever they look like, e.g. the shop's own domain, and names it must not."""

    allow: tuple[str, ...]
    secret: tuple[str, ...]


class Answer(_Group):
    """The owner's own answer to a question that the shop's records do not answer, sent word for word.

    ``asks`` are words of which one stands in the question; ``topic`` is the wish that it answers, e.g. ``"invoice"``.
    """

    asks: tuple[Annotated[str, Field(min_length=2)], ...] = Field(min_length=1)
    topic: str | None = None
    zh: str = ""
    en: str = ""

    @model_validator(mode="after")
    def _says_something(self) -> Answer:
        if not (self.zh.strip() or self.en.strip()):
            raise ValueError("an answer has words in zh, en or both")
        return self


class AutonomyLimits(_Group):
    """Measured error that moves a level: of the effects of ``window_days`` since the last change of the level.

    A class goes down when the lower end of the interval is above ``max_error`` (of at least ``least`` effects); going
    up is proposed when the upper end is at most ``promote_error``.
    """

    window_days: int = Field(ge=1)
    least: int = Field(ge=1)
    max_error: Rate
    promote_error: Rate


class SeasonPlan(_Group):
    """What the owner plans for: goods are sold until ``ends`` (the first day after it; none: on and on).

    What is left then is worth ``left_worth`` of its cost. ``dates`` are sales days of the public calendar, by name.
    """

    ends: date | None = None
    left_worth: Rate = Decimal("0.5")
    dates: dict[str, date] = {}


class ApprovalLimits(_Group):
    """Money up to which a manager may approve what is held for its amount; more is the owner's.

    店长, an employee of the house and no person, has an amount of its own and a sum in 24 hours.
    """

    manager_up_to: Minor
    store_manager_up_to: Minor
    store_manager_per_day: Minor


class Limits(_Group):
    """All limits of one shop. Money in minor units of ``currency``.

    ``unstated`` are the amounts that nobody has stated in this currency; as long as there are any, what exposes money
    is held.
    """

    version: str
    currency: str = Field(pattern="^[A-Z]{3}$")
    unstated: tuple[str, ...] = ()
    level3_factor: Decimal = Field(ge=1, le=3)
    approval_hours: int = Field(ge=1)
    approval: ApprovalLimits
    floor: FloorTerms
    price: PriceLimits
    quote: QuoteLimits
    refund: RefundLimits
    changes: ChangeLimits
    samples: SampleLimits
    aftersale: AftersaleLimits
    giveaway: GiveawayLimits
    promotion: PromotionLimits
    ads: AdLimits
    production: ProductionLimits
    season: SeasonPlan = SeasonPlan()
    quality: QualityLimits
    message: MessageLimits
    concession: ConcessionLimits
    conditions: ConditionLimits
    words: WordLimits
    service: ServiceLimits
    answers: dict[str, Answer] = {}
    autonomy: AutonomyLimits
    like_effect_hours: dict[str, Annotated[int, Field(ge=0)]]
    levels: dict[str, Level]

    @field_validator("floor")
    @classmethod
    def _leaves_something(cls, floor: FloorTerms) -> FloorTerms:
        if floor.kept_rate <= 0:
            raise ValueError("fee, tax, commission and margin together leave nothing of the price")
        return floor

    @property
    def answer_words(self) -> tuple[str, ...]:
        """Give the owner's own words, which may be sent as they stand."""
        return tuple(text for one in self.answers.values() for text in (one.zh, one.en) if text.strip())

    @property
    def digest(self) -> str:
        """Give the id of exactly these limits, e.g. ``"limits_3f0c…"``."""
        return stable_id("limits", canonical(self.model_dump(mode="json")))


@cache
def amounts() -> dict[str, tuple[str, ...]]:
    """List the limits that are money, by table: ``{"refund": ("auto_per_effect", "per_day"), …}``."""
    found: dict[str, tuple[str, ...]] = {"floor": ("pick_pack", "freight_per_order")}
    for table, field in Limits.model_fields.items():
        group = field.annotation
        if isinstance(group, type) and issubclass(group, _Group):
            names = [name for name, one in group.model_fields.items() if one.description == "minor units"]
            found |= {table: tuple(names)} if names else {}
    return found


def load_limits(own: Path | None = None, currency: str | None = None) -> Limits:
    """Read the defaults, lay the amounts of a currency over them, and a shop's own file over both.

    Args:
        own: The shop's own file; it need not exist.
        currency: The shop's, ISO 4217; that of the defaults if None.

    Raises:
        Misconfigured: A file that is no TOML, a name that is not a limit, or a value of a wrong kind; the message
            names file, line and key.
    """
    try:
        text = own.read_text(encoding="utf-8") if own is not None and own.exists() else ""
    except UnicodeDecodeError as error:
        raise Misconfigured(f"{own}: {error}; correct that line") from error
    return read_limits(text, own or DEFAULT, currency)


def read_limits(text: str, place: Path, currency: str | None = None) -> Limits:
    """Lay the text of a shop's own file over the defaults; faults as in :func:`load_limits`, named by ``place``."""
    values, unstated = base(currency or parsed(DEFAULT)["currency"], amounts())
    own = parsed(place, text)
    _check_names(place, text, own, values)
    stated = {f"{table}.{name}" for table, names in own.items() if isinstance(names, dict) for name in names}
    try:
        return Limits.model_validate(merged(values, own) | {"unstated": tuple(sorted(unstated - stated))})
    except ValidationError as error:
        fault = error.errors()[0]
        key = ".".join(str(part) for part in fault["loc"])
        raise Misconfigured(f"{_at(place, text, key)}: {fault['msg']}; {_remedy(values, key)}") from error


def _at(place: Path, text: str, key: str) -> str:
    line = line_of(text, key)
    return f"{place}, line {line}: {key}" if line else f"{place}: {key}"


def _remedy(values: dict[str, Any], key: str) -> str:
    table, _, name = key.partition(".")
    if name in amounts().get(table, ()):
        return "an amount is a whole number of minor units without a sign, 50.00 as 5000"
    known = values.get(table)
    if name and isinstance(known, dict) and name not in known:
        near = get_close_matches(name, known, 1, 0.5)
        return f"did you mean {table}.{near[0]}?" if near else "`shopstaff limits show` lists the names"
    value = known.get(name) if isinstance(known, dict) else known
    if not name and not isinstance(known, dict) and known is None:
        return f"the tables are {', '.join(sorted(one for one in values if isinstance(values[one], dict)))}"
    if isinstance(value, str) and value.replace(".", "").isdigit():
        return 'a share is written as a share of 1, 5 % as "0.05"'
    return "correct that line"


def _check_names(place: Path, text: str, own: dict[str, Any], values: dict[str, Any]) -> None:
    if own.get("currency", values["currency"]) != values["currency"] or "unstated" in own:
        key = "currency" if "currency" in own else "unstated"
        why = f"the shop's currency is {values['currency']}, and amounts are stated in it; take that line out"
        raise Misconfigured(f"{_at(place, text, key)}: {why}")
    # a misspelt action would leave the real one at the level it had
    kinds = effect_kinds()
    known = {
        "levels": {*values["levels"], *(kind.action for kind in kinds.values())},
        "like_effect_hours": {*values["like_effect_hours"], *kinds},
    }
    for table, names in known.items():
        given = own.get(table)
        for name in given if isinstance(given, dict) else ():
            if name not in names:
                where = _at(place, text, f"{table}.{name}")
                raise Misconfigured(f"{where}: there is no such name; known: {', '.join(sorted(names))}")
