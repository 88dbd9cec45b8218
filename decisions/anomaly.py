"""What is out of the ordinary: robust z on seasonal log-residuals, FDR over the metrics, CUSUM for what creeps.

A series is one number a day. Its logarithm has a median for each day of the week; what is left is scaled by the MAD.
Sources: median and MAD as robust location and scale, Rousseeuw and Croux, "Alternatives to the median absolute
deviation", JASA 88 (1993); the false discovery rate, Benjamini and Hochberg, JRSS B 57 (1995); CUSUM, Page, "Continuous
inspection schemes", Biometrika 41 (1954).

Days from before the shop counted them itself, loaded from a file, were counted otherwise: their level is no measure of
today's. Of such days only the weekdays' shape and the scatter are used; the level is that of the shop's own days, once
there are :data:`OWN_DAYS`. Before that nothing is said.

``tests/decisions/test_anomaly.py`` measures the false alarms stated here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import exp, inf, log, pi, sqrt
from statistics import fmean, median
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field
from scipy.special import stdtr

LEVEL = 0.01
"""Stated level: the share of looks at stationary series, over all metrics together, that may alarm for nothing."""
DRIFT_LEVEL = 0.01
"""The same for drift, of one series."""
LEAST_DAYS = 21
"""Days of a series below which nothing is said: the medians would be guesses."""
SEASON_DAYS = 4
"""Same weekdays that a day of the week needs for a median of its own."""
OWN_DAYS = 7
"""Days of the shop's own counting that a level needs, where the days before were loaded."""
LIKE_DAYS = 2
"""Same weekdays within whose range a value is no jump while no weekday has a median of its own."""
DRIFT_DAYS = 14
SLACK = 0.5
THRESHOLD = 9.0
"""CUSUM in standard deviations: the slack finds a shift of one, the threshold keeps :data:`DRIFT_LEVEL`."""
NORMAL = 1.4826
"""Makes the MAD of a normal variable its standard deviation."""
MAD_EFFICIENCY = 0.3
"""Degrees of freedom of the scale as a share of the days; for normal data the MAD has 0.37, less behind medians."""


class Series(BaseModel):
    """One metric by day.

    Attributes:
        name: Of the metric.
        values: One a day, oldest first, the last one is judged; None where the day is not known. One that is no finite
            number, or -1 or less, is taken for a day that is not known.
        weekday: Day of the week of the last value, 0 is Monday.
        unit_value: Minor units that one unit of it is worth, to tell what a deviation costs.
        is_partial: The last day is not over: it can only be too high yet.
        began: Place of the first day that the shop counted itself; those before it were loaded.
    """

    model_config = ConfigDict(frozen=True)

    name: str
    values: tuple[float | None, ...]
    weekday: int = Field(ge=0, le=6)
    unit_value: float = Field(default=1.0, allow_inf_nan=False)
    is_partial: bool = False
    began: int = 0


class Anomaly(BaseModel):
    """A metric out of the ordinary; ``effect`` is the money between what was and what was expected, minor units."""

    model_config = ConfigDict(frozen=True)

    name: str
    kind: Literal["jump", "drift"]
    value: float
    expected: float
    score: float
    chance: float
    effect: int


def find_anomalies(
    series: Sequence[Series], *, least_effect: int, level: float = LEVEL, drift: bool = True
) -> list[Anomaly]:
    """Find the metrics whose last day is out of the ordinary, and those that have crept away.

    Args:
        series: The metrics.
        least_effect: Minor units a day below which nothing is said, however unlikely it is.
        level: False discovery rate over the metrics; with nothing to find, the share of looks that alarm at all.
        drift: Look for drift as well; once a day is enough.

    Returns:
        Jumps, then drifts, each by the size of its effect.
    """
    series = [aligned(one) for one in series if one.values]
    judged = [one for each in series if (one := _jump(each)) is not None]
    jumps = [one for one in discovered(judged, level) if abs(one.effect) >= least_effect]
    known = {one.name for one in jumps}
    crept = [one for each in series if drift and each.name not in known and (one := _drift(each)) is not None]
    drifts = [one for one in crept if abs(one.effect) >= least_effect]
    return [*_by_effect(jumps), *_by_effect(drifts)]


def days_known(one: Series) -> int:
    """Count the days that the last one is judged by; below :data:`LEAST_DAYS` nothing is said of a series."""
    return sum(value is not None for value in aligned(one).values[:-1])


def aligned(one: Series) -> Series:
    """Give a series whose loaded days stand at the level of the shop's own; without them while these are too few.

    The shift is the median, over the own days before the last, of the logarithm beside the loaded days' weekday median.

    Example:
        >>> loaded, own = (10.0,) * 21, (20.0,) * 8
        >>> round(aligned(Series(name="a", values=loaded + own, weekday=0, began=21)).values[0])
        20
    """
    if not all(value is None or -1 < value < inf for value in one.values):
        one = one.model_copy(
            update={"values": tuple(v if v is not None and -1 < v < inf else None for v in one.values)}
        )
    if one.began <= 0:
        return one
    last = len(one.values) - 1
    before, weekdays = _known(one, range(min(one.began, last)))
    own, _ = _known(one, range(one.began, last))
    if not before or len(own) < OWN_DAYS:
        return one.model_copy(update={"values": (None,) * one.began + one.values[one.began :], "began": 0})
    groups: dict[int, list[float]] = {}
    for place, value in before.items():
        groups.setdefault(weekdays[place], []).append(log(1 + value))
    usual = {day: median(group) for day, group in groups.items()}
    overall = median(log(1 + value) for value in before.values())
    shift = median(log(1 + value) - usual.get(weekdays[place], overall) for place, value in own.items())
    moved = tuple(
        None if value is None else max(0.0, exp(log(1 + value) + shift) - 1) for value in one.values[: one.began]
    )
    return one.model_copy(update={"values": moved + one.values[one.began :], "began": 0})


