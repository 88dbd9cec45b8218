"""A ladder walks towards a price: never below a floor, never a step too far, always a ladder."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from authority.state import largest_move
from decisions.ladder_move import ladder_at, raise_to_bear, within
from shops.models import Tier
from shops.promotions import ItemDiscount, Promotion
from shops.stacking import reachable
from shops.terms import FloorTerms, floor_price, ladder_faults
from tests.support.promotions import SKUS, promoted, promotion_lists

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


@given(ladders(), st.integers(1, 4000), st.integers(80, 120))
def test_no_step_leaves_any_of_its_bounds(tiers: tuple[Tier, ...], price: int, percent: int) -> None:
    """A later step rounds otherwise than the first: it is held to what stood a day and a month ago as well."""
    month = tuple(one.model_copy(update={"unit_price": max(1, one.unit_price * percent // 100)}) for one in tiers)
    moved = ladder_at(tiers, price, 1, TERMS, bounds=[(tiers, LIMIT), (month, 3 * LIMIT)])
    if moved is not None:
        assert largest_move(tiers, moved) <= LIMIT
        assert largest_move(month, moved) <= 3 * LIMIT


@given(ladders(), st.integers(1, 4000), st.integers(1, 2000))
def test_every_moved_ladder_is_lawful(tiers: tuple[Tier, ...], price: int, cost: int) -> None:
    moved = ladder_at(tiers, price, cost, TERMS, bounds=[(tiers, LIMIT)])
    if moved is None:
        return
    assert all(one.unit_price >= floor_price(cost, one.min_quantity, TERMS) for one in moved)
    assert ladder_faults(moved) == []
    assert [one.min_quantity for one in moved] == [one.min_quantity for one in tiers]
    for old, new in zip(tiers, moved, strict=True):
        assert new.unit_price <= old.unit_price * (1 + LIMIT)


def test_proportions_are_kept_and_the_day_allows_one_step() -> None:
    tiers = (Tier(min_quantity=1, unit_price=2000), Tier(min_quantity=100, unit_price=1800))
    moved = ladder_at(tiers, 2060, 300, TERMS, bounds=[(tiers, LIMIT)])
    assert moved is not None and [one.unit_price for one in moved] == [2060, 1854]
    far = ladder_at(tiers, 4000, 300, TERMS, bounds=[(tiers, LIMIT)])
    assert far is not None and [one.unit_price for one in far] == [2100, 1890]


def test_where_nothing_changes_or_no_step_would_be_lawful_nothing_is_said() -> None:
    tiers = (Tier(min_quantity=1, unit_price=2000),)
    assert ladder_at(tiers, 2000, 300, TERMS, bounds=[(tiers, LIMIT)]) is None
    assert ladder_at(tiers, 1900, 3000, TERMS, bounds=[(tiers, LIMIT)]) is None


def test_a_far_ladder_is_held_step_by_step() -> None:
    old = (Tier(min_quantity=1, unit_price=101), Tier(min_quantity=10, unit_price=99))
    new = (Tier(min_quantity=1, unit_price=120), Tier(min_quantity=10, unit_price=90))
    held = within(new, [(old, LIMIT)])
    assert held is not None and [one.unit_price for one in held] == [106, 95]
    assert within(new[:1], [(old, LIMIT)]) is None, "ladders of other quantities cannot be compared step by step"


def bears(sku: str, tiers: tuple[Tier, ...], cost: int, promotions: list[Promotion]) -> bool:
    found = reachable(sku, tiers, promotions)
    return all(price >= floor_price(cost, start, TERMS) for start, price in found)


@given(ladders(), st.integers(1, 2000), promotion_lists, st.sampled_from(SKUS))
def test_a_ladder_is_raised_until_it_bears_the_promotions_and_no_further(
    tiers: tuple[Tier, ...], cost: int, promotions: list[Promotion], sku: str
) -> None:
    raised = raise_to_bear(sku, tiers, cost, TERMS, promotions)
    if raised is None:
        assert any(isinstance(one.discount, ItemDiscount) and one.discount.new_price for one in promotions)
        return
    assert bears(sku, raised, cost, promotions)
    assert ladder_faults(raised) == []
    for old, new in zip(tiers, raised, strict=True):
        assert new.unit_price >= old.unit_price
    last = raised[-1].model_copy(update={"unit_price": raised[-1].unit_price - 1})
    assert last.unit_price < tiers[-1].unit_price or not bears(sku, (*raised[:-1], last), cost, promotions)


def test_a_price_that_the_discount_replaces_is_never_high_enough() -> None:
    tiers = (Tier(min_quantity=1, unit_price=90),)
    assert raise_to_bear("jar", tiers, 80, TERMS, promoted(ItemDiscount(skus=("jar",), new_price=60))) is None
    tenth = promoted(ItemDiscount(skus=("jar",), percent=10))
    assert raise_to_bear("jar", tiers, 80, TERMS, tenth) == (Tier(min_quantity=1, unit_price=106),)
