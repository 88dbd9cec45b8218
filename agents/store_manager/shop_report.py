"""店长 · shop report 经营数据: figures of the days asked about beside those before, or a report as it was written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from agents.books import book
from agents.days_told import say_begun, say_unclear
from agents.evidence import several_days_asked, today
from agents.goods_each import say_goods_each
from agents.job import Brief, JobContext, job
from agents.language import Understanding
from agents.language_patterns import Intent
from agents.owner_goods import goods_of_kind, kind_asked
from agents.owner_spans import Span
from agents.report_lines import Lines
from agents.store_manager.compared_days import (
    best_day_asked,
    biggest_asked,
    say_best_day,
    say_biggest,
    say_each,
    say_none_known,
)
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
    """Give the figures of the day or days asked about (yesterday if none is named) and why they moved.

    Of days that are compared the figures of each; of a best day or a biggest order, which it was.
    """
    text = ctx.task.input["text"]
    understood = ctx.understand(text, "owner")
    lines = Lines(ctx, language=understood.language)
    yesterday = today(ctx) - timedelta(days=1)
    is_week = bool(_WEEK.search(text))
    if _WRITTEN.search(text):
        written = written_report(ctx, "weekly_review" if is_week else "daily_report", understood.slots.date)
        if written is not None:
            fact = Fact(id=written.id, text=written.answer, source=f"task:{written.id}")
            say_quality(ctx, lines, written.ended_at or ctx.now, head=("Since then", "此后"))
            draft = f"{written.answer}\n[{written.id}]\n{lines.text()}".rstrip()
            return Brief(facts=(fact, *lines.facts), draft=draft, language=understood.language)
        lines.head("No such report was written; these are the figures.", "还没有写过这样的报告;先给您数字。")
    if say_unclear(lines, text):
        return Brief(draft=lines.text(), language=understood.language)
    spans = several_days_asked(ctx, text, end=yesterday)
    say_begun(lines, text, spans, today(ctx))
    if not spans[0].named:
        spans = (Span(yesterday, yesterday),)
    if ahead := [span for span in spans if span.first > today(ctx)]:
        when = lines.fact("ahead", ", ".join(map(str, ahead)), "clock")
        lines.say(f"{when} has not come yet, so there are no figures of it", f"{when} 还没有到,没有数据", "ahead")
        spans = tuple(span for span in spans if span not in ahead)
    if spans:
        _say_spans(ctx, lines, spans, understood)
    return Brief(facts=lines.facts, draft=lines.text(), language=understood.language)


def _say_spans(ctx: JobContext, lines: Lines, spans: Sequence[Span], understood: Understanding) -> None:
    """Show what is asked for of some days: their biggest orders, some goods in each, or the figures."""
    text = ctx.task.input["text"]
    if (most := biggest_asked(text)) is not None:
        say_biggest(ctx, lines, spans, most)
    elif len(spans) > 1 and (goods := _goods_meant(ctx, understood, text)):
        say_goods_each(ctx, lines, spans, goods)
    elif len(spans) > 1:
        say_each(ctx, lines, spans)
    else:
        _say_span(ctx, lines, spans[0], text)


def _goods_meant(ctx: JobContext, understood: Understanding, text: str) -> tuple[str, ...]:
    """Give the goods that words name, or a kind of them; none where they speak of the shop."""
    variants = ctx.reads.shop.list_variants()
    return goods_of_kind(text, variants) or kind_asked(text, understood.slots, variants)


def _say_span(ctx: JobContext, lines: Lines, span: Span, text: str) -> None:
    """Show the figures of a span beside those of as many days before, and its best or worst day where that is asked."""
    best = best_day_asked(text)
    if best is not None and span.days > 1:
        say_best_day(ctx, lines, span, text, best=best)
    now, before = book(ctx, span.last, span.days), book(ctx, span.last - timedelta(days=span.days), span.days)
    say_figures(lines, now, "now")
    say_none_known(ctx, lines, span)
    if is_known(before):
        say_figures(lines, before, "before")
        say_split(lines, before, now, "split")


def written_report(ctx: JobContext, name: str, day: date | None) -> Task | None:
    """Give the report that was written on a day, or the newest one; None if there is none."""
    found = [row for row in ctx.tasks.of_job(name, limit=60) if row.end == "done"]
    if day is not None:
        found = [row for row in found if f"day:{day}" in row.subject]
    return found[0] if found else None
