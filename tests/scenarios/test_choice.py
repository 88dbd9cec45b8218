"""Laws of the choice model."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenarios.market.choice import Shelf, Taste, best, shelf_prices, tastes
from scenarios.market.goods import make_goods
from scenarios.market.opening import ladder
from scenarios.market.streams import stream
from scenarios.world import LoadedWorld


def taste_at(world: LoadedWorld, factor: float, sold_out: int = 0) -> Taste:
    """Give tastes with all prices times a factor and the first articles sold out."""
    goods = make_goods(world.articles, world.spec)
    ladders = tuple(ladder(article) for article in world.articles)
    usual = np.ones((len(world.spec.segments), len(goods.skus)), dtype=np.int64)
    start = shelf_prices(ladders, usual)
    available = np.full(len(goods.skus), 100)
    available[:sold_out] = 0
    shelf = Shelf(ladders, start * factor, np.ones(len(goods.skus), dtype=bool), available)
    intent = np.zeros((1, len(goods.skus)))
    return tastes(world.spec, goods, shelf, start=start, intent=intent, autumn=0.0)


def test_at_the_start_visits_convert_as_declared(giftware: LoadedWorld) -> None:
    terms = giftware.spec.traffic
    buy = taste_at(giftware, 1.0).buy
    assert buy[0] == pytest.approx(terms.conversion_known)
    assert buy[1] == pytest.approx(terms.conversion_search)


@settings(max_examples=30)
@given(st.floats(0.6, 1.6), st.floats(0.6, 1.6))
def test_higher_prices_never_win_orders(giftware: LoadedWorld, first: float, second: float) -> None:
    low, high = sorted((first, second))
    assert np.all(taste_at(giftware, high).buy <= taste_at(giftware, low).buy + 1e-12)


@settings(max_examples=30)
@given(st.integers(0, 180))
def test_sold_out_articles_never_win_orders(giftware: LoadedWorld, gone: int) -> None:
    taste = taste_at(giftware, 1.0, sold_out=gone)
    assert np.all(taste.buy <= taste.buy_full + 1e-12)


@given(st.integers(0, 5), st.lists(st.booleans(), min_size=6, max_size=6))
def test_a_basket_holds_allowed_articles_once(lines: int, allowed: list[bool]) -> None:
    luck = stream(1, "test", lines).gumbel(size=(1, 6))
    (basket,) = best(np.zeros((1, 6)), luck, np.array([lines]), np.array(allowed))
    assert len(set(basket.tolist())) == len(basket) == min(lines, sum(allowed))
    assert all(allowed[article] for article in basket)


def test_one_line_baskets_follow_the_logit_shares() -> None:
    """The best of u + Gumbel is article j with probability exp(u_j) / Σ exp(u)."""
    utility = np.log(np.array([0.5, 0.3, 0.2]))
    luck = stream(1, "shares").gumbel(size=(20_000, 3))
    rows = best(np.tile(utility, (20_000, 1)), luck, np.ones(20_000, dtype=np.int64), np.ones(3, dtype=bool))
    shares = np.bincount([int(row[0]) for row in rows]) / 20_000
    assert shares == pytest.approx([0.5, 0.3, 0.2], abs=0.015)


def test_streams_are_keyed_and_repeat() -> None:
    assert stream(1, "a", 2).random() == stream(1, "a", 2).random()
    assert len({stream(*key).random() for key in ((1, "a", 2), (1, "a", 3), (1, "b", 2), (2, "a", 2))}) == 4
