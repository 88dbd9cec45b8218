"""Pieces of an order: taken out, fewer or more of what is named, of one order that waits; nothing is sold instead."""

from __future__ import annotations

import pytest

from agents.customer.wish_words import Wish, wish_of
from shops.models import FulfilmentStatus, Order, Parcel
from tests.support.gift_shop import GiftShop

BUYER, HEART, STAND, BUNTING = "17850", "85123A", "22423", "47566"


def read(shop: GiftShop, order: str) -> Order:
    """Read an order."""
    return shop.house.connection.reads.shop.get_order(order)


def lines(shop: GiftShop, order: str) -> dict[str, int]:
    """Give the pieces of an order by SKU."""
    return {line.sku: line.quantity for line in read(shop, order).lines}


def kinds(shop: GiftShop) -> set[str]:
    """Give the kinds of what was done beside writing."""
    return {row.kind for row in shop.effects()} - {"send_message"}


@pytest.mark.parametrize(
    ("part", "wish"),
    [
        ("please drop 10 of the party bunting", Wish("less", 10)),
        ("please remove one lunch bag pink polkadot", Wish("less", 1)),
        ("12 frames too many", Wish("less", 12)),
        ("i want 2 fewer cakestands", Wish("less", 2)),
        ("reduce the hearts by 4", Wish("less", 4)),
        ("柠檬减10个", Wish("less", 10)),
        ("锦鲤少要10个", Wish("less", 10)),
        ("醒狮去掉5个", Wish("less", 5)),
        ("山竹加10个", Wish("more", 10)),
        ("柠檬再加9个", Wish("more", 9)),
        ("add 6 hearts", Wish("more", 6)),
        ("i only need 6", Wish("set", 6)),
        ("醒狮那个25个改20个", Wish("set", 20, 25)),
        ("西湖那个减到40个", Wish("set", 40)),
        ("could you take the cake tins off my order", Wish("out")),
        ("do not send the dolly lights", Wish("out")),
        ("醒狮那个帮我去掉", Wish("out")),
        ("柠檬多少钱", None),
        ("差不多10个", None),
        ("柠檬多10个", Wish("more", 10)),
        ("the hearts are lovely", None),
        ("地址在中山路10号", None),
    ],
)
def test_a_part_says_what_shall_be_done_to_goods(part: str, wish: Wish | None) -> None:
    assert wish_of(part) == wish


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("please take the cakestands off my order", {HEART: 24}),
        ("do not send the cakestands, the rest is fine", {HEART: 24}),
        ("22423那个帮我去掉 谢谢亲", {HEART: 24}),
        ("22423不用发了 其他不变", {HEART: 24}),
        ("please drop 12 of the hanging hearts", {HEART: 12, STAND: 4}),
        ("12 hanging hearts fewer please", {HEART: 12, STAND: 4}),
        ("85123A减12个", {HEART: 12, STAND: 4}),
        ("85123A少要12个 其他不变", {HEART: 12, STAND: 4}),
        ("85123A那个24个改12个", {HEART: 12, STAND: 4}),
        ("85123A减12个,22423减2个", {HEART: 12, STAND: 2}),
        ("I do not want it cancelled, I want the 85123A changed to 12", {HEART: 12, STAND: 4}),
        ("drop the cakestands and make the hearts 12", {HEART: 12}),
        ("drop the cakestands, hearts 12", {HEART: 12}),
        ("lose the cakestands, only 12 hearts", {HEART: 12}),
        ("22423去掉,85123A要12个", {HEART: 12}),
        ("85123A要12个,22423不要了", {HEART: 12}),
        ("drop the cakestands keep the hearts", {HEART: 24}),
    ],
)
def test_what_is_plainly_wished_is_done(shop: GiftShop, text: str, after: dict[str, int]) -> None:
    order = shop.place(BUYER, (HEART, 24), (STAND, 4))
    shop.talk(BUYER, text)
    assert lines(shop, order) == after and kinds(shop) == {"change_items"}


@pytest.mark.parametrize(
    "text", ["85123A再加12个", "please add 12 hanging hearts to my order", "another 12 of the 85123A please"]
)
def test_more_of_what_an_order_holds_is_added_to_it_and_not_sold_anew(shop: GiftShop, text: str) -> None:
    shop.place(BUYER, (HEART, 24), (STAND, 4))
    said = shop.talk(BUYER, text)
    assert "36" in said and kinds(shop) == {"change_items"}


