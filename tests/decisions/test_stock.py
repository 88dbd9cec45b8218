"""Replenishment's engine: how much to make of which SKU."""

from __future__ import annotations

from statistics import NormalDist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decisions.stock import HOLDING_PER_DAY, MIN_DAYS, StockAdvice, StockCase, advise_stock, demand, service_z

DAYS = st.lists(st.none() | st.integers(0, 60), min_size=56, max_size=56)


def case(*units: int | None, position: int = 0, pack: int = 1, min_batch: int = 1, margin: int = 90) -> StockCase:
    return StockCase(
        sku="85123A",
        daily_units=units,
        position=position,
        on_hand=position,
        unit_cost=128,
        unit_margin=margin,
        pack=pack,
        min_batch=min_batch,
    )


def advised(one: StockCase, lead_days: int = 7) -> StockAdvice:
    advice = advise_stock(one, lead_days=lead_days, review_days=7)
    assert advice is not None
    return advice


def test_the_service_level_is_the_newsvendors() -> None:
    """Cu 0.70 and Co 0.18 are the fractile 0.795; with mean 50 and deviation 8 the best quantity is 56.604."""
    days = 10
    unit_cost = round(18 / (HOLDING_PER_DAY * days))
    z = service_z(70, unit_cost, days)
    assert NormalDist().cdf(z) == pytest.approx(0.70 / 0.88)
    assert 50 + z * 8 == pytest.approx(56.604, abs=0.001)


def test_a_service_level_is_never_below_even_odds_nor_beyond_two_and_a_half_deviations() -> None:
    assert service_z(1, 100_000, 30) == 0.0
    assert service_z(100_000, 1, 1) == 2.5


@pytest.mark.parametrize("units", [[10] * (MIN_DAYS - 1), [10] * (MIN_DAYS - 1) + [None] * 40])
def test_a_short_history_decides_nothing_and_days_without_stock_are_none(units: list[int | None]) -> None:
    assert advise_stock(case(*units), lead_days=7, review_days=7) is None


def test_days_without_stock_say_nothing_of_demand() -> None:
    assert advised(case(*[10] * 28)).daily_mean == advised(case(*[10] * 28, *[None] * 14)).daily_mean == 10


def test_a_steady_seller_is_ordered_up_to_its_demand_over_lead_and_review_time() -> None:
    advice = advised(case(*[10] * 28, position=69))
    assert (advice.reorder_point, advice.order_up_to, advice.quantity) == (70, 140, 71)
    assert advised(case(*[10] * 28, position=71)).quantity == 0


def test_contribution_at_risk_is_what_is_short_before_new_goods_come() -> None:
    assert advised(case(*[10] * 28, position=50, margin=90)).at_risk == 20 * 90
    assert advised(case(*[10] * 28, position=80)).at_risk == 0


def test_nothing_is_made_of_what_does_not_sell() -> None:
    advice = advised(case(*[0] * 28, position=3))
    assert (advice.quantity, advice.cover_days, advice.at_risk) == (0, None, 0)


def test_one_wholesalers_day_does_not_fill_the_house() -> None:
    mean, _ = demand([5] * 55 + [5000])
    assert mean < 5000 / 56


def test_a_rising_pace_counts_but_is_bounded() -> None:
    rising, _ = demand([1] * 28 + [100] * 28)
    assert rising == pytest.approx(50.5 * 1.6)


@given(DAYS, st.integers(0, 300), st.integers(1, 24), st.integers(1, 100))
def test_what_is_made_comes_in_packs_not_below_the_batch_and_reaches_the_level(
    units: list[int | None], position: int, pack: int, batch: int
) -> None:
    advice = advise_stock(case(*units, position=position, pack=pack, min_batch=batch), lead_days=7, review_days=7)
    if advice is None or advice.quantity == 0:
        return
    assert advice.quantity % pack == 0
    assert advice.quantity >= batch
    assert position + advice.quantity >= advice.order_up_to
    assert position <= advice.reorder_point


@given(DAYS, st.integers(1, 30), st.integers(1, 30))
def test_a_longer_lead_time_never_lowers_the_levels(units: list[int | None], lead: int, more: int) -> None:
    soon, late = (advise_stock(case(*units), lead_days=days, review_days=7) for days in (lead, lead + more))
    if soon is None or late is None:
        return
    assert late.reorder_point >= soon.reorder_point
    assert late.order_up_to >= soon.order_up_to
    assert late.at_risk >= soon.at_risk
