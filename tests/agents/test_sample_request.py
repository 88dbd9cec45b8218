"""商品 · samples: free where it pays for itself, else for the stated fee; the fee comes back with a bulk order."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from agents.supervisor import run_task
from authority.claim_evidence import gather
from authority.claims import check
from authority.tasks import NewTask, Origin
from kit.ids import stable_id
from shops.buyers import Draft, DraftLine
from shops.models import Customer, Parcel
from shopstaff.intake import take_events, tick
from tests.support.gift_shop import LEEDS, GiftShop, open_gift_shop

HEART, STAND, UNKNOWN_COST = "85123A", "22423", "22720"


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[GiftShop]:
    """Give the gift shop, and a buyer who has never bought."""
    opened = open_gift_shop(tmp_path)
    newcomer = Customer(id="new", name="New", country="United Kingdom", created_at=opened.clock.now())
    opened.market.register([newcomer])
    yield opened
    opened.house.close()


def ask(shop: GiftShop, buyer: str, text: str, language: str = "en") -> tuple[dict[str, Any], list[Any], str]:
    """Hand a buyer's request off to the job; gives figures, effects, and the thread."""
    thread, now = shop.market.send_message(buyer, text, at=shop.clock.now()), shop.clock.now()
    new = NewTask(
        job="sample_request",
        employee="product",
        cause=stable_id("test", buyer, text, now.isoformat()),
        origin=Origin.BUYER,
        buyer=buyer,
        due_at=now,
        subject=(f"thread:{thread}",),
        input={"goal": text, "language": language},
    )
    crew = shop.crew()
    task = run_task(crew, crew.tasks.open(new, now=now))
    briefs = [turn.body for turn in crew.tasks.turns(task.id) if turn.kind == "brief"]
    effects = [(row.kind, row.state, row.payload.get("fee")) for row in shop.house.log.of_task(task.id)]
    return briefs[-1]["figures"], effects, thread


def faults(shop: GiftShop, thread: str, words: str) -> list[str]:
    """Check a sentence as the kernel will."""
    found = check(words, gather(shop.house.connection.reads, thread, words, shop.clock.now()))
    return [str(one) for one in found]


@pytest.mark.parametrize(
    ("language", "text"), [("en", "Could I have a sample of 85123A?"), ("zh", "85123A 能寄个样品吗")]
)
def test_a_known_buyer_gets_a_sample_that_pays_for_itself_free(shop: GiftShop, language: str, text: str) -> None:
    figures, effects, thread = ask(shop, "17850", text, language)
    assert effects == [("offer_sample", "done", 0)]
    for words in figures["reply"].values():
        assert faults(shop, thread, words) == [], words
    # what the shop holds of one buyer supports nothing said to another, nor of anything but a sample
    other = shop.market.send_message("14911", text, at=shop.clock.now())
    assert faults(shop, other, figures["reply"]["done"])
    assert faults(shop, thread, "Your order is free." if language == "en" else "这单免费。")


@pytest.mark.parametrize(("language", "text"), [("en", "Please send a sample of 22423"), ("zh", "22423 打个样")])
def test_a_newcomer_pays_the_stated_fee_and_a_second_one_is_paid_too(shop: GiftShop, language: str, text: str) -> None:
    figures, effects, thread = ask(shop, "new", text, language)
    assert effects == [("offer_sample", "done", 1275)] and "12.75" in figures["reply"]["done"]
    assert faults(shop, thread, figures["reply"]["done"]) == []
    assert ask(shop, "17850", "sample of 85123A")[1] == [("offer_sample", "done", 0)]
    assert ask(shop, "17850", "sample of 22423")[1] == [("offer_sample", "done", 1275)]


@pytest.mark.parametrize(
    "text", ["下单的话送样品吗", "do you have samples?", "有样品吗", "can I get one sample free if I order 100?"]
)
def test_what_does_not_plainly_want_a_sample_is_asked_back_and_a_yes_brings_it(shop: GiftShop, text: str) -> None:
    first = shop.talk("17850", "85123A 6个多少钱" if text[0] > "z" else "How much are 6 of 85123A?", text)
    assert "Shall we send you one sample" in first or "要给您寄一件" in first
    assert not [row for row in shop.effects() if row.kind == "offer_sample"]
    thread = shop.market.send_message("17850", "ok", at=shop.clock.now(), thread_id=talk_of(shop))
    assert thread
    run_task(shop.crew(), take_events(shop.crew(), shop.house.connection.events)[-1])
    assert [row.state for row in shop.effects() if row.kind == "offer_sample"] == ["done"]


def talk_of(shop: GiftShop) -> str:
    """Give the conversation of the buyer who is known."""
    messages = shop.house.connection.reads.messages
    assert messages is not None
    return messages.list_threads(customer_id="17850")[-1].id


@pytest.mark.parametrize("text", ["sounds good, but I need to check with my partner first", "先问问老板再说"])
def test_words_without_a_sample_send_none(shop: GiftShop, text: str) -> None:
    shop.talk("17850", "How much are 6 of 85123A?", text)
    assert not [row for row in shop.effects() if row.kind == "offer_sample"]


def test_which_product_is_asked_and_what_has_no_sample_is_a_persons(shop: GiftShop) -> None:
    figures, effects, thread = ask(shop, "17850", "Can you send a sample?")
    assert set(figures["reply"]) == {"ask"} and not effects and faults(shop, thread, figures["reply"]["ask"]) == []
    figures, effects, thread = ask(shop, "17850", f"A sample of {UNKNOWN_COST} please")
    assert UNKNOWN_COST in figures["person"] and not effects and faults(shop, thread, figures["reply"]["held"]) == []


def test_a_fee_comes_back_when_the_bulk_order_has_left_and_no_task_is_opened_before(shop: GiftShop) -> None:
    ask(shop, "new", "Please send a sample of 22423")
    samples = shop.house.connection.reads.samples
    assert samples is not None
    (sample,) = samples.list_samples()
    assert shop.market.pay_sample(sample.id, at=shop.clock.now())
    shop.clock.set(shop.clock.now().replace(hour=10, minute=5) + timedelta(days=1))
    assert not [one for one in tick(shop.crew(), shop.clock.now()) if shop.house.tasks.get(one).job == "sample_request"]
    line = shop.house.connection.reads.shop.get_order(place(shop, "new", STAND, 16)).lines[0]
    parcel = Parcel(line_id=line.id, quantity=16)
    order_id = line.id.rpartition(".")[0]
    shop.house.connection.writes.shop.ship(order_id, [parcel], carrier="DHL", tracking="T", key="out")
    opened = [one for one in tick(shop.crew(), shop.clock.now()) if shop.house.tasks.get(one).job == "sample_request"]
    run_task(shop.crew(), *opened)
    (after,) = samples.list_samples()
    assert (after.credited, after.credit_order) == (1275, order_id)


def place(shop: GiftShop, buyer: str, sku: str, pieces: int) -> str:
    """Place a paid order of any buyer."""
    draft = Draft(customer_id=buyer, lines=(DraftLine(sku=sku, quantity=pieces),), address=LEEDS, at=shop.clock.now())
    (order_id,) = shop.market.place_orders([draft])
    assert order_id is not None
    return order_id
