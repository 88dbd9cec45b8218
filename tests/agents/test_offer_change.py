"""Other goods or pieces than were offered: the old offer is dead, and only what takes its place is ordered."""

from __future__ import annotations

import pytest

from agents.customer.offer_answer import answer_to_offer
from shops.models import QuoteStatus
from tests.support.fixtures import ShopAfter
from tests.support.gift_shop import GiftShop, Wrote

NINGBO = "13047"
BUNTING, HEART, STAND, BAG, BIRD = "47566", "85123A", "22423", "85099B", "84879"
TWO = "price for 8 party bunting and 6 white hanging hearts?"
EIGHT = "8 party bunting, how much?"
TWO_ZH = "47566 8个和85123A 6个多少钱"


def standing(shop: GiftShop) -> list[dict[str, int]]:
    """Give the lines of the open offers, oldest first."""
    found = shop.house.connection.reads.quotes
    assert found is not None
    quotes = [one for one in found.list_quotes(customer_id=NINGBO) if one.status is QuoteStatus.OPEN]
    return [{line.sku: line.quantity for line in one.lines} for one in quotes]


def says(shop: GiftShop, text: str) -> str | None:
    """Give how a buyer's next words stand to the offers of their conversation, as the order button asks it."""
    shop.pass_time(minutes=1)
    crew, task_id = shop.crew(), shop.open_message(NINGBO, text, thread=thread(shop))
    task = crew.tasks.get(task_id)
    ctx = crew.job_context(task)
    assert ctx.reads.messages is not None
    talk = ctx.reads.messages.get_thread(shop.thread_of(task))
    answer = answer_to_offer(ctx, talk, ctx.understand(text), text)
    return answer.kind if answer else None


def thread(shop: GiftShop) -> str:
    """Give the buyer's only conversation."""
    found = shop.house.connection.reads.messages
    assert found is not None
    (only,) = found.list_threads(customer_id=NINGBO)
    return only.id


@pytest.mark.parametrize(
    ("first", "change", "left"),
    [
        (TWO, "ok order the bunting only", {BUNTING: 8}),
        (TWO, "leave out the hearts please", {BUNTING: 8}),
        (TWO, "just the hearts then", {HEART: 6}),
        (TWO, "only the first one please", {BUNTING: 8}),
        (TWO, "make the party bunting 12", {BUNTING: 12, HEART: 6}),
        (TWO, "ok but just half of that", {BUNTING: 4, HEART: 6}),
        (TWO_ZH, "85123A不要了", {BUNTING: 8}),
        (TWO_ZH, "就要前一个 47566", {BUNTING: 8}),
        (TWO_ZH, "只要85123A", {HEART: 6}),
        (TWO_ZH, "Party Bunting改成12个", {BUNTING: 12, HEART: 6}),
        ("47566 8个多少钱", "那先来一半吧", {BUNTING: 4}),
        ("47566 8个多少钱", "哎等等 改成12个行不", {BUNTING: 12}),
        ("47566 8个多少钱", "不是47566 是22423", {STAND: 8}),
        ("47566 8个多少钱", "换成22423吧", {STAND: 8}),
        (EIGHT, "not the bunting!! I meant the cakestand, swap pls", {STAND: 8}),
        (TWO, "not the second one please", {BUNTING: 8}),
        ("47566 8个多少钱", "给我改成22423 8个", {STAND: 8}),
        ("47566 4个多少钱", "先要一半", {BUNTING: 4}),
        (EIGHT, "yes and also 6 regency cakestands", {BUNTING: 8, STAND: 6}),
        ("47566 8个多少钱", "好的,再来6个22423", {BUNTING: 8, STAND: 6}),
    ],
)
def test_a_change_of_an_offer_leaves_one_offer_of_what_is_wanted(
    shop_after: ShopAfter, first: str, change: str, left: dict[str, int]
) -> None:
    shop = shop_after(Wrote(NINGBO, (first,)))
    shop.talk_on(NINGBO, change)
    assert standing(shop) == [left]
    assert says(shop, "order it") == "take"


@pytest.mark.parametrize(
    "words",
    ["I'll take both", "order both please", "两个都下单", "两个都要", "both", "ok both then", "还是两个都要吧"],
)
def test_both_offers_are_put_together_and_asked_about(shop_after: ShopAfter, words: str) -> None:
    shop = shop_after(Wrote(NINGBO, (EIGHT, "and 6 regency cakestands?")))
    said = shop.talk_on(NINGBO, words)
    assert standing(shop) == [{BUNTING: 8, STAND: 6}]
    assert "Shall it be ordered" in said or "请问要下单吗" in said
    assert says(shop, "yes please") == "take"


@pytest.mark.parametrize(
    ("first", "words"),
    [
        (EIGHT, "why would I order it at that price"),
        (EIGHT, "sounds good, but I need to check with my partner first"),
        (EIGHT, "my colleague says order it but I'm not convinced"),
        ("47566 8个多少钱", "没钱成交😭"),
        ("47566 8个多少钱", "老板说不要了"),
        ("47566 8个多少钱", "能的话就成交"),
    ],
)
def test_who_does_not_order_is_told_which_offer_stands(shop_after: ShopAfter, first: str, words: str) -> None:
    shop = shop_after(Wrote(NINGBO, (first,)))
    said = shop.talk_on(NINGBO, words)
    assert "Nothing is ordered" in said or "目前没有下单" in said
    assert standing(shop) == [{BUNTING: 8}]
    assert [row.kind for row in shop.effects() if row.kind not in ("create_quote", "send_message")] == []


@pytest.mark.parametrize(
    "words", ["great price! I want them", "sure, that works", "yeah alright then", "就要这个", "好的"]
)
def test_who_only_agrees_is_asked_and_a_yes_orders(shop_after: ShopAfter, words: str) -> None:
    shop = shop_after(Wrote(NINGBO, (EIGHT,)))
    said = shop.talk_on(NINGBO, words)
    assert "Shall it be ordered" in said or "请问要下单吗" in said
    assert says(shop, "好的") == "take"


def test_goods_spoken_of_since_leave_a_bare_order_in_doubt(shop: GiftShop) -> None:
    shop.talk(NINGBO, "8 party bunting, how much?", "hello, are the cakestands pretty?")
    assert says(shop, "order it") != "take"


def test_so_many_as_are_offered_are_ordered_and_other_counts_are_offered(shop: GiftShop) -> None:
    shop.talk(NINGBO, "47566 8个多少钱")
    assert says(shop, "8个") != "take"
    assert says(shop, "要 8个") == "take"
    assert says(shop, "order 12") is None
