"""Analysis of trials: no effect is found where there is none, planted ones are."""

from __future__ import annotations

import math
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from decisions.exchange import split_quantile
from decisions.experiments import Effect, always_valid, compare, stopped_at, switchback
from decisions.not_enough import NotEnough


def found(result: Effect | NotEnough) -> Effect:
    assert isinstance(result, Effect)
    return result


def test_a_difference_has_welchs_interval() -> None:
    """Check: means 3 and 2, variances 2.5 and 1 over 11 values each."""
    left, right = [1, 2, 3, 4, 5, 3, 1, 5, 2, 4, 3], [1, 2, 3, 2, 1, 3, 2, 2, 3, 1, 2]
    effect = found(compare(left, right))
    parts = [np.var(values, ddof=1) / 11 for values in (left, right)]
    freedom = sum(parts) ** 2 / sum(part**2 / 10 for part in parts)
    assert effect.effect == pytest.approx(1)
    assert 10 < freedom < 20
    assert (effect.high - effect.low) / 2 == pytest.approx(2.11 * math.sqrt(sum(parts)), rel=0.02)


def test_values_from_before_narrow_the_interval_and_keep_the_effect() -> None:
    luck = np.random.default_rng(3)
    usual = luck.gamma(2, 50, 400)
    after = usual + luck.normal(0, 10, 400)
    after[:200] += 8
    plain = found(compare(after[:200].tolist(), after[200:].tolist()))
    cuped = found(
        compare(after[:200].tolist(), after[200:].tolist(), before=(usual[:200].tolist(), usual[200:].tolist()))
    )
    assert cuped.high - cuped.low < 0.3 * (plain.high - plain.low)
    assert cuped.variance_cut > 0.9
    assert (cuped.verdict, cuped.low < 8 < cuped.high) == ("better", True)


def test_a_switchback_is_blind_to_trend_and_sees_the_effect() -> None:
    luck = np.random.default_rng(4)
    blocks = []
    for pair in range(20):
        order = [True, False] if luck.random() < 0.5 else [False, True]
        blocks += [(on, 100 + 5 * pair + 10 * on + luck.normal(0, 5)) for on in order]
    effect = found(switchback(blocks))
    assert effect.verdict == "better"
    assert effect.low < 10 < effect.high


def test_without_an_effect_at_most_one_in_twenty_trials_finds_one() -> None:
    """300 A/A trials of skewed values: the share of verdicts lies within its own sampling error of 5 %."""
    luck = np.random.default_rng(11)
    wrong = sum(
        found(compare(arms[:120].tolist(), arms[120:].tolist())).verdict != "undecided"
        for arms in luck.gamma(1.5, 30, (300, 240))
    )
    assert wrong / 300 <= 0.05 + 1.96 * math.sqrt(0.05 * 0.95 / 300)


def test_drawing_apart_again_is_exact_for_small_groups_of_unlike_size() -> None:
    """All 252 splits of ten values: the quantile of 999 drawn ones lies where theirs does."""
    values = np.array([3.0, 1.0, 4.0, 1.5, 9.0, 2.6, 5.0, 3.5, 8.0, 9.7])
    far = []
    for rows in combinations(range(10), 5):
        one = values[list(rows)]
        other = np.delete(values, rows)
        far.append(abs(one.mean() - other.mean()) / math.sqrt(one.var(ddof=1) / 5 + other.var(ddof=1) / 5))
    low, high = np.quantile(far, [0.88, 0.93])
    assert low < split_quantile(values[:5], values[5:], 0.1) < high
    assert split_quantile(values[:5] * 7 + 2, values[5:] * 7 + 2, 0.1) == pytest.approx(
        split_quantile(values[:5], values[5:], 0.1)
    ), "neither the unit nor the zero of the values matters"


def test_a_daily_look_at_the_always_valid_interval_finds_nothing_where_nothing_is() -> None:
    """Looked at after each of 200 days; a plain interval looked at daily is wrong four times as often or more."""
    luck = np.random.default_rng(12)
    streams = luck.normal(0, 1, (600, 200))
    valid = sum(stopped_at(always_valid(gaps.tolist(), planned=100)) is not None for gaps in streams)
    count = np.arange(1, 201)
    means = np.cumsum(streams, axis=1) / count
    plain = (np.abs(means) > 1.96 / np.sqrt(count))[:, 15:].any(axis=1).sum()
    assert valid / 600 <= 0.05
    assert plain > 4 * valid


def test_a_planted_effect_is_found_by_the_daily_look_before_the_end() -> None:
    luck = np.random.default_rng(13)
    stops = [stopped_at(always_valid((luck.normal(0.5, 1, 200)).tolist(), planned=100)) for _ in range(100)]
    assert sum(stop is not None for stop in stops) >= 95


@given(st.lists(st.floats(-1e3, 1e3), min_size=12, max_size=30), st.floats(-100, 100))
def test_swapping_the_arms_turns_the_sign_and_adding_to_one_moves_the_effect(values: list[float], more: float) -> None:
    other = [value + 1 + place for place, value in enumerate(reversed(values))]
    one, two = compare(values, other), compare(other, values)
    if isinstance(one, NotEnough) or isinstance(two, NotEnough):
        return
    assert one.effect == pytest.approx(-two.effect, abs=1e-6)
    moved = found(compare([value + more for value in values], other))
    assert moved.effect == pytest.approx(one.effect + more, abs=1e-6)
    assert one.low <= one.effect <= one.high


@pytest.mark.parametrize(
    "result",
    [
        compare([1, 2, 3], [1, 2, 3]),
        compare([1.0] * 20, [1.0] * 20),
        compare([math.nan] * 20, [1.0] * 20),
        compare([1.0, 2.0] * 10, [1.0, 3.0] * 10, before=([1.0], [1.0])),
        switchback([(True, 1.0), (False, 2.0)]),
        switchback([(True, 1.0), (True, 2.0)] * 10),
    ],
)
def test_too_little_to_tell_is_said_and_no_number_is_given(result: Effect | NotEnough) -> None:
    assert isinstance(result, NotEnough)
    assert result.needs and result.needs_zh


@pytest.mark.parametrize("alpha", [0.0, 1.0, 2.0, -0.1, math.nan])
def test_a_chance_to_miss_lies_between_0_and_1(alpha: float) -> None:
    values = [float(value % 7) for value in range(30)]
    with pytest.raises(ValueError, match="alpha must lie"):
        compare(values, values, alpha=alpha)
    with pytest.raises(ValueError, match="alpha must lie"):
        switchback([(place % 2 == 0, value) for place, value in enumerate(values)], alpha=alpha)
    with pytest.raises(ValueError, match="alpha must lie"):
        always_valid(values, planned=20, alpha=alpha)
