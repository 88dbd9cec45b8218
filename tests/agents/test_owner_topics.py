"""What the owner asks is answered by the employee whose it is, from the shop's tables, each number with its fact."""

from __future__ import annotations

import pytest

from agents.owner_topics import topics_of, wanted_of_owner
from authority.tasks import End
from decisions.said_numbers import unfounded
from tests.support.gift_shop import GiftShop

HEART = "85123A"
ASKED = [
    ("库存还够吗?", "product_question", "个 SKU 中"),
    ("What is running low?", "product_question", "goods that sell"),
    ("上周卖得最好的是什么", "product_question", "7 天卖出"),
    ("What sold best?", "product_question", "in 28 days"),
    ("哪些滞销", "product_question", "卖得最少"),
    ("How is the white hanging heart doing?", "product_question", f"({HEART}): £2.95"),
    ("广告花了多少钱", "promotion_question", "投产比"),
    ("how are the ads?", "promotion_question", "ROAS"),
    ("有哪些优惠券在跑?", "promotion_question", "优惠:0 个"),
    ("How many orders are waiting?", "customer_question", "orders wait to leave"),
    ("还有多少没发货", "customer_question", "待发货"),
    ("Who ordered most?", "customer_question", "buyers ordered"),
    ("老客复购怎么样", "customer_question", "不止一次"),
    ("退款多少", "customer_question", "单有退款"),
]


@pytest.mark.parametrize(("text", "job", "said"), ASKED)
def test_a_question_is_answered_by_whose_it_is_and_every_number_stands_in_a_fact(
    shop: GiftShop, text: str, job: str, said: str
) -> None:
    task = shop.owner(text)
    assert (task.job, task.end) == (job, End.DONE)
    assert said in task.answer
    facts = {one["id"]: one["text"] for one in shop.house.tasks.turns(task.id)[0].body["facts"]}
    assert {line: unfounded(line, facts) for line in task.answer.splitlines() if unfounded(line, facts)} == {}
    assert shop.effects() == []


def test_an_order_is_shown_by_its_id(shop: GiftShop) -> None:
    order = shop.place("17850", (HEART, 12))
    answer = shop.owner(f"what about order {order}?").answer
    assert order in answer and f"12 × {HEART}" in answer and "paid, unshipped" in answer
    assert shop.owner("订单 O99999999 呢?").answer == "店里没有这个订单。"


def test_what_the_shop_has_now_is_what_is_said(shop: GiftShop) -> None:
    before = shop.owner("How many orders are waiting?").answer
    shop.place("17850", (HEART, 12))
    assert "0 orders wait" in before and "1 orders wait" in shop.owner("How many orders are waiting now?").answer


def test_a_command_or_a_why_is_not_taken_for_a_question_about_figures() -> None:
    assert wanted_of_owner("why were the ads paused?", ("why",))[0] == "why"
    assert wanted_of_owner("stop the ads", ("stop",))[0] == "order_ads"
    assert wanted_of_owner("stop everything", ("stop",))[0] == "order_other"
    assert wanted_of_owner("did the ads stop?", ("stop",))[0] == "ads"
    assert wanted_of_owner("how was yesterday?", ("report",)) == ("report",)
    assert topics_of("Hello there") == ()
