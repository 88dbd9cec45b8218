"""A denial, a question or a condition is no order to cancel: it is asked back, and a yes after it is done."""

from __future__ import annotations

import pytest

from agents.topics import Topic, cue_of
from agents.wish_mood import mood_of, plain_mood
from shops.models import FulfilmentStatus, Order, Parcel
from tests.support.gift_shop import GiftShop

BUYER, HEART, STAND, BUNTING = "17850", "85123A", "22423", "47566"
MOODS = {
    "denied": """please don't cancel my order, I only asked when it ships
        |Cancel my order? No, just tell me when it ships
        |I did not ask you to cancel it|no need to cancel|Do not cancel order 123456!|I never asked you to cancel
        |别取消我的单 我就问问啥时候发|不用取消了|我没说要取消|先别取消|不是要取消订单|不取消了|千万别给我取消了""",
    "open": """if my order can't arrive by Friday, cancel it|Can I still cancel if I change my mind later?
        |what happens if I cancel my order?|Ship it today or else I cancel|maybe I'll cancel|we might cancel the order
        |unless it ships today cancel it|取消的话能退多少钱|我那单要是国庆前到不了就取消|再不发货我就取消了|可能要取消
        |明天再取消|要不取消吧""",
    "asked": """how do I cancel my order?|Can I cancel my order?|is it possible to cancel|why was my order cancelled?
        |do you charge for cancelling?|Can you tell me how to cancel|you cancelled my order|怎么取消订单
        |我刚下的单能取消吗|请问可以取消吗|取消订单要扣钱吗|为什么取消我的订单|取消了吗""",
    "plain": """please cancel my order|I'd like to cancel that order, ordered by mistake|can you cancel my order please?
        |Could you cancel order 123456?|I want it cancelled|No, cancel it all|If possible, please cancel my order
        |if it hasn't shipped yet please cancel order O12345678|cancel|yes, cancel it|取消订单123456，拍错了
        |那个单子取消掉吧|能帮我取消吗|还没发货的话帮我取消|没发货就取消吧|我想取消刚才的订单|不要了 取消吧""",
}

DOUBTFUL = """don't you dare cancel my order|my wife wants to cancel, I don't|I want to cancel half of it
    |they may cancel it|your colleague said you cancel for free|cancel my cat|我哪里说要取消了|上次取消的退款收到了 谢谢
    |别家都给取消 你们给不给
    |系统提示我取消订单 是怎么回事|怎么还没取消啊?我记得我取消过|我朋友让我取消这单 我还没想好|除了橘猫都取消
    |我要两个 一个取消|谢谢没有取消我的订单|别的店取消了我的订单 你们不会吧|我没点取消啊 怎么显示取消|你取消了我的订单
    |我朋友的那单取消了 我的要|本来想取消的|取消了啊|我们老板要我取消
    |取消订单 这话是我老公说的|取消吧 我跟我妈说不行|cancel it, she said, and I laughed"""
"""Words beside which something stands that nobody has listed."""
PLAIN = """哎呀我统计错了，71915那单取消掉哈|26100452这单买家不要了 拦截一下 退钱给我，取消|26008127 cancel
    |取消取消 点错了 26000934
    |cancel 26002659 please，platform 那边 buyer 退单了|I want to cancel order 26006620 and get my money back.
    |我要取消剛剛那張單
    |Could you please cancel my most recent order?|cancel the order i made this morning|能不能帮我取消一下订单
    |算了 取消吧|actually can you cancel my order for me? sorry
    |Cancel 575221 before it gets picked, my client has pulled out|O2609263001取消!!!"""


def read(shop: GiftShop, order: str) -> Order:
    """Read an order."""
    return shop.house.connection.reads.shop.get_order(order)


def lines(shop: GiftShop, order: str) -> dict[str, int]:
    """Give the pieces of an order by SKU."""
    return {line.sku: line.quantity for line in read(shop, order).lines}


@pytest.mark.parametrize("mood", MOODS)
def test_how_plainly_an_act_is_wished_is_read(mood: str) -> None:
    texts = [text.strip() for text in MOODS[mood].split("|")]
    assert {text: mood_of(text, cue_of(Topic.CANCEL)) for text in texts} == dict.fromkeys(texts, mood)


