"""The shelf: stopping the sale of goods that harm or disappoint."""

from __future__ import annotations

from authority.desk import Receipt
from authority.effects.set_listed import SetListed
from tools.tool import ToolContext, tool


@tool("product")
def take_off_shelf(ctx: ToolContext, product_id: str, reason: str) -> Receipt:
    """Stop the sale of a product for its quality; only the owner puts it back.

    Args:
        product_id: The product's id.
        reason: The complaints, with their number and that of the lines sold.
    """
    return ctx.submit(SetListed(product_id=product_id, listed=False), reason)


@tool("product")
def put_on_shelf(ctx: ToolContext, product_id: str, reason: str) -> Receipt:
    """Ask the owner to let a product be sold again; it is sold once the owner approves.

    Args:
        product_id: The product's id.
        reason: Who wants it, and what became of the complaints.
    """
    return ctx.submit(SetListed(product_id=product_id, listed=True), reason)
