"""What buyers want at which price, learnt from visits, orders and lines: a Bayesian nested logit.

Row: one day (or part of one) and one origin of visits. With ``x_j = p_j/ref_j − 1`` and ``o_j`` the part of the time in
which article j could be had (0 takes it out of the choice)::

    share of article j among the lines    s_j = o_j exp(a_j − b x_j) / sum_l o_l exp(a_l − b x_l)
    inclusive value                        I  = ln sum_l o_l exp(a_l − b x_l)
    logit P(a visit orders)                   = c_g + t (I − I0),  I0 at reference prices with everything there

t = 1 and one line an order is the multinomial logit (McFadden 1974); t < 1 says that buyers change the article sooner
than they go away. Orders are binomial of visits, lines multinomial of their number; both are divided by their measured
overdispersion, so that a good or bad day of the whole market is not taken for knowledge. Days age by ``memory``.

The level walks by itself: every week before the last one has its own, a step of N(0, 0.2²) from the week after it, so
that what changes for other reasons (rivals, talk, season) is not taken for what prices did.

Priors: a ~ N(0, 1); ln b ~ N(1.13, 0.38²), median 3.1 (above Dominick's own-price elasticities of 2.3 to 2.9), from
which far steeper buyers can lead away; t ~ N(0.6, 0.25²), kept positive; c ~ N(−3, 1.5²), a conversion of 1 to 20 %.
Fit: the posterior's mode by L-BFGS, and its curvature there (Laplace; expected information), from which a Thompson draw
can be taken with a generator that is handed in.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from scipy.linalg import block_diag, cho_factor, solve_triangular
from scipy.optimize import minimize

from decisions.not_enough import NotEnough, not_enough

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
LEAST_ORDERS = 30
"""Orders below which the prior is not moved to speak of, and nothing is advised."""
SLOPE_RANGE, NEST_RANGE = (0.8, 20.0), (0.05, 1.2)
LOG_SLOPES = (math.log(SLOPE_RANGE[0]), math.log(SLOPE_RANGE[1]))
A_SD, LOG_B_PRIOR, T_PRIOR, C_PRIOR = 1.0, (1.13, 0.38), (0.6, 0.25), (-3.0, 1.5)
MEMORY = 0.985
"""Weight of a day relative to the one after it."""
WALK, WALK_DAYS = 0.2, 7
"""How far the level of the logit walks by itself in so many days: standard deviation; an assumption."""


@dataclass(frozen=True)
class ChoiceRows:
    """Observations, R rows by J articles.

    Attributes:
        group: ``[R]`` origin of the visits, 0 to G − 1.
        visits, orders: ``[R]``.
        lines: ``[R, J]`` order lines by article.
        move: ``[R, J]`` price over reference price, less 1.
        open: ``[R, J]`` part of the time that the article was in stock and listed, 0 to 1.
        age: ``[R]`` days since then.
    """

    group: Ints
    visits: Floats
    orders: Floats
    lines: Floats
    move: Floats
    open: Floats
    age: Floats


@dataclass(frozen=True)
class Taste:
    """One set of parameters: ``appeal[J]``, ``slope``, ``nest``, ``base[G]`` (logit at reference prices)."""

    appeal: Floats
    slope: float
    nest: float
    base: Floats

    def shares(self, move: Floats, available: Floats | None = None) -> Floats:
        """Give ``[..., J]`` shares of the lines at these prices; all 0 where nothing can be had."""
        weight = self._weight(move, available)
        return _parts(weight, weight.sum(axis=-1, keepdims=True))

    def inclusive(self, move: Floats, available: Floats | None = None) -> Floats:
        """Give ``[...]`` the inclusive value less the one at reference prices with everything there."""
        return self._above(self._weight(move, available).sum(axis=-1))

    def buys(self, move: Floats, available: Floats | None = None) -> Floats:
        """Give ``[G]`` the probability that a visit of each origin orders, at one set of prices ``[J]``."""
        return self.choose(move, available)[1]

    def choose(self, move: Floats, available: Floats | None = None) -> tuple[Floats, Floats]:
        """Give :meth:`shares` ``[J]`` and :meth:`buys` ``[G]`` at one set of prices, worked out together."""
        weight = self._weight(move, available)
        total = weight.sum(axis=-1, keepdims=True)
        logit = self.base + self.nest * float(self._above(total[0]))
        return _parts(weight, total), np.asarray(1 / (1 + np.exp(-_held(logit, -40, 40))), dtype=np.float64)

    def _weight(self, move: Floats, available: Floats | None) -> Floats:
        """Give ``[..., J]`` exp of the utilities of what is there."""
        weight: Floats = np.exp(_held(self.appeal - self.slope * move, -30, 12))
        return weight if available is None else weight * available

    def _above(self, total: Floats) -> Floats:
        """Give the inclusive value of sums of weights less the one at reference prices."""
        return np.asarray(np.log(np.maximum(total, 1e-13)) - self._log_at_ref)

    @cached_property
    def _log_at_ref(self) -> float:
        return float(np.log(np.exp(_held(self.appeal, -30, 12)).sum()))


def _held(values: Floats, low: float, high: float) -> Floats:
    """Hold values inside bounds; a third of the time that ``np.clip`` takes for a few."""
    return np.minimum(np.maximum(values, low), high)


def _parts(weight: Floats, total: Floats) -> Floats:
    """Give the parts of a total, 0 where there is none."""
    return np.divide(weight, total, out=np.zeros_like(weight), where=total > 0)


@dataclass(frozen=True)
class ChoiceBelief:
    """The posterior: its mode, the triangle of its precision, and what it rests on.

    ``spread`` is the standard deviation of slope and nest; ``over`` the overdispersion of orders and of lines.
    """

    taste: Taste
    root: Floats = field(repr=False)
    orders: float
    spread: tuple[float, float]
    over: tuple[float, float]

    def draw(self, luck: Generator, scale: float = 1.0) -> Taste:
        """Draw parameters (Thompson 1933), their covariance times ``scale``."""
        step = solve_triangular(self.root, luck.standard_normal(len(self.root)), lower=False)
        packed = _pack(self.taste)
        return _unpack(packed + np.sqrt(scale) * step[: len(packed)], len(self.taste.appeal), len(self.taste.base))

    def reasons(self) -> tuple[str, str]:
        """Say in English and Chinese what is believed."""
        b, t = self.taste.slope, self.taste.nest
        return (
            f"price slope {b:.2f} ± {self.spread[0]:.2f}, share that leaves the shop {t:.2f} ± {self.spread[1]:.2f}, "
            f"from {self.orders:.0f} orders (older ones count less)",
            f"价格斜率 {b:.2f} ± {self.spread[0]:.2f},离店系数 {t:.2f} ± {self.spread[1]:.2f},"
            f"依据 {self.orders:.0f} 单(越旧权重越低)",
        )


def fit_choice(rows: ChoiceRows, *, start: Taste | None = None, memory: float = MEMORY) -> ChoiceBelief | NotEnough:
    """Learn from the rows. One with more orders than visits, or a count below 0, says nothing: it was miscounted.

    Args:
        rows: What was seen; a price that never moved leaves slope and nest at their priors, and the spread says so.
        start: Where the search begins, e.g. last week's mode; it changes only the speed.
        memory: Weight of a day relative to the one after it.
    """
    numbers = (rows.visits, rows.orders, rows.lines, rows.move, rows.open)
    if not all(np.isfinite(values).all() for values in numbers) or rows.visits.min(initial=0) < 0:
        return not_enough(("visits, orders, prices and stock that are numbers", "有效的访客、订单、价格与库存数据"))
    rows = _counted(rows)
    if rows.orders.sum() < LEAST_ORDERS:
        found = int(rows.orders.sum())
        return not_enough(
            (
                f"{LEAST_ORDERS} orders from counted visits ({found} there)",
                f"{LEAST_ORDERS} 个有访客记录的订单(现有 {found} 个)",
            )
        )
    groups, articles = int(rows.group.max()) + 1, rows.lines.shape[1]
    data = _Data.of(rows, groups, memory)
    taste = start if start is not None and len(start.base) == groups else _first(rows, groups, articles)
    over, weeks = (1.0, 1.0), len(data.means) - articles - 2 - groups
    vector = np.concatenate([_pack(taste), np.zeros(weeks)])
    for _ in range(2):
        result = minimize(
            _objective,
            vector,
            args=(data, over),
            jac=True,
            method="L-BFGS-B",
            bounds=[(-8, 8)] * articles + [LOG_SLOPES, NEST_RANGE] + [(-12, 3)] * groups + [(-3, 3)] * weeks,
            options={"maxiter": 60, "maxcor": 15},
        )
        vector = result.x
        over = _overdispersion(vector, data)
    taste = _unpack(vector, articles, groups)
    root = np.triu(cho_factor(_information(vector, data, over))[0])
    covariance = solve_triangular(root, np.eye(len(root)), lower=False)
    sds = np.sqrt((covariance**2).sum(axis=1))
    return ChoiceBelief(
        taste=taste,
        root=root,
        orders=float(data.weight @ rows.orders),
        spread=(taste.slope * float(sds[articles]), float(sds[articles + 1])),
        over=over,
    )


def _counted(rows: ChoiceRows) -> ChoiceRows:
    """Give the rows, those whose counts cannot be without visits, orders and lines."""
    odd = (rows.orders > rows.visits) | (rows.orders < 0) | (rows.lines < 0).any(axis=1)
    if not odd.any():
        return rows
    visits, orders = np.where(odd, 0.0, rows.visits), np.where(odd, 0.0, rows.orders)
    return replace(rows, visits=visits, orders=orders, lines=np.where(odd[:, None], 0.0, rows.lines))


def _first(rows: ChoiceRows, groups: int, articles: int) -> Taste:
    """Begin at the shares of the lines and the raw conversions."""
    sold = rows.lines.sum(axis=0) + 1.0
    base = np.empty(groups)
    for group in range(groups):
        mine = rows.group == group
        rate = (rows.orders[mine].sum() + 0.5) / (rows.visits[mine].sum() + 10)
        base[group] = np.log(rate / (1 - min(rate, 0.9)))
    return Taste(np.asarray(np.log(sold) - np.log(sold).mean()), math.exp(LOG_B_PRIOR[0]), T_PRIOR[0], base)


def _pack(taste: Taste) -> Floats:
    return np.concatenate([taste.appeal, [math.log(taste.slope), taste.nest], taste.base])


def _unpack(vector: Floats, articles: int, groups: int) -> Taste:
    base = vector[articles + 2 : articles + 2 + groups]
    slope, nest = np.exp(_held(vector[articles], *LOG_SLOPES)), _held(vector[articles + 1], *NEST_RANGE)
    return Taste(vector[:articles], float(slope), float(nest), base)


@dataclass(frozen=True)
class _Data:
    """Rows with their weights ``[R]``, the parts of each row's level ``[R, G + W]`` (its origin; its week, but for the
    last one) and the priors: means and precisions of appeals, log slope, nest, bases and levels of weeks.
    """

    rows: ChoiceRows
    weight: Floats
    levels: Floats
    means: Floats
    precisions: Floats

    @classmethod
    def of(cls, rows: ChoiceRows, groups: int, memory: float) -> _Data:
        week = (rows.age // WALK_DAYS).astype(np.int64)
        weeks = np.eye(int(week.max()) + 1)[week][:, 1:]
        levels = np.concatenate([np.eye(groups)[rows.group], weeks], axis=1)
        fixed = [(0.0, A_SD)] * rows.lines.shape[1] + [LOG_B_PRIOR, T_PRIOR] + [C_PRIOR] * groups
        means, sds = np.array(fixed).T
        steps = (np.eye(weeks.shape[1]) - np.eye(weeks.shape[1], k=-1)) / WALK
        precisions = block_diag(np.diag(sds**-2), steps.T @ steps)
        return cls(rows, memory**rows.age, levels, np.concatenate([means, np.zeros(len(steps))]), precisions)

    def read(self, vector: Floats) -> tuple[Taste, Floats, Floats, Floats]:
        """Give the taste, and of every row the shares ``[R, J]``, the inclusive value and the logit of ordering."""
        articles = self.rows.lines.shape[1]
        groups = int(self.rows.group.max()) + 1
        taste = _unpack(vector, articles, groups)
        shares, above = (read(self.rows.move, self.rows.open) for read in (taste.shares, taste.inclusive))
        logit = self.levels @ vector[articles + 2 :] + taste.nest * above
        return taste, shares, above, _held(logit, -40, 40)


def _objective(vector: Floats, data: _Data, over: tuple[float, float]) -> tuple[float, Floats]:
    """Give the negative log posterior and its gradient."""
    rows, weight = data.rows, data.weight
    taste, shares, above, logit = data.read(vector)
    at_ref = taste.shares(np.zeros(rows.lines.shape[1]))
    chance = 1 / (1 + np.exp(-logit))
    count = rows.lines.sum(axis=1)
    bought = (rows.orders * logit - rows.visits * np.logaddexp(0, logit)) / over[0]
    chosen = (rows.lines * np.log(np.maximum(shares, 1e-13))).sum(axis=1) / over[1]
    off = vector - data.means
    value = -float(weight @ (bought + chosen)) + 0.5 * float(off @ data.precisions @ off)
    error = weight * (rows.orders - rows.visits * chance) / over[0]
    wrong = weight[:, None] * (rows.lines - count[:, None] * shares) / over[1]
    fall = -(shares * rows.move).sum(axis=1)
    steeper = taste.nest * float(error @ fall) - float((wrong * rows.move).sum())
    gradient = np.concatenate(
        [
            taste.nest * (error @ (shares - at_ref)) + wrong.sum(axis=0),
            [taste.slope * steeper, float(error @ above)],
            error @ data.levels,
        ]
    )
    return value, -gradient + data.precisions @ off


def _information(vector: Floats, data: _Data, over: tuple[float, float]) -> Floats:
    """Give the expected information of rows and priors at the mode."""
    rows, articles = data.rows, data.rows.lines.shape[1]
    taste, shares, above, logit = data.read(vector)
    chance = 1 / (1 + np.exp(-logit))
    mean_move = (shares * rows.move).sum(axis=1)
    leaving = taste.nest * (shares - taste.shares(np.zeros(articles)))
    features = np.column_stack([leaving, -taste.nest * taste.slope * mean_move, above, data.levels])
    buying = data.weight * rows.visits * chance * (1 - chance) / over[0]
    found = features.T @ (buying[:, None] * features)
    lines = data.weight * rows.lines.sum(axis=1) / over[1]
    weighted = lines[:, None] * shares
    found[:articles, :articles] += np.diag(weighted.sum(axis=0)) - shares.T @ weighted
    cross = taste.slope * (weighted.T @ mean_move - (weighted * rows.move).sum(axis=0))
    found[:articles, articles] += cross
    found[articles, :articles] += cross
    found[articles, articles] += taste.slope**2 * float((weighted * rows.move**2).sum() - lines @ mean_move**2)
    return np.asarray(found + data.precisions)


def _overdispersion(vector: Floats, data: _Data) -> tuple[float, float]:
    """Give Pearson's dispersion of orders and of lines, at least 1 and at most 20."""
    rows, weight = data.rows, data.weight
    _, shares, _, logit = data.read(vector)
    chance = 1 / (1 + np.exp(-logit))
    there = rows.visits * chance > 0.5
    pearson = (rows.orders - rows.visits * chance) ** 2 / np.maximum(rows.visits * chance * (1 - chance), 1e-9)
    orders = float((weight * pearson)[there].sum() / max(float(weight[there].sum()), 1e-9)) if there.any() else 1.0
    expected = rows.lines.sum(axis=1)[:, None] * shares
    cells = expected > 0.2
    misfit = (rows.lines - expected) ** 2 / np.maximum(expected, 1e-9)
    wide = np.broadcast_to(weight[:, None], misfit.shape)
    lines = float((wide * misfit)[cells].sum() / max(float(wide[cells].sum()), 1e-9)) if cells.any() else 1.0
    return min(max(orders, 1.0), 20.0), min(max(lines, 1.0), 20.0)