def discovered(found: Sequence[Anomaly], level: float) -> list[Anomaly]:
    """Keep what passes Benjamini and Hochberg's step-up procedure: the largest k with p(k) ≤ k/m · level."""
    ordered = sorted(found, key=lambda one: (one.chance, one.name))
    passed = [rank for rank, one in enumerate(ordered, 1) if one.chance <= rank / len(ordered) * level]
    return ordered[: max(passed, default=0)]


def _by_effect(found: Sequence[Anomaly]) -> list[Anomaly]:
    return sorted(found, key=lambda one: (-abs(one.effect), one.name))


class _Baseline(BaseModel):
    """Medians of the logarithm by weekday, and the scale of what is left; ``days`` known ones."""

    medians: dict[int, float]
    overall: float
    scale: float
    days: int
    same: int

    def at(self, weekday: int) -> float:
        return self.medians.get(weekday, self.overall)


def _baseline(values: Mapping[int, float], weekday_of: Mapping[int, int], weekday: int) -> _Baseline | None:
    """Fit the medians to days by place; None while there are too few, or they do not vary at all."""
    if len(values) < LEAST_DAYS:
        return None
    logs = {place: log(1 + value) for place, value in values.items()}
    groups: dict[int, list[float]] = {}
    for place, value in logs.items():
        groups.setdefault(weekday_of[place], []).append(value)
    # a season needs every weekday: a median of its own for some would put their season into the others' scale
    is_seasonal = len(groups) == 7 and min(map(len, groups.values())) >= SEASON_DAYS
    medians = {day: median(group) for day, group in groups.items()} if is_seasonal else {}
    overall = median(logs.values())
    # each day against the median of the others like it: so far off a forecast is, its own error in it
    left = _left_out(list(groups.values()) if is_seasonal else [list(logs.values())])
    # counts vary at least as much as Poisson ones do
    scale = max(NORMAL * median(map(abs, left)), 0.5 / sqrt(1 + exp(overall)))
    same = min(map(len, groups.values())) if is_seasonal else len(logs)
    return _Baseline(medians=medians, overall=overall, scale=scale, days=len(logs), same=same)


def _left_out(groups: Sequence[Sequence[float]]) -> list[float]:
    """Give what is left of each value when the median of the others of its group is taken off."""
    return [
        value - median([*group[:place], *group[place + 1 :]]) for group in groups for place, value in enumerate(group)
    ]


def _known(one: Series, places: range) -> tuple[dict[int, float], dict[int, int]]:
    last = len(one.values) - 1
    values = {place: value for place in places if (value := one.values[place]) is not None}
    return values, {place: (one.weekday - (last - place)) % 7 for place in range(last + 1)}


def _jump(one: Series) -> Anomaly | None:
    value, last = one.values[-1], len(one.values) - 1
    before, weekdays = _known(one, range(last))
    base = _baseline(before, weekdays, one.weekday)
    if base is None or value is None:
        return None
    same = [value for place, value in before.items() if weekdays[place] == one.weekday]
    if one.weekday not in base.medians and len(same) >= LIKE_DAYS and min(same) <= value <= max(same):
        return None  # too few weeks for a weekday's median, and the weekday has been like this
    middle = base.at(one.weekday)
    score = (log(1 + value) - middle) / base.scale
    tail = float(stdtr(max(3.0, MAD_EFFICIENCY * base.days), -abs(score)))
    chance = 2 * tail if not one.is_partial else tail if score > 0 else 1.0
    expected = exp(middle) - 1
    effect = round((value - expected) * one.unit_value)
    return Anomaly(
        name=one.name, kind="jump", value=value, expected=expected, score=score, chance=min(1.0, chance), effect=effect
    )


def _drift(one: Series) -> Anomaly | None:
    """Run both CUSUMs over the last days, against medians of the days before them."""
    end = len(one.values) - one.is_partial
    before, weekdays = _known(one, range(max(0, end - DRIFT_DAYS)))
    lately, _ = _known(one, range(max(0, end - DRIFT_DAYS), end))
    base = _baseline(before, weekdays, one.weekday)
    if base is None or len(lately) < DRIFT_DAYS // 2:
        return None
    scores = [(log(1 + value) - base.at(weekdays[place])) / base.scale for place, value in lately.items()]
    # the same few days a week carry each median: its error does not average out
    slack = SLACK * sqrt(1 + pi / (2 * max(1, base.same)))
    up = down = 0.0
    for score in scores:
        # one day counts at most four deviations: a single jump is no drift
        step = max(-4.0, min(4.0, score))
        up, down = max(0.0, up + step - slack), max(0.0, down - step - slack)
    if max(up, down) < THRESHOLD:
        return None
    value, expected = fmean(lately.values()), fmean(exp(base.at(weekdays[place])) - 1 for place in lately)
    effect = round((value - expected) * one.unit_value)
    return Anomaly(
        name=one.name,
        kind="drift",
        value=value,
        expected=expected,
        score=up if up >= down else -down,
        chance=DRIFT_LEVEL,
        effect=effect,
    )
