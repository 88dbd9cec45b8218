"""What the kernel has to know of requests after the sale: where they stand, and what was promised of a line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from authority.effect import Exposure, RequestStep
from authority.state import RequestView
from kit.errors import Retry
from shops.aftersales import DUE, MONEY, PROMISED, AftersaleRequest
from shops.models import OrderLine
from shops.port import Reads


@dataclass
class Promises:
    """What requests have promised of each line: money that has not moved yet, and pieces by number."""

    money: dict[str, int] = field(default_factory=dict)
    pieces: dict[str, int] = field(default_factory=dict)
    value: dict[str, int] = field(default_factory=dict)

    def replaced(self, line: OrderLine) -> int:
        """Give what was paid for the pieces of a line that were sent again, or may be."""
        share = line.paid * self.pieces.get(line.id, 0) // line.quantity
        return share + self.value.get(line.id, 0)


def promises(reads: Reads, orders: Sequence[str], pending: Iterable[Exposure]) -> Promises:
    """Sum up what the requests about some orders, and effects that wait, have promised of each line."""
    made = Promises()
    for one in reads.aftersales.list_requests(order_ids=orders) if reads.aftersales else ():
        if one.kind in MONEY and one.state in DUE:
            made.money[one.line_id] = made.money.get(one.line_id, 0) + one.amount
        if one.kind not in MONEY and one.state in PROMISED:
            made.pieces[one.line_id] = made.pieces.get(one.line_id, 0) + one.pieces
    for step in (step for other in pending for step in other.requests):
        made.value[step.line_id] = made.value.get(step.line_id, 0) + step.value
    return made


def request_views(reads: Reads, exposure: Exposure, pending: Sequence[Exposure]) -> dict[str, RequestView]:
    """Read the requests that an effect goes on with; another answer that waits makes one busy."""
    busy = {step.request_id for other in pending for step in other.requests}
    found = {}
    for step in exposure.requests:
        request = read_request(reads, step.request_id)
        if request is not None:
            found[request.id] = RequestView(
                state=request.state.value,
                is_back=request.back_at is not None,
                is_busy=request.id in busy,
                free=_free(reads, step, request),
            )
    return found


def read_request(reads: Reads, request_id: str) -> AftersaleRequest | None:
    """Give a request, None if there is none."""
    if reads.aftersales is None or not request_id:
        return None
    try:
        return reads.aftersales.get_request(request_id)
    except Retry:
        return None


def _free(reads: Reads, step: RequestStep, request: AftersaleRequest) -> int:
    if step.act != "send":
        return 0
    order = reads.shop.get_order(request.order_id)
    sku = next(line.sku for line in order.lines if line.id == request.line_id)
    return reads.shop.get_stock([sku])[sku].available
