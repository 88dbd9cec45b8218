"""Agree to what a buyer asks for after the sale."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from authority.effect import Effect, Exposure, LineRefund, RequestStep, effect
from authority.request_states import read_request
from kit.errors import Retry
from shops.aftersales import MONEY, AftersaleWish, RequestState
from shops.models import Outcome
from shops.port import Reads
from shops.writes import Writes


@effect(action="refund", undo="final", port="aftersales")
class AgreeRequest(Effect):
    """The shop owes what is asked: money now, money or goods when goods are back, or goods."""

    final_why: ClassVar[tuple[str, str]] = (
        "the buyer was told yes, and the platform holds the shop to it",
        "已同意买家申请,平台会据此执行",
    )

    request_id: str

    def exposure(self, reads: Reads) -> Exposure | None:
        """Money of the line, or the cost of the goods; both count from the yes on."""
        request = read_request(reads, self.request_id)
        if request is None:
            return Exposure(requests=(RequestStep(act="agree", request_id=self.request_id),))
        return owed(reads, request, request.customer_id, "agree", self.request_id)

    def apply(self, writes: Writes, key: str) -> Outcome:
        """Say yes."""
        assert writes.aftersales is not None  # the desk has looked
        return writes.aftersales.agree_request(self.request_id, key=key)

    def holds(self, reads: Reads, outcome: Outcome) -> bool:
        """The platform shows it as agreed to by the seller."""
        request = read_request(reads, self.request_id)
        return request is not None and request.decided_by == "seller" and request.state is not RequestState.REFUSED

    def summary(self, money: Callable[[int], str]) -> str:
        """Name the request."""
        return f"agree to the request {self.request_id}"


def owed(reads: Reads, wish: AftersaleWish, customer_id: str, act: str, request_id: str) -> Exposure | None:
    """Say what a yes to a wish exposes; None if the goods' cost is not known.

    Args:
        reads: The shop.
        wish: What is asked.
        customer_id: Who asks.
        act: ``agree`` or ``open``.
        request_id: The request, empty for one that is to be opened.
    """
    at = {"request_id": request_id, "order_id": wish.order_id, "line_id": wish.line_id, "pieces": wish.pieces}
    declared = Exposure(
        object_id=f"request:{request_id or wish.line_id}", orders=(wish.order_id,), customers=(customer_id,)
    )
    if wish.kind in MONEY:
        back = LineRefund(order_id=wish.order_id, line_id=wish.line_id, amount=wish.amount)
        step = RequestStep.model_validate({"act": act, **at})
        more = {"refunds": (back,), "money_out": wish.amount, "budget": "refund", "requests": (step,)}
        return declared.model_copy(update=more)
    try:
        lines = {line.id: line for line in reads.shop.get_order(wish.order_id).lines}
    except Retry:
        lines = {}
    line = lines.get(wish.line_id)
    if line is None:  # the kernel denies a line that is not there
        return declared.model_copy(update={"requests": (RequestStep.model_validate({"act": act, **at}),)})
    cost = reads.shop.get_variant(line.sku).cost
    if cost is None:
        return None
    value = line.paid * wish.pieces // line.quantity
    step = RequestStep.model_validate({"act": act, **at, "value": value})
    more = {"money_out": cost * wish.pieces, "budget": "resend", "requests": (step,)}
    return declared.model_copy(update=more)
