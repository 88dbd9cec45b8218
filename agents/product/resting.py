"""SKUs whose price another job or the owner has lately had in hand: what the pricing jobs leave alone."""

from __future__ import annotations

from datetime import timedelta

from agents.job import JobContext
from agents.product.price_moves import ROUND_DAYS

SLACK = timedelta(hours=1)
"""A weekly look comes a little less than a week after the last."""


def resting_skus(ctx: JobContext) -> set[str]:
    """Give the SKUs whose price moved within the round, and those whose new price waits or was refused."""
    since, month = ctx.now - timedelta(days=ROUND_DAYS) + SLACK, ctx.now - timedelta(days=30)
    lately = {change.sku for change in ctx.reads.shop.list_price_changes(since=since) if change.old}
    unsettled = ctx.log.list_effects(since=month, kinds=("set_price",), states=("held", "rejected"))
    return lately | {row.payload["sku"] for row in unsettled}
