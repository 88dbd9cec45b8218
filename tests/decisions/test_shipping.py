"""The ship list's engine: goods are shared in the order of the promises."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from decisions.shipping import advise_shipping
from shops.models import Address, FulfilmentStatus, Order, OrderLine, PaymentStatus, RefundStatus

NOW = datetime(2011, 9, 6, 10, tzinfo=UTC)
LEEDS = Address(name="Ann", street="1 High Street", city="Leeds", country="United Kingdom")


def order(name: str, *lines: tuple[str, int], hours: float | None, shipped: int = 0) -> Order:
    made = tuple(
        OrderLine(
            id=f"{name}/{number}",
            sku=sku,
            title=sku,
            quantity=quantity,
            unit_price=100,
            paid=100 * quantity,
            shipped=min(shipped, quantity),
        )
        for number, (sku, quantity) in enumerate(lines, 1)
    )
    return Order(
        id=name,
        customer_id="17850",
        placed_at=NOW - timedelta(days=1),
        currency="GBP",
        lines=made,
        address=LEEDS,
        payment=PaymentStatus.PAID,
        fulfilment=FulfilmentStatus.UNSHIPPED,
        refund=RefundStatus.NONE,
        ship_by=None if hours is None else NOW + timedelta(hours=hours),
    )


LINES = st.lists(st.tuples(st.sampled_from("abc"), st.integers(1, 40)), min_size=1, max_size=3)
ROWS = st.lists(st.tuples(LINES, st.none() | st.floats(-50, 50), st.integers(0, 5)), max_size=6)
ORDERS = ROWS.map(lambda rows: [order(f"o{at}", *row[0], hours=row[1], shipped=row[2]) for at, row in enumerate(rows)])


def test_the_nearest_promise_is_served_first() -> None:
    late, soon = order("o_1", ("tin", 8), hours=30), order("o_2", ("tin", 8), hours=2)
    advice = advise_shipping([late, soon], {"tin": 10}, now=NOW)
    assert [(one.order_id, one.pieces, one.whole) for one in advice] == [("o_2", 8, True), ("o_1", 2, False)]
    assert [one.hours_left for one in advice] == [2, 30]


def test_an_order_without_goods_is_left_out() -> None:
    assert advise_shipping([order("o_1", ("tin", 8), hours=2)], {"tin": 0}, now=NOW) == []
    assert advise_shipping([order("o_1", ("tin", 8), hours=2)], {}, now=NOW) == []


def test_what_has_left_is_not_sent_again() -> None:
    advice = advise_shipping([order("o_1", ("tin", 8), hours=2, shipped=5)], {"tin": 10}, now=NOW)
    assert [(one.pieces, one.whole) for one in advice] == [(3, True)]


def test_a_broken_promise_shows_as_hours_below_zero() -> None:
    assert advise_shipping([order("o_1", ("tin", 1), hours=-5)], {"tin": 1}, now=NOW)[0].hours_left == -5


@given(ORDERS, st.dictionaries(st.sampled_from("abc"), st.integers(0, 60)))
def test_never_more_leaves_than_is_in_the_house_or_is_owed(orders: list[Order], on_hand: dict[str, int]) -> None:
    lines = {line.id: line for one in orders for line in one.lines}
    leaving: dict[str, int] = {}
    for advice in advise_shipping(orders, on_hand, now=NOW):
        assert advice.pieces == sum(parcel.quantity for parcel in advice.parcels) > 0
        for parcel in advice.parcels:
            assert parcel.quantity <= lines[parcel.line_id].unshipped
            sku = lines[parcel.line_id].sku
            leaving[sku] = leaving.get(sku, 0) + parcel.quantity
    assert all(pieces <= on_hand.get(sku, 0) for sku, pieces in leaving.items())


@given(ORDERS, st.dictionaries(st.sampled_from("abc"), st.integers(0, 60)))
def test_the_order_of_the_list_does_not_matter(orders: list[Order], on_hand: dict[str, int]) -> None:
    backwards = advise_shipping(orders[::-1], on_hand, now=NOW)
    assert advise_shipping(orders, on_hand, now=NOW) == backwards


def test_orders_of_one_buyer_to_one_address_leave_in_one_parcel() -> None:
    first, second = order("o_1", ("tin", 2), hours=4), order("o_2", ("mug", 1), hours=6)
    away = order("o_3", ("mug", 1), hours=5).model_copy(update={"address": LEEDS.model_copy(update={"city": "York"})})
    other = order("o_4", ("mug", 1), hours=7).model_copy(update={"customer_id": "1"})
    advice = {
        one.order_id: one.together
        for one in advise_shipping([first, second, away, other], {"tin": 9, "mug": 9}, now=NOW)
    }
    assert advice == {"o_1": ("o_1", "o_2"), "o_2": ("o_1", "o_2"), "o_3": ("o_3",), "o_4": ("o_4",)}


def test_what_has_no_goods_holds_up_no_parcel() -> None:
    ready, stuck = order("o_1", ("tin", 2), hours=4), order("o_2", ("mug", 1), hours=1)
    (one,) = advise_shipping([ready, stuck], {"tin": 9}, now=NOW)
    assert one.together == ("o_1",)