@pytest.mark.parametrize(
    "text",
    [
        "my wife says drop 12 of the hanging hearts",
        "should I drop 12 of the hanging hearts?",
        "maybe drop 12 of the hearts",
        "12 frames too many, I only need 12",
        "我老婆说85123A减12个",
        "85123A减12个 我老婆说的",
        "My boss told me to take the cakestands off, I told him to get lost",
        "she said cancel the cakestand, so I told her no chance",
        "85123A要不要减12个呢",
        "我朋友让我22423去掉",
    ],
)
def test_what_is_in_doubt_gives_no_money_back(shop: GiftShop, text: str) -> None:
    order = shop.place(BUYER, (HEART, 24), (STAND, 4))
    before = lines(shop, order)
    shop.talk(BUYER, text)
    assert lines(shop, order) == before and "change_items" not in kinds(shop)


@pytest.mark.parametrize(
    ("text", "yes"), [("should I drop 12 of the 85123A?", "yes please"), ("85123A要不要减12个呢", "是的")]
)
def test_it_is_asked_back_and_a_yes_does_it(shop: GiftShop, text: str, yes: str) -> None:
    order = shop.place(BUYER, (HEART, 24), (STAND, 4))
    assert shop.talk(BUYER, text).endswith("?") and kinds(shop) == set()
    shop.talk(BUYER, text, yes)
    assert lines(shop, order) == {HEART: 12, STAND: 4}


def test_an_offer_that_stands_is_meant_before_an_order(shop: GiftShop) -> None:
    order = shop.place(BUYER, (HEART, 24), (STAND, 4))
    shop.talk(BUYER, "how much are 36 hanging hearts 85123A?", "add 12 hanging hearts")
    assert lines(shop, order) == {HEART: 24, STAND: 4} and "change_items" not in kinds(shop)


@pytest.mark.parametrize(
    ("text", "asked"), [("取消我的订单", "退款啥时候到账啊"), ("please cancel my order", "when do I get my refund?")]
)
def test_who_asks_for_the_money_of_what_was_cancelled_is_told_it(shop: GiftShop, text: str, asked: str) -> None:
    order = shop.place(BUYER, (HEART, 24))
    shop.place("14911", (HEART, 24))
    shop.talk(BUYER, text, "yes" if text.isascii() else "是的")
    assert read(shop, order).fulfilment is FulfilmentStatus.CANCELLED
    said = shop.talk(BUYER, text, asked)
    assert order in said and not said.endswith("?")


@pytest.mark.parametrize("text", ["22423不要了 给我退了吧", "I don't need the 22423 any more, refund it please"])
def test_a_line_of_which_others_have_left_lately_is_asked_back(shop: GiftShop, text: str) -> None:
    order = shop.place(BUYER, (HEART, 24), (STAND, 4))
    said = shop.talk(BUYER, text)
    assert STAND in said and HEART not in said and said.endswith("?") and lines(shop, order) == {HEART: 24, STAND: 4}
    shop.talk(BUYER, text, "是的" if "要" in text else "yes")
    assert lines(shop, order) == {HEART: 24}


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("22423不要,85123A改12个", {HEART: 12}),
        ("cakestands off please, hearts down to 12", {HEART: 12}),
        ("lose the cakestands and cut the hearts to 12", {HEART: 12}),
        ("hearts 24 to 12, cakestands 4 to 2", {HEART: 12, STAND: 2}),
        ("no cakestands please, just the hearts", {HEART: 24}),
        ("the cakestands aren't needed any more, just send the hearts", {HEART: 24}),
        ("get rid of the cakestands", {HEART: 24}),
        ("只要85123A，22423不要了", {HEART: 24}),
        ("dont need the cakestands anymore", {HEART: 24}),
        ("plz remve the cakestands", {HEART: 24}),
        ("only need 12 hearts not 24", {HEART: 12, STAND: 4}),
        ("bump the hearts down to 12", {HEART: 12, STAND: 4}),
    ],
)
def test_goods_are_named_as_those_of_the_order(shop: GiftShop, text: str, after: dict[str, int]) -> None:
    order = shop.place(BUYER, (HEART, 24), (STAND, 4))
    shop.talk(BUYER, text)
    assert lines(shop, order) == after and kinds(shop) == {"change_items"}


@pytest.mark.parametrize(
    "text",
    [
        "退单",
        "别发了 退钱",
        "全部取消吧 急",
        "点错了 退一下",
        "帮我撤了这单谢谢",
        "取笑订单 谢谢",
        "canel my order pls",
        "scrap the order thanks",
    ]
    + ["I don't want this order anymore", "can u cxl pls", "pls cancel my oder, bought by mistake"],
)
def test_an_order_that_is_not_wanted_ends(shop: GiftShop, text: str) -> None:
    order = shop.place(BUYER, (HEART, 24), (STAND, 4))
    shop.talk(BUYER, text)
    assert read(shop, order).fulfilment is FulfilmentStatus.CANCELLED


