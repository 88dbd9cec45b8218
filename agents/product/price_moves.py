"""What a SKU's own price changes did to its sales, for the engines that learn from them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from agents.job import JobContext
from decisions.elasticity import Move
from shops.models import PriceChange, SalesDay

ROUND_DAYS = 7
"""Each SKU is looked at once in so many days, and its price rests as long after a change."""


def moves_of(ctx: JobContext, rows: list[SalesDay], changes: Sequence[PriceChange]) -> list[Move]:
    """Give what each price change did to the pieces sold in equal spans, at most four weeks, before and after it."""
    moves = []
    edges: list[datetime] = [change.at for change in changes if change.old]
    for number, change in enumerate(change for change in changes if change.old):
        until = edges[number + 1] if number + 1 < len(edges) else ctx.now
        since = edges[number - 1] if number else change.at - timedelta(days=28)
        span = min((until - change.at).days, (change.at - since).days, 28)
        if span < ROUND_DAYS:
            continue
        edge = change.at.astimezone(ctx.zone).date()
        before = sum(row.units for row in rows if edge - timedelta(days=span) <= row.day < edge)
        after = sum(row.units for row in rows if edge <= row.day < edge + timedelta(days=span))
        moves.append(Move(change.old[0].unit_price, change.new[0].unit_price, before, after))
    return moves
