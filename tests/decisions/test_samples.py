"""Free samples go to whom they pay for themselves; a fee comes back with the first order that earns it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from decisions.samples import advise_sample, credits_due
from shops.models import Address, FulfilmentStatus, Order, OrderLine, PaymentStatus, RefundStatus
from shops.samples import Sample, SampleStatus, SampleTerms

NOW = datetime(2011, 9, 1, tzinfo=UTC)
TERMS = SampleTerms(sku="mug", material=300, set_up=100, cost=400, lead_days=0, credit_from=12)


@pytest.mark.parametrize(
    ("bulk", "sampled", "followed", "orders", "lately", "free", "worth"),
    [
        (9000, 0, 0, 1, 0, True, 1400),
        (2000, 0, 0, 1, 0, False, 0),
        (9000, 0, 0, 0, 0, False, 1400),
        (9000, 0, 0, 1, 1, False, 1400),
        (9000, 45, 0, 1, 0, False, -220),
        (9000, 15, 9, 1, 0, True, 4100),
    ],
)
def test_a_sample_is_free_for_a_buyer_of_the_shop_if_it_is_expected_to_pay(
    bulk: int, sampled: int, followed: int, orders: int, lately: int, free: bool, worth: int
) -> None:
    made = advise_sample(
        TERMS, bulk_contribution=bulk, sampled=sampled, followed=followed, paid_orders=orders, free_lately=lately
    )
    assert (made.is_free, made.worth) == (free, worth) and made.why


def sample(**changes: object) -> Sample:
    """Make a paid sample of mugs."""
    fields = {"id": "s1", "customer_id": "b1", "thread_id": None, "sku": "mug", "fee": 400, "cost": 400}
    fields |= {"credit_from": 12, "at": NOW, "pay_until": NOW, "ready_at": NOW, "status": SampleStatus.SENT}
    return Sample.model_validate(fields | changes)


def order(name: str, pieces: int, *, days: int = 1, buyer: str = "b1", left: bool = True) -> Order:
    """Make an order of mugs."""
    line = OrderLine(id=f"{name}.1", sku="mug", title="Mug", quantity=pieces, unit_price=250, paid=250 * pieces)
    return Order(
        id=name,
        customer_id=buyer,
        placed_at=NOW + timedelta(days=days),
        currency="GBP",
        lines=(line,),
        address=Address(name="A", street="1", city="Leeds", country="United Kingdom"),
        payment=PaymentStatus.PAID,
        fulfilment=FulfilmentStatus.SHIPPED if left else FulfilmentStatus.UNSHIPPED,
        refund=RefundStatus.NONE,
    )


def test_the_first_order_that_earns_a_fee_brings_it_back() -> None:
    orders = [order("o4", 20, days=4), order("o3", 12, days=3), order("o2", 11, days=2)]
    assert [(one.id, by.id) for one, by in credits_due([sample()], orders)] == [("s1", "o3")]


@pytest.mark.parametrize(
    "wrong",
    [order("o", 12, buyer="b2"), order("o", 12, left=False), order("o", 11), order("o", 12, days=-1)],
)
def test_an_order_that_does_not_earn_it_brings_nothing_back(wrong: Order) -> None:
    assert credits_due([sample()], [wrong]) == []


def test_what_was_not_paid_or_came_back_already_does_not_come_back() -> None:
    samples = [sample(fee=0), sample(status=SampleStatus.DUE), sample(credit_order="o9", credited=400)]
    assert credits_due(samples, [order("o", 12)]) == []
