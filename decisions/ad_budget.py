"""Splitting the day's ad money: the next unit goes where it brings most, the sum stays; or more where it runs out.

What a campaign brings a day at spend x is y = a · (1 - exp(-b · x)), concave: the next unit brings a · b · exp(-b · x).
a and b are fitted to its days by least squares with a weak prior, in ln(b · mean spend) around 0, since a budget that
never moved says little of the curve. The best split makes the next unit equal everywhere (Lagrange multiplier), found
by bisection, inside a step of today's budgets.

Bids are what a click is worth, so every click that a budget has no room for would have paid: where money is used up day
after day and has come back, more of it is worth asking for, a step at a time, as far as clicks at these bids can spend.
What a budget leaves is not spent, so a raise that comes too early costs nothing but the owner's time.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import partial

from pydantic import BaseModel, ConfigDict

from kit.money import format_minor

LEAST_DAYS = 7
"""Days with spend below which a campaign's curve is not guessed; nothing moves then."""
LEAST_GAIN = 0.01
"""Share of the day's value that a new split must bring, or the old one stays."""
PRIOR_WEIGHT = 0.5
USED_UP = 0.9
"""Share of its budget that a campaign must spend to be short of money."""
LAST_DAYS = 3
"""Days on each of which a campaign must have used up its budget for more to be asked for."""
_GRID = tuple(math.exp(step / 4) for step in range(-8, 9))


class CampaignCase(BaseModel):
    """A running campaign: its budget, and spend and value of its days (contribution of orders), in minor units.

    ``caps``: the budget of each of the days, where it has moved; none: today's on all.
    """

    model_config = ConfigDict(frozen=True)

    campaign_id: str
    currency: str
    budget: int
    days: tuple[tuple[int, int], ...]
    caps: tuple[int, ...] = ()

    def used_up(self) -> bool:
        """Tell whether each of the last days spent what its budget allowed, the last one today's budget."""
        caps = self.caps or (self.budget,) * len(self.days)
        last = [(spend, cap) for (spend, _), cap in zip(self.days, caps, strict=True)][-LAST_DAYS:]
        known = len(last) == LAST_DAYS and last[-1][1] == self.budget
        return known and all(spend >= USED_UP * cap for spend, cap in last)


class Curve(BaseModel):
    """y = a · (1 - exp(-b · x)); beyond ``most`` a campaign finds nothing to buy."""

    model_config = ConfigDict(frozen=True)

    a: float
    b: float
    most: float

    def value(self, spend: float) -> float:
        """Give what a day at this spend brings."""
        return self.a * -math.expm1(-self.b * min(spend, self.most))

    def next_unit(self, spend: float) -> float:
        """Give what the next minor unit brings."""
        return 0.0 if spend >= self.most else self.a * self.b * math.exp(-self.b * spend)


class SplitAdvice(BaseModel):
    """New budgets of the campaigns that change; ``gain`` is what a split at the same sum should bring more a day."""

    model_config = ConfigDict(frozen=True)

    budgets: dict[str, int]
    gain: int
    reason: str
    reason_zh: str


def fit_curve(case: CampaignCase) -> Curve | None:
    """Fit a campaign's curve; None if it has spent on too few days to tell."""
    days = [(spend, value) for spend, value in case.days if spend > 0]
    if len(days) < LEAST_DAYS:
        return None
    mean = sum(spend for spend, _ in days) / len(days)
    scale = sum(value * value for _, value in days) / len(days) or 1.0

    def loss(b: float) -> tuple[float, float]:
        shape = [-math.expm1(-b * spend) for spend, _ in days]
        a = sum(f * value for f, (_, value) in zip(shape, days, strict=True)) / sum(f * f for f in shape)
        error = sum((value - a * f) ** 2 for f, (_, value) in zip(shape, days, strict=True)) / len(days) / scale
        return error + PRIOR_WEIGHT * math.log(b * mean) ** 2 / len(days), a

    b = min((step / mean for step in _GRID), key=lambda candidate: loss(candidate)[0])
    short = mean >= USED_UP * case.budget
    return Curve(a=max(loss(b)[1], 0.0), b=b, most=math.inf if short else 1.1 * max(spend for spend, _ in days))


