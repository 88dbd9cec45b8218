"""Write to a buyer who has not asked: news of an order of theirs, or an offer."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, Literal

from pydantic import Field

from authority.effect import Effect, Exposure, effect
from kit.errors import Retry
from shops.models import FulfilmentStatus, Outcome
from shops.port import Reads
from shops.writes import Writes

UNDER_WAY = (FulfilmentStatus.UNSHIPPED, FulfilmentStatus.PARTIAL, FulfilmentStatus.SHIPPED)


@effect(action="message", undo="final", port="messages")
class WriteFirst(Effect):
    """A new conversation with its first message; ``purpose`` is ``offer`` or ``news`` of the order named."""

    final_why: ClassVar[tuple[str, str]] = (
        "a message that was sent has been read; write another that corrects it",
        "消息已发出;请再发一条更正",
    )

    customer_id: str
    text: str = Field(max_length=2000)
    purpose: Literal["news", "offer"]
    order_id: str | None

    def exposure(self, reads: Reads) -> Exposure:
        """Words that nobody asked for; what is about no order that is under way is an offer, whatever it is called."""
        is_news = self.purpose == "news" and self._is_under_way(reads)
        return Exposure(
            object_id=f"customer:{self.customer_id}",
            words=self.text,
            contact="news" if is_news else "offer",
            customers=(self.customer_id,),
            orders=(self.order_id,) if self.order_id else (),
        )

    def apply(self, writes: Writes, key: str) -> Outcome:
        """Send it."""
        assert writes.messages is not None
        is_offer = self.purpose == "offer" or self.order_id is None
        return writes.messages.open_thread(
            self.customer_id, self.text, is_offer=is_offer, order_id=self.order_id, key=key
        )

    def holds(self, reads: Reads, outcome: Outcome) -> bool:
        """The new conversation shows the message."""
        assert reads.messages is not None
        return any(one.text == self.text for one in reads.messages.get_thread(str(outcome.object_id)).messages)

    def summary(self, money: Callable[[int], str]) -> str:
        """Give the first words."""
        words = self.text if len(self.text) <= 80 else self.text[:79] + "…"
        return f"first message to {self.customer_id}: {words}"

    def _is_under_way(self, reads: Reads) -> bool:
        if self.order_id is None:
            return False
        try:
            order = reads.shop.get_order(self.order_id)
        except Retry:
            return False
        return order.customer_id == self.customer_id and order.fulfilment in UNDER_WAY
