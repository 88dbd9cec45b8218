"""Who says that they have paid is told how the order stands; a name with one sign wrong is asked about."""

from __future__ import annotations

from pathlib import Path

import pytest

from agents.customer.lines_wished import nearest_name
from shops.buyers import Draft, DraftLine
from tests.support.gift_shop import LEEDS, GiftShop
from tests.support.magnet_shop import open_magnet_shop

BUYER, HEART = "14911", "85123A"
CAT, MAHJONG = "SKU-58", "SKU-45"


@pytest.mark.parametrize(
    "text",
    [
        "付了",
        "钱已经打过去了",
        "刚付完款了哈",
        "款付了 麻烦查一下",
        "paid",
        "just paid for it, thanks",
        "I've paid now",
        "payment sent",
    ],
)
def test_the_state_of_the_order_is_looked_up(shop: GiftShop, text: str) -> None:
    order = shop.place(BUYER, (HEART, 24))
    said = shop.talk(BUYER, text)
    assert order in said and ("paid" in said or "已付款" in said), said
    assert {row.kind for row in shop.effects()} == {"send_message"}


@pytest.mark.parametrize("text", ["付了", "I've paid"])
def test_an_unpaid_order_is_not_called_paid(shop: GiftShop, text: str) -> None:
    lines = (DraftLine(sku=HEART, quantity=24),)
    draft = Draft(customer_id=BUYER, lines=lines, address=LEEDS, at=shop.clock.now(), paid=False)
    order = shop.market.place_orders([draft])[0]
    assert order is not None
    said = shop.talk(BUYER, text)
    assert order in said and ("not paid" in said or "尚未付款" in said), said


@pytest.mark.parametrize("text", ["我付了两次", "paid but nothing came", "who paid for this?", "付了定金的那家不要了"])
def test_a_story_of_paying_is_not_answered_with_it(shop: GiftShop, text: str) -> None:
    shop.place(BUYER, (HEART, 24))
    said = shop.talk(BUYER, text)
    assert "已付款" not in said or "同事" in said


def test_one_wrong_sign_names_the_one_article_that_is_near_and_is_asked_back(tmp_path: Path) -> None:
    magnets = open_magnet_shop(tmp_path / "magnets")
    buyer = magnets.house.connection.reads.shop.list_orders(limit=1).items[0].customer_id
    order = magnets.house.connection.reads.shop.get_order(magnets.order(buyer, (CAT, 20), (MAHJONG, 10)))
    near = {
        "橘锚不要了": ("橘锚", "橘猫"),
        "麻酱去掉": ("麻酱", "麻将"),
        "把桔猫改成10个": ("桔猫", "橘猫"),
        "麻烦取消": None,
        "橘猫不要了": None,
        "不要了": None,
    }
    assert {text: nearest_name(order, text) for text in near} == near
    for text, sku in (("橘锚不要了", CAT), ("麻酱去掉", MAHJONG), ("橘锚改成10个", CAT)):
        said = magnets.talk(buyer, text)
        assert f"({sku})" in said and said.endswith("吗?"), said
    assert not [row for row in magnets.effects() if row.kind == "change_items"]
    magnets.house.close()
