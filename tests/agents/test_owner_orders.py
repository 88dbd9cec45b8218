"""Orders of the owner in a chat: done through the desk, or refused with the words that nothing was done and how to."""

from __future__ import annotations

import pytest

from agents.owner_orders import OwnerOrder, is_question, orders_of, wants_more
from agents.owner_reserves import is_doubted, is_forbidden
from authority.tasks import End
from tests.support.gift_shop import GiftShop

HEART = "85123A"


def _running(shop: GiftShop) -> list[str]:
    assert shop.house.connection.reads.ads is not None
    return [one.id for one in shop.house.connection.reads.ads.list_keywords() if not one.paused]


def _is_listed(shop: GiftShop) -> bool:
    return shop.house.connection.reads.shop.get_product(f"P-{HEART}").listed


@pytest.mark.parametrize(
    ("text", "order", "more"),
    [
        ("停掉所有广告", "order_ads", False),
        ("把广告停了,好吗?", "order_ads", False),
        ("能不能把广告停了吗?", "order_ads", False),
        ("could you stop all ads?", "order_ads", False),
        ("turn the ads off", "order_ads", False),
        ("turn the ads back on", "order_ads", True),
        ("恢复广告", "order_ads", True),
        ("把SKU-14重新上架", "order_shelf", True),
        ("SKU-14重新上架", "order_shelf", True),
        ("relist SKU-14", "order_shelf", True),
        ("lift the quality hold on SKU-14", "order_shelf", True),
        ("take SKU-14 off the shelf", "order_shelf", False),
        ("把SKU-14下架", "order_shelf", False),
        ("给B0404退款50元", "order_refund", None),
        ("退50元给B0404", "order_refund", None),
        ("refund B0404 50 yuan", "order_refund", None),
        ("give B0404 50 yuan back", "order_refund", None),
        ("取消订单26002062", "order_other", None),
        ("cancel order 26002062", "order_other", None),
        ("给B0404发优惠券", "order_other", None),
        ("message B0404 that it left", "order_other", None),
        ("stop everything", "order_other", None),
        ("nuke all ads", "order_other", None),
        ("please archive our old orders", "order_other", None),
    ],
)
def test_an_order_is_read_as_one(text: str, order: OwnerOrder, more: bool | None) -> None:
    assert orders_of(text) == (order,)
    assert order not in (OwnerOrder.ADS, OwnerOrder.SHELF) or wants_more(order, text) is more


@pytest.mark.parametrize(
    "text",
    (
        "广告花了多少钱|how are the ads?|did the ads stop?|广告停了吗|stop all ads?|退款多少|退款情况|"
        "give me the figures|send me the report|把昨天的数据给我看看|Set of 3 cake tins|update on ads|"
        "change in sales this week|有没有客户投诉|why did you take it off the shelf?|为什么下架了SKU-14|"
        "下架的商品|发货情况|orders waiting|check all ads|about the ads|list all orders|orders for the shop|"
        "pending the orders|sales of all items|open the orders|ads|the ads that stopped|今天有什么安排?"
    ).split("|"),
)
def test_a_question_orders_nothing(text: str) -> None:
    assert orders_of(text) == ()
    assert not is_question("stop all ads") and is_question("did you stop them")


RESERVED = (
    "要不要把{heart}涨价2%?|{heart}涨价2%会怎么样|should we raise {heart} by 2%?|what if we raise {heart} by 2%?|"
    "要不要下架{heart}?|should we produce 500 {heart}?|要不要生产500个{heart}?|明天把{heart}涨价2%|"
    "raise {heart} by 2% tomorrow|take {heart} off sale next week|下周把{heart}下架|停广告到周五|"
    "stop selling {heart} to Germany|"
    "{heart}不要卖给德国|给老客户把{heart}降价2%|raise {heart} for wholesale buyers by 2%|"
    "别给{heart}涨价2%|don't ship O1109062006|don't sell {heart} to Germany"
)


