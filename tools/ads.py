"""Keyword ads: reading keywords, changing bids, stopping and starting keywords."""

from __future__ import annotations

from authority.desk import Receipt
from authority.effects.add_keyword import AddKeyword
from authority.effects.set_ad_budgets import SetAdBudgets
from authority.effects.set_bid import SetBid
from authority.effects.set_keyword_paused import Cause, SetKeywordPaused
from kit.errors import Retry
from tools.tool import ToolContext, tool


@tool("promotion", "store_manager")
def list_keywords(ctx: ToolContext) -> list[dict[str, object]]:
    """List all keywords with campaign, bid in minor units a click, and whether they are paused."""
    if ctx.reads.ads is None:
        raise Retry("this platform has no ads")
    return [keyword.model_dump(mode="json") for keyword in ctx.reads.ads.list_keywords()]


@tool("promotion", "store_manager")
def list_campaigns(ctx: ToolContext) -> list[dict[str, object]]:
    """List all campaigns with their daily budget in minor units, and whether they are paused."""
    if ctx.reads.ads is None:
        raise Retry("this platform has no ads")
    return [campaign.model_dump(mode="json") for campaign in ctx.reads.ads.list_campaigns()]


@tool("promotion")
def set_ad_budgets(ctx: ToolContext, budgets: dict[str, int], reason: str) -> Receipt:
    """Split the daily ad money anew. Their sum stays as it is: raising it is the owner's.

    Args:
        budgets: Minor units a day by campaign id, of the campaigns that change.
        reason: Why, with what the next unit of money brings in each.
    """
    return ctx.submit(SetAdBudgets(budgets=budgets), reason)


@tool("promotion", together=True)
def set_bid(ctx: ToolContext, keyword_id: str, bid: int, reason: str) -> Receipt:
    """Set the bid of one keyword.

    Args:
        keyword_id: The keyword's id.
        bid: Minor units that one click may cost at most.
        reason: Why, with clicks, orders and contribution.
    """
    return ctx.submit(SetBid(keyword_id=keyword_id, bid=bid), reason)


@tool("promotion")
def add_keyword(ctx: ToolContext, campaign_id: str, text: str, bid: int, skus: list[str], reason: str) -> Receipt:
    """Bid on a search word that buyers type and that pays.

    Args:
        campaign_id: The campaign whose budget it shares.
        text: What buyers type.
        bid: Minor units that one click may cost at most.
        skus: What its ad shows.
        reason: Why, with clicks, orders and spend of the word.
    """
    return ctx.submit(AddKeyword(campaign_id=campaign_id, text=text, bid=bid, skus=tuple(skus)), reason)


@tool("promotion", together=True)
def set_keyword_paused(ctx: ToolContext, keyword_id: str, paused: bool, cause: Cause, reason: str) -> Receipt:
    """Stop a keyword, so that nothing more is spent on it, or let it run again at the bid that stands.

    Never start one that was stopped for its losses or for its goods.

    Args:
        keyword_id: The keyword's id.
        paused: True stops it, False lets it run.
        cause: "loss", "pace" (the day's budget must last), "goods" (they are held), or "other".
        reason: Why, with clicks, orders and spend.
    """
    return ctx.submit(SetKeywordPaused(keyword_id=keyword_id, paused=paused, cause=cause), reason)
