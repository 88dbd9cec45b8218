"""What a SKU's own price moves teach of its demand."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decisions.elasticity import PRIOR_MEAN, PRIOR_SD, Move, learn_elasticity


def test_without_moves_the_prior_is_believed() -> None:
    assert learn_elasticity([]) == pytest.approx((PRIOR_MEAN, PRIOR_SD, 0))


@pytest.mark.parametrize("move", [Move(100, 100, 50, 40), Move(100, 105, 0, 40), Move(100, 105, 40, 0)])
def test_a_move_without_a_price_change_or_without_sales_teaches_nothing(move: Move) -> None:
    assert learn_elasticity([move]) == learn_elasticity([])


def test_demand_that_falls_after_a_raise_raises_the_elasticity() -> None:
    assert learn_elasticity([Move(100, 105, 400, 200)]).mean > PRIOR_MEAN
    assert learn_elasticity([Move(100, 105, 400, 400)]).mean < PRIOR_MEAN


@given(st.integers(80, 99) | st.integers(101, 120), st.integers(1, 500), st.integers(1, 500))
def test_after_one_move_the_belief_lies_between_the_prior_and_what_the_move_showed(
    after: int, units_before: int, units_after: int
) -> None:
    shown = -math.log(units_after / units_before) / math.log(after / 100)
    low, high = sorted((PRIOR_MEAN, shown))
    assert low - 1e-9 <= learn_elasticity([Move(100, after, units_before, units_after)]).mean <= high + 1e-9


@given(st.lists(st.tuples(st.integers(90, 110), st.integers(1, 300), st.integers(1, 300)), max_size=6))
def test_every_move_narrows_what_is_believed(moves: list[tuple[int, int, int]]) -> None:
    spreads = [learn_elasticity([Move(100, *one) for one in moves[:count]]).sd for count in range(len(moves) + 1)]
    assert all(later <= earlier for earlier, later in zip(spreads, spreads[1:], strict=False))


@given(st.integers(0, 3), st.sampled_from([0, -90, math.nan, math.inf]))
def test_a_move_with_a_figure_that_is_none_changes_nothing(place: int, bad: float) -> None:
    good = Move(100, 105, 400, 200)
    odd = Move(*[bad if number == place else value for number, value in enumerate(good)])  # type: ignore[arg-type]
    assert learn_elasticity([good, odd]) == learn_elasticity([good])
