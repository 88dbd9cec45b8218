"""Hand pieces of an order to a carrier."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from authority.effect import Effect, Exposure, Handling, effect
from shops.models import Outcome, Parcel
from shops.port import Reads
from shops.writes import Writes


@effect(action="fulfilment", undo="final")
class ShipOrder(Effect):
    """A shipment of the whole order or of parts of it."""

    final_why: ClassVar[tuple[str, str]] = (
        "the parcel is with the carrier; ask the carrier to stop it",
        "包裹已交给物流;请联系物流拦截",
    )

    order_id: str
    parcels: tuple[Parcel, ...]
    carrier: str
    tracking: str

    def exposure(self, reads: Reads) -> Exposure:
        """Goods leave the house."""
        handling = Handling(order_id=self.order_id, parcels=self.parcels)
        return Exposure(object_id=f"order:{self.order_id}", handlings=(handling,), orders=(self.order_id,))

    def apply(self, writes: Writes, key: str) -> Outcome:
        """Hand the parcels over."""
        return writes.shop.ship(self.order_id, self.parcels, carrier=self.carrier, tracking=self.tracking, key=key)

    def holds(self, reads: Reads, outcome: Outcome) -> bool:
        """The shop lists this shipment."""
        return any(shipment.id == outcome.object_id for shipment in reads.shop.list_shipments(self.order_id))

    def summary(self, money: Callable[[int], str]) -> str:
        """Name the order, the pieces and the carrier."""
        return f"ship {sum(parcel.quantity for parcel in self.parcels)} pieces of {self.order_id} with {self.carrier}"
