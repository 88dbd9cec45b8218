"""Demand forecast of one SKU: days without stock filled in, then the method that fits how it sells.

1. **Uncensor.** A day on which the stock ran out says only that demand was at least what was sold. Its expectation
   under the mean and spread of the other days, ``E[D | D > c] = m + s·phi(z)/(1 − Phi(z))`` with ``z = (c − m)/s``,
   takes its place, repeated until it stands (EM for a censored normal; Dempster, Laird and Rubin 1977).
2. **Slow goods** (mean interval between days with demand of 1.32 or more; Syntetos, Boylan and Croston 2005): TSB,
   ``p ← p + beta·(1[d > 0] − p)`` every day, ``z ← z + alpha·(d − z)`` on days with demand, forecast ``p·z``
   (Teunter, Syntetos and Babai 2011). Croston's own with Syntetos and Boylan's correction is the alternative shown.
3. **Others**: weekday factors, shrunk towards 1, times an exponentially smoothed level; if the same weekday of last
   week was nearer in a rolling test of four weeks, that (seasonal naive). Known events enter as factors of days.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict
from scipy.special import ndtr

from decisions.not_enough import NotEnough, faulty_day, finite, not_enough

Floats = NDArray[np.float64]
LEAST_DAYS = 14
"""Days with stock below which nothing is forecast."""
LEAST_FULL = 7
"""Days on which the stock lasted below which nothing is forecast: the others only say that more was wanted."""
SLOW_INTERVAL = 1.32
"""Mean days between days with demand from which a SKU sells intermittently."""
LEVEL_GAIN, SIZE_GAIN, CHANCE_GAIN = 0.1, 0.1, 0.05
"""Weights of the newest day in level, size and chance of demand; assumptions of usual size."""
WEEKDAY_WEIGHT = 8.0
"""Days of usual demand that a weekday's factor of 1 counts for."""
OUTLIER = 6.0
"""A day is capped at so many times the usual one: one wholesaler's order is no demand of every week."""
TEST_DAYS = 28
Method = Literal["tsb", "level", "naive"]


class SalesHistory(BaseModel):
    """What one SKU sold by day, oldest first; all three of one length.

    Attributes:
        units: Pieces; None for a day without any stock.
        ran_out: Days on which the stock ran out: more may have been wanted than ``units``.
        factors: Known factors of the days (events, season) over a usual day; empty is 1 for all.
        first_weekday: Of the first day, 0 is Monday.
    """

    model_config = ConfigDict(frozen=True)

    units: tuple[float | None, ...]
    ran_out: tuple[bool, ...] = ()
    factors: tuple[float, ...] = ()
    first_weekday: int = 0


class Forecast(BaseModel):
    """Expected pieces a day from the next day on, and the standard deviation of a single day at factor 1.

    ``mean`` is the level of a usual day; ``errors`` has each tried method's mean absolute error a day.
    """

    model_config = ConfigDict(frozen=True)

    method: Method
    daily: tuple[float, ...]
    mean: float
    sd: float
    errors: dict[str, float]
    reason: str
    reason_zh: str


