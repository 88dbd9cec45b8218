"""Orders by week, and two models of when a buyer orders again: plain personal frequency, and a discrete-time hazard.

A buyer who ordered in week ``l`` is at risk in every week after it. The hazard of an order in week ``l + r`` is

    logit h(r) = b0 + b1·ln λ + b2·ln r + b3·(ln r)² + b4·r·λ + b5·season

with λ the buyer's own orders a week, shrunk towards the shop by a gamma prior, r the weeks since the last order
(recency), and season the shop's orders of the last three weeks over its mean: a yearly pattern cannot be told from less
than a year, the level of these weeks can. Maximum likelihood with a ridge of 1, by Newton's method.
Source: Allison, "Discrete-time methods for the analysis of event histories" (1982).

Frequency says λ·weeks, with λ = orders seen / weeks seen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray
from scipy.special import pdtrik

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

LEAST_WEEKS, LEAST_REPEATING = 8, 30
"""Weeks of history and buyers with a second order, below which there is nothing to fit."""
SHAPE, PRIOR_WEEKS = 0.7, 8.0
"""Gamma prior of a buyer's orders a week, in orders and weeks; the shape is that of the shop notes' fit (.73)."""
RIDGE = 1.0
LEVEL_WEEKS = 3


class History(NamedTuple):
    """The days on which a buyer ordered; ``known_before``: also before the first day that was read."""

    buyer: str
    days: tuple[date, ...]
    known_before: bool = False


@dataclass(frozen=True)
class Rhythms:
    """Orders by week as arrays over buyers with at least one, sorted by id.

    Attributes:
        ids: Buyers, ``[n]``.
        active: ``[n, weeks]`` whether the buyer ordered in a week; week 0 begins on the first day read.
        start: ``[n]`` first week at risk's origin: the week of the first order, -1 for who was known before.
    """

    ids: tuple[str, ...]
    active: NDArray[np.bool_]
    start: Ints

    @property
    def weeks(self) -> int:
        """Count the whole weeks read."""
        return int(self.active.shape[1])

    def until(self, week: int) -> Rhythms:
        """Give what was known at the start of a week."""
        active = self.active[:, :week]
        rows = np.flatnonzero(active.any(axis=1))
        return Rhythms(tuple(self.ids[row] for row in rows), active[rows], self.start[rows])


class Model(Protocol):
    """Something that tells when buyers order again."""

    @property
    def name(self) -> str:
        """Give its name."""

    def expected(self, rhythms: Rhythms, ahead: int) -> Floats:
        """Give ``[n]`` the weeks with an order expected of the next ``ahead``."""

    def median(self, rhythms: Rhythms, ahead: int) -> Floats:
        """Give ``[n]`` the median of the same, which errs least in absolute terms."""

    def comes(self, rhythms: Rhythms, ahead: int) -> Floats:
        """Give ``[n]`` the chance of at least one."""

    def passed(self, rhythms: Rhythms) -> Floats:
        """Give ``[n]`` the chance that an order would have come since the last one."""


@dataclass(frozen=True)
class Frequency:
    """Plain personal frequency: orders seen over weeks seen."""

    name: str = "frequency"

    def rate(self, rhythms: Rhythms) -> Floats:
        """Give ``[n]`` orders a week; the first order of a new buyer is where the count begins."""
        repeats, exposure = _seen(rhythms, rhythms.weeks)
        rate: Floats = repeats / np.maximum(1, exposure)
        return rate

    def expected(self, rhythms: Rhythms, ahead: int) -> Floats:
        """Give the rate times the weeks."""
        return self.rate(rhythms) * ahead

    def median(self, rhythms: Rhythms, ahead: int) -> Floats:
        """Give the median of the Poisson with that mean."""
        return np.ceil(np.maximum(0.0, pdtrik(0.5, np.maximum(self.expected(rhythms, ahead), 1e-12))))

    def comes(self, rhythms: Rhythms, ahead: int) -> Floats:
        """Give the Poisson's chance of more than none."""
        comes: Floats = 1 - np.exp(-self.expected(rhythms, ahead))
        return comes

    def passed(self, rhythms: Rhythms) -> Floats:
        """Give 1 − exp(−λ·weeks) for the whole weeks since the last order, 0 for who ordered once.

        λ is here that of the time between first and last order: the weeks that are judged do not water it down.
        """
        orders, recency = rhythms.active.sum(axis=1), recency_of(rhythms)
        between = rhythms.weeks - recency - np.argmax(rhythms.active, axis=1)
        rate = np.where(orders >= 2, (orders - 1) / np.maximum(1, between), 0.0)
        passed: Floats = 1 - np.exp(-rate * (recency - 1))
        return passed


