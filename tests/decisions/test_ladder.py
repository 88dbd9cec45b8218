"""Ladder price: a step passes on what a quantity saves, and nothing is decided on few orders."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from authority.limits import load_limits
from decisions.ladder import LadderAdvice, LadderCase, advise_ladder
from shops.models import Tier
from shops.terms import floor_price, ladder_faults

TERMS = load_limits().floor.model_copy(update={"freight_min_pieces": 1})
DAY = Decimal("0.05")
CASE = LadderCase(
    sku="A",
    currency="GBP",
    tiers=(Tier(min_quantity=1, unit_price=400),),
    cost=150,
    pack=6,
    quantities=(10,) * 14 + (40,) * 4 + (100,) * 4,
)


def advise(**change: object) -> LadderAdvice | None:
    return advise_ladder(CASE.model_copy(update=change), TERMS, largest_move=DAY, max_steps=5)


def test_steps_stand_at_whole_packs_where_orders_are_large_and_pass_freight_on_within_the_move() -> None:
    found = advise()
    assert found is not None and found.tiers is not None
    assert [(tier.min_quantity, tier.unit_price) for tier in found.tiers] == [(1, 400), (42, 380)]
    assert "42+" in found.reason and "42+" in found.reason_zh


def test_a_quantity_that_saves_nothing_earns_no_step() -> None:
    flat = load_limits().floor.model_copy(update={"freight_per_order": 0})
    assert advise_ladder(CASE, flat, largest_move=DAY, max_steps=5) is None


def test_few_orders_or_an_unknown_cost_are_the_owners() -> None:
    few, unknown = advise(quantities=(10,) * 19), advise(cost=None)
    assert few is not None and few.tiers is None and "19" in few.reason
    assert unknown is not None and unknown.tiers is None
    assert advise(quantities=(10,) * 19, tiers=(*CASE.tiers, Tier(min_quantity=50, unit_price=380))) is None


def test_no_step_below_one_that_stands_and_none_beyond_the_platforms_number() -> None:
    assert advise(tiers=(*CASE.tiers, Tier(min_quantity=200, unit_price=390))) is None
    assert advise_ladder(CASE, TERMS, largest_move=DAY, max_steps=1) is None


@given(
    st.integers(30, 900),
    st.integers(1, 500),
    st.integers(1, 24),
    st.integers(1, 60),
    st.lists(st.integers(1, 900), min_size=20, max_size=60),
)
def test_a_ladder_is_monotone_above_its_floor_and_inside_the_move(
    price: int, cost: int, pack: int, moq: int, quantities: list[int]
) -> None:
    case = CASE.model_copy(
        update={
            "tiers": (Tier(min_quantity=1, unit_price=price),),
            "cost": cost,
            "pack": pack,
            "moq": moq,
            "quantities": tuple(quantities),
        }
    )
    found = advise_ladder(case, TERMS, largest_move=DAY, max_steps=5)
    if found is None:
        return
    assert found.tiers is not None and found.tiers[0] == case.tiers[0] and not ladder_faults(found.tiers)
    for tier in found.tiers[1:]:
        assert tier.min_quantity % pack == 0 or tier.min_quantity == moq
        assert tier.unit_price >= floor_price(cost, tier.min_quantity, TERMS)
        assert tier.unit_price >= price * (1 - DAY)


def test_a_ladder_pack_or_cost_that_cannot_be_is_the_owners() -> None:
    for odd in ({"pack": 0}, {"pack": -6}, {"tiers": ()}, {"cost": -500}):
        found = advise(**odd)
        assert found is not None and found.tiers is None and "it needs" in found.reason
