"""The desk on a real shop: what is written, what is not, and that it is written once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import ValidationError

from authority.desk import Desk, Receipt
from authority.effect import Effect, Exposure, effect
from authority.effects.create_quote import CreateQuote
from authority.effects.hand_over import HandOver
from authority.effects.issue_refund import IssueRefund
from authority.effects.order_production import OrderProduction
from authority.effects.send_message import SendMessage
from authority.effects.set_bid import SetBid
from authority.effects.set_listed import SetListed
from authority.effects.set_offered import SetOffered
from authority.effects.set_price import SetPrice
from authority.effects.ship_order import ShipOrder
from authority.ledger import Ledger, verify
from authority.rows import open_staff_database
from kit.clock import SetClock
from kit.errors import Refused, Retry
from shops.embedded.platform import open_embedded
from shops.models import Outcome, OutcomeStatus, Parcel, QuoteLine, Tier
from shops.production import ProductionLine
from shops.writes import Writes
from tests.authority.conftest import SHOP, STAFF, Place

Refunds = Callable[..., IssueRefund]
Prices = Callable[..., SetPrice]

UNKNOWN = OutcomeStatus.UNKNOWN
SMALL, LARGE = 500, 2500


def bid(amount: int) -> SetBid:
    """Set the bid of the only keyword."""
    return SetBid(keyword_id="k1", bid=amount)


def goods(pieces: int, unit_cost: int = 100) -> OrderProduction:
    """Order mugs."""
    return OrderProduction(lines=(ProductionLine(sku="mug", quantity=pieces, unit_cost=unit_cost),))


def quote(place: Place, price: int = 250, **more: object) -> CreateQuote:
    """Offer twenty mugs to buyer b1 for three days."""
    lines = (QuoteLine(sku="mug", quantity=20, unit_price=price),)
    fields = {"customer_id": "b1", "thread_id": None, "valid_until": place.clock.now() + timedelta(days=3)}
    return CreateQuote.model_validate(fields | {"lines": lines} | more)


def links(place: Place, effect_id: str) -> list[str]:
    """Give the kinds of an effect's ledger links."""
    return [link["kind"] for link in place.log.history(effect_id)]


# verdicts


def test_what_is_allowed_is_done_and_read_back(place: Place, refund: Refunds) -> None:
    order = place.bench.order(("mug", 12))
    receipt = place.submit(refund(order, SMALL))
    assert (receipt.state, receipt.verdict, receipt.outcome) == ("done", "allow", "done")
    assert place.refunds(order) == [SMALL]
    assert receipt.object_id == place.shop.reads.shop.list_refunds(order.id)[0].id
    assert links(place, receipt.id) == ["intent", "verdict", "outcome"]


def test_what_is_held_is_a_row_with_approver_and_expiry_and_nothing_is_written(place: Place, refund: Refunds) -> None:
    order = place.bench.order(("mug", 12))
    receipt = place.submit(refund(order, LARGE))
    row = place.log.get(receipt.id)
    assert (receipt.state, receipt.rule) == ("held", "refund.amount")
    assert row.approver == "store_manager"
    assert row.expires_at == place.clock.now() + timedelta(hours=72)
    assert place.refunds(order) == []
    assert links(place, receipt.id) == ["intent", "verdict"]


def test_what_is_denied_is_not_written(place: Place, reprice: Prices) -> None:
    receipt = place.submit(reprice(117, 117))
    assert (receipt.state, receipt.rule) == ("denied", "floor")
    assert place.price("mug") == (300, 250)
    assert place.log.get(receipt.id).settled_at == place.clock.now()


def test_the_same_key_is_one_write_and_the_same_receipt(place: Place, refund: Refunds) -> None:
    order = place.bench.order(("mug", 12))
    first = place.submit(refund(order, SMALL), ordinal=7)
    assert place.submit(refund(order, SMALL), ordinal=7) == first
    assert place.refunds(order) == [SMALL]
    assert links(place, first.id) == ["intent", "verdict", "outcome"]


