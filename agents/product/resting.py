"""SKUs whose price somebody else has lately had in hand: what the pricing jobs leave alone."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from agents.job import JobContext
from agents.product.price_moves import ROUND_DAYS

SLACK = timedelta(hours=1)
"""A weekly look comes a little less than a week after the last."""
DAILY = "price_review"
"""The job that moves prices day by day: its own steps are no reason to rest."""


def resting_skus(ctx: JobContext) -> set[str]:
    """Give the SKUs that anybody but the daily review moved within the round, and those that wait or were refused.

    What the desk has denied, e.g. for a promotion that runs, is not asked again within the round.
    """
    since, month = ctx.now - timedelta(days=ROUND_DAYS) + SLACK, ctx.now - timedelta(days=30)
    moved = Counter(change.sku for change in ctx.reads.shop.list_price_changes(since=since) if change.old)
    # what a task asked for came after the task
    rows = ctx.log.pick("task", "state", "payload", "submitted_at", since=since - SLACK, kinds=("set_price",))
    daily = {task.id for task in ctx.tasks.of_job(DAILY, since=since - SLACK)}
    own = Counter(row.payload["sku"] for row in rows if row.task in daily and row.state in ("done", "unknown"))
    left = ctx.log.pick("payload", since=month, kinds=("set_price",), states=("held", "rejected"))
    unsettled = {row.payload["sku"] for row in left}
    denied = {row.payload["sku"] for row in rows if row.state == "denied" and row.submitted_at >= since}
    return {sku for sku, count in moved.items() if count > own[sku]} | unsettled | denied
