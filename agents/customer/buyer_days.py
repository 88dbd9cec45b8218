"""Who ordered when, read once for the jobs that look at buyers as a whole: repurchase and segments."""

from __future__ import annotations

from datetime import date, timedelta

from agents.evidence import today
from agents.job import JobContext
from decisions.order_hazard import History
from decisions.segments import Buys
from shops.buyer_days import BuyerDay

LOOK_BACK = timedelta(weeks=52)


def buyer_days(ctx: JobContext) -> list[BuyerDay]:
    """Give the buyers' order days of the last year, up to yesterday."""
    end = today(ctx)
    return list(ctx.reads.shop.list_buyer_days(since=end - LOOK_BACK, until=end))


def begin_of(rows: list[BuyerDay], end: date) -> date:
    """Give the first day on which anybody ordered: before it the shop's history is not there."""
    return min((row.day for row in rows), default=end)


def histories(rows: list[BuyerDay], begin: date) -> list[History]:
    """Give each buyer's order days, with whether the shop knew them before the first day that is there."""
    days: dict[str, list[date]] = {}
    known: dict[str, date] = {}
    for row in rows:
        days.setdefault(row.customer_id, []).append(row.day)
        known[row.customer_id] = row.known_since
    return [History(buyer, tuple(mine), known[buyer] < begin) for buyer, mine in sorted(days.items())]


def purchases(rows: list[BuyerDay]) -> list[Buys]:
    """Give each buyer's order days with the money paid."""
    found: dict[str, list[tuple[date, int]]] = {}
    for row in rows:
        found.setdefault(row.customer_id, []).append((row.day, row.paid))
    return [Buys(buyer, tuple(orders)) for buyer, orders in sorted(found.items())]
