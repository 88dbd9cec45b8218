"""Production: ordering goods from the factory."""

from __future__ import annotations

from pydantic import BaseModel

from authority.desk import Receipt
from authority.effects.order_production import OrderProduction
from kit.errors import Retry
from shops.production import ProductionLine
from tools.tool import ToolContext, tool


class WantedPieces(BaseModel):
    """Pieces of one SKU to make."""

    sku: str
    quantity: int


@tool("product")
def order_production(ctx: ToolContext, lines: list[WantedPieces], reason: str) -> Receipt:
    """Propose a production order at the known unit costs; the owner decides on it.

    Args:
        lines: SKUs and pieces.
        reason: Demand, lead time and cover that it rests on.
    """
    ordered = []
    for line in lines:
        cost = ctx.reads.shop.get_variant(line.sku).cost
        if cost is None:
            raise Retry(f"the cost of {line.sku} is unknown; leave it out and tell the owner")
        ordered.append(ProductionLine(sku=line.sku, quantity=line.quantity, unit_cost=cost))
    return ctx.submit(OrderProduction(lines=tuple(ordered)), reason)
