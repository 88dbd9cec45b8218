"""Rules of a profit by lever: what adds up, and which lever a thing is counted in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenarios.income import BRIDGE, LEVERS, Income, Sold, bridge, income
from scenarios.kpi import kpis

Start = Callable[..., Any]
MONEY = st.integers(-(10**9), 10**9)
SOLD = st.builds(Sold, pieces=st.integers(0, 10**5), money=st.integers(0, 10**8), goods=st.integers(0, 10**8))
INCOMES = st.builds(
    Income,
    levers=st.fixed_dictionaries(dict.fromkeys(LEVERS, MONEY)),
    skus=st.dictionaries(st.sampled_from("abc"), SOLD),
    fee_rate=st.just(0.05),
)


@pytest.fixture
def run(start: Start) -> Any:
    """Give a market after three days, all shipped."""
    return start(2).days(3, before_evening=lambda run: run.ship())


def read(run: Any, write_down: int = 0) -> Income:
    """Give the income of the three days."""
    until = run.first_day + timedelta(days=3)
    return income(run.shop.reads, run.first_day, until, costs=run.world.spec.costs, write_down=write_down)


def test_levers_add_up_to_the_contribution_less_what_is_left(run: Any) -> None:
    until = run.first_day + timedelta(days=3)
    kpi = kpis(run.shop.reads, run.first_day, until, costs=run.world.spec.costs)
    assert read(run).profit == kpi.contribution
    assert read(run, 1234).profit == kpi.contribution - 1234
    assert read(run, 1234).levers["keeping"] == read(run).levers["keeping"] - 1234
    assert read(run).levers["ads"] != 0


def test_money_back_is_counted_with_refunds_and_nowhere_else(run: Any) -> None:
    before, order = read(run), run.orders()[0]
    run.shop.writes.shop.refund(order.id, order.lines[0].id, 50, reason="broken", key="refund")
    after = read(run)
    fee = run.world.spec.costs.platform_fee_rate
    assert after.levers["refunds"] == pytest.approx(before.levers["refunds"] - 50 * float(1 - fee), abs=1)
    # the fee is rounded by day, so a unit of rounding may move
    assert after.levers["shop"] == pytest.approx(before.levers["shop"], abs=2)
    assert {name: after.levers[name] for name in ("ads", "service", "keeping")} == {
        name: before.levers[name] for name in ("ads", "service", "keeping")
    }
    assert after.skus == before.skus


@given(INCOMES, INCOMES)
def test_parts_of_a_difference_add_up_and_change_their_sign_with_its_direction(one: Income, other: Income) -> None:
    parts = bridge(one, other)
    assert tuple(parts) == BRIDGE
    assert sum(parts.values()) == one.profit - other.profit
    assert bridge(other, one) == {name: pytest.approx(-value, abs=1) for name, value in parts.items()}


@given(st.integers(1, 1000), st.integers(1, 1000), st.integers(1, 1000))
def test_the_same_pieces_dearer_are_price_and_more_pieces_at_one_price_are_not(
    pieces: int, price: int, more: int
) -> None:
    def sold(count: int, unit: int) -> Income:
        levers = dict.fromkeys(LEVERS, 0) | {"shop": count * unit}
        return Income(levers=levers, skus={"a": Sold(pieces=count, money=count * unit)}, fee_rate=0.0)

    base = sold(pieces, price)
    dearer, larger = bridge(sold(pieces, price + more), base), bridge(sold(pieces + more, price), base)
    assert (dearer["price"], dearer["pieces"]) == (pieces * more, 0)
    assert (larger["price"], larger["pieces"]) == (0, more * price)
