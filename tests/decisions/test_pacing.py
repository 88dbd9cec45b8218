"""Pacing: the worst rest first and never the best, a new day begins afresh, an even pace is left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decisions.pacing import PacedCampaign, PacedKeyword, advise_pace


def keyword(name: str, *, orders: int = 5, today: int = 500, rests: bool = False) -> PacedKeyword:
    return PacedKeyword(keyword_id=name, clicks=100, orders=orders, spend=5000, spent_today=today, rests=rests)


def pace(*keywords: PacedKeyword, budget: int = 3000, share: float = 0.5) -> list[tuple[str, bool]]:
    one = PacedCampaign(campaign_id="c", currency="GBP", budget=budget, keywords=keywords)
    return [(advice.keyword_id, advice.paused) for advice in advise_pace([one], share)]


GOOD, FAIR, POOR = keyword("good", orders=20), keyword("fair", orders=8), keyword("poor", orders=0)


def test_an_even_pace_is_left_alone() -> None:
    assert pace(GOOD, FAIR, POOR) == []


def test_what_would_run_out_early_lets_the_worst_rest_as_far_as_needed() -> None:
    assert pace(GOOD, FAIR, POOR, budget=2500) == [("poor", True)]
    assert pace(GOOD, FAIR, POOR, budget=2000) == [("poor", True), ("fair", True)]


def test_the_best_keyword_never_rests() -> None:
    assert pace(GOOD, FAIR, POOR, budget=10) == [("poor", True), ("fair", True)]
    assert pace(GOOD, budget=10) == []


def test_room_lets_the_best_that_rests_run_again_one_at_a_time() -> None:
    resting = (keyword("x", orders=1, today=0, rests=True), keyword("y", orders=9, today=0, rests=True))
    assert pace(GOOD, *resting) == [("y", False)]


def test_a_new_day_begins_with_all_that_rested_for_the_pace() -> None:
    assert pace(GOOD, keyword("x", today=0, rests=True), share=0) == [("x", False)]


def test_the_first_hours_say_nothing() -> None:
    assert pace(GOOD, POOR, budget=10, share=0.1) == []


@given(
    st.lists(st.tuples(st.integers(0, 30), st.integers(0, 2000), st.booleans()), min_size=1, max_size=6),
    st.integers(1, 9000),
    st.floats(0, 1),
)
def test_no_keyword_is_stopped_that_rests_nor_started_that_runs(
    rows: list[tuple[int, int, bool]], budget: int, share: float
) -> None:
    keywords = [
        keyword(f"k{n}", orders=orders, today=today, rests=rests) for n, (orders, today, rests) in enumerate(rows)
    ]
    rests = {one.keyword_id: one.rests for one in keywords}
    advised = pace(*keywords, budget=budget, share=share)
    assert all(rests[name] != paused for name, paused in advised)
    running = [name for name, resting in rests.items() if not resting]
    assert not running or len([name for name, paused in advised if paused]) < len(running)


@pytest.mark.parametrize("odd", [float("nan"), float("inf"), -0.1, 1.1])
def test_a_share_of_the_day_that_is_none_paces_nothing(odd: float) -> None:
    with pytest.raises(ValueError, match="share must be a finite number of at least 0 and at most 1, not"):
        pace(GOOD, POOR, share=odd)
