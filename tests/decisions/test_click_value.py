"""Bids: a click is worth its orders, and the budget is kept by one multiplier."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from decisions.click_value import START_CLICKS, START_RATE, click_values, evident_bids, paced_bids, step_bid


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


@given(st.integers(1, 800), st.integers(0, 800), st.integers(0, 5000), st.integers(0, 500))
def test_a_bid_stays_without_clicks_and_goes_farther_towards_its_worth_the_more_there_were(
    bid: int, worth: int, clicks: int, more: int
) -> None:
    bids, wanted = np.array([float(bid)]), np.array([float(worth)])
    assert evident_bids(bids, wanted, 0).tolist() == [bid]
    near, nearer = (float(evident_bids(bids, wanted, seen)[0]) for seen in (clicks, clicks + more))
    goal = max(worth, 1)
    assert min(bid, goal) - 1e-9 <= near <= max(bid, goal) + 1e-9
    assert abs(nearer - goal) <= abs(near - goal) + 1e-9
    if clicks and bid != goal:
        assert abs(near - bid) >= 1 - 1e-9, "one minor unit at least, or small bids would never move"


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


@given(st.integers(1, 400), st.integers(1, 900), st.integers(1, 300))
def test_a_bid_moves_by_one_step_at_most_and_never_up_beyond_the_cap(bid: int, wanted: int, cap: int) -> None:
    new = step_bid(bid, wanted, step=Decimal("0.20"), cap=cap)
    assert abs(new - bid) <= max(1, int(bid * Decimal("0.20")))
    assert 1 <= new <= max(cap, bid - 1)
    assert new <= max(bid, wanted) and new >= min(bid, wanted, cap)


def test_a_small_bid_can_always_move_by_one_minor_unit() -> None:
    assert step_bid(2, 9, step=Decimal("0.20"), cap=250) == 3
