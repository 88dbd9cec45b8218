"""Buyers who think again, and buyers who want to see one first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from scenarios.world import LoadedWorld
from shops.changes import ItemWish
from shops.models import FulfilmentStatus
from shops.samples import SampleStatus

Start = Callable[..., Any]


def eager(world: LoadedWorld) -> LoadedWorld:
    """Let many buyers change their orders and ask for samples."""
    spec = world.spec
    changes = spec.changes.model_copy(update={"cancel_share": 0.2, "items_share": 0.2})
    samples = spec.samples.model_copy(update={"per_day": 8.0, "pays_share": 1.0, "decide_days": 0.0, "bulk_share": 1.0})
    return replace(world, spec=spec.model_copy(update={"changes": changes, "samples": samples}))


def test_some_buyers_write_about_their_own_orders_the_same_for_every_policy(start: Start, stocked: LoadedWorld) -> None:
    """Every text names an order of its writer."""
    world = eager(stocked)
    found = []
    for _ in range(2):
        run = start(3, world)
        seen = []
        run.days(1, after_slot=lambda run, seen=seen: seen.extend(run.inquiries))
        about = [one for one in seen if one.id.startswith("C-")]
        orders = {order.id: order.customer_id for order in run.orders()}
        assert about and all(orders[one.id.removeprefix("C-")] == one.customer_id for one in about)
        assert all(one.id.removeprefix("C-") in one.text for one in about)
        found.append([(one.at, one.customer_id, one.text) for one in seen])
    assert found[0] == found[1]


def test_who_asked_for_more_pays_the_difference(start: Start, stocked: LoadedWorld) -> None:
    run = start(3, eager(stocked)).days(1)
    reads, writes = run.shop.reads, run.shop.writes
    asked = [order for order in run.orders() if order.id in run.market.hidden.thought_again]
    order = next(one for one in asked if one.fulfilment is FulfilmentStatus.UNSHIPPED)
    items = [ItemWish(sku=line.sku, quantity=line.quantity + 12) for line in order.lines]
    price = reads.changes.price_items(order.id, items)
    if price.faults or price.difference <= 0:
        pytest.skip("the ladder makes more cost no more here")
    until = run.clock.now() + timedelta(days=3)
    writes.changes.change_items(order.id, items, difference=price.difference, pay_until=until, key="more")
    run.days(1, start=1)
    assert sum(line.paid for line in reads.shop.get_order(order.id).lines) == price.total


def test_a_sample_is_asked_for_paid_and_followed_by_a_bulk_order(start: Start, stocked: LoadedWorld) -> None:
    run = start(3, eager(stocked))
    seen: list[Any] = []
    run.days(1, after_slot=lambda run: seen.extend(run.inquiries))
    wish = next(one for one in seen if one.id.startswith("S"))
    reads, writes = run.shop.reads, run.shop.writes
    sku = run.world.articles[0].sku
    fee, until = reads.samples.sample_terms(sku).fee, run.clock.now() + timedelta(days=3)
    writes.samples.offer_sample(wish.customer_id, sku, fee=fee, pay_until=until, thread_id=None, key="sample")
    run.days(2, start=1)
    (sample,) = reads.samples.list_samples()
    assert sample.status is SampleStatus.SENT and sample.id in run.market.hidden.sampled
    orders = reads.shop.list_orders(customer_id=sample.customer_id, since=sample.at).items
    bought = [line.quantity for order in orders for line in order.lines if line.sku == sku]
    assert max(bought) >= sample.credit_from
