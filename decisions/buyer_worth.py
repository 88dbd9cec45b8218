"""What a buyer won is worth: further orders expected after an order, by renewal over a hazard without a family.

Hazard of bin k (days since the last order) for buyers with one order and with more, season taken out::

    h_ck = (orders in it + w·prior_ck) / (buyer-days in it, each times its season factor + w)

a gamma prior worth ``w`` buyer-days; buyers who have gone for good show as a hazard that falls with time. Expected
orders within n days of one: with the chance ``f(r) = h(r)·prod_{i<r}(1 − h(i))`` of the next order on day r,
``M(n) = sum_{r<=n} f(r)·(1 + M(n − r))`` (discrete renewal equation, Feller I, XIII). Who is due, and whether a
personal model beats frequency, is :mod:`decisions.repurchase`; here only the mean over buyers counts.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
EDGES = np.array([1, 4, 8, 15, 29, 57, 113])
"""First day of each bin, counted from the last order."""
PRIOR = np.array([[0.010, 0.010, 0.010, 0.009, 0.007, 0.004, 0.002], [0.02, 0.02, 0.02, 0.018, 0.014, 0.008, 0.003]])
"""Orders a buyer-day by bin after one order, and after more; near a wholesaler's 14 / 28 / 39 % within 30 / 60 / 90
days (notes of the market); an assumption that ``PRIOR_DAYS`` of observation outweigh."""
PRIOR_DAYS = 400.0


@dataclass
class Exposure:
    """Counts ``[2, bins]``: orders, and buyer-days times their season factor, after one order and after more."""

    orders: Floats
    days: Floats

    @classmethod
    def none(cls) -> Exposure:
        """Give an exposure of nothing."""
        return cls(np.zeros((2, len(EDGES))), np.zeros((2, len(EDGES))))

    def add_day(self, since: Ints, many: Ints, ordered: NDArray[np.bool_], factor: float) -> None:
        """Count one day.

        Args:
            since: ``[n]`` days since each buyer's last order, at least 1.
            many: ``[n]`` 0 for who has ordered once, 1 for more.
            ordered: ``[n]`` whether the buyer ordered on this day.
            factor: Season and weekday of the day over a usual one.
        """
        place = np.searchsorted(EDGES, np.maximum(since, 1), side="right") - 1
        flat = many * len(EDGES) + place
        count = self.days.size
        self.days += factor * np.bincount(flat, minlength=count).reshape(self.days.shape)
        self.orders += np.bincount(flat[ordered], minlength=count).reshape(self.days.shape)


def hazards(exposure: Exposure) -> Floats:
    """Give ``[2, bins]`` chances of an order a day, below one half."""
    found = (exposure.orders + PRIOR_DAYS * PRIOR) / (exposure.days + PRIOR_DAYS)
    return np.minimum(found, 0.5)


def expected_orders(hazard: Floats, days: int) -> tuple[Floats, Floats]:
    """Give ``[days + 1]`` expected further orders within so many days of a first order, and of a later one.

    Example:
        A hazard of 0.01 on every day is one order in a hundred days, whatever came before.
    """
    if days <= 0:
        return np.zeros(1), np.zeros(1)
    place = np.searchsorted(EDGES, np.arange(1, days + 1), side="right") - 1
    densities = []
    for row in hazard:
        daily = row[place]
        alive = np.concatenate([[1.0], np.cumprod(1 - daily)[:-1]])
        densities.append(daily * alive)
    first, more = densities
    again = np.zeros(days + 1)
    for day in range(1, days + 1):
        again[day] = float(more[:day] @ (1 + again[day - 1 :: -1][:day]))
    once = np.zeros(days + 1)
    for day in range(1, days + 1):
        once[day] = float(first[:day] @ (1 + again[day - 1 :: -1][:day]))
    return once, again
