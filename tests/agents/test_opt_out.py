"""Who plainly wants no more offers gets none; what may mean it is asked back, and a yes does it."""

from __future__ import annotations

import pytest

from agents.sample_words import wishes_no_messages, wishes_sample
from scenarios.market import contact, samples
from tests.support.gift_shop import GiftShop

BUYER = "17850"


def stopped(shop: GiftShop) -> list[str]:
    return [row.state for row in shop.effects() if row.kind == "stop_offers"]


@pytest.mark.parametrize(
    "text", ["退订", "Unsubscribe", "stop the emails", "别再给我发广告了", "Please stop sending me promo emails."]
)
def test_a_plain_wish_is_done_at_once(shop: GiftShop, text: str) -> None:
    shop.talk(BUYER, text)
    assert stopped(shop) == ["done"]


@pytest.mark.parametrize("text", ["怎么退订", "how do I unsubscribe?", "回T了怎么还来短信，删掉我行不行"])
def test_what_may_mean_it_is_asked_back_and_a_yes_does_it(shop: GiftShop, text: str) -> None:
    said = shop.talk(BUYER, text)
    assert "no longer write to you about offers?" in said or "不再给您发推广消息" in said
    assert stopped(shop) == []
    shop.talk(BUYER, text, "yes please")
    assert stopped(shop) == ["done"]


@pytest.mark.parametrize("text", ["我同事想退订你们的推广", "my colleague wants to unsubscribe from your emails"])
def test_the_wish_of_another_is_asked_back(shop: GiftShop, text: str) -> None:
    said = shop.talk(BUYER, text)
    assert "no longer write to you about offers?" in said or "不再给您发推广消息" in said
    assert stopped(shop) == []


def test_who_else_is_named_is_told_from_who_is_spoken_to() -> None:
    others = """我老婆不想收你们的广告了|我们老板说取消订阅|俺妈想退订短信|朋友让我退订推送|邻居要退订你们的活动短信
        |my boss wants to stop the emails|my husband wants off your mailing list
        |please unsubscribe my mum from the newsletter|a mate of my sister wants no more emails"""
    own = """老板 别再给我发广告了|老板娘 退订推送|dear friend, please stop the emails
        |Hello my friend unsubscribe me from the emails
        |亲爱的朋友 别再发推广了|别给我发短信了|take me off your mailing list"""
    split = [[one.strip() for one in texts.split("|")] for texts in (others, own)]
    assert [one for one in split[0] if wishes_no_messages(one)] == []
    assert [one for one in split[1] if not wishes_no_messages(one)] == []


def test_words_about_messages_opt_nobody_out(shop: GiftShop) -> None:
    shop.talk(BUYER, "how much are 6 of 85123A?", "both of my messages please")
    assert stopped(shop) == []


def test_what_buyers_of_the_market_write_is_plain() -> None:
    assert all(wishes_no_messages(one) for texts in contact.STOPS.values() for one in texts)
    asked = [one.format(sku="85123A") for texts in samples.ASK.values() for one in texts]
    assert all(wishes_sample(one, ("85123A",)) for one in asked)
