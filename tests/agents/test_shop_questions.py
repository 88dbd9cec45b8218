"""Questions about the shop as a whole: answered from its records, and never taken for a wish."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from agents.customer.wording import TEXTS, TOPICS
from agents.language import Understanding, understand
from agents.lexicon import Lexicon, ProductName
from agents.shop_questions import shop_questions_of
from agents.short_answer import thinks_it_over
from kit.text import language
from shops.about import about, articles
from shops.promotions import Coupon, ItemDiscount
from tests.support.gift_shop import GiftShop
from tests.support.promotions import plan

MARLOW, OTHER = "17850", "14911"
BUNTING = "47566"
ASKED = {
    "best": [
        "有推荐吗",
        "哪款卖得最好",
        "刚开店,不知道进什么货好",
        "which one sells best?",
        "what do you recommend for a gift shop",
        "any ideas for a market stall?",
    ],
    "range": [
        "有没有新款",
        "全部款的价格表发我一份",
        "杯垫都有哪些",
        "do you have a catalogue",
        "price list please",
        "got any new stuff in?",
        "what kind of bags do you have",
    ],
    "wants": [
        "想进点地垫",
        "求购车载杯架",
        "想采购一批钥匙扣",
        "looking for some lunch bags",
        "interested in your bunting",
        "want to stock some bunting",
    ],
    "promotions": [
        "最近有啥活动没",
        "有优惠券吗",
        "双十一有活动吗",
        "any offers on at the moment?",
        "are you running any promotions",
        "any discount codes?",
    ],
    "moq": [
        "你们家最小起订量是多少",
        "多少起批",
        "最少拿几个",
        "whats the minimum order",
        "is there a minimum spend",
        "how many do I have to buy",
    ],
    "wholesale": ["做批发吗", "可以批发吗", "do you do wholesale", "can I buy in bulk"],
    "courier": ["发什么快递", "一般什么物流", "你们发顺丰吗", "which courier do you use", "who do you ship with"],
    "cheapest": ["最便宜的是哪款", "哪个最便宜", "what's your cheapest bunting"],
}
LATER = [
    "考虑一下",
    "我跟合伙人商量下",
    "嗯,再看看吧",
    "let me think about it",
    "I'll ask my partner",
    "ok thanks, I'll get back to you",
]
OTHERS = [
    "橘猫冰箱贴怎么拿货",
    "今天下单几号能到成都",
    "快递到哪了",
    "能便宜点吗",
    "再便宜2毛我就定了",
    "我要500个",
    "换个快递",
    "以后都发顺丰吧",
    "Colourless green ideas sleep furiously",
    "what's your best price on 200 lunch bags",
    "can you do better?",
    "where is my parcel",
    "I have no idea where my order is.",
    "please always use DHL for me",
    "the courier broke it",
]


@pytest.mark.parametrize(("kind", "texts"), ASKED.items())
def test_a_question_about_the_shop_is_known(kind: str, texts: list[str]) -> None:
    assert [text for text in texts if kind not in shop_questions_of(text)] == []


def test_what_is_about_goods_or_an_order_is_none() -> None:
    assert [(text, found) for text in OTHERS if (found := shop_questions_of(text))] == []


@pytest.mark.parametrize("kind", sorted(ASKED.keys() - {"wants"}))
def test_it_is_answered_at_once_and_nothing_is_done(shop: GiftShop, kind: str) -> None:
    """The answer leaves, in the buyer's language; nobody else is asked, nothing is offered or noted."""
    for number, text in enumerate(ASKED[kind]):
        if "cup" in text or "杯垫" in text:
            continue  # this shop has none
        task = shop.buyer(MARLOW if number % 2 else OTHER, text, thread=None)
        assert {(row.kind, row.state) for row in shop.effects(task)} == {("send_message", "done")}, text
        said = shop.said(task)[-1].text
        assert "?" not in said and "?" not in said, text
        assert language(said) == language(text), text