def test_only_a_part_that_says_the_wish_and_nothing_else_is_plain() -> None:
    """Whoever writes more beside it is asked back, whatever the words are."""
    cue = cue_of(Topic.CANCEL)
    texts = {one.strip(): False for one in DOUBTFUL.split("|")} | {one.strip(): True for one in PLAIN.split("|")}
    texts |= {one.strip(): True for one in MOODS["plain"].split("|")}
    assert {text: plain_mood(text, cue) == "plain" for text in texts} == texts


@pytest.mark.parametrize(
    "text", ["don't you dare cancel my order", "我朋友让我取消这单 我还没想好", "别家都给取消 你们给不给"]
)
def test_a_wish_with_other_words_beside_it_is_asked_back(shop: GiftShop, text: str) -> None:
    order = shop.place(BUYER, (HEART, 10))
    assert order in shop.talk(BUYER, text) and read(shop, order).fulfilment is FulfilmentStatus.UNSHIPPED


def test_an_order_that_is_cancelled_is_not_said_to_stand(shop: GiftShop) -> None:
    order = shop.place(BUYER, (HEART, 10))
    assert "不能再改" in shop.talk(BUYER, f"{order}取消!!!", "啊不对 别取消 我看错了")


@pytest.mark.parametrize(
    "text",
    [
        "please don't cancel my order, I only asked when it ships",
        "Cancel my order? No, just tell me when it ships",
        "别取消我的单 我就问问啥时候发",
    ],
)
def test_who_does_not_want_to_cancel_keeps_the_order_and_is_told_when_it_ships(shop: GiftShop, text: str) -> None:
    order = shop.place(BUYER, (HEART, 10))
    said = shop.talk(BUYER, text)
    assert read(shop, order).fulfilment is FulfilmentStatus.UNSHIPPED
    assert said.count(order) == 2 and ("stays as it is" in said or "保持不变" in said)


@pytest.mark.parametrize(
    ("text", "yes", "no"),
    [
        ("what happens if I cancel my order?", "yes please", "no, leave it"),
        ("Can I still cancel if I change my mind later?", "Yes, cancel it", "not now"),
        ("if my order can't arrive by Friday, cancel it", "ok go ahead", "no thanks"),
        ("取消的话能退多少钱", "那就取消吧", "先不了"),
        ("我那单要是国庆前到不了就取消", "好的", "不用了"),
        ("我刚下的单能取消吗", "确定", "算了"),
        ("我哪里说要取消了", "对 取消", "没说过"),
    ],
)
def test_a_question_or_a_condition_is_asked_back_and_done_only_on_a_yes(
    shop: GiftShop, text: str, yes: str, no: str
) -> None:
    """What would be given back is told."""
    kept = shop.place(BUYER, (HEART, 10))
    said = shop.talk(BUYER, text)
    assert kept in said and "29.50" in said and "?" in said
    shop.talk(BUYER, text, no)
    assert read(shop, kept).fulfilment is FulfilmentStatus.UNSHIPPED
    shop.talk(BUYER, text, yes)
    assert read(shop, kept).fulfilment is FulfilmentStatus.CANCELLED


@pytest.mark.parametrize(("text", "yes"), [("订单{order}退款", "是的"), ("refund {order}", "yes please")])
def test_money_back_for_what_has_not_left_is_asked_back_where_no_reason_is_given(
    shop: GiftShop, text: str, yes: str
) -> None:
    order = shop.place(BUYER, (HEART, 10), (STAND, 1))
    said = shop.talk(BUYER, text.format(order=order))
    assert order in said and "42.25" in said and read(shop, order).fulfilment is FulfilmentStatus.UNSHIPPED
    shop.talk(BUYER, text.format(order=order), yes)
    assert read(shop, order).fulfilment is FulfilmentStatus.CANCELLED


