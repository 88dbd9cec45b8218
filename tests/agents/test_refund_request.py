"""客户 · refunds: by the table, once a line, never more than was paid, never somebody else's; every word is true."""

from __future__ import annotations

from typing import Any

import pytest

from agents.customer.refund_words import ASK, GOODS, HELD, REFUSED
from agents.supervisor import run_task
from authority.claim_evidence import gather
from authority.claims import check
from authority.tasks import NewTask, Origin
from kit.ids import stable_id
from shops.models import Order, Parcel
from shopstaff.intake import take_events, work
from tests.support.gift_shop import GiftShop

HEART, STAND = "85123A", "22423"


class Asked:
    """A buyer's request, handed off to the job, and what came of it."""

    def __init__(self, shop: GiftShop, text: str, order: str | None, buyer: str, language: str, thread: str) -> None:
        self.shop, now = shop, shop.clock.now()
        self.thread = shop.market.send_message(buyer, text, at=now, thread_id=thread or None)
        new = NewTask(
            job="refund_request",
            employee="customer",
            cause=stable_id("test", text, order or "", buyer, language),
            origin=Origin.BUYER,
            buyer=buyer,
            due_at=now,
            subject=(f"thread:{self.thread}", *((f"order:{order}",) if order else ())),
            input={"goal": text, "language": language},
        )
        crew = shop.crew()
        task = run_task(crew, crew.tasks.open(new, now=now))
        briefs = [turn.body for turn in crew.tasks.turns(task.id) if turn.kind == "brief"]
        self.figures: dict[str, Any] = briefs[-1]["figures"]
        self.reply: dict[str, str] = self.figures["reply"]
        self.effects = [(row.kind, row.state, row.money_out) for row in shop.house.log.of_task(task.id)]
        self.rules = [row.rule for row in shop.house.log.of_task(task.id)]

    def faults(self) -> list[str]:
        """Check what would be told against the shop's records, as the kernel will."""
        reads = self.shop.house.connection.reads
        told = [words for outcome, words in self.reply.items() if outcome != "done" or ("done" in self.states())]
        return [
            str(one) for words in told for one in check(words, gather(reads, self.thread, words, self.shop.clock.now()))
        ]

    def states(self) -> set[str]:
        """Give the states of its effects."""
        return {state for _, state, _ in self.effects}


def ask(
    shop: GiftShop, text: str, order: str | None = None, buyer: str = "17850", language: str = "en", thread: str = ""
) -> Asked:
    """Let a buyer ask for something to be made good; every sentence that could be told must be true."""
    asked = Asked(shop, text, order, buyer, language, thread)
    assert asked.faults() == [], (asked.reply, asked.faults())
    return asked


def read(shop: GiftShop, order: str) -> Order:
    """Read an order."""
    return shop.house.connection.reads.shop.get_order(order)


def arrived(shop: GiftShop, *lines: tuple[str, int], buyer: str = "17850") -> str:
    """Place an order that is shipped and delivered; gives its id."""
    order = shop.place(buyer, *lines)
    parcels = [Parcel(line_id=line.id, quantity=line.quantity) for line in read(shop, order).lines]
    sent = shop.house.connection.writes.shop.ship(order, parcels, carrier="DHL", tracking="T1", key=f"out {order}")
    assert sent.object_id is not None
    shop.market.deliver([sent.object_id], at=shop.clock.now())
    return order


def test_goods_spoken_of_before_are_meant_where_an_order_has_several(shop: GiftShop) -> None:
    """A buyer who was asked something back does not name the goods again."""
    order = arrived(shop, (HEART, 10), (STAND, 1))
    first = shop.buyer("17850", f"3 of the 85123A of order {order} came broken [photo], I want £500 back")
    assert "29.50" in shop.said(first)[-1].text
    shop.pass_time(minutes=1)
    again = shop.buyer("17850", f"Then refund the 3 of {order} at their price", thread=shop.thread_of(first))
    assert "8.85" in shop.said(again)[-1].text
    assert [line.refunded for line in read(shop, order).lines] == [885, 0]


def test_the_answer_to_a_question_about_a_complaint_belongs_to_it(shop: GiftShop) -> None:
    """A bare count is no wish to buy so many; the next words about something else are read by themselves."""
    order = arrived(shop, (HEART, 10), (STAND, 1))
    first = shop.buyer("17850", f"Order {order}: the 85123A arrived broken [photo], please refund")
    assert "How many" in shop.said(first)[-1].text
    shop.pass_time(minutes=1)
    again = shop.buyer("17850", "2", thread=shop.thread_of(first))
    assert "5.90" in shop.said(again)[-1].text
    assert [line.refunded for line in read(shop, order).lines] == [590, 0]
    shop.pass_time(minutes=1)
    bought = shop.buyer("17850", "How much are 36 hanging hearts?", thread=shop.thread_of(first))
    assert "create_quote" in [row.kind for row in shop.effects(bought)]


@pytest.mark.parametrize(
    ("language", "first", "second"),
    [
        ("en", "Two of the hearts came broken [photo], please refund", "Again: 2 broken hearts [photo], refund me"),
        ("zh", "85123A 有2个碎了[图片],请退款", "还是那2个碎的[图片],再退一次款"),
    ],
)
def test_a_refund_with_a_photo_is_settled_and_a_second_try_refused(
    shop: GiftShop, language: str, first: str, second: str
) -> None:
    """Two of ten at 2.95; the second time the words say what was given."""
    order = arrived(shop, (HEART, 10))
    done = ask(shop, first, order, language=language)
    assert done.effects == [("issue_refund", "done", 590)] and "5.90" in done.reply["done"]
    again = ask(shop, second, order, language=language)
    assert not again.effects and set(again.reply) == {"refused"} and "5.90" in again.reply["refused"]
    assert sum(line.refunded for line in read(shop, order).lines) == 590


