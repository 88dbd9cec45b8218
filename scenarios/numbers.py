"""A policy in numbers only: it sees a shop as a :class:`decisions.day_view.DayView` and answers with acts.

The same policy (decision engines, a fixed rule, the oracle) runs on the array market and, through the desk, on a built
shop. What only the oracle may hold is a :class:`Hidden`, never part of a view.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from decisions.day_view import DayActs, DayView, Floats, Ints


class NumbersPolicy(Protocol):
    """Runs a shop by numbers."""

    def decide(self, view: DayView) -> DayActs:
        """Decide a day, called once a day in order."""


class DeskPolicy(NumbersPolicy, Protocol):
    """One that also answers while a day goes on."""

    def quote(self, view: DayView) -> Ints:
        """Quote the inquiries that have come since the day was decided; ``view`` is that day's with them in it."""


@dataclass(frozen=True)
class Truth:
    """The laws of one day as they are, for the oracle: parameters and shocks, never the luck.

    The model (docs/market.md): a visit of segment s by origin o orders with probability
    ``sigmoid(logit0[o] + nest[s] (I − start[s, k]))`` where ``I = ln Σ_j exp(utility_sj + intent_kj)`` over what is in
    stock, ``utility_sj = appeal[s, j] − slope[s] (p_sj / ref_j − 1)`` and ``p_sj`` the ladder's price at
    ``usual[s, j]`` pieces; its basket holds the ``lines[s]`` best articles, ``pieces[s, j]`` of each.

    Attributes:
        appeal: ``[S, J]`` utility at the reference price: season, trend, rivals, rating in it.
        slope, nest, lines: ``[S]``; ``lines`` is the mean of a known buyer, newcomers have ``cold_lines`` of it.
        ref, usual, pieces: ``[J]``, ``[S, J]``, ``[S, J]``.
        logit0, start: ``[3]``, ``[S, K + 1]``; the last column is "no keyword".
        intent: ``[K + 1, J]``.
        known, search: ``[S]`` expected visits of the day by segment at the shop's present rank.
        mix: ``[S]`` segments of a new visitor.
        searches, click_rate, rival_median, rival_spread: ``[K]`` expected searches of the day; the rival's price a
            click is lognormal; a bid at or above it wins and pays it.
        ad_worth: ``[K]`` how often the keyword's clicks order, beside the chance that the model gives.
        cold_lines: See ``lines``.
        drop: Probability that a buyer is lost after an order as promised, from articles of mean quality.
        quality: ``[J]`` what an order of the article adds to the logit of staying.
        new_rate: Orders a day of a buyer just won, at the starting prices.
        alive, rate: ``[S]`` buyers who still come, and the sum of their orders a day at the starting prices.
        defect: ``[J]`` share of lines with a genuine fault; ``false_share`` of orders with a false claim.
        genuine: Evidence of a genuine and of a false claim as Beta parameters ``((a, b), (a, b))``.
        inquiries: Expected bulk inquiries of the day.
        reservation: Median and spread (sd of log) of the highest price over the ladder's; ``quote_slope`` the slope
            of acceptance ``1 / (1 + exp(quote_slope (p / reservation − 1)))``. The ladder is that of the first day.
        counter_within: A refused price at most this share above the reservation is answered with another one.
        delay: Days by which an order placed on this day will be late, over the usual lead time; the mean.
    """

    appeal: Floats
    slope: Floats
    nest: Floats
    lines: Floats
    ref: Floats
    usual: Ints
    pieces: Floats
    logit0: Floats
    start: Floats
    intent: Floats
    known: Floats
    search: Floats
    mix: Floats
    searches: Floats
    click_rate: Floats
    ad_worth: Floats
    rival_median: Floats
    rival_spread: Floats
    cold_lines: float
    drop: float
    quality: Floats
    new_rate: float
    alive: Ints
    rate: Floats
    defect: Floats
    false_share: float
    genuine: tuple[tuple[float, float], tuple[float, float]]
    inquiries: float
    reservation: tuple[float, float]
    quote_slope: float
    counter_within: float
    delay: float


class Hidden(Protocol):
    """What only the oracle is given, beside the same view as everyone."""

    def truth(self, day: int) -> Truth:
        """Give the laws of a day, today or later; the buyers who are alive and the rank are those of today."""
