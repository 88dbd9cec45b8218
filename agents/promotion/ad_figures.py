"""What the promotion jobs know of the ads: report, value of an order, the cases that the engines are asked about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta

from agents.evidence import margin_rate, today
from agents.job import JobContext
from decisions.bids import KeywordCase
from shops.models import FulfilmentStatus, Keyword, KeywordDay

WINDOW_DAYS = 28
PRIOR_ORDERS = 3
"""Orders by ads that the shop's usual order counts for: the first of them says little of the next."""
NO_ADS = "this platform has no keyword ads"
NO_VALUE = "no order value is known yet, so a click has no value"


def report(ctx: JobContext, *, days: int = WINDOW_DAYS) -> Sequence[KeywordDay]:
    """Give the ad report of the last days by day and keyword, today's part of it included."""
    end = today(ctx) + timedelta(days=1)
    return ctx.reads.ads.keyword_report(since=end - timedelta(days=days), until=end) if ctx.reads.ads else ()


def order_value(ctx: JobContext, rows: Sequence[KeywordDay]) -> int | None:
    """Give the mean value of an ad order, a few shrunk to the median of all the shop's orders; None of none."""
    orders, sold = sum(row.orders for row in rows), sum(row.sales for row in rows)
    page = ctx.reads.shop.list_orders(since=ctx.now - timedelta(days=WINDOW_DAYS), until=ctx.now, limit=200)
    totals = sorted(order.total for order in page.items if order.fulfilment is not FulfilmentStatus.CANCELLED)
    if not totals:
        return round(sold / orders) if orders else None
    return round((sold + PRIOR_ORDERS * totals[len(totals) // 2]) / (orders + PRIOR_ORDERS))


def keywords(ctx: JobContext, *, running: bool = True) -> list[Keyword]:
    """Give the keywords that run in a running campaign, or those that do not."""
    if ctx.reads.ads is None:
        return []
    live = {campaign.id for campaign in ctx.reads.ads.list_campaigns() if not campaign.paused}
    return [one for one in ctx.reads.ads.list_keywords() if (not one.paused and one.campaign_id in live) is running]


def by_keyword(rows: Sequence[KeywordDay]) -> defaultdict[str, list[KeywordDay]]:
    """Give the rows of each keyword; none for one without."""
    found = defaultdict[str, list[KeywordDay]](list)
    for row in rows:
        found[row.keyword_id].append(row)
    return found


def cases(ctx: JobContext, rows: Sequence[KeywordDay], *, running: bool = True) -> list[KeywordCase]:
    """Give what the engines are told of each keyword; none while no order or no margin is known."""
    value, margin = order_value(ctx, rows), margin_rate(ctx)
    if value is None or margin == 0:
        return []
    contribution = round(value * margin)
    found, of = [], by_keyword(rows)
    for keyword in keywords(ctx, running=running):
        mine = of[keyword.id]
        found.append(
            KeywordCase(
                keyword_id=keyword.id,
                currency=ctx.info.currency,
                bid=keyword.bid,
                clicks=sum(row.clicks for row in mine),
                orders=sum(row.orders for row in mine),
                spend=sum(row.spend for row in mine),
                order_contribution=contribution,
            )
        )
    return found
