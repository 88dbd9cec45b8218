"""Coupons: only the increment counts, a trial teaches against its holdout, budget and floor bind."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decisions.coupons import (
    PRIOR_MEAN,
    Belief,
    Segment,
    Trial,
    advise_coupon,
    chance_brought,
    chance_of_gain,
    gain,
    learn_response,
)
from decisions.increment import Increment

RICH = Segment(currency="GBP", buyers=200, back=0.1, order_value=10_000, margin=0.5, room=0.3, budget=5_000)
DEEP = {"depth": 0.05, "treated": 5000, "held_out": 5000, "held_out_back": 500}


def test_a_coupon_is_taken_whose_increment_beats_what_it_gives_away() -> None:
    found = advise_coupon(RICH, [])
    assert found is not None
    assert found.save == 1000 and found.min_spend == 10_000 and found.uses == 5
    assert "10.0% come back anyway" in found.reason and "留出对照" in found.reason_zh


def test_at_a_thin_margin_any_coupon_gives_away_more_than_it_earns() -> None:
    assert advise_coupon(RICH.model_copy(update={"margin": 0.3}), []) is None


def test_a_trial_that_moved_nobody_ends_it_and_one_that_did_goes_on() -> None:
    flat, good = Trial(**DEEP, treated_back=500), Trial(**DEEP, treated_back=650)
    assert learn_response([flat]).mean < PRIOR_MEAN < learn_response([good]).mean
    assert advise_coupon(RICH, [flat] * 4) is None
    assert advise_coupon(RICH, [good] * 4) is not None


def increment(mean: float, half: float) -> Increment:
    return Increment(treated=100, held_out=40, mean=mean, low=mean - half, high=mean + half, total=0, known=True)


def test_coupons_that_lost_money_are_not_followed_by_another_however_many_came_back() -> None:
    """A loss that may be luck stops too, if it leaves less of a chance than a first trial needs."""
    good = [Trial(**DEEP, treated_back=650)] * 4
    assert advise_coupon(RICH, good, [increment(-60, 80)]) is None
    found = advise_coupon(RICH, good, [increment(-5, 80)])
    assert found is not None and "P = 0.45" in found.reason and "0.45" in found.reason_zh
    assert advise_coupon(RICH, good, [increment(-60, 80), increment(70, 40)]) is not None
    unknown = Increment(treated=9, held_out=3)
    assert chance_brought([unknown]) is None and advise_coupon(RICH, good, [unknown]) is not None


@given(st.lists(st.tuples(st.floats(-500, 500), st.floats(1, 900)), min_size=1, max_size=5))
def test_money_brought_speaks_for_coupons_just_if_the_weighted_mean_is_a_gain(told: list[tuple[float, float]]) -> None:
    mean = sum(one / half**2 for one, half in told) / sum(half**-2 for _, half in told)
    chance = chance_brought([increment(*one) for one in told])
    assert chance is not None and (abs(mean) < 1e-6 or (chance >= 0.5) is (mean > 0))


def test_without_a_holdout_nothing_is_learnt() -> None:
    assert learn_response([Trial(depth=0.05, treated=90, treated_back=90, held_out=0, held_out_back=0)]).trials == 0


@pytest.mark.parametrize("change", [{"room": 0.02}, {"budget": 299}, {"buyers": 29}, {"back": 0.0}])
def test_no_coupon_below_a_floor_above_the_budget_or_for_too_few(change: dict[str, float]) -> None:
    assert advise_coupon(RICH.model_copy(update=change), []) is None


@given(st.floats(0.01, 0.3), st.floats(0.0, 8.0), st.floats(0.05, 0.8), st.floats(0.01, 0.5))
def test_the_chance_is_that_of_a_response_above_the_one_that_breaks_even(
    depth: float, response: float, margin: float, back: float
) -> None:
    segment = RICH.model_copy(update={"margin": margin, "back": back})
    sure = chance_of_gain(depth, Belief(response, 1e-9, 1), segment)
    if abs(gain(depth, response, segment)) > 1e-6:
        assert sure == (1.0 if gain(depth, response, segment) > 0 else 0.0)


@given(st.integers(30, 900), st.floats(0.01, 0.6), st.integers(100, 90_000), st.floats(0, 1), st.integers(0, 9000))
def test_the_budget_is_never_overdrawn(buyers: int, back: float, value: int, margin: float, budget: int) -> None:
    segment = RICH.model_copy(
        update={"buyers": buyers, "back": back, "order_value": value, "margin": margin, "budget": budget}
    )
    found = advise_coupon(segment, [])
    if found is not None:
        assert found.save * found.uses <= budget and 1 <= found.audience <= buyers
        assert found.save <= segment.room * found.min_spend


@given(st.sampled_from([0.03, 0.05, 0.08, 0.1]), st.floats(0, 1), st.floats(0, 60), st.floats(0, 1))
def test_no_more_than_all_come_back(depth: float, back: float, response: float, margin: float) -> None:
    segment = RICH.model_copy(update={"back": back, "margin": margin})
    most = (1 - back) * max(0.0, margin - depth) - back * depth
    assert gain(depth, response, segment) <= most + 1e-9
    if most < 0:
        assert chance_of_gain(depth, Belief(response, 0.5, 1), segment) == 0.0


@pytest.mark.parametrize("back", [0.95, 1.0])
def test_nobody_who_comes_anyway_needs_a_coupon(back: float) -> None:
    assert advise_coupon(RICH.model_copy(update={"back": back}), []) is None


@pytest.mark.parametrize(
    "odd", [{"back": 2}, {"back": -0.1}, {"back": math.nan}, {"budget": -1}, {"margin": math.nan}, {"room": math.inf}]
)
def test_a_segment_that_cannot_be_is_refused_by_name(odd: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=next(iter(odd))):
        Segment(**RICH.model_dump() | odd)


def test_an_overdrawn_budget_issues_nothing_and_a_trial_that_cannot_be_teaches_nothing() -> None:
    assert advise_coupon(RICH.model_copy(update={"budget": -5000}), []) is None
    odd = [Trial(**DEEP, treated_back=back) for back in (-1, 5001)]
    assert learn_response(odd) == learn_response([])
