"""An approval is for exactly one effect, of one class, at one moment, once: each case has one right answer."""

from collections.abc import Callable

import pytest

from authority import owner
from authority.desk import Desk, Requester
from authority.effects.issue_refund import IssueRefund
from authority.effects.set_price import SetPrice
from authority.ledger import Ledger
from authority.tasks import NewTask, Origin, TaskBook
from kit.errors import Refused, Retry
from tests.authority.conftest import SHOP, Place

Refunds = Callable[..., IssueRefund]
Prices = Callable[..., SetPrice]
SMALL, STAFFS, MEDIUM, LARGE = 500, 2500, 3500, 5500
"""Refunds: within the limits, held for 店长, for a manager, for the owner."""


def by_owner(cause: str) -> Requester:
    return Requester(task=cause, turn=1, ordinal=1, employee="owner", origin="owner")


def test_approve_twice_the_second_is_refused_and_nothing_is_done_again(place: Place, refund: Refunds) -> None:
    order = place.bench.order(("mug", 24))
    held = place.submit(refund(order, LARGE))
    assert place.desk.approve(held.id, by="owner").state == "done"
    with pytest.raises(Refused, match="is done, not held; nothing was done"):
        place.desk.approve(held.id, by="owner")
    assert place.refunds(order) == [LARGE]


def test_expired_the_approval_is_refused_whatever_the_class(place: Place, refund: Refunds) -> None:
    order = place.bench.order(("mug", 24))
    held = place.submit(refund(order, LARGE))
    place.later(hours=place.limits.approval_hours)
    with pytest.raises(Refused, match="expired"):
        place.desk.approve(held.id, by="owner")
    assert (place.desk.receipt(held.id).state, place.refunds(order)) == ("expired", [])


def test_after_the_price_moved_it_is_judged_as_of_now(place: Place, reprice: Prices) -> None:
    held = place.submit(reprice(270, 240))
    assert (held.state, held.rule) == ("held", "price.move_24h")
    place.set_cost("mug", 250)
    receipt = place.desk.approve(held.id, by="owner")
    assert (receipt.state, receipt.rule, place.price("mug")) == ("denied", "floor", (300, 250))


def test_edited_the_old_row_is_rejected_and_the_new_one_is_an_effect_of_its_own(place: Place, refund: Refunds) -> None:
    order = place.bench.order(("mug", 24))
    held = place.submit(refund(order, LARGE))
    new = owner.edit(place.desk, place.log.get(held.id), {"amount": SMALL}, by_owner("edit-1"))
    assert (new.state, new.id != held.id, place.desk.receipt(held.id).state) == ("done", True, "rejected")
    assert place.refunds(order) == [SMALL] and place.log.get(new.id).origin == "owner"
    with pytest.raises(Refused, match="rejected, not held"):
        place.desk.approve(held.id, by="owner")


def test_an_edit_is_judged_anew_and_may_be_held_or_denied_itself(place: Place, refund: Refunds) -> None:
    order = place.bench.order(("mug", 24))
    held = place.submit(refund(order, LARGE))
    more = owner.edit(place.desk, place.log.get(held.id), {"amount": LARGE + 1}, by_owner("edit-1"))
    assert more.state == "held"
    never = owner.edit(place.desk, place.log.get(more.id), {"amount": 1_000_000}, by_owner("edit-2"))
    assert (never.state, never.rule, place.refunds(order)) == ("denied", "refund.sum", [])


@pytest.mark.parametrize("changes", [{"amount": 0}, {"amount": "much"}, {"sum": 1}, {"amount": LARGE}, {"a.b": 1}])
def test_an_edit_that_does_not_fit_leaves_the_effect_held(place: Place, refund: Refunds, changes: dict) -> None:
    held = place.submit(refund(place.bench.order(("mug", 24)), LARGE))
    with pytest.raises(Retry):
        owner.edit(place.desk, place.log.get(held.id), changes, by_owner("edit-1"))
    assert place.desk.receipt(held.id).state == "held"


def test_a_step_of_a_ladder_can_be_edited(place: Place, reprice: Prices) -> None:
    held = place.submit(reprice(270, 250))
    new = owner.edit(place.desk, place.log.get(held.id), {"tiers.0.unit_price": 290}, by_owner("edit-1"))
    assert (new.state, place.price("mug")) == ("done", (290, 250))


