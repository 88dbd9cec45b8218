"""Bargaining as a buyer sees it: published conditions, three rounds, no way below the reserve."""

from __future__ import annotations

import pytest

from shops.models import Quote
from tests.support.gift_shop import GiftShop

MARLOW, NINGBO, PERTH = "17850", "13047", "14911"
HEART = "85123A"


def say(shop: GiftShop, buyer: str, words: str, thread: str | None = None) -> tuple[str, str]:
    """Let a buyer write a while later; give the conversation and what the shop answered."""
    shop.pass_time(minutes=20)
    task = shop.buyer(buyer, words, thread=thread)
    new = [one.text for one in shop.said(task) if one.at >= shop.clock.now()]
    return shop.thread_of(task), "\n".join(new)


def offers(shop: GiftShop, buyer: str) -> list[Quote]:
    found = shop.house.connection.reads.quotes
    assert found is not None
    return list(found.list_quotes(customer_id=buyer))


def prices(shop: GiftShop, buyer: str) -> list[int]:
    return [line.unit_price for one in offers(shop, buyer) for line in one.lines]


@pytest.mark.parametrize(
    ("buyer", "opening", "again"),
    [
        (NINGBO, "85123A 36个多少钱?", "太贵了,能再便宜点吗?"),
        (MARLOW, "How much are 36 white hanging hearts?", "That is too expensive, can you do better?"),
    ],
)
def test_three_rounds_each_for_one_condition_more_and_then_the_last_word(
    shop: GiftShop, buyer: str, opening: str, again: str
) -> None:
    talk, said = say(shop, buyer, opening)
    answers = [say(shop, buyer, again, talk)[1] for _ in range(5)]
    assert prices(shop, buyer) == [255, 253, 250, 248]
    assert "£2.55" in said
    assert ["£2.53" in answers[0], "£2.50" in answers[1], "£2.48" in answers[2]] == [True] * 3
    assert answers[3] == answers[4]
    assert "£2.48" in answers[3]
    assert all(row.state == "done" for row in shop.effects())


def test_an_offer_for_paying_now_is_open_for_one_day(shop: GiftShop) -> None:
    talk, _ = say(shop, MARLOW, "How much are 36 white hanging hearts?")
    say(shop, MARLOW, "Could you go any lower?", talk)
    made = offers(shop, MARLOW)[-1]
    assert (made.valid_until - made.created_at).days == 1


def test_what_a_buyer_brings_up_is_the_condition(shop: GiftShop) -> None:
    talk, _ = say(shop, NINGBO, "85123A 36个多少钱?")
    _, said = say(shop, NINGBO, "我们长期合作,便宜点行吗?", talk)
    assert "以后继续采购" in said
    assert "下单付款" not in said
    assert prices(shop, NINGBO) == [255, 253]


def test_an_ask_far_below_the_reserve_gets_the_same_as_a_fair_one(shop: GiftShop) -> None:
    for buyer, ask in ((MARLOW, "£0.10"), (PERTH, "£2.50")):
        talk, _ = say(shop, buyer, "How much are 36 white hanging hearts?")
        say(shop, buyer, f"Would you accept {ask} each?", talk)
    assert prices(shop, MARLOW) == prices(shop, PERTH) == [255, 253]


def test_a_new_thread_or_quantity_does_not_begin_the_rounds_anew(shop: GiftShop) -> None:
    talk, _ = say(shop, MARLOW, "How much are 36 white hanging hearts?")
    for _ in range(3):
        say(shop, MARLOW, "Too expensive, can you do better?", talk)
    other, _ = say(shop, MARLOW, "How much are 42 white hanging hearts?")
    _, said = say(shop, MARLOW, "Can you do better on that?", other)
    assert "cannot go lower" in said
    assert prices(shop, MARLOW) == [255, 253, 250, 248, 255]


def test_beyond_the_schedule_only_the_owner_grants_it(shop: GiftShop) -> None:
    talk, _ = say(shop, MARLOW, "How much are 36 white hanging hearts?")
    for _ in range(3):
        say(shop, MARLOW, "Too expensive, can you do better?", talk)
    _, said = say(shop, MARLOW, "Would you accept £2.30 each?", talk)
    assert "colleague decides" in said
    held = [row for row in shop.effects() if row.state == "held"]
    assert [(row.kind, row.rule) for row in held] == [("create_quote", "concession.rate")]
    assert prices(shop, MARLOW)[-1] == 248


def test_the_tiers_price_is_named_as_the_way_to_a_lower_one(shop: GiftShop) -> None:
    talk, _ = say(shop, MARLOW, "How much are 60 jumbo bag red retrospot?")
    _, said = say(shop, MARLOW, "Any discount?", talk)
    assert "From 100 pieces on the price is £1.79 each" in said


def test_a_first_message_that_bargains_gets_the_ladder_first(shop: GiftShop) -> None:
    _, said = say(shop, MARLOW, "Can you do 36 white hanging hearts cheaper, £1.50 each?")
    assert "same for every buyer" in said
    assert prices(shop, MARLOW) == [255]
