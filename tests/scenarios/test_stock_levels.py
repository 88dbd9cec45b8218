"""How much to make: enough until the next order is here, in packs and batches, and what doing nothing risks."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from decisions.board.stocking import StockPlan, stock_levels
from decisions.day_view import DayView
from scenarios.array_shop import ArrayShop
from scenarios.world import load_world

VIEW = ArrayShop(load_world("sixteen-tune-01"), 1, 120).view()
GOODS = len(VIEW.terms.skus)


def view(*, stock: int = 0, lead: int = 7, pack: int = 1, batch: int = 1) -> DayView:
    """Give a shop with as many pieces of each article and nothing on the way, and a factory that takes anything."""
    terms = replace(
        VIEW.terms,
        lead_days=lead,
        min_batch=batch,
        pack=np.full(GOODS, pack),
        capacity=10**6,
        horizon=120,
    )
    return replace(VIEW, terms=terms, stock=np.full(GOODS, stock), due=VIEW.due * 0, credit=2**50)


def plan(pace: float, sd: float = 0.0, margin: float = 100.0) -> StockPlan:
    return StockPlan(np.full((GOODS, 120), pace), np.full(GOODS, sd), np.full(GOODS, margin), 0.985)


def test_a_steady_seller_is_ordered_up_to_its_demand_until_the_next_goods_are_here() -> None:
    found = stock_levels(view(stock=69), plan(10))
    assert found.lead == 7 and (found.mean == 10 * found.days).all()
    assert (found.level >= found.mean).all(), "a late delivery is reckoned with"
    assert (found.order >= found.level - 69).all() and (found.order < found.level - 68).all()
    assert stock_levels(view(stock=int(found.level.max()) + 1), plan(10)).order.sum() == 0


def test_contribution_at_risk_is_what_is_short_before_goods_ordered_now_come() -> None:
    assert stock_levels(view(stock=50), plan(10)).risk == pytest.approx(np.full(GOODS, 30 * 100.0))
    assert stock_levels(view(stock=80), plan(10)).risk.sum() == 0


def test_nothing_is_made_of_what_does_not_sell() -> None:
    assert stock_levels(view(stock=3), plan(0)).order.sum() == 0


@given(st.integers(0, 60), st.integers(0, 30), st.integers(0, 300), st.integers(1, 24), st.integers(1, 100))
def test_what_is_made_comes_in_packs_not_below_the_batch_and_reaches_the_level(
    pace: int, sd: int, stock: int, pack: int, batch: int
) -> None:
    found = stock_levels(view(stock=stock, pack=pack, batch=batch), plan(pace, sd))
    made = found.order > 0
    assert (found.order % pack == 0).all()
    assert (found.order[made] >= batch).all()
    assert (stock + found.order[made] >= found.level[made] - 1e-9).all()


@given(st.integers(0, 60), st.integers(0, 30), st.integers(1, 20), st.integers(1, 20))
def test_a_longer_lead_time_never_lowers_the_levels(pace: int, sd: int, lead: int, more: int) -> None:
    # goods that leave so much that the end of the season is no limit
    soon, late = (stock_levels(view(lead=days), plan(pace, sd, margin=1e9)) for days in (lead, lead + more))
    assert (late.level >= soon.level - 1e-6).all()
    assert (late.risk >= soon.risk).all()


@given(st.integers(1, 60), st.integers(0, 300), st.integers(8, 40))
def test_near_the_end_no_more_is_made_than_sells_after_it_has_come(pace: int, stock: int, left: int) -> None:
    """What is wanted while nothing is there is lost; goods made for it would be left over."""
    here = view(stock=stock, lead=7)
    ending = replace(here, terms=replace(here.terms, horizon=left))
    steady = StockPlan(np.full((GOODS, left), float(pace)), np.zeros(GOODS), np.full(GOODS, 100.0), 0.985)
    after = max(0, left - 7 - 2) * pace
    spared = max(0, stock - min(left, 9) * pace)
    made = stock_levels(ending, steady).order
    # a late delivery is reckoned with: up to some days of demand more than the mean
    assert (made <= max(0.0, after - spared) * 1.7 + 6 * pace + 1).all()
    if left <= 9:
        assert made.sum() == 0


def test_a_full_factory_makes_what_earns_most_a_piece() -> None:
    margin = np.linspace(50, 200, GOODS)
    free = view()
    free = replace(free, terms=replace(free.terms, cost=np.full(GOODS, 300)))
    wants = replace(plan(10, 8), margin=margin)
    room = int(stock_levels(free, wants).order.sum() * 0.6)
    tight = replace(free, terms=replace(free.terms, capacity=room // 7))
    found = stock_levels(tight, wants)
    assert (np.diff(found.fractile) >= 0).all() and found.fractile[0] < found.fractile[-1]
    assert np.ptp(found.shadow) == 0 and found.shadow[0] > 0, "each piece takes the same of the factory"
    assert 0.9 * room <= found.order.sum() <= room


def test_short_money_buys_what_earns_most_a_unit_spent() -> None:
    free = view()
    cost = np.linspace(100, 400, GOODS).astype(np.int64)
    rich = replace(free, terms=replace(free.terms, cost=cost))
    spent = int(stock_levels(rich, plan(10, 8)).order @ cost)
    poor = replace(rich, credit=spent // 2)
    found = stock_levels(poor, plan(10, 8))
    assert (np.diff(found.fractile) <= 0).all(), "at one margin a piece, the cheaper goods come first"
    assert 0.9 * poor.credit <= found.order @ cost <= poor.credit


@given(st.integers(1, 60), st.integers(0, 30), st.integers(1, 400), st.integers(0, 10**6))
def test_nothing_is_scarce_where_all_fits_and_what_is_ordered_always_fits(
    pace: int, sd: int, capacity: int, money: int
) -> None:
    free = view()
    here = replace(free, credit=money, terms=replace(free.terms, capacity=capacity))
    asked, found = stock_levels(free, plan(pace, sd)), stock_levels(here, plan(pace, sd))
    cost = free.terms.cost
    assert found.order.sum() <= capacity * 7 and found.order @ cost <= money
    if asked.order.sum() <= capacity * 7 and asked.order @ cost <= money:
        assert found.shadow.sum() == 0 and (found.order == asked.order).all()
