"""The engine of keyword bids: what a click is worth, and small steps towards it."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from decisions.bids import CLICKS_TO_RAISE, PRIOR_RATE, PROFIT_SHARE, REPEAT_FACTOR, BidAdvice, KeywordCase, advise_bids

STEP = Decimal("0.20")


def keyword(name: str, *, bid: int = 50, clicks: int = 0, orders: int = 0, contribution: int = 3000) -> KeywordCase:
    return KeywordCase(
        keyword_id=name,
        currency="GBP",
        bid=bid,
        clicks=clicks,
        orders=orders,
        spend=clicks * bid,
        order_contribution=contribution,
    )


def advised(*cases: KeywordCase, max_bid: int = 250) -> dict[str, BidAdvice]:
    return {one.keyword_id: one for one in advise_bids(cases, step=STEP, max_bid=max_bid)}


@st.composite
def keywords(draw: st.DrawFn) -> KeywordCase:
    clicks = draw(st.integers(0, 2000))
    return keyword(
        f"k{draw(st.integers(0, 10**9))}",
        bid=draw(st.integers(1, 400)),
        clicks=clicks,
        orders=draw(st.integers(0, clicks)),
        contribution=draw(st.integers(-2000, 20_000)),
    )


@given(st.lists(keywords(), max_size=6, unique_by=lambda one: one.keyword_id), st.integers(1, 300))
def test_a_bid_moves_by_one_step_at_most_and_never_up_beyond_the_cap(cases: list[KeywordCase], cap: int) -> None:
    before = {one.keyword_id: one.bid for one in cases}
    for name, advice in advised(*cases, max_bid=cap).items():
        assert abs(advice.bid - before[name]) <= max(1, int(before[name] * STEP))
        assert advice.bid >= 1
        assert advice.bid <= max(cap, before[name] - 1)


def test_a_bid_above_the_cap_comes_down_to_it_in_steps() -> None:
    assert advised(keyword("k", bid=400, clicks=100, orders=30), max_bid=250)["k"].bid == 320


def test_a_small_bid_can_always_move_by_one_minor_unit() -> None:
    assert advised(keyword("k", bid=2, clicks=100, orders=30))["k"].bid == 3


def test_a_keyword_without_clicks_is_judged_like_its_kind() -> None:
    found = advised(keyword("new", bid=400), keyword("old", bid=900, clicks=600, orders=60))
    alone = advised(keyword("new", bid=400))
    assert alone["new"].conversion == PRIOR_RATE
    assert found["new"].conversion > 3 * PRIOR_RATE
    assert found["new"].conversion <= found["old"].conversion


def test_the_bid_leaves_the_profit_share_of_a_clicks_value() -> None:
    """3 % of £30 with repeats is a click worth 117; 88 of it may be paid, and a bid of 88 stays."""
    worth = PRIOR_RATE * 3000 * REPEAT_FACTOR
    wanted = round(worth * (1 - PROFIT_SHARE))
    assert advised(keyword("k", bid=wanted)) == {}
    assert advised(keyword("k", bid=wanted + 1))["k"].bid == wanted


def test_only_clicks_of_its_own_raise_a_bid() -> None:
    assert advised(keyword("k", bid=50, clicks=CLICKS_TO_RAISE - 1, orders=3)) == {}
    assert advised(keyword("k", bid=50, clicks=CLICKS_TO_RAISE, orders=3))["k"].bid == 60


def test_a_keyword_that_loses_money_goes_down() -> None:
    assert advised(keyword("k", bid=50, clicks=400, orders=0))["k"].bid == 40
    assert advised(keyword("k", bid=50, clicks=400, orders=40, contribution=-10))["k"].bid == 40


def test_the_reason_has_its_numbers() -> None:
    reason = advised(keyword("k", bid=50, clicks=400, orders=0))["k"].reason
    assert all(part in reason for part in ("400 clicks", "0 orders", "bid £0.50 to £0.40"))
