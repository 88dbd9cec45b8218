"""A fact: one thing known, with where it is known from. Answers cite facts; models never make them."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict


class Fact(BaseModel):
    """One thing known about the shop.

    Attributes:
        id: Short name inside one brief, cited as ``[id]``, e.g. ``"stock.85123A"``.
        text: The fact in words, as a person reads it.
        value: Its value as JSON, money in minor units.
        source: Where it was read, e.g. ``"shop:variant/85123A"`` or ``"ledger:ef_12…"``.
        secret: True for what must never leave the house (cost, floor, supplier).
    """

    model_config = ConfigDict(frozen=True)

    id: str
    text: str
    value: Any = None
    source: str
    secret: bool = False
