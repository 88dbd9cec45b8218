"""Changes of orders through the desk: what waits or is unknown counts, nothing that left is changed, nothing twice."""

from __future__ import annotations

from datetime import timedelta

import pytest

from authority import owner
from authority.desk import Requester
from authority.effects.cancel_order import CancelOrder
from authority.effects.change_address import ChangeAddress
from authority.effects.change_items import ChangeItems
from authority.effects.change_payment import ChangePayment
from authority.effects.issue_refund import IssueRefund
from authority.effects.ship_order import ShipOrder
from kit.errors import Refused
from shops.changes import ItemWish
from shops.contract.bench import START
from shops.models import FulfilmentStatus, Order, OutcomeStatus, Parcel
from tests.authority.conftest import Place

SOON = START + timedelta(days=3)


def cancel(order: Order) -> CancelOrder:
    """Ask for the end of an order."""
    return CancelOrder(order_id=order.id, reason="changed mind")


def move(order: Order, **parts: str) -> ChangeAddress:
    """Ask for another address."""
    return ChangeAddress(order_id=order.id, before=order.address, address=order.address.model_copy(update=parts))


def items(order: Order, difference: int, *lines: tuple[str, int]) -> ChangeItems:
    """Ask for other items."""
    wishes = tuple(ItemWish(sku=sku, quantity=quantity) for sku, quantity in lines)
    return ChangeItems(order_id=order.id, items=wishes, difference=difference, pay_until=SOON)


def ship(order: Order) -> ShipOrder:
    """Ask for the whole order to leave."""
    parcels = tuple(Parcel(line_id=line.id, quantity=line.quantity) for line in order.lines)
    return ShipOrder(order_id=order.id, parcels=parcels, carrier="RM", tracking="T1")


def test_a_cancellation_gives_back_what_was_paid_beyond_what_a_refund_may(place: Place) -> None:
    """The goods are still in the house: the limit of refunds, 20.00, is not what bounds it."""
    order = place.bench.order(("mug", 60))
    receipt = place.submit(cancel(order))
    assert (receipt.state, receipt.rule) == ("done", "within_limits")
    assert place.refunds(order) == [15_000] and place.bench.stock("mug") == (100, 0, 0)


def test_an_order_is_changed_once_without_a_person(place: Place) -> None:
    """A change that waits counts; one that was rejected does not."""
    order = place.bench.order(("mug", 4))
    assert place.submit(move(order, city="York")).state == "done"
    held = place.submit(cancel(order))
    assert (held.state, held.rule) == ("held", "change.again")
    place.desk.reject(held.id, by="owner", why="no")
    assert place.submit(items(order, -300, ("mug", 3))).rule == "change.again"
    other = place.bench.order(("tin", 4))
    waits = place.submit(move(other, country="China"))
    assert (waits.state, waits.rule) == ("held", "change.country")
    assert place.submit(cancel(other)).rule == "change.again"


def test_an_order_whose_change_waits_is_not_shipped_and_one_that_ships_is_not_changed(place: Place) -> None:
    order = place.bench.order(("mug", 4))
    held = place.submit(move(order, country="China"))
    assert (place.submit(ship(order)).rule, held.state) == ("ship.changed", "held")
    place.desk.reject(held.id, by="owner", why="no")
    place.limit(levels={"fulfilment": 1})
    assert place.submit(ship(order)).state == "held"
    assert place.submit(cancel(order)).rule == "change.shipped"


def test_a_cancelled_order_is_not_shipped_refunded_or_changed(place: Place) -> None:
    """Cancelling twice is denied, and gives no money a second time."""
    order = place.bench.order(("mug", 4))
    place.submit(cancel(order))
    refund = IssueRefund(order_id=order.id, line_id=order.lines[0].id, amount=1, reason="more")
    rules = [place.submit(effect).rule for effect in (ship(order), refund, move(order, city="York"), cancel(order))]
    assert rules == ["ship.changed", "refund.sum", "change.cancelled", "change.cancelled"]
    assert place.refunds(order) == [1200]


def test_what_is_not_there_or_has_left_is_denied(place: Place) -> None:
    """An unknown order, one that has partly left, an unknown SKU, the payment method of a paid order."""
    order = place.bench.order(("mug", 4), ("tin", 2))
    nowhere = order.model_copy(update={"id": "nowhere"})
    denied = [place.submit(effect).rule for effect in (cancel(nowhere), move(nowhere, city="York"))]
    assert denied == ["change.order", "change.order"]
    assert place.submit(items(nowhere, 0, ("mug", 1))).state == "denied"
    assert place.submit(items(order, 0, ("pot", 1))).rule == "floor.unknown_cost"
    assert place.submit(ChangePayment(order_id=order.id, method="card")).rule == "change.paid"
    place.bench.ship(order, 1, key="out")
    assert place.submit(cancel(order)).rule == "change.shipped"
    assert place.bench.again(order).fulfilment is FulfilmentStatus.PARTIAL and not place.refunds(order)


