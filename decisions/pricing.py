"""Price review: one SKU's demand response, learnt from its own price moves, and the ladder that follows from it.

Model: constant elasticity, units ~ p^-e. The elasticity has a normal prior and each past move of the price adds one
observation of log(units after / units before) over log(price after / price before), with a variance from the counts
(delta method: 1/n_before + 1/n_after + overdispersion). The posterior is closed form. The price that maximises
contribution is ``v·e/(e−1)`` for variable cost ``v`` at the usual quantity (Lerner's rule), held inside a band around
the base price and inside the largest move.

Of what one SKU loses to a raise a part is bought from the shop's other goods, and what it wins by a cut it wins in part
from them: the shop loses and wins by ``e·(1 − DIVERSION)``. And a price is moved only where the belief says with some
confidence which way is better: at price ``p`` a raise pays if ``e·(1 − DIVERSION) < p/(p − v)``, a cut if it is above.

Prior: mean 2.9, the upper of three own-price elasticities fitted on Dominick's orange juice (-2.90, -2.37, -2.29);
standard deviation 0.8 covers 1.3 to 4.5. An assumption for gifts, which is why the band is narrow.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal
from functools import partial
from statistics import NormalDist
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict

from kit.money import format_minor
from shops.models import Tier
from shops.terms import FloorTerms, floor_price, ladder_price, raise_to_floor, scale_ladder

PRIOR_MEAN, PRIOR_SD = 2.9, 0.8
OVERDISPERSION = 0.25
"""Extra variance of a log ratio of weekly counts: SKU-week coefficient of variation is near 1 in the real data."""
DIVERSION = 0.3
"""Share of a SKU's lost or won sales that the shop's other goods win or lose; an assumption."""
CONFIDENT = 0.75
"""Least chance that a move goes the better way."""
BAND = (Decimal("0.92"), Decimal("1.12"))
"""Lowest and highest price as a share of the owner's base price."""
IDLE_DAYS = 120
"""Stock that lasts longer than this is idle money."""
SMALLEST_MOVE = Decimal("0.015")
"""A smaller change is not worth an edit."""


class Move(NamedTuple):
    """What one change of the price did: price and pieces in the spans before and after it, spans of equal length."""

    price_before: int
    price_after: int
    units_before: int
    units_after: int


class Elasticity(NamedTuple):
    """Posterior of the elasticity: mean, standard deviation, and how many moves it rests on."""

    mean: float
    sd: float
    moves: int


class PriceCase(BaseModel):
    """What the engine is told about one SKU. Money in minor units.

    Attributes:
        currency: ISO 4217 code of all amounts.
        tiers: The ladder now.
        base_price: The owner's reference price.
        cost: Landed unit cost.
        cover_days: Days that the available and incoming stock lasts at the present pace; None when nothing sells.
        lead_days: Days until new goods arrive.
        typical_quantity: Pieces of a usual order line.
    """

    model_config = ConfigDict(frozen=True)

    sku: str
    currency: str
    tiers: tuple[Tier, ...]
    base_price: int
    cost: int
    cover_days: float | None
    lead_days: int
    typical_quantity: int


class PriceAdvice(BaseModel):
    """The recommended ladder (the one that holds, if it should stay) and why; ``target`` in minor units."""

    model_config = ConfigDict(frozen=True)

    sku: str
    tiers: tuple[Tier, ...]
    target: int
    elasticity: float
    reasons: tuple[str, ...]
    reasons_zh: tuple[str, ...]


def learn_elasticity(moves: Sequence[Move]) -> Elasticity:
    """Give the posterior of the elasticity after the SKU's own price moves.

    Moves without a price change or without any sale on one side teach nothing and are left out.
    """
    precision = PRIOR_SD**-2
    weighted, used = PRIOR_MEAN * precision, 0
    for move in moves:
        if move.price_after == move.price_before or min(move.units_before, move.units_after) <= 0:
            continue
        step = -math.log(move.price_after / move.price_before)
        seen = math.log(move.units_after / move.units_before)
        variance = 1 / move.units_before + 1 / move.units_after + OVERDISPERSION
        weighted += step * seen / variance
        precision += step * step / variance
        used += 1
    return Elasticity(mean=weighted / precision, sd=precision**-0.5, moves=used)


