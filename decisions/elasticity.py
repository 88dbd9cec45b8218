"""How far pieces sold answer to a SKU's own price, learnt from its own price moves.

Model: constant elasticity, units ~ p^-e. The elasticity has a normal prior and each past move of the price adds one
observation of log(units after / units before) over log(price after / price before), with a variance from the counts
(delta method: 1/n_before + 1/n_after + overdispersion). The posterior is closed form. It serves goods that hardly sell,
of which the shop's common choice model (:mod:`decisions.choice`) sees too little.

Prior: mean 2.9, the upper of three own-price elasticities fitted on Dominick's orange juice (-2.90, -2.37, -2.29);
standard deviation 0.8 covers 1.3 to 4.5. An assumption for gifts.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

PRIOR_MEAN, PRIOR_SD = 2.9, 0.8
OVERDISPERSION = 0.25
"""Extra variance of a log ratio of weekly counts: SKU-week coefficient of variation is near 1 in the real data."""


class Move(NamedTuple):
    """What one change of the price did: price and pieces in the spans before and after it, spans of equal length."""

    price_before: int
    price_after: int
    units_before: int
    units_after: int


class Elasticity(NamedTuple):
    """Posterior of the elasticity: mean, standard deviation, and how many moves it rests on."""

    mean: float
    sd: float
    moves: int


def learn_elasticity(moves: Sequence[Move]) -> Elasticity:
    """Give the posterior of the elasticity after the SKU's own price moves.

    Moves without a price change, without any sale on one side, or with a figure that is no price or count (no finite
    number, below 0) teach nothing and are left out.
    """
    precision = PRIOR_SD**-2
    weighted, used = PRIOR_MEAN * precision, 0
    for move in moves:
        if move.price_after == move.price_before or not all(0 < figure < math.inf for figure in move):
            continue
        step = -math.log(move.price_after / move.price_before)
        seen = math.log(move.units_after / move.units_before)
        variance = 1 / move.units_before + 1 / move.units_after + OVERDISPERSION
        weighted += step * seen / variance
        precision += step * step / variance
        used += 1
    return Elasticity(mean=weighted / precision, sd=precision**-0.5, moves=used)
