"""Parts of ``world.toml`` about people and words: where buyers live, what they are called, how they ask.

A name is drawn from a list by the buyer's id, so a buyer is called the same in every run. Phrases are by language; a
world states only those in which it differs from the usual ones of :mod:`scenarios.market.phrases`.
"""

from __future__ import annotations

import string
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

Language = Literal["zh", "en"]
Lines = dict[Language, tuple[str, ...]]

FIELDS = {
    "price": {"quantity", "product", "city", "date", "count"},
    "delivery": {"quantity", "product", "city", "date"},
    "bargain": {"price"},
    "counter": {"price"},
    "carrier": {"carrier"},
    "sign": {"name"},
}
"""What may stand in braces in the phrases of a topic; the others have none."""


LARGEST = 10**12
"""Numbers beyond it fit no array of the market."""


class Part(BaseModel):
    """One table of ``world.toml``."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    @field_validator("*")
    @classmethod
    def _can_be_counted(cls, value: Any) -> Any:
        if isinstance(value, (int, float)) and abs(value) > LARGEST:
            raise ValueError(f"{value:g} is too large; write a number up to {LARGEST:,}")
        return value


class PlacesPart(Part):
    """Addresses and businesses of buyers.

    Attributes:
        cities: Cities by country; a country that is not here is its own city.
        other_names: What a city is called in the other language, by its name in ``cities``.
        streets: Names of streets.
        street: How street and number are written, e.g. ``"{number} {street}"``.
        owners, trades: Halves of the names of businesses.
        business: How they are put together, e.g. ``"{owner} {trade}"``.
    """

    cities: dict[str, tuple[str, ...]]
    other_names: dict[str, str] = {}
    streets: tuple[str, ...] = Field(min_length=1)
    street: str = "{number} {street}"
    owners: tuple[str, ...] = Field(min_length=1)
    trades: tuple[str, ...] = Field(min_length=1)
    business: str = "{owner} {trade}"

    @field_validator("street")
    @classmethod
    def _street_fields(cls, value: str) -> str:
        return _with_fields(value, {"number", "street"})

    @field_validator("business")
    @classmethod
    def _business_fields(cls, value: str) -> str:
        return _with_fields(value, {"owner", "trade"})


class PhrasesPart(Part):
    """Phrases of buyers by topic and language; a topic that is not stated has the usual ones."""

    greeting: Lines = {}
    price: Lines = {}
    delivery: Lines = {}
    custom: Lines = {}
    bargain: Lines = {}
    counter: Lines = {}
    carrier: Lines = {}
    hostile: Lines = {}
    sign: Lines = {}

    @model_validator(mode="after")
    def _known_fields(self) -> PhrasesPart:
        for topic in type(self).model_fields:
            for lines in getattr(self, topic).values():
                for line in lines:
                    _with_fields(line, FIELDS.get(topic, set()))
        return self


class NamesPart(Part):
    """What goods are called.

    Attributes:
        categories: Pairs of a word of an article's name and its category, the first that fits; for articles whose row
            names none.
        other_category: The category of all others.
        called: Pairs of words of an article's name and what buyers of the other language call such a thing.
    """

    categories: tuple[tuple[str, str], ...] = ()
    other_category: str = ""
    called: tuple[tuple[str, str], ...] = ()


def _with_fields(text: str, allowed: set[str]) -> str:
    """Give the text if all its fields are known.

    Raises:
        ValueError: Another field, or braces that do not close.
    """
    used = {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
    if used - allowed:
        known = ", ".join(f"{{{name}}}" for name in sorted(allowed)) or "none"
        raise ValueError(f"{text!r} has the unknown field {{{min(used - allowed)}}}; possible here: {known}")
    return text
