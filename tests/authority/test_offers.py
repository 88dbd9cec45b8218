"""Equal treatment and concessions through the desk: from the effects that are there, not from memory."""

from __future__ import annotations

from datetime import timedelta

import pytest

from authority.desk import Receipt
from authority.effects.create_quote import CreateQuote
from authority.effects.send_message import SendMessage
from shops.models import QuoteLine
from tests.authority.conftest import Place


def offer(place: Place, price: int, *, buyer: str = "b1", quantity: int = 20) -> Receipt:
    """Offer mugs to a buyer; the ladder's price at twenty is 250."""
    line = QuoteLine(sku="mug", quantity=quantity, unit_price=price)
    until = place.clock.now() + timedelta(days=3)
    return place.submit(CreateQuote(customer_id=buyer, thread_id=None, lines=(line,), valid_until=until))


def test_nobody_is_charged_more_than_the_published_ladder(place: Place) -> None:
    assert (offer(place, 251).rule, offer(place, 250).state) == ("price.unequal", "done")


def test_what_one_buyer_is_let_off_another_is_too(place: Place) -> None:
    assert offer(place, 245).state == "done"
    assert offer(place, 250, buyer="b2").rule == "price.unequal"
    assert offer(place, 245, buyer="b2").state == "done"
    assert offer(place, 250, buyer="b2", quantity=21).state == "done"
    place.later(days=30, seconds=1)
    assert offer(place, 250, buyer="b2").state == "done"


def test_an_offer_that_is_still_held_reached_nobody(place: Place) -> None:
    held = offer(place, 240)
    assert held.rule == "concession.rate"
    assert offer(place, 250, buyer="b2").state == "done"
    assert place.desk.approve(held.id, by="owner").state == "done"
    assert offer(place, 250, buyer="b2", quantity=20).rule == "price.unequal"


@pytest.mark.parametrize("state", ["held", "applying", "unknown", "done"])
def test_concessions_that_are_held_or_unknown_count_as_spent(place: Place, state: str) -> None:
    place.limit(concession={"per_30d": 150})
    first = offer(place, 245)
    place.edit(first.id, state=state)
    second = offer(place, 245, quantity=21)
    assert second.rule == "concession.30d"
    for ended in (first, second):
        place.edit(ended.id, state="rejected")
    assert offer(place, 245, quantity=21).state == "done"


def test_at_night_only_a_buyer_who_waits_is_written_to(place: Place) -> None:
    waits = place.thread("Hello, is anybody there?")
    place.later(hours=14)  # 23:00 in London
    assert place.submit(SendMessage(thread_id=waits, text="Good evening.")).state == "done"
    again = place.submit(SendMessage(thread_id=waits, text="Good night."))
    assert (again.state, again.rule) == ("held", "message.quiet")


def test_a_contact_is_denied_whoever_approves_and_a_banned_word_waits_for_a_person(place: Place) -> None:
    thread = place.thread()
    assert place.submit(SendMessage(thread_id=thread, text="请加微信 gift8888")).rule == "words.leads_out"
    held = place.submit(SendMessage(thread_id=thread, text="I am a real person."))
    assert (held.state, held.rule) == ("held", "words.banned")
    assert place.said(thread) == []
