"""The prices of largest contribution under a choice model, and the range in which they may move.

Contribution a day, over origins g with ``n_g`` visits, at prices p (see :mod:`decisions.choice`)::

    sum_g n_g P_g [ k_g sum_j s_j m_j + v_g − f ],    m_j = q_j (y_j p_j − c_j)

``k`` lines an order, ``q`` pieces a line, ``y`` what is kept of the first step's price a piece (ladder, fee, refunds),
``c`` cost a piece, ``v`` what an order is worth beyond itself, ``f`` cost an order. Maximised by L-BFGS-B on
``ln(p/ref)`` with the exact gradient. With t = 1 and one line this is the multinomial logit, whose optimum has the same
adjusted mark-up ``p − c − 1/b`` for every article (Anderson and de Palma 1992), with Lambert's W for equal slopes: the
tests check it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict
from scipy.optimize import Bounds, minimize

from decisions.choice import ChoiceBelief, Taste
from decisions.not_enough import finite_arrays
from kit.money import format_minor

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class PriceProblem:
    """What prices are set for. Money in minor units; J articles, G origins.

    Attributes:
        ref: ``[J]`` reference prices of the taste.
        cost: ``[J]`` of a piece, picking in it; a scarce one may be priced higher than it cost, an idle one lower.
        kept: ``[J]`` share of the first step's price that is left of what a piece brings.
        pieces: ``[J]`` of a line.
        available: ``[J]`` 0 to 1.
        visits, lines, worth: ``[G]`` a day; lines an order; what an order is worth beyond itself less what it costs.
    """

    ref: Floats
    cost: Floats
    kept: Floats
    pieces: Floats
    available: Floats
    visits: Floats
    lines: Floats
    worth: Floats


def contribution(prices: Floats, taste: Taste, problem: PriceProblem) -> tuple[float, Floats]:
    """Give the expected contribution a day and its gradient in the prices."""
    move = prices / problem.ref - 1
    shares, chance = taste.choose(move, problem.available)
    margin = problem.pieces * (problem.kept * prices - problem.cost)
    mean = float(shares @ margin)
    orders = problem.visits * chance
    value = float(orders @ (problem.lines * mean + problem.worth))
    lines = float(orders @ problem.lines)
    steep = float((orders * (1 - chance)) @ (problem.lines * mean + problem.worth))
    down = taste.slope / problem.ref * shares
    gradient = lines * (shares * problem.pieces * problem.kept - down * (margin - mean)) - taste.nest * steep * down
    return value, np.asarray(gradient)


Part = tuple[Taste, PriceProblem]
"""Buyers of one taste and what prices are set for with them."""


def best_prices(taste: Taste, problem: PriceProblem, low: Floats, high: Floats) -> tuple[Floats, float]:
    """Give the prices between ``low`` and ``high`` of largest contribution, and that contribution a day.

    Raises:
        ValueError: A bound, or something of taste or problem, is no finite number.
    """
    return best_common_prices([(taste, problem)], low, high)


def best_common_prices(
    parts: Sequence[Part], low: Floats, high: Floats, *, start: Floats | None = None
) -> tuple[Floats, float]:
    """Give the prices of largest contribution from buyers of several tastes together.

    Args:
        parts: The tastes, each with its own problem: ladders make ``ref`` and ``kept`` differ.
        low, high: ``[J]`` bounds.
        start: ``[J]`` where to begin. The sum can have more than one hill: without it, it is climbed from the
            reference prices of the first part and from the top of the range.

    Raises:
        ValueError: A bound, or something in a part, is no finite number.
    """
    finite_arrays(low=low, high=high)
    for taste, problem in parts:
        finite_arrays(**asdict(problem), appeal=taste.appeal, slope=taste.slope, nest=taste.nest, base=taste.base)
    low, high = np.minimum(low, high), np.maximum(low, high)
    unit = parts[0][1].ref
    first, last = np.log(low / unit), np.log(high / unit)
    scale = max(*(abs(contribution(np.clip(unit, low, high), *part)[0]) for part in parts), 1.0)

    def objective(x: Floats) -> tuple[float, Floats]:
        prices = unit * np.exp(x)
        found = [contribution(prices, *part) for part in parts]
        gradient = np.sum([one for _, one in found], axis=0)
        return -sum(value for value, _ in found) / scale, -gradient * prices / scale

    starts = (np.zeros(len(low)), last) if start is None else (np.log(start / unit),)
    tried = [
        minimize(objective, np.clip(one, first, last), jac=True, method="L-BFGS-B", bounds=Bounds(first, last))
        for one in starts
    ]
    best = min(tried, key=lambda one: float(one.fun))
    return np.asarray(unit * np.exp(best.x)), -float(best.fun) * scale


def expected_pieces(parts: Sequence[Part], prices: Floats) -> Floats:
    """Give ``[J]`` pieces a day expected at these prices."""
    total = np.zeros(len(prices))
    for taste, problem in parts:
        move = prices / problem.ref - 1
        shares, chance = taste.choose(move, problem.available)
        total += float(problem.visits * chance @ problem.lines) * shares * problem.pieces
    return total


@dataclass(frozen=True)
class Supplied:
    """Prices within a supply: ``shadow`` is what one more piece a day would earn, 0 where supply is no limit."""

    prices: Floats
    shadow: float
    pieces: float


def prices_within(
    parts: Sequence[Part], low: Floats, high: Floats, supply: float, *, start: Floats, shadow: float = 0.0
) -> Supplied:
    """Give the best prices at which no more pieces a day are wanted than can be had.

    Lagrange: every piece costs ``shadow`` more, found by Newton's method on ``ln(pieces)``, which falls in it at about
    the slope over the price. Bounds may leave more wanted than there is.

    Args:
        parts: The tastes with their problems.
        low, high: ``[J]`` bounds.
        supply: Pieces a day that can be had.
        start: ``[J]`` where to begin.
        shadow: Where to begin: that of the last time.
    """
    slope = max(sum(taste.slope for taste, _ in parts) / len(parts), 0.5)
    prices, best = start, Supplied(start, 0.0, 0.0)
    for _ in range(6):
        dearer = [(taste, replace(problem, cost=problem.cost + shadow)) for taste, problem in parts]
        prices, _ = best_common_prices(dearer, low, high, start=prices)
        pieces = float(expected_pieces(parts, prices).sum())
        best = Supplied(prices, shadow, pieces)
        gap = np.log(max(pieces, 1e-9) / max(supply, 1e-9))
        if abs(gap) < 0.02 or (shadow <= 0 and gap <= 0):
            break
        shadow = max(0.0, shadow + float(gap) * float(np.mean(prices)) / slope)
    return best


class PricesAdvice(BaseModel):
    """Recommended prices of the first step, minor units, and the expected contribution a day now and then.

    ``target`` are the best prices without the limits of a day; ``alternatives`` the contribution a day of leaving the
    prices, of all 3 % lower and of all 3 % higher.
    """

    model_config = ConfigDict(frozen=True)

    prices: tuple[int, ...]
    target: tuple[int, ...]
    now: float
    then: float
    alternatives: dict[str, float]
    reason: str
    reason_zh: str


def advise_prices(
    belief: ChoiceBelief,
    problem: PriceProblem,
    now: Sequence[int],
    floor: Sequence[int],
    *,
    band: tuple[float, float],
    largest_move: float,
    currency: str,
) -> PricesAdvice:
    """Recommend all prices together.

    Args:
        belief: What is believed of the buyers.
        problem: What prices are set for.
        now, floor: ``[J]`` prices that stand, and the lowest allowed; a price below its floor is raised to it.
        band: Lowest and highest price as shares of the reference price.
        largest_move: Largest relative change at once.
        currency: ISO 4217 code, for the reasons.
    """
    stand, least = np.asarray(now, dtype=float), np.asarray(floor, dtype=float)
    low = np.maximum(least, problem.ref * band[0])
    high = np.maximum(low, problem.ref * band[1])
    target, _ = best_prices(belief.taste, problem, low, high)
    reached = np.clip(target, stand * (1 - largest_move), stand * (1 + largest_move))
    prices = np.maximum(np.rint(reached), least)
    return weigh_prices(belief, problem, now, prices, target, currency=currency, least=least)


def weigh_prices(
    belief: ChoiceBelief,
    problem: PriceProblem,
    now: Sequence[int] | NDArray[np.int64],
    then: Sequence[int] | Floats | NDArray[np.int64],
    target: Floats,
    *,
    currency: str,
    least: Floats | None = None,
) -> PricesAdvice:
    """Weigh prices against leaving those that stand, and against moving all of them alike.

    Args:
        belief, problem: What is believed of the buyers, and what prices are set for.
        now, then: ``[J]`` prices that stand, and those to be set.
        target: ``[J]`` where they are walking to.
        currency: ISO 4217 code, for the reasons.
        least: ``[J]`` lowest prices allowed.
    """
    stand, prices = np.asarray(now, dtype=float), np.asarray(then, dtype=float)
    low = np.zeros(len(stand)) if least is None else least
    before, after = (contribution(one, belief.taste, problem)[0] for one in (stand, prices))
    others = {"leave": before} | {
        name: contribution(np.maximum(stand * factor, low), belief.taste, problem)[0]
        for name, factor in (("all 3 % lower", 0.97), ("all 3 % higher", 1.03))
    }
    en, zh = belief.reasons()
    gain, less, more = (
        format_minor(round(one - before), currency)
        for one in (after, others["all 3 % lower"], others["all 3 % higher"])
    )
    return PricesAdvice(
        prices=tuple(int(price) for price in prices),
        target=tuple(int(price) for price in np.rint(target)),
        now=before,
        then=after,
        alternatives=others,
        reason=f"{en}; {gain} more a day expected than at the prices that stand; all 3 % lower {less}, higher {more}",
        reason_zh=f"{zh};预计每天比现价多 {gain};全部降 3% 为 {less},全部涨 3% 为 {more}",
    )
