"""Bids: a click is worth its orders, and the budget is kept by one multiplier."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from decisions.click_value import START_CLICKS, START_RATE, click_values, paced_bids


def test_a_keyword_without_clicks_is_judged_like_all_and_one_with_many_by_its_own() -> None:
    values = click_values(
        np.array([0.0, 20_000.0]), np.array([0.0, 1000.0]), np.array([0.0, 1e5]), usual=100.0, later=20.0
    )
    common = (1000 + START_RATE * START_CLICKS) / (20_000 + START_CLICKS)
    assert values.rate[0] == pytest.approx(common)
    assert values.value[0] == pytest.approx(common * 120)
    assert values.value[1] == pytest.approx(0.05 * 120, rel=0.01)
    assert values.error[1] < values.error[0]


def test_a_shop_that_loses_with_every_order_bids_nothing() -> None:
    none = click_values(np.zeros(3), np.zeros(3), np.zeros(3), usual=-50.0, later=0.0)
    assert (none.value == 0).all()


@given(st.lists(st.floats(1, 500), min_size=1, max_size=6), st.floats(0.1, 500))
def test_bids_keep_the_budget_and_the_order_of_the_values(values: list[float], budget: float) -> None:
    worth = np.array(values)

    def spend(bids: np.ndarray) -> float:  # type: ignore[type-arg]
        return float((bids**2 / 100).sum())

    bids, short = paced_bids(worth, spend, budget)
    assert spend(bids) <= budget * (1 + 1e-6) or short > 0
    assert (bids <= worth + 1e-9).all()
    if spend(worth) <= budget:
        assert bids == pytest.approx(worth)
    else:
        assert spend(bids) == pytest.approx(budget, rel=1e-3)
        assert bids / worth == pytest.approx(np.full(len(worth), bids[0] / worth[0]))
