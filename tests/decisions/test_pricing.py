"""The price review's engine: what it learns, and the ladder it recommends."""

from __future__ import annotations

import math
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decisions.pricing import (
    BAND,
    DIVERSION,
    PRIOR_MEAN,
    PRIOR_SD,
    Elasticity,
    Move,
    PriceAdvice,
    PriceCase,
    advise_price,
    learn_elasticity,
)
from shops.models import Tier
from shops.terms import FloorTerms, floor_price, ladder_faults

LIMIT = Decimal("0.05")
FREE = FloorTerms(
    pick_pack=0,
    freight_per_order=0,
    freight_min_pieces=1,
    after_sale_rate=Decimal(0),
    platform_fee_rate=Decimal(0),
    tax_rate=Decimal(0),
    commission_rate=Decimal(0),
    min_margin_rate=Decimal(0),
)
TERMS = FloorTerms(
    pick_pack=3,
    freight_per_order=450,
    freight_min_pieces=100,
    after_sale_rate=Decimal("0.01"),
    platform_fee_rate=Decimal("0.03"),
    tax_rate=Decimal(0),
    commission_rate=Decimal(0),
    min_margin_rate=Decimal("0.05"),
)


def case(*steps: tuple[int, int], cost: int = 100, base: int | None = None, cover: float | None = 30.0) -> PriceCase:
    tiers = tuple(Tier(min_quantity=quantity, unit_price=price) for quantity, price in steps)
    return PriceCase(
        sku="85123A",
        currency="GBP",
        tiers=tiers,
        base_price=base or tiers[0].unit_price,
        cost=cost,
        cover_days=cover,
        lead_days=7,
        typical_quantity=12,
    )


def known(mean: float) -> Elasticity:
    """Believe that the shop itself loses ``mean`` percent of an SKU's sales by a percent of its price."""
    return Elasticity(mean=mean / (1 - DIVERSION), sd=0.1, moves=9)


@st.composite
def cases(draw: st.DrawFn) -> PriceCase:
    quantities = sorted(draw(st.sets(st.integers(1, 500), min_size=1, max_size=4)))
    prices = sorted(draw(st.lists(st.integers(40, 3000), min_size=len(quantities), max_size=len(quantities))))
    return case(
        *zip(quantities, reversed(prices), strict=True),
        cost=draw(st.integers(1, 2000)),
        base=draw(st.integers(40, 3000)),
        cover=draw(st.none() | st.floats(0, 400)),
    )


def advised(one: PriceCase, mean: float, terms: FloorTerms = TERMS) -> PriceAdvice:
    return advise_price(one, known(mean), terms, largest_move=LIMIT)


def test_without_moves_the_prior_is_believed() -> None:
    assert learn_elasticity([]) == pytest.approx((PRIOR_MEAN, PRIOR_SD, 0))


@pytest.mark.parametrize("move", [Move(100, 100, 50, 40), Move(100, 105, 0, 40), Move(100, 105, 40, 0)])
def test_a_move_without_a_price_change_or_without_sales_teaches_nothing(move: Move) -> None:
    assert learn_elasticity([move]) == learn_elasticity([])


def test_demand_that_falls_after_a_raise_raises_the_elasticity() -> None:
    assert learn_elasticity([Move(100, 105, 400, 200)]).mean > PRIOR_MEAN
    assert learn_elasticity([Move(100, 105, 400, 400)]).mean < PRIOR_MEAN


@given(st.integers(80, 99) | st.integers(101, 120), st.integers(1, 500), st.integers(1, 500))
def test_after_one_move_the_belief_lies_between_the_prior_and_what_the_move_showed(
    after: int, units_before: int, units_after: int
) -> None:
    shown = -math.log(units_after / units_before) / math.log(after / 100)
    low, high = sorted((PRIOR_MEAN, shown))
    assert low - 1e-9 <= learn_elasticity([Move(100, after, units_before, units_after)]).mean <= high + 1e-9


@given(st.lists(st.tuples(st.integers(90, 110), st.integers(1, 300), st.integers(1, 300)), max_size=6))
def test_every_move_narrows_what_is_believed(moves: list[tuple[int, int, int]]) -> None:
    spreads = [learn_elasticity([Move(100, *one) for one in moves[:count]]).sd for count in range(len(moves) + 1)]
    assert all(later <= earlier for earlier, later in zip(spreads, spreads[1:], strict=False))


