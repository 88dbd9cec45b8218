"""What the laws of a day come to: buyers of each segment as tastes, orders and pieces expected, worth of a buyer."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

from decisions.choice import Taste
from decisions.choice_prices import Part, PriceProblem
from scenarios.numbers import NO_STEP, DayView, Floats, Truth

NEVER_ENDS = 1e-6


@dataclass(frozen=True)
class Shelf:
    """Ladders as shares of the first step: ``usual[S, J]`` at the quantity a segment looks up, ``mean[S, J]`` at the
    mean pieces of a line.
    """

    usual: Floats
    mean: Floats


def shelf_of(view: DayView, law: Truth) -> Shelf:
    """Read the ladders."""
    since, tiers = view.terms.tier_from, view.tier_prices / np.maximum(view.tier_prices[:, :1], 1)
    rows = np.arange(len(tiers))

    def at(pieces: Floats) -> Floats:
        step = ((pieces[:, :, None] >= since) & (since < NO_STEP)).sum(axis=2) - 1
        return np.asarray(tiers[rows, np.maximum(step, 0)], dtype=np.float64)

    return Shelf(at(law.usual.astype(float)), at(law.pieces))


def tastes(law: Truth) -> list[Taste]:
    """Give the taste of each segment; its bases are the logits of direct, search and ads at reference prices."""
    found = []
    for row in range(len(law.slope)):
        total = float(np.log(np.exp(np.clip(law.appeal[row], -30, 12)).sum()))
        base = law.logit0 + law.nest[row] * (total - law.start[row, -1])
        found.append(Taste(law.appeal[row], float(law.slope[row]), float(law.nest[row]), base))
    return found


def parts(view: DayView, law: Truth, clicks: float, worth: Floats, refunds: Floats) -> list[Part]:
    """Give what prices are set for: one part a segment.

    Args:
        view: Today.
        law: Of today.
        clicks: Clicks on ads a day.
        worth: ``[S, 3]`` what an order is worth beyond itself.
        refunds: ``[J]`` share of sales that goes back.
    """
    shelf, terms = shelf_of(view, law), view.terms
    found: list[Part] = []
    for row, taste in enumerate(tastes(law)):
        visits = np.array([law.known[row], law.search[row], clicks * law.mix[row]])
        problem = PriceProblem(
            ref=law.ref / shelf.usual[row],
            cost=(terms.cost + terms.pick_pack).astype(float),
            kept=shelf.mean[row] * (1 - terms.fee_rate) * (1 - refunds),
            pieces=law.pieces[row],
            available=np.ones(len(law.ref)),
            visits=visits,
            lines=lines_of(law, row),
            worth=worth[row] - terms.freight_per_order,
        )
        found.append((taste, problem))
    return found


def lines_of(law: Truth, segment: int) -> Floats:
    """Give ``[3]`` mean lines of an order by origin, at least 1."""
    lines = float(law.lines[segment])
    return np.asarray(np.maximum(np.array([lines, lines * law.cold_lines, lines * law.cold_lines]), 1.0))


def order_margins(found: list[Part], prices: Floats) -> tuple[Floats, Floats]:
    """Give ``[S, 3]`` contribution of an order, and ``[S, 3]`` the chance that a visit orders, at these prices."""
    margins, chances = [], []
    for taste, problem in found:
        move = prices / problem.ref - 1
        margin = problem.pieces * (problem.kept * prices - problem.cost)
        margins.append(problem.lines * float(taste.shares(move, problem.available) @ margin))
        chances.append(taste.buys(move, problem.available))
    return np.array(margins), np.array(chances)


def buyer_worth(law: Truth, margins: Floats, chances: Floats, days: float, freight: float) -> tuple[Floats, Floats]:
    """Give ``[S]`` what a buyer just won and what a known one brings in so many days, from the next order on.

    Orders come at rate r times the conversion over that of the start; each loses the buyer with chance d, so
    ``V = m/d·(1 − exp(−r·d·days))``. Source: notes of the market, section 4, with an exponential rate.
    """
    staying = float(np.log((1 - law.drop) / law.drop)) + float(law.quality.mean())
    drop = max(1 / (1 + np.exp(staying)), NEVER_ENDS)
    at_start = 1 / (1 + np.exp(-law.logit0[0]))
    eager = chances[:, 0] / at_start
    margin = margins[:, 0] - freight
    own = law.rate / np.maximum(law.alive, 1)
    won, known = (margin / drop * -np.expm1(-rate * eager * drop * days) for rate in (law.new_rate, own))
    return np.maximum((1 - drop) * won, 0.0), np.maximum(-drop * known, -np.abs(margin))


def pieces_a_day(found: list[Part], prices: Floats) -> Floats:
    """Give ``[J]`` pieces expected on the day of these parts."""
    total = np.zeros(len(prices))
    for taste, problem in found:
        move = prices / problem.ref - 1
        orders = problem.visits * taste.buys(move, problem.available)
        total += float(orders @ problem.lines) * taste.shares(move, problem.available) * problem.pieces
    return total


def pieces_spread(found: list[Part], prices: Floats, shape: float = 14.6) -> Floats:
    """Give ``[J]`` the standard deviation of the day's pieces: compound Poisson lines, and a common gamma factor.

    ``E[q²]`` is taken as twice the squared mean of the segment; ``shape`` is the notes' for the day's factor.
    """
    variance = np.zeros(len(prices))
    for taste, problem in found:
        move = prices / problem.ref - 1
        orders = problem.visits * taste.buys(move, problem.available)
        lines = float(orders @ problem.lines) * taste.shares(move, problem.available)
        variance += lines * 2 * problem.pieces**2
    return np.asarray(np.sqrt(variance + pieces_a_day(found, prices) ** 2 / shape))


def clicks_a_day(law: Truth, bids: Floats) -> tuple[Floats, Floats]:
    """Give ``[K]`` clicks and spend expected at these bids: second price against a lognormal rival."""
    z = np.log(np.maximum(bids, 0.5) / law.rival_median) / law.rival_spread
    clicks = law.searches * law.click_rate * ndtr(z)
    paid = law.rival_median * np.exp(law.rival_spread**2 / 2) * ndtr(z - law.rival_spread)
    return np.asarray(clicks), np.asarray(law.searches * law.click_rate * paid)


def click_worth(law: Truth, found: list[Part], prices: Floats) -> Floats:
    """Give ``[K]`` what a click is worth: the truthful bid of a second-price auction."""
    values = np.zeros(len(law.searches))
    for row, (taste, problem) in enumerate(found):
        move = prices / problem.ref - 1
        margin = problem.pieces * (problem.kept * prices - problem.cost)
        for keyword in range(len(values)):
            lifted = Taste(taste.appeal + law.intent[keyword], taste.slope, taste.nest, taste.base)
            # the base is that of plain appeal: the lift's own inclusive value over the keyword's start
            gap = float(lifted.inclusive(move)) + float(np.log(np.exp(lifted.appeal).sum()) - law.start[row, keyword])
            chance = float(1 / (1 + np.exp(-(law.logit0[2] + law.nest[row] * gap))))
            order = float(problem.lines[2]) * float(lifted.shares(move) @ margin)
            values[keyword] += law.mix[row] * chance * (order + float(problem.worth[2]))
    return np.maximum(values, 0.0)
