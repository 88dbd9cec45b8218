"""So many pieces more after a change of an order: that line is raised, where one order and line is plain."""

from __future__ import annotations

import pytest

from agents.customer.more_pieces import pieces_more
from shops.models import FulfilmentStatus
from tests.support.gift_shop import GiftShop

BUYER, HEART, STAND = "17850", "85123A", "22423"


def wished(shop: GiftShop) -> list[tuple[str, list[tuple[str, int]]]]:
    """Give the rule that judged each change of items, and what the order was to hold."""
    rows = [row for row in shop.effects() if row.kind == "change_items"]
    return [(row.rule, [(one["sku"], one["quantity"]) for one in row.payload["items"]]) for row in rows]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("再加10个", 10),
        ("好的,那再来二十个吧", 20),
        ("add 10 more", 10),
        ("Please add another 12 pieces to it, thanks", 12),
        ("10 more please", 10),
        ("再加10个柠檬", None),
        ("再加10元", None),
        ("再等10天", None),
        ("10 more days please", None),
        ("add 10", None),
        ("No more please", None),
    ],
)
def test_only_a_text_that_says_nothing_else_asks_for_so_many_more(text: str, pieces: int | None) -> None:
    assert pieces_more(text) == pieces


@pytest.mark.parametrize(
    ("texts", "last"),
    [
        (("改成6个", "再加12个"), 18),
        (("改成6个", "谢谢", "再来12个"), 18),
        (("change it to 6", "add 12 more"), 18),
        (("change it to 12", "12 more please"), 24),
    ],
)
def test_the_line_that_was_changed_is_raised_and_a_second_change_is_the_owners(
    shop: GiftShop, texts: tuple[str, ...], last: int
) -> None:
    """Also where the first one waits for payment: what it ends at is raised."""
    order = shop.place(BUYER, (HEART, 8))
    said = shop.talk(BUYER, *texts)
    assert wished(shop)[-1] == ("change.again", [(HEART, last)])
    assert order in said


def test_of_several_lines_the_one_that_was_named_is_raised(shop: GiftShop) -> None:
    shop.place(BUYER, (HEART, 8), (STAND, 2))
    shop.talk(BUYER, "Make it 6 pieces of 85123A please, change the items of my order", "add 12 more")
    assert wished(shop)[-1] == ("change.again", [(HEART, 18), (STAND, 2)])


def test_the_owner_decides_and_the_order_holds_what_was_asked_for(shop: GiftShop) -> None:
    order = shop.place(BUYER, (HEART, 8))
    shop.talk(BUYER, "change it to 6", "add 6 more")
    (held,) = shop.house.log.list_effects(states=("held",), kinds=("change_items",))
    assert shop.house.desk.approve(held.id, by="owner").state == "done"
    changes = shop.house.connection.reads.changes
    assert changes is not None
    for change in changes.list_changes(order):
        shop.market.pay_change(change.id, at=shop.clock.now())
    lines = shop.house.connection.reads.shop.get_order(order).lines
    assert [(line.sku, line.quantity) for line in lines] == [(HEART, 12)]


@pytest.mark.parametrize(
    "texts",
    [
        ("再加10个",),
        ("How much are 36 white hanging hearts?", "再加10个"),
        ("改成6个", "How much are 36 party buntings?", "add 12 more"),
        ("改成6个", "再加12个 22423"),
    ],
)
def test_without_a_change_just_before_no_order_is_raised(shop: GiftShop, texts: tuple[str, ...]) -> None:
    shop.place(BUYER, (HEART, 8))
    shop.talk(BUYER, *texts)
    assert (HEART, 20) not in [line for _, items in wished(shop) for line in items]
    assert (HEART, 18) not in [line for _, items in wished(shop) for line in items]


def test_an_order_that_has_left_is_not_raised(shop: GiftShop) -> None:
    order = shop.place(BUYER, (HEART, 8))
    shop.pass_time(minutes=1)
    thread = shop.thread_of(shop.buyer(BUYER, "改成6个"))
    shop.job("ship_list")
    assert shop.house.connection.reads.shop.get_order(order).fulfilment is FulfilmentStatus.SHIPPED
    shop.pass_time(minutes=1)
    shop.buyer(BUYER, "再加12个", thread=thread)
    assert wished(shop) == [("within_limits", [(HEART, 6)])]