def test_another_place_in_the_task_is_another_effect(place: Place, reprice: Prices) -> None:
    first, second = place.submit(reprice(299, 250)), place.submit(reprice(298, 250))
    assert first.id != second.id
    assert place.price("mug") == (298, 250)


def test_every_kind_that_is_allowed_shows_in_the_shop(place: Place) -> None:
    place.limit(levels={"production": 2}, production={"auto_per_order": 10_000})
    order, thread = place.bench.order(("mug", 2)), place.thread()
    parcel = Parcel(line_id=order.lines[0].id, quantity=2)
    done = [
        place.submit(effect)
        for effect in (
            quote(place),
            bid(110),
            goods(20),
            SendMessage(thread_id=thread, text="Thank you for your order."),
            ShipOrder(order_id=order.id, parcels=(parcel,), carrier="RM", tracking="T1"),
            HandOver(thread_id=thread, note="asks for a person"),
        )
    ]
    assert [receipt.state for receipt in done] == ["done"] * 6
    assert place.said(thread) == ["Thank you for your order."]
    assert place.bench.stock("mug") == (98, 0, 20)


# approval


def test_an_approval_carries_out_exactly_that_row_once(place: Place, refund: Refunds) -> None:
    order = place.bench.order(("mug", 12))
    held = place.submit(refund(order, LARGE))
    receipt = place.desk.approve(held.id, by="ann")
    assert (receipt.id, receipt.state) == (held.id, "done")
    with pytest.raises(Refused, match="not held"):
        place.desk.approve(held.id, by="ann")
    assert place.refunds(order) == [LARGE]
    assert place.log.get(held.id).decided_by == "ann"
    assert links(place, held.id) == ["intent", "verdict", "approval", "verdict", "outcome"]


def test_an_approval_that_comes_too_late_does_nothing(place: Place, refund: Refunds) -> None:
    order = place.bench.order(("mug", 12))
    held = place.submit(refund(order, LARGE))
    place.later(hours=72)
    with pytest.raises(Refused, match="expired"):
        place.desk.approve(held.id, by="ann")
    assert place.desk.receipt(held.id).state == "expired"
    assert place.refunds(order) == []


def test_an_approval_judges_again_as_of_now(place: Place, reprice: Prices) -> None:
    held = place.submit(reprice(200, 200))
    assert (held.state, held.rule) == ("held", "price.move_24h")
    place.set_cost("mug", 190)
    receipt = place.desk.approve(held.id, by="ann")
    assert (receipt.state, receipt.rule) == ("denied", "floor")
    assert place.price("mug") == (300, 250)


def test_an_approval_is_judged_by_the_limits_of_that_moment(place: Place, refund: Refunds) -> None:
    order = place.bench.order(("mug", 12))
    held = place.submit(refund(order, LARGE))
    place.limit(levels={"refund": 0})
    assert place.desk.approve(held.id, by="ann").rule == "level.watch"
    assert place.refunds(order) == []


def test_a_rejection_does_nothing_and_counts_no_longer(place: Place, refund: Refunds) -> None:
    order = place.bench.order(("mug", 12))
    held = place.submit(refund(order, LARGE))
    receipt = place.desk.reject(held.id, by="ann", why="no evidence")
    assert (receipt.state, receipt.why) == ("rejected", "no evidence")
    with pytest.raises(Refused):
        place.desk.approve(held.id, by="ann")
    assert place.submit(refund(order, SMALL)).state == "done"
    assert place.refunds(order) == [SMALL]


def test_held_effects_run_out_and_count_no_longer(place: Place, refund: Refunds) -> None:
    order = place.bench.order(("mug", 12))
    held = place.submit(refund(order, LARGE))
    assert place.desk.expire() == 0
    place.later(hours=73)
    assert place.desk.expire() == 1
    assert place.desk.receipt(held.id).state == "expired"
    assert place.submit(refund(order, SMALL)).state == "done"