@pytest.mark.parametrize("other", ["12 of the white hanging heart", "85123A 12个"])
def test_what_is_no_answer_to_the_question_is_a_matter_of_its_own(shop: GiftShop, other: str) -> None:
    kept = shop.place(BUYER, (HEART, 10))
    said = shop.talk(BUYER, "what happens if I cancel my order?", other)
    assert kept not in said and HEART in said and [row.kind for row in shop.effects()].count("create_quote") == 1


@pytest.mark.parametrize(
    "text", ["can you cancel my order please?", "能帮我取消吗", "I'd like to cancel, ordered by mistake", "取消订单"]
)
def test_a_plain_wish_is_done_at_once(shop: GiftShop, text: str) -> None:
    order = shop.place(BUYER, (HEART, 10))
    assert order in shop.talk(BUYER, text) and read(shop, order).fulfilment is FulfilmentStatus.CANCELLED


@pytest.mark.parametrize(
    "text",
    [
        "please cancel the cakestand in my order, keep the rest",
        "Cancel the hanging hearts from order {order} but the cakestand. No: cancel only the cakestand",
        "订单里的22423取消，别的照发",
        "我那单里22423不要了，其他照发",
        "{order}: remove the cakestand",
    ],
)
def test_of_a_line_that_is_named_only_that_line_goes(shop: GiftShop, text: str) -> None:
    order = shop.place(BUYER, (HEART, 10), (STAND, 2))
    shop.talk(BUYER, text.format(order=order))
    assert read(shop, order).fulfilment is FulfilmentStatus.UNSHIPPED
    if "only" not in text:
        assert lines(shop, order) == {HEART: 10}


@pytest.mark.parametrize("text", ["if you can't send it by Friday, cancel the cakestand", "22423能取消吗"])
def test_a_line_under_a_condition_is_asked_back(shop: GiftShop, text: str) -> None:
    order = shop.place(BUYER, (HEART, 10), (STAND, 2))
    said = shop.talk(BUYER, text)
    assert "(22423)" in said and order in said and len(lines(shop, order)) == 2
    shop.talk(BUYER, text, "yes" if text[0] == "i" else "对")
    assert lines(shop, order) == {HEART: 10}


@pytest.mark.parametrize(
    "text",
    [
        "除了22423都取消",
        "Cancel everything except the cakestand",
        "keep only the cakestand, cancel the rest please",
        "cancel the heart holders but keep the cakestand",
        "85123A先不发了,取消,22423留着",
    ],
)
def test_where_what_stays_is_named_it_is_asked_whether_the_others_go(shop: GiftShop, text: str) -> None:
    order = shop.place(BUYER, (HEART, 10), (STAND, 2))
    said = shop.talk(BUYER, text)
    if len(lines(shop, order)) == 2:
        assert f"({HEART})" in said and f"({STAND})" not in said
        shop.talk(BUYER, text, "yes" if text.isascii() else "对")
    assert lines(shop, order) == {STAND: 2}


@pytest.mark.parametrize("text", ["please cancel the bunting", "47566帮我取消"])
def test_goods_that_no_order_holds_cancel_nothing(shop: GiftShop, text: str) -> None:
    order = shop.place(BUYER, (HEART, 10), (STAND, 2))
    assert "?" in shop.talk(BUYER, text) and read(shop, order).fulfilment is FulfilmentStatus.UNSHIPPED


@pytest.mark.parametrize("text", ["please cancel my order, keep the cakestand only", "取消订单，22423留着"])
def test_where_only_what_stays_is_named_it_is_asked_what_the_order_shall_hold(shop: GiftShop, text: str) -> None:
    order = shop.place(BUYER, (HEART, 10), (STAND, 2))
    assert order in shop.talk(BUYER, text) and not [row for row in shop.effects() if row.payload.get("order_id")]


@pytest.mark.parametrize("text", ["can i cancel 4 pcs from my order only, keep the rest", "多拍了一个，帮忙取消"])
def test_pieces_that_are_not_all_cancel_no_order(shop: GiftShop, text: str) -> None:
    order = shop.place(BUYER, (HEART, 12))
    assert order in shop.talk(BUYER, text) and read(shop, order).fulfilment is FulfilmentStatus.UNSHIPPED