@dataclass(frozen=True)
class Hazard:
    """The fitted hazard: coefficients of the standardised features, and the level of the last weeks."""

    beta: Floats
    mean: Floats
    spread: Floats
    level: float
    name: str = "hazard"

    def chances(self, rhythms: Rhythms, most: int) -> Floats:
        """Give ``[n, most]`` the hazard in the first, second, … week after an order."""
        repeats, exposure = _seen(rhythms, rhythms.weeks)
        after = np.arange(1, most + 1, dtype=float)
        grid = _features(_shrunk(repeats, exposure)[:, None], after[None, :], self.level)
        value = self.beta[0] + ((grid - self.mean) / self.spread) @ self.beta[1:]
        chance: Floats = 1 / (1 + np.exp(-np.clip(value, -30, 30)))
        return chance

    def counts(self, rhythms: Rhythms, ahead: int) -> Floats:
        """Give ``[n, ahead + 1]`` the chance of each number of weeks with an order, over all ways recency may go on.

        The buyer's own rate is kept as it is.
        """
        recency = recency_of(rhythms)
        chance = self.chances(rhythms, int(recency.max(initial=1)) + ahead)
        at = np.zeros((*chance.shape, ahead + 1))
        at[np.arange(len(recency)), recency - 1, 0] = 1.0
        for _ in range(ahead):
            ordering = at * chance[:, :, None]
            after = np.zeros_like(at)
            after[:, 1:, :] = (at - ordering)[:, :-1, :]
            after[:, 0, 1:] = ordering.sum(axis=1)[:, :-1]
            at = after
        counts: Floats = at.sum(axis=1)
        return counts

    def expected(self, rhythms: Rhythms, ahead: int) -> Floats:
        """Give the mean of the counts."""
        expected: Floats = self.counts(rhythms, ahead) @ np.arange(ahead + 1)
        return expected

    def median(self, rhythms: Rhythms, ahead: int) -> Floats:
        """Give the smallest count that half of the chance does not exceed."""
        below: Floats = (self.counts(rhythms, ahead).cumsum(axis=1) < 0.5).sum(axis=1).astype(float)
        return below

    def comes(self, rhythms: Rhythms, ahead: int) -> Floats:
        """Give one minus the chance of none."""
        comes: Floats = 1 - self.counts(rhythms, ahead)[:, 0]
        return comes

    def passed(self, rhythms: Rhythms) -> Floats:
        """Give one minus the chance of no order in any whole week since the last one."""
        recency = recency_of(rhythms)
        most = int(recency.max(initial=1))
        stay = np.cumprod(1 - self.chances(rhythms, most), axis=1)
        none = np.concatenate([np.ones((len(recency), 1)), stay], axis=1)
        passed: Floats = 1 - none[np.arange(len(recency)), recency - 1]
        return passed


