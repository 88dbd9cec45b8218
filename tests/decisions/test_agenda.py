"""The agenda: what the owner looks at first."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from decisions.agenda import Item, rank


def item(source: str, at_risk: int, hours: float) -> Item:
    return Item(text=source, text_zh=source, at_risk=at_risk, hours_left=hours, source=source)


ITEMS = st.lists(
    st.builds(item, st.text("abc", min_size=1, max_size=4), st.integers(0, 10**6), st.floats(-10, 200)),
    max_size=12,
    unique_by=lambda one: one.source,
)


def test_money_at_risk_by_urgency_comes_first() -> None:
    ranked = rank([item("much, later", 1000, 48), item("less, now", 300, 4), item("little", 10, 24)])
    assert [one.source for one in ranked] == ["less, now", "much, later", "little"]


def test_what_is_already_late_counts_as_one_hour() -> None:
    late, soon = item("late", 100, -30), item("soon", 101, 1)
    assert rank([late, soon]) == [soon, late]


@given(ITEMS)
def test_at_most_seven_and_the_same_whatever_the_order_they_came_in(items: list[Item]) -> None:
    ranked = rank(items)
    assert len(ranked) == min(7, len(items))
    assert rank(items[::-1]) == ranked
    left_out = [one for one in items if one not in ranked]
    score = [one.at_risk * 24 / max(one.hours_left, 1) for one in ranked]
    assert score == sorted(score, reverse=True)
    assert all(one.at_risk * 24 / max(one.hours_left, 1) <= score[-1] for one in left_out)
