"""Writing to buyers who have not asked: their wish binds, what waits counts, news of an order under way reach them."""

from __future__ import annotations

from authority.effects.open_case import OpenCase
from authority.effects.stop_offers import StopOffers
from authority.effects.write_first import WriteFirst
from tests.authority.conftest import Place


def offer(buyer: str = "b1") -> WriteFirst:
    """Offer something to a buyer who has not asked."""
    return WriteFirst(customer_id=buyer, text="Hello", purpose="offer", order_id=None)


def news(order: str | None, buyer: str = "b1") -> WriteFirst:
    """Tell a buyer of an order."""
    return WriteFirst(customer_id=buyer, text="Hello", purpose="news", order_id=order)


def test_a_buyer_hears_one_offer_in_two_weeks_and_another_buyer_is_not_counted(place: Place) -> None:
    assert place.submit(offer()).state == "done"
    assert place.submit(offer()).rule == "contact.offers"
    assert place.submit(offer("b2")).state == "done"
    place.later(days=14, seconds=1)
    assert place.desk.expire() == 1
    assert place.submit(offer()).state == "done"


def test_a_buyer_who_wants_no_offers_gets_none_even_if_the_owner_approves(place: Place) -> None:
    assert place.submit(offer()).state == "done"
    held = place.submit(offer())
    assert place.submit(StopOffers(customer_id="b1")).state == "done"
    assert (place.desk.approve(held.id, by="owner").rule) == "contact.wish"
    assert place.submit(offer()).rule == "contact.wish"
    order = place.bench.order(("mug", 2))
    assert place.submit(news(order.id)).state == "done"


def test_one_buyers_words_do_not_stop_what_another_one_hears(place: Place) -> None:
    wish = StopOffers(customer_id="b2")
    assert place.submit(wish, origin="buyer", buyer="b1").rule == "buyer.scope"
    assert place.submit(wish, origin="buyer", buyer="b2").state == "done"


def test_an_offer_is_not_news_by_its_name(place: Place) -> None:
    """Only an order of this buyer that is under way makes news; else it is an offer, and a wish against it binds."""
    place.submit(StopOffers(customer_id="b1"))
    order, past = place.bench.order(("mug", 2)), place.left()
    (parcel,) = place.shop.reads.shop.list_shipments(past.id)
    place.bench.market.deliver([parcel.id], at=place.clock.now())
    for about in (None, past.id, "nowhere"):
        assert place.submit(news(about)).rule == "contact.wish"
    place.submit(StopOffers(customer_id="b2"))
    assert place.submit(news(order.id, "b2")).rule == "contact.wish"


def test_a_day_has_room_for_two_messages_that_nobody_asked_for(place: Place) -> None:
    order = place.bench.order(("mug", 2))
    assert [place.submit(news(order.id)).state for _ in range(2)] == ["done", "done"]
    assert [place.submit(news(order.id)).rule for _ in range(2)] == ["contact.day"] * 2
    place.later(days=1, seconds=1)
    assert place.submit(offer()).rule == "contact.day"  # the two that wait may still be sent


def test_a_case_is_opened_even_under_the_kill_switch_and_can_be_given_to_the_staff(place: Place) -> None:
    """It only makes a person look."""
    place.desk.stop("shop", why="drill")
    made = place.submit(OpenCase(customer_id="b1", note="a lost parcel", order_id=None))
    assert made.state == "done"
    assert place.shop.reads.messages is not None
    assert place.shop.reads.messages.get_thread(str(made.object_id)).with_person
