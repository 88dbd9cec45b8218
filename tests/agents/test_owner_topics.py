"""What the owner asks is answered by the employee whose it is, from the shop's tables, each number with its fact."""

from __future__ import annotations

import pytest

from agents.owner_topics import topics_of, wanted_of_owner
from authority.effects.set_listed import SetListed
from authority.tasks import End
from decisions.said_numbers import unfounded
from tests.support.gift_shop import GiftShop

HEART = "85123A"
ASKED = [
    ("库存还够吗?", "product_question", "个 SKU 中"),
    ("What is running low?", "product_question", "goods that sell"),
    ("上周卖得最好的是什么", "product_question", "2011-08-29 – 2011-09-04 卖出"),
    ("What sold best?", "product_question", "in 28 days"),
    ("哪些滞销", "product_question", "最久才能卖完"),
    ("How is the white hanging heart doing?", "product_question", f"({HEART}): £2.95"),
    ("广告花了多少钱", "promotion_question", "投产比"),
    ("how are the ads?", "promotion_question", "ROAS"),
    ("有哪些优惠券在跑?", "promotion_question", "优惠:0 个"),
    ("How many orders are waiting?", "customer_question", "orders wait to leave"),
    ("还有多少没发货", "customer_question", "待发货"),
    ("Who ordered most?", "customer_question", "buyers ordered"),
    ("老客复购怎么样", "customer_question", "不止一次"),
    ("退款多少", "customer_question", "单有退款"),
    ("有没有客户投诉", "customer_question", "有 0 个会话里买家投诉"),
    ("Any complaints this week?", "customer_question", "buyers complained in 0 conversations"),
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


@pytest.mark.parametrize(
    "text", ["有什么要我批的?", "今天有什么要我决定的吗", "what do I need to approve?", "show me the pending approvals"]
)
def test_what_waits_for_the_owner_is_named_with_its_reason_and_nothing_is_done(shop: GiftShop, text: str) -> None:
    shop.owner("raise the white hanging heart by 40%")
    (held,) = shop.effects()
    task = shop.owner(text)
    assert (task.job, task.end) == ("decisions_question", End.DONE)
    assert held.state == "held" and held.id in task.answer and "approvals approve" in task.answer
    assert ("价格改为" if task.answer.startswith("待") else "price of") in task.answer
    assert [(row.id, row.state) for row in shop.effects()] == [(held.id, "held")]
    assert shop.owner("approve all of them").job == "owner_order"


def test_an_order_is_shown_by_its_id(shop: GiftShop) -> None:
    order = shop.place("17850", (HEART, 12))
    answer = shop.owner(f"what about order {order}?").answer
    assert order in answer and f"12 × {HEART}" in answer and "paid, unshipped" in answer
    assert shop.owner("订单 O99999999 呢?").answer == "店里没有这个订单。"


def test_what_the_shop_has_now_is_what_is_said(shop: GiftShop) -> None:
    before = shop.owner("How many orders are waiting?").answer
    shop.place("17850", (HEART, 12))
    assert "0 orders wait" in before and "1 order waits" in shop.owner("How many orders are waiting now?").answer


def test_a_command_or_a_why_is_not_taken_for_a_question_about_figures() -> None:
    assert wanted_of_owner("why were the ads paused?", ("why",))[0] == "why"
    assert wanted_of_owner("stop the ads", ("stop",))[0] == "order_ads"


def test_sums_of_an_order_are_no_limit_without_a_word_of_bounds() -> None:
    assert wanted_of_owner("refund 14911 and 17850 £5", ("limit",))[0] == "order_refund"
    assert wanted_of_owner("refund no more than £5 without asking me", ("limit",))[0] == "limit"
    assert wanted_of_owner("stop everything", ("stop",))[0] == "order_other"
    assert wanted_of_owner("did the ads stop?", ("stop",))[0] == "ads"
    assert wanted_of_owner("how was yesterday?", ("report",)) == ("report",)
    assert topics_of("Hello there") == ()


@pytest.mark.parametrize(("owner", "said"), [(False, "on quality hold, not on sale"), (True, "off sale on your order")])
def test_goods_off_sale_are_shown_as_such_and_counted_with_none_that_sell(
    shop: GiftShop, owner: bool, said: str
) -> None:
    before = shop.owner("What is running low?").answer
    if owner:
        shop.owner(f"take {HEART} off sale")
    else:
        _hold(shop)
    shop.pass_time(minutes=1)
    answer = shop.owner("What is running low?").answer
    assert "of 6 goods that sell" in before and "of 5 goods that sell" in answer
    (line,) = [one for one in answer.splitlines() if HEART in one]
    assert said in line and "it lasts" not in line
    assert said in shop.owner("How is the white hanging heart doing?").answer
    chinese = shop.owner(f"{HEART} 库存还有多少").answer
    assert "不在售" in chinese and "可售" not in chinese


def test_goods_that_the_owner_has_put_back_are_on_sale_again(shop: GiftShop) -> None:
    _hold(shop)
    (row,) = shop.effects(shop.owner(f"relist {HEART}"))
    shop.house.desk.approve(row.id, by="owner")
    assert "on sale" not in shop.owner("How is the white hanging heart doing?").answer


def _hold(shop: GiftShop) -> None:
    crew = shop.crew()
    task = shop.house.tasks.get(shop.open_job("quality_loop"))
    receipt = crew.tool_context(task, 1, 1).submit(
        SetListed(product_id=f"P-{HEART}", listed=False), "quality hold: 6 of 20 lines broken"
    )
    assert receipt.state == "done"


def test_complaints_are_counted_from_what_buyers_wrote_and_apart_from_money_given_back(shop: GiftShop) -> None:
    order = shop.place("17850", (HEART, 12))
    shop.market.send_message("17850", f"Order {order} arrived smashed, I want a refund", at=shop.clock.now())
    shop.market.send_message("13047", "质量太差了,我要投诉", at=shop.clock.now())
    shop.market.send_message("14911", "How much is the white hanging heart?", at=shop.clock.now())
    shop.market.send_message("14911", "支持退换货吗?", at=shop.clock.now())
    task = shop.owner("Any complaints?")
    complaints, back = (line for line in task.answer.splitlines() if "[complaints]" in line or "[back]" in line)
    assert "complained in 2 conversations, in 2 of them about the goods; threats of a dispute: 0" in complaints
    assert "0 orders had money given back" in back
    assert f"buyer 17850, order {order}: broken" in task.answer and "buyer 13047: quality" in task.answer
    assert "14911" not in task.answer
    facts = {one["id"]: one["text"] for one in shop.house.tasks.turns(task.id)[0].body["facts"]}
    assert {line: unfounded(line, facts) for line in task.answer.splitlines() if unfounded(line, facts)} == {}
    chinese = shop.owner("有没有客户投诉").answer
    assert "有 2 个会话里买家投诉,其中 2 个针对商品质量" in chinese and "买家 13047:质量" in chinese
    shop.pass_time(days=30)
    assert "complained in 0 conversations" in shop.owner("Any complaints?").answer


def test_money_given_back_counts_cancelled_orders_and_names_to_whom_it_went(shop: GiftShop) -> None:
    kept, gone = shop.place("17850", (HEART, 12)), shop.place("13047", (HEART, 2))
    shop.pass_time(minutes=5)
    shop.owner(f"refund order {kept} £1.50")
    shop.buyer("13047", f"please cancel order {gone}")
    answer = shop.owner("Who got refunds today?").answer
    assert "2 orders had money given back, £7.40 in all; 1 of them was cancelled" in answer, answer
    assert f"buyer 17850, order {kept}: £1.50" in answer and f"buyer 13047, order {gone}: £5.90" in answer
    shop.pass_time(days=3)
    assert "0 单有退款" in shop.owner("昨天给谁退款了?").answer
    assert "7.40" in shop.owner("any refunds this week?").answer


def test_a_threat_of_a_dispute_is_counted_as_one(shop: GiftShop) -> None:
    shop.market.send_message("14911", "I will call my lawyer about this order", at=shop.clock.now())
    answer = shop.owner("Are there complaints or refunds?").answer
    assert "in 1 conversation," in answer and "dispute: 1" in answer and answer.count("money given back") == 1
