"""Least order: the smallest number of pieces that pays a set-up, and Harris's batch beyond it."""

from __future__ import annotations

import math
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authority.limits import load_limits
from decisions.demand import HOLDING_PER_DAY
from decisions.least_order import MOST_PACKS, LeastOrder, advise_least_order
from shops.models import Tier
from shops.terms import floor_price, ladder_price

TERMS = load_limits().floor
LADDER = (Tier(min_quantity=1, unit_price=300), Tier(min_quantity=50, unit_price=260))


def advise(set_up: int, cost: int = 120, pack: int = 6, daily: float = 4.0) -> LeastOrder:
    return advise_least_order("A", LADDER, cost, set_up, TERMS, pack=pack, daily_units=daily, currency="GBP")


@given(st.integers(0, 60_000), st.integers(20, 280), st.integers(1, 24))
def test_the_least_order_pays_its_set_up_and_a_pack_less_does_not(set_up: int, cost: int, pack: int) -> None:
    found = advise(set_up, cost, pack)
    free = TERMS.model_copy(update={"min_margin_rate": Decimal(0)})

    def left(quantity: int) -> int:
        return quantity * (ladder_price(LADDER, quantity) - floor_price(cost, quantity, free))

    if found.least is None:
        assert all(left(pack * count) < set_up for count in range(1, MOST_PACKS + 1))
        return
    assert found.least % pack == 0 and left(found.least) >= set_up
    assert all(left(quantity) < set_up for quantity in range(pack, found.least, pack))


def test_the_economic_batch_balances_set_up_and_holding() -> None:
    """At Q* the set-up a day equals the holding a day of half a batch."""
    batch = advise(20_000).batch
    assert 20_000 * 4 / batch == pytest.approx(HOLDING_PER_DAY * 120 * batch / 2, rel=0.01)
    assert advise(80_000).batch == pytest.approx(2 * batch, abs=1)
    assert math.isclose(advise(20_000, daily=16).batch, 2 * batch, abs_tol=1)


def test_it_is_said_in_both_languages_with_the_money() -> None:
    found = advise(20_000)
    assert "£200.00" in found.reason and f"{found.least} pieces" in found.reason and "开机费" in found.reason_zh
    assert "no order pays" in advise(20_000, cost=290).reason
