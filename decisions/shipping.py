"""The ship list: which orders leave now, in the order of their promise, as far as the goods are in the house."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from pydantic import BaseModel, ConfigDict

from shops.models import Order, Parcel


class ShipAdvice(BaseModel):
    """Parcels of one order that can leave now; ``hours_left`` until the promise is broken.

    ``together`` are the orders that leave in one parcel 合并发货, this one among them.
    """

    model_config = ConfigDict(frozen=True)

    order_id: str
    customer_id: str
    country: str
    parcels: tuple[Parcel, ...]
    pieces: int
    whole: bool
    hours_left: float
    together: tuple[str, ...] = ()


def advise_shipping(orders: Sequence[Order], on_hand: Mapping[str, int], *, now: datetime) -> list[ShipAdvice]:
    """Plan the parcels of paid orders by time left, sharing what is in the house in that order.

    Args:
        orders: Orders that are paid and not wholly shipped.
        on_hand: Pieces in the house by SKU.
        now: The moment of planning.

    Returns:
        One entry for each order of which something can leave. Orders of one buyer to one address leave together.
    """
    left = dict(on_hand)
    advice = []
    for order in sorted(orders, key=lambda order: (order.ship_by or now, order.id)):
        parcels = []
        for line in order.lines:
            is_refunded = line.refunded >= line.paid > 0
            pieces = 0 if is_refunded else min(line.unshipped, left.get(line.sku, 0))
            if pieces > 0:
                left[line.sku] -= pieces
                parcels.append(Parcel(line_id=line.id, quantity=pieces))
        if parcels:
            pieces = sum(parcel.quantity for parcel in parcels)
            advice.append(
                ShipAdvice(
                    order_id=order.id,
                    customer_id=order.customer_id,
                    country=order.address.country,
                    parcels=tuple(parcels),
                    pieces=pieces,
                    whole=pieces == sum(line.unshipped for line in order.lines),
                    hours_left=round(((order.ship_by or now) - now).total_seconds() / 3600, 1),
                )
            )
    return _merged(advice, orders)


def _merged(advice: Sequence[ShipAdvice], orders: Sequence[Order]) -> list[ShipAdvice]:
    to = {order.id: (order.customer_id, order.address) for order in orders}
    return [
        one.model_copy(update={"together": tuple(other.order_id for other in advice if to[other.order_id] == place)})
        for one in advice
        for place in (to[one.order_id],)
    ]
