"""Promotions as the promotion employee asks for them: attacked first, refused with a remedy, held for the owner."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from kit.errors import Retry
from tests.support.gift_shop import GiftShop
from tools.tool import ToolContext, tools

HEART = "85123A"


@pytest.fixture
def ctx(shop: GiftShop) -> ToolContext:
    """Give the context of a promotion employee's call."""
    return shop.crew().tool_context(shop.house.tasks.get(shop.open_job("keyword_bids")), 1, 1)


def publish(ctx: ToolContext, discount: dict[str, Any], **more: Any) -> Any:
    """Ask for a promotion of three days."""
    args = {"title": "Autumn", "starts_at": ctx.now, "ends_at": ctx.now + timedelta(days=3), "max_uses": 5}
    return tools()["publish_promotion"].call(ctx, {**args, "discount": discount, "reason": "Slow stock.", **more})


def test_the_cheapest_basket_and_its_price_stand_in_the_reason(shop: GiftShop, ctx: ToolContext) -> None:
    """It touches a SKU whose cost nobody knows, and is denied; the attack is on record all the same."""
    receipt = publish(ctx, {"kind": "threshold", "spend": 9000, "save": 300})
    assert (receipt.state, receipt.rule) == ("denied", "floor.unknown_cost")
    (row,) = shop.effects()
    assert row.reason.startswith("Slow stock. Attack finder 攻击搜索: lowest net price of ")
    assert "basket 购物篮 " in row.reason
    assert "£" in row.reason


def test_an_item_discount_is_attacked_on_its_own_sku(shop: GiftShop, ctx: ToolContext) -> None:
    receipt = publish(ctx, {"kind": "item", "skus": [HEART], "percent": 3})
    assert (receipt.state, receipt.rule) == ("held", "promotion.audience")
    (row,) = shop.effects()
    assert f"lowest net price of {HEART} " in row.reason


@pytest.mark.parametrize(
    ("discount", "more", "says"),
    [
        ({"kind": "threshold", "spend": 100, "save": 100}, {}, "save less"),
        ({"kind": "cross_shop", "spend": 100, "save": 10}, {}, "discount"),
        ({"kind": "item", "skus": ["nothing"], "percent": 5}, {}, "list variants"),
        ({"kind": "threshold", "spend": 9000, "save": 300}, {"max_uses": 0}, "greater than or equal to 1"),
        ({"kind": "threshold", "spend": 9000, "save": 300}, {"ends_at": "2011-09-01T08:00:00"}, "timezone"),
    ],
)
def test_nonsense_is_given_back_with_the_remedy(
    shop: GiftShop, ctx: ToolContext, discount: dict[str, Any], more: dict[str, Any], says: str
) -> None:
    with pytest.raises(Retry, match=says):
        publish(ctx, discount, **more)
    assert shop.effects() == []


def test_what_runs_is_listed_and_can_be_ended(shop: GiftShop, ctx: ToolContext) -> None:
    publish(ctx, {"kind": "item", "skus": [HEART], "percent": 3})
    (row,) = shop.effects()
    promotion = shop.house.desk.approve(row.id, by="owner").object_id
    assert [one["id"] for one in tools()["list_promotions"].call(ctx, {})] == [promotion]  # type: ignore[attr-defined]
    later = shop.crew().tool_context(shop.house.tasks.get(shop.open_job("keyword_bids")), 1, 2)
    ended = tools()["end_promotion"].call(later, {"promotion_id": promotion, "reason": "Sold out."})
    assert ended.state == "done"  # type: ignore[attr-defined]
    assert tools()["list_promotions"].call(ctx, {}) == []
