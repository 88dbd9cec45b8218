"""What a message says of promotions: a running one may be told as it is, and nothing else of the kind."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from authority.claims import Evidence, check
from shops.promotions import Coupon, Discount, ItemDiscount, Promotion, Threshold
from tests.authority.claim_states import NOW, state

UK_ITEM = ItemDiscount(skus=("85123A",), percent=10)
UK_SPEND = Threshold(spend=10000, save=1000)
UK_CODE = Coupon(code="SPRING5", save=500, min_spend=8000)
UK_SHARE = Coupon(code="FIVE-OFF", percent=5, most=2000, min_spend=5000)
CN_ITEM = ItemDiscount(skus=("A-101",), percent=10)
CN_PRICE = ItemDiscount(skus=("A-101",), new_price=1250)
CN_SPEND = Threshold(spend=30000, save=5000)
CN_CODE = Coupon(code="JIE20", save=2000, min_spend=20000)


def running(shop: str, *discounts: Discount, days: int = 3) -> Evidence:
    """Give a shop in which promotions run until 9 September, midnight in London or noon in Ningbo."""
    begun, ends = NOW - timedelta(days=1), NOW + timedelta(days=days)
    found = [
        Promotion(id=f"p{number}", title="p", discount=one, starts_at=begun, ends_at=ends, max_uses=50)
        for number, one in enumerate(discounts)
    ]
    return replace(state(f"{shop}-new"), promotions=tuple(found))


TRUE = [
    ("uk", UK_ITEM, "The White Hanging Heart is 10% off until 9 September."),
    ("uk", UK_ITEM, "There is a discount of 10% on the White Hanging Heart now."),
    ("uk", UK_SPEND, "Spend £100 and save £10."),
    ("uk", UK_SPEND, "Orders over £100 get £10 off."),
    ("uk", UK_CODE, "With the code SPRING5 you save £5 on orders over £80."),
    ("uk", UK_CODE, "Use the coupon SPRING5 at checkout until 9 September."),
    ("uk", UK_SHARE, "The code FIVE-OFF takes 5% off orders over £50."),
    ("cn", CN_ITEM, "陶瓷马克杯现在打九折,到9月9日为止。"),
    ("cn", CN_PRICE, "陶瓷马克杯特价12.50元。"),
    ("cn", CN_SPEND, "现在全店满300减50。"),
    ("cn", CN_SPEND, "您好,满300元减50元的活动截止9月9日。"),
    ("cn", CN_CODE, "下单时输入券码JIE20,满200减20。"),
    ("cn", CN_CODE, "优惠券JIE20可以使用,省20元。"),
]
FALSE = [
    ("uk", None, "The White Hanging Heart is 10% off until 9 September."),
    ("uk", UK_ITEM, "The White Hanging Heart is 15% off."),
    ("uk", UK_ITEM, "The Party Bunting is 10% off."),
    ("uk", UK_ITEM, "Everything is 10% off, the White Hanging Heart too."),
    ("uk", UK_ITEM, "There is a discount of 10%."),
    ("uk", UK_ITEM, "The White Hanging Heart is 10% off until 30 September."),
    ("uk", UK_SPEND, "Spend £10 and save £100."),
    ("uk", UK_SPEND, "Spend £50 and save £10."),
    ("uk", UK_SPEND, "You save £10 on any order."),
    ("uk", UK_CODE, "With the code SPRING5 you save £50 on orders over £80."),
    ("uk", UK_CODE, "With the code SPRING9 you save £5 on orders over £80."),
    ("uk", UK_CODE, "With the code SPRING5 you save £80 on orders over £5."),
    ("uk", UK_SHARE, "The code FIVE-OFF takes £50 off."),
    ("uk", UK_SHARE, "The code FIVE-OFF takes 50% off orders over £50."),
    ("cn", None, "陶瓷马克杯现在打九折。"),
    ("cn", CN_ITEM, "陶瓷马克杯现在打八折。"),
    ("cn", CN_ITEM, "全店打九折。"),
    ("cn", CN_ITEM, "竹制茶盘现在打九折。"),
    ("cn", CN_ITEM, "陶瓷马克杯打九折,到9月30日为止。"),
    ("cn", CN_SPEND, "现在全店满50减300。"),
    ("cn", CN_SPEND, "现在全店满200减50。"),
    ("cn", CN_SPEND, "今天下单立减50元。"),
    ("cn", CN_CODE, "优惠券JIE20可以使用,省200元。"),
    ("cn", CN_CODE, "无门槛优惠券20元已经放到您账户。"),
]


@pytest.mark.parametrize(("shop", "discount", "words"), TRUE)
def test_a_running_promotion_may_be_told(shop: str, discount: Discount, words: str) -> None:
    assert check(words, running(shop, discount)) == ()


@pytest.mark.parametrize(("shop", "discount", "words"), TRUE)
def test_it_is_not_told_when_it_does_not_run(shop: str, discount: Discount, words: str) -> None:
    assert check(words, running(shop)) != ()


@pytest.mark.parametrize(("shop", "discount", "words"), FALSE)
def test_another_discount_than_the_one_that_runs_is_held(shop: str, discount: Discount | None, words: str) -> None:
    assert check(words, running(shop, *([discount] if discount else []))) != ()