@pytest.mark.parametrize("to", [None, "product"])
@pytest.mark.parametrize("text", RESERVED.format(heart=HEART).split("|"))
def test_what_is_weighed_denied_for_later_or_for_some_buyers_is_not_done(
    shop: GiftShop, text: str, to: str | None
) -> None:
    """An order is carried out at once and for everybody, or not at all, and that is said."""
    task = shop.owner(text, to=to)
    assert shop.effects() == [] and _is_listed(shop) and _running(shop) == ["k1", "k2"]
    assert "nothing was done" in task.answer or "什么都没有做" in task.answer, task.answer


@pytest.mark.parametrize(
    "text",
    (
        f"把{HEART}涨价2%|raise {HEART} by 2%|can you raise {HEART} by 2%?|能不能把{HEART}涨价2%?|今天把{HEART}涨价2%|"
        f"please raise {HEART} by 2% now|把{HEART}涨价2%,另外昨天卖得怎么样?|raise {HEART} by 2%. How was yesterday?"
    ).split("|"),
)
def test_a_plain_or_polite_order_is_carried_out(shop: GiftShop, text: str) -> None:
    assert shop.price(HEART) == (295, 255)
    shop.owner(text)
    assert shop.price(HEART) == (300, 260)


@pytest.mark.parametrize("text", [f"did you raise {HEART}?", f"{HEART}涨价了吗?"])
def test_a_question_after_what_was_done_is_answered_with_what_was_done(shop: GiftShop, text: str) -> None:
    shop.owner(f"raise {HEART} by 2%")
    shop.pass_time(hours=1)
    task = shop.owner(text)
    assert task.job == "explain_changes" and "+1.7" in task.answer and len(shop.effects()) == 1


def test_words_with_a_wish_of_their_own_complete_no_question(shop: GiftShop) -> None:
    assert "which" in shop.owner("raise it by 2%").answer.lower()
    shop.pass_time(minutes=1)
    clearing = shop.owner(f"清仓{HEART}")
    assert clearing.job != "price_request" and shop.effects() == []
    task = shop.owner(f"{HEART}做500个")
    assert task.job == "production_request" and [row.kind for row in shop.effects()] == ["order_production"]


def test_the_same_refund_twice_is_asked_about(shop: GiftShop) -> None:
    order = shop.place("14911", (HEART, 12))
    shop.owner(f"{order}退2元")
    shop.pass_time(minutes=1)
    again = shop.owner(f"refund order {order} £2")
    assert "nothing was done" in again.answer and len(shop.effects()) == 1
    shop.owner(f"refund order {order} £2 again")
    assert [row.payload["amount"] for row in shop.effects()] == [200, 200]


DOUBTED = ("Stop all ads?", "refund 14911 £5?", f"take {HEART} off the shelf?", "停掉所有广告?", "resume the ads ?")
DOUBTED += (f"Raise {HEART} by 3%?", f"Set the price of {HEART} to 3.05?", f"把{HEART}涨价3%?")


@pytest.mark.parametrize("to", [None, "customer", "product", "promotion", "store_manager"])
@pytest.mark.parametrize("text", DOUBTED)
def test_an_order_with_a_question_mark_is_asked_back_and_not_answered_with_figures(
    shop: GiftShop, text: str, to: str | None
) -> None:
    shop.place("14911", (HEART, 12))
    task = shop.owner(text, to=to)
    assert f"“{text.rstrip('?').strip()}”" in task.answer
    assert ("Nothing was done" in task.answer or "什么都没有做" in task.answer) and "ads_day" not in task.answer
    assert shop.effects() == [] and _running(shop) == ["k1", "k2"]


@pytest.mark.parametrize(
    "text",
    (
        "did the ads stop?|could you stop all ads?|能不能把广告停了吗?|广告停掉了?|refund rate this week?|停投的原因?|"
        "raise 85123A by 3%|can you raise 85123A by 3%?|change in price?|stop date of the campaign?|"
        "why stop all ads?|stop all ads|end of the campaign?|how are the ads?|退款率?"
    ).split("|"),
)
def test_a_question_and_a_polite_order_are_not_doubted(text: str) -> None:
    assert not is_doubted(text)


