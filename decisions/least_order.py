"""Least order from set-up cost: how many pieces an order of goods that are made for it must have to pay its set-up.

Setting a line up for a SKU costs S, whatever is made. Where the house cannot serve an order from stock, a batch is made
for it, and the order pays the set-up when ``q · (p(q) - v(q)) ≥ S``: p the ladder's price, v the variable cost of a
piece at q pieces (goods, picking, freight shared by q, after-sale, fees). The least such q, in whole packs, is the
least order. The economic batch is what is made beyond it: ``Q* = √(2·S·D / (h·c))`` for D pieces a day, c the unit cost
and h the holding cost a day as a share of it; with it the set-up costs ``S / Q*`` a piece. Sources: the break-even
quantity of a set-up; F. W. Harris, "How many parts to make at once", Factory 10 (1913), for the economic batch.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal

from pydantic import BaseModel, ConfigDict

from decisions.demand import HOLDING_PER_DAY
from kit.money import format_minor
from shops.models import Tier
from shops.terms import FloorTerms, floor_price, ladder_price

MOST_PACKS = 500
"""Beyond so many packs no order would be asked for; the price is wrong then, not the quantity."""


class LeastOrder(BaseModel):
    """The least order of a SKU and its economic batch, pieces; ``least`` is None where no quantity pays the set-up."""

    model_config = ConfigDict(frozen=True)

    sku: str
    least: int | None
    batch: int
    reason: str
    reason_zh: str


def advise_least_order(
    sku: str,
    tiers: Sequence[Tier],
    cost: int,
    set_up: int,
    terms: FloorTerms,
    *,
    pack: int,
    daily_units: float,
    currency: str,
) -> LeastOrder:
    """Say from how many pieces on an order pays its set-up.

    Args:
        sku: The SKU.
        tiers: Its ladder.
        cost: Unit cost without set-up, minor units.
        set_up: S, minor units.
        terms: The owner's cost terms; the least margin is not asked for.
        pack: Pieces of a pack; the least order is a multiple.
        daily_units: D, pieces a day.
        currency: Of the amounts.

    Example:
        >>> ladder, terms = [Tier(min_quantity=1, unit_price=300)], FloorTerms(
        ...     pick_pack=0, freight_per_order=0, freight_min_pieces=1, after_sale_rate="0", platform_fee_rate="0",
        ...     tax_rate="0", commission_rate="0", min_margin_rate="0")
        >>> advise_least_order("A", ladder, 100, 2000, terms, pack=1, daily_units=2, currency="GBP").least
        10
    """
    no_margin = terms.model_copy(update={"min_margin_rate": Decimal(0)})
    packs = range(pack, pack * (MOST_PACKS + 1), pack)
    pays = (q for q in packs if q * (ladder_price(tiers, q) - floor_price(cost, q, no_margin)) >= set_up)
    least, batch = next(pays, None), round(math.sqrt(2 * set_up * daily_units / (HOLDING_PER_DAY * max(1, cost))))
    money = format_minor(set_up, currency)
    if least is None:
        why, why_zh = f"no order pays its set-up of {money} at this price", f"按现价任何数量都不够付开机费 {money}"
    else:
        why = f"an order pays its set-up of {money} from {least} pieces on"
        why_zh = f"每单 {least} 件起才够付开机费 {money}"
    return LeastOrder(
        sku=sku,
        least=least,
        batch=max(pack, batch),
        reason=f"{sku}: {why}; economic batch {max(pack, batch)}",
        reason_zh=f"{sku}:{why_zh};经济批量 {max(pack, batch)}",
    )