@pytest.mark.parametrize(
    "text", ["营销短信麻烦取消", "please cancel the newsletter", "取消报价吧", "cancel the sample please"]
)
def test_what_is_no_order_cancels_none(shop: GiftShop, text: str) -> None:
    order = shop.place(BUYER, (HEART, 12))
    shop.buyer(BUYER, text)
    assert read(shop, order).fulfilment is FulfilmentStatus.UNSHIPPED


@pytest.mark.parametrize("text", ["don't change it to 6 pieces", "先别改成6个"])
def test_pieces_that_shall_not_change_stay(shop: GiftShop, text: str) -> None:
    order = shop.place(BUYER, (HEART, 12))
    shop.talk(BUYER, text)
    assert lines(shop, order) == {HEART: 12}


@pytest.mark.parametrize(
    ("text", "then"),
    [
        ("{order}: make the cakestands 4 instead of 2", {HEART: 12, STAND: 4}),
        ("{order} please make the cakestands 1 instead of 2", {HEART: 12, STAND: 1}),
        ("订单{order} 加6个85123A", {HEART: 18, STAND: 2}),
        ("add 6 hanging hearts to {order}", {HEART: 18, STAND: 2}),
    ],
)
def test_a_change_of_an_order_that_is_named_is_no_complaint(shop: GiftShop, text: str, then: dict[str, int]) -> None:
    order = shop.place(BUYER, (HEART, 12), (STAND, 2))
    shop.talk(BUYER, text.format(order=order))
    (row,) = [row for row in shop.effects() if row.kind == "change_items"]
    assert {one["sku"]: one["quantity"] for one in row.payload["items"]} == then


@pytest.mark.parametrize(
    ("texts", "meant"),
    [
        (("where is order {a}?", "please change the quantity to 6"), "a"),
        (("订单{b}什么时候发", "地址改成杭州市西湖区文三路99号 李四 13800000000"), "b"),
        (("please cancel my order", "{b}"), "b"),
        (("where is order {a}?", "then cancel it please"), "a"),
    ],
)
def test_the_order_that_was_just_named_is_meant(shop: GiftShop, texts: tuple[str, ...], meant: str) -> None:
    """Also the one that answers the question after it."""
    orders = {"a": shop.place(BUYER, (HEART, 12)), "b": shop.place(BUYER, (HEART, 18))}
    said = shop.talk(BUYER, *(text.format(**orders) for text in texts))
    (other,) = set(orders.values()) - {orders[meant]}
    (row,) = [row for row in shop.effects() if row.payload.get("order_id")]
    assert row.payload["order_id"] == orders[meant] and orders[meant] in said and other not in said


def test_the_order_that_has_left_is_meant_where_it_was_just_named(shop: GiftShop) -> None:
    sent, kept = shop.place(BUYER, (HEART, 12)), shop.place(BUYER, (HEART, 18))
    parcel = Parcel(line_id=read(shop, sent).lines[0].id, quantity=12)
    shop.house.connection.writes.shop.ship(sent, [parcel], carrier="DHL", tracking="T1", key="out")
    said = shop.talk(BUYER, f"where is order {sent}?", "ok, cancel it please")
    assert sent in said and read(shop, kept).fulfilment is FulfilmentStatus.UNSHIPPED


@pytest.mark.parametrize(
    "text",
    [
        "订单{order} 地址改成杭州市西湖区文三路99号 李四 13800000000",
        "Change the address of {order} to Ann Lee, 12b High Street, Leeds, LS1 4AP, phone 07700900123",
    ],
)
def test_a_new_name_is_kept_and_a_phone_is_a_persons(shop: GiftShop, text: str) -> None:
    """An address of an order has no place for a phone."""
    order = shop.place(BUYER, (HEART, 12))
    said = shop.talk(BUYER, text.format(order=order))
    assert read(shop, order).address.name in ("李四", "Ann Lee")
    assert "电话" in said or "phone" in said
    (handed,) = [row for row in shop.effects() if row.kind == "hand_over"]
    assert any(phone in str(handed.payload) for phone in ("13800000000", "07700900123"))
