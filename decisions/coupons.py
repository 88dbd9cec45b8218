"""Coupons by incremental value: how deep a coupon for lapsed buyers may be so that it earns more than it gives away.

Of n buyers a share P0 comes back anyway. A coupon of depth d (share of the order) makes it ``P1 = P0·(1-d)^-e``, at
most 1, and what it earns a buyer, in shares of the order value with margin m, is the incremental margin less what is
given to those who would have come anyway: ``g = (P1 - P0)·(m - d) - P0·d``. e has the prior of price elasticities (see
:mod:`decisions.elasticity`) and each trial with a holdout adds one observation of ``ln(P1/P0)`` over ``-ln(1-d)``, of
variance ``1/(k1+½) + 1/(k0+½)`` by the delta method; the posterior is closed form and e normal.

A depth is taken when P(g > 0) is at least :data:`TRY` while nothing was tried, and :data:`GO_ON` after: a first trial
may be unsure, a repeated one may not. g trusts the segment's margin and order value; what trials brought in money does
not, so it is asked apart: with a measured increment of m_i minor units a buyer and standard error s_i, all coupons
together have P(m > 0) = Φ(Σ m_i/s_i² / √Σ 1/s_i²), and below :data:`TRY` there is no further one, of whatever depth: a
smaller one gives away less and brings less. Source: inverse-variance pooling; docs/authority.md for budget and floor;
thresholds are ours.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import NormalDist
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from decisions.elasticity import PRIOR_MEAN, PRIOR_SD
from decisions.increment import SURE, Increment
from kit.money import format_minor

DEPTHS = (0.03, 0.05, 0.08, 0.1)
TRY, GO_ON = 0.4, 0.6
LEAST_BUYERS = 30
"""Fewer buyers in treatment and holdout together tell nothing."""


class Trial(BaseModel):
    """One coupon that has run: its depth, buyers who had it and who did not, and how many of each came back."""

    model_config = ConfigDict(frozen=True)

    depth: float
    treated: int
    treated_back: int
    held_out: int
    held_out_back: int


class Segment(BaseModel):
    """Buyers that a coupon could be for. Money in minor units.

    Attributes:
        buyers: How many, without the holdout.
        back: Share that comes back within a coupon's time without one, 0 to 1.
        order_value: Of a usual order of theirs.
        margin: Share of it that is left.
        room: Largest depth at which no SKU on the shelf is sold below its floor.
        budget: What all uses together may give away.

    Raises:
        ValueError: A share is no number, ``back`` lies outside 0 to 1, or another figure is below 0.
    """

    model_config = ConfigDict(frozen=True)

    currency: str
    buyers: int = Field(ge=0)
    back: float = Field(ge=0, le=1)
    order_value: int = Field(ge=0)
    margin: float = Field(allow_inf_nan=False)
    room: float = Field(allow_inf_nan=False)
    budget: int = Field(ge=0)


class Belief(NamedTuple):
    """What is believed of e: mean, standard deviation, trials it rests on."""

    mean: float
    sd: float
    trials: int


class CouponAdvice(BaseModel):
    """The coupon: money off an order of ``min_spend`` or more, uses at most, buyers it may be for at most."""

    model_config = ConfigDict(frozen=True)

    save: int
    min_spend: int
    uses: int
    audience: int
    chance: float
    reason: str
    reason_zh: str


def learn_response(trials: Sequence[Trial]) -> Belief:
    """Give the posterior of e after trials; odd ones and those without buyers on a side teach nothing."""
    precision = PRIOR_SD**-2
    weighted, used = PRIOR_MEAN * precision, 0
    for trial in trials:
        groups = ((trial.treated_back, trial.treated), (trial.held_out_back, trial.held_out))
        if not 0 < trial.depth < 1 or not all(buyers and 0 <= back <= buyers for back, buyers in groups):
            continue
        step = -math.log(1 - trial.depth)
        rates = [(back + 0.5) / (buyers + 1) for back, buyers in groups]
        variance = 1 / (trial.treated_back + 0.5) + 1 / (trial.held_out_back + 0.5)
        weighted += step * math.log(rates[0] / rates[1]) / variance
        precision += step * step / variance
        used += 1
    return Belief(weighted / precision, precision**-0.5, used)


def gain(depth: float, response: float, segment: Segment) -> float:
    """Give g of the module's docstring: what a buyer's coupon earns, as a share of the order value."""
    more = min(segment.back * (math.pow(1 - depth, -response) - 1), 1 - segment.back)
    return more * (segment.margin - depth) - segment.back * depth


def chance_of_gain(depth: float, belief: Belief, segment: Segment) -> float:
    """Give P(g > 0): g rises with e, so it is the chance that e is above the one that breaks even.

    0 where even all of them coming back would not pay.
    """
    if depth >= segment.margin or segment.back <= 0 or gain(depth, math.inf, segment) <= 0:
        return 0.0
    even = math.log(1 + depth / (segment.margin - depth)) / -math.log(1 - depth)
    return 1 - NormalDist(belief.mean, belief.sd).cdf(even)


def chance_brought(brought: Sequence[Increment]) -> float | None:
    """Give P(m > 0) of the module's docstring, that coupons bring money; None as long as none was measured.

    Example:
        >>> lost = Increment(treated=100, held_out=40, mean=-60, low=-140, high=20, total=-6000, known=True)
        >>> round(chance_brought([lost]), 2), chance_brought([])
        (0.07, None)
    """
    half = NormalDist().inv_cdf((1 + SURE) / 2)
    known = [(one.mean, (2 * half / (one.high - one.low)) ** 2) for one in brought if one.known and one.high > one.low]
    if not known:
        return None
    return NormalDist().cdf(
        sum(mean * weight for mean, weight in known) / math.sqrt(sum(weight for _, weight in known))
    )


def advise_coupon(segment: Segment, trials: Sequence[Trial], brought: Sequence[Increment] = ()) -> CouponAdvice | None:
    """Say which coupon to issue; None if none is expected to earn more than it gives away, or those before lost money.

    Args:
        segment: The buyers it could be for.
        trials: All earlier coupons of this kind.
        brought: What they brought in money, as far as it was measured.
    """
    belief, paid = learn_response(trials), chance_brought(brought)
    if paid is not None and paid < TRY:
        return None
    needed = GO_ON if belief.trials else TRY
    fit = [
        depth
        for depth in DEPTHS
        if depth <= segment.room and chance_of_gain(depth, belief, segment) >= needed and _uses(depth, segment)
    ]
    if not fit or segment.buyers < LEAST_BUYERS:
        return None
    depth = max(fit, key=lambda one: (gain(one, belief.mean, segment), -one))
    save, uses, chance = _save(depth, segment), _uses(depth, segment), chance_of_gain(depth, belief, segment)
    comes = min(1.0, segment.back * (1 - depth) ** -belief.mean)
    money = format_minor(save, segment.currency)
    said, said_zh = (
        ("", "") if paid is None else (f"; their money says P = {paid:.2f}", f";按实测净增益概率 {paid:.2f}")
    )
    return CouponAdvice(
        save=save,
        min_spend=segment.order_value,
        uses=uses,
        audience=min(segment.buyers, max(1, math.floor(uses / comes))),
        chance=round(chance, 4),
        reason=f"{segment.back:.1%} come back anyway; {money} off ({depth:.0%}) at margin {segment.margin:.0%} earns "
        f"more than it gives away with P = {chance:.2f}, after {belief.trials} trials with a holdout{said}",
        reason_zh=f"不发券也有 {segment.back:.1%} 回购;优惠 {money}({depth:.0%}),毛利率 {segment.margin:.0%},"
        f"净增益为正的概率 {chance:.2f}(依据 {belief.trials} 次留出对照{said_zh})",
    )


def _save(depth: float, segment: Segment) -> int:
    return math.floor(depth * segment.order_value)


def _uses(depth: float, segment: Segment) -> int:
    save = _save(depth, segment)
    return max(0, segment.budget) // save if save > 0 else 0
