"""The shop's measures by day, as the anomaly watch judges them; a day that nobody counted is None, not zero."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from itertools import groupby
from operator import attrgetter
from statistics import fmean, median

from agents.books import midnight
from agents.evidence import WINDOW_DAYS, shelved, today
from agents.job import JobContext
from decisions.anomaly import Series
from shops.models import SalesDay

DAYS = WINDOW_DAYS - 1
"""Days before the one that is judged."""
OPENS = 9
"""Local hour up to which a shop that is set up counts that whole day."""
LEAST_SHARE = 0.10
"""Money below which nothing is said, as a share of the sales of a usual day."""


def day_series(ctx: JobContext, last: date) -> list[Series]:
    """Give each measure of the days up to ``last``; while ``last`` is today, only what is counted at once."""
    first, until = last - timedelta(days=DAYS), last + timedelta(days=1)
    gmv = _sold(ctx, last)
    refunds, amount = _refunds(ctx, first)
    partial, own = last == today(ctx), max(0, (own_days_began(ctx, first) - first).days)
    sold = _series("gmv", _filled(gmv, min(gmv, default=until), last), last, 1.0, partial)
    found = [
        sold.model_copy(update={"began": own}),
        _series("refunds", _filled(refunds, _staff_began(ctx) or until, last), last, amount, partial),
    ]
    return found if partial else [*found, *_counted_by_day(ctx, first, last, gmv)]


def own_days_began(ctx: JobContext, first: date) -> date:
    """Give the first whole day that the shop counted itself; orders from before it were loaded from elsewhere.

    The shop's own price log tells: where most of what is on the shelf was first listed here within the window, the
    shop was set up then. ``first`` where that was earlier.
    """
    listed: dict[date, set[str]] = {}
    for change in ctx.reads.shop.list_price_changes(since=midnight(ctx, first)):
        if not change.old:
            local = change.at.astimezone(ctx.zone)
            day = local.date() + timedelta(days=local.hour >= OPENS)
            listed.setdefault(day, set()).add(change.sku)
    on_shelf = shelved(ctx)
    days = [day for day, skus in listed.items() if len(skus & on_shelf) > len(on_shelf) / 2]
    return max(days, default=first)


def _sold(ctx: JobContext, last: date) -> dict[date, float]:
    """Give the money by day up to ``last``: of whole days it is added up once for all who ask, of today it is new."""
    end = today(ctx)

    def whole_days() -> dict[date, float]:
        return _by_day(ctx.reads.shop.list_sales(since=end - timedelta(days=WINDOW_DAYS), until=end))

    gmv = ctx.keep(("sold_by_day", end), whole_days)
    return gmv | _by_day(ctx.reads.shop.list_sales(since=end, until=end + timedelta(days=1))) if last == end else gmv


def _by_day(rows: Iterable[SalesDay]) -> dict[date, float]:
    found: dict[date, float] = {}
    for day, of_day in groupby(rows, key=attrgetter("day")):
        found[day] = found.get(day, 0) + sum(map(attrgetter("revenue"), of_day))
    return found


def least_effect(series: list[Series]) -> int:
    """Give the money below which a deviation is not worth a word, minor units."""
    (gmv,) = (one for one in series if one.name == "gmv")
    sold = [value for value in gmv.values[:-1] if value]
    return max(1, round(LEAST_SHARE * median(sold))) if sold else 1


def _counted_by_day(ctx: JobContext, first: date, last: date, gmv: Mapping[date, float]) -> list[Series]:
    """Give what platforms count once a day; a day without a row was not counted."""
    until = last + timedelta(days=1)
    visitors: dict[date, float] = {}
    for row in ctx.reads.shop.list_traffic(since=first, until=until):
        visitors[row.day] = visitors.get(row.day, 0) + row.visitors
    spend: dict[date, float] = {}
    for one in ctx.reads.ads.keyword_report(since=first, until=until) if ctx.reads.ads else ():
        spend[one.day] = spend.get(one.day, 0) + one.spend
    worth = sum(gmv.get(day, 0) for day in visitors) / (sum(visitors.values()) or 1)
    return [_series("visitors", visitors, last, worth), _series("ad_spend", spend, last, 1.0)]


def _series(name: str, by_day: Mapping[date, float], last: date, worth: float, partial: bool = False) -> Series:
    values = tuple(by_day.get(last - timedelta(days=back)) for back in range(DAYS, -1, -1))
    return Series(name=name, values=values, weekday=last.weekday(), unit_value=worth, is_partial=partial)


def _filled(by_day: Mapping[date, float], began: date, last: date) -> dict[date, float]:
    """Count the days without a row as zero, from the first one on."""
    days = (began + timedelta(days=number) for number in range((last - began).days + 1))
    return {day: by_day.get(day, 0.0) for day in days}


def _staff_began(ctx: JobContext) -> date | None:
    """Give the first day of which the staff knows what it did: before it, that there is no refund says nothing."""
    first = ctx.tasks.first()
    return first.due_at.astimezone(ctx.zone).date() if first else None


def _refunds(ctx: JobContext, first: date) -> tuple[dict[date, float], float]:
    """Count the refunds given by day, and their mean amount in minor units."""
    rows = ctx.log.list_effects(since=midnight(ctx, first), kinds=("issue_refund",), states=("done", "partial"))
    counted: dict[date, float] = {}
    for row in rows:
        day = row.submitted_at.astimezone(ctx.zone).date()
        counted[day] = counted.get(day, 0) + 1
    return counted, fmean(row.money_out for row in rows) if rows else 0.0
