"""Creative test: looked at daily, alike versions seldom differ, a planted one is found, too little is said to be so."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.random import Generator

from decisions.creative_test import ALPHA, LEAST_SHOWN, MOST_DAYS, Arm, advise_creative, compare

RUNS = 500


def run(luck: Generator, share: float, gain: float, daily: int) -> str:
    """Look at a test every day until it ends; gives how it ended."""
    shown, clicks = np.zeros(2, dtype=int), np.zeros(2, dtype=int)
    for day in range(1, MOST_DAYS + 1):
        fresh = luck.poisson(daily, 2)
        shown += fresh
        clicks += luck.binomial(fresh, [share, share + gain])
        arms = {name: Arm(shown=int(shown[row]), clicks=int(clicks[row])) for row, name in enumerate("AB")}
        found = advise_creative(arms, day)
        if found.keep is not None:
            return found.state
    raise AssertionError("a test that never ends")


@pytest.mark.parametrize(("share", "daily"), [(0.15, 60), (0.05, 200), (0.4, 30)])
def test_alike_versions_differ_in_at_most_one_of_twenty_tests_although_they_are_looked_at_daily(
    share: float, daily: int
) -> None:
    """A/A: both ends count; the upper end of the 95 % interval of the share is not above α beyond the runs' error."""
    luck = np.random.default_rng(11)
    ends = [run(luck, share, 0.0, daily) for _ in range(RUNS)]
    false = sum(end in ("winner", "own") for end in ends) / RUNS
    assert false <= ALPHA
    assert false + 1.96 * (max(false, 0.01) * (1 - false) / RUNS) ** 0.5 <= ALPHA + 0.02


def test_a_fixed_test_looked_at_daily_would_be_misled() -> None:
    """What is avoided: two standard errors, looked at for four weeks, alarm for nothing far more often."""
    luck, false = np.random.default_rng(5), 0
    for _ in range(200):
        fresh = luck.poisson(60, (MOST_DAYS, 2)).cumsum(axis=0)
        steps = luck.binomial(np.diff(fresh, axis=0, prepend=0), 0.15).cumsum(axis=0)
        rates = steps / fresh
        spread = np.sqrt(0.15 * 0.85 * (1 / fresh[:, 0] + 1 / fresh[:, 1]))
        false += bool((np.abs(rates[:, 1] - rates[:, 0]) > 1.96 * spread).any())
    assert false / 200 > 3 * ALPHA


def test_a_planted_gain_is_found_and_a_planted_loss_is_left() -> None:
    luck = np.random.default_rng(2)
    assert sum(run(luck, 0.15, 0.06, 150) == "winner" for _ in range(100)) >= 90
    assert sum(run(luck, 0.15, -0.06, 150) == "own" for _ in range(100)) >= 85


def test_the_interval_holds_the_truth_at_every_look() -> None:
    luck, missed = np.random.default_rng(4), 0
    for _ in range(200):
        shown, clicks, out = np.zeros(2, dtype=int), np.zeros(2, dtype=int), False
        for _day in range(MOST_DAYS):
            fresh = luck.poisson(80, 2)
            shown += fresh
            clicks += luck.binomial(fresh, [0.2, 0.24])
            seen = compare(Arm(shown=shown[1], clicks=clicks[1]), Arm(shown=shown[0], clicks=clicks[0]))
            out = out or (seen is not None and not seen.low <= 0.04 <= seen.high)
        missed += out
    assert missed / 200 <= ALPHA


def test_too_few_visitors_tell_nothing_and_that_is_said() -> None:
    few = {"A": Arm(shown=LEAST_SHOWN - 1, clicks=1), "B": Arm(shown=900, clicks=500)}
    early, late = advise_creative(few, 3), advise_creative(few, MOST_DAYS)
    assert (early.state, early.keep) == ("running", None)
    assert (late.state, late.keep) == ("not_enough", "A")
    assert "not enough" in late.reason and "不足以判断" in late.reason_zh


def test_a_version_that_is_opened_more_and_sells_less_does_not_win() -> None:
    own, loud = Arm(shown=3000, clicks=450, orders=90), Arm(shown=3000, clicks=700, orders=40)
    assert advise_creative({"A": own, "B": loud}, 9).keep is None
    assert advise_creative({"A": own, "B": loud.model_copy(update={"orders": 90})}, 9).keep == "B"


@given(st.integers(100, 4000), st.integers(100, 4000), st.integers(0, 100), st.integers(0, 100))
def test_the_interval_is_beside_zero_exactly_when_p_is_small(n1: int, n0: int, k1: int, k0: int) -> None:
    found = compare(Arm(shown=n1, clicks=k1), Arm(shown=n0, clicks=k0))
    if found is not None and abs(found.p - ALPHA) > 1e-9:
        assert (found.low > 0 or found.high < 0) is (found.p < ALPHA)


def test_more_versions_are_held_to_a_stricter_level() -> None:
    own, good = Arm(shown=2000, clicks=300), Arm(shown=2000, clicks=372)
    alone = advise_creative({"A": own, "B": good}, 5).gains["B"]
    three = advise_creative({"A": own, "B": good, "C": own, "D": own}, 5).gains["B"]
    assert three.high - three.low > alone.high - alone.low
