"""Who asks that the order waits gets a person, and nothing leaves until the conversation is given back."""

from __future__ import annotations

import pytest

from agents.topics import Topic, find_topics
from kit.text import fold
from shops.models import FulfilmentStatus
from tests.support.gift_shop import GiftShop

BUYER, OTHER, HEART = "17850", "13047", "85123A"
HOLDS = """please don't ship my order yet, I may add something|Can you hold my order until next Monday? I'm away
    |please hold off sending it until I confirm|could you delay dispatch by a week please|don't send it before the 12th
    |我那单先别发货 我可能还要加点|先不要发货,等我通知|能晚几天发吗 我出差|麻烦压几天再发
    |发货推迟两天行吗|先别发,等我信|先不急着发 等我通知"""
OTHERS = """please don't send me emails|is there a delay with my order?|when will you ship my order?
    |don't ship it to Leeds|please cancel my order, don't ship it yet|怎么还没发货|别发错了|请问什么时候发货|先发这单
    |不要发票|今天能发货吗|发货单请发我"""


def test_the_wish_that_an_order_waits_is_read() -> None:
    texts = {one.strip(): True for one in HOLDS.split("|")} | {one.strip(): False for one in OTHERS.split("|")}
    assert {text: Topic.HOLD_ORDER in find_topics(fold(text)) for text in texts} == texts


@pytest.mark.parametrize("text", ["please don't ship my order yet, I may add something", "先不要发货,等我通知"])
def test_nothing_leaves_for_who_asks_to_wait_until_the_conversation_is_given_back(shop: GiftShop, text: str) -> None:
    mine, theirs = shop.place(BUYER, (HEART, 10)), shop.place(OTHER, (HEART, 10))
    task = shop.buyer(BUYER, text)
    (handed,) = [row for row in shop.effects() if row.kind == "hand_over"]
    assert "ships this buyer nothing" in str(handed.payload) or "不给这位买家发货" in str(handed.payload)
    assert "stop_offers" not in {row.kind for row in shop.effects()}
    shop.job("ship_list", cause="while a person has it")
    reads = shop.house.connection.reads.shop
    stood = [reads.get_order(one).fulfilment for one in (mine, theirs)]
    assert stood == [FulfilmentStatus.UNSHIPPED, FulfilmentStatus.SHIPPED]
    shop.house.connection.writes.messages.take_back(shop.thread_of(task), key="back")
    shop.job("ship_list", cause="given back")
    assert reads.get_order(mine).fulfilment is FulfilmentStatus.SHIPPED
