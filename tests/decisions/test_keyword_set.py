"""Keyword set: a word is judged on enough clicks, added when it pays, named when it costs, never brought back."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from decisions.bids import KeywordCase
from decisions.keyword_set import LEAST_CLICKS, MOST_ADDED, TermCase, advise_terms


def term(text: str, *, clicks: int, orders: int, spend: int, bid: int = 100) -> TermCase:
    figures = KeywordCase(
        keyword_id=text, currency="GBP", bid=bid, clicks=clicks, orders=orders, spend=spend, order_contribution=3000
    )
    return TermCase(term=text, keyword_id="k", figures=figures)


PAYS = term("red bunting", clicks=100, orders=12, spend=7000)
COSTS = term("free bunting", clicks=300, orders=0, spend=27_000)


def judged(*cases: TermCase, known: tuple[str, ...] = ()) -> list[tuple[str, int | None]]:
    return [(one.term, one.bid) for one in advise_terms(cases, known)]


def test_what_pays_gets_a_keyword_at_what_its_clicks_cost_and_what_costs_is_named() -> None:
    assert judged(PAYS, COSTS) == [("red bunting", 70), ("free bunting", None)]


def test_the_first_bid_is_never_above_the_keyword_that_caught_it() -> None:
    dear = PAYS.model_copy(update={"figures": PAYS.figures.model_copy(update={"bid": 60})})
    assert judged(dear) == [("red bunting", 60)]


def test_too_few_clicks_say_nothing() -> None:
    assert judged(COSTS, term("new", clicks=LEAST_CLICKS - 1, orders=9, spend=10)) == [("free bunting", None)]


def test_a_word_the_shop_has_or_had_is_not_added_again() -> None:
    assert judged(PAYS, known=("Red Bunting ",)) == []


@given(st.lists(st.tuples(st.integers(0, 400), st.integers(0, 30), st.integers(1, 40_000)), max_size=12))
def test_few_are_added_at_once_each_with_an_order(rows: list[tuple[int, int, int]]) -> None:
    cases = [
        term(f"t{number}", clicks=max(clicks, orders), orders=orders, spend=spend)
        for number, (clicks, orders, spend) in enumerate(rows)
    ]
    by_name = {case.term: case.figures for case in cases}
    added = [(name, bid) for name, bid in judged(*cases) if bid is not None]
    assert len(added) <= MOST_ADDED
    for name, bid in added:
        assert by_name[name].orders and by_name[name].clicks >= LEAST_CLICKS and 1 <= bid <= 100


def test_a_term_with_more_orders_than_clicks_is_left_out() -> None:
    assert judged(PAYS, term("odd", clicks=40, orders=110, spend=90), COSTS) == judged(PAYS, COSTS)
