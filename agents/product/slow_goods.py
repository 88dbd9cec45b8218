"""What is known of goods that do not move: the evidence of slow stock, and what other jobs leave to it."""

from __future__ import annotations

from datetime import datetime, timedelta

from agents.evidence import WINDOW_DAYS, daily_units, sales, sellable, shelved, today
from agents.job import JobContext
from agents.product.price_moves import moves_of
from decisions.elasticity import learn_elasticity
from decisions.slow_stock import SlowCase, is_slow
from shops.models import PriceChange, SalesDay

LOOK_BACK_DAYS = 90


def slow_cases(ctx: JobContext) -> tuple[SlowCase, ...]:
    """Give the cases of the SKUs on the shelf that are slow; goods under way count as if they were here."""
    return ctx.keep(("slow_cases", ctx.now), lambda: tuple(_cases(ctx)))


def _cases(ctx: JobContext) -> list[SlowCase]:
    sold, stock, on_shelf = sales(ctx, LOOK_BACK_DAYS), ctx.reads.shop.get_stock(), shelved(ctx)
    changes: dict[str, list[PriceChange]] = {}
    for change in ctx.reads.shop.list_price_changes(since=ctx.now - timedelta(days=LOOK_BACK_DAYS)):
        changes.setdefault(change.sku, []).append(change)
    arrived, month = _arrivals(ctx), ctx.now - timedelta(days=30)
    found = []
    for variant in sellable(ctx):
        rows, have, mine = sold.get(variant.sku, []), stock[variant.sku], changes.get(variant.sku, [])
        if variant.sku not in on_shelf or have.available <= 0:
            continue
        pieces, age = have.available + have.incoming, _age(ctx, arrived.get(variant.sku), rows, mine)
        daily = daily_units(ctx, rows, sold_out=False, days=WINDOW_DAYS)
        if not is_slow(pieces, age, daily):
            continue
        orders, units = sum(row.orders for row in rows), sum(row.units for row in rows)
        before = next((one.old for one in mine if one.at > month and one.old), variant.tiers)
        assert variant.cost is not None
        found.append(
            SlowCase(
                sku=variant.sku,
                currency=ctx.info.currency,
                tiers=variant.tiers,
                month_ago=before[0].unit_price,
                cost=variant.cost,
                pieces=pieces,
                age_days=age,
                daily_units=tuple(daily),
                elasticity=learn_elasticity(moves_of(ctx, rows, mine)).mean,
                typical_quantity=max(variant.moq, round(units / orders)) if orders else variant.moq,
            )
        )
    return found


def _age(ctx: JobContext, arrived: datetime | None, rows: list[SalesDay], changes: list[PriceChange]) -> int:
    """Give the days since the newest goods came; where nobody says, since the SKU was first listed or sold.

    ``rows`` are oldest first.
    """
    if arrived is not None:
        return (ctx.now - arrived).days
    listed = [change.at.astimezone(ctx.zone).date() for change in changes if not change.old]
    earliest = [row.day for row in rows[:1]] + (listed or [today(ctx) - timedelta(days=LOOK_BACK_DAYS)])
    return (today(ctx) - min(earliest)).days


def _arrivals(ctx: JobContext) -> dict[str, datetime]:
    """Give when the newest goods of each SKU came from the factory."""
    found: dict[str, datetime] = {}
    for order in ctx.reads.factory.list_production() if ctx.reads.factory else ():
        for line in order.lines if order.arrived_at else ():
            assert order.arrived_at is not None
            found[line.sku] = max(order.arrived_at, found.get(line.sku, order.arrived_at))
    return found
