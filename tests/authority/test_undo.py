"""Undoing goes through the same door, once, and says why where it cannot be."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from authority import owner
from authority.desk import Receipt, Requester
from authority.effect import effect_kinds
from authority.effects.create_quote import CreateQuote
from authority.effects.hand_over import HandOver
from authority.effects.issue_refund import IssueRefund
from authority.effects.send_message import SendMessage
from authority.effects.set_bid import SetBid
from authority.effects.set_keyword_paused import SetKeywordPaused
from authority.effects.set_price import SetPrice
from kit.errors import Refused, Retry
from shops.contract.bench import ADDRESS
from shops.models import OutcomeStatus, QuoteLine, QuoteStatus
from tests.authority.conftest import Place

Refunds = Callable[..., IssueRefund]
Prices = Callable[..., SetPrice]


def undo(place: Place, effect_id: str) -> Receipt:
    def begin(attempts: int) -> Requester:
        return Requester(task=f"undo {effect_id} {attempts}", turn=1, ordinal=1, employee="owner", origin="owner")

    reads = place.shop.reads
    return owner.undo(place.desk, place.log, reads, effect_id, now=place.clock.now(), begin=begin)


def quote(place: Place, days: int = 7) -> CreateQuote:
    line = QuoteLine(sku="mug", quantity=40, unit_price=250)
    until = place.clock.now() + timedelta(days=days)
    return CreateQuote(customer_id="b1", thread_id=None, lines=(line,), valid_until=until)


def test_a_price_goes_back_to_the_ladder_before_it(place: Place, reprice: Prices) -> None:
    done = place.submit(reprice(290, 245))
    back = undo(place, done.id)
    assert (back.state, place.price("mug")) == ("done", (300, 250))
    first, second = place.log.get(done.id), place.log.get(back.id)
    assert (first.state, first.undone_by, second.undoes, second.origin) == ("done", back.id, done.id, "owner")


def test_a_price_that_somebody_changed_since_stays(place: Place, reprice: Prices) -> None:
    done = place.submit(reprice(290, 245))
    place.later(hours=1)
    place.submit(reprice(295, 245))
    with pytest.raises(Refused, match="changed since"):
        undo(place, done.id)
    assert place.price("mug") == (295, 245)


def test_a_price_changed_since_past_the_desk_stays_too(place: Place, reprice: Prices) -> None:
    done = place.submit(reprice(290, 245))
    place.later(hours=1)
    for number, step in enumerate((reprice(280, 240), reprice(290, 245))):
        place.shop.writes.shop.set_price("mug", step.tiers, key=f"by hand {number}")
    with pytest.raises(Refused, match="changed since"):
        undo(place, done.id)


def test_a_stopped_keyword_runs_again_unless_somebody_moved_it_since(place: Place) -> None:
    assert place.shop.reads.ads is not None and place.shop.writes.ads is not None
    stopped = place.submit(SetKeywordPaused(keyword_id="k1", paused=True, cause="loss"))
    assert [one.paused for one in place.shop.reads.ads.list_keywords()] == [True]
    assert undo(place, stopped.id).state == "done"
    assert [one.paused for one in place.shop.reads.ads.list_keywords()] == [False]
    again = place.submit(SetKeywordPaused(keyword_id="k1", paused=True, cause="loss"))
    place.shop.writes.ads.set_keyword_paused("k1", False, key="by hand")
    with pytest.raises(Refused, match="since"):
        undo(place, again.id)


def test_a_keyword_runs_again_only_under_the_cap_of_bids(place: Place) -> None:
    place.submit(SetKeywordPaused(keyword_id="k1", paused=True, cause="loss"))
    place.limit(ads={"max_bid": 90})
    assert place.submit(SetKeywordPaused(keyword_id="k1", paused=False, cause="other")).rule == "ads.bid"


def test_a_bid_goes_back_to_what_it_was(place: Place) -> None:
    done = place.submit(SetBid(keyword_id="k1", bid=110))
    assert undo(place, done.id).state == "done"
    assert place.shop.reads.ads is not None
    assert [one.bid for one in place.shop.reads.ads.list_keywords()] == [100]


def test_a_bid_that_was_changed_since_stays(place: Place) -> None:
    done = place.submit(SetBid(keyword_id="k1", bid=110))
    assert place.shop.writes.ads is not None
    place.shop.writes.ads.set_bid("k1", 90, key="by hand")
    with pytest.raises(Refused, match="changed since"):
        undo(place, done.id)


def test_an_open_offer_is_withdrawn(place: Place) -> None:
    done = place.submit(quote(place))
    assert done.object_id is not None and undo(place, done.id).kind == "withdraw_quote"
    assert place.shop.reads.quotes is not None
    assert place.shop.reads.quotes.get_quote(done.object_id).status is QuoteStatus.WITHDRAWN
    assert place.bench.market.accept_quote(done.object_id, ADDRESS, at=place.clock.now()) is None


def test_an_offer_that_was_accepted_or_ran_out_is_not(place: Place) -> None:
    taken, late = place.submit(quote(place)), place.submit(quote(place, days=3))
    assert taken.object_id is not None
    place.bench.market.accept_quote(taken.object_id, ADDRESS, at=place.clock.now())
    with pytest.raises(Refused, match="accepted"):
        undo(place, taken.id)
    place.later(days=4)
    with pytest.raises(Refused, match="run out"):
        undo(place, late.id)


def test_a_conversation_is_given_back_to_the_staff(place: Place) -> None:
    thread = place.thread()
    done = place.submit(HandOver(thread_id=thread, note="a person was asked for"))
    assert undo(place, done.id).kind == "take_back"
    assert place.submit(SendMessage(thread_id=thread, text="Hello again")).state == "done"


def test_what_is_final_says_why_in_both_languages(place: Place, refund: Refunds) -> None:
    done = place.submit(refund(place.bench.order(("mug", 12)), 500))
    with pytest.raises(Refused, match="final: the money is with the buyer.*退"):
        undo(place, done.id)
    for kind in effect_kinds().values():
        assert kind.undo != "final" or all(kind.final_why)
        assert kind.undo == "final" or kind.reverse is not effect_kinds()["issue_refund"].reverse


def test_undoing_twice_is_refused(place: Place, reprice: Prices) -> None:
    done = place.submit(reprice(290, 245))
    back = undo(place, done.id)
    with pytest.raises(Refused, match=f"undone already, by {back.id}"):
        undo(place, done.id)
    assert place.price("mug") == (300, 250)


def test_undoing_an_undo_is_refused(place: Place, reprice: Prices) -> None:
    back = undo(place, place.submit(reprice(290, 245)).id)
    with pytest.raises(Refused, match="itself the undoing"):
        undo(place, back.id)


def test_what_was_never_done_has_nothing_to_undo(place: Place, refund: Refunds, reprice: Prices) -> None:
    order = place.bench.order(("mug", 12))
    held, denied = place.submit(reprice(250, 240)), place.submit(refund(order, 1_000_000))
    for receipt, answer in ((held, "reject it"), (denied, "was denied")):
        with pytest.raises(Refused, match=answer):
            undo(place, receipt.id)
    place.desk.reject(held.id, by="owner", why="no")
    with pytest.raises(Refused, match="was rejected"):
        undo(place, held.id)
    with pytest.raises(Retry):
        undo(place, "ef_unheard")


def test_an_unknown_outcome_is_settled_first(place: Place, reprice: Prices) -> None:
    done = place.submit(reprice(290, 245))
    place.edit(done.id, state="unknown")
    with pytest.raises(Refused, match="not known yet"):
        undo(place, done.id)


def test_an_undo_that_is_held_waits_and_marks_nothing_until_it_is_approved(place: Place, reprice: Prices) -> None:
    done = place.submit(reprice(290, 245))
    place.limit(levels={"price": 1})
    back = undo(place, done.id)
    assert (back.state, place.log.get(done.id).undone_by) == ("held", None)
    with pytest.raises(Refused, match="is being undone"):
        undo(place, done.id)
    place.desk.approve(back.id, by="owner")
    assert (place.price("mug"), place.log.get(done.id).undone_by) == ((300, 250), back.id)


def test_an_undo_that_was_rejected_can_be_tried_again(place: Place, reprice: Prices) -> None:
    done = place.submit(reprice(290, 245))
    place.limit(levels={"price": 1})
    place.desk.reject(undo(place, done.id).id, by="owner", why="not yet")
    place.limit(levels={"price": 2})
    assert undo(place, done.id).state == "done"


def test_under_the_kill_switch_an_undo_is_denied_unless_it_only_reduces_a_risk(place: Place, reprice: Prices) -> None:
    offer, price = place.submit(quote(place)), place.submit(reprice(290, 245))
    place.desk.stop("shop", why="look into it")
    assert undo(place, price.id).rule == "stopped"
    assert undo(place, offer.id).state == "done"


def test_an_undo_whose_answer_was_lost_is_marked_when_it_is_settled(place: Place, reprice: Prices) -> None:
    done = place.submit(reprice(290, 245))
    place.faults["set_price"] = OutcomeStatus.UNKNOWN
    back = undo(place, done.id)
    assert back.state == "unknown"
    place.faults.clear()
    assert place.desk.settle() == 0
    assert place.log.get(done.id).undone_by == back.id
