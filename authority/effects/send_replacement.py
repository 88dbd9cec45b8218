"""Send the goods that a request owes."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from pydantic import Field

from authority.effect import Effect, Exposure, effect
from authority.effects.confirm_back import promised
from authority.request_states import read_request
from shops.aftersales import RequestState
from shops.models import Outcome
from shops.port import Reads
from shops.writes import Writes


@effect(action="refund", undo="final", port="aftersales")
class SendReplacement(Effect):
    """Pieces leave for a request; their cost was counted with the yes."""

    final_why: ClassVar[tuple[str, str]] = ("the goods have left", "补发的货已寄出")

    request_id: str
    carrier: str = Field(min_length=1)
    tracking: str = Field(min_length=1)

    def exposure(self, reads: Reads) -> Exposure:
        """It keeps a promise, from the pieces that are free."""
        return promised(reads, "send", self.request_id)

    def apply(self, writes: Writes, key: str) -> Outcome:
        """Send them."""
        assert writes.aftersales is not None  # the desk has looked
        return writes.aftersales.send_replacement(
            self.request_id, carrier=self.carrier, tracking=self.tracking, key=key
        )

    def holds(self, reads: Reads, outcome: Outcome) -> bool:
        """The platform shows the request as settled, with a waybill."""
        request = read_request(reads, self.request_id)
        return request is not None and request.state is RequestState.DONE and bool(request.shipment)

    def summary(self, money: Callable[[int], str]) -> str:
        """Name the request and the waybill."""
        return f"send what the request {self.request_id} owes with {self.carrier} {self.tracking}"
