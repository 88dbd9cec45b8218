"""Effects that are submitted together: the same verdicts and the same shop as one after the other, and no less safe."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from authority.effect import Effect
from authority.effects.set_bid import SetBid
from authority.effects.set_offered import SetOffered
from authority.effects.set_price import SetPrice
from authority.effects.ship_order import ShipOrder
from authority.ledger import verify
from authority.receipts import Asked
from kit.errors import Retry
from shops.models import Order, Parcel, Product, Tier
from shops.port import Connection
from tests.authority.conftest import SHOP, Place

PIECES = 8


def price(sku: str, unit_price: int) -> SetPrice:
    """Set another price of single pieces; a dozen costs what it did."""
    return SetPrice(sku=sku, tiers=(Tier(min_quantity=1, unit_price=unit_price), Tier(min_quantity=12, unit_price=250)))


def three(place: Place) -> list[Order]:
    """Let buyer b1 order mugs three times."""
    made = (place.bench.place(("mug", PIECES), minutes=minute) for minute in range(3))
    return [place.shop.reads.shop.get_order(one) for one in made if one]


def shipment(order: Order) -> ShipOrder:
    """Ship a whole order."""
    parcels = tuple(Parcel(line_id=line.id, quantity=line.quantity) for line in order.lines)
    return ShipOrder(order_id=order.id, parcels=parcels, carrier="RM", tracking=f"T{order.id}")


def morning(place: Place) -> list[Effect]:
    """Give a morning's work on a small shop, of which some may not be done."""
    orders = three(place)
    ghost = shipment(orders[0]).model_copy(update={"order_id": "nobody's"})
    return [
        price("mug", 285),
        price("jar", 350),
        SetBid(keyword_id="k1", bid=101),
        SetBid(keyword_id="nowhere", bid=101),
        *map(shipment, orders),
        ghost,
        SetOffered(sku="tin", pieces=7, before=None),
    ]


def asked(place: Place, effects: list[Effect]) -> list[Asked]:
    """Ask for effects at the first places of a task."""
    return [Asked(one, place.requester(number), "a test") for number, one in enumerate(effects, 1)]


def one_by_one(place: Place, effects: list[Asked]) -> Iterator[Any]:
    """Submit each by itself."""
    for one in effects:
        try:
            yield place.desk.submit(one.effect, one.by, reason=one.reason)
        except Retry as error:
            yield error


def state_of(place: Place) -> dict[str, Any]:
    """Give what the shop shows of a morning's work."""
    shop, ads = place.shop.reads.shop, place.shop.reads.ads
    assert ads is not None
    return {
        "prices": {one.sku: one.tiers for one in shop.list_variants()},
        "stock": shop.get_stock(),
        "bids": [one.bid for one in ads.list_keywords()],
        "shipped": {one.id: [line.shipped for line in one.lines] for one in shop.list_orders().items},
    }


@pytest.mark.parametrize("back", [False, True])
def test_together_they_come_out_as_one_by_one(
    place: Place, open_place: Callable[[Path], Place], tmp_path: Path, back: bool
) -> None:
    other = open_place(tmp_path / "other")
    wished = [asked(one, morning(one)[:: -1 if back else 1]) for one in (place, other)]
    together, alone = place.desk.submit_all(wished[0]), list(one_by_one(other, wished[1]))
    assert list(map(repr, together)) == list(map(repr, alone))
    assert {one.state for one in alone if not isinstance(one, Retry)} == {"done", "held", "denied"}
    assert state_of(place) == state_of(other)
    assert not verify(place.database, SHOP).faults


def test_what_is_asked_for_again_goes_on_and_is_done_once(place: Place) -> None:
    wished = asked(place, morning(place))
    first = place.desk.submit_all(wished)
    shown = state_of(place)
    assert list(map(repr, place.desk.submit_all(wished))) == list(map(repr, first))
    assert state_of(place) == shown


class _Dies:
    """A shop that is written to a few times, and then the process is gone."""

    def __init__(self, shop: Any, after: int) -> None:
        self._shop, self._left = shop, after

    def __getattr__(self, name: str) -> Any:
        if name in ("ship", "set_price") and (left := self._left - 1) < 0:
            raise KeyboardInterrupt
        if name in ("ship", "set_price"):
            self._left = left
        return getattr(self._shop, name)


def dying(shop: Connection, after: int) -> Connection:
    """Let the process end before the next write."""
    return replace(shop, writes=replace(shop.writes, shop=_Dies(shop.writes.shop, after)))  # type: ignore[arg-type]


@pytest.mark.parametrize("after", [0, 1, 2, 3])
def test_a_crash_between_two_of_them_repeats_none_and_forgets_none(place: Place, after: int) -> None:
    orders = three(place)
    wished = asked(place, [price("tin", 285), *map(shipment, orders)])
    with pytest.raises(KeyboardInterrupt):
        place.desk_on(dying(place.shop, after)).submit_all(wished)
    # all were written down before the first was sent, none has its outcome
    assert [one.state for one in place.log.of_task("t1")] == ["applying"] * 4
    assert sum(len(place.shop.reads.shop.list_shipments(one.id)) for one in orders) == max(after - 1, 0)
    receipts = place.desk.submit_all(wished)
    assert [getattr(one, "state", one) for one in receipts] == ["done"] * 4
    assert [len(place.shop.reads.shop.list_shipments(one.id)) for one in orders] == [1, 1, 1]
    assert not verify(place.database, SHOP).faults


def test_pieces_that_one_takes_out_are_not_there_for_the_next(place: Place) -> None:
    orders = three(place)
    left(place, 2 * PIECES)
    receipts = place.desk.submit_all(asked(place, [shipment(one) for one in orders]))
    assert [(one.state, one.rule) for one in receipts if not isinstance(one, Retry)] == [
        ("done", "within_limits"),
        ("done", "within_limits"),
        ("denied", "ship.stock"),
    ]


def test_pieces_of_a_parcel_that_nobody_knows_the_end_of_are_not_given_away(place: Place) -> None:
    """Once it is known to have left, what the house holds shows it, and it is not taken off twice."""
    first, second, third = three(place)
    left(place, 2 * PIECES)
    sent = place.submit(shipment(first))
    assert sent.state == "done"
    place.edit(sent.id, state="unknown", outcome={}, settled_at=None)
    assert place.submit(shipment(second)).state == "done"
    assert place.submit(shipment(third)).rule == "ship.stock"


def left(place: Place, pieces: int) -> None:
    """Let the house hold so many mugs."""
    mug = place.shop.reads.shop.get_variant("mug")
    product = Product.model_validate(place.shop.reads.shop.get_product(mug.product_id).model_dump())
    place.bench.market.load_products([product], {"mug": pieces}, at=place.clock.now())
    assert place.bench.stock("mug")[0] == pieces