def advise_price(case: PriceCase, elasticity: Elasticity, terms: FloorTerms, *, largest_move: Decimal) -> PriceAdvice:
    """Recommend a ladder for one SKU.

    Args:
        case: The SKU as it stands.
        elasticity: What is believed of its demand; at or below 1 no finite price is best and the band decides.
        terms: The owner's cost terms, for the variable cost and the floor.
        largest_move: Largest relative change at once, e.g. ``Decimal("0.05")``.

    Returns:
        The ladder scaled by one factor, with the reasons in words. A step that would stand below its floor is raised
        to it, even beyond the largest move: then the owner has to decide.
    """
    target, reasons = _best_price(case, elasticity, terms)
    price = case.tiers[0].unit_price
    target = min(max(target, case.base_price * BAND[0]), case.base_price * BAND[1])
    target = min(max(target, price * (1 - largest_move)), price * (1 + largest_move))
    factor = target / price
    scaled = scale_ladder(case.tiers, factor)
    tiers = raise_to_floor(scaled, case.cost, terms)
    if tiers == scaled and abs(factor - 1) < SMALLEST_MOVE:
        tiers = case.tiers
        reasons.append(("the change is too small to be worth an edit", "变动太小,不值得修改"))
    elif tiers != scaled:
        reasons.append(("raised to the floor", "提到底价"))
    return PriceAdvice(
        sku=case.sku,
        tiers=tiers,
        target=int(target),
        elasticity=round(elasticity.mean, 4),
        reasons=tuple(en for en, _ in reasons),
        reasons_zh=tuple(zh for _, zh in reasons),
    )


def _best_price(case: PriceCase, elasticity: Elasticity, terms: FloorTerms) -> tuple[Decimal, list[tuple[str, str]]]:
    """Give the price of largest contribution, moved for scarce or idle stock, and how it came about (en, zh)."""
    variable = _variable_cost(case, terms)
    now, usual = Decimal(case.tiers[0].unit_price), ladder_price(case.tiers, case.typical_quantity)
    shops = elasticity.mean * (1 - DIVERSION)
    best = Decimal(variable) * Decimal(shops) / Decimal(shops - 1) if shops > 1.05 else usual * BAND[1]
    target, chance = now * best / usual, _chance(elasticity, variable, usual, is_raise=best > usual)
    money = partial(format_minor, currency=case.currency)
    mean, sd, pieces = f"{elasticity.mean:.2f}", f"{elasticity.sd:.2f}", case.typical_quantity
    reasons = [
        (
            f"elasticity {mean} ± {sd} from {elasticity.moves} own price moves",
            f"价格弹性 {mean} ± {sd}(依据 {elasticity.moves} 次调价)",
        ),
        (
            f"variable cost {money(variable)} at {pieces} pieces, best price there {money(int(best))}",
            f"{pieces} 件时变动成本 {money(variable)},该数量的最优价 {money(int(best))}",
        ),
    ]
    if chance < CONFIDENT:
        target = now
        reasons.append((f"better with a chance of {chance:.0%} only: left", f"更好的把握只有 {chance:.0%}:不动"))
    cover = f"{case.cover_days:.0f}" if case.cover_days is not None else ""
    if case.cover_days is not None and case.cover_days < case.lead_days:
        reasons.append(
            (
                f"stock lasts {cover} days, new goods need {case.lead_days}: not lowered",
                f"库存可售 {cover} 天,补货需 {case.lead_days} 天:不降价",
            )
        )
        return max(target * Decimal("1.05"), Decimal(case.tiers[0].unit_price)), reasons
    if case.cover_days is not None and case.cover_days > IDLE_DAYS:
        reasons.append((f"stock lasts {cover} days: -4 %", f"库存可售 {cover} 天:-4%"))
        return target * Decimal("0.96"), reasons
    return target, reasons


def _chance(elasticity: Elasticity, variable: int, price: int, *, is_raise: bool) -> float:
    """Give the chance that moving a price this way brings the shop more."""
    if price <= variable:
        return 1.0 if is_raise else 0.0
    indifferent = price / (price - variable)
    below = NormalDist(elasticity.mean * (1 - DIVERSION), elasticity.sd * (1 - DIVERSION)).cdf(indifferent)
    return below if is_raise else 1 - below


def _variable_cost(case: PriceCase, terms: FloorTerms) -> int:
    """Give what one piece costs before any margin, as the floor has it with a margin of 0."""
    return floor_price(case.cost, case.typical_quantity, terms.model_copy(update={"min_margin_rate": Decimal(0)}))
