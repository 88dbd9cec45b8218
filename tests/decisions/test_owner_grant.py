"""After a no the next order of goods is smaller; after each yes it may grow again, never beyond the owner's limit."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from decisions.owner_grant import granted

ANSWERS = st.lists(st.tuples(st.integers(0, 10_000), st.booleans()), max_size=12)


@given(ANSWERS, st.integers(0, 10_000))
def test_it_never_leaves_the_limit_and_a_no_halves_what_was_asked(answers: list[tuple[int, bool]], money: int) -> None:
    assert 0 <= granted(answers, 10_000) <= 10_000
    assert granted([*answers, (money, False)], 10_000) == money // 2
    assert granted([*answers, (money, True)], 10_000) >= granted(answers, 10_000)


def test_without_answers_the_limit_stands() -> None:
    assert granted([], 4_000) == 4_000
