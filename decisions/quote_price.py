"""What to ask in a bulk inquiry: the price of largest expected contribution under a learnt chance of acceptance.

Where no price was named, with ``x = ln(p/list)`` over the ladder's price at the quantity; where one was, with
``y = ln(p/target)`` over it::

    P(taken) = 1 / (1 + exp(−(i − k·x)))      or      1 / (1 + exp(−(i_t − k_t·y)))

Bayesian logistic regression, normal priors, mode by Newton's method, from what was quoted and what became of it. Only
quoted prices are seen, so the prior keeps its say where none was quoted. The price is the best of a grid between floor
and list price. A refusal is not worth nothing: some buyers take a second quote, and how many is learnt as well.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from decisions.not_enough import finite

Floats = NDArray[np.float64]
MEANS = np.array([0.1, 0.5, 10.0, 10.0])
"""Prior of intercepts (plain, named) and slopes (plain, named): half take the list price, more the price they named."""
SDS = np.array([0.8, 0.6, 3.0, 3.0])
GRID = np.linspace(0.80, 1.0, 21)
"""Quoted prices over the list price: above it nobody is quoted, the ladder is for everybody."""
AGAIN = (0.2, 5.0)
"""Prior share of refused quotes after which a second one is taken, and the refusals that it counts for."""


@dataclass(frozen=True)
class QuoteBelief:
    """Mode ``[4]`` of intercepts and slopes, how many quotes it rests on, and the share of refusals that end well."""

    theta: Floats
    quotes: int
    again: float = AGAIN[0]

    def chance(self, over_list: Floats, over_target: Floats, named: Floats) -> Floats:
        """Give the chance that quotes are taken; logs of price ratios, ``named`` 0 or 1."""
        z = _features(over_list, over_target, named) @ self.theta
        return np.asarray(1 / (1 + np.exp(-np.clip(z, -30, 30))))


def learn_quotes(
    over_list: Floats, over_target: Floats, named: Floats, taken: Floats, *, seconds: tuple[int, int] = (0, 0)
) -> QuoteBelief:
    """Learn from quotes ``[n]``; without any the prior is given. Slopes are kept at 1 or above.

    A quote with a value that is no number, or an answer outside 0 to 1, teaches nothing and is not counted.

    Source: Newton's method on the log posterior of a logistic regression (iteratively reweighted least squares).

    Args:
        over_list, over_target: Logs of the quoted price over the list price and over the named one.
        named, taken: 0 or 1.
        seconds: Refused quotes that could be followed by another, and those of them that ended in a deal.
    """
    known = np.isfinite(over_list) & np.isfinite(over_target) & ((named == 0) | (named == 1))
    known &= (taken >= 0) & (taken <= 1)
    features, taken = _features(over_list[known], over_target[known], named[known]), taken[known]
    theta, precision = MEANS.copy(), np.diag(SDS**-2)
    for _ in range(25):
        chance = 1 / (1 + np.exp(-np.clip(features @ theta, -30, 30)))
        gradient = features.T @ (taken - chance) - precision @ (theta - MEANS)
        curve = features.T @ ((chance * (1 - chance))[:, None] * features) + precision
        step = np.linalg.solve(curve, gradient)
        theta = theta + step * min(1.0, 2.0 / max(float(np.abs(step).max()), 1e-9))
        if np.abs(step).max() < 1e-8:
            break
    theta[2:] = np.maximum(theta[2:], 1.0)
    again = (AGAIN[0] * AGAIN[1] + seconds[1]) / (AGAIN[1] + seconds[0])
    return QuoteBelief(theta, len(taken), again)


def best_quote(
    belief: QuoteBelief,
    list_price: float,
    cost: float,
    floor: float,
    *,
    target: float = 0.0,
    ahead: float = 0.0,
    ceiling: float = 0.0,
) -> tuple[float, float] | None:
    """Give the unit price to quote and the chance that it is taken; None if the list price is below the floor.

    Args:
        belief: What is believed of acceptance.
        list_price: The ladder's price at the quantity, light-custom work in it.
        cost: What a piece costs in all.
        floor: Lowest price allowed.
        target: Price that the buyer named; 0 for none.
        ahead: What the deal is worth beyond itself, a piece (further orders).
        ceiling: Price that was refused already: a new one is below it; 0 for none, and then another may follow.

    Raises:
        ValueError: A number is none, a price that was named or refused lies below 0, or the list price is not above 0.
    """  # fmt: skip
    finite(list_price=list_price, cost=cost, floor=floor, ahead=ahead)
    finite(target=target, ceiling=ceiling, least=0)
    highest = min(list_price, ceiling * 0.985) if ceiling else list_price
    if highest < floor:
        return None
    if list_price <= 0:
        raise ValueError(f"list_price must be above 0, not {list_price}")
    prices = np.unique(np.clip(GRID * list_price, floor, highest))
    if target > 0:
        prices = np.unique(np.append(prices, np.clip(target * np.array([0.98, 1.0, 1.03]), floor, highest)))
    named = np.full(len(prices), float(target > 0))
    over_target = np.log(prices / target) if target > 0 else np.zeros(len(prices))
    chance = belief.chance(np.log(prices / list_price), over_target, named)
    gain = (prices - cost + ahead) * chance
    # what a second quote brings, should this one be refused: a little less than the best of now
    later = 0.0 if ceiling else belief.again * max(0.93 * list_price - cost + ahead, 0.0)
    place = int((gain + (1 - chance) * later).argmax())
    return float(prices[place]), float(chance[place])


def _features(over_list: Floats, over_target: Floats, named: Floats) -> Floats:
    return np.column_stack([1 - named, named, -(1 - named) * over_list, -named * over_target])
