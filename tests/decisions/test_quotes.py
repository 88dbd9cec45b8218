"""The engine of quotes: the ladder's price at a quantity that can be sold, and when the goods leave."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decisions.quotes import QuoteAdvice, advise_quote
from shops.models import Stock, Tier, Variant
from shops.terms import FloorTerms, floor_price, ladder_price

NOW = datetime(2011, 9, 6, 8, tzinfo=UTC)
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
LADDER = (Tier(min_quantity=1, unit_price=295), Tier(min_quantity=32, unit_price=255))


def heart(*, cost: int | None = 128, moq: int = 1, pack: int = 6, tiers: tuple[Tier, ...] = LADDER) -> Variant:
    return Variant(
        sku="85123A",
        product_id="P-85123A",
        title="White Hanging Heart T-Light Holder",
        tiers=tiers,
        base_price=295,
        cost=cost,
        moq=moq,
        pack=pack,
    )


def advised(variant: Variant, quantity: int, *, on_hand: int = 500, reserved: int = 0) -> QuoteAdvice | None:
    stock = Stock(sku=variant.sku, on_hand=on_hand, reserved=reserved)
    return advise_quote(variant, quantity, stock, TERMS, now=NOW, promise_hours=48, lead_days=10)


@pytest.mark.parametrize(
    ("moq", "pack", "asked", "offered"), [(1, 1, 5, 5), (1, 6, 5, 6), (12, 6, 5, 12), (10, 6, 5, 12), (1, 6, 6, 6)]
)
def test_a_quantity_is_rounded_up_to_the_minimum_and_to_full_packs(
    moq: int, pack: int, asked: int, offered: int
) -> None:
    advice = advised(heart(moq=moq, pack=pack), asked)
    assert advice is not None
    assert advice.quantity == offered


def test_an_offer_has_the_ladders_price_and_names_the_next_step() -> None:
    small, large = advised(heart(), 12), advised(heart(), 36)
    assert small is not None and large is not None
    assert (small.unit_price, small.total, small.next_tier) == (295, 12 * 295, (32, 255))
    assert (large.unit_price, large.total, large.next_tier) == (255, 36 * 255, None)


def test_rounding_up_can_reach_the_next_step() -> None:
    advice = advised(heart(), 31)
    assert advice is not None
    assert (advice.quantity, advice.unit_price) == (36, 255)


def test_goods_in_the_house_leave_within_the_promise_others_after_they_are_made() -> None:
    here, made = advised(heart(), 36, on_hand=40), advised(heart(), 36, on_hand=40, reserved=5)
    assert here is not None and made is not None
    assert (here.from_stock, here.ships_at) == (True, NOW + timedelta(hours=48))
    assert (made.from_stock, made.ships_at) == (False, NOW + timedelta(hours=48, days=10))


def test_nothing_is_offered_below_the_floor_or_at_unknown_cost() -> None:
    assert advised(heart(cost=None), 12) is None
    assert advised(heart(cost=290), 12) is None
    dear_from_32 = heart(cost=230)
    assert advised(dear_from_32, 12) is not None
    assert advised(dear_from_32, 36) is None


@given(st.integers(1, 2000), st.integers(1, 50), st.integers(1, 200), st.integers(1, 400))
def test_every_offer_can_be_sold(quantity: int, pack: int, moq: int, cost: int) -> None:
    advice = advised(heart(cost=cost, moq=moq, pack=pack), quantity)
    if advice is not None:
        assert advice.quantity >= max(quantity, moq)
        assert advice.quantity % pack == 0
        assert advice.quantity - pack < max(quantity, moq)
        assert advice.unit_price == ladder_price(LADDER, advice.quantity)
        assert advice.unit_price >= floor_price(cost, advice.quantity, TERMS)
