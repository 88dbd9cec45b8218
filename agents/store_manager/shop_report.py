"""店长 · shop report 经营数据: figures of the days asked about beside those before, or a report as it was written."""

from __future__ import annotations

import re
from datetime import date, timedelta

from agents.books import book
from agents.evidence import days_asked, today
from agents.job import Brief, JobContext, job
from agents.language_patterns import Intent
from agents.report_lines import Lines
from agents.store_manager.kpi_lines import is_known, say_figures, say_split
from agents.store_manager.quality_lines import say_quality
from agents.trigger import OnIntent
from authority.task import Task
from kit.facts import Fact

_WEEK = re.compile(r"\bweek|周|星期|七天|7 ?天", re.IGNORECASE)
_WRITTEN = re.compile(
    r"日报|周报|\b(?:daily|weekly|yesterday's|today's|last\s+week's)\s+(?:report|review)\b", re.IGNORECASE
)


@job(
    "store_manager",
    "Shop report",
    "经营数据",
    OnIntent((Intent.REPORT,)),
    tools=("recall",),
    action="care",
    model_use="words",
    speaks=True,
    lane="conversation",
)
def shop_report(ctx: JobContext) -> Brief:
    """Give the figures of the day or seven days asked about (yesterday if none is named) and why they moved."""
    text = ctx.task.input["text"]
    understood = ctx.understand(text, "owner")
    lines = Lines(ctx, language=understood.language)
    yesterday = today(ctx) - timedelta(days=1)
    span = days_asked(ctx, text, end=yesterday)
    is_week = bool(_WEEK.search(text))
    if _WRITTEN.search(text):
        written = written_report(ctx, "weekly_review" if is_week else "daily_report", understood.slots.date)
        if written is not None:
            fact = Fact(id=written.id, text=written.answer, source=f"task:{written.id}")
            say_quality(ctx, lines, written.ended_at or ctx.now, head=("Since then", "此后"))
            draft = f"{written.answer}\n[{written.id}]\n{lines.text()}".rstrip()
            return Brief(facts=(fact, *lines.facts), draft=draft, language=understood.language)
        lines.head("No such report was written; these are the figures.", "还没有写过这样的报告;先给您数字。")
    last, days = (span.last, span.days) if span.named else (yesterday, 1)
    if span.first > today(ctx):
        when = lines.fact("ahead", span, "clock")
        lines.say(f"{when} has not come yet, so there are no figures of it", f"{when} 还没有到,没有数据", "ahead")
        return Brief(facts=lines.facts, draft=lines.text(), language=understood.language)
    now, before = book(ctx, last, days), book(ctx, last - timedelta(days=days), days)
    say_figures(lines, now, "now")
    if is_known(before):
        say_figures(lines, before, "before")
        say_split(lines, before, now, "split")
    return Brief(facts=lines.facts, draft=lines.text(), language=understood.language)


def written_report(ctx: JobContext, name: str, day: date | None) -> Task | None:
    """Give the report that was written on a day, or the newest one; None if there is none."""
    found = [row for row in ctx.tasks.of_job(name, limit=60) if row.end == "done"]
    if day is not None:
        found = [row for row in found if f"day:{day}" in row.subject]
    return found[0] if found else None
