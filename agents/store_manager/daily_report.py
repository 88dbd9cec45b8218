"""店长 · daily report 日报: money, orders, ads, goods, quality and service of the day, and what each employee did."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

from agents.books import book, book_until, midnight
from agents.evidence import today
from agents.job import Brief, JobContext, job
from agents.report_lines import Lines
from agents.roster import employees
from agents.store_manager.day_lines import say_ads, say_refunds, say_service, say_stock
from agents.store_manager.held_lines import say_held
from agents.store_manager.kpi_lines import is_known, say_figures, say_split, week_before
from agents.store_manager.parcel_claims import say_claims
from agents.store_manager.quality_lines import say_quality
from agents.store_manager.work_words import work_words
from agents.trigger import at

MOST_HELD = 7
"""Decisions shown in full, by the money they move; a report is read on a phone."""


def _news(ctx: JobContext) -> list[str]:
    """Give the day if anything was sold or done on it; of a day of silence there is nothing to report."""
    begin = midnight(ctx, today(ctx))
    happened = ctx.reads.shop.list_orders(since=begin, limit=1).items or ctx.log.list_effects(since=begin)
    return [f"day:{today(ctx)}"] if happened or ctx.log.list_effects(states=("held",)) else []


@job(
    "store_manager", "Daily report", "日报", at("20:00"), action="care", model_use="never", speaks=True, work=_news
)  # fmt: skip
def daily_report(ctx: JobContext) -> Brief:
    """Report the day: every number stands in a fact that its line cites; a number without one is left out and said."""
    lines, day = Lines(ctx), today(ctx)
    begin = midnight(ctx, day)
    shown = lines.fact("report.day", day, "clock")
    lines.say(f"Daily report of {shown}", f"日报 {shown}", "report")
    _money(ctx, lines)
    say_ads(ctx, lines, day - timedelta(days=1))
    say_service(ctx, lines)
    say_stock(ctx, lines)
    say_quality(ctx, lines, begin)
    say_claims(ctx, lines)
    lines.head("Waiting for you", "待您决定")
    held = say_held(ctx, lines, MOST_HELD)
    _staff(ctx, lines, begin)
    figures = {"held": held, "left_out": lines.left_out}
    return Brief(facts=lines.facts, draft=lines.text(), figures=figures, language=ctx.language)


def _money(ctx: JobContext, lines: Lines) -> None:
    """Show the day so far and the last whole day, which alone has all its visitors and ads, beside a week before."""
    lines.head("Money and orders", "资金与订单")
    day = today(ctx)
    whole = book(ctx, day - timedelta(days=1))
    say_figures(lines, book_until(ctx, day, ctx.now), "today")
    if is_known(whole):
        say_figures(lines, whole, "yesterday")
    before = book(ctx, week_before(whole.last))
    if is_known(whole) and is_known(before):
        say_split(lines, before, whole, "split")
    say_refunds(ctx, lines, midnight(ctx, day))


def _staff(ctx: JobContext, lines: Lines, begin: datetime) -> None:
    """Say what each employee did since the day began; of one that did nothing that as well."""
    lines.head("What everybody did", "每位员工做了什么")
    rows = ctx.log.pick("employee", "kind", "state", since=begin)
    for one in employees().values():
        counted = Counter((row.kind, row.state) for row in rows if row.employee == one.name)
        english, chinese = work_words(counted)
        values = {f"{kind}.{state}": number for (kind, state), number in sorted(counted.items())}
        lines.fact(f"did_{one.name}", chinese if lines.zh else english or "nothing", "ledger:day", values)
        lines.say(f"{one.title}: {english or 'nothing'}", f"{one.title_zh}:{chinese or '没有操作'}", f"did_{one.name}")
