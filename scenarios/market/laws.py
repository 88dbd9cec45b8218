"""The formulas that the market lives by, on numbers or arrays; slots and whole days use the same ones.

Each is a law of the model in docs/market.md. Chances are 0..1, ``z`` is in logits, days are days.
"""

from __future__ import annotations

import math
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from scenarios.world_market import ReviewPart, RivalPart
from scenarios.world_spec import InquiryPart, LoyaltyPart

Number = TypeVar("Number", float, NDArray[np.float64])


def come_chance(visits: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give the chance of at least one visit when ``visits`` are expected: 1 − exp(−visits)."""
    chance: NDArray[np.float64] = -np.expm1(-visits)
    return chance


def order_chance(buys: NDArray[np.float64], times: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give the chance that a buyer who comes today orders, by the chance of one visit and the visits expected.

    Visits are Poisson, each orders with chance ``buys``: of those who come at all, ``(1 − exp(−times · buys)) /
    (1 − exp(−times))`` order; with ``times`` 0 it is one visit.
    """
    often = np.maximum(times, 1e-9)
    chance: NDArray[np.float64] = np.where(times > 1e-9, np.expm1(-often * buys) / np.expm1(-often), buys)
    return chance


def coupon_pull(saving: float, lift: Number) -> Number:
    """Give how much more often a known buyer comes for a saving of that share of the prices: (1 − saving)^−lift."""
    pull: Number = (1 - saving) ** -lift
    return pull


def drop_chance(drop: float, z: Number) -> Number:
    """Give the chance that a buyer stays away for good: sigmoid(logit(drop) − z).

    Example:
        >>> round(drop_chance(0.06, 0.0), 6)
        0.06
    """
    chance: Number = 1 / (1 + np.exp(z) * (1 - drop) / drop)
    return chance


def take_chance(slope: float, price: Number, reservation: Number) -> Number:
    """Give the chance that a quote is taken: logistic in price over the hidden reservation, one half at equality.

    Example:
        >>> take_chance(12.0, 100.0, 100.0)
        0.5
    """
    chance: Number = 1 / (1 + np.exp(np.minimum(50.0, slope * (price / reservation - 1))))
    return chance


def reply_factor(hours: float | None) -> float:
    """Give what is left of a buyer's interest after waiting: 1 within an hour, 0.3 after 24 h, 0 without an answer.

    Between, it falls in a straight line over the logarithm of the hours; after 24 h it stays.
    """
    if hours is None:
        return 0.0
    return 1 - 0.7 * min(1.0, max(0.0, math.log(max(hours, 1e-9)) / math.log(24)))


def reply_gain(terms: LoyaltyPart, factor: Number) -> Number:
    """Give z of the speed of a reply."""
    gain: Number = terms.reply_gain * (factor - 0.5)
    return gain


def next_rank(terms: LoyaltyPart, rank: float, *, on_time: float | None, reply: float | None, wrong: float) -> float:
    """Move the shop's rank a little towards what the day deserves.

    Args:
        terms: The world's.
        rank: Of today.
        on_time: Share of the orders due that had left; None if none was due.
        reply: Mean reply factor; None if nobody asked.
        wrong: What refused genuine requests take off, already weighted.
    """
    goal = 1.0 - wrong
    if on_time is not None:
        goal += terms.rank_on_time * (on_time - 0.95)
    if reply is not None:
        goal += terms.rank_reply * (reply - 0.7)
    return rank + terms.rank_speed * (min(max(goal, terms.rank_low), terms.rank_high) - rank)


def next_rivals(terms: RivalPart, rivals: Number, moved: Number, noise: Number) -> Number:
    """Move rivals' prices (over ours of the start, less 1) a day on: part of the way after our cuts, and by noise.

    Args:
        terms: The world's.
        rivals: Of today.
        moved: Our price over that of the start, less 1; rises are not followed.
        noise: Standard normals.
    """
    goal = terms.follow * np.minimum(0.0, moved)
    moving: Number = rivals + terms.speed * (goal - rivals) + terms.noise * noise
    return moving


def stars_given(terms: ReviewPart, fault: Number, missing: Number, quality: Number) -> Number:
    """Give the stars, 1 to 5, for an order: a fault, missing lines and bad quality cost some."""
    stars: Number = np.clip(5 - terms.fault * fault - terms.missing * missing + np.minimum(0.0, quality), 1, 5)
    return stars


def rounded_quantity(terms: InquiryPart, normal: Number, dozens: Number) -> NDArray[np.int64]:
    """Give the pieces of an inquiry as people ask: lognormal, in dozens (40 %) or tens, at most 400 of them."""
    step = np.where(np.asarray(dozens) < 0.4, 12, 10)
    pieces = terms.quantity_median * np.exp(terms.quantity_spread * np.asarray(normal))
    rounded: NDArray[np.int64] = np.clip(np.rint(pieces / step), 1, 400).astype(np.int64) * step
    return rounded