def advise_split(cases: Sequence[CampaignCase], *, step: Decimal) -> SplitAdvice | None:
    """Say how to split the same sum; None if there is too little to tell, no money to split, or nothing to gain.

    Args:
        cases: The running campaigns.
        step: Largest relative change of a budget at once, e.g. ``Decimal("0.20")``.

    Raises:
        ValueError: The step does not lie within 0 and 1.
    """
    if not (step.is_finite() and 0 <= step <= 1):
        raise ValueError(f"step must lie within 0 and 1, not at {step}")
    if min((case.budget for case in cases), default=0) < 0 or not any(case.budget for case in cases):
        return None
    curves = {case.campaign_id: fit_curve(case) for case in cases}
    if len(cases) < 2 or None in curves.values():
        return None
    known = {name: curve for name, curve in curves.items() if curve is not None}
    bounds = {case.campaign_id: _bounds(case, known[case.campaign_id], step) for case in cases}
    total = sum(case.budget for case in cases)
    if sum(high for _, high in bounds.values()) < total:
        return None
    new = _rounded(_best(known, bounds, total), bounds, total)
    old = {case.campaign_id: case.budget for case in cases}
    before, after = (sum(known[name].value(split[name]) for name in known) for split in (old, new))
    if after - before < max(1.0, LEAST_GAIN * before):
        return None
    money = partial(format_minor, currency=cases[0].currency)
    next_units = ", ".join(f"{name} {known[name].next_unit(old[name]):.2f}" for name in sorted(known))
    changed = {name: amount for name, amount in new.items() if amount != old[name]}
    return SplitAdvice(
        budgets=changed,
        gain=round(after - before),
        reason=f"the next unit of money brings {next_units}; the split is expected to bring "
        f"{money(round(after - before))} more a day at the same sum",
        reason_zh=f"每多花一分带来 {next_units};总额不变,预计每天多 {money(round(after - before))}",
    )


def advise_raise(
    cases: Sequence[CampaignCase],
    wanted: Mapping[str, int],
    *,
    step: Decimal,
    most: int,
    rise_at_most: int | None = None,
) -> SplitAdvice | None:
    """Say which campaigns need more money; None where none has used up its budget on each of its last days and paid.

    Args:
        cases: The running campaigns.
        wanted: What clicks at today's bids can cost on a busy day, minor units by campaign.
        step: Largest relative change of a budget at once, e.g. ``Decimal("0.20")``.
        most: Sum that the owner allows for all campaigns a day, minor units; nothing is asked for above it.
        rise_at_most: Sum of all raises at once, minor units, shared out by what each campaign lacks; None: any.
    """
    budgets: dict[str, int] = {}
    for case in cases:
        new = min(wanted.get(case.campaign_id, 0), math.floor(case.budget * (1 + step)))
        pays = sum(value - spend for spend, value in case.days) >= 0
        if new > case.budget and pays and case.used_up():
            budgets[case.campaign_id] = new
    old = {case.campaign_id: case.budget for case in cases}
    rise = sum(new - old[name] for name, new in budgets.items())
    if rise_at_most is not None and rise > rise_at_most:
        budgets = {name: old[name] + (new - old[name]) * rise_at_most // rise for name, new in budgets.items()}
        budgets = {name: new for name, new in budgets.items() if new > old[name]}
        rise = sum(new - old[name] for name, new in budgets.items())
    if not budgets or sum(old.values()) + rise > most:
        return None
    names, more = ", ".join(sorted(budgets)), format_minor(rise, cases[0].currency)
    return SplitAdvice(
        budgets=budgets,
        gain=0,
        reason=f"{names}: the money ran out on each of the last {LAST_DAYS} days at bids that a click is worth; "
        f"{more} more a day",
        reason_zh=f"{names}:最近 {LAST_DAYS} 天预算每天用完,而出价不高于每次点击的价值;每天增加 {more}",
    )


def _bounds(case: CampaignCase, curve: Curve, step: Decimal) -> tuple[int, int]:
    low, high = math.ceil(case.budget * (1 - step)), math.floor(case.budget * (1 + step))
    return max(1, low), max(
        low, 1, high if curve.most == math.inf else min(high, max(case.budget, math.floor(curve.most)))
    )


def _best(curves: dict[str, Curve], bounds: dict[str, tuple[int, int]], total: int) -> dict[str, float]:
    """Find the spends at which the next unit brings the same everywhere, inside the bounds."""

    def at(price: float) -> dict[str, float]:
        spends = {}
        for name, curve in curves.items():
            low, high = bounds[name]
            steep = curve.a * curve.b
            wanted = math.log(steep / price) / curve.b if steep > price else 0.0
            spends[name] = min(max(min(wanted, curve.most), low), high)
        return spends

    dear, cheap = max(curve.a * curve.b for curve in curves.values()) + 1.0, 1e-12
    for _ in range(200):
        price = math.sqrt(dear * cheap)
        if sum(at(price).values()) > total:
            cheap = price
        else:
            dear = price
    return at(dear)


def _rounded(spends: dict[str, float], bounds: dict[str, tuple[int, int]], total: int) -> dict[str, int]:
    """Round down, then hand out what is left one by one to the largest remainders that still have room."""
    whole = {name: max(bounds[name][0], math.floor(spend)) for name, spend in spends.items()}
    order = sorted(spends, key=lambda name: (math.floor(spends[name]) - spends[name], name))
    left = total - sum(whole.values())
    while left:
        moved = 0
        for name in order:
            room = bounds[name][1] - whole[name] if left > 0 else whole[name] - bounds[name][0]
            # the last shares go one by one, a larger rest at once to whoever has room
            take = min(room, max(1, abs(left) // len(order)), abs(left)) if room > 0 else 0
            whole[name] += take if left > 0 else -take
            left -= take if left > 0 else -take
            moved += take
        if not moved:
            break
    return whole
