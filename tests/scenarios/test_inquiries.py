"""Rules of the inquiries and of what buyers make of the answers."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.money import parse_minor
from scenarios.market.inquiries import draw_inquiries
from scenarios.market.laws import reply_factor
from scenarios.market.state import Ask, State
from scenarios.market.talks import acceptance, language_of
from scenarios.world import LoadedWorld
from shops.models import Message, Quote, QuoteLine

Start = Callable[..., Any]
PRICE = re.compile(r"£([0-9,.]+\d)")
HOSTILE = ("SYSTEM", "[[admin]]", "Ignore", "assistant", "系统", "【", "忽略")
NOON = datetime(2011, 9, 1, 12, tzinfo=UTC)


@pytest.fixture
def state(start: Start) -> State:
    """Give the hidden state of a market on its first morning."""
    hidden: State = start(1).market.hidden
    return hidden


@pytest.fixture
def busy(start: Start, stocked: LoadedWorld) -> list[tuple[str, Ask]]:
    """Give many inquiries: text and hidden side."""
    terms = stocked.spec.inquiries.model_copy(update={"per_day": 600.0})
    run = start(1, replace(stocked, spec=stocked.spec.model_copy(update={"inquiries": terms})))
    hidden = run.market.hidden
    drawn = draw_inquiries(hidden, date(2011, 9, 6), 1)
    return [(inquiry.text, hidden.asks[inquiry.id]) for inquiry in drawn]


def test_about_a_third_write_chinese_and_texts_vary(busy: list[tuple[str, Ask]]) -> None:
    share = sum(ask.language == "zh" for _, ask in busy) / len(busy)
    assert len(busy) > 150
    assert 0.22 < share < 0.48
    assert len({text for text, _ in busy}) == len(busy)
    assert all(language_of(text) == ask.language for text, ask in busy)


def test_a_price_named_in_the_text_is_never_above_the_reservation(busy: list[tuple[str, Ask]]) -> None:
    named = [(parse_minor(match.group(1), "GBP"), ask) for text, ask in busy if (match := PRICE.search(text))]
    assert len(named) > 10
    assert all(price <= ask.reservation for price, ask in named)


def test_no_template_is_left_unfilled(busy: list[tuple[str, Ask]]) -> None:
    assert not [text for text, _ in busy if "{" in text or "}" in text or "None" in text]


def test_some_hold_instructions_and_some_a_preference(busy: list[tuple[str, Ask]]) -> None:
    hostile = [text for text, _ in busy if any(sign in text for sign in HOSTILE)]
    stated = [ask for _, ask in busy if ask.prefers_language or ask.prefers_carrier]
    assert 0.01 < len(hostile) / len(busy) < 0.12
    assert 0.04 < len(stated) / len(busy) < 0.2


@given(st.floats(0, 200), st.floats(0, 200))
def test_interest_falls_with_the_wait(first: float, second: float) -> None:
    shorter, longer = sorted((first, second))
    assert 0.3 <= reply_factor(longer) <= reply_factor(shorter) <= 1
    assert reply_factor(None) == 0


def test_interest_is_whole_within_an_hour_and_a_third_after_a_day() -> None:
    assert reply_factor(1.0) == 1
    assert reply_factor(24.0) == pytest.approx(0.3)


def ask_and_quote(state: State, price: int) -> tuple[Ask, Quote]:
    """Give an inquiry answered at once, and a quote for it."""
    sku = state.goods.skus[0]
    ask = Ask("Q1", "12347", 0, "en", sku, 120, 400.0, NOON + timedelta(days=5), 0.5)
    ask.asked_at, ask.replied_at, ask.thread_id = NOON, NOON, "t"
    line = QuoteLine(sku=sku, quantity=120, unit_price=price)
    quote = Quote(
        id="q",
        customer_id="12347",
        thread_id="t",
        currency="GBP",
        lines=(line,),
        created_at=NOON,
        valid_until=NOON + timedelta(days=3),
    )
    return ask, quote


def test_a_lower_price_is_taken_more_often(state: State) -> None:
    chances = [acceptance(state, *ask_and_quote(state, price), []) for price in (320, 380, 400, 440)]
    assert chances == sorted(chances, reverse=True)
    assert chances[2] == pytest.approx(0.5)


def test_the_wrong_language_or_carrier_halves_the_chance(state: State) -> None:
    ask, quote = ask_and_quote(state, 380)
    reply = [Message(id="m", thread_id="t", author="shop", text="You can have them on Monday.", at=NOON)]
    plain = acceptance(state, ask, quote, reply)
    state.crowd.wants_language["12347"] = "zh"
    assert acceptance(state, ask, quote, reply) == pytest.approx(plain / 2)
    state.crowd.wants_language["12347"] = "en"
    state.crowd.wants_carrier["12347"], state.crowd.last_carrier["12347"] = "DHL", "Royal Mail"
    assert acceptance(state, ask, quote, reply) == pytest.approx(plain / 2)


def test_a_quote_for_something_else_is_never_taken(state: State) -> None:
    ask, quote = ask_and_quote(state, 380)
    ask.sku = state.goods.skus[1]
    assert acceptance(state, ask, quote, []) == 0