def rhythms_of(histories: Sequence[History], begin: date, today: date) -> Rhythms:
    """Put order days into whole weeks that end before ``today``; the days left over at the begin are not used.

    Args:
        histories: Order days by buyer.
        begin: First day that was read.
        today: The first day that is not over.
    """
    weeks = max(0, (today - begin).days // 7)
    first = today - timedelta(days=7 * weeks)
    kept, rows, start = [], [], []
    for one in sorted(histories):
        row = np.zeros(weeks, dtype=bool)
        row[[(day - first).days // 7 for day in one.days if first <= day < today]] = True
        if not row.any():
            continue
        known = one.known_before or any(day < first for day in one.days)
        kept.append(one.buyer)
        rows.append(row)
        start.append(-1 if known else int(row.argmax()))
    active = np.array(rows, dtype=bool).reshape(len(rows), weeks)
    return Rhythms(tuple(kept), active, np.array(start, dtype=np.int64))


def fit_hazard(rhythms: Rhythms) -> Hazard | None:
    """Fit the hazard to every week at risk; None if there is too little history or nobody came or stayed away."""
    if rhythms.weeks < LEAST_WEEKS or int((rhythms.active.sum(axis=1) >= 2).sum()) < LEAST_REPEATING:
        return None
    rows, came = [], []
    for week in range(1, rhythms.weeks):
        at_risk = np.flatnonzero(rhythms.active[:, :week].any(axis=1))
        past = Rhythms((), rhythms.active[at_risk, :week], rhythms.start[at_risk])
        rate = _shrunk(*_seen(past, week))
        rows.append(_features(rate, recency_of(past).astype(float), _level(rhythms.active, week)))
        came.append(rhythms.active[at_risk, week])
    raw, y = np.concatenate(rows), np.concatenate(came).astype(float)
    if y.min(initial=1.0) == y.max(initial=0.0):
        return None
    mean, spread = raw.mean(axis=0), raw.std(axis=0) + 1e-9
    x = np.concatenate([np.ones((len(raw), 1)), (raw - mean) / spread], axis=1)
    return Hazard(_newton(x, y), mean, spread, _level(rhythms.active, rhythms.weeks))


def _newton(x: Floats, y: Floats) -> Floats:
    """Maximise the ridged likelihood; the intercept is free. It is concave, so a few steps are enough."""
    beta = np.zeros(x.shape[1])
    ridge = np.full(x.shape[1], RIDGE)
    ridge[0] = 0.0
    for _ in range(30):
        chance = 1 / (1 + np.exp(-np.clip(x @ beta, -30, 30)))
        weight = chance * (1 - chance)
        step = np.linalg.solve((x.T * weight) @ x + np.diag(ridge + 1e-9), x.T @ (y - chance) - ridge * beta)
        beta = beta + step
        if float(np.abs(step).max()) < 1e-8:
            break
    return beta


def _features(rate: Floats, recency: Floats, level: float) -> Floats:
    """Give ``[…, 5]`` the features of the module's formula."""
    rate, recency = np.broadcast_arrays(rate, recency)
    log = np.log(recency)
    return np.stack([np.log(rate), log, log**2, recency * rate, np.full(rate.shape, level)], axis=-1)


def _seen(rhythms: Rhythms, week: int) -> tuple[Floats, Floats]:
    """Give repeat orders and weeks in which they could come: a new buyer's first order is no repeat."""
    is_new = rhythms.start >= 0
    repeats = rhythms.active.sum(axis=1) - is_new
    return repeats.astype(float), np.where(is_new, week - rhythms.start, week).astype(float)


def _shrunk(repeats: Floats, exposure: Floats) -> Floats:
    rate: Floats = (repeats + SHAPE) / (exposure + PRIOR_WEEKS)
    return rate


def recency_of(rhythms: Rhythms) -> Ints:
    """Give how far the running week is from that of the last order: 1 in the week after it."""
    recency: Ints = np.argmax(rhythms.active[:, ::-1], axis=1) + 1
    return recency


def _level(active: NDArray[np.bool_], week: int) -> float:
    """Give the log of the shop's orders in the last weeks over its mean until then."""
    by_week = active[:, :week].sum(axis=0).astype(float)
    if not by_week.sum():
        return 0.0
    return float(np.log(max(by_week[-LEVEL_WEEKS:].mean(), 0.5) / by_week.mean()))