def test_without_a_photo_it_is_asked_for_and_one_sent_before_counts(shop: GiftShop) -> None:
    order = arrived(shop, (HEART, 10))
    asked = ask(shop, "1 heart arrived broken, I want a refund", order)
    assert not asked.effects and "photo" in asked.reply["ask"]
    shop.market.send_message("17850", "[photo]", at=shop.clock.now(), thread_id=asked.thread)
    then = ask(shop, "Here it is, 1 came broken, refund please", order, thread=asked.thread)
    assert then.effects == [("issue_refund", "done", 295)]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_an_order_of_somebody_else_more_than_was_paid_and_what_is_unpaid_are_refused(
    shop: GiftShop, language: str
) -> None:
    """With a reason, in the buyer's language, and without a word about the other buyer's order."""
    theirs, mine = arrived(shop, (HEART, 10), buyer="14911"), arrived(shop, (HEART, 10))
    words = {"en": "1 came broken [photo]. Refund {}", "zh": "有1个碎了[图片],退款 {}"}[language]
    foreign = ask(shop, words.format(""), theirs, language=language)
    assert not foreign.effects and theirs not in str(foreign.figures) and set(foreign.reply) == {"refused"}
    more = ask(shop, words.format("£500"), mine, language=language)
    assert not more.effects and "29.50" in more.reply["refused"]
    for order in (theirs, mine):
        assert not any(line.refunded for line in read(shop, order).lines)


def test_what_is_above_the_limit_waits_for_the_owner_and_the_buyer_is_not_told_it_is_done(shop: GiftShop) -> None:
    order = arrived(shop, (STAND, 10))
    held = ask(shop, "All 10 came broken [photo], refund please", order)
    assert [state for _, state, _ in held.effects] == ["held"] and held.rules == ["refund.amount"]
    assert "colleague" in held.reply["held"]


def test_a_third_refund_in_a_month_waits_for_the_owner(shop: GiftShop) -> None:
    states = []
    for number in range(3):
        order = arrived(shop, (HEART, 10 + number))
        states += ask(shop, "1 came broken [photo], refund", order).effects
    assert [state for _, state, _ in states] == ["done", "done", "held"]


def test_a_dispute_is_always_a_persons(shop: GiftShop) -> None:
    order = arrived(shop, (HEART, 10))
    asked = ask(shop, "1 came broken [photo]. Refund me or my lawyer will sue you", order)
    assert not asked.effects and "dispute" in asked.figures["person"] and set(asked.reply) == {"held"}


@pytest.mark.parametrize(("language", "text"), [("en", "I changed my mind, refund please"), ("zh", "不想要了,退款吧")])
def test_what_has_not_left_is_cancelled(shop: GiftShop, language: str, text: str) -> None:
    order = shop.place("17850", (HEART, 10))
    asked = ask(shop, text, order, language=language)
    assert asked.effects == [("cancel_order", "done", 2950)] and "29.50" in asked.reply["done"]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_which_order_product_and_how_many_are_asked_never_guessed(shop: GiftShop, language: str) -> None:
    words = {"en": "It came broken [photo], refund", "zh": "收到碎了[图片],退款"}[language]
    first = arrived(shop, (HEART, 10))
    assert set(ask(shop, words, first, language=language).reply) == {"ask"}
    second = arrived(shop, (HEART, 5), (STAND, 5))
    for order in (None, second):
        asked = ask(shop, words, order, language=language)
        assert set(asked.reply) == {"ask"} and not asked.effects


def test_a_buyers_message_goes_to_the_refund_and_the_reply_tells_what_was_done(shop: GiftShop) -> None:
    """The whole way: message, hand-off, refund, one message back; a second try sends no money."""
    order = arrived(shop, (HEART, 10))
    told = []
    for text in (
        "Order {} came with 2 broken hearts [photo], please refund",
        "Refund order {}, 2 hearts broken [photo]",
    ):
        thread = shop.market.send_message("17850", text.format(order), at=shop.clock.now())
        take_events(shop.crew(), shop.house.connection.events)
        work(shop.crew(), shop.clock.now())
        messages = shop.house.connection.reads.messages
        assert messages is not None
        told.append([one.text for one in messages.get_thread(thread).messages if one.author == "shop"])
    assert [len(one) for one in told] == [1, 1]
    assert "5.90" in told[0][0] and "second time" in told[1][0]
    assert sum(line.refunded for line in read(shop, order).lines) == 590


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_sentence_that_claims_nothing_done_passes_the_check_of_words(shop: GiftShop, language: str) -> None:
    """Or the buyer would wait for a person's leave to be told no."""
    order = arrived(shop, (HEART, 10))
    thread = shop.market.send_message("17850", order, at=shop.clock.now())
    line = read(shop, order).lines[0]
    shop.house.connection.writes.shop.refund(order, line.id, 295, reason="broken", key="once")
    values = {"order": order, "title": line.title, "back": "£2.95", "paid": "£29.50"}
    values["goods"] = GOODS["zh" if language == "zh" else "en"].format(count="2", title=line.title, sku=line.sku)
    faults = {}
    refused = [texts for name, texts in REFUSED.items() if name not in ("unpaid", "not_arrived")]
    for texts in (*refused, *ASK.values(), HELD):
        words = texts["zh" if language == "zh" else "en"].format(**values)
        found = check(words, gather(shop.house.connection.reads, thread, words, shop.clock.now()))
        faults |= {words: [str(one) for one in found]} if found else {}
    assert faults == {}  # that nothing was paid, or has left, is true of other orders than this