def test_what_sells_most_is_named_first_with_the_ends_of_its_ladder(shop: GiftShop) -> None:
    best = articles(shop.house.connection.reads, shop.clock.now())
    assert best[0].title in shop.talk(MARLOW, "which one sells best?")
    first, last = best[0].tiers[0].unit_price, best[0].tiers[-1]
    said = shop.talk(OTHER, "which one sells best?")
    assert f"({best[0].sku}) £{first / 100:.2f}, from {last.min_quantity} on £{last.unit_price / 100:.2f}" in said


def test_only_a_discount_for_everybody_is_told(shop: GiftShop) -> None:
    quiet = "There is no promotion for everybody in our shop now."
    assert quiet in shop.talk(MARLOW, "any offers on at the moment?")
    writes = shop.house.connection.writes.promotions  # type: ignore[attr-defined]
    times = {"starts_at": shop.clock.now(), "ends_at": shop.clock.now() + timedelta(days=7)}
    coupon = Coupon(code="BACK-1", save=100, min_spend=1000, audience=(OTHER,))
    writes.publish_promotion(plan(coupon, **times), key="coupon")
    assert quiet in shop.talk(MARLOW, "any offers on today?")
    writes.publish_promotion(plan(ItemDiscount(skus=(BUNTING,), percent=5), **times), key="all")
    said = shop.talk(MARLOW, "any deals right now?")
    assert "Party Bunting: 5% off until" in said
    assert quiet not in said


def test_words_about_the_shop_that_its_records_do_not_bear_are_held(shop: GiftShop) -> None:
    reads, now = shop.house.connection.reads, shop.clock.now()
    true = about(reads, "best", now)
    assert true is not None
    best, worst = articles(reads, now)[0].title, articles(reads, now)[-1].title
    thread = shop.thread_of(shop.buyer(MARLOW, "hello"))
    crew = shop.crew()
    assert crew.untrue(thread, true["en"] + ".") == ()
    assert crew.untrue(thread, true["en"].replace(best, worst) + ".")
    assert crew.untrue(thread, "Each article can be had from 7 pieces on.")
    assert crew.untrue(thread, "Your parcels go with FEDEX as a rule.")


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("付款方式有哪些", "付款方式"),
        ("能一件代发吗", "一件代发"),
        ("报价含税吗", "税费"),
        ("how can I pay?", "ways to pay"),
        ("do you dropship", "shipping to your own customers"),
        ("are your prices including vat?", "taxes"),
    ],
)
def test_what_no_record_tells_is_named_and_left_to_a_person(shop: GiftShop, text: str, topic: str) -> None:
    task = shop.buyer(MARLOW, text)
    assert topic in shop.said(task)[-1].text
    assert "hand_over" in {row.kind for row in shop.effects(task)}


def test_signs_too_few_to_name_goods_are_asked_about_with_the_goods_that_have_them() -> None:
    names = (
        "树脂冰箱贴 成都熊猫",
        "软胶冰箱贴 成都熊猫",
        "亚克力冰箱贴 熊猫头",
        "亚克力冰箱贴 橘猫",
        "钥匙扣 锦鲤",
        "丝圈地垫 纯灰",
    )
    lexicon = Lexicon([ProductName(f"SKU-{number}", name) for number, name in enumerate(names)])

    def read(text: str) -> Understanding:
        return understand(text, lexicon, date(2026, 10, 1), "CNY")

    panda = read("熊猫那款起批多少")
    assert (panda.hints, panda.slots.sku, panda.slots.sku_candidates) == (("SKU-0", "SKU-1", "SKU-2"), None, ())
    assert read("冰箱贴多少钱").hints == ()
    assert read("发到北京要几天").hints == ()
    urgent = read("请问橘猫有现货吗?我急用,后天要")
    assert (urgent.slots.sku, urgent.hints) == ("SKU-3", ())


def test_goods_of_a_kind_that_are_wanted_are_shown_and_nothing_else_is() -> None:
    assert "wants" not in shop_questions_of("想看看我的订单")
    assert "wants" not in shop_questions_of("I want to buy it")


