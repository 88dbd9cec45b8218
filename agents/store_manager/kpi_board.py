"""店长 · KPI board 经营看板: the day so far beside the same hours a week before, and why it is another day."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from agents.books import book, book_until, midnight
from agents.evidence import today
from agents.job import Brief, JobContext, job
from agents.report_lines import Lines
from agents.store_manager.kpi_lines import is_known, say_figures, say_split, week_before
from agents.trigger import at

HOURS = ("10:00", "11:00", "12:00", "13:00", "15:00", "18:00", "20:00")
"""Hours at which other jobs look as well: a look of its own would cost a shop-day more than a board is worth."""


def _news(ctx: JobContext) -> list[str]:
    """Give the day if an order came in since the hour of the last board; one that would show the same is not made."""
    hour = f"{ctx.task.due_at.astimezone(ctx.zone):%H:%M}"
    earlier = [datetime.combine(today(ctx), time.fromisoformat(one), ctx.zone) for one in HOURS if one < hour]
    since = max([midnight(ctx, today(ctx)), *earlier])
    fresh = ctx.reads.shop.list_orders(since=since, until=ctx.now, limit=1).items
    return [f"day:{today(ctx)}"] if fresh else []


@job("store_manager", "KPI board", "经营看板", at(*HOURS), action="care", model_use="never", speaks=True, work=_news)
def kpi_board(ctx: JobContext) -> Brief:
    """Show GMV as visitors × purchase rate × order value, and split its change so that the parts sum exactly."""
    lines, day = Lines(ctx), today(ctx)
    shown = lines.fact("board.at", f"{ctx.now.astimezone(ctx.zone):%Y-%m-%d %H:%M}", "clock")
    lines.say(f"KPI board, {shown}", f"经营看板 {shown}", "board")
    now, before = book_until(ctx, day, ctx.now), book_until(ctx, week_before(day), _week_ago(ctx))
    say_figures(lines, now, "so_far")
    if is_known(before):
        say_split(lines, before, now, "split")
    if not ctx.tasks.of_job("kpi_board", since=midnight(ctx, day), limit=2)[1:]:
        _last_day(ctx, lines)
    figures = {"gmv": now.funnel.gmv, "orders": now.funnel.orders, "left_out": lines.left_out}
    return Brief(facts=lines.facts, draft=lines.text(), figures=figures, language=ctx.language)


def _week_ago(ctx: JobContext) -> datetime:
    """Give this hour of the shop's clock a week before."""
    local = ctx.now.astimezone(ctx.zone)
    return datetime.combine(week_before(local.date()), local.time(), ctx.zone).astimezone(ctx.now.tzinfo)


def _last_day(ctx: JobContext, lines: Lines) -> None:
    """Show once a day how the last whole day was, which alone has all its visitors."""
    whole = book(ctx, today(ctx) - timedelta(days=1))
    before = book(ctx, week_before(whole.last))
    if is_known(whole):
        say_figures(lines, whole, "yesterday")
    if is_known(whole) and is_known(before):
        say_split(lines, before, whole, "split_yesterday")
