"""Reminders: a stable holdout, and what reminding did beside it with an interval that holds what was planted."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from decisions.reminders import HARM_LEAST, HELD_OUT_SHARE, LEAST, Arms, is_harmful, is_held_out, lift

BUYERS = [f"b{number}" for number in range(2000)]


def test_the_holdout_is_a_stable_part_of_the_buyers_and_another_one_in_another_campaign() -> None:
    first = {one for one in BUYERS if is_held_out(one, "c1")}
    assert abs(len(first) / len(BUYERS) - HELD_OUT_SHARE) < 0.03
    assert first == {one for one in BUYERS if is_held_out(one, "c1")}
    both = first & {one for one in BUYERS if is_held_out(one, "c2")}
    assert abs(len(both) / len(first) - HELD_OUT_SHARE) < 0.07


def test_newcombes_own_example_is_met() -> None:
    """Newcombe 1998, table II (a): 56/70 against 48/80 by method 10 is 0.2 with 0.0524 to 0.3339."""
    seen = lift(Arms(reminded=70, reminded_came=56, held_out=80, held_out_came=48))
    assert (seen.difference, seen.low, seen.high) == pytest.approx((0.2, 0.0524, 0.3339), abs=5e-5)


def test_a_planted_effect_is_inside_the_interval_nearly_always_and_none_is_seldom_found() -> None:
    """95 % intervals over 400 trials of each kind: at least 92 % hold the truth; without one at most 8 % are sure."""
    luck = np.random.default_rng(7)
    for truth in (0.0, 0.1):
        held, false = 0, 0
        for _ in range(400):
            arms = Arms(
                reminded=160,
                reminded_came=int(luck.binomial(160, 0.3 + truth)),
                held_out=40,
                held_out_came=int(luck.binomial(40, 0.3)),
            )
            seen = lift(arms)
            held += seen.low <= truth <= seen.high
            false += seen.is_sure
        assert held >= 0.92 * 400
        assert truth or false <= 0.08 * 400


def test_too_few_on_one_side_tell_nothing() -> None:
    assert not lift(Arms(reminded=500, reminded_came=400, held_out=LEAST - 1)).known
    assert lift(Arms()).known is False


def test_reminders_that_cost_orders_beyond_chance_are_harmful_and_others_are_not() -> None:
    assert is_harmful(Arms(reminded=200, reminded_came=20, held_out=60, held_out_came=30))
    assert not is_harmful(Arms(reminded=200, reminded_came=60, held_out=60, held_out_came=20))
    assert not is_harmful(Arms(reminded=200, reminded_came=0, held_out=HARM_LEAST - 1, held_out_came=HARM_LEAST - 1))


@given(*[st.tuples(st.integers(0, 300), st.floats(0, 1))] * 2)
def test_the_interval_holds_the_difference_and_stays_within_what_shares_can_be(
    one: tuple[int, float], other: tuple[int, float]
) -> None:
    arms = Arms(
        reminded=one[0],
        reminded_came=int(one[0] * one[1]),
        held_out=other[0],
        held_out_came=int(other[0] * other[1]),
    )
    seen = lift(arms)
    assert -1 - 1e-9 <= seen.low <= seen.difference + 1e-9 and seen.difference - 1e-9 <= seen.high <= 1 + 1e-9
