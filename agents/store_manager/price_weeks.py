"""Price moves of a week with the margins around them, as the weekly review measures what they brought."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from operator import attrgetter

from agents.books import midnight
from agents.job import JobContext
from decisions.price_outcomes import Moved
from shops.models import PriceChange

WEEK = 7
SIDE = 6
"""Days looked at before and after a move: every weekday but that of the move, up to the next turn of the same SKU."""


def moves_of_week(ctx: JobContext, first: date) -> list[Moved]:
    """Give the moves of the seven days from ``first`` on that no other move of the SKU is within six days of."""
    since, until = midnight(ctx, first - timedelta(days=WEEK)), midnight(ctx, first + timedelta(days=2 * WEEK))
    changes = [one for one in ctx.reads.shop.list_price_changes(since=since) if one.old and one.at < until]
    by_sku: dict[str, list[PriceChange]] = {}
    for one in changes:
        by_sku.setdefault(one.sku, []).append(one)
    margins, parts = _margins(ctx, first)
    together = Counter[date]()
    for days in margins.values():
        together.update(days)
    events = _events(ctx, first)
    found = []
    for sku, mine in sorted(by_sku.items()):
        alone, day = _alone(ctx, mine, first)
        if alone is None or sku not in margins:
            continue
        before, after = _around(margins[sku], day)
        all_before, all_after = _around(together, day)
        old, new = alone.old[0].unit_price, alone.new[0].unit_price
        event = events.get((sku, day), f"price:{sku}:{day}")
        found.append(
            Moved(
                sku=sku,
                event=event,
                change=new / old - 1,
                before=round(Fraction(before, parts)),
                after=round(Fraction(after, parts)),
                rest_before=round(Fraction(all_before - before, parts)),
                rest_after=round(Fraction(all_after - after, parts)),
            )
        )
    return [one for one in found if one.change and (one.before or one.after)]


def _alone(ctx: JobContext, mine: list[PriceChange], first: date) -> tuple[PriceChange | None, date]:
    """Give a SKU's move of the week with its day, None if another one is within six days of it."""
    days = [one.at.astimezone(ctx.zone).date() for one in mine]
    for one, day in zip(mine, days, strict=True):
        if first <= day < first + timedelta(days=WEEK):
            near = sum(abs((other - day).days) <= SIDE for other in days)
            return (one, day) if near == 1 else (None, day)
    return None, first


def _margins(ctx: JobContext, first: date) -> tuple[dict[str, Counter[date]], int]:
    """Give each SKU's margin by day over the weeks around: what was paid less fee, goods and picking.

    In whole parts of a minor unit, and how many of them it has: so the fee's share is exact.
    """
    terms = ctx.limits.floor
    kept = 1 - Fraction(Decimal(terms.platform_fee_rate))
    costs = {one.sku: one.cost for one in ctx.reads.shop.list_variants() if one.cost is not None}
    found: dict[str, Counter[date]] = {}
    since, until = first - timedelta(days=WEEK), first + timedelta(days=2 * WEEK)
    for row in ctx.reads.shop.list_sales(since=since, until=until):
        if row.sku in costs:
            spent = row.units * (costs[row.sku] + terms.pick_pack)
            found.setdefault(row.sku, Counter())[row.day] += row.revenue * kept.numerator - spent * kept.denominator
    return found, kept.denominator


def _around(margins: Counter[date], day: date) -> tuple[int, int]:
    """Sum up the six days before a day and the six after it; the day itself is of both prices."""
    before, after = (
        sum(margins[day + timedelta(days=back)] for back in span) for span in (range(-SIDE, 0), range(1, SIDE + 1))
    )
    return before, after


def _events(ctx: JobContext, first: date) -> dict[tuple[str, date], str]:
    order = ("submitted_at", "task", "turn", "ordinal")
    rows = ctx.log.pick(
        *("id", "payload", "settled_at", *order),
        since=midnight(ctx, first - timedelta(days=3)),
        kinds=("set_price",),
        states=("done",),
    )
    return {
        (str(row.payload["sku"]), (row.settled_at or row.submitted_at).astimezone(ctx.zone).date()): row.id
        for row in sorted(rows, key=attrgetter(*order))
    }
