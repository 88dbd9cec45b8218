"""The month's end from the month so far: an interval that holds, few false alarms, and danger before the line."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from decisions import service_score
from decisions.service_score import LEAST, Month, room_left

project = cache(service_score.project)
"""Months of simulations are often alike."""


def month(fails: int, due: int, elapsed: float = 10, line: float = 0.05) -> Month:
    """Give a month of thirty days so far."""
    return Month(name="late", fails=fails, due=due, elapsed=elapsed, days=30, line=line)


def simulated(rng: np.random.Generator, rate: float, months: int = 400) -> list[tuple[Month, float]]:
    """Draw months of 300 orders; gives what is known on the tenth day, and the share at the end."""
    found = []
    for _ in range(months):
        bad = rng.random(300) < rate
        found.append((month(int(bad[:100].sum()), 100), float(bad.mean())))
    return found


@pytest.mark.parametrize("seed", range(3))
def test_a_shop_at_the_usual_rate_is_seldom_warned_and_one_beyond_the_line_nearly_always(seed: int) -> None:
    """Measured on the tenth day of 400 months: at most 12 % false alarms at half the line, 95 % found at twice it."""
    rng = np.random.default_rng(seed)
    usual = sum(project(seen).is_in_danger for seen, _ in simulated(rng, 0.025))
    bad = sum(project(seen).is_in_danger for seen, _ in simulated(rng, 0.10))
    assert usual <= 0.12 * 400, f"{usual} of 400"
    assert bad >= 0.95 * 400, f"{bad} of 400"


def test_the_interval_holds_about_four_months_of_five() -> None:
    rng = np.random.default_rng(1)
    drawn = [(project(seen), end) for rate in (0.02, 0.03, 0.05) for seen, end in simulated(rng, rate)]
    held = sum(seen.low <= end <= seen.high for seen, end in drawn) / len(drawn)
    assert 0.75 <= held <= 0.95


def test_the_warning_comes_before_the_line_is_crossed() -> None:
    seen = month(9, 100)
    assert seen.fails < seen.line * 300 and room_left(seen) == 6
    assert project(seen).is_in_danger


@pytest.mark.parametrize(("due", "known"), [(LEAST - 1, False), (LEAST, True)])
def test_of_too_few_things_nothing_follows(due: int, known: bool) -> None:
    seen = project(month(due // 2, due))
    assert (seen.known, seen.is_in_danger) == (known, known)


@settings(max_examples=40)
@given(st.integers(0, 400), st.integers(0, 400), st.floats(0.1, 31), st.floats(0, 1))
def test_every_month_has_an_end_between_nothing_and_all(fails: int, more: int, elapsed: float, line: float) -> None:
    seen = project(Month(name="x", fails=fails, due=fails + more, elapsed=elapsed, days=31, line=line))
    assert 0 <= seen.low <= seen.high <= 1 and 0 <= seen.chance <= 1
    assert 0 <= seen.expected <= 1


def test_a_month_that_is_over_is_known_exactly() -> None:
    for fails, chance in ((15, 0.0), (16, 1.0)):
        seen = project(month(fails, 300, elapsed=30))
        assert (seen.low, seen.high, seen.chance) == (fails / 300, fails / 300, chance)


def test_one_more_failure_never_lowers_the_chance_to_cross_the_line() -> None:
    chances = [project(month(fails, 100)).chance for fails in range(30)]
    assert chances == sorted(chances)
