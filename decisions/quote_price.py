"""What to ask in a bulk inquiry: the price of largest expected contribution under a learnt chance of acceptance.

With ``x = ln(p/list)`` over the ladder's price at the quantity and ``y = ln(p/target)`` over the price the buyer named
(0 if none, and then an intercept of its own)::

    P(taken) = 1 / (1 + exp(−(i + i_t·named − k·x − k_t·named·y)))

Bayesian logistic regression, normal priors, mode by Newton's method, with what was quoted and what became of it. Only
quoted prices are seen, so the prior keeps its say where none was quoted. The price is the best of a grid between floor
and list price; the first quote keeps in mind that one more may follow a refusal.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
MEANS = np.array([0.8, 0.3, 9.0, 4.0])
"""Prior of intercept, intercept of a named price, slope over the list price, slope over the named price: three of four
take the list price who would pay 5 % more on the median."""
SDS = np.array([0.8, 0.6, 3.0, 3.0])
GRID = np.linspace(0.80, 1.0, 21)
"""Quoted prices over the list price: above it nobody is quoted, the ladder is for everybody."""


@dataclass(frozen=True)
class QuoteBelief:
    """Mode ``[4]`` of intercepts and slopes, and how many quotes it rests on."""

    theta: Floats
    quotes: int

    def chance(self, over_list: Floats, over_target: Floats, named: Floats) -> Floats:
        """Give the chance that quotes are taken; logs of price ratios, ``named`` 0 or 1."""
        i, i_t, k, k_t = self.theta
        z = i + i_t * named - k * over_list - k_t * named * over_target
        return np.asarray(1 / (1 + np.exp(-np.clip(z, -30, 30))))


def learn_quotes(over_list: Floats, over_target: Floats, named: Floats, taken: Floats) -> QuoteBelief:
    """Learn from quotes ``[n]``; without any the prior is given. Slopes are kept at 1 or above.

    Source: Newton's method on the log posterior of a logistic regression (iteratively reweighted least squares).
    """
    features = np.column_stack([np.ones_like(over_list), named, -over_list, -named * over_target])
    theta, precision = MEANS.copy(), np.diag(SDS**-2)
    for _ in range(25):
        chance = 1 / (1 + np.exp(-np.clip(features @ theta, -30, 30)))
        gradient = features.T @ (taken - chance) - precision @ (theta - MEANS)
        curve = features.T @ ((chance * (1 - chance))[:, None] * features) + precision
        step = np.linalg.solve(curve, gradient)
        theta = theta + step
        if np.abs(step).max() < 1e-8:
            break
    theta[2], theta[3] = max(theta[2], 1.0), max(theta[3], 0.0)
    return QuoteBelief(theta, len(taken))


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
        ceiling: Price that was refused already: a new one is below it; 0 for none.
    """  # fmt: skip
    highest = min(list_price, ceiling * 0.985) if ceiling else list_price
    if highest < floor:
        return None
    prices = np.unique(np.clip(GRID * list_price, floor, highest))
    if target > 0:
        prices = np.unique(np.append(prices, np.clip(target, floor, highest)))
    named = np.full(len(prices), float(target > 0))
    over_target = np.log(prices / target) if target > 0 else np.zeros(len(prices))
    chance = belief.chance(np.log(prices / list_price), over_target, named)
    worth = (prices - cost + ahead) * chance
    place = int(worth.argmax())
    return float(prices[place]), float(chance[place])
