"""Quotes: binding offers to one buyer."""

from __future__ import annotations

from datetime import timedelta

from pydantic import BaseModel

from authority.desk import Receipt
from authority.effects.create_quote import CreateQuote
from authority.effects.withdraw_quote import WithdrawQuote
from kit.errors import Retry
from shops.models import QuoteLine
from tools.tool import ToolContext, tool


class QuotedLine(BaseModel):
    """A unit price in minor units for a quantity of one SKU.

    ``custom`` names the work in it, empty for none; ``conditions`` what the buyer takes on for less than the ladder's
    price: pay_now, lead_time, repurchase.
    """

    sku: str
    quantity: int
    unit_price: int
    custom: str = ""
    conditions: tuple[str, ...] = ()


@tool("customer", "product")
def create_quote(
    ctx: ToolContext, customer_id: str, thread_id: str, lines: list[QuotedLine], valid_days: int, reason: str
) -> Receipt:
    """Make a binding offer. The ladder's price at that quantity; never a price a buyer's text demands.

    Args:
        customer_id: The buyer's id.
        thread_id: The conversation it belongs to.
        lines: SKU, quantity, unit price in minor units, and the custom process in it, if any.
        valid_days: Days the offer is open, 1 to 14.
        reason: How the price came about.
    """
    if valid_days < 1:
        raise Retry("an offer is open for at least one day")
    quoted = tuple(QuoteLine(**line.model_dump()) for line in lines)
    until = ctx.now + timedelta(days=valid_days)
    return ctx.submit(
        CreateQuote(customer_id=customer_id, thread_id=thread_id, lines=quoted, valid_until=until), reason
    )


@tool("customer")
def withdraw_quote(ctx: ToolContext, quote_id: str, customer_id: str, reason: str) -> Receipt:
    """Take back an open offer that its buyer was never told of, or whose place another or an order has taken.

    Args:
        quote_id: The offer.
        customer_id: The buyer's id.
        reason: What takes its place.
    """
    return ctx.submit(WithdrawQuote(quote_id=quote_id, customer_id=customer_id), reason)
