"""How much stock is right: one period, a base stock with lead-time risk, and the exact (s, S) of lumpy orders.

* One period: ``Q = F⁻¹(Cu/(Cu + Co))``, Cu lost by a missing piece, Co by one left over. Check value: Cu 0.70, Co 0.18,
  normal with mean 50 and deviation 8 gives 56.604.
* Demand until the next order arrives: over ``H = L + R`` days of mean m and variance s² a day, with a lead time of
  variance ``sL²``: mean ``m·H``, variance ``s²·H + m²·sL²`` (Hadley and Whitin 1963). The level is the fractile of a
  gamma of that mean and variance: never below zero, skewed where demand is lumpy, and the normal where it is not.
* With a cost a production order: the (s, S) of least mean cost a period for discrete demand, full backlog, by the
  algorithm of Zheng and Federgruen (Operations Research 39, 1991).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaincinv, ndtri

from decisions.not_enough import finite

Floats = NDArray[np.float64]


class LeadTimeDemand(NamedTuple):
    """Pieces wanted until the next order arrives: mean and standard deviation."""

    mean: float
    sd: float

    def level(self, fractile: float) -> float:
        """Give the pieces that suffice with this probability, 0 to 1 exclusive; never negative.

        Raises:
            ValueError: The fractile lies outside, the mean is no number or the deviation below 0.
        """
        finite(mean=self.mean)
        finite(sd=self.sd, least=0)
        if not 0 < fractile < 1:
            raise ValueError(f"the fractile must lie between 0 and 1, not at {fractile}")
        one = [np.array([value]) for value in (self.mean, self.sd, fractile)]
        return float(levels_of(*one)[0])


def levels_of(mean: Floats, sd: Floats, fractile: Floats) -> Floats:
    """Give ``[J]`` the pieces that suffice with these probabilities, 0 to 1 exclusive; never negative.

    The fractile of a gamma of that mean and deviation, of the normal where the deviation is below 1 % of the mean.
    """
    spread = np.maximum(sd / np.maximum(mean, 1e-9), 1e-6)
    shape = np.clip(spread**-2, 1e-6, 1e12)
    normal = np.maximum(mean + sd * ndtri(fractile), 0.0)
    skewed = gammaincinv(np.minimum(shape, 1e6), fractile) * mean / np.minimum(shape, 1e6)
    return np.asarray(np.where(mean <= 0, 0.0, np.where(spread < 0.01, normal, skewed)))


def critical_fractile(under: float, over: float) -> float:
    """Give Cu/(Cu + Co), kept inside 0.001 and 0.999.

    Raises:
        ValueError: A cost is below zero or no finite number, or both are nothing.

    Example:
        >>> round(critical_fractile(0.70, 0.18), 4)
        0.7955
    """
    if not (under >= 0 and over >= 0 and 0 < under + over < math.inf):
        raise ValueError(f"costs of too few ({under}) and too many ({over}) must be at least 0, one of them above")
    return min(max(under / (under + over), 0.001), 0.999)


def newsvendor(mean: float, sd: float, *, under: float, over: float) -> float:
    """Give the pieces of largest expected profit for one period of normal demand, at least 0.

    Raises:
        ValueError: Mean or deviation is no finite number or below 0, or the costs are refused.

    Example:
        >>> round(newsvendor(50, 8, under=0.70, over=0.18), 3)
        56.604
    """
    finite(mean=mean, sd=sd, least=0)
    return max(0.0, mean + sd * float(ndtri(critical_fractile(under, over))))


def lead_time_demand(daily: Sequence[float], sd: float, *, days: float, lead_sd: float = 0.0) -> LeadTimeDemand:
    """Give the demand until goods ordered at the next review arrive.

    Args:
        daily: Expected pieces of the coming days, the last one holding on.
        sd: Standard deviation of one day.
        days: Lead time and review time.
        lead_sd: Standard deviation of the lead time, days.

    Raises:
        ValueError: A number is none, or a demand or deviation is below 0.
    """
    finite(days=days)
    finite(sd=sd, lead_sd=lead_sd, least=0)
    for place, value in enumerate(daily):
        finite(least=0, **{f"demand of day {place + 1}": value})
    if not daily or days <= 0:
        return LeadTimeDemand(0.0, 0.0)
    whole, part = int(days), days - int(days)
    known = [daily[min(place, len(daily) - 1)] for place in range(whole + 1)]
    mean = sum(known[:whole]) + part * known[whole]
    pace = mean / days
    return LeadTimeDemand(mean, math.sqrt(sd * sd * days + pace * pace * lead_sd * lead_sd))


class Levels(NamedTuple):
    """Order up to ``up_to`` when the position is at or below ``reorder``; ``cost`` is the mean of a period."""

    reorder: int
    up_to: int
    cost: float


def best_levels(demand: Sequence[float], one_period: Callable[[int], float], order_cost: float) -> Levels:
    """Give the (s, S) of least mean cost a period.

    Args:
        demand: Probability of 0, 1, 2 … pieces wanted in a period; that of 0 is below 1.
        one_period: Expected holding and shortage cost of a period that starts at a position (convex).
        order_cost: Cost of an order, at least 0.

    Raises:
        ValueError: The probabilities do not add up to 1, nothing is ever wanted, or the order cost is below 0.
    """
    finite(order_cost=order_cost, least=0)
    chances = np.asarray(demand, dtype=float)
    if not math.isclose(float(chances.sum()), 1.0, abs_tol=1e-6) or chances[0] >= 1 or chances.min() < 0:
        raise ValueError("demand needs probabilities that add up to 1, of 0 pieces below 1")
    middle = _lowest(one_period)
    # m[d]: expected visits to a position d below the order-up-to level before the next order (renewal equation)
    visits = _Visits(chances)

    def cost(reorder: int, up_to: int) -> float:
        span = np.arange(up_to - reorder)
        weights = visits.upto(up_to - reorder)
        worth = sum(float(weights[gap]) * one_period(up_to - int(gap)) for gap in span)
        return (order_cost + worth) / float(weights.sum())

    low = middle - 1
    while cost(low, middle) > one_period(low):
        low -= 1
    best = Levels(low, middle, cost(low, middle))
    up_to = middle + 1
    while one_period(up_to) <= best.cost:
        if cost(best.reorder, up_to) < best.cost:
            reorder = best.reorder
            while cost(reorder, up_to) <= one_period(reorder + 1):
                reorder += 1
            best = Levels(reorder, up_to, cost(reorder, up_to))
        up_to += 1
    return best


class _Visits:
    """Expected visits by gap below the level, extended as far as asked."""

    def __init__(self, chances: np.ndarray[tuple[int], np.dtype[np.float64]]) -> None:
        self._chances, self._found = chances, [1 / (1 - float(chances[0]))]

    def upto(self, count: int) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        while len(self._found) < count:
            gap = len(self._found)
            most = min(gap, len(self._chances) - 1)
            earlier = sum(float(self._chances[step]) * self._found[gap - step] for step in range(1, most + 1))
            self._found.append(earlier / (1 - float(self._chances[0])))
        return np.array(self._found[:count])


def _lowest(convex: Callable[[int], float]) -> int:
    """Give the whole number at which a convex function is lowest."""
    place = 0
    while convex(place + 1) < convex(place):
        place += 1
    while convex(place - 1) < convex(place):
        place -= 1
    return place
