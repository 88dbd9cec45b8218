"""The attack finder: what it finds is the least that any basket pays, and the kernel's bound is never above it."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from decisions.attack import Attack, find_attack
from shops.models import Tier
from shops.promotions import Coupon, CrossShop, Discount, ItemDiscount, Promotion, Threshold
from shops.stacking import item_price, net_lines, reachable
from shops.terms import ladder_price
from tests.support.promotions import SKUS, ladders, promoted, promotion_lists

lawful = settings(derandomize=True, database=None, deadline=None, max_examples=80)
Ladders = dict[str, tuple[Tier, ...]]
PIECES = 6


def brute(sku: str, given_ladders: Ladders, promotions: list[Promotion], fillers: int) -> Attack:
    """Price every basket there is, fewest lines first and cheapest fillers first; the first of equals is kept."""
    rows = {
        name: sorted((item_price(name, ladder_price(tiers, n), promotions)[0] * n, n) for n in range(1, PIECES + 1))
        for name, tiers in given_ladders.items()
    }
    least: Attack | None = None
    for code in (None, *sorted({one.discount.code for one in promotions if isinstance(one.discount, Coupon)})):
        usable = [one for one in promotions if not isinstance(one.discount, Coupon) or one.discount.code == code]
        for others in (names for size in range(fillers + 1) for names in combinations(sorted(given_ladders), size)):
            for quantity, *line in product(range(1, PIECES + 1), *(rows[name] for name in others)):
                basket = ((sku, quantity), *zip(others, (count for _, count in line), strict=True))
                net = net_lines(basket, given_ladders, usable, code).lines[0].net
                if least is None or Fraction(net, quantity) < least.unit:
                    least = Attack(sku, quantity, net, basket, code)
    assert least is not None
    return least


@lawful
@given(ladders, promotion_lists, st.sampled_from(SKUS), st.integers(0, 2))
def test_no_basket_is_cheaper_than_the_attack(
    shop: Ladders, promotions: list[Promotion], sku: str, fillers: int
) -> None:
    attack = find_attack(sku, shop, promotions, most_pieces=dict.fromkeys(SKUS, PIECES), fillers=fillers)
    assert attack == brute(sku, shop, promotions, fillers)


@lawful
@given(ladders, promotion_lists, st.sampled_from(SKUS), st.integers(0, 3))
def test_the_kernels_bound_is_never_above_a_price_that_a_basket_reaches(
    shop: Ladders, promotions: list[Promotion], sku: str, fillers: int
) -> None:
    bounds = reachable(sku, shop[sku], promotions)
    attack = find_attack(sku, shop, promotions, most_pieces=dict.fromkeys(SKUS, 40), fillers=min(fillers, 1))
    assert attack is not None
    at_step = [price for quantity, price in bounds if quantity <= attack.quantity][-1]
    assert at_step <= attack.unit
    assert min(price for _, price in bounds) <= brute(sku, shop, promotions, min(fillers, 2)).unit


def one_price(price: int) -> tuple[Tier, ...]:
    return (Tier(min_quantity=1, unit_price=price),)


def found(*discounts: Discount, fillers: int = 1, **prices: int) -> Attack:
    """Attack the first SKU, each at one price, a hundred pieces of each in the house."""
    shop = {sku: one_price(price) for sku, price in prices.items()}
    most = dict.fromkeys(shop, 100)
    attack = find_attack(next(iter(prices)), shop, promoted(*discounts), most_pieces=most, fillers=fillers)
    assert attack is not None
    return attack


@pytest.mark.parametrize(
    ("spend", "pieces", "net", "passes"),
    [(30000, 23, 26280, False), (32000, 24, 27640, False), (34000, 25, 29000, True)],
)
def test_the_threshold_of_a_big_sale_is_attacked_at_its_smallest_basket(
    spend: int, pieces: int, net: int, passes: bool
) -> None:
    """满300减50 on ¥13.60 reaches ¥11.43 at 23 pieces, under a floor of ¥11.60; 满340减50 ends at ¥11.60."""
    attack = found(Threshold(spend=spend, save=5000), fillers=0, s17=1360)
    assert (attack.quantity, attack.net, attack.basket) == (pieces, net, (("s17", pieces),))
    assert (attack.unit >= 1160) is passes
    bound = reachable("s17", one_price(1360), promoted(Threshold(spend=spend, save=5000)))
    assert (bound[0][1] >= 1160) is passes


def test_a_filler_that_just_reaches_the_threshold_is_found() -> None:
    attack = found(Threshold(spend=30000, save=5000), s17=1360, clip=80)
    assert sum({"s17": 1360, "clip": 80}[sku] * count for sku, count in attack.basket) == 30000
    assert attack.unit < found(Threshold(spend=30000, save=5000), s17=1360).unit


def test_a_code_a_flash_price_and_the_platforms_threshold_add_up() -> None:
    """Planted: each alone leaves 900 of 1000, together they leave less than 750."""
    item, cross = ItemDiscount(skus=("s17",), percent=10), CrossShop(spend=20000, save=2000)
    coupon = Coupon(code="WELCOME", percent=10, most=2000, min_spend=5000)
    attack = found(item, coupon, cross, s17=1000)
    assert attack.coupon == "WELCOME"
    assert 729 <= attack.unit < 750
    assert min(found(one, s17=1000).unit for one in (item, coupon, cross)) == 900


def test_what_is_not_in_the_house_cannot_be_attacked() -> None:
    assert find_attack("s17", {"s17": one_price(100)}, [], most_pieces={}) is None


def test_in_a_bundle_a_larger_line_may_win_the_unit_that_is_left_over() -> None:
    """One mug, or two, leave the saving to the tin; three take it: 2 for 3."""
    attack = found(Threshold(spend=2, save=1, pair=("tin", "mug")), mug=1, tin=3)
    assert (attack.quantity, attack.net) == (3, 2)
