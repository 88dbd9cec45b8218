"""Slow stock: old goods that last too long are marked down where that recovers more, never below floor or limits."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from authority.limits import load_limits
from decisions.slow_stock import SlowAdvice, SlowCase, advise_slow, is_slow, value
from shops.models import Tier
from shops.terms import floor_price, ladder_faults

TERMS = load_limits().floor
DAY, MONTH = Decimal("0.05"), Decimal("0.15")
SLOW = SlowCase(
    sku="A",
    currency="GBP",
    tiers=(Tier(min_quantity=1, unit_price=400), Tier(min_quantity=50, unit_price=350)),
    month_ago=400,
    cost=150,
    pieces=3000,
    age_days=90,
    daily_units=(5,) * 56,
    elasticity=2.9,
    typical_quantity=10,
)


def advise(**change: object) -> list[SlowAdvice]:
    return advise_slow([SLOW.model_copy(update=change)], TERMS, move_24h=DAY, move_30d=MONTH)


def test_goods_that_do_not_move_are_marked_down_by_at_most_a_step() -> None:
    (one,) = advise()
    assert one.tiers is not None
    assert [tier.unit_price for tier in one.tiers] == [380, 333]
    assert one.tied_up == 450_000
    assert "600 days" in one.reason and "600 天" in one.reason_zh


def test_young_goods_goods_that_sell_and_goods_nobody_has_watched_are_left_alone() -> None:
    assert advise(age_days=59) == []
    assert advise(daily_units=(20,) * 56) == []
    assert advise(daily_units=(0,) * 13 + (None,) * 43) == []
    assert advise(pieces=0) == []


def test_what_sells_out_in_time_at_todays_price_is_not_given_away() -> None:
    """Between the horizon and the limit of slowness a markdown moves little more: nothing to gain."""
    stiff = advise(elasticity=0.2)
    assert [one.tiers for one in stiff] == [None]


def test_the_months_limit_ends_the_path_without_asking_the_owner() -> None:
    (one,) = advise(month_ago=460)
    assert one.tiers is not None and one.tiers[0].unit_price == 391
    assert advise(month_ago=471)[0].tiers is None


def test_goods_that_this_months_lowest_price_would_not_move_need_something_beside_it() -> None:
    """A floor that may be reached in a year moves nothing now."""
    assert advise()[0].needs_more, "375 days at 340, the month's lowest price"
    assert not advise(pieces=900)[0].needs_more, "112 days at 340"
    assert advise(pieces=900, month_ago=470)[0].needs_more, "180 days: the month's limit is used up"


def test_goods_at_their_floor_need_something_beside_the_price() -> None:
    floor = floor_price(150, 1, TERMS)
    (one,) = advise(tiers=(Tier(min_quantity=1, unit_price=floor),), month_ago=floor)
    assert (one.tiers, one.needs_more) == (None, True)
    assert not advise(pieces=900)[0].needs_more


@given(
    st.integers(20, 900),
    st.integers(1, 400),
    st.integers(1, 9000),
    st.integers(0, 30),
    st.floats(0.1, 6.0),
    st.integers(0, 60),
)
def test_a_markdown_stays_a_ladder_above_its_floor_inside_the_step_and_is_worth_it(
    price: int, cost: int, pieces: int, daily: int, elasticity: float, more: int
) -> None:
    case = SLOW.model_copy(
        update={
            "tiers": (Tier(min_quantity=1, unit_price=price), Tier(min_quantity=50, unit_price=price - price // 9)),
            "cost": cost,
            "pieces": pieces,
            "daily_units": (daily,) * 56,
            "elasticity": elasticity,
            "month_ago": price + more,
        }
    )
    for one in advise_slow([case], TERMS, move_24h=DAY, move_30d=MONTH):
        assert is_slow(case.pieces, case.age_days, case.daily_units)
        if one.tiers is None:
            continue
        assert not ladder_faults(one.tiers)
        assert price > one.tiers[0].unit_price >= price * (1 - DAY)
        assert one.tiers[0].unit_price >= (price + more) * (1 - MONTH)
        for tier in one.tiers:
            assert tier.unit_price >= floor_price(cost, tier.min_quantity, TERMS)
        assert value(case, Decimal(one.tiers[0].unit_price), TERMS) > value(case, Decimal(price), TERMS)
