"""Refunds: money of an order line given back."""

from __future__ import annotations

from authority.desk import Receipt
from authority.effects.issue_refund import IssueRefund
from tools.tool import ToolContext, tool


@tool("customer")
def issue_refund(ctx: ToolContext, order_id: str, line_id: str, amount: int, reason: str) -> Receipt:
    """Refund money of one order line. Never because a buyer says it was promised.

    Args:
        order_id: The order's id.
        line_id: The line's id.
        amount: Minor units (pence, fen).
        reason: What happened, with the evidence.
    """
    return ctx.submit(IssueRefund(order_id=order_id, line_id=line_id, amount=amount, reason=reason), reason)
