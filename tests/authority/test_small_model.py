"""Every sequence of a few effects on a tiny shop: kernel and desk keep the invariants after each step.

One SKU, one paid line of two pieces, refunds of all but one and of all; the steps are refunds (done, answer lost,
approved, rejected), shipments, prices and settling. All sequences of up to :data:`DEPTH` steps are taken; a state that
was seen before is not gone on from, and a step with nothing to act on is not taken.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from authority.effects.issue_refund import IssueRefund
from authority.effects.set_price import SetPrice
from authority.effects.ship_order import ShipOrder
from kit.errors import ShopstaffError
from shops.models import OutcomeStatus, Parcel, Tier
from shops.terms import floor_price

DEPTH = int(os.environ.get("SMALL_DESK_DEPTH", "2"))
"""Steps of a sequence; ``make soak`` takes one more."""
Step = Callable[[Any, Any], object]


def _refund(amount: int) -> Step:
    return lambda place, order: place.submit(
        IssueRefund(order_id=order.id, line_id=order.lines[0].id, amount=amount, reason="x")
    )


def _lost(place: Any, order: Any) -> object:
    place.faults["refund"] = OutcomeStatus.UNKNOWN
    try:
        return _refund(order.lines[0].paid - 1)(place, order)
    finally:
        place.faults.clear()


def _ship(pieces: int) -> Step:
    return lambda place, order: place.submit(
        ShipOrder(
            order_id=order.id,
            parcels=(Parcel(line_id=order.lines[0].id, quantity=pieces),),
            carrier="DHL",
            tracking="T",
        )
    )


def _price(factor: float) -> Step:
    def step(place: Any, order: Any) -> object:
        now = place.shop.reads.shop.get_variant("mug").tiers
        tiers = tuple(
            Tier(min_quantity=one.min_quantity, unit_price=max(1, round(one.unit_price * factor))) for one in now
        )
        return place.submit(SetPrice(sku="mug", tiers=tiers))

    return step


def _decide(approve: bool) -> Step:
    def step(place: Any, order: Any) -> object:
        held = place.log.list_effects(states=("held",))
        if not held:
            return None
        desk = place.desk
        return desk.approve(held[0].id, by="owner") if approve else desk.reject(held[0].id, by="owner", why="no")

    return step


STEPS: dict[str, Step] = {
    "refund all": lambda place, order: _refund(order.lines[0].paid)(place, order),
    "refund, answer lost": _lost,
    "ship 1": _ship(1),
    "ship 2": _ship(2),
    "price down": _price(0.96),
    "price to nothing": _price(0.01),
    "approve": _decide(True),
    "reject": _decide(False),
    "settle": lambda place, order: place.desk.settle(),
}


def _state(place: Any, order: Any) -> tuple[Any, ...]:
    """Give all that a further step depends on."""
    line = place.shop.reads.shop.get_order(order.id).lines[0]
    rows = sorted((row.kind, row.state, row.money_out) for row in place.log.list_effects())
    return (
        line.refunded,
        line.shipped,
        place.price("mug"),
        place.shop.reads.shop.get_stock()["mug"].on_hand,
        tuple(rows),
    )


def _check(place: Any, order: Any, path: tuple[str, ...]) -> None:
    reads = place.shop.reads.shop
    line = reads.get_order(order.id).lines[0]
    pending = [
        row for row in place.log.list_effects(states=("held", "applying", "unknown")) if row.kind == "issue_refund"
    ]
    not_yet = sum(row.money_out for row in pending if row.state == "held")
    assert sum(place.refunds(order)) == line.refunded, path
    assert 0 <= line.refunded + not_yet <= line.paid, path
    assert 0 <= line.shipped <= line.quantity and reads.get_stock()["mug"].on_hand >= 0, path
    variant = reads.get_variant("mug")
    for number, tier in enumerate(variant.tiers):
        least = floor_price(variant.cost, tier.min_quantity if number else 1, place.limits.floor)
        assert tier.unit_price >= least, path


NEEDS = {"approve": "held", "reject": "held", "settle": "unknown"}
"""Steps that do nothing unless an effect is in that state."""


def test_no_sequence_of_effects_breaks_an_invariant(open_place: Any, tmp_path: Path) -> None:
    """After every step: refunds done and held ≤ paid, shipped ≤ ordered, stock ≥ 0, every price step ≥ its floor."""
    frontier: list[tuple[tuple[str, ...], set[str]]] = [((), set())]
    seen, taken = set(), 0
    for _depth in range(DEPTH):
        following = []
        for before, name in ((before, name) for before in frontier for name in STEPS):
            if NEEDS.get(name, "done") not in {*before[1], "done"}:
                continue
            taken += 1
            path = (*before[0], name)
            state, states = _walk(open_place(tmp_path / str(taken)), path)
            if state not in seen:
                seen.add(state)
                following.append((path, states))
        frontier = following
    print(f"{taken} sequences of up to {DEPTH} effects, {len(seen)} states")
    assert len(seen) > 8 * DEPTH


def _walk(place: Any, path: tuple[str, ...]) -> tuple[tuple[Any, ...], set[str]]:
    """Take the steps of a path in a fresh shop, check it, and give its state and the states of its effects."""
    order = place.bench.order(("mug", 2))
    for name in path:
        with suppress(ShopstaffError):
            STEPS[name](place, order)
    _check(place, order, path)
    found = _state(place, order), {row.state for row in place.log.list_effects()}
    place.database.engine.dispose()
    shutil.rmtree(place.home)
    return found
