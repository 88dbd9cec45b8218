"""How much stock is right, against closed forms and an exact reference."""

from __future__ import annotations

import math
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.special import gammaln, ndtr, ndtri, xlogy

from decisions.newsvendor import LeadTimeDemand, best_levels, critical_fractile, lead_time_demand, newsvendor


def poisson(counts: NDArray[np.int64], mean: float) -> NDArray[np.float64]:
    """Give the chances of these counts; scipy.stats costs a second to import in each process of a test run."""
    chances: NDArray[np.float64] = np.exp(xlogy(counts, mean) - gammaln(counts + 1) - mean)
    return chances


def test_the_check_value_of_the_newsvendor() -> None:
    assert newsvendor(50, 8, under=0.70, over=0.18) == pytest.approx(56.604, abs=0.0005)


def test_the_newsvendors_quantity_earns_most_when_tried() -> None:
    """Expected cost by the normal loss function, tried on every quantity of a fine grid."""
    tried = np.arange(30, 80, 0.01)
    z = (tried - 50) / 8
    short = 8 * (np.exp(-z * z / 2) / math.sqrt(2 * math.pi) - z * ndtr(-z))
    cost = 0.70 * short + 0.18 * (tried - 50 + short)
    assert tried[cost.argmin()] == pytest.approx(newsvendor(50, 8, under=0.70, over=0.18), abs=0.02)


@pytest.mark.parametrize("costs", [(-1, 1), (0, 0), (1, -1)])
def test_costs_that_cannot_be_are_refused(costs: tuple[float, float]) -> None:
    with pytest.raises(ValueError, match="at least 0"):
        critical_fractile(*costs)


def test_an_uncertain_lead_time_adds_its_variance_times_the_square_of_the_pace() -> None:
    found = lead_time_demand([10.0], 3, days=9, lead_sd=2)
    assert found == pytest.approx((90, (9 * 9 + 100 * 4) ** 0.5))


def test_the_coming_days_count_one_by_one_and_the_last_one_goes_on() -> None:
    assert lead_time_demand([1, 2, 3], 0, days=4.5).mean == pytest.approx(1 + 2 + 3 + 3 + 1.5)


def test_the_level_is_the_normals_where_demand_is_steady_and_higher_where_it_is_lumpy() -> None:
    steady = LeadTimeDemand(10_000, 100)
    assert steady.level(0.95) == pytest.approx(10_000 + 100 * ndtri(0.95), rel=1e-3)
    assert LeadTimeDemand(4, 6).level(0.98) > 4 + 6 * ndtri(0.98)


@given(st.floats(0, 500), st.floats(0, 300), st.floats(0.05, 0.94), st.floats(0.001, 0.05))
def test_a_level_is_never_negative_and_rises_with_the_fractile(
    mean: float, sd: float, fractile: float, more: float
) -> None:
    demand = LeadTimeDemand(mean, sd)
    assert 0 <= demand.level(fractile) <= demand.level(fractile + more) * (1 + 1e-9) + 1e-9


@given(st.floats(0.1, 100), st.floats(0.1, 50), st.floats(1, 30), st.floats(0, 5), st.floats(0.1, 10))
def test_a_longer_or_less_certain_lead_time_never_lowers_mean_or_spread(
    mean: float, sd: float, days: float, lead_sd: float, more: float
) -> None:
    base = lead_time_demand([mean], sd, days=days, lead_sd=lead_sd)
    assert lead_time_demand([mean], sd, days=days + more, lead_sd=lead_sd) >= base
    assert lead_time_demand([mean], sd, days=days, lead_sd=lead_sd + more).sd >= base.sd


@pytest.mark.parametrize(("pace", "order_cost", "short"), [(3, 10, 9), (5, 24, 9), (2, 64, 4)])
def test_the_levels_of_lumpy_orders_are_those_of_an_exact_enumeration(
    pace: float, order_cost: float, short: float
) -> None:
    """Reference: the stationary distribution of every (s, S) in a box, by its Markov chain, holding 1 a piece."""
    wanted = poisson(np.arange(40), pace)
    wanted /= wanted.sum()
    lead = poisson(np.arange(120), 2 * pace)

    def one_period(position: int) -> float:
        left = position - np.arange(len(lead))
        return float(lead @ np.where(left >= 0, left, -short * left))

    def exact(reorder: int, up_to: int) -> float:
        span = up_to - reorder
        chain = np.zeros((span, span))  # row: gap below up_to, after ordering
        orders = np.zeros(span)
        for gap, (pieces, chance) in product(range(span), enumerate(wanted)):
            if gap + pieces >= span:
                chain[gap, 0] += chance
                orders[gap] += chance
            else:
                chain[gap, gap + pieces] += chance
        system = np.vstack([chain.T - np.eye(span), np.ones(span)])
        share = np.linalg.lstsq(system, np.r_[np.zeros(span), 1], rcond=None)[0]
        costs = np.array([one_period(up_to - gap) for gap in range(span)])
        return float(share @ (costs + order_cost * orders))

    found = best_levels(wanted.tolist(), one_period, order_cost)
    least = min(exact(low, high) for low in range(-5, 25) for high in range(low + 1, low + 30))
    assert exact(found.reorder, found.up_to) == pytest.approx(least, rel=1e-6)
    assert found.cost == pytest.approx(least, rel=1e-6)


def test_demand_without_a_distribution_is_refused() -> None:
    with pytest.raises(ValueError, match="add up to 1"):
        best_levels([0.5, 0.2], abs, 1)


@given(st.floats(0, 500), st.floats(0, 500), st.floats(0, 50), st.floats(0.01, 50))
def test_never_less_than_nothing_is_made(mean: float, sd: float, under: float, over: float) -> None:
    assert newsvendor(mean, sd, under=under, over=over) >= 0


@pytest.mark.parametrize("bad", [math.nan, math.inf, -1.0])
def test_what_is_no_cost_demand_or_spread_is_refused_by_name(bad: float) -> None:
    for costs in ((bad, 1), (1, bad)):
        with pytest.raises(ValueError, match="costs of too few"):
            critical_fractile(*costs)
    with pytest.raises(ValueError, match="mean must be"):
        newsvendor(bad, 8, under=1, over=1)
    with pytest.raises(ValueError, match="sd must be"):
        newsvendor(50, bad, under=1, over=1)
    with pytest.raises(ValueError, match="demand of day 2"):
        lead_time_demand([5, bad], 1, days=3)
    with pytest.raises(ValueError, match="sd must be"):
        LeadTimeDemand(5, bad).level(0.9)
    with pytest.raises(ValueError, match="order_cost must be"):
        best_levels([0.5, 0.5], lambda place: place * place, bad)


@pytest.mark.parametrize("fractile", [0.0, 1.0, 1.5, -0.5, math.nan])
def test_a_fractile_lies_between_0_and_1(fractile: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        LeadTimeDemand(5, 2).level(fractile)
