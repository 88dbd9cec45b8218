"""Open a return, an exchange or a resend for a buyer, agreed to."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from authority.effect import Effect, Exposure, effect
from authority.effects.agree_request import owed
from authority.request_states import read_request
from kit.errors import Retry
from shops.aftersales import AftersaleWish
from shops.models import Outcome
from shops.port import Reads
from shops.writes import Writes


@effect(action="refund", undo="final", port="aftersales")
class OpenRequest(Effect):
    """What a buyer asks for in words becomes a request that the shop has said yes to."""

    final_why: ClassVar[tuple[str, str]] = (
        "the buyer was told yes, and the platform holds the shop to it",
        "已同意买家申请,平台会据此执行",
    )

    wish: AftersaleWish

    def exposure(self, reads: Reads) -> Exposure | None:
        """As of a yes to a request that the buyer opened; the thread named must be the buyer's too."""
        try:
            buyer = reads.shop.get_order(self.wish.order_id).customer_id
        except Retry:
            buyer = ""
        declared = owed(reads, self.wish, buyer, "open", "")
        if declared is None or self.wish.thread_id is None:
            return declared
        return declared.model_copy(update={"threads": (self.wish.thread_id,)})

    def apply(self, writes: Writes, key: str) -> Outcome:
        """Open it."""
        assert writes.aftersales is not None  # the desk has looked
        return writes.aftersales.open_request(self.wish, key=key)

    def holds(self, reads: Reads, outcome: Outcome) -> bool:
        """The platform lists it so."""
        request = read_request(reads, outcome.object_id or "")
        return request is not None and all(getattr(request, name) == value for name, value in self.wish)

    def summary(self, money: Callable[[int], str]) -> str:
        """Name the kind, the pieces and the line."""
        wish = self.wish
        worth = f" for {money(wish.amount)}" if wish.amount else ""
        return f"{wish.kind.value} of {wish.pieces} pieces of line {wish.line_id} of {wish.order_id}{worth}"
