"""What several runs come to, and how the best fixed rule of the grid is found."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenarios.halving import best_of
from scenarios.ratios import ratio, spread
from scenarios.rule_grid import BUILT_SEARCH, GRID
from scenarios.rules import PLAIN, RuleTerms, _step


def test_the_interval_is_students() -> None:
    """Five values of mean 3 and standard deviation 1.5811: half a width is t(4; 0.975) = 2.7764 times 0.7071."""
    found = spread([1, 2, 3, 4, 5])
    assert found["mean"] == 3
    assert found["interval"] == pytest.approx([3 - 1.9633, 3 + 1.9633], abs=1e-3)
    assert (found["p10"], found["worst"]) == (pytest.approx(1.4), 1)


def test_one_seed_has_no_interval() -> None:
    assert spread([7])["interval"] is None


def test_a_ratio_pairs_the_seeds() -> None:
    found = ratio([110, 90], [100, 100])
    assert found is not None
    assert (found["ratio"], found["per_seed"], found["worst"]) == (1.0, [1.1, 0.9], 0.9)


@pytest.mark.parametrize("theirs", [[0, 100], [-5, 100]])
def test_no_ratio_to_nothing_earned(theirs: list[int]) -> None:
    assert ratio([110, 90], theirs) is None


@given(st.lists(st.integers(1, 10**9), min_size=1, max_size=20))
def test_a_policy_beside_itself_is_one(values: list[int]) -> None:
    found = ratio(values, values)
    assert found is not None
    assert found["ratio"] == found["worst"] == 1


def test_the_best_rule_is_the_best_on_average_and_the_search_asks_what_it_says() -> None:
    asked: list[tuple[RuleTerms, int]] = []
    top = RuleTerms(mark_up=Decimal("1.10"), cover_days=45, bid=Decimal("0.5"))

    def earned(runs: Sequence[tuple[RuleTerms, int]]) -> list[int]:
        asked.extend(runs)
        distance = [
            abs(one.mark_up - top.mark_up) * 100 + abs(one.cover_days - 45) + 9 * (one.bid != top.bid)
            for one, _ in runs
        ]
        # one rule is lucky on the first seed and poor on the others
        lucky = [90 if one == PLAIN and seed == BUILT_SEARCH.seeds[0] else 0 for one, seed in runs]
        return [int(500 - far) + luck for far, luck in zip(distance, lucky, strict=True)]

    assert best_of(GRID, earned, BUILT_SEARCH) == top
    assert [seed for _, seed in asked[: len(GRID)]] == [BUILT_SEARCH.seeds[0]] * len(GRID)
    assert len(asked) == BUILT_SEARCH.runs(len(GRID)) == len(GRID) + 9 * 2
    assert PLAIN in GRID


@given(st.integers(1, 10**6), st.decimals("0.5", "2", places=2), st.sampled_from([Decimal("0.05"), Decimal("0.2")]))
def test_a_rule_walks_in_steps_that_no_limit_holds(now: int, factor: Decimal, most: Decimal) -> None:
    new = _step(now, now * factor, most)
    assert abs(new - now) <= now * most
    assert (new >= now) if factor >= 1 else (new <= now)
