"""How discounts stack: the stated order, and the laws of sharing them out."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from math import floor
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from shops.models import Tier
from shops.promotions import Coupon, CrossShop, Discount, ItemDiscount, Promotion, Threshold, promotion_faults
from shops.stacking import item_price, lowest_unit_price, net_lines
from shops.terms import ladder_price
from tests.support.promotions import SKUS, ladders, plan, promoted, promotion_lists

lawful = settings(derandomize=True, database=None, deadline=None, max_examples=200)
Ladders = dict[str, tuple[Tier, ...]]
baskets = st.lists(st.tuples(st.sampled_from(SKUS), st.integers(1, 30)), min_size=1, max_size=5)
codes = st.sampled_from([None, "CODE-A", "CODE-B"])
SHOP: Ladders = {
    "mug": (Tier(min_quantity=1, unit_price=300), Tier(min_quantity=12, unit_price=250)),
    "tin": (Tier(min_quantity=1, unit_price=101),),
}


@lawful
@given(baskets, ladders, promotion_lists, codes)
def test_the_whole_saving_is_shared_and_no_line_costs_less_than_nothing(
    basket: list[tuple[str, int]], shop: Ladders, promotions: list[Promotion], code: str | None
) -> None:
    order = net_lines(basket, shop, promotions, code)
    assert all(0 <= line.net <= line.unit_price * line.quantity for line in order.lines)
    assert all(line.unit_price <= ladder_price(shop[line.sku], line.quantity) for line in order.lines)
    goods = sum(line.unit_price * line.quantity for line in order.lines)
    fixed = {one.id: one.discount.save for one in promotions if isinstance(one.discount, Threshold | CrossShop)}
    whole = {one.id: one.discount for one in promotions if isinstance(one.discount, Coupon)}
    coupons = [whole[name] for name in order.used if name in whole]
    saved = goods - order.total - sum(fixed.get(name, 0) for name in order.used)
    assert saved == 0 if not coupons else 0 < saved <= coupons[0].largest
    assert all(saved == coupon.save for coupon in coupons if coupon.save)


@lawful
@given(baskets, ladders, promotion_lists, codes, st.randoms(use_true_random=False))
def test_the_order_of_lines_and_of_promotions_does_not_matter(
    basket: list[tuple[str, int]],
    shop: Ladders,
    promotions: list[Promotion],
    code: str | None,
    random: Random,
) -> None:
    order = net_lines(basket, shop, promotions, code)
    mixed, others = list(basket), list(promotions)
    random.shuffle(mixed)
    random.shuffle(others)
    again = net_lines(mixed, shop, others, code)
    key = [(line.sku, line.quantity, line.net) for line in order.lines]
    assert sorted(key) == sorted((line.sku, line.quantity, line.net) for line in again.lines)
    assert set(order.used) == set(again.used)


@lawful
@given(baskets, ladders, promotion_lists, codes)
def test_no_line_of_any_basket_is_below_its_bound(
    basket: list[tuple[str, int]], shop: Ladders, promotions: list[Promotion], code: str | None
) -> None:
    for line in net_lines(basket, shop, promotions, code).lines:
        step = [tier for tier in shop[line.sku] if tier.min_quantity <= line.quantity][-1]
        for start in (step.min_quantity, line.quantity):
            assert line.net >= line.quantity * lowest_unit_price(line.sku, start, step.unit_price, promotions)


def bound(sku: str, quantity: int, unit_price: int, promotions: list[Promotion]) -> Fraction:
    """Give the bound of a step before it is rounded down, as its formula says, in fractions."""
    money = Fraction(item_price(sku, unit_price, promotions)[0] * quantity)

    def rate(discount: Discount) -> Fraction:
        if isinstance(discount, Threshold):
            return discount.save / max(Fraction(discount.spend), money)
        if not isinstance(discount, Coupon):
            return Fraction(0)
        if discount.save is not None:
            return discount.save / max(Fraction(discount.min_spend), money)
        return min(Fraction(discount.percent or 0, 100), discount.largest / money)

    left = money * (1 - max((rate(one.discount) for one in promotions if one.touches(sku)), default=Fraction(0)))
    cross = [one.discount for one in promotions if isinstance(one.discount, CrossShop)]
    if cross:
        left = max(Fraction(0), left - 1)
        left *= 1 - max(one.save / max(Fraction(one.spend), left) for one in cross)
    return left / quantity


@lawful
@given(promotion_lists, st.sampled_from(SKUS), st.integers(1, 60), st.integers(1, 500))
def test_the_bound_is_its_formula_rounded_down_once(
    promotions: list[Promotion], sku: str, quantity: int, unit_price: int
) -> None:
    found = lowest_unit_price(sku, quantity, unit_price, promotions)
    assert found == floor(bound(sku, quantity, unit_price, promotions))


def test_discounts_stack_in_the_stated_order() -> None:
    """12 mugs: tier 250, item 225, threshold 2700 - 300, cross-shop 2400 - 100."""
    discounts: tuple[Discount, ...] = (
        CrossShop(spend=2400, save=100),
        Threshold(spend=2700, save=300),
        ItemDiscount(skus=("mug",), percent=10),
    )
    order = net_lines([("mug", 12)], SHOP, promoted(*discounts))
    assert ([line.unit_price for line in order.lines], order.total, order.used) == ([225], 2300, ("p3", "p2", "p1"))
    dearer = net_lines([("mug", 12)], SHOP, promoted(CrossShop(spend=2401, save=100), *discounts[1:]))
    assert dearer.total == 2400


def test_a_coupon_and_a_threshold_do_not_add_up_the_better_one_counts() -> None:
    promotions = promoted(Threshold(spend=1000, save=50), Coupon(code="TEN", percent=10, most=200, min_spend=500))
    assert net_lines([("tin", 10)], SHOP, promotions, "TEN").total == 1010 - 101
    assert net_lines([("tin", 10)], SHOP, promotions).total == 1010 - 50
    assert net_lines([("tin", 10)], SHOP, promotions, "NONE").total == 1010 - 50
    assert net_lines([("tin", 30)], SHOP, promotions, "TEN").total == 3030 - 200
    assert net_lines([("tin", 4)], SHOP, promotions, "TEN").total == 404


def test_a_bundle_needs_both_its_goods_and_makes_no_others_cheaper() -> None:
    bundle = promoted(Threshold(spend=700, save=100, pair=("mug", "tin")))
    assert net_lines([("mug", 3)], SHOP, bundle).total == 900
    order = net_lines([("mug", 2), ("tin", 1)], SHOP, bundle)
    assert [line.net for line in order.lines] == [600 - 86, 101 - 14]
    jars = {**SHOP, "jar": SHOP["tin"]}
    assert net_lines([("mug", 1), ("tin", 1), ("jar", 90)], jars, bundle).total == 300 + 101 * 91
    assert [line.net for line in net_lines([("mug", 2), ("tin", 1), ("jar", 9)], jars, bundle).lines][2] == 909


def test_what_a_coupon_excludes_neither_counts_nor_becomes_cheaper() -> None:
    coupon = promoted(Coupon(code="TEN", save=60, min_spend=600, excluded=("tin",)))
    assert net_lines([("mug", 1), ("tin", 90)], SHOP, coupon, "TEN").used == ()
    order = net_lines([("mug", 2), ("tin", 9)], SHOP, coupon, "TEN")
    assert [line.net for line in order.lines] == [540, 909]
    assert lowest_unit_price("tin", 1, 101, coupon) == 101


def test_minor_units_left_over_go_to_the_largest_remainder() -> None:
    """100 off 300 + 101 + 101: 59.8, 20.1, 20.1."""
    order = net_lines([("mug", 1), ("tin", 1), ("tin", 1)], SHOP, promoted(Threshold(spend=500, save=100)))
    assert [line.net for line in order.lines] == [240, 81, 81]


@pytest.mark.parametrize(
    ("kind", "fields", "remedy"),
    [
        (Threshold, {"spend": 100, "save": 100}, "save less than is spent"),
        (CrossShop, {"spend": 100, "save": 200}, "save less than is spent"),
        (Coupon, {"code": "TEN", "save": 100, "min_spend": 100}, "save less than is spent"),
        (Coupon, {"code": "TEN", "min_spend": 100}, "give exactly one"),
        (Coupon, {"code": "TEN", "percent": 10, "min_spend": 100}, "needs most"),
        (Threshold, {"spend": 9, "save": 1, "pair": ("mug", "mug")}, "name two"),
        (ItemDiscount, {"skus": ("mug",)}, "give exactly one"),
        (ItemDiscount, {"skus": ("mug", "mug"), "percent": 5}, "name each once"),
        (ItemDiscount, {"skus": ("mug",), "percent": 100}, "less than or equal to 99"),
    ],
)
def test_a_promotion_that_is_nonsense_is_refused_with_the_remedy(
    kind: type[Discount], fields: dict[str, object], remedy: str
) -> None:
    with pytest.raises(ValidationError, match=remedy):
        kind(**fields)  # type: ignore[operator]


def test_a_promotion_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(ValidationError, match="correct ends_at"):
        plan(Threshold(spend=2, save=1), start=timedelta(days=9), ends_at=plan(Threshold(spend=2, save=1)).ends_at)


@pytest.mark.parametrize(
    ("mine", "theirs", "says"),
    [
        (ItemDiscount(skus=("mug", "tin"), percent=5), ItemDiscount(skus=("tin",), new_price=90), "tin"),
        (Coupon(code="TEN", save=1, min_spend=9), Coupon(code="TEN", save=2, min_spend=9), "code TEN"),
        (Threshold(spend=100, save=10), Threshold(spend=100, save=12), "higher threshold"),
        (Threshold(spend=200, save=10), Threshold(spend=100, save=12), "higher threshold"),
        (Threshold(spend=9, save=1, pair=("tin", "mug")), Threshold(spend=8, save=2, pair=("mug", "tin")), "bundle"),
        (Threshold(spend=9, save=1, pair=("tin", "pot")), None, "list variants"),
        (ItemDiscount(skus=("mug",), new_price=250), None, "lower it"),
        (ItemDiscount(skus=("pot",), percent=5), None, "list variants"),
    ],
)
def test_promotions_that_contradict_each_other_are_named_with_the_remedy(
    mine: Discount, theirs: Discount | None, says: str
) -> None:
    others = [] if theirs is None else [plan(theirs)]
    (fault,) = promotion_faults(plan(mine), others, SHOP)
    assert says in fault
    later = timedelta(days=7)
    assert theirs is None or promotion_faults(plan(mine, start=later), others, SHOP) == []


def test_thresholds_that_rise_together_may_run_together() -> None:
    assert promotion_faults(plan(Threshold(spend=200, save=30)), [plan(Threshold(spend=100, save=10))], SHOP) == []
