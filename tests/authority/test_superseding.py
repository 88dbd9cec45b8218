"""At most one message of the staff's waits in a conversation, and none is sent behind a newer answer."""

from __future__ import annotations

from datetime import timedelta

import pytest

from authority.desk import Receipt
from authority.effects.create_quote import CreateQuote
from authority.effects.hand_over import HandOver
from authority.effects.send_message import SendMessage
from authority.effects.write_first import WriteFirst
from kit.errors import Refused
from shops.models import QuoteLine
from tests.authority.conftest import Place


def write(place: Place, thread: str, text: str) -> Receipt:
    return place.submit(SendMessage(thread_id=thread, text=text))


def said(place: Place, thread: str) -> list[str]:
    messages = place.shop.reads.messages
    assert messages is not None
    return [one.text for one in messages.get_thread(thread).messages if one.author == "shop"]


def test_a_newer_held_message_takes_the_place_of_the_older_in_its_conversation(place: Place) -> None:
    place.limit(levels={"message": 1})
    talk, other = place.thread("One"), place.thread("Two")
    elsewhere, older, newer = write(place, other, "Hello"), write(place, talk, "30 of them"), write(place, talk, "40")
    states = [place.desk.receipt(one.id).state for one in (elsewhere, older, newer)]
    assert states == ["held", "superseded", "held"]
    assert newer.id in place.desk.receipt(older.id).why
    assert place.log.history(older.id)[-1]["body"]["decision"] == "superseded"
    with pytest.raises(Refused, match="superseded"):
        place.desk.approve(older.id, by="ann")
    assert place.desk.approve(newer.id, by="ann").state == "done"
    assert said(place, talk) == ["40"]


def offer(place: Place, thread: str, quantity: int, task: str) -> Receipt:
    line = QuoteLine(sku="mug", quantity=quantity, unit_price=place.price("mug")[-1])
    until = place.clock.now() + timedelta(days=7)
    return place.submit(CreateQuote(customer_id="b1", thread_id=thread, lines=(line,), valid_until=until), task=task)


@pytest.mark.parametrize("level", [1, 2])
def test_an_offer_that_waits_beside_a_held_message_goes_with_it(place: Place, level: int) -> None:
    """Whether the newer message waits or is sent; its own offer stays, and so does one of another conversation."""
    place.limit(levels={"message": 1, "quote": 1})
    talk, other = place.thread("One"), place.thread("Two")
    offers = [offer(place, talk, 30, "t1"), offer(place, other, 20, "t2"), offer(place, talk, 40, "t3")]
    older = place.submit(SendMessage(thread_id=talk, text="30 of them"), task="t1")
    place.submit(SendMessage(thread_id=other, text="Hello"), task="t2")
    place.limit(levels={"message": level})
    newer = place.submit(SendMessage(thread_id=talk, text="40 of them"), task="t3")
    assert [place.desk.receipt(one.id).state for one in (older, *offers)] == [
        "superseded",
        "superseded",
        "held",
        "held",
    ]
    assert newer.id in place.desk.receipt(offers[0].id).why
    assert place.log.history(offers[0].id)[-1]["body"]["decision"] == "superseded"
    with pytest.raises(Refused, match="superseded"):
        place.desk.approve(offers[0].id, by="ann")
    assert place.desk.approve(offers[2].id, by="ann").state == "done"


def test_an_offer_that_the_owner_was_asked_for_stays_while_others_are_written(place: Place) -> None:
    """Its message has left, and said that a colleague decides."""
    place.limit(levels={"quote": 1})
    talk = place.thread()
    held = offer(place, talk, 30, "t1")
    assert place.submit(SendMessage(thread_id=talk, text="A colleague will answer."), task="t1").state == "done"
    assert place.submit(SendMessage(thread_id=talk, text="You are welcome."), task="t2").state == "done"
    assert place.desk.receipt(held.id).state == "held"


def test_two_messages_of_one_task_leave_its_offer(place: Place) -> None:
    place.limit(levels={"message": 1, "quote": 1})
    talk = place.thread()
    held, older = offer(place, talk, 30, "t1"), place.submit(SendMessage(thread_id=talk, text="30"), task="t1")
    place.submit(SendMessage(thread_id=talk, text="30 of them"), task="t1")
    assert [place.desk.receipt(one.id).state for one in (held, older)] == ["held", "superseded"]


def test_a_newer_message_that_is_sent_takes_the_place_of_one_that_waits(place: Place) -> None:
    place.limit(levels={"message": 1})
    talk = place.thread()
    older = write(place, talk, "30 of them")
    place.limit(levels={"message": 2})
    assert write(place, talk, "Good morning").state == "done"
    assert place.desk.receipt(older.id).state == "superseded"


def test_a_denied_message_takes_nobodys_place(place: Place) -> None:
    place.limit(levels={"message": 1})
    talk = place.thread()
    older = write(place, talk, "30 of them")
    assert write(place, talk, "Look at www.pay-here.example").state == "denied"
    assert place.desk.receipt(older.id).state == "held"


def test_words_to_a_buyer_who_has_not_asked_leave_what_waits_in_a_conversation(place: Place) -> None:
    place.limit(levels={"message": 1})
    older = write(place, place.thread(), "30 of them")
    assert place.submit(WriteFirst(customer_id="b1", text="Hello", purpose="offer", order_id=None)).state in (
        "held",
        "done",
    )
    assert place.desk.receipt(older.id).state == "held"


def test_an_approved_message_is_not_sent_behind_an_answer_of_a_person(place: Place) -> None:
    place.limit(levels={"message": 1})
    talk = place.thread()
    held = write(place, talk, "30 of them")
    assert place.submit(HandOver(thread_id=talk, note="ann calls")).state == "done"
    place.later(minutes=1)
    place.bench.market.answer_as_person(talk, "We talked on the phone.", at=place.clock.now())
    receipt = place.desk.approve(held.id, by="ann")
    assert (receipt.state, receipt.rule) == ("denied", "message.overtaken")
    assert said(place, talk) == ["We talked on the phone."]


def test_what_was_said_before_it_does_not_stop_an_approved_message(place: Place) -> None:
    talk = place.thread()
    assert write(place, talk, "Hello").state == "done"
    place.limit(levels={"message": 1})
    held = write(place, talk, "30 of them")
    place.later(hours=2)
    assert place.desk.approve(held.id, by="ann").state == "done"
