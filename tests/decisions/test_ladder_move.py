"""A ladder walks towards a price: never below a floor, never a step too far, always a ladder."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from decisions.ladder_move import ladder_at
from shops.models import Tier
from shops.terms import FloorTerms, floor_price, ladder_faults

LIMIT = Decimal("0.05")
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


@st.composite
def ladders(draw: st.DrawFn) -> tuple[Tier, ...]:
    quantities = sorted(draw(st.sets(st.integers(1, 500), min_size=1, max_size=4)))
    prices = sorted(draw(st.lists(st.integers(40, 3000), min_size=len(quantities), max_size=len(quantities))))
    pairs = zip(quantities, reversed(prices), strict=True)
    return tuple(Tier(min_quantity=quantity, unit_price=price) for quantity, price in pairs)


@given(ladders(), st.integers(1, 4000), st.integers(1, 2000))
def test_every_moved_ladder_is_lawful(tiers: tuple[Tier, ...], price: int, cost: int) -> None:
    moved = ladder_at(tiers, price, cost, TERMS, largest_move=LIMIT)
    if moved is None:
        return
    assert all(one.unit_price >= floor_price(cost, one.min_quantity, TERMS) for one in moved)
    assert ladder_faults(moved) == []
    assert [one.min_quantity for one in moved] == [one.min_quantity for one in tiers]
    for old, new in zip(tiers, moved, strict=True):
        assert new.unit_price <= old.unit_price * (1 + LIMIT)


def test_proportions_are_kept_and_the_day_allows_one_step() -> None:
    tiers = (Tier(min_quantity=1, unit_price=2000), Tier(min_quantity=100, unit_price=1800))
    moved = ladder_at(tiers, 2060, 300, TERMS, largest_move=LIMIT)
    assert moved is not None and [one.unit_price for one in moved] == [2060, 1854]
    far = ladder_at(tiers, 4000, 300, TERMS, largest_move=LIMIT)
    assert far is not None and [one.unit_price for one in far] == [2100, 1890]


def test_where_nothing_changes_or_no_step_would_be_lawful_nothing_is_said() -> None:
    tiers = (Tier(min_quantity=1, unit_price=2000),)
    assert ladder_at(tiers, 2000, 300, TERMS, largest_move=LIMIT) is None
    assert ladder_at(tiers, 1900, 3000, TERMS, largest_move=LIMIT) is None
