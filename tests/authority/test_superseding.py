"""At most one message of the staff's waits in a conversation, and none is sent behind a newer answer."""

from __future__ import annotations

import pytest

from authority.desk import Receipt
from authority.effects.hand_over import HandOver
from authority.effects.send_message import SendMessage
from authority.effects.write_first import WriteFirst
from kit.errors import Refused
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
