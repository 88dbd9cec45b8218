"""The forecast engine: filled-in days, slow and steady goods, and what it refuses."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from decisions.forecast import (
    LEAST_DAYS,
    LEAST_FULL,
    Forecast,
    SalesHistory,
    croston,
    demand_interval,
    forecast_demand,
    tsb,
    uncensored,
    weekday_factors,
)
from decisions.not_enough import NotEnough

DAYS = st.lists(st.none() | st.integers(0, 60), min_size=40, max_size=70)


def forecast(*units: float | None, ran_out: tuple[bool, ...] = (), horizon: int = 14, **more: object) -> Forecast:
    history = SalesHistory(units=units, ran_out=ran_out, **more)  # type: ignore[arg-type]
    found = forecast_demand(history, horizon)
    assert isinstance(found, Forecast)
    return found


def test_a_steady_seller_goes_on() -> None:
    found = forecast(*[4] * 28)
    assert found.daily == pytest.approx([4] * 14)
    assert found.method == "level"


@pytest.mark.parametrize(
    ("units", "asked"),
    [([5, 3, 4], "14 days"), ([None] * 60, "0 there"), ([4] * 20 + [math.nan], "day 21"), ([math.inf] * 20, "day 1")],
)
def test_too_little_or_no_numbers_are_not_enough_and_it_says_what_is_needed(
    units: list[float | None], asked: str
) -> None:
    found = forecast_demand(SalesHistory(units=tuple(units)), 7)
    assert isinstance(found, NotEnough)
    assert asked in str(found)


def test_a_shop_without_sales_is_expected_to_sell_nothing() -> None:
    assert forecast(*[0] * 30).daily == pytest.approx([0] * 14)


def test_days_on_which_the_stock_ran_out_do_not_lower_the_forecast() -> None:
    """Planted: 20 ± 5 a day, cut at 16 on a third of the days: the cut mean is below the truth, the filled one not."""
    luck = np.random.default_rng(5)
    wanted = np.maximum(0, luck.normal(20, 5, 400))
    ran_out = (luck.random(400) < 1 / 3) & (wanted > 16)
    sold = np.where(ran_out, 16, wanted)
    filled = uncensored(SalesHistory(units=tuple(sold), ran_out=tuple(ran_out.tolist())))
    assert sold.mean() < 18.8
    assert filled.mean() == pytest.approx(20, abs=0.6)
    assert np.all(filled >= sold - 1e-9)


def test_slow_goods_are_forecast_by_chance_times_size() -> None:
    units = [0, 0, 0, 6] * 20
    found = forecast(*units)
    assert found.method == "tsb"
    assert found.mean == pytest.approx(1.5, abs=0.25)
    assert demand_interval(np.array(units, dtype=float)) == 4


def test_goods_that_stopped_selling_fade_with_tsb_and_not_with_croston() -> None:
    units = np.array([0, 0, 5] * 20 + [0] * 60, dtype=float)
    assert tsb(units) < 0.15
    assert croston(units) > 1


def test_tsb_and_croston_follow_their_published_recursions() -> None:
    """By hand, from the means of the days as a start: chance .5 and size 3 for 0, 2, 0, 4."""
    units = np.array([0, 2, 0, 4], dtype=float)
    chance, size = 0.5, 3.0
    for value in units:
        chance += 0.05 * ((value > 0) - chance)
        size += 0.1 * (value - size) if value else 0
    assert tsb(units) == pytest.approx(chance * size)
    gap, size = 2.0, 3.0
    for value in (2, 4):
        size, gap = size + 0.1 * (value - size), gap + 0.1 * (2 - gap)
    assert croston(units) == pytest.approx(0.95 * size / gap)


def test_a_weekly_pattern_is_learnt() -> None:
    units = [10, 12, 14, 12, 10, 4, 3] * 8
    found = forecast(*units, first_weekday=0, horizon=7)
    assert found.daily[5] < 0.6 * found.daily[2]
    assert sum(found.daily) == pytest.approx(65, rel=0.1)


def test_a_known_event_raises_its_day_alone_and_its_past_does_not_raise_the_others() -> None:
    units = [10.0] * 20 + [50.0] + [10.0] * 20
    found = forecast_demand(
        SalesHistory(units=tuple(units), factors=(*[1.0] * 20, 5.0, *[1.0] * 20)), 5, factors=[1, 1, 5, 1, 1]
    )
    assert isinstance(found, Forecast)
    assert found.daily == pytest.approx([10, 10, 50, 10, 10])


def test_one_wholesalers_day_is_no_demand_of_every_week() -> None:
    assert forecast(*[5] * 55, 5000).mean < 10


@given(DAYS)
def test_a_forecast_is_finite_and_never_below_zero(units: list[int | None]) -> None:
    found = forecast_demand(SalesHistory(units=tuple(units)), 10)
    if sum(value is not None for value in units) < LEAST_DAYS:
        assert isinstance(found, NotEnough)
        return
    assert isinstance(found, Forecast)
    assert all(math.isfinite(value) and value >= 0 for value in found.daily)
    assert found.sd >= 0


@given(st.lists(st.integers(0, 40), min_size=14, max_size=60), st.integers(1, 5))
def test_more_sold_every_day_is_never_forecast_lower(units: list[int], times: int) -> None:
    low, high = (np.array(units, dtype=float) * factor for factor in (1, times))
    assert tsb(high) >= tsb(low) - 1e-9
    assert weekday_factors(high, np.arange(len(high)) % 7).min() > 0


@given(st.lists(st.integers(1, 60), min_size=LEAST_DAYS, max_size=60), st.integers(0, LEAST_FULL - 1))
def test_days_that_ran_out_alone_foresee_nothing(units: list[int], full: int) -> None:
    ran_out = (False,) * full + (True,) * (len(units) - full)
    found = forecast_demand(SalesHistory(units=tuple(units), ran_out=ran_out), 5)
    assert isinstance(found, NotEnough) and f"({full} there)" in str(found)


def test_a_week_of_full_days_is_enough_and_marks_for_other_days_are_refused() -> None:
    assert forecast(*(4,) * 28, ran_out=(True,) * 21 + (False,) * 7).mean >= 4
    with pytest.raises(ValueError, match="one value a day"):
        forecast(*(4,) * 28, ran_out=(True,) * 3)


@pytest.mark.parametrize("bad", [math.nan, math.inf, -1.0, 0.0])
def test_a_factor_that_cannot_be_is_refused_by_day(bad: float) -> None:
    with pytest.raises(ValueError, match="the factor of day 28 must"):
        forecast(*(4,) * 28, factors=(1.0,) * 27 + (bad,))
    with pytest.raises(ValueError, match="factors need one value a day"):
        forecast(*(4,) * 28, factors=(1.0,) * 3)
    if bad != 0:
        with pytest.raises(ValueError, match="the factor of day 2 ahead"):
            forecast_demand(SalesHistory(units=(4,) * 28), 3, factors=[1.0, bad])
