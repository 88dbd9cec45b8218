"""Stock: reading what is in the house and on the way."""

from __future__ import annotations

from kit.errors import Retry
from tools.tool import ToolContext, tool


@tool()
def get_stock(ctx: ToolContext, sku: str) -> dict[str, object]:
    """Read the pieces of one SKU: on hand, reserved for paid orders, available, on the way from the factory.

    Args:
        sku: The SKU, e.g. "85123A".
    """
    found = ctx.reads.shop.get_stock([sku]).get(sku)
    if found is None:
        raise Retry(f"there is no SKU {sku!r}; name one of the catalogue")
    return {**found.model_dump(), "available": found.available}
