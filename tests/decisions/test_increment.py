"""Incremental value beside a holdout: nothing where nothing was done, what was planted, and "not enough" said."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.random import Generator

from decisions.increment import LEAST, read_increment


def buyers(luck: Generator, count: int, share: float, value: int) -> list[int]:
    """Give what each buyer left: nothing, or with a chance a lognormal amount."""
    comes = luck.random(count) < share
    left: list[int] = np.rint(comes * value * np.exp(0.5 * luck.standard_normal(count))).astype(int).tolist()
    return left


def test_two_groups_that_are_treated_alike_seldom_differ_beyond_chance() -> None:
    """A/A: at most 5 %, within three standard errors of 300 trials."""
    luck = np.random.default_rng(7)
    false = sum(read_increment(buyers(luck, 60, 0.2, 4000), buyers(luck, 120, 0.2, 4000)).is_sure for _ in range(300))
    assert false / 300 <= 0.05 + 3 * (0.05 * 0.95 / 300) ** 0.5


@pytest.mark.parametrize(("treated", "held_out"), [(200, 20), (20, 200)])
def test_a_small_holdout_of_whom_few_come_is_not_found_to_differ_more_often_than_said(
    treated: int, held_out: int
) -> None:
    """A/A of 300 trials: Welch's interval alone is wrong in 17 % of them."""
    luck = np.random.default_rng(8)
    sure = sum(
        read_increment(buyers(luck, treated, 0.1, 4000), buyers(luck, held_out, 0.1, 4000)).is_sure for _ in range(300)
    )
    assert sure / 300 <= 0.05


def test_a_planted_effect_is_recovered_and_lies_in_the_interval() -> None:
    luck = np.random.default_rng(3)
    seen = [read_increment(buyers(luck, 300, 0.4, 4000), buyers(luck, 300, 0.2, 4000)) for _ in range(60)]
    planted = 0.2 * 4000 * 2.718281828 ** (0.5**2 / 2)
    assert sum(one.low <= planted <= one.high for one in seen) >= 51
    assert sum(one.is_sure and one.mean > 0 for one in seen) >= 57
    assert all(one.total == round(one.mean * 300) for one in seen)


@pytest.mark.parametrize(("treated", "held_out"), [(LEAST - 1, 99), (99, LEAST - 1), (0, 0)])
def test_few_buyers_on_a_side_tell_nothing(treated: int, held_out: int) -> None:
    found = read_increment(list(range(treated)), list(range(held_out)))
    assert not found.known and not found.is_sure
    assert (found.treated, found.held_out) == (treated, held_out)


def test_sides_that_do_not_vary_tell_nothing() -> None:
    assert not read_increment([0] * 50, [0] * 50).known


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_a_value_that_is_no_number_tells_nothing(bad: float) -> None:
    for sides in (([bad, *range(11)], list(range(12))), (list(range(12)), [bad] * 12)):
        assert not read_increment(*sides).known