@pytest.mark.parametrize(
    "text",
    [
        "nearly cancelled this yesterday, glad I didn't",
        "My sister cancelled hers, she never got a reply",
        "please don't drop the cakestands like last time",
        "don't take the cakestands off please",
        "幸好没取消这单",
        "谁跟你说我要取消了",
        "22423不退吧 能用就行",
    ],
)
def test_what_is_not_wished_is_not_asked_about(shop: GiftShop, text: str) -> None:
    order = shop.place(BUYER, (HEART, 24), (STAND, 4))
    said = shop.talk(BUYER, text)
    assert lines(shop, order) == {HEART: 24, STAND: 4} and "?" not in said and "？" not in said


@pytest.mark.parametrize(
    "text",
    [
        "22423你们给我去掉了?",
        "85123A没取消吧",
        "要我取消订单 没门",
        "我要85123A 22423不要太黄的",
        "no cakestands in the last parcel",
        "no cakestand like it",
        "are the cakestands off please",
        "the hearts cut out",
        "can you cancel after it ships",
        "half the hearts were missing",
        "he wanted 12 hearts not 24",
        "take the tags off please",
        "you changed the hearts to 12?",
    ],
)
def test_words_near_a_wish_move_no_money(shop: GiftShop, text: str) -> None:
    order = shop.place(BUYER, (HEART, 24), (STAND, 4))
    shop.talk(BUYER, text)
    assert lines(shop, order) == {HEART: 24, STAND: 4} and read(shop, order).fulfilment is FulfilmentStatus.UNSHIPPED


@pytest.mark.parametrize(
    "text",
    [
        "22423不要磨砂的 要亮面的",
        "please don't send the cakestands in one box",
        "why did I only get 12 hearts",
        "上次的22423退了一半",
    ]
    + [
        "Drop the hearts. No: drop the cakestands",
        "退款吧",
        "85123A为什么只发12个",
        "the cakestand is down to 2 tiers?",
    ],
)
def test_words_about_other_things_change_no_order(shop: GiftShop, text: str) -> None:
    order = shop.place(BUYER, (HEART, 24), (STAND, 4))
    shop.talk(BUYER, text)
    assert lines(shop, order) == {HEART: 24, STAND: 4} and read(shop, order).fulfilment is FulfilmentStatus.UNSHIPPED


def test_several_changes_in_doubt_are_asked_about_together_and_a_yes_does_them(shop: GiftShop) -> None:
    text = "should I cut the hearts to 12, cakestands off?"
    order = shop.place(BUYER, (HEART, 24), (STAND, 4))
    said = shop.talk(BUYER, text)
    assert "12 pieces of" in said and "none of" in said and said.endswith("?")
    shop.talk(BUYER, text, "yes please")
    assert lines(shop, order) == {HEART: 12}


def test_who_wants_only_money_back_may_mean_goods_that_have_left(shop: GiftShop) -> None:
    sent, kept = shop.place(BUYER, (STAND, 4)), shop.place(BUYER, (HEART, 24), (STAND, 2))
    parcel = Parcel(line_id=read(shop, sent).lines[0].id, quantity=4)
    shop.house.connection.writes.shop.ship(sent, [parcel], carrier="DHL", tracking="T1", key="out")
    shop.talk(BUYER, "22423退了吧")
    assert lines(shop, kept) == {HEART: 24, STAND: 2}


def test_fewer_than_a_pack_is_refused_with_the_pack(shop: GiftShop) -> None:
    shop.place(BUYER, (BUNTING, 4), (HEART, 24))
    assert "packs of" in shop.talk(BUYER, "make it 2 bunting")


@pytest.mark.parametrize(
    "text",
    [
        f"drop the cakestands and {BUNTING} 6 of",
        f"drop the cakestands, and the {BUNTING} for her birthday",
        "22423不要了,换成Party Bunting",
        f"{BUNTING}要12个,22423不要了",
    ],
)
def test_what_is_read_by_half_is_not_done_and_the_rest_is_asked_for(shop: GiftShop, text: str) -> None:
    """Party bunting is not in the order."""
    order = shop.place(BUYER, (HEART, 24), (STAND, 4))
    said = shop.talk(BUYER, text)
    assert lines(shop, order) == {HEART: 24, STAND: 4}, said


@pytest.mark.parametrize(
    "text",
    [
        "22423我妹说要退 我再问问她",
        "might cancel the cakestands, let you know tomorrow",
        "i told my boss we should have got 12 hearts not 24",
        "我朋友上次在你家取消订单 钱多久到账来着",
    ],
)
def test_what_will_be_decided_later_or_was_anothers_draws_no_question_that_an_ok_answers(
    shop: GiftShop, text: str
) -> None:
    order = shop.place(BUYER, (HEART, 24), (STAND, 4))
    shop.talk(BUYER, text, "ok")
    assert lines(shop, order) == {HEART: 24, STAND: 4} and read(shop, order).fulfilment is FulfilmentStatus.UNSHIPPED
