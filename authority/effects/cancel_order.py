"""Cancel an order of which nothing has left."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from authority.effect import Alteration, Effect, Exposure, LineRefund, effect
from kit.errors import Retry
from shops.changes import ChangeKind
from shops.models import FulfilmentStatus, Outcome
from shops.port import Reads
from shops.writes import Writes


@effect(action="order_change", undo="final", port="changes")
class CancelOrder(Effect):
    """The order ends; what was paid for it goes back to the buyer."""

    final_why: ClassVar[tuple[str, str]] = (
        "the order has ended and its money is with the buyer; the buyer can order again",
        "订单已取消、款已退;买家可重新下单",
    )

    order_id: str
    reason: str

    def exposure(self, reads: Reads) -> Exposure:
        """All that is left of every line's money leaves."""
        ended = Alteration(order_id=self.order_id, kind=ChangeKind.CANCEL)
        declared = Exposure(object_id=f"order:{self.order_id}", alterations=(ended,), orders=(self.order_id,))
        try:
            order = reads.shop.get_order(self.order_id)
        except Retry:
            return declared  # no such order: the kernel denies it
        back = tuple(
            LineRefund(order_id=order.id, line_id=line.id, amount=line.paid - line.refunded)
            for line in order.lines
            if line.paid > line.refunded
        )
        more = {"refunds": back, "money_out": sum(one.amount for one in back), "customers": (order.customer_id,)}
        return declared.model_copy(update=more | ({"budget": "change"} if back else {}))

    def apply(self, writes: Writes, key: str) -> Outcome:
        """Cancel it."""
        assert writes.changes is not None  # the desk has looked
        return writes.changes.cancel_order(self.order_id, reason=self.reason, key=key)

    def holds(self, reads: Reads, outcome: Outcome) -> bool:
        """The shop shows it cancelled, and no money of it kept."""
        order = reads.shop.get_order(self.order_id)
        kept = any(line.paid > line.refunded for line in order.lines)
        return order.fulfilment is FulfilmentStatus.CANCELLED and not kept

    def summary(self, money: Callable[[int], str]) -> str:
        """Name the order."""
        return f"cancel the order {self.order_id} and give back what was paid"