def test_wrong_class_a_manager_may_not_approve_what_is_the_owners(
    place: Place, refund: Refunds, reprice: Prices
) -> None:
    order = place.bench.order(("mug", 24))
    for effect in (refund(order, LARGE), reprice(270, 250)):
        held = place.submit(effect)
        assert place.log.get(held.id).approver == "owner"
        with pytest.raises(Refused, match="needs the owner"):
            place.desk.approve(held.id, by="ann", role="manager")
        assert place.desk.receipt(held.id).state == "held"
        assert place.desk.approve(held.id, by="owner").state == "done"


def test_a_manager_approves_a_small_refund_and_the_owner_may_too(place: Place, refund: Refunds) -> None:
    for pieces, role in ((24, "manager"), (23, "owner")):
        order = place.bench.order(("mug", pieces))
        held = place.submit(refund(order, MEDIUM))
        assert (held.rule, place.log.get(held.id).approver) == ("refund.amount", "manager")
        assert place.desk.approve(held.id, by="ann", role=role).state == "done"
        row = place.log.get(held.id)
        assert (row.decided_by, row.decided_as) == ("ann", role)


def test_a_managers_approval_does_not_lift_what_needs_the_owner_by_now(place: Place, refund: Refunds) -> None:
    order = place.bench.order(("mug", 24))
    held = place.submit(refund(order, MEDIUM))
    expires = place.log.get(held.id).expires_at
    place.limit(levels={"refund": 1})
    place.later(hours=1)
    receipt = place.desk.approve(held.id, by="ann", role="manager")
    row = place.log.get(held.id)
    assert (receipt.state, receipt.rule, row.approver) == ("held", "level.propose", "owner")
    assert (row.decided_by, row.expires_at, place.refunds(order)) == (None, expires, [])
    assert place.desk.approve(held.id, by="owner").state == "done"


def test_the_store_manager_approves_a_smaller_refund_and_any_class_above_may_too(place: Place, refund: Refunds) -> None:
    for pieces, role in ((24, "store_manager"), (23, "manager"), (22, "owner")):
        order = place.bench.order(("mug", pieces))
        held = place.submit(refund(order, STAFFS))
        assert (held.rule, place.log.get(held.id).approver) == ("refund.amount", "store_manager")
        assert place.desk.approve(held.id, by="x", role=role).state == "done"
        assert place.log.get(held.id).decided_as == role


def test_the_store_manager_may_approve_nothing_above_its_amount(place: Place, refund: Refunds, reprice: Prices) -> None:
    for effect in (refund(place.bench.order(("mug", 24)), MEDIUM), reprice(270, 250)):
        held = place.submit(effect)
        with pytest.raises(Refused, match="a store_manager may not approve it"):
            place.desk.approve(held.id, by="store_manager", role="store_manager")
        assert place.desk.receipt(held.id).state == "held"


def test_beyond_its_days_sum_the_store_managers_approval_lifts_nothing(place: Place, refund: Refunds) -> None:
    """Three of 2,500 fit into 9,000 in 24 hours; the fourth is a manager's, though 店长's when it was asked for."""
    place.limit(refund={"per_day": 50_000, "per_buyer_30d": 9, "auto_per_effect": 2000})
    held = [place.submit(refund(place.bench.order(("mug", 24 - place_)), STAFFS)) for place_ in range(4)]
    states = [place.desk.approve(one.id, by="store_manager", role="store_manager").state for one in held]
    assert states == ["done", "done", "done", "held"]
    assert place.log.get(held[3].id).approver == "manager"
    place.later(hours=25)
    fresh = place.submit(refund(place.bench.order(("mug", 12)), STAFFS))
    assert place.log.get(fresh.id).approver == "store_manager"


