"""The fixed rule's answer to a complaint: money back with a photo, up to the limit, once a line; else ask for one.

A request on the platform's form is agreed to with a photo, or where the buyer has changed their mind; what is owed
leaves, what is back is confirmed.
"""

from __future__ import annotations

import re

from authority.effect import Effect
from authority.effects.agree_request import AgreeRequest
from authority.effects.confirm_back import ConfirmBack
from authority.effects.issue_refund import IssueRefund
from authority.effects.refuse_request import RefuseRequest
from authority.effects.send_replacement import SendReplacement
from kit.errors import Retry
from kit.ids import stable_id
from shops.aftersales import AftersaleRequest, RequestState
from shops.carriers import usual_carrier
from shops.models import Thread
from shops.port import Reads

_ORDER = re.compile(r"(?<![A-Za-z0-9_])(?:order_[0-9a-f]+|O\d{6,})(?![A-Za-z0-9_])")
_WRONG = re.compile(r"broken|damaged|faulty|missing|refund|碎|破损|质量|少了|退款", re.IGNORECASE)
_PHOTO = re.compile(r"\[(?:photo|图片)\]")
_NUMBER = re.compile(r"(?<![A-Za-z0-9_.])\d{1,5}(?![A-Za-z0-9_.])")
"""A count that is no part of a code; Chinese signs may touch it."""


def is_complaint(text: str) -> bool:
    """Tell whether a message complains about an order it names."""
    return bool(_ORDER.search(text) and _WRONG.search(text))


def refund_for(reads: Reads, thread: Thread, most: int) -> IssueRefund | None:
    """Give the refund that the rule grants for the last message of a thread; None if it grants none.

    The order is the writer's, one line of it is named, a photo came with it, the line has had no money back, and the
    share of the pieces is at most ``most`` minor units.
    """
    text = thread.messages[-1].text
    named = _ORDER.search(text)
    if named is None or not _PHOTO.search(text):
        return None
    try:
        order = reads.shop.get_order(named[0])
    except Retry:
        return None
    lines = [line for line in order.lines if line.sku in text and not line.refunded]
    numbers = [int(one) for one in _NUMBER.findall(text.replace(named[0], ""))]
    if order.customer_id != thread.customer_id or len(lines) != 1 or not numbers:
        return None
    pieces = next((one for one in numbers if 0 < one <= lines[0].quantity and str(one) != lines[0].sku), None)
    amount = lines[0].paid * (pieces or 0) // lines[0].quantity
    if not 0 < amount <= most:
        return None
    return IssueRefund(order_id=order.id, line_id=lines[0].id, amount=amount, reason="a photo, within the limit")


def answer_to(reads: Reads, request: AftersaleRequest) -> Effect | None:
    """Give the rule's next step for a request on the platform's form; None where there is nothing to do now."""
    if request.state is RequestState.ASKED:
        if request.evidence or request.reason == "changed_mind":
            return AgreeRequest(request_id=request.id)
        return RefuseRequest(request_id=request.id, reason="Please send us a photo of it.")
    if request.state is RequestState.RETURNING:
        return ConfirmBack(request_id=request.id) if request.back_at else None
    if request.state is not RequestState.OWED:
        return None
    order = reads.shop.get_order(request.order_id)
    line = next(one for one in order.lines if one.id == request.line_id)
    if reads.shop.get_stock([line.sku])[line.sku].available < request.pieces:
        return None
    carrier = usual_carrier(order.address.country, reads.shop.info())
    return SendReplacement(request_id=request.id, carrier=carrier, tracking=stable_id("WB", request.id).upper())
