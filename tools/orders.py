"""Orders: reading them and handing them to a carrier."""

from __future__ import annotations

from pydantic import BaseModel

from authority.desk import Receipt
from authority.effects.ship_order import ShipOrder
from shops.models import Parcel
from tools.tool import ToolContext, tool


class PackedLine(BaseModel):
    """Pieces of one order line that go into the parcel."""

    line_id: str
    quantity: int


@tool()
def get_order(ctx: ToolContext, order_id: str) -> dict[str, object]:
    """Read one order: lines, payment, fulfilment and refund status, ship-by time.

    Args:
        order_id: The order's id as the shop gives it.
    """
    return ctx.reads.shop.get_order(order_id).model_dump(mode="json", exclude={"address"})


@tool("customer", together=True)
def ship_order(
    ctx: ToolContext, order_id: str, lines: list[PackedLine], carrier: str, tracking: str, reason: str
) -> Receipt:
    """Hand pieces of a paid order to a carrier. Only with a waybill; never to make a deadline look kept.

    Args:
        order_id: The order's id.
        lines: Line ids with the pieces that are packed.
        carrier: The carrier's code, e.g. "DHL".
        tracking: The waybill number.
        reason: Why now.
    """
    parcels = tuple(Parcel(line_id=line.line_id, quantity=line.quantity) for line in lines)
    return ctx.submit(ShipOrder(order_id=order_id, parcels=parcels, carrier=carrier, tracking=tracking), reason)
