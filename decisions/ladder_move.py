"""A ladder moved so that its first step stands at a price: proportions kept, none below floor or moved too far."""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal

from shops.models import Tier
from shops.terms import FloorTerms, floor_price, raise_to_floor, scale_ladder


def ladder_at(
    tiers: Sequence[Tier], price: int, cost: int, terms: FloorTerms, *, largest_move: Decimal
) -> tuple[Tier, ...] | None:
    """Give the ladder whose first step is as near to a price as may be; None where nothing changes, or not lawfully.

    Args:
        tiers: The ladder that stands.
        price: Wanted price of the first step, minor units.
        cost: Of a piece.
        terms: The owner's cost terms, for the floor.
        largest_move: Largest relative change of any step at once, e.g. ``Decimal("0.05")``.
    """
    scaled = scale_ladder(tiers, Decimal(price) / Decimal(tiers[0].unit_price))
    moved = within(raise_to_floor(scaled, cost, terms), tiers, largest_move)
    lawful = all(one.unit_price >= floor_price(cost, one.min_quantity, terms) for one in moved)
    return moved if lawful and moved != tuple(tiers) else None


def within(tiers: Sequence[Tier], old: Sequence[Tier], most: Decimal) -> tuple[Tier, ...]:
    """Hold every step of a ladder within ``most`` of what it was, and none above the one before it."""
    held, last = list[Tier](), 10**12
    for new, was in zip(tiers, old, strict=True):
        low, high = math.ceil(was.unit_price * (1 - most)), math.floor(was.unit_price * (1 + most))
        last = min(last, max(low, min(high, new.unit_price)))
        held.append(Tier(min_quantity=new.min_quantity, unit_price=last))
    return tuple(held)
