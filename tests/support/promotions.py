"""Small promotions and ladders for laws of stacking: few SKUs, few amounts, every kind of discount."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import strategies as st

from shops.contract.bench import START
from shops.models import Tier
from shops.promotions import Coupon, CrossShop, Discount, ItemDiscount, Promotion, PromotionPlan, Threshold

SKUS = ("jar", "mug", "tin")
WEEK = timedelta(days=7)


def plan(discount: Discount, *, max_uses: int = 1000, start: timedelta = timedelta(0), **more: object) -> PromotionPlan:
    """Give a promotion of a week."""
    times = {"starts_at": START + start, "ends_at": START + start + WEEK}
    return PromotionPlan.model_validate({"title": "sale", "discount": discount, "max_uses": max_uses, **times, **more})


def promoted(*discounts: Discount) -> list[Promotion]:
    """Give promotions that run together, named by their place."""
    return [
        Promotion(id=f"p{number}", **plan(discount).model_dump()) for number, discount in enumerate(discounts, start=1)
    ]


def _ladder(steps: list[tuple[int, int]]) -> tuple[Tier, ...]:
    quantities = sorted({quantity for quantity, _ in steps} | {1})
    prices = sorted((price for _, price in steps), reverse=True)
    prices = [prices[min(place, len(prices) - 1)] for place in range(len(quantities))]
    return tuple(Tier(min_quantity=q, unit_price=price) for q, price in zip(quantities, prices, strict=True))


_ladders = st.lists(st.tuples(st.integers(1, 5), st.integers(1, 120)), min_size=1, max_size=3).map(_ladder)
ladders = st.fixed_dictionaries(dict.fromkeys(SKUS, _ladders))

_sums = st.tuples(st.integers(2, 400), st.integers(1, 200)).filter(lambda pair: pair[1] < pair[0])
_discounts = st.one_of(
    st.builds(
        ItemDiscount,
        skus=st.lists(st.sampled_from(SKUS), min_size=1, max_size=2, unique=True).map(tuple),
        percent=st.integers(1, 60),
    ),
    st.builds(ItemDiscount, skus=st.sampled_from(SKUS).map(lambda sku: (sku,)), new_price=st.integers(1, 100)),
    _sums.map(lambda pair: Threshold(spend=pair[0], save=pair[1])),
    _sums.map(lambda pair: Threshold(spend=pair[0], save=pair[1], pair=("tin", "mug"))),
    st.builds(
        lambda pair, excluded: Coupon(code="CODE-A", min_spend=pair[0], save=pair[1], excluded=excluded),
        _sums,
        st.sampled_from([(), ("jar",), ("jar", "mug")]),
    ),
    st.builds(
        Coupon,
        code=st.just("CODE-B"),
        percent=st.integers(1, 60),
        most=st.integers(1, 150),
        min_spend=st.integers(1, 300),
    ),
    _sums.map(lambda pair: CrossShop(spend=pair[0], save=pair[1])),
)
promotion_lists = st.lists(_discounts, max_size=4).map(lambda found: promoted(*found))
