"""Repurchase timing: the model that is used is the one that foresaw the shop's own last weeks better."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from decisions.order_hazard import Frequency, History, fit_hazard, rhythms_of
from decisions.repurchase import AHEAD, Due, Forecast, NotEnough, compare, forecast, still_there
from tests.bench.repurchase import compared, histories

BEGIN = date(2026, 1, 5)
TODAY = BEGIN + timedelta(weeks=20)


def every(buyer: str, weeks: int, first: int = 0, until: int = 20) -> History:
    """Give a buyer who orders once in so many weeks."""
    return History(buyer, tuple(BEGIN + timedelta(weeks=week) for week in range(first, until, weeks)))


def steady(number: int = 60) -> list[History]:
    """Give buyers with a strict rhythm of four weeks, begun in different weeks: recency tells it, a mean does not."""
    return [every(f"b{place:03}", 4, first=place % 4) for place in range(number)]


def test_the_hazard_beats_plain_frequency_on_the_real_wholesalers_orders() -> None:
    """Giftware, development part, four weeks ahead: a lower error and no lower capture; both figures are printed."""
    for weeks, one in compared("giftware")[-1:]:
        assert one.hazard is not None
        print(f"{weeks} weeks known: hazard {one.hazard}, frequency {one.frequency}, nobody {one.none:.3f}")
        assert one.hazard.error < one.frequency.error
        assert one.hazard.capture >= one.frequency.capture


def test_the_hazard_does_not_beat_it_in_the_made_world_so_frequency_is_used_and_said() -> None:
    found = forecast(*histories("fridge-magnets"))
    assert isinstance(found, Forecast)
    assert found.model == "frequency"
    assert "did not beat" in found.why and "没有更好" in found.why_zh


def test_the_hazard_finds_a_planted_rhythm_that_frequency_cannot_see() -> None:
    """Whoever ordered four weeks ago comes now; whoever ordered last week does not."""
    rhythms = rhythms_of(steady(), BEGIN, TODAY)
    one = compare(rhythms, ahead=1)
    assert one.hazard is not None and one.hazard_wins
    assert one.hazard.capture > one.frequency.capture
    hazard = fit_hazard(rhythms)
    assert hazard is not None
    soon = dict(zip(rhythms.ids, hazard.expected(rhythms, 1), strict=True))
    assert min(soon[buyer] for buyer in soon if int(buyer[1:]) % 4 == 0) > max(
        soon[buyer] for buyer in soon if int(buyer[1:]) % 4 == 3
    )


def test_a_buyer_is_due_after_the_usual_time_and_not_before_nor_long_after() -> None:
    """Monthly buyers: who ordered last week is not due, who did six weeks ago is, who did ages ago has left."""
    rest = [every(f"r{place}", 4, first=place % 4) for place in range(20)]
    mine = [
        every("fresh", 4, first=3),
        every("due", 4, first=2, until=16),
        every("gone", 2, first=0, until=6),
    ]
    found = forecast(rest + mine, BEGIN, TODAY)
    assert isinstance(found, Forecast)
    due = {one.buyer: one for one in found.buyers}
    assert not due["fresh"].is_due
    assert due["due"].is_due and due["due"].alive >= 0.4
    assert not due["gone"].is_due and due["gone"].passed > 0.9


def test_a_short_history_is_not_decided_and_says_what_is_missing() -> None:
    few = forecast([every("a", 4), every("b", 4)], BEGIN, TODAY)
    assert few == NotEnough(("5 buyers who ordered in two weeks; there are 2",))
    young = forecast(steady(), TODAY - timedelta(weeks=2), TODAY)
    assert isinstance(young, NotEnough) and "4 weeks of orders; there are 2" in young.missing


def test_one_order_makes_no_rhythm() -> None:
    """Such a buyer is counted and never due, whatever a model says."""
    assert [Due("a", 5, passed=0.7, alive=0.8, expected=1.0, orders=count).is_due for count in (1, 2)] == [False, True]
    found = forecast([*steady(20), History("once", (BEGIN,))], BEGIN, TODAY)
    assert isinstance(found, Forecast)
    assert found.too_short == 1
    assert not next(one for one in found.buyers if one.buyer == "once").is_due


@given(
    st.lists(st.sets(st.integers(0, 139), min_size=1, max_size=30), min_size=31, max_size=40),
    st.integers(1, AHEAD),
)
def test_chances_are_chances_and_more_weeks_never_expect_fewer_orders(days: list[set[int]], ahead: int) -> None:
    """Law of both models, whatever the histories; the same buyers in another order give the same numbers."""
    rows = [
        History(f"b{place}", tuple(BEGIN + timedelta(days=day) for day in sorted(mine)), bool(place % 2))
        for place, mine in enumerate(days)
    ]
    rhythms = rhythms_of(rows, BEGIN, TODAY)
    again = rhythms_of(rows[::-1], BEGIN, TODAY)
    for model in (Frequency(), fit_hazard(rhythms)):
        if model is None:
            continue
        passed, less, more = (
            model.passed(rhythms),
            model.expected(rhythms, ahead),
            model.expected(rhythms, ahead + 1),
        )
        assert ((passed >= 0) & (passed <= 1)).all()
        assert ((less >= 0) & (less <= more)).all()
        assert (model.passed(again) == passed).all()


def test_the_longer_a_buyer_stays_away_the_less_likely_the_buyer_is_still_there() -> None:
    assert still_there(0.0) > still_there(0.5) > still_there(0.99)
