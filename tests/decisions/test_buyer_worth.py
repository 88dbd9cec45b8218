"""What a buyer won is worth: further orders by renewal."""

from __future__ import annotations

import numpy as np
import pytest

from decisions.buyer_worth import EDGES, PRIOR, Exposure, expected_orders, hazards


def test_a_constant_hazard_brings_its_days_worth_of_orders() -> None:
    once, again = expected_orders(np.full((2, len(EDGES)), 0.01), 100)
    assert once[100] == pytest.approx(1.0)
    assert again == pytest.approx(once)
    assert expected_orders(np.full((2, len(EDGES)), 0.01), 0)[0].tolist() == [0.0]


def test_further_orders_never_fall_with_time_nor_with_the_hazard() -> None:
    once, again = expected_orders(PRIOR, 200)
    assert (np.diff(once) >= 0).all()
    assert (expected_orders(PRIOR * 1.5, 200)[0] >= once).all()
    assert (again >= once).all()


def test_what_buyers_do_is_found_when_they_drop_out_at_random() -> None:
    """Planted: rate 1/25 a day, dropout .4 after each order, played for 2,000 buyers; mean orders within 90 days."""
    luck, exposure = np.random.default_rng(1), Exposure.none()
    count = 2000
    since, many, alive = np.ones(count, dtype=np.int64), np.zeros(count, dtype=np.int64), luck.random(count) > 0.4
    orders = 0
    for _ in range(90):
        ordered = alive & (luck.random(count) < 1 / 25)
        exposure.add_day(since, many, ordered, 1.0)
        orders += int(ordered.sum())
        since, many = np.where(ordered, 1, since + 1), np.where(ordered, 1, many)
        alive &= ~ordered | (luck.random(count) > 0.4)
    once, _ = expected_orders(hazards(exposure), 90)
    assert once[90] == pytest.approx(orders / count, rel=0.06)


def test_a_day_of_double_season_counts_for_two() -> None:
    plain, busy = Exposure.none(), Exposure.none()
    for exposure, factor in ((plain, 1.0), (busy, 2.0)):
        exposure.add_day(np.full(5000, 3), np.zeros(5000, dtype=np.int64), np.arange(5000) < 100, factor)
    assert hazards(busy)[0, 0] < hazards(plain)[0, 0]
    assert hazards(busy)[1] == pytest.approx(PRIOR[1])
