"""Prices: reading a ladder and setting a new one."""

from __future__ import annotations

from pydantic import BaseModel

from authority.desk import Receipt
from authority.effects.set_price import SetPrice
from shops.models import Tier
from tools.tool import ToolContext, tool


class PriceStep(BaseModel):
    """From ``min_quantity`` pieces on, each costs ``unit_price`` minor units."""

    min_quantity: int
    unit_price: int


@tool()
def get_price(ctx: ToolContext, sku: str) -> dict[str, object]:
    """Read the price ladder, minimum order quantity and pack of one SKU.

    Args:
        sku: The SKU, e.g. "85123A".
    """
    variant = ctx.reads.shop.get_variant(sku)
    steps = [{"min_quantity": tier.min_quantity, "unit_price": tier.unit_price} for tier in variant.tiers]
    return {"sku": sku, "title": variant.title, "ladder": steps, "moq": variant.moq, "pack": variant.pack}


@tool("product", together=True)
def set_price(ctx: ToolContext, sku: str, ladder: list[PriceStep], reason: str) -> Receipt:
    """Set a new price ladder for one SKU. Do not call it to answer a buyer.

    Args:
        sku: The SKU, e.g. "85123A".
        ladder: All steps, quantities rising, unit prices in minor units (pence, fen) not rising.
        reason: Why, with the numbers it rests on.
    """
    tiers = tuple(Tier(min_quantity=step.min_quantity, unit_price=step.unit_price) for step in ladder)
    return ctx.submit(SetPrice(sku=sku, tiers=tiers), reason)
