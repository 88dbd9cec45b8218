"""What a buyer's words do to the offers of their conversation, as they see it in a chat."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

BUYER = "12347"
Say = Callable[[str], dict[str, Any]]


@pytest.fixture
def say(shopstaff: Callable[..., Any]) -> Say:
    def said(words: str) -> dict[str, Any]:
        return dict(shopstaff("chat", "--as", f"buyer:{BUYER}", words, "--json").json)

    return said


def _price(answer: dict[str, Any]) -> int:
    return int(answer["offers"][0]["lines"][0]["unit_price"])


def _pounds(price: int) -> str:
    return f"£{price / 100:.2f}"


def test_what_is_no_plain_order_orders_nothing_and_the_offer_stands(say: Say) -> None:
    price = _pounds(_price(say("23298 60个多少钱")))
    for words in (
        "先别下单",
        "明天再下单吧",
        "怎么下单",
        "好的",
        "不行我去别家了",
        "下单了吗",
        "Don't order it yet",
        "ok",
    ):
        answer = say(words)
        assert "order" not in answer, words
        assert price in answer["answer"], words
        assert not any(row["kind"] == "hand_over" for row in answer["effects"]), words
    assert "order_" in say("好吧，下单")["answer"]


@pytest.mark.parametrize("words", ["包邮就成交", "If you include free delivery I'll take it"])
def test_a_condition_that_the_offer_does_not_hold_goes_to_a_person_and_orders_nothing(say: Say, words: str) -> None:
    say("How much are 60 of 23298?")
    answer = say(words)
    assert "order" not in answer
    assert any(row["kind"] == "hand_over" for row in answer["effects"])


def test_an_offer_is_ordered_once_at_the_last_price(say: Say) -> None:
    say("Can you quote 60 spotty bunting?")
    rounds = ("too expensive", "can you do better?", "come on, we've been buying from you for years")
    prices = [_price(say(words)) for words in rounds]
    assert prices == sorted(prices, reverse=True)
    first, again = say("Deal, I accept"), say("Deal, I accept")
    assert first["order"] in first["answer"]
    assert _pounds(prices[-1]) in first["answer"]
    assert "order" not in again
    assert first["order"] in again["answer"]


def test_an_older_round_lapses_with_the_next(say: Say, shopstaff: Callable[..., Any]) -> None:
    made = [say(words)["offers"][0]["id"] for words in ("22423 60个多少钱?", "太贵了,能便宜点吗?", "再让一点吧")]
    listed = {one["id"]: one["status"] for one in shopstaff("quotes", "list", "--json").json}
    assert [listed[one] for one in made] == ["withdrawn", "withdrawn", "open"]


def test_an_order_takes_back_no_offer_of_other_goods(say: Say) -> None:
    stands, _other = (say(words)["offers"][0]["id"] for words in ("22423 60个多少钱?", "23298 60个多少钱?"))
    first, second = say("23298 下单"), say("22423 下单")
    assert first["order"] != second["order"]
    assert second["offers"][0]["id"] == stands


def test_the_agreed_price_is_not_taken_back(say: Say) -> None:
    say("How much are 48 spotty bunting?")
    first, price = (_price(say(words)) for words in ("could you do £1.50 each?", "come on"))
    assert price < first
    assert _pounds(price) in say("when would it ship?")["answer"]
    other = say("great, I'll take 50 at that price")
    assert other["offers"][0]["lines"][0]["quantity"] == 51
    assert _price(other) == price
    assert "order" not in other
    assert say("yes please")["order"]


@pytest.mark.parametrize("words", ["行 就这个价 来60个", "great, I'll take 60 at that price", "ok, 60 please, deal"])
def test_the_same_pieces_at_the_price_named_are_ordered(say: Say, words: str) -> None:
    say("23298 60个多少钱")
    price = _price(say("便宜点"))
    answer = say(words)
    assert answer["order"]
    assert answer["order"] in answer["answer"]
    assert _pounds(price) in answer["answer"]


def test_the_newest_order_of_the_talk_is_meant(say: Say) -> None:
    say("How much are 48 spotty bunting?")
    order = say("OK fine I'll take them, ship to 14 Mill Lane, Bath BA1 2AB")["order"]
    assert order
    for words in ("when will it arrive? need it by 12 September", "is it ordered?", "payment link please"):
        assert order in say(words)["answer"], words
    assert f"{order} is now 36 pieces" in say("actually make it 36")["answer"]


def test_what_is_said_beside_a_cancellation_is_done_as_well(say: Say) -> None:
    say("quote for 60 spotty bunting")
    say("ok")
    answer = say("yes please order it and cancel O1109062006")
    assert answer["order"]
    assert answer["order"] in answer["answer"]


@pytest.mark.parametrize(
    "words", ["老规矩再来一单", "跟上次一样", "Same as last time please", "what did I order last time"]
)
def test_the_last_order_is_known(say: Say, shopstaff: Callable[..., Any], words: str) -> None:
    answer = say(words)
    assert not any(row["kind"] == "hand_over" for row in answer["effects"])
    assert "您的订单" in answer["answer"] or "Your order" in answer["answer"]
    assert bool(answer.get("offers")) == ("what" not in words)


@pytest.mark.parametrize("words", ["行,能用顺丰吗", "ok what size is it?", "好的,什么时候发货", "great, thanks"])
def test_pieces_of_the_talk_are_no_order_of_them(say: Say, words: str) -> None:
    say("23298 60个多少钱")
    assert "order" not in say(words)


def test_the_offer_that_was_asked_about_is_ordered(say: Say) -> None:
    say("23298 60个多少钱")
    say("90个呢")
    assert "order" not in say("要60的那个")
    answer = say("成交")
    assert "60 件" in answer["answer"]
    assert answer["order"]


@pytest.mark.parametrize("words", ["no", "收到", "great", "thanks", "不用了"])
def test_what_is_no_yes_orders_nothing(say: Say, words: str) -> None:
    say("How much are 60 of 23298?")
    assert "Shall it be ordered" in say("can I order it?")["answer"]
    assert "order" not in say(words)
    assert say("ok go on then, yes, order it")["order"]
