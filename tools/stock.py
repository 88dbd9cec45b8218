"""Stock: reading what is in the house and on the way, and setting what of it is listed."""

from __future__ import annotations

from authority.desk import Receipt
from authority.effects.set_offered import SetOffered
from kit.errors import Retry
from tools.tool import ToolContext, tool


@tool()
def get_stock(ctx: ToolContext, sku: str) -> dict[str, object]:
    """Read the pieces of one SKU: on hand, reserved for paid orders, available, on the way from the
    factory, and listed (offered; null: what is available).

    Args:
        sku: The SKU, e.g. "85123A".
    """
    found = ctx.reads.shop.get_stock([sku]).get(sku)
    if found is None:
        raise Retry(f"there is no SKU {sku!r}; name one of the catalogue")
    return {**found.model_dump(), "available": found.available}


@tool("product", together=True)
def set_offered(ctx: ToolContext, sku: str, reason: str, pieces: int | None = None) -> Receipt:
    """Set how many pieces of a SKU buyers may still order, so that nothing is sold that is promised or not there.

    Args:
        sku: The SKU, e.g. "85123A".
        reason: Why, with stock, open orders and promises.
        pieces: The listed quantity, 0 to take the SKU down; left out, the shop offers what is available.
    """
    found = ctx.reads.shop.get_stock([sku]).get(sku)
    if found is None:
        raise Retry(f"there is no SKU {sku!r}; name one of the catalogue")
    return ctx.submit(SetOffered(sku=sku, pieces=pieces, before=found.offered), reason)