def test_the_best_price_is_lerners() -> None:
    """v·e/(e−1): at a variable cost of 100 and an elasticity of 3 it is 150."""
    advice = advised(case((1, 145), base=150), 3.0, FREE)
    assert advice.target == 150
    assert advice.tiers[0].unit_price == pytest.approx(150, abs=1)


def test_the_price_at_the_usual_quantity_is_judged_not_the_dearer_one_of_a_single_piece() -> None:
    """At 12 pieces, the usual line, 150 is best already; the ladder stays however dear one piece is."""
    one = case((1, 400), (12, 150))
    assert advised(one, 3.0, FREE).tiers == one.tiers


def test_without_evidence_an_ordinary_price_is_left_alone_and_a_thin_margin_is_raised() -> None:
    """The belief alone is wide: at twice the cost neither way is sure; at 1.3 times the cost a raise is."""
    prior = learn_elasticity([])
    ordinary, thin = case((1, 200)), case((1, 130))
    assert advise_price(ordinary, prior, FREE, largest_move=LIMIT).tiers == ordinary.tiers
    assert advise_price(thin, prior, FREE, largest_move=LIMIT).tiers[0].unit_price > 130


def test_many_sales_lost_to_a_raise_bring_the_price_down_again() -> None:
    seen = learn_elasticity([Move(100, 112, 4000, 1500)] * 8)
    assert advise_price(case((1, 200)), seen, FREE, largest_move=LIMIT).tiers[0].unit_price < 200


def test_inelastic_demand_goes_to_the_upper_end_of_the_band_in_small_moves() -> None:
    assert advised(case((1, 200)), 0.8).tiers[0].unit_price == 210


def test_scarce_stock_raises_the_price_and_idle_stock_lowers_it() -> None:
    usual, scarce, idle = (advised(case((1, 145), base=150, cover=cover), 3.0, FREE).target for cover in (30, 3, 300))
    assert idle < usual < scarce


def test_a_change_too_small_for_an_edit_leaves_the_ladder() -> None:
    one = case((1, 159), (12, 149), base=159)
    assert advised(one, 3.0, FREE).tiers == one.tiers


def test_a_step_below_its_floor_is_raised_to_it_at_once_even_beyond_the_largest_move() -> None:
    one = case((1, 300), (100, 90))
    lowest = floor_price(100, 100, TERMS)
    advice = advised(one, 2.9)
    assert advice.tiers[1].unit_price == lowest > 90 * (1 + LIMIT)
    assert "raised to the floor" in advice.reasons


@given(cases(), st.floats(0.2, 6))
def test_no_step_is_ever_below_its_floor_and_a_ladder_stays_a_ladder(one: PriceCase, mean: float) -> None:
    tiers = advised(one, mean).tiers
    assert all(tier.unit_price >= floor_price(one.cost, tier.min_quantity, TERMS) for tier in tiers)
    assert ladder_faults(tiers) == []
    assert [tier.min_quantity for tier in tiers] == [tier.min_quantity for tier in one.tiers]


@given(cases(), st.floats(0.2, 6))
def test_no_step_moves_beyond_the_limit_unless_it_is_raised_to_a_floor(one: PriceCase, mean: float) -> None:
    floors = [floor_price(one.cost, tier.min_quantity, TERMS) for tier in one.tiers]
    for number, (old, new) in enumerate(zip(one.tiers, advised(one, mean).tiers, strict=True)):
        # a step may also be carried up by a later step's floor, or the ladder would rise with the quantity
        if new.unit_price not in floors[number:]:
            assert abs(Decimal(new.unit_price) / old.unit_price - 1) <= LIMIT


@given(cases(), st.floats(0.2, 6))
def test_a_price_inside_the_band_stays_inside_it_unless_a_floor_lifts_it(one: PriceCase, mean: float) -> None:
    price = one.tiers[0].unit_price
    low, high = one.base_price * BAND[0], one.base_price * BAND[1]
    advice = advised(one, mean)
    if low <= price <= high and "raised to the floor" not in advice.reasons:
        assert low <= advice.tiers[0].unit_price <= high
