"""Parts of ``world.toml`` about the shop: its terms, goods, factory and carriers. Money is minor units.

``_rate`` is a share of one.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from typing import Literal, Self
from zoneinfo import available_timezones

from pydantic import Field, field_validator, model_validator

from kit.money import CURRENCIES
from scenarios.world_people import Part
from shops.custom import CustomProcess

Weekday = Literal["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]


class CostTerms(Part):
    """What running the shop costs; the measure of contribution is defined with these.

    Attributes:
        pick_pack: Minor units a piece for picking and packing.
        freight_per_order: Minor units an order that the shop pays for freight.
        platform_fee_rate: Share of net sales that the platform keeps.
        holding_rate_per_day: Share of the cost of unsold stock that a day of holding costs.
    """

    pick_pack: int = Field(ge=0)
    freight_per_order: int = Field(ge=0)
    platform_fee_rate: Decimal = Field(ge=0, lt=1)
    holding_rate_per_day: Decimal = Field(ge=0, lt=1)


class ShopPart(Part):
    """The shop: IANA time zone, first day of the run (local), hours from payment to hand-over that are promised."""

    name: str
    currency: str
    time_zone: str
    start: date
    ship_promise_hours: int = Field(gt=0)

    @field_validator("currency")
    @classmethod
    def _known_currency(cls, value: str) -> str:
        if value not in CURRENCIES:
            near = get_close_matches(value, sorted(CURRENCIES), n=3)
            raise ValueError(
                f"{value!r} is no currency of ISO 4217; "
                + (f"did you mean {' or '.join(near)}?" if near else "write one such as GBP or CNY")
            )
        return value

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        if value not in available_timezones():
            raise ValueError(f"{value!r} is not an IANA time zone such as Europe/London")
        return value


class FactoryPart(Part):
    """The factory: pieces a day, days to arrival, smallest batch, at most so many days late; names of suppliers.

    ``set_up_cost`` is what setting a line up for one SKU costs, minor units; 0 says nothing of it.
    """

    capacity_per_day: int = Field(gt=0)
    lead_time_days: int = Field(gt=0)
    min_batch: int = Field(ge=1)
    late_days_max: int = Field(ge=0)
    suppliers: tuple[str, ...] = ()
    set_up_cost: int = Field(default=0, ge=0)


class CataloguePart(Part):
    """How the figures of the catalogue were measured.

    Attributes:
        measured_from, measured_until: First day and day after the last of the time in which the orders a week were
            counted; an article first sold later was counted over the rest.
        season_from, season_until: Days of the year (``"08-15"``) between which an article's own season moves: the
            last value of its ``season_index`` holds at the first, the first value at the second.
    """

    measured_from: date
    measured_until: date
    season_from: str = Field(default="08-15", pattern=r"^\d\d-\d\d$")
    season_until: str = Field(default="12-15", pattern=r"^\d\d-\d\d$")

    @model_validator(mode="after")
    def _a_time(self) -> Self:
        if self.measured_until <= self.measured_from:
            raise ValueError("measured_until must be after measured_from")
        for day in (self.season_from, self.season_until):
            date.fromisoformat(f"2001-{day}")
        if self.season_until <= self.season_from:
            raise ValueError("season_until must be later in the year than season_from")
        return self


class RhythmPart(Part):
    """When buyers order: demand by weekday relative to the mean open day, and shares by local hour (``"09"``)."""

    weekdays: dict[Weekday, float]
    hours: dict[str, float]

    @field_validator("weekdays")
    @classmethod
    def _weekdays(cls, value: dict[Weekday, float]) -> dict[Weekday, float]:
        if not value or min(value.values()) < 0 or not 0 < sum(value.values()) <= 1000:
            raise ValueError("needs at least one day, each factor at least 0 and not all 0, together at most 1000")
        return value

    @field_validator("hours")
    @classmethod
    def _hours(cls, value: dict[str, float]) -> dict[str, float]:
        if not all(hour.isdigit() and int(hour) < 24 for hour in value) or sum(value.values()) <= 0:
            raise ValueError('needs shares above 0 by hours "00" to "23"')
        return value


class StockPart(Part):
    """Unit cost (share of the small-lot price, drawn per SKU from its code) and days of demand in the house."""

    cost_rate_low: float = Field(gt=0, lt=1)
    cost_rate_high: float = Field(gt=0, lt=1)
    cover_days_low: float = Field(gt=0)
    cover_days_high: float = Field(gt=0)
    short_share: float = Field(ge=0, le=1)
    short_days_low: float = Field(ge=0)
    short_days_high: float = Field(ge=0)

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        pairs = {"cost_rate": (self.cost_rate_low, self.cost_rate_high)}
        pairs |= {"cover_days": (self.cover_days_low, self.cover_days_high)}
        pairs |= {"short_days": (self.short_days_low, self.short_days_high)}
        for name, (low, high) in pairs.items():
            if low > high:
                raise ValueError(f"{name}_low {low} is above {name}_high {high}")
        return self


class CarrierPart(Part):
    """Days in transit at home, weights of 1, 2, 3, … days; ``abroad_days`` more for other countries.

    ``home`` and ``abroad`` are the codes of the carriers that the shop uses, ``asked`` is what buyers who prefer one
    write: names with the carrier's code, e.g. ``{"Royal Mail" = "ROYALMAIL"}``.
    """

    home_country: str
    home: str
    abroad: str
    asked: dict[str, str] = Field(min_length=1)
    day_weights: tuple[float, ...] = Field(min_length=1)
    abroad_days: int = Field(ge=0)


class ProcessPart(Part):
    """One kind of light customisation: ``terms`` as :class:`shops.custom.CustomProcess` has them, and the goods."""

    terms: CustomProcess
    categories: tuple[str, ...] = ()
    skus: tuple[str, ...] = ()
