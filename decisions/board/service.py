"""The service and refund levers: quotes for bulk inquiries, answers to requests for money back."""

from __future__ import annotations

import numpy as np

from decisions.board.watch import Watch
from decisions.day_view import NO_STEP, Bools, DayView, Floats, Ints
from decisions.quote_price import best_quote, learn_quotes
from decisions.refund_belief import grants, learn_verdicts

MEMORY = 300
"""Quotes and verdicts that are learnt from."""
CUSTOM_CHARGE = 1.5
"""What light-custom work is charged at, over what it costs."""
PENALTY_SHARE = 0.3
"""What a lost dispute is thought to cost beside the money before one was lost, as a share of a usual order."""


def list_prices(view: DayView) -> Floats:
    """Give ``[n]`` the ladder's price at the quantity of each inquiry, light-custom work not in it."""
    asks, terms = view.inquiries, view.terms
    since = terms.tier_from[asks.sku]
    step = np.maximum(((asks.quantity[:, None] >= since) & (since < NO_STEP)).sum(axis=1) - 1, 0)
    return np.asarray(view.tier_prices[asks.sku, step], dtype=np.float64)


def worth_quoting(view: DayView) -> Bools:
    """Give ``[n]`` whether to quote today: the goods are there, or it is the last day and an answer is owed.

    A deal needs the whole quantity in the house; a quote that cannot be kept wastes one of the few that buyers read.
    """
    asks = view.inquiries
    return np.asarray((view.stock[asks.sku] >= asks.quantity) | (asks.deadline <= view.day))


def quote_all(view: DayView, watch: Watch, *, ahead: float, shadow: float) -> Ints:
    """Give ``[n]`` unit prices; 0 where the list price does not pay.

    Args:
        view: Today.
        watch: What became of earlier quotes.
        ahead: What a buyer won is worth later, minor units an order.
        shadow: What a piece would earn elsewhere, where supply is short.
    """
    asks, terms = view.inquiries, view.terms
    if not len(asks.id):
        return np.zeros(0, dtype=np.int64)
    watch.take_refusals(asks)
    past = np.array(watch.quotes[-MEMORY:]).reshape(-1, 4)
    belief = learn_quotes(*past.T, seconds=watch.seconds)
    listed, ready = list_prices(view), worth_quoting(view)
    found = np.zeros(len(asks.id), dtype=np.int64)
    for row in range(len(asks.id)):
        if not ready[row]:
            continue
        sku, pieces = int(asks.sku[row]), max(1, int(asks.quantity[row]))
        custom = float(asks.custom_cost[row])
        cost = float(terms.cost[sku]) + terms.pick_pack + custom + terms.freight_per_order / pieces + shadow
        cost /= 1 - terms.fee_rate
        price = float(listed[row]) + CUSTOM_CHARGE * custom
        best = best_quote(
            belief, price, cost, cost * 1.05,
            target=float(asks.target[row]), ahead=ahead / pieces, ceiling=float(asks.refused_price[row]),
        )  # fmt: skip
        if best is None:
            continue
        found[row] = round(best[0])
        if view.stock[sku] < pieces:
            continue  # refused or not, it says nothing of the price
        target = float(asks.target[row])
        over_target = float(np.log(best[0] / target)) if target > 0 else 0.0
        watch.asked[int(asks.id[row])] = (float(np.log(best[0] / price)), over_target, float(target > 0))
    return found


def answer_refunds(view: DayView, watch: Watch, *, goodwill: float) -> Bools:
    """Give ``[n]`` whether to give the money."""
    asks = view.refunds
    past = np.array(watch.verdicts[-MEMORY:]).reshape(-1, 2)
    belief = learn_verdicts(past[:, 0], past[:, 1])
    penalty = PENALTY_SHARE * float(asks.paid.mean()) if len(asks.paid) else 0.0
    return grants(belief, asks.amount.astype(float), asks.evidence, penalty=penalty, goodwill=goodwill)
