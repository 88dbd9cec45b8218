"""Stop-loss: what loses money beyond chance stops, what may be luck runs on, a broken report is not believed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decisions.bids import PRIOR_CLICKS, PRIOR_RATE, KeywordCase
from decisions.stop_loss import LEAST_CHANCE, LEAST_CLICKS, advise_stops, chance_of_profit


def keyword(name: str = "k", *, clicks: int, orders: int, spend: int, contribution: int = 3000) -> KeywordCase:
    return KeywordCase(
        keyword_id=name,
        currency="GBP",
        bid=90,
        clicks=clicks,
        orders=orders,
        spend=spend,
        order_contribution=contribution,
    )


GOOD = keyword("good", clicks=400, orders=30, spend=20_000)


def stopped(*cases: KeywordCase, lately: tuple[int, int] = (0, 0)) -> list[str]:
    return [one.keyword_id for one in advise_stops(cases, lately).stops]


def test_a_keyword_that_surely_loses_stops_and_one_that_pays_runs() -> None:
    assert stopped(GOOD, keyword("bad", clicks=400, orders=1, spend=36_000)) == ["bad"]


def test_three_contributions_spent_without_an_order_stop_a_keyword() -> None:
    """Also where the chance alone would not: dear clicks, few of them."""
    few = keyword("few", clicks=LEAST_CLICKS, orders=0, spend=9_001)
    assert chance_of_profit(few.model_copy(update={"spend": 9_000}), 0.2) > LEAST_CHANCE
    rich = keyword("rich", clicks=2000, orders=400, spend=1000)
    assert stopped(rich, few) == ["few"]
    assert stopped(rich, few.model_copy(update={"spend": 9_000})) == []


def test_a_bid_that_was_cut_is_judged_by_what_a_click_can_cost_now() -> None:
    """The same dear past: at the old bid it goes on losing, at a tenth of it the clicks pay."""
    past = keyword("past", clicks=400, orders=8, spend=72_000).model_copy(update={"bid": 180})
    assert stopped(GOOD, past) == ["past"]
    assert stopped(GOOD, past.model_copy(update={"bid": 18})) == []


def test_too_few_clicks_say_nothing() -> None:
    assert stopped(GOOD, keyword("new", clicks=LEAST_CLICKS - 1, orders=0, spend=50_000)) == []


def test_an_account_without_any_order_is_a_broken_report() -> None:
    """400 clicks at 7 % bring an order surely: nothing is stopped, and the words say so in both languages."""
    advice = advise_stops([GOOD, keyword("bad", clicks=400, orders=1, spend=36_000)], (400, 0))
    assert advice.stops == ()
    assert advice.broken is not None and "not believed" in advice.broken and "数据故障" in advice.broken
    assert advise_stops([GOOD], (400, 1)).broken is None
    assert advise_stops([GOOD], (3, 0)).broken is None


def test_goods_that_leave_nothing_make_every_click_a_loss() -> None:
    assert stopped(keyword(clicks=50, orders=5, spend=100, contribution=0)) == ["k"]


@given(st.integers(20, 500), st.integers(0, 20), st.integers(1, 60_000), st.integers(1, 8_000))
def test_the_chance_rises_with_orders_and_falls_with_spend(
    clicks: int, orders: int, spend: int, contribution: int
) -> None:
    case = keyword(clicks=clicks, orders=orders, spend=spend, contribution=contribution)
    common = (orders + PRIOR_RATE * PRIOR_CLICKS) / (clicks + PRIOR_CLICKS)
    here = chance_of_profit(case, common)
    assert 0 <= here <= 1
    assert chance_of_profit(case.model_copy(update={"orders": min(orders + 1, clicks)}), common) >= here - 1e-9
    assert chance_of_profit(case.model_copy(update={"spend": spend * 2}), common) <= here + 1e-9


@given(
    st.sampled_from([{"orders": 110, "clicks": 40}, {"orders": -1}, {"spend": -5}, {"clicks": -5}, {"bid": -1}]),
    st.integers(0, 500),
    st.integers(0, 40_000),
)
def test_a_keyword_whose_figures_cannot_be_is_not_decided_on_and_changes_nothing_of_the_others(
    odd: dict[str, int], clicks: int, spend: int
) -> None:
    broken = keyword("odd", clicks=40, orders=3, spend=3600).model_copy(update=odd)
    other = keyword("other", clicks=clicks, orders=clicks // 30, spend=spend)
    found, alone = advise_stops([broken, other, GOOD]), advise_stops([other, GOOD])
    assert found.stops == alone.stops and alone.undecided == {}
    assert "orders no more than clicks" in str(found.undecided["odd"])
    with pytest.raises(ValueError, match="odd: not enough to decide"):
        chance_of_profit(broken, 0.03)
