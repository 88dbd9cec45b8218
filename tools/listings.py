"""Listings: what buyers read of a product."""

from __future__ import annotations

from authority.desk import Receipt
from authority.effects.edit_listing import EditListing
from tools.tool import ToolContext, tool


@tool("product")
def edit_listing(
    ctx: ToolContext, product_id: str, reason: str, title: str | None = None, attributes: dict[str, str] | None = None
) -> Receipt:
    """Change a product's title or attributes. Only what the facts bear: invent no attribute.

    Args:
        product_id: The product's id.
        reason: Why, with the fact it rests on.
        title: The whole new title; left out, it stays.
        attributes: Attributes to add or correct, by name.
    """
    return ctx.submit(EditListing(product_id=product_id, title=title, attributes=attributes or {}), reason)
