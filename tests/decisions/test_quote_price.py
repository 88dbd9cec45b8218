"""Quotes: acceptance is learnt, and the price asked is the best between floor and list."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from decisions.quote_price import GRID, MEANS, SDS, best_quote, learn_quotes

NONE = np.zeros(0)


def test_without_quotes_the_prior_stands() -> None:
    assert learn_quotes(NONE, NONE, NONE, NONE).theta == pytest.approx(MEANS)


def test_planted_acceptance_is_found() -> None:
    luck = np.random.default_rng(1)
    over_list, named = np.log(luck.uniform(0.8, 1.0, 4000)), (luck.random(4000) < 0.5).astype(float)
    over_target = named * np.log(luck.uniform(0.9, 1.3, 4000))
    theta = np.array([-0.6, 0.9, 7.0, 12.0])
    z = np.where(named > 0, theta[1] - theta[3] * over_target, theta[0] - theta[2] * over_list)
    taken = (luck.random(4000) < 1 / (1 + np.exp(-z))).astype(float)
    assert learn_quotes(over_list, over_target, named, taken).theta == pytest.approx(theta, abs=0.8)


@given(
    st.floats(50, 200), st.floats(0.3, 0.95), st.floats(0.0, 0.3), st.floats(0.5, 1.4) | st.just(0.0), st.floats(0, 20)
)
def test_a_quote_lies_between_floor_and_list_and_no_other_price_of_the_grid_is_expected_to_earn_more(
    list_price: float, cost_share: float, margin: float, target: float, ahead: float
) -> None:
    belief = learn_quotes(NONE, NONE, NONE, NONE)
    cost = cost_share * list_price
    floor = cost * (1 + margin)
    found = best_quote(belief, list_price, cost, floor, target=target * list_price, ahead=ahead)
    if floor > list_price:
        assert found is None
        return
    assert found is not None
    assert floor - 1e-9 <= found[0] <= list_price + 1e-9
    named = np.array([float(target > 0)])
    for price in GRID * list_price:
        if floor <= price <= list_price:
            y = np.log(np.array([price / (target * list_price)])) if target else np.zeros(1)
            chance = float(belief.chance(np.log(np.array([price / list_price])), y, named)[0])
            later = belief.again * max(0.93 * list_price - cost + ahead, 0.0)
            best = (found[0] - cost + ahead) * found[1] + (1 - found[1]) * later
            assert (price - cost + ahead) * chance + (1 - chance) * later <= best + 1e-9


def test_a_refused_price_is_not_asked_again() -> None:
    belief = learn_quotes(NONE, NONE, NONE, NONE)
    found = best_quote(belief, 100, 50, 60, ceiling=90)
    assert found is not None
    assert found[0] < 90
    assert best_quote(belief, 100, 50, 95, ceiling=90) is None


def test_more_refusals_never_raise_the_price_asked() -> None:
    at = np.log(np.full(60, 0.97))
    eager, reluctant = (
        best_quote(learn_quotes(at, np.zeros(60), np.zeros(60), np.full(60, taken)), 100, 50, 60) for taken in (1, 0)
    )
    assert eager is not None
    assert reluctant is not None
    assert reluctant[0] <= eager[0]


def test_a_run_of_refusals_does_not_drive_the_belief_off() -> None:
    """Sixty refusals within 2 % of the list price: the slope stays near its prior, the intercept inside three sds."""
    luck = np.random.default_rng(4)
    belief = learn_quotes(np.log(luck.uniform(0.8, 0.82, 60)), np.zeros(60), np.zeros(60), np.zeros(60))
    assert (np.abs(belief.theta - MEANS) <= 4 * SDS).all()


@given(st.integers(0, 3), st.sampled_from([np.nan, np.inf, -np.inf, 5.0]))
def test_a_quote_that_is_no_number_teaches_nothing(place: int, bad: float) -> None:
    good = np.array([[-0.1, 0.0, 0.0, 1.0], [-0.05, 0.02, 1.0, 0.0]])
    odd = np.array([-0.1, 0.0, 0.0, 1.0])
    odd[place] = bad if place > 1 else bad * np.inf
    found, alone = learn_quotes(*np.vstack([good, odd]).T), learn_quotes(*good.T)
    assert found.quotes == alone.quotes == 2
    assert found.theta == pytest.approx(alone.theta, abs=1e-12)


@pytest.mark.parametrize("name", ["list_price", "cost", "floor", "target", "ahead", "ceiling"])
def test_a_price_that_is_no_number_is_refused_by_name(name: str) -> None:
    asked = {"list_price": 100.0, "cost": 60.0, "floor": 70.0} | {name: np.nan}
    with pytest.raises(ValueError, match=f"{name} must be"):
        best_quote(learn_quotes(NONE, NONE, NONE, NONE), **asked)


def test_a_list_price_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="list_price must be above 0"):
        best_quote(learn_quotes(NONE, NONE, NONE, NONE), -100, -160, -170)
