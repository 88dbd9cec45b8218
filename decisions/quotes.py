"""Quotes: the ladder's price at a quantity, whether it can be kept, and when the goods leave.

A quote follows the published ladder for everybody; less than the ladder is bargaining and not decided here.
"""

from __future__ import annotations

import math
from datetime import datetime, timedelta

from pydantic import BaseModel, ConfigDict

from shops.models import Stock, Variant
from shops.terms import FloorTerms, floor_price, ladder_price

VALID_DAYS = 7


class QuoteAdvice(BaseModel):
    """What can be offered for one SKU at one quantity. Money in minor units.

    Attributes:
        quantity: Pieces after rounding up to the minimum and to full packs.
        ships_at: When the goods leave the house if ordered now.
        from_stock: Whether they are in the house; else they have to be made.
        next_tier: Pieces and unit price of the next step of the ladder, if there is one.
    """

    model_config = ConfigDict(frozen=True)

    sku: str
    quantity: int
    unit_price: int
    total: int
    from_stock: bool
    ships_at: datetime
    next_tier: tuple[int, int] | None


def advise_quote(
    variant: Variant,
    quantity: int,
    stock: Stock,
    terms: FloorTerms,
    *,
    now: datetime,
    promise_hours: int,
    lead_days: int,
    capacity_per_day: int | None = None,
) -> QuoteAdvice | None:
    """Work out an offer, or None when no price above the floor is known (unknown cost, or a ladder below the floor).

    Args:
        variant: The SKU with its ladder, minimum order quantity and pack.
        quantity: Pieces asked for, at least 1.
        stock: Its stock.
        terms: The owner's cost terms.
        now: The moment of asking.
        promise_hours: Hours from payment to hand-over to the carrier.
        lead_days: Days until new goods arrive.
        capacity_per_day: Pieces that the factory makes a day; None if nobody says. What it cannot make in twice its
            lead time is not offered (None): a person has to look at it.
    """
    pieces = math.ceil(max(quantity, variant.moq) / variant.pack) * variant.pack
    price = ladder_price(variant.tiers, pieces)
    if variant.cost is None or price < floor_price(variant.cost, pieces, terms):
        return None
    from_stock = stock.available >= pieces
    making = 0 if from_stock else lead_days
    if not from_stock and capacity_per_day is not None:
        making += math.ceil((pieces - max(stock.available, 0)) / capacity_per_day) - 1
        if making > 2 * lead_days:
            return None
    wait = timedelta(hours=promise_hours, days=making)
    better = [tier for tier in variant.tiers if tier.min_quantity > pieces and tier.unit_price < price]
    return QuoteAdvice(
        sku=variant.sku,
        quantity=pieces,
        unit_price=price,
        total=pieces * price,
        from_stock=from_stock,
        ships_at=now + wait,
        next_tier=(better[0].min_quantity, better[0].unit_price) if better else None,
    )