@pytest.mark.parametrize("own", ["employee", "handed_on"])
def test_the_store_manager_never_approves_its_own_request(place: Place, refund: Refunds, own: str) -> None:
    """Nor one that it had another employee make: a hand-off is its own request."""
    now, book = place.clock.now(), TaskBook(place.database, SHOP)
    first = NewTask(job="plan", employee="store_manager", cause="a", origin=Origin.SCHEDULE, due_at=now)
    root = book.open(first, now=now)
    second = NewTask(job="do", employee="customer", cause="b", origin=Origin.SCHEDULE, due_at=now, parent=root)
    task, who = (root, "store_manager") if own == "employee" else (book.open(second, now=now), "customer")
    by = Requester(task=task, turn=1, ordinal=1, employee=who, origin="schedule")
    held = place.desk.submit(refund(place.bench.order(("mug", 24)), STAFFS), by)
    assert place.log.get(held.id).approver == "store_manager"
    with pytest.raises(Refused, match="goes back to the store manager itself"):
        place.desk.approve(held.id, by="store_manager", role="store_manager")
    assert place.desk.receipt(held.id).state == "held"
    assert place.desk.approve(held.id, by="ann", role="manager").state == "done"


def test_a_class_that_is_none_may_approve_nothing(place: Place, refund: Refunds) -> None:
    held = place.submit(refund(place.bench.order(("mug", 24)), MEDIUM))
    with pytest.raises(Refused, match="may not"):
        place.desk.approve(held.id, by="bob", role="intern")  # type: ignore[arg-type]


@pytest.mark.parametrize("scope", ["shop", "action:refund", "employee:customer"])
def test_under_the_kill_switch_it_is_denied(place: Place, refund: Refunds, scope: str) -> None:
    order = place.bench.order(("mug", 24))
    held = place.submit(refund(order, LARGE))
    place.desk.stop(scope, why="look into it")
    receipt = place.desk.approve(held.id, by="owner")
    assert (receipt.state, receipt.rule, place.refunds(order)) == ("denied", "stopped", [])


def test_from_another_shop_there_is_no_such_effect(place: Place, refund: Refunds) -> None:
    order = place.bench.order(("mug", 24))
    held = place.submit(refund(order, LARGE))
    other = Desk(
        place.database,
        place.shop.reads,
        place.shop.writes,
        limits=lambda: place.limits,
        ledger=Ledger("other", salt=lambda: "00"),
        clock=place.clock,
    )
    with pytest.raises(Retry, match="shop other has no effect"):
        other.approve(held.id, by="owner")
    assert (place.desk.receipt(held.id).state, place.refunds(order)) == ("held", [])


def test_a_row_changed_after_it_was_held_is_not_approved(place: Place, refund: Refunds) -> None:
    order = place.bench.order(("mug", 24))
    held = place.submit(refund(order, LARGE))
    place.edit(held.id, payload=refund(order, LARGE + 1).model_dump(mode="json"))
    with pytest.raises(Refused, match="tampered"):
        place.desk.approve(held.id, by="owner")
    assert (place.desk.receipt(held.id).state, place.refunds(order)) == ("held", [])


def test_a_row_and_its_intent_changed_together_are_not_approved(place: Place, refund: Refunds) -> None:
    order = place.bench.order(("mug", 24))
    held = place.submit(refund(order, LARGE))
    place.edit(held.id, payload=refund(order, LARGE + 1).model_dump(mode="json"))
    with place.database.session() as session:
        session.connection().exec_driver_sql(
            f"UPDATE staff_payload SET body = replace(body, '\"amount\":{LARGE}', '\"amount\":{LARGE + 1}')"
        )
    with pytest.raises(Refused, match="tampered"):
        place.desk.approve(held.id, by="owner")
    assert place.refunds(order) == []


def test_money_approved_later_counts_in_the_window_of_its_approval(place: Place, refund: Refunds) -> None:
    order = place.bench.order(("mug", 24))
    place.limit(refund={"per_day": 4000, "per_buyer_30d": 9})
    held = place.submit(refund(order, MEDIUM))
    place.later(hours=30)
    place.desk.approve(held.id, by="owner")
    assert place.submit(refund(place.bench.order(("mug", 23)), 1600)).rule == "refund.day"
    place.later(hours=25)
    assert place.submit(refund(place.bench.order(("mug", 22)), 1600)).state == "done"


def test_what_waits_counts_as_spent_for_as_long_as_it_can_be_approved(place: Place, refund: Refunds) -> None:
    place.limit(refund={"per_day": 4000, "per_buyer_30d": 9})
    place.submit(refund(place.bench.order(("mug", 24)), MEDIUM))
    place.later(hours=30)
    assert place.submit(refund(place.bench.order(("mug", 23)), 1600)).rule == "refund.day"
