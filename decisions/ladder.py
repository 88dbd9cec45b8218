"""Ladder price: which quantity steps a SKU's price ladder lacks, from what buyers order and what a quantity saves.

A step is set where a cost breaks: at the pack multiple next to the 75th and the 90th percentile of the pieces a line
was ordered with. Its price is Lerner's ``v(q)·e/(e−1)`` for the variable cost v(q) of a piece at that quantity (freight
is shared by the pieces), relative to what the rule says at the usual quantity, so that only the saving is passed on:
``p(q) = p1 · v(q)/v(q1)``. It is never below the floor of its quantity, never above the step before it, and within the
largest move of what the ladder asks at that quantity today; a saving below :data:`LEAST_SAVING` makes no step. Steps
that stand are not moved (price review does). Fewer lines than :data:`LEAST_LINES` decide nothing: the owner does.
Source: Lerner's rule as in :mod:`decisions.elasticity`; the percentiles and thresholds are ours.
"""

from __future__ import annotations

import math
from decimal import ROUND_CEILING, Decimal

from pydantic import BaseModel, ConfigDict

from kit.money import format_minor
from shops.models import Tier
from shops.terms import FloorTerms, floor_price, ladder_price

LEAST_LINES = 20
PERCENTILES = (75, 90)
LEAST_SAVING = Decimal("0.01")
MOST_STEPS = 5


class LadderCase(BaseModel):
    """One SKU: its ladder, costs in minor units, and pieces of each order line of the last months."""

    model_config = ConfigDict(frozen=True)

    sku: str
    currency: str
    tiers: tuple[Tier, ...]
    cost: int | None
    moq: int = 1
    pack: int = 1
    quantities: tuple[int, ...] = ()


class LadderAdvice(BaseModel):
    """A longer ladder, or, where ``tiers`` is None, why the owner has to set it."""

    model_config = ConfigDict(frozen=True)

    sku: str
    tiers: tuple[Tier, ...] | None
    reason: str
    reason_zh: str


def advise_ladder(case: LadderCase, terms: FloorTerms, *, largest_move: Decimal, max_steps: int) -> LadderAdvice | None:
    """Say which ladder a SKU should have; None if the one it has is right.

    Args:
        case: The SKU as it stands.
        terms: The owner's cost terms.
        largest_move: Largest relative change at any quantity, e.g. ``Decimal("0.05")``.
        max_steps: Steps that the platform allows.
    """
    if case.cost is None:
        return _owners(case, "its cost is unknown", "成本未知")
    if not case.tiers or case.pack < 1 or case.cost < 0:
        return _owners(
            case,
            f"it needs a price, a pack of at least 1 piece ({case.pack} there) and a cost of at least 0 "
            f"({case.cost} there)",
            f"须有单价、每包至少 1 件(现为 {case.pack})、成本不为负(现为 {case.cost})",
        )
    lines = len(case.quantities)
    if lines < LEAST_LINES:
        if len(case.tiers) > 1:
            return None
        few, few_zh = f"{lines} order lines are too few to find its steps", f"仅 {lines} 条订单行,不足以定阶梯"
        return _owners(case, few, few_zh)
    tiers = list(case.tiers)
    for percentile in PERCENTILES:
        quantity = _in_packs(case, percentile)
        if len(tiers) < min(max_steps, MOST_STEPS) and quantity > tiers[-1].min_quantity:
            price = _step_price(case, quantity, terms, largest_move)
            if price <= tiers[-1].unit_price * (1 - LEAST_SAVING):
                tiers.append(Tier(min_quantity=quantity, unit_price=price))
    if len(tiers) == len(case.tiers):
        return None
    new = ", ".join(f"{t.min_quantity}+: {format_minor(t.unit_price, case.currency)}" for t in tiers[len(case.tiers) :])
    return LadderAdvice(
        sku=case.sku,
        tiers=tuple(tiers),
        reason=f"{case.sku}: {lines} lines; larger ones save freight, new steps {new}",
        reason_zh=f"{case.sku}:{lines} 条订单行;大单省运费,新增阶梯 {new}",
    )


def _owners(case: LadderCase, why: str, why_zh: str) -> LadderAdvice:
    return LadderAdvice(sku=case.sku, tiers=None, reason=f"{case.sku}: {why}", reason_zh=f"{case.sku}:{why_zh}")


def _in_packs(case: LadderCase, percentile: int) -> int:
    """Give the percentile (nearest rank) of the pieces of a line, up to whole packs and the smallest order."""
    ranked = sorted(case.quantities)
    found = ranked[math.ceil(percentile / 100 * len(ranked)) - 1]
    return max(case.moq, math.ceil(found / case.pack) * case.pack)


def _step_price(case: LadderCase, quantity: int, terms: FloorTerms, largest_move: Decimal) -> int:
    assert case.cost is not None
    no_margin = terms.model_copy(update={"min_margin_rate": Decimal(0)})
    first = case.tiers[0].min_quantity
    usual = sorted(case.quantities)[len(case.quantities) // 2]
    saved = Decimal(floor_price(case.cost, quantity, no_margin)) / floor_price(case.cost, max(usual, first), no_margin)
    today = ladder_price(case.tiers, quantity)
    wanted = max(ladder_price(case.tiers, max(usual, first)) * saved, today * (1 - largest_move))
    rounded = int(wanted.to_integral_value(ROUND_CEILING))
    return min(today, max(rounded, floor_price(case.cost, quantity, terms)))