def forecast_demand(history: SalesHistory, horizon: int, *, factors: Sequence[float] = ()) -> Forecast | NotEnough:
    """Forecast the next ``horizon`` days; ``factors`` are the known ones of those days (1 where none is given).

    Raises:
        ValueError: ``history.ran_out`` or ``history.factors`` has not one value a day, or a factor is no finite number,
            one of the past not above 0 or one ahead below it.

    Example:
        A SKU that sold 4 pieces on each of 28 days is expected to sell 4 on each of the next.
    """
    if fault := faulty_day(history.units):
        return fault
    _check_factors(history, factors)
    seen = sum(units is not None for units in history.units)
    if seen < LEAST_DAYS:
        return not_enough(
            (f"{LEAST_DAYS} days with stock ({seen} there)", f"{LEAST_DAYS} 天有货的记录(现有 {seen} 天)")
        )
    ran_out = history.ran_out or (False,) * len(history.units)
    if len(ran_out) != len(history.units):
        raise ValueError(f"ran_out needs one value a day: {len(history.units)}, not {len(ran_out)}")
    full = sum(units is not None and not out for units, out in zip(history.units, ran_out, strict=True))
    if full < LEAST_FULL:
        return not_enough(
            (
                f"{LEAST_FULL} days on which the stock lasted ({full} there)",
                f"{LEAST_FULL} 天未售罄的记录(现有 {full} 天)",
            )
        )
    weekdays = (np.arange(len(history.units)) + history.first_weekday) % 7
    known = np.array(history.factors or [1.0] * len(history.units))
    units = uncensored(history) / known
    ahead = np.array([*factors, *[1.0] * horizon][:horizon])
    days_ahead = (len(units) + np.arange(horizon) + history.first_weekday) % 7
    if demand_interval(units) >= SLOW_INTERVAL:
        return _slow(units, ahead)
    return _fast(units, weekdays, ahead, days_ahead)


def _check_factors(history: SalesHistory, ahead: Sequence[float]) -> None:
    if history.factors and len(history.factors) != len(history.units):
        raise ValueError(f"factors need one value a day: {len(history.units)}, not {len(history.factors)}")
    for place, factor in enumerate(history.factors):
        if not 0 < factor < math.inf:
            raise ValueError(f"the factor of day {place + 1} must be a finite number above 0, not {factor}")
    for place, factor in enumerate(ahead):
        finite(least=0, **{f"the factor of day {place + 1} ahead": factor})


def uncensored(history: SalesHistory) -> Floats:
    """Give demand by day, the same length: days without stock and days that ran out at their expectation."""
    factors = np.array(history.factors or [1.0] * len(history.units))
    is_open = np.array([units is not None for units in history.units])
    seen = np.array([0.0 if units is None else float(units) for units in history.units]) / factors
    ran_out = np.array(history.ran_out or [False] * len(history.units)) & is_open
    full = is_open & ~ran_out
    base = seen[full] if full.any() else seen[is_open]
    seen = np.minimum(seen, np.where(ran_out, seen, OUTLIER * _usual(base)))
    base = np.minimum(base, OUTLIER * _usual(base))
    wanted = seen.copy()
    mean, sd = float(base.mean()), float(max(base.std(), math.sqrt(max(base.mean(), 0.05))))
    for _ in range(30):
        z = np.clip((seen[ran_out] - mean) / sd, -8, 8)
        hazard = np.exp(-z * z / 2) / math.sqrt(2 * math.pi) / np.maximum(ndtr(-z), 1e-15)
        wanted[ran_out] = np.maximum(mean + sd * hazard, seen[ran_out])
        inner = sd * sd * np.maximum(1 + z * hazard - hazard**2, 0.0)
        fresh = float(wanted[is_open].mean())
        spread = (wanted[is_open] - fresh) ** 2
        spread[ran_out[is_open]] += inner
        sd = max(math.sqrt(float(spread.mean())), math.sqrt(max(fresh, 0.05)))
        if abs(fresh - mean) < 1e-6 * (1 + mean):
            break
        mean = fresh
    wanted[~is_open] = mean
    return np.asarray(wanted * factors, dtype=np.float64)


