"""The oversell guard: a promise is kept, nothing is listed that is not there, what the owner lists less stays so."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from decisions.oversell import OfferCase, advise_offers

BUSY = (20, 30, 10, 40) * 7


def pieces(hours: float = 1.0, **case: object) -> int | None:
    """Give what would be listed after the guard looked."""
    asked = OfferCase(sku="A", **case)
    advised = advise_offers([asked], hours=hours)
    return advised[0].pieces if advised else asked.offered


def test_a_listed_quantity_above_what_is_free_comes_down_to_it() -> None:
    assert pieces(available=20, promised=5, offered=50) == 15
    assert pieces(available=-3, offered=50) == 0


def test_what_the_owner_lists_less_on_purpose_is_never_raised() -> None:
    assert pieces(available=500, offered=10) == 10


def test_what_the_guard_lowered_comes_back_with_the_stock_and_no_further_than_it_stood() -> None:
    assert pieces(available=500, offered=0, before=50, is_lowered=True) == 50
    assert pieces(available=30, offered=0, before=50, is_lowered=True) == 30


def test_a_platform_that_follows_the_stock_is_capped_only_while_a_promise_is_in_danger() -> None:
    assert pieces(available=60, promised=40, daily_units=BUSY) == 20
    assert pieces(available=6000, promised=40, daily_units=BUSY) is None
    assert pieces(available=60, promised=0, offered=20, is_lowered=True, daily_units=BUSY) is None


def test_safety_grows_with_the_hours_in_which_nobody_looks() -> None:
    short, long = (pieces(hours, available=200, offered=900, daily_units=BUSY) for hours in (1, 16))
    assert short is not None and long is not None and 0 < long < short < 200


@given(
    st.integers(-20, 200),
    st.integers(0, 90),
    st.none() | st.integers(0, 300),
    st.none() | st.integers(0, 300),
    st.booleans(),
    st.lists(st.integers(0, 60), max_size=28),
)
def test_never_more_is_listed_anew_than_is_free_and_a_second_look_changes_nothing(
    available: int, promised: int, offered: int | None, before: int | None, lowered: bool, units: list[int]
) -> None:
    case = OfferCase(
        sku="A",
        available=available,
        promised=promised,
        offered=offered,
        before=before,
        is_lowered=lowered and offered is not None,
        daily_units=tuple(units),
    )
    for one in advise_offers([case], hours=3):
        if one.pieces is not None:
            assert 0 <= one.pieces <= max(0, available - promised)
            first = case.before if case.is_lowered else case.offered
            again = case.model_copy(update={"offered": one.pieces, "before": first, "is_lowered": True})
            assert advise_offers([again], hours=3) == []
