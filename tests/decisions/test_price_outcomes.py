"""What a price move brought is measured beside the goods that did not move; of few moves no mean is told."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from decisions.price_outcomes import LEAST, Moved, Outcome, outcome, read_out

AMOUNT = st.integers(1, 10**7)


def moved(before: int, after: int, rest_before: int = 100, rest_after: int = 100) -> Moved:
    """Give a move with margins around it."""
    return Moved(
        sku="A",
        event="ef",
        change=0.03,
        before=before,
        after=after,
        rest_before=rest_before,
        rest_after=rest_after,
    )


@given(AMOUNT, AMOUNT, st.integers(1, 50))
def test_what_moves_all_goods_alike_is_nobodys_gain(before: int, still: int, factor: int) -> None:
    assert outcome(moved(before, before * factor, still, still * factor)).gain == 0


def test_a_gain_is_what_came_above_the_growth_of_the_others() -> None:
    seen = outcome(moved(1000, 1500, 10_000, 12_000))
    assert (seen.expected, seen.gain) == (1200, 300)


def test_without_other_goods_the_week_before_is_what_was_expected() -> None:
    assert outcome(moved(1000, 900, 0, 0)).gain == -100


def gains(*values: float) -> list[Outcome]:
    """Give outcomes with these gains."""
    return [
        Outcome(sku=f"S{n}", event="e", change=0.03, expected=0, after=0, gain=round(v)) for n, v in enumerate(values)
    ]


@pytest.mark.parametrize(("n", "known"), [(0, False), (LEAST - 1, False), (LEAST, True)])
def test_of_few_moves_no_mean_is_told(n: int, known: bool) -> None:
    assert read_out(gains(*range(n))).known is known
    assert not read_out(gains(*[100] * (LEAST - 1))).is_sure


def test_the_interval_holds_the_truth_nineteen_times_of_twenty() -> None:
    rng = np.random.default_rng(5)
    drawn = [read_out(gains(*rng.normal(300, 2000, 12))) for _ in range(600)]
    assert 0.92 <= sum(one.low <= 300 <= one.high for one in drawn) / 600 <= 0.98


def test_moves_without_effect_are_seldom_called_sure_and_strong_ones_nearly_always() -> None:
    rng = np.random.default_rng(6)
    nothing = sum(read_out(gains(*rng.normal(0, 2000, 12))).is_sure for _ in range(600))
    strong = sum(read_out(gains(*rng.normal(3000, 2000, 12))).is_sure for _ in range(600))
    assert nothing <= 0.08 * 600 and strong >= 0.95 * 600
