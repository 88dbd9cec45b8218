"""Keyword ads: reading keywords and changing bids."""

from __future__ import annotations

from authority.desk import Receipt
from authority.effects.set_bid import SetBid
from kit.errors import Retry
from tools.tool import ToolContext, tool


@tool("promotion", "store_manager")
def list_keywords(ctx: ToolContext) -> list[dict[str, object]]:
    """List all keywords with campaign, bid in minor units a click, and whether they are paused."""
    if ctx.reads.ads is None:
        raise Retry("this platform has no ads")
    return [keyword.model_dump(mode="json") for keyword in ctx.reads.ads.list_keywords()]


@tool("promotion")
def set_bid(ctx: ToolContext, keyword_id: str, bid: int, reason: str) -> Receipt:
    """Set the bid of one keyword.

    Args:
        keyword_id: The keyword's id.
        bid: Minor units that one click may cost at most.
        reason: Why, with clicks, orders and contribution.
    """
    return ctx.submit(SetBid(keyword_id=keyword_id, bid=bid), reason)
