"""Laws that hold in the built-in shop after any sequence of what buyers, carriers and the seller do."""

from __future__ import annotations

import tempfile
from collections import Counter
from datetime import timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from kit.clock import SetClock
from shops.changes import ChangeKind, ChangeState, ItemWish
from shops.contract import ShopContract
from shops.contract.bench import DONE, START, STOCK, Bench
from shops.embedded.platform import open_embedded
from shops.models import FulfilmentStatus, Order, Parcel, PaymentStatus, RefundStatus
from shops.port import Connection
from shops.production import ProductionLine

SKUS = sorted(STOCK)
Step = tuple[str, int, int, int]
STEPS = ["place", "place", "unpaid", "ship", "ship", "refund", "deliver", "count", "make", "cancel", "items", "items"]
STEPS += ["pay", "pay_change"]

steps = st.lists(
    st.tuples(
        st.sampled_from(STEPS),
        st.integers(0, 3),
        st.integers(0, 2),
        st.integers(1, 60),
    ),
    max_size=25,
)


class _Shop(ShopContract):
    def connect(self, home: Path, clock: SetClock) -> Connection:
        return open_embedded("contract", home, clock)


@settings(derandomize=True, database=None, deadline=None, max_examples=40)
@given(steps)
def test_stock_and_money_add_up_after_any_sequence(walk: list[Step]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        bench = _Shop().bench(Path(folder))
        placed: dict[str, int] = {}
        for number, step in enumerate(walk):
            take(bench, number, step)
            for order in bench.shop.reads.shop.list_orders(limit=1000).items:
                placed.setdefault(order.id, order.total)
        check(bench, placed)


def take(bench: Bench, number: int, step: Step) -> None:
    """Take one step of a walk; what the shop refuses is part of it."""
    kind, which, place, amount = step
    writes, key = bench.shop.writes.shop, f"k{number}"
    orders = bench.shop.reads.shop.list_orders().items
    if kind in ("place", "unpaid"):
        lines = ((SKUS[place], amount), (SKUS[(place + 1) % 3], 1 + amount // 3))
        bench.place(*lines, paid=kind == "place", minutes=number)
    elif kind == "count":
        writes.set_stock(SKUS[place], amount, key=key)
    elif kind == "make" and bench.shop.writes.factory is not None:
        _make(bench, SKUS[place], amount, key)
    elif orders:
        _serve(bench, orders[which % len(orders)], step, key)


def _make(bench: Bench, sku: str, amount: int, key: str) -> None:
    factory = bench.shop.writes.factory
    assert factory is not None
    made = factory.order_production([ProductionLine(sku=sku, quantity=amount, unit_cost=1)], key=key)
    if made.status is DONE:
        bench.market.finish_production(str(made.object_id), at=START)


def _serve(bench: Bench, order: Order, step: Step, key: str) -> None:
    kind, _, place, amount = step
    line = order.lines[place % len(order.lines)]
    writes = bench.shop.writes.shop
    if kind == "ship":
        writes.ship(order.id, [Parcel(line_id=line.id, quantity=amount)], carrier="RM", tracking="T", key=key)
    elif kind == "refund":
        writes.refund(order.id, line.id, amount * 40, reason="law", key=key)
    elif kind in ("cancel", "items", "pay", "pay_change"):
        _alter(bench, order, step, key)
    elif kind == "deliver":
        shipments = bench.shop.reads.shop.list_shipments(order.id)
        bench.market.deliver([shipment.id for shipment in shipments], at=START)


def _alter(bench: Bench, order: Order, step: Step, key: str) -> None:
    """Cancel, change or pay; a change of items is asked for at the price that the shop states."""
    kind, which, place, amount = step
    reads, writes = bench.shop.reads.changes, bench.shop.writes.changes
    assert reads is not None and writes is not None
    if kind == "cancel":
        writes.cancel_order(order.id, reason="law", key=key)
    elif kind == "pay":
        bench.market.pay_order(order.id, at=START)
    elif kind == "pay_change":
        for change in reads.list_changes(order.id):
            bench.market.pay_change(change.id, at=START)
    else:
        items = [ItemWish(sku=SKUS[place], quantity=amount), ItemWish(sku=SKUS[(place + 1) % 3], quantity=1 + which)]
        stated = reads.price_items(order.id, items).difference
        writes.change_items(order.id, items, difference=stated, pay_until=START + timedelta(days=1), key=key)


def check(bench: Bench, placed: dict[str, int]) -> None:
    """Compare stock, orders, shipments and refunds with one another, and with what orders cost when placed."""
    reads = bench.shop.reads.shop
    reserved = Counter[str]()
    _check_money(bench, placed)
    for order in reads.list_orders(limit=1000).items:
        refunds = reads.list_refunds(order.id)
        shipments = reads.list_shipments(order.id)
        for line in order.lines:
            assert line.refunded == sum(one.amount for one in refunds if one.line_id == line.id) <= line.paid
            parcels = [parcel for shipment in shipments for parcel in shipment.parcels if parcel.line_id == line.id]
            assert line.shipped == sum(parcel.quantity for parcel in parcels) <= line.quantity
            if order.payment is PaymentStatus.PAID and order.fulfilment is not FulfilmentStatus.CANCELLED:
                reserved[line.sku] += line.unshipped
        _check_axes(order, all(shipment.delivered_at for shipment in shipments))
    for sku, stock in reads.get_stock().items():
        assert stock.on_hand >= 0 and stock.incoming == 0 and stock.reserved == reserved[sku]


def _check_money(bench: Bench, placed: dict[str, int]) -> None:
    """What the buyer has paid is what the order cost when it was placed and every difference since, both ways.

    A cancelled order keeps none of it, and its sales are gone; every other paid line is sold once.
    """
    reads, changes = bench.shop.reads.shop, bench.shop.reads.changes
    assert changes is not None
    sold = sum(day.revenue for day in reads.list_sales(since=START.date(), until=START.date() + timedelta(days=9)))
    orders = reads.list_orders(limit=1000).items
    paid = [order for order in orders if order.payment is PaymentStatus.PAID]
    for order in orders:
        done = [one for one in changes.list_changes(order.id) if one.state is ChangeState.DONE]
        kinds = [change.kind for change in done]
        assert (order.fulfilment is FulfilmentStatus.CANCELLED) == (ChangeKind.CANCEL in kinds)
        assert ChangeKind.CANCEL not in kinds[:-1]
        if order.fulfilment is FulfilmentStatus.CANCELLED:
            assert all(line.refunded == line.paid and not line.shipped for line in order.lines)
        moved = sum(change.difference for change in done if change.kind is ChangeKind.ITEMS)
        assert order.total == placed[order.id] + moved
        assert sum(line.paid for line in order.lines) == (order.total if order in paid else 0)
    kept = [order for order in paid if order.fulfilment is not FulfilmentStatus.CANCELLED]
    assert sold == sum(line.paid for order in kept for line in order.lines)


def _check_axes(order: Order, all_delivered: bool) -> None:
    if order.fulfilment is FulfilmentStatus.CANCELLED:
        assert not any(line.shipped for line in order.lines)
        return
    left = sum(line.unshipped for line in order.lines)
    shipped = sum(line.shipped for line in order.lines)
    whole = FulfilmentStatus.DELIVERED if all_delivered else FulfilmentStatus.SHIPPED
    some = FulfilmentStatus.PARTIAL if shipped else FulfilmentStatus.UNSHIPPED
    assert order.fulfilment is (some if left else whole)
    paid, refunded = sum(line.paid for line in order.lines), sum(line.refunded for line in order.lines)
    full = RefundStatus.FULL if refunded == paid else RefundStatus.PARTIAL
    assert order.refund is (full if refunded else RefundStatus.NONE)
