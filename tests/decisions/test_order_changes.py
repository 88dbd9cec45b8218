"""What becomes of a wish to change an order, as a table; and what items are meant."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decisions.order_changes import Way, advise_change, new_items, pieces_of, whole_packs
from shops.changes import ChangeKind
from shops.models import Address, FulfilmentStatus, Order, OrderLine, PaymentStatus, RefundStatus

ALL = frozenset(ChangeKind)
F, P = FulfilmentStatus, PaymentStatus


def order(*lines: tuple[str, int], fulfilment: F = F.UNSHIPPED, payment: P = P.PAID) -> Order:
    """Make an order of (SKU, pieces)."""
    return Order(
        id="o1",
        customer_id="b1",
        placed_at=datetime(2011, 9, 1, tzinfo=UTC),
        currency="GBP",
        lines=tuple(
            OrderLine(id=f"o1.{n}", sku=sku, title=sku, quantity=count, unit_price=1, paid=count)
            for n, (sku, count) in enumerate(lines, 1)
        ),
        address=Address(name="A", street="1", city="Leeds", country="United Kingdom"),
        payment=payment,
        fulfilment=fulfilment,
        refund=RefundStatus.NONE,
    )


@pytest.mark.parametrize(
    ("kind", "fulfilment", "payment", "complete", "verdict", "code"),
    [
        (ChangeKind.CANCEL, F.UNSHIPPED, P.PAID, True, "do", "cancel"),
        (ChangeKind.CANCEL, F.UNSHIPPED, P.UNPAID, True, "do", "cancel"),
        (ChangeKind.CANCEL, F.PARTIAL, P.PAID, True, "person", "partly_left"),
        (ChangeKind.ADDRESS, F.SHIPPED, P.PAID, True, "refuse", "has_left"),
        (ChangeKind.ITEMS, F.DELIVERED, P.PAID, True, "refuse", "has_arrived"),
        (ChangeKind.ITEMS, F.CANCELLED, P.PAID, True, "refuse", "ended"),
        (ChangeKind.ADDRESS, F.UNSHIPPED, P.PAID, False, "ask", "which_address"),
        (ChangeKind.PAYMENT, F.UNSHIPPED, P.UNPAID, True, "do", "payment"),
        (ChangeKind.PAYMENT, F.UNSHIPPED, P.PAID, False, "refuse", "is_paid"),
    ],
)
def test_a_wish_is_answered_by_what_the_order_allows(
    kind: ChangeKind, fulfilment: F, payment: P, complete: bool, verdict: str, code: str
) -> None:
    made = advise_change(order(("mug", 1), fulfilment=fulfilment, payment=payment), kind, ALL, is_complete=complete)
    assert (made.verdict, made.code) == (verdict, code)


def test_an_order_that_is_not_known_is_asked_for_before_anything_else() -> None:
    for kind in ChangeKind:
        assert advise_change(None, kind, frozenset(), is_complete=False).code == "which_order"
        assert advise_change(order(("mug", 1)), kind, ALL - {kind}, is_complete=True).verdict == "person"


@pytest.mark.parametrize(
    ("sku", "pieces", "way", "wanted"),
    [
        ("mug", 4, "set", {"mug": 4, "tin": 2}),
        ("mug", 4, "add", {"mug": 14, "tin": 2}),
        ("jar", 4, "add", {"mug": 10, "tin": 2, "jar": 4}),
        ("tin", None, "drop", {"mug": 10}),
        ("mug", 4, "swap", {"mug": 4, "tin": 2}),
        ("jar", 4, "set", {}),
        ("jar", 4, "swap", {}),
        ("mug", None, "set", {}),
        ("mug", 0, "set", {}),
        ("mug", 10, "set", {}),
        ("jar", None, "drop", {}),
        ("mug", 10**6 + 1, "set", {}),
    ],
)
def test_items_are_what_was_said_or_nothing(sku: str, pieces: int | None, way: Way, wanted: dict[str, int]) -> None:
    found = new_items({"mug": 10, "tin": 2}, sku, pieces, way)
    assert {item.sku: item.quantity for item in found} == wanted


def test_one_thing_is_swapped_for_another_only_where_it_is_the_only_one() -> None:
    assert [(item.sku, item.quantity) for item in new_items({"mug": 10}, "jar", 4, "swap")] == [("jar", 4)]


@given(
    st.lists(st.tuples(st.sampled_from("abc"), st.integers(1, 50)), min_size=1, max_size=4),
    st.sampled_from("abcd"),
    st.one_of(st.none(), st.integers(-5, 2 * 10**6)),
    st.sampled_from(["set", "add", "swap", "drop"]),
)
def test_new_items_name_each_sku_once_and_never_nothing_of_it(
    lines: list[tuple[str, int]], sku: str, pieces: int | None, way: Way
) -> None:
    """And nobody else's pieces change."""
    found = new_items(pieces_of(order(*lines)), sku, pieces, way)
    assert len({item.sku for item in found}) == len(found)
    had: dict[str, int] = {}
    for name, count in lines:
        had[name] = had.get(name, 0) + count
    for item in found:
        assert 0 < item.quantity <= 10**6
        if way != "swap" and item.sku != sku:
            assert had[item.sku] == item.quantity


@given(pieces=st.integers(1, 500), pack=st.integers(1, 30), moq=st.integers(1, 60))
def test_whole_packs_are_those_beside_the_pieces_that_are_sold(pieces: int, pack: int, moq: int) -> None:
    found = whole_packs(pieces, pack, moq)
    if pieces % pack == 0:
        assert found == (pieces,)
    else:
        assert 1 <= len(found) <= 2
        assert all(one % pack == 0 and one >= moq for one in found)
        least = -(-moq // pack) * pack
        assert all(abs(one - pieces) < pack or one == least for one in found)