def test_an_order_with_a_verb_that_is_not_known_says_what_can_be_ordered(shop: GiftShop) -> None:
    answer = shop.owner("nuke all ads").answer
    assert "nothing was done" in answer and "ads stopped or resumed" in answer and _running(shop) == ["k1", "k2"]


@pytest.mark.parametrize(("stop", "run"), [("stop all ads", "resume the ads"), ("停掉所有广告", "恢复广告")])
def test_ads_stop_and_run_again_as_ordered(shop: GiftShop, stop: str, run: str) -> None:
    task = shop.owner(stop)
    assert (task.job, task.end, _running(shop)) == ("ads_order", End.DONE, [])
    assert [row.reason for row in shop.effects(task)] == [f"the owner asked for it: {stop}"] * 2
    assert all(row.id in task.answer for row in shop.effects(task))
    shop.pass_time(hours=2)
    again = shop.owner(stop)
    assert shop.effects(again) == [] and ("nothing was done" in again.answer or "什么都没有做" in again.answer)
    shop.owner(run)
    assert _running(shop) == ["k1", "k2"]


def test_only_what_the_owner_had_stopped_runs_again(shop: GiftShop) -> None:
    shop.job("stop_loss")
    assert _running(shop) == ["k2"]
    assert "nothing was done" in shop.owner("resume the ads").answer
    shop.owner("stop all ads")
    shop.pass_time(hours=1)
    shop.owner("resume all ads")
    assert _running(shop) == ["k2"]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("stop the ads for the regency cakestand", ["k2"]),
        ("暂停关键词 bunting", ["k1"]),
        ("pause the campaign Gifts", []),
        ("stop the ads on the moon", ["k1", "k2"]),
    ],
)
def test_ads_that_are_named_stop_alone_and_unknown_ones_are_asked_for(
    shop: GiftShop, text: str, left: list[str]
) -> None:
    answer = shop.owner(text).answer
    assert _running(shop) == left
    assert ("nothing was done" in answer) == (len(left) == 2)


@pytest.mark.parametrize(
    ("off", "on"), [(f"take {HEART} off sale", f"relist {HEART}"), (f"把{HEART}下架", f"把{HEART}重新上架")]
)
def test_goods_go_off_sale_at_once_and_back_when_the_owner_approves(shop: GiftShop, off: str, on: str) -> None:
    shown = shop.owner(on)
    assert shop.effects(shown) == [] and ("nothing was done" in shown.answer or "什么都没有做" in shown.answer)
    assert (shop.owner(off).end, _is_listed(shop)) == (End.DONE, False)
    task = shop.owner(on)
    (row,) = shop.effects(task)
    assert (task.job, task.end, row.state, _is_listed(shop)) == ("shelf_order", End.HELD, "held", False)
    assert "approvals list" in task.answer and row.id in task.answer
    shop.pass_time(minutes=1)
    assert row.id in shop.owner(on).answer and len(shop.house.log.list_effects(states=("held",))) == 1
    shop.house.desk.approve(row.id, by="owner")
    assert _is_listed(shop)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("为什么下架?", "1 项"),
        ("为什么重新上架?", "1 项"),
        ("为什么上架又下架?", "2 项"),
        ("Why off the shelf?", "goods: 1"),
    ],
)
def test_why_goods_left_the_shelf_is_not_answered_with_those_put_on_it(shop: GiftShop, text: str, count: str) -> None:
    shop.owner(f"take {HEART} off sale")
    shop.owner(f"relist {HEART}")
    task = shop.owner(text)
    assert task.job == "explain_changes" and count in task.answer


