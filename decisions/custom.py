"""Light-custom quotes 轻定制: can it be made, what does a piece cost, and what has to be asked first."""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, ConfigDict

from shops.custom import CustomProcess
from shops.models import Variant
from shops.terms import FloorTerms, floor_price, ladder_price

ASKED = ("artwork", "quantity", "process", "size", "colours")
"""What has to be known before a price is named."""


class Artwork(BaseModel):
    """What a buyer has said of the artwork; None is not said. ``has_file``: a picture or a file came with it."""

    model_config = ConfigDict(frozen=True)

    has_file: bool = False
    process: str | None = None
    area_cm2: Decimal | None = None
    colours: int | None = None
    material: str | None = None
    line_mm: Decimal | None = None


class CustomAdvice(BaseModel):
    """What to do: ``quote`` at a price a piece with the set-up in it, ``ask`` for what is missing, or ``person``.

    ``why`` names the rule that it does not fit (``area``, ``colours``, ``material``, ``line``, ``floor``, ``unknown``).
    """

    model_config = ConfigDict(frozen=True)

    verdict: Literal["quote", "ask", "person"]
    why: str = ""
    missing: tuple[str, ...] = ()
    process: CustomProcess | None = None
    quantity: int = 0
    unit_price: int = 0


def advise_custom(
    variant: Variant,
    processes: Sequence[CustomProcess],
    quantity: int | None,
    art: Artwork,
    terms: FloorTerms,
) -> CustomAdvice:
    """Work out a custom quote: ladder's price at the pieces, unit fee, and the set-up fee spread over the pieces.

    Source: jobs.md of the design, "feasibility rules (area, colours, material, min line width), set-up + unit cost,
    proof". What is not known is asked, never guessed.

    Args:
        variant: The SKU.
        processes: What can be done to it; none hands it to a person.
        quantity: Pieces asked for; raised to the process's and the SKU's minimum and to full packs.
        art: What is known of the artwork.
        terms: The owner's cost terms; the floor is judged with the custom work's cost in it.

    Example:
        100 mugs at 250, print 20 a piece and 3000 set-up: 300 each.
    """
    fitting = [one for one in processes if art.process in (None, one.name)]
    if not fitting or variant.cost is None:
        return CustomAdvice(verdict="person", why="unknown")
    said = (art.has_file, quantity, len(fitting) == 1, art.area_cm2, art.colours)
    missing = tuple(name for name, known in zip(ASKED, said, strict=True) if not known)
    if missing:
        return CustomAdvice(verdict="ask", missing=missing)
    assert quantity is not None
    process = fitting[0]
    if why := _misfit(process, art):
        return CustomAdvice(verdict="person", why=why, process=process)
    pieces = math.ceil(max(quantity, process.min_quantity, variant.moq) / variant.pack) * variant.pack
    price = ladder_price(variant.tiers, pieces) + process.fee(pieces)
    if price < floor_price(variant.cost + process.cost(pieces), pieces, terms):
        return CustomAdvice(verdict="person", why="floor", process=process)
    return CustomAdvice(verdict="quote", process=process, quantity=pieces, unit_price=price)


def _misfit(process: CustomProcess, art: Artwork) -> str:
    """Name the first rule of a process that an artwork breaks."""
    if art.area_cm2 is not None and art.area_cm2 > process.area_cm2:
        return "area"
    if art.colours is not None and art.colours > process.max_colours:
        return "colours"
    if art.material is not None and process.materials and art.material not in process.materials:
        return "material"
    if art.line_mm is not None and art.line_mm < process.min_line_mm:
        return "line"
    return ""
