"""A clear yes does what was asked; thanks or joy alone do not, and the question is put again."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest

from agents.short_answer import Answer, answer_of
from shops.models import Parcel
from tests.support.fixtures import ShopAfter
from tests.support.gift_shop import GiftShop, Wrote

BUYER, HEART, STAND = "17850", "85123A", "22423"
WORDS: dict[Answer | None, str] = {
    "yes": """ok thank you|okey dokey|yesss|sounds good|go for it|deal|happy with that
        |yes brilliant cheers|fine by me|absolutely|thats fine|👍|👌🏽|[OK]|恩恩|嗯呐|成|妥|中|得嘞|要得|好嘞 谢谢|阔以
        |OK的|好滴好滴|可以 太好了|sure thing thx x
        |yessir|yes that would be great thanks|that'd be lovely, yes|没毛病|好叭""",
    "joy": "brilliant cheers|great stuff|super|perfect|prefect|awsome|太好了|好棒|😊|不错 谢谢|Great, thank you!",
    "thanks": "thank you|ta|tysm|thnaks|谢谢亲|麻烦您了|辛苦了|🙏",
    "noted": "ok, I see|got it thanks|收到|好的收到|知道了 谢谢|no problem|it's fine|lol ok|哈哈好的|那就这样吧",
    "rests": "leave it then|ok never mind|算了吧|不用了 谢谢|Fine. Leave it as it is then",
    "no": "nope|no thanks|👎",
    None: """ok?|is that ok|成不成|妥吗|要得个鬼|中午再说|得了吧|老板要|好麻烦|i'm fine|yes if it has not left
        |deal with it later|sounds good to my wife|go for it tomorrow|ok, and the red one|dont|还是要|不成|a lot||…""",
}
OFFER = "36 white hanging hearts, how much?"
YES = ("ok thank you", "sounds good", "👍", "yes, brilliant", "得嘞 谢谢", "要得")
UNSURE = ("brilliant cheers", "perfect", "thank you", "收到", "太好了 谢谢", "好的知道了")


@pytest.mark.parametrize(
    ("answer", "text"), [(answer, one.strip()) for answer, texts in WORDS.items() for one in texts.split("|")]
)
def test_what_a_short_answer_says(answer: Answer | None, text: str) -> None:
    assert answer_of(text) == answer


def cancelling(shop: GiftShop) -> str:
    """Give words that draw the question whether an order shall be cancelled."""
    return f"what happens if I cancel {shop.place(BUYER, (HEART, 12))}?"


def dropping(shop: GiftShop) -> str:
    """Give words that draw the question whether a line shall go."""
    return f"I wonder if I should drop the cakestand from {shop.place(BUYER, (HEART, 24), (STAND, 2))}"


def fewer(shop: GiftShop) -> str:
    """Give words that draw the question whether there shall be fewer pieces of one of two lines."""
    return f"can the 85123A in {shop.place(BUYER, (HEART, 24), (STAND, 2))} be 12 instead of 24?"


def refunding(shop: GiftShop) -> str:
    """Give words that draw the question whether the price of what came broken shall come back."""
    order = shop.place(BUYER, (HEART, 10))
    lines = shop.house.connection.reads.shop.get_order(order).lines
    parcels = [Parcel(line_id=line.id, quantity=line.quantity) for line in lines]
    sent = shop.house.connection.writes.shop.ship(order, parcels, carrier="DHL", tracking="T1", key=f"out {order}")
    assert sent.object_id is not None
    shop.market.deliver([sent.object_id], at=shop.clock.now())
    return f"{order} 85123A 有1个碎了 我朋友那个[图片]"


def sampling(_shop: GiftShop) -> str:
    """Give words that draw the question whether a sample shall be sent."""
    return "my friend got a sample of the 85123A from you, would I?"


def ending(_shop: GiftShop) -> str:
    """Give words that draw the question whether no more offers shall be written about."""
    return "how do I unsubscribe?"


ASKED = {
    cancelling: "cancel_order",
    dropping: "change_items",
    fewer: "change_items",
    refunding: "issue_refund",
    sampling: "offer_sample",
    ending: "stop_offers",
}


def done(shop: GiftShop) -> list[str]:
    """Give the kinds of what was done beside writing."""
    return [row.kind for row in shop.effects() if row.kind != "send_message"]


@cache
def put(asking: Callable[[GiftShop], str]) -> Callable[[GiftShop], object]:
    """Give what lets the question be put."""
    return lambda shop: shop.talk(BUYER, asking(shop))


@pytest.mark.parametrize("asking", ASKED)
@pytest.mark.parametrize("yes", YES)
def test_a_clear_yes_does_what_was_asked(shop_after: ShopAfter, asking: Callable[[GiftShop], str], yes: str) -> None:
    shop = shop_after(put(asking))
    shop.talk_on(BUYER, yes)
    assert done(shop) == [ASKED[asking]]


@pytest.mark.parametrize("asking", ASKED)
@pytest.mark.parametrize("unsure", UNSURE)
def test_thanks_and_joy_agree_to_nothing_and_leave_the_question_open(
    shop_after: ShopAfter, asking: Callable[[GiftShop], str], unsure: str
) -> None:
    shop = shop_after(put(asking))
    said = shop.talk_on(BUYER, unsure)
    assert done(shop) == [] and said.rstrip("?") != said and ("yes or no" in said or "是" in said)
    shop.talk_on(BUYER, unsure, "yes")
    assert done(shop) == [ASKED[asking]]


def test_the_question_is_put_again_in_its_own_language(shop: GiftShop) -> None:
    order = shop.place(BUYER, (HEART, 12))
    assert shop.talk(BUYER, f"{order} 取消的话能退多少钱", "brilliant cheers").startswith("请直接回复")


@pytest.mark.parametrize(
    ("text", "ordered"),
    [
        ("ok thanks", True),
        ("👍", True),
        ("得嘞", True),
        ("deal", True),
        ("perfect", False),
        ("cheers", False),
        ("收到", False),
    ],
)
def test_an_offer_is_ordered_on_a_clear_yes_to_the_question(shop_after: ShopAfter, text: str, ordered: bool) -> None:
    said = shop_after(Wrote(BUYER, (OFFER, "sure, that works"))).talk_on(BUYER, text)
    assert ("lease place the order" in said or "请直接下单" in said) == ordered


@pytest.mark.parametrize("text", ["sounds good", "perfect", "super", "happy with that", "妥", "要得", "👌"])
def test_who_likes_an_offer_is_asked_whether_to_order_it(shop_after: ShopAfter, text: str) -> None:
    shop = shop_after(Wrote(BUYER, (OFFER,)))
    said = shop.talk_on(BUYER, text)
    assert said.startswith(("Shall it be ordered", "请问要下单吗")) and len(shop.effects()) == 3


def removed(shop: GiftShop) -> None:
    """Let a buyer have goods taken out of an order."""
    shop.talk(BUYER, f"please remove the cakestand from {shop.place(BUYER, (HEART, 10), (STAND, 2))}")


@pytest.mark.parametrize(
    "text",
    [
        "great stuff",
        "okey dokey",
        "super",
        "👌",
        "happy with that",
        "deal",
        "brilliant cheers",
        "恩恩",
        "妥了",
        "太好了",
    ],
)
def test_where_nothing_is_asked_a_short_word_is_enough(shop_after: ShopAfter, text: str) -> None:
    shop = shop_after(removed)
    said = shop.talk_on(BUYER, text)
    assert said in ("Very well.", "You are welcome.", "好的。", "不客气。") and done(shop) == ["change_items"]
