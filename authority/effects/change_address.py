"""Send an order to another address before it has left."""

from __future__ import annotations

from collections.abc import Callable

from authority.effect import Alteration, Effect, Exposure, Past, effect
from kit.errors import Refused
from shops.changes import ChangeKind
from shops.models import Address, FulfilmentStatus, Outcome
from shops.port import Reads
from shops.writes import Writes


@effect(action="order_change", undo="reversible", port="changes")
class ChangeAddress(Effect):
    """The order goes to ``address`` instead of ``before``."""

    order_id: str
    before: Address
    address: Address

    def exposure(self, reads: Reads) -> Exposure:
        """Goods that are paid go somewhere else; another country is another freight."""
        abroad = self.before.country != self.address.country
        moved = Alteration(order_id=self.order_id, kind=ChangeKind.ADDRESS, is_abroad=abroad)
        return Exposure(object_id=f"order:{self.order_id}", alterations=(moved,), orders=(self.order_id,))

    def apply(self, writes: Writes, key: str) -> Outcome:
        """Change it."""
        assert writes.changes is not None  # the desk has looked
        return writes.changes.change_address(self.order_id, self.address, key=key)

    def holds(self, reads: Reads, outcome: Outcome) -> bool:
        """The shop shows the new address."""
        return reads.shop.get_order(self.order_id).address == self.address

    def reverse(self, reads: Reads, past: Past) -> Effect:
        """Send it to where it went before, while it has not left and nobody changed it since."""
        order = reads.shop.get_order(self.order_id)
        if order.fulfilment is not FulfilmentStatus.UNSHIPPED:
            raise Refused(f"the order {order.id} is {order.fulfilment.value} already")
        if order.address != self.address:
            raise Refused(f"the address of {order.id} was changed again since")
        return ChangeAddress(order_id=self.order_id, before=self.address, address=self.before)

    def summary(self, money: Callable[[int], str]) -> str:
        """Name the order and the town; a street is nobody's business in a list."""
        return f"send the order {self.order_id} to {self.address.city}, {self.address.country}"
