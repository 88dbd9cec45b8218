"""Quotes and refunds of the oracle: the true laws of what buyers would pay, and of who is right."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy.special import betaln, ndtri

from decisions.board.service import list_prices, worth_quoting
from decisions.day_view import Bools, DayView, Floats, Ints
from scenarios.numbers import Truth

CUSTOM_WORTH = 1.5
"""How much more light-custom work is worth to who asked for it than it costs; the worlds' usual value."""
PENALTY = 0.3
"""What a lost dispute costs beside the money, as a share of the line; about the worlds' own."""
_LUCK = (np.arange(41) + 0.5) / 41


def true_quotes(view: DayView, law: Truth, first: Ints, shadow: Floats) -> Ints:
    """Give ``[n]`` the price of largest expected gain up to the ladder's, a second one's in it; 0 where none pays.

    Args:
        view: Today.
        law: Of today.
        first: ``[J, L]`` the ladders of the first day: nobody pays more because the shop asks more.
        shadow: ``[n]`` what a piece would earn elsewhere, where supply is short.
    """
    asks, terms = view.inquiries, view.terms
    listed, at_first = list_prices(view), list_prices(replace(view, tier_prices=first))
    extra, kept = CUSTOM_WORTH * asks.custom_cost, 1 - terms.fee_rate
    freight = terms.freight_per_order / np.maximum(asks.quantity, 1)
    cost = terms.cost[asks.sku] + terms.pick_pack + asks.custom_cost + freight + shadow
    found = np.zeros(len(asks.id), dtype=np.int64)
    for row in np.flatnonzero(worth_quoting(view)):
        refused = float(asks.refused_price[row])
        limits = _limits(law, at_first[row], extra[row], float(asks.target[row]), refused)
        floor = cost[row] / kept * 1.02
        high = min(listed[row] + extra[row], refused * 0.985 if refused else np.inf)
        if high < floor:
            continue
        prices = np.linspace(max(floor, 0.75 * high), high, 26)
        gains = expected_gains(law, limits, prices, prices * kept - cost[row], refused)
        found[row] = round(float(prices[int(gains.argmax())]))
    return found


def _limits(law: Truth, listed: float, extra: float, target: float, refused: float) -> Floats:
    """Give equally likely values of the most that would be paid.

    A price that the buyer named is 0.9 to 1 of it, one that answers a near miss 0.97 to 1; else it is lognormal.
    """
    if not target:
        return np.asarray(law.reservation[0] * np.exp(law.reservation[1] * ndtri(_LUCK)) * listed + extra)
    answers = refused > 0 and target >= 0.97 * refused / (1 + law.counter_within)
    return np.asarray(target / (0.97 + 0.03 * _LUCK if answers else 0.9 + 0.1 * _LUCK))


def expected_gains(law: Truth, limits: Floats, prices: Floats, margins: Floats, refused: float) -> Floats:
    """Give ``[P]`` what each price is expected to bring; a buyer keeps one luck for all prices.

    Who refuses a near price names another and so tells the limit: the best second price of those is added.
    """
    taken = _chance(law, prices, limits)
    if refused:
        return np.asarray(margins * np.maximum(taken - _chance(law, np.array([refused]), limits), 0).mean(axis=1))
    near = (prices[:, None] > limits) & (prices[:, None] <= limits * (1 + law.counter_within))
    second = (margins[:, None, None] * np.maximum(taken[:, None, :] - taken[None, :, :], 0)).max(axis=0)
    return np.asarray((margins[:, None] * taken + near * second).mean(axis=1))


def _chance(law: Truth, prices: Floats, limits: Floats) -> Floats:
    """Give ``[P, n]`` the chance that a price is taken at a limit."""
    z = np.clip(law.quote_slope * (prices[:, None] / limits - 1), -40, 40)
    return np.asarray(1 / (1 + np.exp(z)))


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
