"""Which goods to promote at which depth: the set of offers that earns most inside a budget, solved exactly.

Each SKU has offers (depths) with the expected extra contribution of its own, and what they give away. Solved as a
mixed-integer programme with HiGHS (Huangfu and Hall 2018; scipy's ``milp``)::

    max  sum v_o y_o − sum l_pq w_pq
    s.t. sum_{o of SKU} y_o <= 1        one offer a SKU
         sum c_o y_o <= budget          what is given away
         sum y_o <= most                places on the banner
         sum_{o of group} y_o <= 1      goods that stand for each other: one of them
         w_pq >= y_p + y_q − 1          sales that two promoted goods take from each other

An offer whose price, with every coupon that may be stacked on it, lies below the floor is left out before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from itertools import combinations

import numpy as np
from pydantic import BaseModel, ConfigDict, Field
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import lil_matrix

from decisions.not_enough import NotEnough, finite, not_enough
from kit.money import format_minor

GAP = 1e-6
"""Largest share by which the set found may be below the best: exact for every practical purpose."""
SECONDS = 20.0


class Offer(BaseModel):
    """One SKU at one depth. Money in minor units; expectations over the promotion's days.

    Attributes:
        depth: Share off the price, 0 to 1.
        extra: Contribution above that of the usual price, full-price sales that it replaces taken off; may be negative.
        given: What the discount gives away; it counts against the budget.
        price, floor: Unit price after the discount, and the lowest allowed.
        group: Goods of one group stand for each other: at most one of them is promoted.
    """

    model_config = ConfigDict(frozen=True)

    sku: str
    depth: float = Field(gt=0, lt=1)
    extra: float = Field(allow_inf_nan=False)
    given: float = Field(ge=0, allow_inf_nan=False)
    price: int
    floor: int
    group: str = ""


class MixTerms(BaseModel):
    """What the set must keep to: money given away, offers at most, and the share that coupons may take on top."""

    model_config = ConfigDict(frozen=True)

    currency: str
    budget: float = Field(ge=0, allow_inf_nan=False)
    most: int = Field(default=1000, ge=0)
    stacked: float = Field(default=0.0, ge=0, lt=1)


class MixAdvice(BaseModel):
    """The set, what it earns and gives away; ``alternative`` is the best other set (None: there is none) and ``behind``
    what it earns less.
    """

    model_config = ConfigDict(frozen=True)

    offers: tuple[Offer, ...]
    extra: float
    given: float
    below_floor: tuple[str, ...]
    alternative: tuple[Offer, ...] | None
    behind: float
    reason: str
    reason_zh: str


Losses = Mapping[tuple[str, str], float]


def advise_mix(offers: Sequence[Offer], terms: MixTerms, losses: Losses | None = None) -> MixAdvice | NotEnough:
    """Choose the offers that together earn most.

    Args:
        offers: All that are thought of, of any number of SKUs.
        terms: Budget and limits.
        losses: What two SKUs, in alphabetical order, take from each other when both are promoted; at least 0.

    Raises:
        ValueError: A loss is no finite number or below 0, or its SKUs are not in alphabetical order.
    """
    for (first, second), loss in (losses or {}).items():
        finite(least=0, **{f"the loss of {first} and {second}": loss})
        if first >= second:
            raise ValueError(f"losses need two SKUs in alphabetical order, not {first} and {second}")
    below = tuple(sorted({one.sku for one in offers if one.price * (1 - terms.stacked) < one.floor}))
    fit = sorted(
        (one for one in offers if one.price * (1 - terms.stacked) >= one.floor), key=lambda one: (one.sku, one.depth)
    )
    if not offers:
        return not_enough(("at least one offer with its expected contribution", "至少一个带预期贡献的促销方案"))
    pairs = {pair: loss for pair, loss in sorted((losses or {}).items()) if loss > 0}
    best = _solve(fit, terms, pairs, without=None) or []
    other = _solve(fit, terms, pairs, without=best)
    extra = _worth(best, pairs)
    behind = extra - _worth(other, pairs) if other is not None else 0.0
    given = sum(one.given for one in best)
    money = partial(format_minor, currency=terms.currency)
    names = ", ".join(f"{one.sku} −{one.depth:.0%}" for one in best)
    return MixAdvice(
        offers=tuple(best),
        extra=extra,
        given=given,
        below_floor=below,
        alternative=None if other is None else tuple(other),
        behind=behind,
        reason=f"of {len(fit)} offers {names or 'none'}: {money(round(extra))} more, {money(round(given))} given of "
        f"{money(round(terms.budget))}; the next best set earns {money(round(behind))} less",
        reason_zh=f"{len(fit)} 个方案中选 {names or '无'}:多赚 {money(round(extra))},让利 {money(round(given))}"
        f"(预算 {money(round(terms.budget))});次优组合少赚 {money(round(behind))}",
    )


def _solve(
    offers: Sequence[Offer], terms: MixTerms, losses: Losses, *, without: Sequence[Offer] | None
) -> list[Offer] | None:
    """Give the best set, or the best that is not ``without``; None if there is none."""
    if not offers:
        return None
    count = len(offers)
    pairs = _pairs(offers, losses)
    rows: list[tuple[dict[int, float], float]] = []
    for names in ([one.sku for one in offers], [f"group {one.group}" if one.group else "" for one in offers]):
        for name in sorted(set(names) - {""}):
            rows.append(({place: 1.0 for place, own in enumerate(names) if own == name}, 1.0))
    rows.append(({place: one.given for place, one in enumerate(offers)}, terms.budget))
    rows.append(({place: 1.0 for place in range(count)}, float(terms.most)))
    rows += [({first: 1.0, second: 1.0, count + number: -1.0}, 1.0) for number, (first, second, _) in enumerate(pairs)]
    if without is not None:
        chosen = {place for place, one in enumerate(offers) if one in without}
        rows.append(({place: 1.0 if place in chosen else -1.0 for place in range(count)}, len(chosen) - 1.0))
    matrix = lil_matrix((len(rows), count + len(pairs)))
    for number, (row, _) in enumerate(rows):
        for place, value in row.items():
            matrix[number, place] = value
    found = milp(
        np.array([-one.extra for one in offers] + [loss for _, _, loss in pairs]),
        constraints=LinearConstraint(matrix.tocsc(), -np.inf, np.array([most for _, most in rows])),
        integrality=np.array([1] * count + [0] * len(pairs)),
        bounds=Bounds(0, 1),
        options={"time_limit": SECONDS, "mip_rel_gap": GAP},
    )
    return None if found.x is None else [one for one, y in zip(offers, found.x, strict=False) if y > 0.5]


def _pairs(offers: Sequence[Offer], losses: Losses) -> list[tuple[int, int, float]]:
    return [
        (first, second, losses[offers[first].sku, offers[second].sku])
        for first, second in combinations(range(len(offers)), 2)
        if (offers[first].sku, offers[second].sku) in losses
    ]


def _worth(chosen: Sequence[Offer], losses: Losses) -> float:
    """Give what a set earns."""
    lost = sum(losses.get((one.sku, other.sku), 0.0) for one, other in combinations(chosen, 2))
    return sum(one.extra for one in chosen) - lost