FORBIDDEN = (
    "别下架{heart}|不要下架{heart}|{heart}别下架|先别把{heart}下架|不要停广告|别停广告|广告先别停掉|"
    "Do not pause the ads|don't take {heart} off the shelf|don't refund 14911 £5|先别给14911退款5元|"
    "I don't want you to stop the ads|"
    "别把{heart}涨价3%|don't raise the price of {heart} to 3.05|never stop the ads"
)


@pytest.mark.parametrize("text", FORBIDDEN.format(heart=HEART).split("|"))
def test_what_the_owner_says_not_to_do_is_not_done_and_that_is_said(shop: GiftShop, text: str) -> None:
    task = shop.owner(text)
    assert shop.effects(task) == [] and _is_listed(shop) and _running(shop) == ["k1", "k2"]
    assert "nothing was done" in task.answer or "什么都没有做" in task.answer, task.answer


@pytest.mark.parametrize(
    "text",
    f"别投广告了|不要再投广告|别卖{HEART}了|stop the ads|退款别超过50元|don't refund more than £5|要不要停广告?|"
    "why didn't you stop the ads?|没有停广告吗".split("|"),
)
def test_words_of_stopping_bounds_and_questions_deny_no_order(text: str) -> None:
    assert not is_forbidden(text)


@pytest.mark.parametrize("text", ["麻烦恢复广告,谢谢", "resume the ads, thanks"])
def test_a_polite_order_means_all_ads_too(shop: GiftShop, text: str) -> None:
    shop.owner("停掉所有广告")
    shop.pass_time(hours=2)
    shop.owner(text)
    assert _running(shop) == ["k1", "k2"]


def test_a_shelf_order_without_goods_is_asked_back_and_completed(shop: GiftShop) -> None:
    assert "Nothing was done" in shop.owner("take it off the shelf").answer
    shop.pass_time(minutes=1)
    shop.owner(HEART)
    assert not _is_listed(shop)


@pytest.mark.parametrize(
    "text", ["refund order {order} £5", "给订单 {order} 退款£5", "退£5给14911", "refund 14911 £5.00"]
)
def test_a_refund_goes_to_the_only_line_that_is_meant(shop: GiftShop, text: str) -> None:
    order = shop.place("14911", (HEART, 12))
    task = shop.owner(text.format(order=order))
    (row,) = shop.effects(task)
    assert (task.job, row.kind, row.payload["order_id"], row.payload["amount"]) == (
        "refund_order",
        "issue_refund",
        order,
        500,
    )
    assert row.state in ("done", "held") and row.id in task.answer and "£5.00" in task.answer


def test_a_refund_that_lacks_order_line_or_sum_is_asked_back_and_completed(shop: GiftShop) -> None:
    order = shop.place("14911", (HEART, 12), ("22423", 2))
    for text, asked in (("refund £5 please", "Whose money"), (order, "Of which line"), ("22423", "back to 14911")):
        shop.pass_time(minutes=1)
        task = shop.owner(text)
        assert asked in task.answer and (bool(shop.effects()) == (text == "22423"))
    (row,) = shop.effects(task)
    assert row.payload["line_id"].startswith(order) and row.payload["amount"] == 500


@pytest.mark.parametrize(
    "text",
    [
        "refund 14911 £5 for 85123A and £3 for 22423",
        "refund order {order}: £5 for the white hanging heart, £3 for the regency cakestand",
        "给14911的订单退 85123A 5英镑和 22423 3英镑",
    ],
)
def test_several_lines_of_one_order_get_their_sums_back_in_one_go(shop: GiftShop, text: str) -> None:
    shop.place("14911", (HEART, 30))
    order = shop.place("14911", (HEART, 12), ("22423", 2))
    task = shop.owner(text.format(order=order))
    rows = shop.effects(task)
    skus = {line.id: line.sku for line in shop.house.connection.reads.shop.get_order(order).lines}
    assert [(row.kind, row.payload["order_id"], row.payload["amount"]) for row in rows] == [
        ("issue_refund", order, 500),
        ("issue_refund", order, 300),
    ]
    assert [skus[row.payload["line_id"]] for row in rows] == [HEART, "22423"]
    assert all(row.id in task.answer for row in rows) and "£5.00" in task.answer and "£3.00" in task.answer


