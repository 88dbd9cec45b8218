"""The inquiry queue: time left parts it, expected value orders each part."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from decisions.inquiry_queue import LATE, Waiting, base_rate, order_chance, rank_waiting

NOW = datetime(2026, 9, 21, 1, tzinfo=UTC)


def waits(name: str, *, left: float, waited: float = 1, **more: object) -> Waiting:
    since = NOW - timedelta(hours=waited)
    return Waiting(thread_id=name, since=since, deadline=NOW + timedelta(hours=left), **more)


CASES = st.lists(
    st.builds(
        lambda left, waited, worth, known, offered: (left, waited, worth, known, offered),
        st.floats(-50, 50),
        st.floats(0, 90),
        st.integers(0, 10**7),
        st.booleans(),
        st.booleans(),
    ),
    max_size=12,
).map(
    lambda rows: [
        waits(f"t{number}", left=left, waited=waited, worth=worth, known=known, offered=offered)
        for number, (left, waited, worth, known, offered) in enumerate(rows)
    ]
)


def test_an_overdue_conversation_comes_before_a_rich_one_with_time() -> None:
    late, rich = waits("late", left=-2, worth=100), waits("rich", left=3, worth=10**6, known=True)
    assert [one.thread_id for one in rank_waiting([rich, late], base=0.2, now=NOW)] == ["late", "rich"]


def test_with_the_same_time_left_expected_value_decides() -> None:
    small, large = waits("small", left=2, worth=500), waits("large", left=3, worth=900)
    assert [one.thread_id for one in rank_waiting([small, large], base=0.2, now=NOW)] == ["large", "small"]
    sure = small.model_copy(update={"known": True, "offered": True, "named": True})
    assert [one.thread_id for one in rank_waiting([sure, large], base=0.2, now=NOW)] == ["small", "large"]


def test_the_chance_is_the_base_rate_where_nothing_is_known_and_cools_with_waiting() -> None:
    fresh, old = waits("a", left=1, waited=0), waits("b", left=1, waited=48)
    assert abs(order_chance(fresh, 0.2, NOW) - 0.2) < 1e-9
    assert order_chance(old, 0.2, NOW) < 0.2
    assert order_chance(fresh.model_copy(update={"known": True}), 0.2, NOW) > 0.2


@given(CASES, st.floats(0.01, 0.99))
def test_the_queue_holds_everyone_once_in_the_order_of_time_and_value(cases: list[Waiting], base: float) -> None:
    places = rank_waiting(cases, base=base, now=NOW)
    assert sorted(one.thread_id for one in places) == sorted(one.thread_id for one in cases)
    left = {case.thread_id: (case.deadline - NOW).total_seconds() / 3600 for case in cases}
    keys = [(sum(left[one.thread_id] > bound for bound in LATE), -one.value) for one in places]
    assert keys == sorted(keys)


@given(st.integers(0, 1000), st.integers(0, 1000))
def test_the_base_rate_stays_between_none_and_all(won: int, lost: int) -> None:
    assert 0 < base_rate(won, won + lost) < 1
