"""Levels: measured error takes a class down, and only the owner takes it up."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authority.autonomy import HIGHEST, LOWEST, Evidence, lowered, may_rise, needed, wilson
from authority.effects.set_price import SetPrice
from authority.levels import restart, standing
from authority.limits import load_limits
from authority.rows import LevelRow
from tests.authority.conftest import SHOP, Place

LIMITS = load_limits().autonomy
counts = st.integers(0, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(counts)
def test_the_interval_holds_the_share_and_narrows_with_more_of_the_same(pair: tuple[int, int]) -> None:
    errors, n = pair
    low, high = wilson(errors, n)
    assert 0 <= low <= high <= 1
    if n:
        assert low <= errors / n <= high
        wide, narrow = high - low, wilson(errors * 4, n * 4)
        assert narrow[1] - narrow[0] < wide


def test_the_interval_is_wilsons() -> None:
    assert [round(end, 3) for end in wilson(2, 20)] == [0.028, 0.301]
    assert wilson(0, 0) == (0.0, 1.0)


@given(counts, st.integers(0, 3))
def test_error_lowers_by_one_and_never_below_proposing(pair: tuple[int, int], level: int) -> None:
    seen = Evidence(pair[1], pair[0])
    down = lowered(level, seen, LIMITS)
    assert down is None or (down == level - 1 and down >= LOWEST)
    assert not (down is not None and may_rise(level, seen, LIMITS))
    assert not (may_rise(level, seen, LIMITS) and level in (0, HIGHEST))


def test_few_effects_move_no_level() -> None:
    assert lowered(2, Evidence(LIMITS.least - 1, LIMITS.least - 1), LIMITS) is None
    assert lowered(2, Evidence(LIMITS.least, LIMITS.least), LIMITS) == 1
    assert not may_rise(2, Evidence(LIMITS.least, 0), LIMITS)
    assert may_rise(2, Evidence(needed(Evidence(0, 0), LIMITS), 0), LIMITS)
    assert not may_rise(2, Evidence(needed(Evidence(0, 0), LIMITS) - 1, 0), LIMITS)


def level_of(place: Place) -> Any:
    """Give how prices stand."""
    with place.database.reading() as connection:
        return standing(connection, SHOP, place.limits, "price", now=place.clock.now())


def reject(place: Place, reprice: Callable[..., SetPrice], times: int) -> None:
    """Let the owner reject held prices."""
    for _ in range(times):
        place.later(hours=3)
        held = place.submit(reprice(350, 300))
        place.desk.reject(held.id, by="owner", why="no")


def test_a_bad_week_lowers_the_class_by_itself_and_what_was_allowed_is_then_held(
    place: Place, reprice: Callable[..., SetPrice]
) -> None:
    place.limit(autonomy={"least": 5})
    reject(place, reprice, 4)
    assert level_of(place).level == 2
    reject(place, reprice, 1)
    found = level_of(place)
    assert (found.stated, found.level, found.evidence.n) == (2, 1, 0)
    assert "5 of 5" in found.why
    held = place.submit(reprice(299, 250))
    assert (held.state, held.rule) == ("held", "level.propose")
    assert "measured error" in held.why
    assert [link["kind"] for link in place.log.history("action:price")] == ["level"]
    assert place.desk.approve(held.id, by="owner").state == "done"


def test_more_error_does_not_take_proposing_away(place: Place, reprice: Callable[..., SetPrice]) -> None:
    place.limit(autonomy={"least": 2})
    reject(place, reprice, 8)
    assert level_of(place).level == 1


def test_the_owner_sets_a_level_and_the_evidence_begins_anew(place: Place, reprice: Callable[..., SetPrice]) -> None:
    place.limit(autonomy={"least": 2})
    reject(place, reprice, 3)
    with place.database.writing() as connection:
        restart(connection, SHOP, "price", why="talked it over", now=place.clock.now())
    assert (level_of(place).level, level_of(place).evidence.n) == (2, 0)
    assert place.submit(reprice(299, 250)).state == "done"


def test_error_that_is_older_than_the_window_counts_no_longer(place: Place, reprice: Callable[..., SetPrice]) -> None:
    reject(place, reprice, 4)
    place.later(days=91)
    assert level_of(place).evidence == Evidence(0, 0)


@pytest.mark.parametrize("level", [0, 1])
def test_a_lowered_level_never_lifts_a_stated_one(place: Place, reprice: Callable[..., SetPrice], level: int) -> None:
    place.limit(levels={"price": level})
    with place.database.session() as session:
        session.add(LevelRow(shop=SHOP, action="price", level=2, since=place.clock.now()))
    assert level_of(place).level == level
    assert place.submit(reprice(299, 250)).state == ("denied" if level == 0 else "held")
