"""The one arithmetic of prices: ladders and the floor. Integers of minor units; every rounding favours the shop."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from math import ceil

from pydantic import BaseModel, ConfigDict, Field

from shops.models import Tier


class FloorTerms(BaseModel):
    """What a sale costs besides the goods, as the owner states it.

    Attributes:
        pick_pack: Minor units a piece for picking and packing.
        freight_per_order: Minor units that one order's freight costs the shop; shared by the pieces of the quantity
            judged, at least ``freight_min_pieces``.
        freight_min_pieces: Pieces over which freight is shared when an order is smaller.
        after_sale_rate: Expected after-sale cost as a share of the unit cost.
        platform_fee_rate, tax_rate, commission_rate: Shares of the price that are not the shop's.
        min_margin_rate: Least share of the price that must be left.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    pick_pack: int = Field(ge=0)
    freight_per_order: int = Field(ge=0)
    freight_min_pieces: int = Field(ge=1)
    after_sale_rate: Decimal = Field(ge=0, lt=1)
    platform_fee_rate: Decimal = Field(ge=0, lt=1)
    tax_rate: Decimal = Field(ge=0, lt=1)
    commission_rate: Decimal = Field(ge=0, lt=1)
    min_margin_rate: Decimal = Field(ge=0, lt=1)

    @property
    def kept_rate(self) -> Decimal:
        """Give the share of a price that must cover the costs."""
        return 1 - self.platform_fee_rate - self.tax_rate - self.commission_rate - self.min_margin_rate


def floor_price(cost: int, quantity: int, terms: FloorTerms) -> int:
    """Give the lowest unit price at which ``quantity`` pieces may be sold, in minor units, rounded up.

    Source: ``p_min(q) = (c + pick&pack + freight(q)/q + E[after-sale]) / (1 - fee - tax - commission - m_min)``,
    docs/authority.md.

    Args:
        cost: Landed unit cost in minor units.
        quantity: Pieces of the SKU, at least 1.
        terms: The owner's cost terms.

    Raises:
        ValueError: ``quantity`` below 1, or rates that leave nothing of the price.
    """
    if quantity < 1:
        raise ValueError(f"a floor needs a quantity of at least 1, not {quantity}")
    kept = terms.kept_rate
    if kept <= 0:
        raise ValueError("fee, tax, commission and margin together leave nothing of the price; lower one of them")
    freight = Decimal(terms.freight_per_order) / max(quantity, terms.freight_min_pieces)
    whole = cost + terms.pick_pack + freight + cost * terms.after_sale_rate
    return ceil(whole / kept)


def ladder_price(tiers: Sequence[Tier], quantity: int) -> int:
    """Give the unit price of a ladder at a quantity; below the first step the first step's price holds.

    Example:
        >>> ladder_price([Tier(min_quantity=1, unit_price=295), Tier(min_quantity=12, unit_price=255)], 24)
        255
    """
    reached = [tier for tier in tiers if tier.min_quantity <= quantity] or [tiers[0]]
    return reached[-1].unit_price


def ladder_faults(tiers: Sequence[Tier]) -> list[str]:
    """List what is wrong with a ladder: empty, quantities not rising, or a price that rises with the quantity."""
    if not tiers:
        return ["a price ladder needs at least one step"]
    faults = []
    for lower, higher in zip(tiers, tiers[1:], strict=False):
        if higher.min_quantity <= lower.min_quantity:
            faults.append(f"the step from {higher.min_quantity} pieces must start above {lower.min_quantity}")
        if higher.unit_price > lower.unit_price:
            faults.append(f"the price from {higher.min_quantity} pieces must not be above the price before it")
    return faults


def scale_ladder(tiers: Sequence[Tier], factor: Decimal) -> tuple[Tier, ...]:
    """Multiply every step's price by ``factor`` and keep it a ladder of whole minor units.

    Rounded towards the old price, so that no step moves by more than the factor says.
    """
    rounding = ROUND_FLOOR if factor > 1 else ROUND_CEILING
    return tuple(
        Tier(
            min_quantity=tier.min_quantity,
            unit_price=max(1, int((tier.unit_price * factor).to_integral_value(rounding))),
        )
        for tier in tiers
    )


def raise_to_floor(tiers: Sequence[Tier], cost: int, terms: FloorTerms) -> tuple[Tier, ...]:
    """Raise every step of a ladder to its floor, and no step above the one before it."""
    raised = [max(tier.unit_price, floor_price(cost, tier.min_quantity, terms)) for tier in tiers]
    return tuple(
        Tier(min_quantity=tier.min_quantity, unit_price=max(raised[number:])) for number, tier in enumerate(tiers)
    )
