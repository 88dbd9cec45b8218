"""Creative test: which version of a listing visitors open more often, looked at every day without being misled by it.

Of the ``n`` visitors who saw a version the share ``p`` opened it. Beside the listing as it stands, a version's gain is
``d = p1 - p0`` with variance ``s² = p̄(1-p̄)(1/n1 + 1/n0)``, p̄ pooled. The mixture sequential probability ratio test
weighs all gains with a normal of mean 0 and standard deviation τ: ``Λ = √(s²/(s²+τ²)) · exp(d²τ² / 2s²(s²+τ²))``.
Under no difference Λ is a martingale of mean 1, so it passes ``1/α`` at any of all looks with probability at most α
(Ville); its p-value ``1/Λ`` is always valid, and so is ``d ± √(s²(s²+τ²)/τ² · (ln((s²+τ²)/s²) - 2 ln α))``.
With several versions α is divided among them (Bonferroni). The stopping rule: a version wins when its interval is above
zero and it does not sell worse; the listing as it stands is kept when every version's is below zero, or when
:data:`MOST_DAYS` are over, which is said to be not enough to tell.

Sources: H. Robbins, "Statistical methods related to the law of the iterated logarithm", Ann. Math. Stat. 41 (1970);
R. Johari, L. Pekelis and D. Walsh, "Always valid inference: bringing sequential analysis to A/B testing", Oper. Res. 70
(2022). τ, the times and the least number of visitors are ours; ``tests/decisions/test_creative_test.py`` measures the
false positives.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import exp, log, sqrt
from typing import Literal

from pydantic import BaseModel, ConfigDict

ALPHA = 0.05
TAU = 0.03
"""Gains that the mixture expects: three points of a hundred visitors."""
LEAST_SHOWN = 100
"""Visitors of each version below which the normal approximation is not trusted, and nothing is said."""
MOST_DAYS = 28
OWN = "A"
"""The listing as it stands."""

State = Literal["running", "winner", "own", "not_enough"]


class Arm(BaseModel):
    """What one version did: distinct visitors who saw it, of these who opened it, and who ordered."""

    model_config = ConfigDict(frozen=True)

    shown: int
    clicks: int
    orders: int = 0


class Gain(BaseModel):
    """A version beside the listing as it stands: difference of the shares opened, always-valid interval and p."""

    model_config = ConfigDict(frozen=True)

    mean: float
    low: float
    high: float
    p: float


class CreativeAdvice(BaseModel):
    """What a test says so far; ``keep`` is set when it should end."""

    model_config = ConfigDict(frozen=True)

    state: State
    keep: str | None
    gains: dict[str, Gain]
    reason: str
    reason_zh: str


def compare(arm: Arm, own: Arm, *, alpha: float = ALPHA) -> Gain | None:
    """Compare a version with the listing as it stands; None while either has too few visitors, or nobody opened one.

    Example:
        >>> found = compare(Arm(shown=2000, clicks=420), Arm(shown=2000, clicks=300))
        >>> found is not None and found.low > 0
        True
    """
    if min(arm.shown, own.shown) < LEAST_SHOWN:
        return None
    pooled = (arm.clicks + own.clicks) / (arm.shown + own.shown)
    variance = pooled * (1 - pooled) * (1 / arm.shown + 1 / own.shown)
    if variance <= 0:
        return None
    mean = arm.clicks / arm.shown - own.clicks / own.shown
    wide = variance + TAU**2
    power = mean * mean * TAU**2 / (2 * variance * wide)
    ratio = sqrt(variance / wide) * exp(min(power, 700.0))
    half = sqrt(variance * wide / TAU**2 * (log(wide / variance) - 2 * log(alpha)))
    return Gain(mean=mean, low=mean - half, high=mean + half, p=min(1.0, 1 / ratio))


def advise_creative(arms: Mapping[str, Arm], days: float) -> CreativeAdvice:
    """Say whether a test should end, and what to keep.

    Args:
        arms: By name; ``A`` is the listing as it stands.
        days: Since it began.
    """
    own, others = arms[OWN], sorted(name for name in arms if name != OWN)
    alpha = ALPHA / len(others)
    gains = {name: found for name in others if (found := compare(arms[name], own, alpha=alpha)) is not None}
    ahead = [name for name, one in gains.items() if one.low > 0 and not _sells_worse(arms[name], own)]
    if ahead:
        return _advice("winner", max(ahead, key=lambda name: (gains[name].mean, name)), arms, gains)
    if len(gains) == len(others) and all(one.high < 0 for one in gains.values()):
        return _advice("own", OWN, arms, gains)
    if days >= MOST_DAYS:
        return _advice("not_enough", OWN, arms, gains)
    return _advice("running", None, arms, gains)


def _sells_worse(arm: Arm, own: Arm) -> bool:
    """Tell whether a version's orders are fewer than chance explains: two standard errors of the difference."""
    rates = arm.orders / arm.shown, own.orders / own.shown
    spread = sqrt(sum(rate * (1 - rate) / one.shown for rate, one in zip(rates, (arm, own), strict=True)))
    return rates[0] < rates[1] - 2 * spread


_ENDS = {
    "running": ("not enough to tell yet, it goes on", "尚不足以判断,继续"),
    "winner": ("is opened more often", "点击率更高"),
    "own": ("no version is opened as often as the listing as it stands", "其他版本点击率均更低"),
    "not_enough": ("not enough to tell in the time, the listing stays", "期满仍不足以判断,保留原版"),
}


def _advice(state: State, keep: str | None, arms: Mapping[str, Arm], gains: dict[str, Gain]) -> CreativeAdvice:
    seen = "; ".join(
        f"{name}: {one.clicks} of {one.shown} opened it, {one.orders} ordered" for name, one in arms.items()
    )
    seen_zh = ";".join(
        f"{name}:{one.shown} 人看到,{one.clicks} 人点开,{one.orders} 人下单" for name, one in arms.items()
    )
    parts = [
        f"{name} {one.mean:+.1%} ({one.low:+.1%} to {one.high:+.1%}, p {one.p:.3f})" for name, one in gains.items()
    ]
    parts_zh = [
        f"{name} {one.mean:+.1%}(区间 {one.low:+.1%} 至 {one.high:+.1%},p {one.p:.3f})" for name, one in gains.items()
    ]
    end, end_zh = _ENDS[state]
    head, head_zh = (f"{keep} ", f"{keep} ") if state == "winner" else ("", "")
    return CreativeAdvice(
        state=state,
        keep=keep,
        gains=gains,
        reason="; ".join([seen, *parts, f"{head}{end}"]),
        reason_zh=";".join([seen_zh, *parts_zh, f"{head_zh}{end_zh}"]),
    )
