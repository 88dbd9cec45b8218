"""Quotes and refunds of the oracle: the true laws of what buyers would pay, and of who is right."""

from __future__ import annotations

import numpy as np
from scipy.special import betaln, ndtri

from decisions.board.service import list_prices, worth_quoting
from decisions.day_view import Bools, DayView, Floats, Ints
from scenarios.numbers import Truth

CUSTOM_WORTH = 1.5
"""How much more light-custom work is worth to who asked for it than it costs; the worlds' usual value."""
PENALTY = 0.3
"""What a lost dispute costs beside the money, as a share of the line; about the worlds' own."""
SECOND = 0.45
"""Chance that a refused first quote is followed by a deal; a judgement, not measured."""
_LUCK = (np.arange(41) + 0.5) / 41


def true_quotes(view: DayView, law: Truth, shadow: float) -> Ints:
    """Give ``[n]`` the price of largest ``(p − c)·P(taken)`` up to the ladder's; 0 where none pays.

    A price that the buyer named is 0.9 to 1 of the most that would be paid; without one that is lognormal.
    """
    asks, terms = view.inquiries, view.terms
    plain, ready = list_prices(view), worth_quoting(view)
    extra = CUSTOM_WORTH * asks.custom_cost
    freight = terms.freight_per_order / np.maximum(asks.quantity, 1)
    cost = terms.cost[asks.sku] + terms.pick_pack + asks.custom_cost + freight + shadow
    found = np.zeros(len(asks.id), dtype=np.int64)
    for row in np.flatnonzero(ready):
        if asks.target[row] > 0:
            limits = asks.target[row] / (0.9 + 0.1 * _LUCK)
        else:
            limits = law.reservation[0] * np.exp(law.reservation[1] * ndtri(_LUCK)) * plain[row] + extra[row]
        floor = cost[row] / (1 - terms.fee_rate) * 1.02
        refused = asks.refused_price[row] * 0.985 if asks.refused_price[row] else np.inf
        high = min(plain[row] + extra[row], refused)
        if high < floor:
            continue
        prices = np.linspace(max(floor, 0.75 * high), high, 26)
        z = np.clip(law.quote_slope * (prices[:, None] / limits - 1), -40, 40)
        chance = (1 / (1 + np.exp(z))).mean(axis=1)
        # who refuses a first quote that was near tells the limit, and may take a second one
        later = 0.0 if asks.refused_price[row] else SECOND * max(float(limits.mean()) * 0.95 - cost[row], 0.0)
        gain = (prices * (1 - terms.fee_rate) - cost[row]) * chance + (1 - chance) * later
        found[row] = round(float(prices[int(gain.argmax())]))
    return found


def true_grants(view: DayView, law: Truth, buyer: float) -> Bools:
    """Give ``[n]`` whether to give the money: less than what refusing is expected to cost, ``buyer`` is one's worth."""
    asks = view.refunds
    (a, b), (c, d) = law.genuine
    shown = np.clip(asks.evidence, 1e-4, 1 - 1e-4)
    true = law.defect[asks.sku] * _beta(shown, a, b)
    chance = true / np.maximum(true + law.false_share * _beta(shown, c, d), 1e-12)
    return np.asarray(asks.amount < chance * (asks.amount + PENALTY * asks.paid + 0.5 * buyer))


def _beta(x: Floats, a: float, b: float) -> Floats:
    return np.asarray(np.exp((a - 1) * np.log(x) + (b - 1) * np.log1p(-x) - betaln(a, b)))
