"""Set another payment method for an order that is not paid yet."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from authority.effect import Alteration, Effect, Exposure, effect
from shops.changes import ChangeKind
from shops.models import Outcome
from shops.port import Reads
from shops.writes import Writes


@effect(action="order_change", undo="final", port="changes")
class ChangePayment(Effect):
    """The buyer will pay by ``method``, one of the platform's."""

    final_why: ClassVar[tuple[str, str]] = (
        "it is how the buyer wants to pay; set another method while the order is unpaid",
        "这是买家要求的付款方式;未付款前可再改",
    )

    order_id: str
    method: str

    def exposure(self, reads: Reads) -> Exposure:
        """No money moves."""
        altered = Alteration(order_id=self.order_id, kind=ChangeKind.PAYMENT)
        return Exposure(object_id=f"order:{self.order_id}", alterations=(altered,), orders=(self.order_id,))

    def apply(self, writes: Writes, key: str) -> Outcome:
        """Set it."""
        assert writes.changes is not None  # the desk has looked
        return writes.changes.change_payment(self.order_id, self.method, key=key)

    def holds(self, reads: Reads, outcome: Outcome) -> bool:
        """The shop shows the method."""
        assert reads.changes is not None
        return reads.changes.payment_method(self.order_id) == self.method

    def summary(self, money: Callable[[int], str]) -> str:
        """Name the order and the method."""
        return f"let the order {self.order_id} be paid by {self.method}"
