"""Did it help? Analysis of trials with a control: holdouts, switchbacks, and intervals that may be looked at daily.

* **Holdout.** Difference of two means with Welch's interval (1947), or as wide as drawing the same units apart again
  makes it (:mod:`decisions.exchange`), whichever is wider; with each unit's value from before the trial the outcome is
  first freed of what that explains, ``Y' = Y − th·(X − mean X)``, ``th = cov(Y, X)/var(X)`` over both arms
  (CUPED; Deng, Xu, Kohavi and Walker 2013).
* **Switchback.** The same unit is switched on and off by block; neighbouring blocks (on, off in random order) make one
  pair and the pairs' differences are the observations: trend and season fall out. Student's t over pairs.
* **Always valid.** A normal-mixture confidence sequence: after t observations of mean m and variance s² the interval
  ``m ± s·sqrt((t·r² + 1)/(t²·r²)·2·ln(sqrt(t·r² + 1)/alpha))`` holds at all times at once with probability 1 − alpha,
  so one may look every day and stop (Robbins 1970; asymptotic form: Waudby-Smith et al. 2021). ``r`` is set so that the
  interval is narrowest at the number of observations planned for.

An interval is of the effect a unit (or a pair), in the unit of the values. False alarms at a nominal 5 %, measured
(docs/contest.md): holdout 4.6 %, switchback 4.0 to 4.9 %, always valid 3.3 to 4.1 % of differences that are symmetric
when nothing was done, as those of pairs are; of one-sided ones (exponential values less their mean) 10 to 11 %, so that
days are not to be compared with a fixed number.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict
from scipy.special import lambertw, stdtr, stdtrit

from decisions.exchange import split_quantile
from decisions.not_enough import NotEnough, not_enough

Floats = NDArray[np.float64]
LEAST_UNITS, LEAST_PAIRS = 10, 6
"""Units an arm, and pairs, below which no interval is given."""
BURN_IN = 15
"""Observations before which the always-valid interval is not shown: its variance is not known well enough."""
Verdict = Literal["better", "worse", "undecided"]


class Effect(BaseModel):
    """An estimated effect with its interval at confidence ``1 − alpha``; ``chance`` is the one-sided p of no gain.

    ``variance_cut`` is the share of variance that values from before explained.
    """

    model_config = ConfigDict(frozen=True)

    effect: float
    low: float
    high: float
    units: int
    chance: float
    variance_cut: float
    verdict: Verdict
    reason: str
    reason_zh: str


def compare(
    treated: Sequence[float],
    held_out: Sequence[float],
    *,
    before: tuple[Sequence[float], Sequence[float]] | None = None,
    alpha: float = 0.05,
) -> Effect | NotEnough:
    """Give treated less held out.

    Args:
        treated, held_out: One value a unit (buyer, SKU, region).
        before: The same units' values from before the trial, in the same order; None if there are none.
        alpha: Chance of an interval that misses.

    Raises:
        ValueError: ``alpha`` does not lie between 0 and 1.
    """
    _check(alpha)
    arms = [np.asarray(values, dtype=float) for values in (treated, held_out)]
    if fault := _faults(arms, LEAST_UNITS):
        return fault
    explained = 0.0
    if before is not None:
        earlier = [np.asarray(values, dtype=float) for values in before]
        if [len(values) for values in earlier] != [len(values) for values in arms]:
            return not_enough(
                ("a value from before for every unit, in the same order", "每个单位按同一顺序给出试验前的值")
            )
        if fault := _faults(earlier, LEAST_UNITS):
            return fault
        arms, explained = _cuped(arms, earlier)
    means, spreads = [float(values.mean()) for values in arms], [float(values.var(ddof=1)) for values in arms]
    parts = [spread / len(values) for spread, values in zip(spreads, arms, strict=True)]
    if sum(parts) <= 0:
        return not_enough(("values that differ between units", "各单位之间有差异的数值"))
    freedom = sum(parts) ** 2 / sum(part**2 / (len(values) - 1) for part, values in zip(parts, arms, strict=True))
    error, units = math.sqrt(sum(parts)), sum(map(len, arms))
    least = split_quantile(arms[0], arms[1], alpha)
    return _effect(means[0] - means[1], error, freedom, units, alpha, explained, least=least)


def switchback(blocks: Sequence[tuple[bool, float]], *, alpha: float = 0.05) -> Effect | NotEnough:
    """Give the effect of being on, from blocks in the order of time, each pair of them one on and one off.

    Args:
        blocks: Whether it was on, and the block's value.
        alpha: Chance of an interval that misses.

    Raises:
        ValueError: ``alpha`` does not lie between 0 and 1.
    """
    _check(alpha)
    pairs = [(blocks[place], blocks[place + 1]) for place in range(0, len(blocks) - 1, 2)]
    if any(first[0] == second[0] for first, second in pairs):
        return not_enough(("blocks in pairs, one on and one off, in random order", "成对的时段,一开一关,先后随机"))
    gaps = np.array([(one[1] - two[1]) * (1 if one[0] else -1) for one, two in pairs], dtype=float)
    if fault := _faults([gaps], LEAST_PAIRS):
        return fault
    error = float(gaps.std(ddof=1)) / math.sqrt(len(gaps))
    if error <= 0:
        return not_enough(("values that differ between blocks", "各时段之间有差异的数值"))
    return _effect(float(gaps.mean()), error, len(gaps) - 1, len(gaps), alpha, 0.0)


def always_valid(gaps: Sequence[float], *, planned: int, alpha: float = 0.05) -> list[tuple[float, float]]:
    """Give the interval of the mean after each observation; before :data:`BURN_IN` of them it is unbounded.

    Args:
        gaps: Differences (of pairs, of days), in the order of time.
        planned: Observations at which the interval is to be narrowest.
        alpha: Chance that it ever misses.

    Raises:
        ValueError: A value is not a number, ``planned`` is below 1, or ``alpha`` does not lie between 0 and 1.
    """
    _check(alpha)
    values = np.asarray(gaps, dtype=float)
    if not np.isfinite(values).all() or planned < 1:
        raise ValueError("give finite differences and a planned number of at least 1")
    count = np.arange(1, len(values) + 1)
    mean = np.cumsum(values) / count
    spread = np.sqrt(np.maximum(np.cumsum(values**2) / count - mean**2, 0) * count / np.maximum(count - 1, 1))
    mix = _mixture(planned, alpha)
    grown = count * mix + 1
    half = spread * np.sqrt(2 * grown / (count**2 * mix) * np.log(np.sqrt(grown) / alpha))
    half[count < BURN_IN] = np.inf
    return list(zip((mean - half).tolist(), (mean + half).tolist(), strict=True))


def stopped_at(intervals: Sequence[tuple[float, float]]) -> int | None:
    """Give the first place at which an interval leaves out zero: the day on which a daily look may stop the trial."""
    return next((place for place, (low, high) in enumerate(intervals) if low > 0 or high < 0), None)


def _mixture(planned: int, alpha: float) -> float:
    """Give r² that makes the interval narrowest after ``planned`` observations.

    Source: ``r² = (−W₋₁(−alpha²·exp(−1)) − 1)/n`` (Waudby-Smith et al. 2021, appendix on tuning).
    """
    return float(-lambertw(-(alpha**2) * math.exp(-1), k=-1).real - 1) / planned


def _cuped(arms: list[Floats], earlier: list[Floats]) -> tuple[list[Floats], float]:
    """Free both arms of what the values from before explain; gives the share of variance explained.

    One ``th`` for both arms, from the values within them: an effect of the trial does not enter it.
    """
    inner = [values - values.mean() for values in arms]
    before = [values - values.mean() for values in earlier]
    x, y = np.concatenate(before), np.concatenate(inner)
    if float(x @ x) <= 0 or float(y @ y) <= 0:
        return arms, 0.0
    slope = float(x @ y) / float(x @ x)
    middle = float(np.concatenate(earlier).mean())
    freed = [values - slope * (own - middle) for values, own in zip(arms, earlier, strict=True)]
    return freed, slope * float(x @ y) / float(y @ y)


def _effect(
    effect: float, error: float, freedom: float, units: int, alpha: float, explained: float, *, least: float = 0.0
) -> Effect:
    """Give the effect with its interval, at least ``least`` errors wide to each side."""
    half = max(float(stdtrit(freedom, 1 - alpha / 2)), least) * error
    low, high = effect - half, effect + half
    verdict: Verdict = "better" if low > 0 else "worse" if high < 0 else "undecided"
    zh = {"better": "有效", "worse": "有害", "undecided": "尚无定论"}[verdict]
    return Effect(
        effect=effect,
        low=low,
        high=high,
        units=units,
        chance=float(stdtr(freedom, -effect / error)),
        variance_cut=explained,
        verdict=verdict,
        reason=f"effect {effect:.4g} ({1 - alpha:.0%}: {low:.4g} to {high:.4g}) from {units} units: {verdict}",
        reason_zh=f"效果 {effect:.4g}({1 - alpha:.0%} 区间 {low:.4g} 至 {high:.4g}),{units} 个样本:{zh}",
    )


def _check(alpha: float) -> None:
    if not 0 < alpha < 1:
        raise ValueError(f"alpha must lie between 0 and 1, not at {alpha}")


def _faults(arms: Sequence[Floats], least: int) -> NotEnough | None:
    if any(not np.isfinite(values).all() for values in arms):
        return not_enough(("values that are numbers for every unit", "每个单位都有有效数值"))
    shortest = min(len(values) for values in arms)
    if shortest < least:
        return not_enough(
            (f"{least} observations an arm ({shortest} there)", f"每组 {least} 个观测(现有 {shortest} 个)")
        )
    return None
