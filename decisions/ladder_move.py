"""A ladder moved so that its first step stands at a price: proportions kept, none below floor or moved too far."""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal

from shops.models import Tier
from shops.promotions import Promotion
from shops.stacking import lowest_unit_price, reachable
from shops.terms import FloorTerms, floor_price, raise_to_floor, scale_ladder

Bounds = Sequence[tuple[Sequence[Tier], Decimal]]
"""Ladders that stood at some time, and how far, relatively, any of their steps may have moved since."""


def ladder_at(
    tiers: Sequence[Tier], price: int, cost: int, terms: FloorTerms, *, bounds: Bounds
) -> tuple[Tier, ...] | None:
    """Give the ladder whose first step is as near to a price as may be; None where nothing changes, or not lawfully.

    Args:
        tiers: The ladder that stands.
        price: Wanted price of the first step, minor units.
        cost: Of a piece.
        terms: The owner's cost terms, for the floor.
        bounds: E.g. the ladder of a day ago with ``Decimal("0.05")``, and that of 30 days ago with ``Decimal("0.15")``;
            one of other quantities than now cannot be compared step by step, and nothing is said then.
    """
    scaled = scale_ladder(tiers, Decimal(price) / Decimal(tiers[0].unit_price))
    moved = within(raise_to_floor(scaled, cost, terms), bounds)
    if moved is None or moved == tuple(tiers):
        return None
    lawful = all(one.unit_price >= floor_price(cost, one.min_quantity, terms) for one in moved)
    return moved if lawful else None


HIGHEST = 64
"""Times its floor that a price is tried at: a discount that takes it below even so is one that no price bears."""


def raise_to_bear(
    sku: str, tiers: Sequence[Tier], cost: int, terms: FloorTerms, promotions: Sequence[Promotion]
) -> tuple[Tier, ...] | None:
    """Raise the steps of a ladder until no basket gets the SKU below its floor by these promotions.

    Each step goes to the lowest price that does it, and no step is above the one before it.

    Args:
        sku: The SKU.
        tiers: The ladder that stands.
        cost: Of a piece.
        terms: The owner's cost terms, for the floor.
        promotions: All that may run together.

    Returns:
        The ladder; None where no price does it, e.g. beside a fixed price below the floor.

    Example:
        Floor 100, ladder of one step at 90, an item discount of 10 %: 111, which costs 100 after it.
    """
    raised = []
    for tier, (start, _) in zip(tiers, reachable(sku, tiers, promotions), strict=True):
        floor = floor_price(cost, start, terms)
        low, high = max(tier.unit_price, floor), HIGHEST * max(tier.unit_price, floor)
        if lowest_unit_price(sku, start, high, promotions) < floor:
            return None
        while low < high:  # what is left of a price never falls when it rises
            middle = (low + high) // 2
            low, high = (
                (low, middle) if lowest_unit_price(sku, start, middle, promotions) >= floor else (middle + 1, high)
            )
        raised.append(low)
    return tuple(
        Tier(min_quantity=tier.min_quantity, unit_price=max(raised[number:])) for number, tier in enumerate(tiers)
    )


def within(tiers: Sequence[Tier], bounds: Bounds) -> tuple[Tier, ...] | None:
    """Hold every step within all bounds, and none above the one before it; None where no price is inside them all."""
    held, last = list[Tier](), 10**12
    if any([one.min_quantity for one in old] != [one.min_quantity for one in tiers] for old, _ in bounds):
        return None
    for step, new in enumerate(tiers):
        low = max((math.ceil(old[step].unit_price * (1 - most)) for old, most in bounds), default=1)
        high = min((math.floor(old[step].unit_price * (1 + most)) for old, most in bounds), default=last)
        last = min(last, max(low, min(high, new.unit_price)))
        if not low <= last <= high:
            return None
        held.append(Tier(min_quantity=new.min_quantity, unit_price=last))
    return tuple(held)