@pytest.mark.parametrize(
    "text",
    [
        "考虑一下",
        "我跟合伙人商量下",
        "嗯,再看看吧",
        "let me think about it",
        "I'll ask my partner",
        "ok thanks, I'll get back to you",
    ],
)
def test_who_will_decide_later_is_not_handed_to_a_person(shop: GiftShop, text: str) -> None:
    task = shop.buyer(MARLOW, text)
    assert [row.kind for row in shop.effects(task)] == ["send_message"]
    assert TEXTS["later"][language(text)] in shop.said(task)[-1].text


@pytest.mark.parametrize(
    "text", ["考虑一下50个多少钱", "let me think about it, is it in stock?", "别考虑了,退款", "我老板要退货"]
)
def test_who_says_more_does_not_only_think_it_over(text: str) -> None:
    assert not thinks_it_over(text)


@pytest.mark.parametrize("text", ["会不会掉色", "容易碎吗", "will the colours fade?", "is it good quality?"])
def test_a_question_of_quality_before_the_sale_is_no_complaint(shop: GiftShop, text: str) -> None:
    task = shop.buyer(MARLOW, text)
    assert TOPICS["quality"][language(text)] in shop.said(task)[-1].text


@pytest.mark.parametrize("text", ["两个碎了", "掉色了", "the colours faded", "上次那批有点掉磁,这次质量能保证不"])
def test_what_has_happened_to_goods_stays_a_complaint(shop: GiftShop, text: str) -> None:
    assert TOPICS["quality"][language(text)] not in shop.said(shop.buyer(MARLOW, text))[-1].text


def test_what_is_answered_to_the_questions_of_custom_work_is_read_with_it(shop: GiftShop) -> None:
    first = shop.talk(MARLOW, "can you put our logo on something?")
    assert "Which product shall carry it?" in first
    said = shop.talk(OTHER, "can you put our logo on something?", "the party bunting, 200 pieces")
    assert "£" not in said, "a price without the logo"


def test_a_question_that_was_asked_just_now_is_not_asked_a_third_time(shop: GiftShop) -> None:
    """Nobody is held in a circle: the second time in the same words a person comes."""
    first = shop.buyer(MARLOW, "I want a refund")
    asked = shop.said(first)[-1].text
    assert asked.endswith("?") or "?" in asked
    again = shop.buyer(MARLOW, "just refund me", thread=shop.thread_of(first))
    kinds = [row.kind for row in shop.effects(again)]
    assert ("hand_over" in kinds) == (asked.rpartition(". ")[2] in shop.said(again)[-1].text)


def test_who_lets_an_offer_be_is_told_that_it_stands_and_may_still_take_it(shop: GiftShop) -> None:
    shop.place(MARLOW, ("85123A", 12))
    said = shop.talk(MARLOW, "50 white hanging hearts please", "那算了", "还是要吧,50个")
    assert "哪个订单" not in said and "什么问题" not in said
    assert said.startswith("请问要下单吗")


def test_a_part_of_a_name_with_that_one_names_goods() -> None:
    names = ("车载杯架 单手", "车载杯架 双层", "亚克力冰箱贴 橘猫")
    lexicon = Lexicon([ProductName(f"SKU-{number}", name) for number, name in enumerate(names)])
    for text, sku in (
        ("单手那款,50个,什么价", "SKU-0"),
        ("橘猫那款,印我们猫咖的logo", "SKU-2"),
        ("橘猫,300个", "SKU-2"),
    ):
        assert understand(text, lexicon, date(2026, 10, 1), "CNY").slots.sku == sku, text


def test_who_asks_for_goods_that_were_ordered_is_told_of_the_order_that_holds_them(shop: GiftShop) -> None:
    older = shop.place(MARLOW, (BUNTING, 12))
    shop.pass_time(days=1)
    newer = shop.place(MARLOW, ("85123A", 12))
    assert f"Your order {older}" in shop.talk(MARLOW, "where is the party bunting I ordered?")
    assert f"Your order {newer}" in shop.talk(MARLOW, "where is my order?")
