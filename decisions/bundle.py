"""Bundle 组合购: a slow article with a fast one at a price for both, where that recovers more than it gives away.

The bundle is q_s pieces of the slow and q_f of the fast article, as they are usually ordered, and saves the share d of
both. d is the largest whole percent at which neither is sold below its floor at any step, and at most :data:`DEEPEST`.
A buyer who came for the fast article feels the whole saving as the slow one's: its price falls by ``f = d·(q_s·p_s +
q_f·p_f) / (q_s·p_s)``, so over H days ``u = m·((1 - f)^-e - 1)·H`` more pieces leave (m a day now, e the elasticity,
never more than there are), in ``n = u / q_s`` bundles. What was paid for slow goods is spent, so they bring ``p_s·k -
c_v`` a piece (k the share of a price that is kept, c_v picking, packing, freight, after-sale) and save their holding;
the saving is given to those ``n`` and to everybody who would have bought the slow goods anyway. Source: the markdown
problem of :mod:`decisions.slow_stock`; the felt price and the thresholds are ours.
"""

from __future__ import annotations

import math
from decimal import Decimal

from pydantic import BaseModel, ConfigDict

from decisions.demand import HOLDING_PER_DAY
from decisions.slow_stock import SlowCase
from kit.money import format_minor
from shops.models import Tier
from shops.terms import FloorTerms, floor_price, ladder_price

DAYS = 28
DEEPEST, LEAST = 15, 3
"""Percents off both: more would be a clearance, less nobody notices."""
MOST_FELT = 0.6


class FastGoods(BaseModel):
    """The article that moves: its ladder, cost in minor units, and pieces of a usual line."""

    model_config = ConfigDict(frozen=True)

    sku: str
    tiers: tuple[Tier, ...]
    cost: int
    typical_quantity: int


class BundleAdvice(BaseModel):
    """The bundle: from ``spend`` of both goods on, ``save`` off, ``uses`` times at most; money in minor units."""

    model_config = ConfigDict(frozen=True)

    slow: str
    fast: str
    spend: int
    save: int
    uses: int
    gain: int
    reason: str
    reason_zh: str


def advise_bundle(slow: SlowCase, fast: FastGoods, terms: FloorTerms, *, budget: int) -> BundleAdvice | None:
    """Say at which price to offer both; None if no price above both floors recovers more than it gives away.

    Args:
        slow: The slow article.
        fast: The one it is offered with.
        terms: The owner's cost terms.
        budget: What all uses together may give away, minor units.
    """
    depth = min(DEEPEST, _room(slow.tiers, slow.cost, terms), _room(fast.tiers, fast.cost, terms))
    if depth < LEAST:
        return None
    slow_money = slow.typical_quantity * ladder_price(slow.tiers, slow.typical_quantity)
    money = slow_money + fast.typical_quantity * ladder_price(fast.tiers, fast.typical_quantity)
    save = money * depth // 100
    if save <= 0:
        return None
    felt = min(MOST_FELT, save / slow_money)
    anyway = slow.daily_mean * DAYS
    more = min(slow.pieces - anyway, anyway * ((1 - felt) ** -slow.elasticity - 1))
    if more <= 0:
        return None
    bundles = (more + anyway) / slow.typical_quantity
    gain = round(more * float(_kept(slow, terms)) - save * bundles)
    uses = min(math.ceil(bundles), budget // save)
    if gain <= 0 or uses < 1:
        return None
    off, both = format_minor(save, slow.currency), format_minor(money, slow.currency)
    return BundleAdvice(
        slow=slow.sku,
        fast=fast.sku,
        spend=money,
        save=save,
        uses=uses,
        gain=gain,
        reason=f"{slow.sku} with {fast.sku}: {off} off from {both} ({depth} %, above both floors) moves "
        f"{more:.0f} more pieces in {DAYS} days, {format_minor(gain, slow.currency)} beyond what it gives away",
        reason_zh=f"{slow.sku} 搭配 {fast.sku}:满 {both} 减 {off}({depth}%,均不低于底价),"
        f"{DAYS} 天多动销 {more:.0f} 件,扣除让利后净增 {format_minor(gain, slow.currency)}",
    )


def _room(tiers: tuple[Tier, ...], cost: int, terms: FloorTerms) -> int:
    """Give the whole percents that may be taken off every step of a ladder; below 0 where one is below its floor."""
    starts = [1 if place == 0 else tier.min_quantity for place, tier in enumerate(tiers)]
    return min(
        math.floor(100 * (1 - Decimal(floor_price(cost, start, terms)) / tier.unit_price))
        for start, tier in zip(starts, tiers, strict=True)
    )


def _kept(slow: SlowCase, terms: FloorTerms) -> Decimal:
    """Give what a slow piece brings, its cost being spent, with the holding that ends."""
    kept = 1 - terms.platform_fee_rate - terms.tax_rate - terms.commission_rate
    freight = Decimal(terms.freight_per_order) / max(slow.typical_quantity, terms.freight_min_pieces)
    price = ladder_price(slow.tiers, slow.typical_quantity)
    held = Decimal(HOLDING_PER_DAY) * slow.cost * DAYS / 2
    return price * kept - terms.pick_pack - freight - slow.cost * terms.after_sale_rate + held
