"""Samples through the desk: the budget counts what waits and what is unknown, a fee comes back once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from authority.effects.credit_sample import CreditSample
from authority.effects.offer_sample import OfferSample
from shops.contract.bench import START
from shops.models import OutcomeStatus
from tests.authority.conftest import Place

SOON = START + timedelta(days=3)


def offer(sku: str = "mug", fee: int = 0, buyer: str = "b1") -> OfferSample:
    """Offer a sample."""
    return OfferSample(customer_id=buyer, thread_id=None, sku=sku, fee=fee, pay_until=SOON)


def listed(place: Place) -> int:
    """Count the samples of the shop."""
    assert place.shop.reads.samples is not None
    return len(place.shop.reads.samples.list_samples())


def test_a_buyer_has_one_free_sample_a_quarter_and_more_for_the_fee(place: Place) -> None:
    assert place.submit(offer()).state == "done"
    second = place.submit(offer("tin"))
    assert (second.state, second.rule) == ("held", "sample.free")
    assert place.submit(offer("tin", fee=300, buyer="b2")).state == "done"
    assert place.submit(offer("jar", fee=300)).state == "done"
    place.later(days=91)
    # the one that waits has run out, and the first is a quarter ago
    place.desk.expire()
    assert place.submit(offer("tin")).state == "done"


def test_the_budget_of_samples_counts_what_waits_and_what_is_unknown(place: Place) -> None:
    """Three samples of 1.00 each, in a budget of 2.50: held or unanswered, they count."""
    place.limit(samples={"per_30d": 250, "auto_per_sample": 100})
    place.faults["offer_sample"] = OutcomeStatus.UNKNOWN
    assert place.submit(offer()).state == "unknown"
    place.faults.clear()
    assert place.submit(offer("tin", buyer="b2")).state == "done"
    assert place.submit(offer("jar", fee=300)).rule == "sample.30d"
    assert listed(place) == 2
    place.desk.settle()
    assert place.submit(offer("tin", fee=300)).rule == "sample.30d"
    place.later(days=31)
    place.desk.expire()
    assert place.submit(offer("jar", fee=300, buyer="b2")).rule != "sample.30d"


def test_the_same_sample_twice_waits_for_a_person(place: Place) -> None:
    assert place.submit(offer(fee=300)).state == "done"
    assert place.submit(offer(fee=300)).rule == "like_effect"


def test_a_sample_at_another_fee_or_of_unknown_cost_is_not_offered(place: Place) -> None:
    assert place.submit(offer(fee=1)).state == "refused"
    place.set_cost("mug", None)
    assert place.submit(offer("mug", fee=300, buyer="b2")).rule == "exposure.unbounded"
    assert place.submit(offer("pot")).rule == "exposure.unbounded" and listed(place) == 0


def test_a_fee_comes_back_once_and_for_its_own_order(place: Place) -> None:
    sample, order = place.credit()
    few = place.bench.order(("mug", 2))
    wrong = [CreditSample(sample_id=sample, order_id=few.id), CreditSample(sample_id="nowhere", order_id=order)]
    assert [place.submit(one).rule for one in wrong] == ["credit.order", "credit.sample"]
    assert place.submit(CreditSample(sample_id=sample, order_id=order)).state == "done"
    assert place.submit(CreditSample(sample_id=sample, order_id=order)).rule == "credit.sum"


def test_a_fee_whose_return_waits_does_not_come_back_a_second_time(place: Place) -> None:
    sample, order = place.credit()
    place.limit(levels={"sample": 1})
    held = place.submit(CreditSample(sample_id=sample, order_id=order))
    assert (held.state, place.submit(CreditSample(sample_id=sample, order_id=order)).rule) == ("held", "credit.sum")
    assert place.desk.approve(held.id, by="owner").state == "done"


@pytest.mark.parametrize("number", [0, 1])
def test_a_platform_without_samples_says_so(place: Place, number: int) -> None:
    effect = (offer(), CreditSample(sample_id=place.credit()[0], order_id=place.bench.order(("mug", 1)).id))[number]
    receipt = place.desk_without("samples").submit(effect, place.requester(1), reason="a test")
    assert receipt.state in ("unsupported", "denied")


def test_a_buyer_gets_samples_for_nobody_else(place: Place) -> None:
    assert place.submit(offer(buyer="b2"), origin="buyer", buyer="b1").rule == "buyer.scope"
    assert place.submit(offer(), origin="buyer", buyer="b1").state == "done"