@pytest.mark.parametrize(
    "sums",
    [
        "£5 for 85123A and £9999 for 22423",
        "£5 for 85123A and £3 for 47566",
        "£5 for 85123A and £3 for the unicorns",
        "£5 or £3 for 85123A",
    ],
)
def test_sums_that_no_one_order_can_give_back_change_nothing(shop: GiftShop, sums: str) -> None:
    shop.place("14911", (HEART, 12), ("22423", 2))
    assert "nothing was done" in shop.owner(f"refund 14911 {sums}").answer
    assert shop.effects() == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("refund 14911 5 yuan", "How much, in GBP"),
        ("refund 14911", "How much, in GBP"),
        ("refund 14911 £9999", "nothing was done"),
        ("refund 14911 and 17850 £5", "nothing was done"),
        ("refund Xavier £5", "Nothing was done"),
        ("给14911退款", "什么都没有做"),
    ],
)
def test_a_refund_that_cannot_be_told_changes_nothing_and_says_so(shop: GiftShop, text: str, said: str) -> None:
    shop.place("14911", (HEART, 1))
    assert said in shop.owner(text).answer
    assert shop.effects() == []


def test_all_that_is_left_of_a_line_goes_back_in_full_and_once(shop: GiftShop) -> None:
    order = shop.place("14911", (HEART, 2))
    (row,) = shop.effects(shop.owner(f"refund order {order} in full"))
    assert row.payload["amount"] == 2 * 295
    shop.pass_time(minutes=1)
    again = shop.owner(f"refund order {order} in full")
    assert shop.effects(again) == []


@pytest.mark.parametrize(
    ("text", "said"), [("refund order {} £5", "no paid line"), ("给订单{}退款5元", "没有还能退款")]
)
def test_an_order_with_nothing_left_to_give_back_is_told_so_without_a_sum(shop: GiftShop, text: str, said: str) -> None:
    order = shop.place("14911", (HEART, 2))
    shop.owner(f"refund order {order} in full")
    shop.pass_time(minutes=1)
    answer = shop.owner(text.format(order)).answer
    assert said in answer and "0.00" not in answer


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("取消订单 O26002062", "后台"),
        ("Cancel order O26002062", "back office"),
        ("停掉所有优惠券", "shopstaff stop --action promotion"),
        ("Set the bid of bunting down", "shopstaff limits"),
        ("message 14911 that it left", "shopstaff talks say"),
        ("undo the last change", "shopstaff undo"),
        ("Approve everything", "shopstaff approvals approve"),
        ("Stop everything", "shopstaff stop --why"),
        ("解除暂停", "shopstaff resume"),
        ("stop all ads and refund 14911 £5", "one by one"),
        (f"把{HEART}下架,涨价3%", "一件一件"),
    ],
)
def test_an_order_that_is_not_taken_says_that_nothing_was_done_and_how_to(shop: GiftShop, text: str, said: str) -> None:
    task = shop.owner(text)
    assert said in task.answer and ("nothing was done" in task.answer or "什么都没有做" in task.answer)
    assert shop.effects() == []


@pytest.mark.parametrize(
    "text", ["stop all ads", "停掉所有广告", f"Raise {HEART} by 3%", "Approve everything", "取消订单 O26002062"]
)
@pytest.mark.parametrize("to", ["customer", "product", "promotion", "store_manager"])
def test_an_employee_does_its_own_orders_and_refuses_those_of_others(shop: GiftShop, text: str, to: str) -> None:
    task = shop.owner(text, to=to)
    done = [row.employee for row in shop.effects()]
    assert set(done) <= {to}
    assert done or "nothing was done" in task.answer or "什么都没有做" in task.answer
