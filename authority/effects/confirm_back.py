"""Say that goods which a buyer sent back are here."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from authority.effect import Effect, Exposure, RequestStep, effect
from authority.request_states import read_request
from shops.aftersales import RequestState
from shops.models import Outcome
from shops.port import Reads
from shops.writes import Writes


@effect(action="refund", undo="final", port="aftersales")
class ConfirmBack(Effect):
    """The money of a return goes out, or a replacement is owed; both were promised, and counted, with the yes."""

    final_why: ClassVar[tuple[str, str]] = ("the money is with the buyer, or goods are owed", "已退款或已应补发")

    request_id: str

    def exposure(self, reads: Reads) -> Exposure:
        """It keeps a promise; nothing new is risked."""
        return promised(reads, "back", self.request_id)

    def apply(self, writes: Writes, key: str) -> Outcome:
        """Confirm it."""
        assert writes.aftersales is not None  # the desk has looked
        return writes.aftersales.confirm_back(self.request_id, key=key)

    def holds(self, reads: Reads, outcome: Outcome) -> bool:
        """The platform does not wait for the goods any more."""
        request = read_request(reads, self.request_id)
        return request is not None and request.state in (RequestState.OWED, RequestState.DONE)

    def summary(self, money: Callable[[int], str]) -> str:
        """Name the request."""
        return f"the goods of the request {self.request_id} are back"


def promised(reads: Reads, act: str, request_id: str) -> Exposure:
    """Say what a step of a request that was agreed to touches."""
    request = read_request(reads, request_id)
    if request is None:
        return Exposure(requests=(RequestStep.model_validate({"act": act, "request_id": request_id}),))
    at = {"order_id": request.order_id, "line_id": request.line_id, "pieces": request.pieces}
    return Exposure(
        object_id=f"request:{request_id}",
        requests=(RequestStep.model_validate({"act": act, "request_id": request_id, **at}),),
        orders=(request.order_id,),
        customers=(request.customer_id,),
    )
