"""Give money of one order line back."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from pydantic import Field

from authority.effect import Effect, Exposure, LineRefund, effect
from kit.errors import Retry
from shops.models import Outcome
from shops.port import Reads
from shops.writes import Writes


@effect(action="refund", undo="final")
class IssueRefund(Effect):
    """A refund on one line; ``amount`` in minor units of the order's currency."""

    final_why: ClassVar[tuple[str, str]] = (
        "the money is with the buyer; ask the buyer, or the payment provider",
        "钱已退给买家;请联系买家或支付平台",
    )

    order_id: str
    line_id: str
    amount: int = Field(gt=0)
    reason: str

    def exposure(self, reads: Reads) -> Exposure:
        """Money leaves, to the buyer of the order."""
        return Exposure(
            money_out=self.amount,
            budget="refund",
            object_id=f"line:{self.line_id}",
            refunds=(LineRefund(order_id=self.order_id, line_id=self.line_id, amount=self.amount),),
            orders=(self.order_id,),
            customers=_buyer(reads, self.order_id),
        )

    def apply(self, writes: Writes, key: str) -> Outcome:
        """Refund the line."""
        return writes.shop.refund(self.order_id, self.line_id, self.amount, reason=self.reason, key=key)

    def holds(self, reads: Reads, outcome: Outcome) -> bool:
        """The shop lists this refund."""
        return any(refund.id == outcome.object_id for refund in reads.shop.list_refunds(self.order_id))

    def summary(self, money: Callable[[int], str]) -> str:
        """Name line and amount."""
        return f"refund {money(self.amount)} on line {self.line_id} of {self.order_id}"


def _buyer(reads: Reads, order_id: str) -> tuple[str, ...]:
    try:
        return (reads.shop.get_order(order_id).customer_id,)
    except Retry:
        return ()  # no such order: the kernel denies the refund by its line
