"""What orders an offer: plain words alone; a denial, a later time, a condition or a question is no order."""

from __future__ import annotations

import pytest

from agents.consent import confirms, says_yes, stance
from agents.customer.asked_back import is_yes

WORDS: dict[str | None, tuple[str, ...]] = {
    "take": (
        "好吧成交",
        "成交",
        "好的,成交,下单吧",
        "行 就这个价",
        "那就下单吧",
        "可以，下单吧",
        "就按这个价下单",
        "我要了",
        "下单",
        "帮我下单",
        "好 下单吧",
        "成交，明天能发吗",
        "成交 明天发货",
        "Deal, I accept",
        "ok deal",
        "I'll take them, deal.",
        "OK fine I'll take them, ship to 14 Mill Lane, Bath BA1 2AB",
        "yes please order it and cancel O1109062006",
        "Agreed. Please ship tomorrow.",
        "Deal. Can you send an invoice?",
        "go ahead and place the order",
        "We'll take it, thanks",
        "我们接受报价",
        "那就这么定了",
        "成交，怎么付款",
        "we accept your offer",
        "Great, order it please",
        "no problem, I'll take it",
        "没问题 成交",
        "不错，成交",
        "不贵，下单吧",
        "deal, ship it tomorrow please",
        "I'll take the 60 please",
    ),
    "no": (
        "先别下单",
        "别下单",
        "不下单了",
        "不成交",
        "No deal",
        "I won't take it",
        "I don't want to order yet",
        "please don't place the order",
        "not yet, don't order it",
        "我没说要下单",
        "暂时不下单",
        "don't go ahead with the order",
        "不行我去别家了",
        "算了",
        "I'll buy elsewhere",
    ),
    "later": (
        "明天再下单吧",
        "下周下单",
        "我再考虑一下",
        "I'll take it tomorrow",
        "let me think about it",
        "等老板回来再下单",
        "过两天再下单",
        "I'll order it next week",
        "We'll order it after the holidays",
        "回头再成交",
        "I'll place the order later",
    ),
    "condition": (
        "包邮就成交",
        "If you include free delivery I'll take it",
        "能周五发货就下单",
        "include free delivery and I'll take it",
        "I'll take it if you throw in delivery",
        "送样品的话我就下单",
        "throw in free shipping and it's a deal",
        "只要周五能到就成交",
        "Deal if delivery is free",
        "明天能到我就下单",
        "unless it is too late I'll take them",
    ),
    "how": (
        "怎么下单",
        "如何付款",
        "付款链接发我",
        "how do I order?",
        "how can we place the order",
    ),
    "asked": (
        "下单了吗",
        "is it ordered?",
        "订单下好了吗",
        "did you place the order?",
    ),
    "sure": (
        "可以下单吗",
        "能下单吗",
        "can I place the order?",
        "can you order it please?",
        "成交吗",
        "现在下单吗?",
        "成交，但是要周五发",
        "Deal, but ship it Friday",
    ),
    None: (
        "多少钱",
        "柴犬 100个多少",
        "when will it arrive?",
        "please cancel my order",
        "where is my order",
        "订单到哪了",
        "太贵了",
        "碎了3个",
        "change that order to 90 pieces",
        "可以便宜点吗",
        "要100个",
        "改成150个",
    ),
}


@pytest.mark.parametrize(("said", "text"), [(said, text) for said, texts in WORDS.items() for text in texts])
def test_only_plain_words_order(said: str | None, text: str) -> None:
    assert stance(text) == said


@pytest.mark.parametrize("text", ["好的", "对的", "ok", "yes please", "可以", "嗯嗯", "Sure."])
def test_a_yes_is_known(text: str) -> None:
    assert says_yes(text)
    assert stance(text) is None


@pytest.mark.parametrize("text", ["thanks", "谢谢", "收到", "great", "知道了", "麻烦您了"])
def test_thanks_are_no_yes_to_what_is_asked_back(text: str) -> None:
    assert not confirms(text)
    assert not is_yes(text)


@pytest.mark.parametrize("text", ["好的", "yes please", "对", "ok thanks", "可以", "行"])
def test_a_yes_answers_what_is_asked_back(text: str) -> None:
    assert is_yes(text)
