"""What the laws of a day come to: orders, pieces, worth of a buyer and of a click. S segments, J articles."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

from decisions.choice import Taste
from decisions.choice_prices import Part, PriceProblem
from decisions.day_view import ADS, NO_STEP, DayView, Floats
from scenarios.numbers import Truth

NEVER_ENDS = 1e-6
DAY_SHAPE = 14.6
"""Shape of the gamma factor that all visits of a day share: the notes' measured one."""


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


@dataclass(frozen=True)
class Expected:
    """What a day brings at some prices.

    Attributes:
        chances: ``[S, 3]`` that a visit orders, by origin.
        margins: ``[S, 3]`` contribution of an order before its freight.
        lines: ``[S]`` lines a day; ``shares[S, J]`` of them by article.
        pieces: ``[J]`` a day, ``spread[J]`` their standard deviation.
    """

    chances: Floats
    margins: Floats
    lines: Floats
    shares: Floats
    pieces: Floats
    spread: Floats


def expect(law: Truth, shelf: Shelf, prices: Floats, cost: Floats, kept: Floats, clicks: float) -> Expected:
    """Work a day out.

    Args:
        law: Of the day.
        shelf: The ladders.
        prices: ``[J]`` first steps.
        cost: ``[J]`` of a piece, with what it would earn elsewhere.
        kept: ``[J]`` share of the money that is left after fee and refunds.
        clicks: Clicks on ads.
    """
    utility = law.appeal - law.slope[:, None] * (prices * shelf.usual / law.ref - 1)
    weight = np.exp(np.clip(utility, -30, 12))
    total = weight.sum(axis=1)
    shares = weight / total[:, None]
    above = law.nest * (np.log(total) - law.start[:, -1])
    chances = 1 / (1 + np.exp(-(law.logit0 + above[:, None])))
    an_order = lines_of(law)
    margin = (shares * law.pieces * (shelf.mean * kept * prices - cost)).sum(axis=1)
    visits = np.column_stack([law.known, law.search, clicks * law.mix])
    lines = (visits * chances * an_order).sum(axis=1)
    pieces = lines @ (shares * law.pieces)
    # E[q²] of a line is taken as twice the squared mean of its segment
    variance = lines @ (shares * 2 * law.pieces**2) + pieces**2 / DAY_SHAPE
    return Expected(chances, an_order * margin[:, None], lines, shares, pieces, np.sqrt(variance))


def lines_of(law: Truth) -> Floats:
    """Give ``[S, 3]`` mean lines of an order by origin, at least 1."""
    cold = law.lines * law.cold_lines
    return np.asarray(np.maximum(np.column_stack([law.lines, cold, cold]), 1.0))


def parts(law: Truth, shelf: Shelf, cost: Floats, kept: Floats, clicks: float, worth: Floats) -> list[Part]:
    """Give what prices are set for, one part a segment; ``worth[S, 3]`` is of an order beyond itself, less freight."""
    lines, found = lines_of(law), []
    for row in range(len(law.slope)):
        total = float(np.log(np.exp(np.clip(law.appeal[row], -30, 12)).sum()))
        base = law.logit0 + law.nest[row] * (total - law.start[row, -1])
        taste = Taste(law.appeal[row], float(law.slope[row]), float(law.nest[row]), base)
        problem = PriceProblem(
            ref=law.ref / shelf.usual[row],
            cost=cost,
            kept=shelf.mean[row] * kept,
            pieces=law.pieces[row],
            available=np.ones(len(law.ref)),
            visits=np.array([law.known[row], law.search[row], clicks * law.mix[row]]),
            lines=lines[row],
            worth=worth[row],
        )
        found.append((taste, problem))
    return found


def buyer_worth(law: Truth, day: Expected, days: float, freight: float) -> tuple[Floats, Floats]:
    """Give ``[S]`` what a buyer just won brings later, and what an order of a known one costs in later ones.

    Orders come at rate r times the conversion over that of the start; each loses the buyer with chance d, so a buyer
    brings ``V = m/d·(1 − exp(−r·d·days))``. Source: notes of the market, section 4, with an exponential rate.
    """
    staying = float(np.log((1 - law.drop) / law.drop)) + float(law.quality.mean())
    drop = max(1 / (1 + np.exp(staying)), NEVER_ENDS)
    eager = day.chances[:, 0] * (1 + np.exp(-law.logit0[0]))
    margin = day.margins[:, 0] - freight
    own = law.rate / np.maximum(law.alive, 1)
    won, known = (margin / drop * -np.expm1(-rate * eager * drop * days) for rate in (law.new_rate, own))
    return np.maximum((1 - drop) * won, 0.0), np.maximum(-drop * known, -np.abs(margin))


def buying_clicks(law: Truth, bids: Floats) -> float:
    """Give the clicks a day that these bids are expected to bring, counted by how often they order."""
    return float(law.ad_worth @ clicks_a_day(law, bids)[0])


def clicks_a_day(law: Truth, bids: Floats) -> tuple[Floats, Floats]:
    """Give ``[K]`` clicks and spend expected at these bids: second price against a lognormal rival."""
    z = np.log(np.maximum(bids, 0.5) / law.rival_median) / law.rival_spread
    clicks = law.searches * law.click_rate * ndtr(z)
    paid = law.rival_median * np.exp(law.rival_spread**2 / 2) * ndtr(z - law.rival_spread)
    return np.asarray(clicks), np.asarray(law.searches * law.click_rate * paid)


def click_worth(law: Truth, shelf: Shelf, prices: Floats, cost: Floats, kept: Floats, worth: Floats) -> Floats:
    """Give ``[K]`` what a click is worth: the truthful bid; ``worth[S]`` is of an order beyond itself, less freight."""
    utility = law.appeal - law.slope[:, None] * (prices * shelf.usual / law.ref - 1)
    weight = np.exp(np.clip(utility[:, None, :] + law.intent[None, :-1, :], -30, 14))
    total = weight.sum(axis=2)
    logit = law.logit0[ADS] + law.nest[:, None] * (np.log(total) - law.start[:, :-1])
    margin = law.pieces * (shelf.mean * kept * prices - cost)
    order = lines_of(law)[:, 2:] * (weight / total[:, :, None] * margin[:, None, :]).sum(axis=2)
    values = law.ad_worth * (law.mix @ ((order + worth[:, None]) / (1 + np.exp(-logit))))
    return np.asarray(np.maximum(values, 0.0))
