"""Note that a buyer wants no messages that they did not ask for."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from authority.effect import Effect, Exposure, effect
from shops.models import Outcome
from shops.port import Reads
from shops.writes import Writes


@effect(action="care", undo="final", port="messages")
class StopOffers(Effect):
    """No more offers to this buyer; news of their own orders still reach them."""

    final_why: ClassVar[tuple[str, str]] = ("only the buyer can allow it again", "只有买家本人可以恢复接收")

    customer_id: str

    def exposure(self, reads: Reads) -> Exposure:
        """It is about this buyer alone: nobody's words stop what another one wants to hear."""
        return Exposure(object_id=f"customer:{self.customer_id}", customers=(self.customer_id,))

    def apply(self, writes: Writes, key: str) -> Outcome:
        """Note it."""
        assert writes.messages is not None
        return writes.messages.stop_offers(self.customer_id, key=key)

    def holds(self, reads: Reads, outcome: Outcome) -> bool:
        """The shop shows the wish."""
        return reads.shop.get_customer(self.customer_id).no_offers

    def summary(self, money: Callable[[int], str]) -> str:
        """Name the buyer."""
        return f"no more offers to {self.customer_id}"
