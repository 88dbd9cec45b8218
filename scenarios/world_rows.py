"""Rows of a world's tables: articles, buyers and past order lines, each checked by itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from itertools import pairwise
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator


class _Row(BaseModel):
    """One row of a table; an empty field is None."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    @field_validator("*", mode="before")
    @classmethod
    def _empty_is_none(cls, value: Any) -> Any:
        return None if value == "" else value


class Article(_Row):
    """One article of ``catalogue.csv``: prices in minor units, quantities in pieces, demand a week.

    Attributes:
        season_index: Relative units a day by month as text ``"1.71;0.15;…"``; the first value is the demand at the end
            of the world's season, the last at its start (``[catalogue]``).
        cost: Unit cost; drawn from ``[stock]`` if the row has none.
        moq: Smallest quantity that is sold.
        nickname: What buyers call it for short; the shop has it as the attribute ``nickname``.
        attributes: What the product says of itself, ``"材质=树脂;尺寸=6 cm"``.
    """

    sku: str
    name: str
    price_small: int = Field(gt=0)
    tier2_min_qty: int | None = Field(default=None, gt=1)
    tier2_price: int | None = Field(default=None, gt=0)
    tier3_min_qty: int | None = Field(default=None, gt=1)
    tier3_price: int | None = Field(default=None, gt=0)
    pack: int = Field(ge=1)
    qty_p25: int = Field(ge=1)
    qty_median: int = Field(ge=1)
    qty_p75: int = Field(ge=1)
    qty_p90: int = Field(ge=1)
    orders_per_week: float = Field(gt=0)
    units_per_week: float = Field(gt=0)
    season_index: str | None = None
    first_sold: date
    cost: int | None = Field(default=None, gt=0)
    moq: int | None = Field(default=None, ge=1)
    category: str | None = None
    nickname: str | None = None
    attributes: str | None = None

    @field_validator("attributes")
    @classmethod
    def _pairs(cls, value: str | None) -> str | None:
        for pair in (value or "").split(";"):
            if value and "=" not in pair:
                raise ValueError(f"{pair!r} is not NAME=VALUE; write several with ';' between them")
        return value

    @field_validator("season_index")
    @classmethod
    def _numbers(cls, value: str | None) -> str | None:
        for part in value.split(";") if value is not None else ():
            if not re.fullmatch(r"\s*\d+(\.\d+)?\s*", part):
                raise ValueError(f"{part!r} is no number of 0 or more; write several with ';' between them, 1.71;0.15")
        return value

    @model_validator(mode="after")
    def _rises(self) -> Self:
        """Quantiles rise; the steps of the ladder begin at more pieces each and are no dearer."""
        _no_less(self, ("qty_p25", "qty_median", "qty_p75", "qty_p90"))
        for quantity, price in (("tier2_min_qty", "tier2_price"), ("tier3_min_qty", "tier3_price")):
            if (getattr(self, quantity) is None) != (getattr(self, price) is None):
                raise ValueError(f"{quantity} and {price} belong together; write both or neither")
        steps = [name for name in ("moq", "tier2_min_qty", "tier3_min_qty") if getattr(self, name) is not None]
        _no_less(self, steps, strictly=True)
        _no_less(self, [name for name in ("tier3_price", "tier2_price", "price_small") if getattr(self, name)])
        return self

    def said(self) -> dict[str, str]:
        """Give the attributes by name."""
        pairs = (pair.split("=", 1) for pair in self.attributes.split(";")) if self.attributes else ()
        return {name.strip(): value.strip() for name, value in pairs}


class BuyerRow(_Row):
    """One buyer of ``buyers.csv``: ``orders`` purchase days from ``first_order`` on; value in minor units.

    A buyer whose ``segment`` is not named has that of the quantity factor.
    """

    buyer: str
    country: str
    first_order: date
    orders: int = Field(ge=1)
    mean_gap_days: float | None = None
    median_order_value: int | None = None
    median_lines: float = Field(ge=1)
    quantity_factor: float = Field(gt=0)
    last_order: date
    segment: str | None = None

    @model_validator(mode="after")
    def _last_is_last(self) -> Self:
        _no_less(self, ("first_order", "last_order"))
        return self


class OrderRow(_Row):
    """One line of ``orders.csv.gz``: time in UTC, unit price in minor units."""

    order: str
    placed_at: datetime
    buyer: str
    sku: str
    quantity: int = Field(gt=0)
    unit_price: int = Field(gt=0)


def _no_less(row: BaseModel, names: Sequence[str], *, strictly: bool = False) -> None:
    """Refuse a value that is below the one before it, or with ``strictly`` equal to it."""
    for before, name in pairwise(names):
        low, high = getattr(row, before), getattr(row, name)
        if high < low or (strictly and high == low):
            wanted = "more than" if strictly else "no less than"
            raise ValueError(f"{name}: {high} must be {wanted} {before}, {low}; correct one of the two")
