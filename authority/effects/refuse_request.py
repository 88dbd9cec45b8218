"""Refuse what a buyer asks for after the sale."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from pydantic import Field

from authority.effect import Effect, Exposure, RequestStep, effect
from authority.request_states import read_request
from shops.aftersales import RequestState
from shops.models import Outcome
from shops.port import Reads
from shops.writes import Writes


@effect(action="refund", undo="final", port="aftersales")
class RefuseRequest(Effect):
    """The buyer is told no and why; the buyer may ask again, or call the platform in."""

    final_why: ClassVar[tuple[str, str]] = ("the buyer was told no; the buyer may ask again", "已拒绝;买家可再次申请")

    request_id: str
    reason: str = Field(min_length=1)

    def exposure(self, reads: Reads) -> Exposure:
        """The reason is read by the buyer, in the buyer's thread if there is one."""
        request = read_request(reads, self.request_id)
        step = RequestStep(act="refuse", request_id=self.request_id)
        if request is None:
            return Exposure(requests=(step,))
        at = {"order_id": request.order_id, "line_id": request.line_id, "pieces": request.pieces}
        return Exposure(
            object_id=f"request:{request.id}",
            requests=(step.model_copy(update=at),),
            words=self.reason,
            orders=(request.order_id,),
            customers=(request.customer_id,),
            threads=(request.thread_id,) if request.thread_id else (),
        )

    def apply(self, writes: Writes, key: str) -> Outcome:
        """Say no."""
        assert writes.aftersales is not None  # the desk has looked
        return writes.aftersales.refuse_request(self.request_id, reason=self.reason, key=key)

    def holds(self, reads: Reads, outcome: Outcome) -> bool:
        """The platform shows it as refused, for this reason."""
        request = read_request(reads, self.request_id)
        return request is not None and (request.state, request.answer) == (RequestState.REFUSED, self.reason)

    def summary(self, money: Callable[[int], str]) -> str:
        """Name the request and the reason, in one line."""
        return f"refuse the request {self.request_id}: {' '.join(self.reason.split())}"
