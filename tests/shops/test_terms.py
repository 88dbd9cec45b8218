"""The arithmetic of prices: laws of ladders and of the floor."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shops.models import Tier
from shops.terms import FloorTerms, floor_price, ladder_faults, ladder_price, scale_ladder

lawful = settings(derandomize=True, database=None, deadline=None)

rates = st.decimals(min_value=0, max_value=Decimal("0.2"), places=3)
terms = st.builds(
    FloorTerms,
    pick_pack=st.integers(0, 500),
    freight_per_order=st.integers(0, 5000),
    freight_min_pieces=st.integers(1, 100),
    after_sale_rate=rates,
    platform_fee_rate=rates,
    tax_rate=rates,
    commission_rate=rates,
    min_margin_rate=rates,
)
costs = st.integers(0, 100_000)
quantities = st.integers(1, 10_000)


@st.composite
def ladders(draw: st.DrawFn) -> tuple[Tier, ...]:
    """Draw a lawful ladder."""
    steps = sorted(draw(st.sets(st.integers(1, 1000), min_size=1, max_size=6)))
    prices = sorted(draw(st.lists(st.integers(1, 10_000), min_size=len(steps), max_size=len(steps))), reverse=True)
    return tuple(Tier(min_quantity=step, unit_price=price) for step, price in zip(steps, prices, strict=True))


def plain(**changes: object) -> FloorTerms:
    fields = dict.fromkeys(FloorTerms.model_fields, 0)
    return FloorTerms.model_validate({**fields, "freight_min_pieces": 1, **changes})


@lawful
@given(costs, costs, quantities, terms)
def test_the_floor_never_falls_when_the_cost_rises(one: int, other: int, quantity: int, terms: FloorTerms) -> None:
    low, high = sorted([one, other])
    assert floor_price(low, quantity, terms) <= floor_price(high, quantity, terms)


@lawful
@given(costs, quantities, terms)
def test_the_floor_is_never_below_the_cost(cost: int, quantity: int, terms: FloorTerms) -> None:
    assert floor_price(cost, quantity, terms) >= cost


@lawful
@given(costs, quantities, quantities, terms)
def test_the_floor_never_rises_with_the_quantity(cost: int, one: int, other: int, terms: FloorTerms) -> None:
    few, many = sorted([one, other])
    assert floor_price(cost, many, terms) <= floor_price(cost, few, terms)


@lawful
@given(costs, quantities, terms)
def test_the_floor_is_the_lowest_price_that_keeps_the_margin(cost: int, quantity: int, terms: FloorTerms) -> None:
    """One minor unit less does not cover costs, fees and margin; the floor does."""
    freight = Decimal(terms.freight_per_order) / max(quantity, terms.freight_min_pieces)
    needed = cost + terms.pick_pack + freight + cost * terms.after_sale_rate
    floor = floor_price(cost, quantity, terms)
    assert floor * terms.kept_rate >= needed - Decimal("1e-9")
    assert (floor - 1) * terms.kept_rate < needed


def test_a_floor_by_hand() -> None:
    """(100 + 20 + 300/10 + 10) / (1 - .1 - .06 - .04 - .2) = 160 / .6 = 266.67, rounded up."""
    terms = plain(
        pick_pack=20,
        freight_per_order=300,
        freight_min_pieces=10,
        after_sale_rate="0.1",
        platform_fee_rate="0.1",
        tax_rate="0.06",
        commission_rate="0.04",
        min_margin_rate="0.2",
    )
    assert [floor_price(100, quantity, terms) for quantity in (1, 10, 300)] == [267, 267, 219]


def test_a_floor_that_cannot_be_is_said() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        floor_price(100, 0, plain())
    with pytest.raises(ValueError, match="lower one of them"):
        floor_price(100, 1, plain(tax_rate="0.5", min_margin_rate="0.5"))


@lawful
@given(ladders())
def test_a_lawful_ladder_has_no_faults(tiers: tuple[Tier, ...]) -> None:
    assert ladder_faults(tiers) == []


@lawful
@given(ladders(), quantities, quantities)
def test_a_ladders_price_never_rises_with_the_quantity(tiers: tuple[Tier, ...], one: int, other: int) -> None:
    few, many = sorted([one, other])
    assert ladder_price(tiers, many) <= ladder_price(tiers, few)


@lawful
@given(ladders())
def test_each_step_holds_from_its_quantity_on(tiers: tuple[Tier, ...]) -> None:
    assert [ladder_price(tiers, tier.min_quantity) for tier in tiers] == [tier.unit_price for tier in tiers]


@lawful
@given(ladders(), st.decimals(min_value=Decimal("0.01"), max_value=3, places=2))
def test_a_scaled_ladder_is_a_ladder_and_no_step_moves_further_than_the_factor(
    tiers: tuple[Tier, ...], factor: Decimal
) -> None:
    scaled = scale_ladder(tiers, factor)
    assert ladder_faults(scaled) == []
    for old, new in zip(tiers, scaled, strict=True):
        exact = old.unit_price * factor
        short = exact - new.unit_price if factor > 1 else new.unit_price - exact
        assert 0 <= short < 1 or new.unit_price == 1
        assert new.min_quantity == old.min_quantity


def test_each_fault_of_a_ladder_is_named() -> None:
    tiers = [Tier(min_quantity=5, unit_price=100), Tier(min_quantity=5, unit_price=120)]
    assert len(ladder_faults(tiers)) == 2 and len(ladder_faults([])) == 1