def test_nothing_but_a_held_effect_of_this_shop_can_be_decided(place: Place, refund: Refunds) -> None:
    done = place.submit(refund(place.bench.order(("mug", 12)), SMALL))
    with pytest.raises(Refused):
        place.desk.approve(done.id, by="ann")
    with pytest.raises(Refused):
        place.desk.reject(done.id, by="ann", why="late")
    with pytest.raises(Retry):
        place.desk.approve("ef_unheard", by="ann")


def test_two_approvals_at_the_same_moment_are_one_write(place: Place, refund: Refunds) -> None:
    order = place.bench.order(("mug", 12))
    held = place.submit(refund(order, LARGE))
    barrier, results = threading.Barrier(4), []

    def approve(name: str) -> None:
        clock = SetClock(place.clock.now())
        database = open_staff_database(f"sqlite:///{place.home / STAFF}")
        desk = place.desk_on(open_embedded(SHOP, place.home, clock), database)
        barrier.wait()
        try:
            results.append(desk.approve(held.id, by=name).state)
        except Refused:
            results.append("refused")

    threads = [threading.Thread(target=approve, args=(f"person {number}",)) for number in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(results) == ["done", "refused", "refused", "refused"]
    assert place.refunds(order) == [LARGE]
    assert not verify(place.database, SHOP).faults


def test_one_key_submitted_by_many_at_once_is_one_write(place: Place, refund: Refunds) -> None:
    order = place.bench.order(("mug", 12))
    barrier, results = threading.Barrier(4), []

    def submit() -> None:
        database = open_staff_database(f"sqlite:///{place.home / STAFF}")
        desk = place.desk_on(open_embedded(SHOP, place.home, SetClock(place.clock.now())), database)
        barrier.wait()
        results.append(desk.submit(refund(order, SMALL), place.requester(1)).state)

    threads = [threading.Thread(target=submit) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert results == ["done"] * 4
    assert place.refunds(order) == [SMALL]


# the kill switch


@pytest.mark.parametrize("scope", ["shop", "employee:customer", "action:refund"])
def test_a_pulled_switch_stops_its_scope_until_it_is_released(place: Place, refund: Refunds, scope: str) -> None:
    order = place.bench.order(("mug", 12))
    place.desk.stop(scope, why="look into it")
    assert place.submit(refund(order, SMALL)).rule == "stopped"
    assert place.refunds(order) == []
    place.desk.resume(scope)
    assert place.submit(refund(order, SMALL)).state == "done"


@pytest.mark.parametrize("scope", ["employee:product", "action:price"])
def test_a_pulled_switch_stops_nothing_else(place: Place, refund: Refunds, scope: str) -> None:
    place.desk.stop(scope, why="look into it")
    assert place.submit(refund(place.bench.order(("mug", 12)), SMALL)).state == "done"


def test_a_switch_may_be_pulled_twice_and_released_twice(place: Place) -> None:
    place.desk.stop("shop", why="one")
    place.desk.stop("shop", why="two")
    place.desk.resume("shop")
    place.desk.resume("shop")
    assert place.submit(bid(110)).state == "done"


def test_a_conversation_can_be_handed_over_under_a_pulled_switch(place: Place) -> None:
    place.desk.stop("shop", why="look into it")
    assert place.submit(HandOver(thread_id=place.thread(), note="stopped")).state == "done"


def test_an_approval_does_not_pass_a_pulled_switch(place: Place, refund: Refunds) -> None:
    order = place.bench.order(("mug", 12))
    held = place.submit(refund(order, LARGE))
    place.desk.stop("action:refund", why="look into it")
    assert place.desk.approve(held.id, by="ann").rule == "stopped"
    assert place.refunds(order) == []


def test_an_approval_of_what_cannot_be_told_does_not_pass_a_pulled_switch(place: Place) -> None:
    held = place.submit(SetListed(product_id="P-mug", listed=True))
    assert held.rule == "exposure.undeclared"
    place.desk.stop("shop", why="look into it")
    assert place.desk.approve(held.id, by="ann").rule == "stopped"
    assert place.bench.stock("mug") == (100, 0, 0)


def test_what_a_crash_left_is_not_sent_under_a_pulled_switch(place: Place, refund: Refunds) -> None:
    order = place.bench.order(("mug", 12))
    receipt = crashed_before_sending(place, refund(order, SMALL))
    place.desk.stop("shop", why="look into it")
    assert place.desk.settle() == 0
    assert place.desk.receipt(receipt.id).rule == "stopped"
    assert place.refunds(order) == []


# what counts as spent


@pytest.mark.parametrize("state", ["held", "applying", "unknown", "needs_person"])
def test_what_may_still_happen_counts_as_refunded(place: Place, refund: Refunds, state: str) -> None:
    order = place.bench.order(("mug", 12))
    place.edit(place.submit(refund(order, 3000)).id, state=state)
    assert place.submit(refund(order, 1)).rule == "refund.sum"


@pytest.mark.parametrize("state", ["denied", "rejected", "expired", "refused", "unsupported"])
def test_what_will_not_happen_does_not_count(place: Place, refund: Refunds, state: str) -> None:
    order = place.bench.order(("mug", 12))
    place.edit(place.submit(refund(order, 3000)).id, state=state)
    assert place.submit(refund(order, SMALL)).state == "done"


def test_held_production_counts_against_the_thirty_days(place: Place) -> None:
    place.limit(production={"per_30d": 5000})
    assert place.submit(goods(30)).state == "held"
    assert place.submit(goods(21)).rule == "production.30d"
    assert place.submit(goods(20)).state == "held"
    place.later(days=31)
    place.desk.expire()
    assert place.submit(goods(50)).state == "held"


def test_an_order_that_is_approved_stays_within_the_thirty_days(place: Place) -> None:
    place.limit(production={"per_30d": 5000})
    held = place.submit(goods(50))
    place.limit(production={"per_30d": 4999})
    assert place.desk.approve(held.id, by="ann").rule == "production.30d"
    assert place.bench.stock("mug") == (100, 0, 0)


def test_the_days_refunds_count_over_all_orders(place: Place, refund: Refunds) -> None:
    place.limit(refund={"per_day": 1000, "per_buyer_30d": 9})
    orders = [place.bench.order(("mug", 12), ("tin", pieces)) for pieces in (1, 2, 3)]
    assert [place.submit(refund(order, 500)).rule for order in orders] == ["within_limits"] * 2 + ["refund.day"]
    place.later(hours=25)
    place.desk.expire()
    assert place.submit(refund(place.bench.order(("tin", 9)), 500)).state == "done"


def test_a_third_refund_of_one_buyer_in_thirty_days_is_held(place: Place, refund: Refunds) -> None:
    orders = [place.bench.order(("mug", pieces)) for pieces in (3, 4, 5)]
    assert [place.submit(refund(order, 10)).rule for order in orders] == ["within_limits"] * 2 + ["refund.buyer"]


def test_the_same_again_within_its_window_is_held(place: Place, refund: Refunds) -> None:
    order = place.bench.order(("mug", 12))
    first = place.submit(refund(order, 10))
    again = place.submit(refund(order, 10))
    assert again.rule == "like_effect"
    assert first.id in again.why
    place.desk.reject(again.id, by="ann", why="twice")
    place.later(days=30, hours=1)
    assert place.submit(refund(order, 10)).state == "done"
    assert place.refunds(order) == [10, 10]


def test_messages_of_an_hour_are_counted_by_thread(place: Place) -> None:
    place.limit(message={"per_thread_hour": 2})
    thread, other = place.thread("One"), place.thread("Two")
    rules = [place.submit(SendMessage(thread_id=thread, text="Hello" + "!" * number)).rule for number in range(3)]
    assert rules == ["within_limits", "within_limits", "message.rate"]
    assert place.submit(SendMessage(thread_id=other, text="Hello")).state == "done"
    place.later(hours=1, seconds=1)
    place.desk.reject(place.log.list_effects(states=["held"])[0].id, by="ann", why="late")
    assert place.submit(SendMessage(thread_id=thread, text="Hello again")).state == "done"


# how the platform answers


def test_a_lost_answer_is_unknown_and_is_probed_and_not_repeated(place: Place, refund: Refunds) -> None:
    order = place.bench.order(("mug", 12))
    place.faults["refund"] = UNKNOWN
    receipt = place.submit(refund(order, SMALL), ordinal=1)
    assert (receipt.state, receipt.outcome) == ("unknown", "unknown")
    assert place.log.get(receipt.id).settled_at is None
    place.faults.clear()
    assert place.desk.settle() == 0
    settled = place.desk.receipt(receipt.id)
    assert (settled.state, settled.outcome) == ("done", "done")
    assert place.submit(refund(order, SMALL), ordinal=1) == settled
    assert place.refunds(order) == [SMALL]


def test_what_the_shop_has_done_is_not_done_again_for_books_that_were_lost(place: Place, refund: Refunds) -> None:
    order = place.bench.order(("mug", 12))
    place.submit(refund(order, SMALL), ordinal=1)
    empty = open_staff_database(f"sqlite:///{place.home / 'anew.sqlite'}")
    again = place.desk_on(place.shop, empty).submit(refund(order, SMALL), place.requester(1))
    assert (again.state, place.refunds(order)) == ("done", [SMALL])


def test_a_lost_answer_counts_as_spent(place: Place, refund: Refunds) -> None:
    order = place.bench.order(("mug", 12))
    place.faults["refund"] = UNKNOWN
    place.submit(refund(order, 2000))
    place.faults.clear()
    assert place.submit(refund(order, 1001)).rule == "refund.sum"


@pytest.mark.parametrize("status", [OutcomeStatus.REFUSED, OutcomeStatus.NEEDS_PERSON])
def test_a_final_answer_of_the_platform_is_the_state(place: Place, refund: Refunds, status: OutcomeStatus) -> None:
    order = place.bench.order(("mug", 12))
    place.faults["refund"] = status
    receipt = place.submit(refund(order, SMALL))
    assert receipt.state == receipt.outcome == status.value
    place.faults.clear()
    assert place.desk.settle() == 0
    assert place.refunds(order) == []


def test_what_the_shop_itself_will_not_do_is_refused(place: Place) -> None:
    thread = place.thread()
    place.submit(HandOver(thread_id=thread, note="angry"))
    assert place.submit(SendMessage(thread_id=thread, text="Hello")).state == "refused"
    assert place.submit(SendMessage(thread_id="unheard", text="Hello")).state == "refused"
    assert place.submit(goods(1)).state == "held"


def test_a_port_that_the_platform_lacks_is_unsupported(place: Place) -> None:
    receipt = place.desk_without("ads").submit(bid(110), place.requester(1))
    assert (receipt.state, receipt.outcome) == ("unsupported", "unsupported")
    thread = place.thread()
    message = SendMessage(thread_id=thread, text="Hello")
    assert place.desk_without("messages").submit(message, place.requester(2)).state == "unsupported"
    assert place.said(thread) == []


def test_what_was_written_and_is_not_shown_yet_is_unknown_and_not_asked_for_again(place: Place) -> None:
    behind = open_embedded("behind", place.home, place.clock)
    shop = replace(place.shop, reads=replace(place.shop.reads, quotes=behind.reads.quotes))
    receipt = place.desk_on(shop).submit(quote(place), place.requester(1))
    assert receipt.state == "unknown"
    assert place.desk.settle() == 0
    assert place.desk.receipt(receipt.id).state == "done"
    assert place.shop.reads.quotes is not None
    assert len(place.shop.reads.quotes.list_quotes()) == 1


# crashes


def crashed_before_sending(place: Place, effect: Effect) -> Receipt:
    """Leave an allowed effect as a crash would: committed, and nothing sent."""
    operations = ("refund", "set_price", "create_quote")
    place.faults.update(dict.fromkeys(operations, OutcomeStatus.NEEDS_PERSON))
    receipt = place.submit(effect, ordinal=1)
    assert receipt.state == "needs_person"
    place.faults.clear()
    place.edit(receipt.id, state="applying", outcome={}, settled_at=None)
    return receipt


def test_a_crash_before_sending_is_carried_on_by_the_same_key(place: Place, refund: Refunds) -> None:
    order = place.bench.order(("mug", 12))
    left = crashed_before_sending(place, refund(order, SMALL))
    receipt = place.submit(refund(order, SMALL), ordinal=1)
    assert (receipt.id, receipt.state) == (left.id, "done")
    assert place.refunds(order) == [SMALL]


def test_a_crash_after_sending_is_carried_on_without_a_second_write(place: Place, refund: Refunds) -> None:
    order = place.bench.order(("mug", 12))
    receipt = place.submit(refund(order, SMALL), ordinal=1)
    place.edit(receipt.id, state="applying", outcome={}, settled_at=None)
    assert place.submit(refund(order, SMALL), ordinal=1) == receipt
    assert place.refunds(order) == [SMALL]


def test_settling_carries_on_what_a_crash_left(place: Place, refund: Refunds) -> None:
    order = place.bench.order(("mug", 12))
    left = crashed_before_sending(place, refund(order, SMALL))
    assert place.desk.settle() == 0
    assert place.desk.receipt(left.id).state == "done"
    assert place.refunds(order) == [SMALL]


def test_a_task_that_is_run_again_after_a_crash_does_not_pass_a_pulled_switch(place: Place, refund: Refunds) -> None:
    order = place.bench.order(("mug", 12))
    crashed_before_sending(place, refund(order, SMALL))
    place.desk.stop("shop", why="look into it")
    assert place.submit(refund(order, SMALL), ordinal=1).rule == "stopped"
    assert place.refunds(order) == []


def test_what_was_carried_out_is_found_by_probing_even_where_it_cannot_be_sent_again(place: Place) -> None:
    thread = place.thread()
    receipt = place.submit(SendMessage(thread_id=thread, text="Hello"))
    place.edit(receipt.id, state="unknown", outcome={}, settled_at=None)
    place.desk.stop("shop", why="look into it")
    assert place.desk_without("messages").settle() == 0
    assert place.desk.receipt(receipt.id) == receipt
    assert place.said(thread) == ["Hello"]


def test_an_approved_effect_that_a_crash_left_needs_no_second_approval(place: Place, refund: Refunds) -> None:
    order = place.bench.order(("mug", 12))
    held = place.submit(refund(order, LARGE))
    place.faults["refund"] = OutcomeStatus.NEEDS_PERSON
    place.desk.approve(held.id, by="ann")
    place.faults.clear()
    place.edit(held.id, state="applying", outcome={}, settled_at=None)
    assert place.desk.settle() == 0
    assert place.refunds(order) == [LARGE]


def test_what_never_arrived_is_judged_again_before_it_is_sent(place: Place, reprice: Prices) -> None:
    left = crashed_before_sending(place, reprice(290, 250))
    place.set_cost("mug", 290)
    assert place.desk.settle() == 0
    assert place.desk.receipt(left.id).rule == "floor"
    assert place.price("mug") == (300, 250)


# no way around the kernel


class Lookalike(SetPrice):
    """Says of itself that it is a price change that risks nothing."""

    def exposure(self, reads: object) -> Exposure:
        return Exposure(reduces=True)


Lookalike.kind = "set_price"


@effect(action="price", undo="reversible")
class Unheard(Effect):
    """A kind that is in no file and no wheel."""

    def exposure(self, reads: object) -> Exposure:
        return Exposure(reduces=True)

    def apply(self, writes: Writes, key: str) -> Outcome:
        return writes.shop.set_price("mug", [Tier(min_quantity=1, unit_price=1)], key=key)


def test_a_class_that_poses_as_a_kind_is_judged_as_the_kind(place: Place) -> None:
    receipt = place.submit(Lookalike(sku="mug", tiers=(Tier(min_quantity=1, unit_price=1),)))
    assert (receipt.state, receipt.rule) == ("denied", "floor")
    assert place.price("mug") == (300, 250)


def test_a_kind_that_was_not_found_is_turned_away_and_leaves_nothing(place: Place) -> None:
    with pytest.raises(Retry, match="no effect kind"):
        place.submit(Unheard())
    assert place.log.list_effects() == []
    assert place.desk.settle() == 0


def test_an_effect_made_without_its_checks_is_turned_away(place: Place) -> None:
    order = place.bench.order(("mug", 12))
    unchecked = IssueRefund.model_construct(order_id=order.id, line_id=order.lines[0].id, amount=-5, reason="")
    with pytest.raises(ValidationError):
        place.submit(unchecked)
    assert place.refunds(order) == []


def test_a_ladder_that_starts_high_is_judged_at_one_piece(place: Place) -> None:
    place.limit(price={"move_24h": "1", "move_30d": "1"})
    single = place.submit(SetPrice(sku="mug", tiers=(Tier(min_quantity=5000, unit_price=115),)))
    assert single.rule == "floor"
    assert place.price("mug") == (300, 250)


def test_a_buyers_task_touches_only_that_buyers_own(place: Place, refund: Refunds, reprice: Prices) -> None:
    order = place.bench.order(("mug", 12))
    by_b2 = {"origin": "buyer", "buyer": "b2"}
    message = SendMessage(thread_id=place.thread(), text="x")
    for foreign in (refund(order, 10), reprice(299, 250), quote(place), message):
        assert place.submit(foreign, **by_b2).rule == "buyer.scope"
    down = SetOffered(sku="mug", pieces=0, before=None)
    assert place.submit(down, origin="buyer", buyer="b1").rule == "buyer.scope"
    assert place.submit(refund(place.bench.order(("tin", 2)), 10), origin="buyer", buyer="b1").state == "done"
    mine = SendMessage(thread_id=place.thread("Hello", buyer="b2"), text="Good day")
    assert place.submit(mine, **by_b2).state == "done"


@pytest.mark.parametrize("buyer", [None, ""])
def test_a_buyers_task_without_a_buyer_owns_nothing(place: Place, refund: Refunds, buyer: str | None) -> None:
    order = place.bench.order(("mug", 12))
    assert place.submit(refund(order, 10), origin="buyer", buyer=buyer).rule == "buyer.scope"
    assert place.refunds(order) == []


def test_another_shops_desk_does_not_see_an_effect(place: Place, refund: Refunds, tmp_path: Path) -> None:
    held = place.submit(refund(place.bench.order(("mug", 12)), LARGE))
    other = open_embedded("other", tmp_path, place.clock)
    desk = Desk(
        place.database,
        other.reads,
        other.writes,
        limits=lambda: place.limits,
        ledger=Ledger("other", salt=lambda: "00"),
        clock=place.clock,
    )
    for decide in (desk.receipt, lambda effect_id: desk.approve(effect_id, by="ann")):
        with pytest.raises(Retry):
            decide(held.id)
    assert desk.expire() == desk.settle() == 0
    desk.stop("shop", why="theirs")
    assert place.submit(bid(110)).state == "done"