def _usual(units: Floats) -> float:
    """Give what a day usually brings: the mean without the largest 2 %, or what a day with demand does."""
    kept = np.sort(units)[: len(units) - max(1, len(units) // 50)]
    sold = units[units > 0]
    return max(float(kept.mean()) if len(kept) else 0.0, float(np.median(sold)) if len(sold) else 0.0, 1.0)


def demand_interval(units: Floats) -> float:
    """Give the mean days between days with demand; infinite when nothing sold."""
    days = int((units > 0.5).sum())
    return len(units) / days if days else math.inf


def tsb(units: Floats) -> float:
    """Give TSB's pieces a day after these days."""
    sold = units[units > 0]
    if not len(sold):
        return 0.0
    chance, size = float((units > 0).mean()), float(sold.mean())
    for value in units:
        chance += CHANCE_GAIN * ((1.0 if value > 0 else 0.0) - chance)
        if value > 0:
            size += SIZE_GAIN * (float(value) - size)
    return chance * size


def croston(units: Floats) -> float:
    """Give Croston's pieces a day with the correction ``1 − alpha/2`` (Syntetos and Boylan 2005)."""
    places = np.flatnonzero(units > 0)
    if not len(places):
        return 0.0
    size, gap = float(units[places].mean()), len(units) / len(places)
    for before, place in zip([-1, *places[:-1]], places, strict=True):
        size += SIZE_GAIN * (float(units[place]) - size)
        gap += SIZE_GAIN * (float(place - before) - gap)
    return (1 - SIZE_GAIN / 2) * size / gap


def weekday_factors(units: Floats, weekdays: NDArray[np.int64]) -> Floats:
    """Give seven factors over the mean day, each shrunk towards 1 by :data:`WEEKDAY_WEIGHT` days' demand."""
    mean = float(units.mean())
    if mean <= 0:
        return np.ones(7)
    sold = np.bincount(weekdays, weights=units, minlength=7)
    days = np.bincount(weekdays, minlength=7)
    found = (sold + WEEKDAY_WEIGHT * mean) / ((days + WEEKDAY_WEIGHT) * mean)
    return np.asarray(found, dtype=np.float64)


def _slow(units: Floats, ahead: Floats) -> Forecast:
    level, other = tsb(units), croston(units)
    sd = max(float(units.std()), math.sqrt(level))
    interval = demand_interval(units)
    return Forecast(
        method="tsb",
        daily=tuple((level * ahead).tolist()),
        mean=level,
        sd=sd,
        errors={"tsb": float(np.abs(units - level).mean()), "croston": float(np.abs(units - other).mean())},
        reason=f"demand on one day in {interval:.1f}: TSB {level:.2f} a day (Croston {other:.2f})",
        reason_zh=f"平均 {interval:.1f} 天有一次需求:TSB 每天 {level:.2f} 件(Croston {other:.2f})",
    )


def _fast(units: Floats, weekdays: NDArray[np.int64], ahead: Floats, days_ahead: NDArray[np.int64]) -> Forecast:
    shape = weekday_factors(units, weekdays)
    level, errors = _smoothed(units, shape[weekdays])
    naive_errors = np.abs(units[7:] - units[:-7])[-TEST_DAYS:]
    found = {"level": float(errors[-TEST_DAYS:].mean()), "naive": float(naive_errors.mean())}
    method: Method = "naive" if found["naive"] < 0.95 * found["level"] else "level"
    last_week = np.array([units[weekdays == day][-1] for day in range(7)])
    base = last_week if method == "naive" else level * shape
    residual = units - level * shape[weekdays]
    sd = max(float(residual.std()), math.sqrt(max(level, 0.0)))
    return Forecast(
        method=method,
        daily=tuple((base[days_ahead] * ahead).tolist()),
        mean=float(base.mean()),
        sd=sd,
        errors=found,
        reason=f"level {level:.2f} a day with weekday factors; mean error {found['level']:.2f} against "
        f"{found['naive']:.2f} of last week's day",
        reason_zh=f"带星期系数的日均 {level:.2f} 件;平均误差 {found['level']:.2f},上周同日为 {found['naive']:.2f}",
    )


def _smoothed(units: Floats, factors: Floats) -> tuple[float, Floats]:
    """Give the smoothed level after all days, and each day's absolute error before it was seen."""
    usual = units / factors
    level = float(usual[:7].mean())
    errors = np.zeros(len(units))
    for place, value in enumerate(usual):
        errors[place] = abs(float(units[place]) - level * float(factors[place]))
        level += LEVEL_GAIN * (float(value) - level)
    return level, errors
