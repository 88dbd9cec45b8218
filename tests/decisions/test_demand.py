"""The pace of a SKU from its days."""

from __future__ import annotations

import math
from statistics import fmean, stdev

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decisions.demand import demand


def test_a_steady_seller_has_its_pace_and_no_spread() -> None:
    assert demand([10] * 28) == pytest.approx((10, 0))
    assert demand([0] * 28) == (0.0, 0.0)


def test_one_wholesalers_day_does_not_fill_the_house() -> None:
    mean, _ = demand([5] * 55 + [5000])
    assert mean < 5000 / 56


def test_a_rising_pace_counts_but_is_bounded() -> None:
    rising, _ = demand([1] * 28 + [100] * 28)
    assert rising == pytest.approx(50.5 * 1.6)


@given(st.lists(st.integers(1, 30), min_size=20, max_size=80), st.integers(0, 10**6))
def test_an_order_beyond_any_usual_day_counts_the_same_however_large_it_is(units: list[int], more: int) -> None:
    large = 6 * max(units) * (len(units) + 1)
    assert demand([*units, large]) == demand([*units, large + more])
    assert demand([*units, large])[0] <= 1.6 * 6 * max(units)


@given(st.lists(st.integers(10, 60), min_size=14, max_size=90))
def test_days_that_are_alike_are_taken_as_they_are(units: list[int]) -> None:
    mean, spread = fmean(units), stdev(units)
    assert demand(units)[1] == pytest.approx(spread)
    assert 0.7 * mean <= demand(units)[0] <= 1.6 * mean


def test_goods_that_sell_on_one_day_in_ten_have_no_outliers() -> None:
    units = [*[0] * 9, 5] * 9
    assert demand(units)[1] == pytest.approx(stdev([min(value, 3.0) for value in units]))


def test_two_wholesalers_days_do_not_hide_each_other() -> None:
    assert demand([10] * 60 + [5000] * 2)[0] < 10 * 1.6


@pytest.mark.parametrize(("units", "said"), [([], "at least one day"), ([3, math.nan], "day 2"), ([-5] * 20, "day 1")])
def test_what_is_no_count_is_refused(units: list[int], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        demand(units)
