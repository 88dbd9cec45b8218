"""The books of an array shop: sums by day, cash, and the identities that must hold every evening."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from decisions.day_view import Ints
from kit.money import share
from scenarios.market.kernel.body import Body
from scenarios.market.kernel.params import Params

if TYPE_CHECKING:
    from scenarios.market.kernel.day import DayOutcome


def close_books(params: Params, body: Body, outcome: DayOutcome, penalties: int) -> None:
    """Enter a day: sales, costs, money back (on the day of its order), stock held, cash."""
    books, day, lines, costs = body.books, body.day, outcome.lines, params.spec.costs
    books.gmv[day] = lines.paid.sum()
    books.orders[day] = len(outcome.sales.order)
    books.buyers[day] = len(np.unique(outcome.sales.buyer))
    books.pieces[day] = lines.quantity.sum()
    books.goods_cost[day] = (lines.quantity * params.goods.cost[lines.sku]).sum()
    books.spend[day] = outcome.ads.spend.sum()
    books.visitors[day] = outcome.visits.sum()
    books.held[day] = max(0, int((body.stock * params.goods.cost).sum()))
    books.penalties[day] = penalties
    books.custom_cost[day] = outcome.sales.custom_cost
    books.bought[day] = (outcome.ordered * params.goods.cost).sum()
    for paid in (outcome.granted, outcome.awarded):
        np.add.at(books.refunded, paid.placed, paid.amount)
        books.paid_back[day] += paid.amount.sum()
    paid_out = day - params.spec.money.payout_days
    income = int(books.gmv[paid_out]) if paid_out >= 0 else 0
    fee = share(income, *costs.platform_fee_rate.as_integer_ratio())
    work = int(books.pieces[day]) * costs.pick_pack + int(books.orders[day]) * costs.freight_per_order
    out = int(books.spend[day] + books.paid_back[day] + books.custom_cost[day]) + penalties + work
    body.cash += income - fee - out
    books.cash[day] = body.cash


def contributions(params: Params, body: Body) -> Ints:
    """Give ``[D]`` the contribution by day, as :class:`scenarios.kpi.Kpi` defines it, less penalties and custom work.

    Refunds count against the day of their order, so a day's figure is final when its last request is settled.
    """
    books, costs = body.books, params.spec.costs
    net = books.gmv - books.refunded
    fees = [share(int(one), *costs.platform_fee_rate.as_integer_ratio()) for one in net]
    holding = [share(int(one), *costs.holding_rate_per_day.as_integer_ratio()) for one in books.held]
    work = books.pieces * costs.pick_pack + books.orders * costs.freight_per_order
    result: Ints = net - books.goods_cost - work - np.array(fees) - books.spend - np.array(holding)
    result -= books.penalties + books.custom_cost
    result[body.day :] = 0
    return result


def check_day(params: Params, before: Ints, cash_before: int, body: Body, outcome: DayOutcome) -> None:
    """Check a day that has just ended; ``before`` and ``cash_before`` are stock and cash of its morning.

    Raises:
        AssertionError: Pieces or money came from nowhere or went nowhere; the market is wrong.
    """
    day, books, lines = outcome.day, body.books, outcome.lines
    sold = np.bincount(lines.sku, lines.quantity, minlength=params.articles).astype(np.int64)
    if not np.array_equal(before - sold + outcome.arrived, body.stock) or (body.stock < 0).any():
        raise AssertionError(f"day {day}: the pieces sold and brought do not explain the stock")
    costs, late = params.spec.costs, day - params.spec.money.payout_days
    income = int(books.gmv[late]) if late >= 0 else 0
    flows = income - share(income, *costs.platform_fee_rate.as_integer_ratio())
    flows -= int(outcome.ads.spend.sum()) + int((outcome.ordered * params.goods.cost).sum())
    flows -= int(outcome.granted.amount.sum()) + int(outcome.awarded.amount.sum()) + int(books.penalties[day])
    flows -= int(lines.quantity.sum()) * costs.pick_pack + len(np.unique(lines.order)) * costs.freight_per_order
    flows -= outcome.sales.custom_cost
    if cash_before + flows != body.cash:
        raise AssertionError(f"day {day}: the money in the bank is {body.cash}, the flows give {cash_before + flows}")
    if int(lines.paid.sum()) != int(books.gmv[day]) or (lines.paid < 0).any():
        raise AssertionError(f"day {day}: the lines do not add up to the day's sales")
