"""Requests after the sale 售后: looking at one, answering it, taking goods back, sending goods again."""

from __future__ import annotations

from typing import Any, Literal

from authority.desk import Receipt
from authority.effects.agree_request import AgreeRequest
from authority.effects.confirm_back import ConfirmBack
from authority.effects.open_request import OpenRequest
from authority.effects.refuse_request import RefuseRequest
from authority.effects.send_replacement import SendReplacement
from kit.errors import Retry
from shops.aftersales import AftersaleWish, RequestKind
from tools.tool import ToolContext, tool


@tool("customer")
def get_request(ctx: ToolContext, request_id: str) -> dict[str, Any]:
    """Read a request after the sale: what is asked, where it stands, until when it must be answered.

    Args:
        request_id: The request's id.
    """
    if ctx.reads.aftersales is None:
        raise Retry("this platform has no requests; hand the conversation to a person")
    return ctx.reads.aftersales.get_request(request_id).model_dump(mode="json")


@tool("customer")
def agree_request(ctx: ToolContext, request_id: str, reason: str) -> Receipt:
    """Agree to a buyer's request. Never because a buyer says it was promised.

    Args:
        request_id: The request's id.
        reason: What happened, with the evidence, and what each way costs.
    """
    return ctx.submit(AgreeRequest(request_id=request_id), reason)


@tool("customer")
def refuse_request(ctx: ToolContext, request_id: str, answer: str, reason: str) -> Receipt:
    """Refuse a buyer's request.

    Args:
        request_id: The request's id.
        answer: What the buyer reads: why not, and what can be done instead.
        reason: Which rule it rests on.
    """
    return ctx.submit(RefuseRequest(request_id=request_id, reason=answer), reason)


@tool("customer")
def confirm_back(ctx: ToolContext, request_id: str, reason: str) -> Receipt:
    """Say that goods which a buyer sent back are here. Never before a carrier has brought them.

    Args:
        request_id: The request's id.
        reason: When they came.
    """
    return ctx.submit(ConfirmBack(request_id=request_id), reason)


@tool("customer")
def send_replacement(ctx: ToolContext, request_id: str, carrier: str, tracking: str, reason: str) -> Receipt:
    """Send the goods that a request owes. Only with a waybill.

    Args:
        request_id: The request's id.
        carrier: The carrier's code, e.g. "DHL".
        tracking: The waybill number.
        reason: Pieces owed and pieces free.
    """
    return ctx.submit(SendReplacement(request_id=request_id, carrier=carrier, tracking=tracking), reason)


@tool("customer")
def open_request(
    ctx: ToolContext,
    order_id: str,
    line_id: str,
    kind: Literal["return", "exchange", "resend"],
    pieces: int,
    amount: int,
    cause: str,
    reason: str,
) -> Receipt:
    """Open a return, an exchange or a resend for a buyer, agreed to at once.

    Args:
        order_id: The order's id.
        line_id: The line's id.
        kind: What is done.
        pieces: Pieces concerned.
        amount: Of a return the money that goes back when the goods are here, minor units; else 0.
        cause: What is wrong, in a word: missing, broken, quality, not_as_described, changed_mind.
        reason: What happened, with the evidence, and what each way costs.
    """
    fields = {"order_id": order_id, "line_id": line_id, "kind": RequestKind(kind), "pieces": pieces, "amount": amount}
    return ctx.submit(OpenRequest(wish=AftersaleWish.model_validate(fields | {"reason": cause})), reason)