def test_changed_items_are_never_sold_below_the_floor(place: Place) -> None:
    """The ladder's price at the new pieces is judged beside the cost of that moment."""
    order = place.bench.order(("mug", 12))
    place.set_cost("mug", 290)
    assert place.submit(items(order, 0, ("mug", 11))).rule == "floor"
    place.set_cost("mug", 100)
    assert place.submit(items(order, 300, ("mug", 11))).state == "done"


def test_what_a_change_costs_is_what_was_said(place: Place) -> None:
    """Another difference than the shop's is refused; nothing is changed and no money moves."""
    order = place.bench.order(("mug", 10))
    receipt = place.submit(items(order, -2999, ("mug", 1)))
    assert (receipt.state, place.bench.again(order)) == ("refused", order)


def test_the_sum_given_back_in_a_day_is_bounded_and_what_waits_counts(place: Place) -> None:
    place.limit(changes={"auto_per_effect": 2000, "per_day": 3000})
    first, second, third = (place.bench.order((sku, pieces)) for sku, pieces in (("mug", 6), ("mug", 5), ("tin", 8)))
    assert place.submit(cancel(third)).rule == "change.amount"
    assert place.submit(cancel(first)).rule == "change.day"
    place.desk.expire()
    place.later(hours=73)
    place.desk.expire()
    assert [place.submit(cancel(one)).state for one in (first, second)] == ["done", "held"]


@pytest.mark.parametrize("operation", ["cancel_order", "change_address", "change_items"])
def test_a_change_whose_answer_was_lost_is_probed_and_done_once(place: Place, operation: str) -> None:
    """Until it is known, the order is neither shipped nor changed again."""
    order = place.bench.order(("mug", 4))
    asked = {"cancel_order": cancel(order), "change_address": move(order, city="York")}
    effect = asked.get(operation, items(order, -300, ("mug", 3)))
    place.faults[operation] = OutcomeStatus.UNKNOWN
    receipt = place.submit(effect, ordinal=7)
    assert receipt.state == "unknown" and place.submit(ship(order)).state == "denied"
    place.faults.clear()
    assert place.desk.settle() == 0
    assert place.desk.receipt(receipt.id).state == "done"
    assert place.submit(effect, ordinal=7).state == "done"
    assert place.refunds(order) == ([1200] if operation == "cancel_order" else [])
    assert sum(line.paid for line in place.bench.again(order).lines) == (900 if operation == "change_items" else 1200)


@pytest.mark.parametrize("number", range(4))
def test_a_platform_that_cannot_change_orders_says_so(place: Place, number: int) -> None:
    order, unpaid = place.bench.order(("mug", 4)), place.bench.order(("tin", 4), paid=False)
    method = ChangePayment(order_id=unpaid.id, method="card")
    effect = (cancel(order), move(order, city="York"), items(order, -300, ("mug", 3)), method)[number]
    receipt = place.desk_without("changes").submit(effect, place.requester(1), reason="a test")
    assert receipt.state == "unsupported" and place.bench.again(order) == order


def test_a_buyer_changes_only_the_buyers_own_orders(place: Place) -> None:
    order = place.bench.order(("mug", 4))
    for effect in (cancel(order), move(order, city="York"), items(order, -300, ("mug", 3))):
        receipt = place.submit(effect, origin="buyer", buyer="b2")
        assert (receipt.state, receipt.rule) == ("held", "buyer.scope")
        place.desk.reject(receipt.id, by="owner", why="not theirs")
    assert place.submit(cancel(order), origin="buyer", buyer="b1").state == "done"


def test_a_new_address_can_be_taken_back_while_the_order_is_in_the_house(place: Place) -> None:
    order = place.bench.order(("mug", 4))
    done = place.submit(move(order, city="York"))
    assert "York" not in str(place.log.get(done.id).exposure)

    def undo() -> str:
        def begin(attempts: int) -> Requester:
            return Requester(f"undo {attempts}", 1, 1, "owner", "owner")

        return owner.undo(place.desk, place.log, place.shop.reads, done.id, now=place.clock.now(), begin=begin).state

    assert undo() == "done" and place.bench.again(order).address == order.address
    other = place.bench.order(("tin", 4))
    done = place.submit(move(other, city="York"))
    place.bench.ship(other, 4, key="out")
    with pytest.raises(Refused, match="shipped already"):
        undo()
