"""What was stopped for its quality: a line for each product and keyword, for any report of 店长."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from agents.job import JobContext
from agents.report_lines import Lines
from authority.docket import Docket
from authority.tasks import Origin


class QualityLine(NamedTuple):
    """One thing that was stopped: the effect, and its line in both languages."""

    effect: str
    english: str
    chinese: str


def quality_lines(ctx: JobContext, since: datetime) -> Iterator[QualityLine]:
    """Give a line for each product and keyword stopped for quality since a moment; only the owner starts it again."""
    kinds, states = ("set_listed", "set_keyword_paused"), ("done", "held", "unknown")
    rows = ctx.log.list_effects(since=since, kinds=kinds, states=states)
    for row in sorted(filter(_is_for_quality, rows), key=lambda row: (row.kind != "set_listed", row.object_id)):
        why = row.reason.split("\n")
        waits, waits_zh = ("", "") if row.state == "done" else (" (waits for you)", "(待您决定)")
        goods = row.kind == "set_listed"
        what = row.payload["product_id" if goods else "keyword_id"]
        english = f"Stopped {'selling' if goods else 'keyword'} {what}{waits}: {why[0]}"
        yield QualityLine(row.id, english, f"{'停售' if goods else '暂停关键词'} {what}{waits_zh}: {why[-1]}")


def say_quality(ctx: JobContext, lines: Lines, since: datetime, *, head: tuple[str, str] = ("Quality", "品质")) -> None:
    """Show what was stopped for quality since a moment, under a heading; nothing stopped, no heading."""
    found = list(quality_lines(ctx, since))
    if found:
        lines.head(*head)
    for one in found:
        lines.fact(one.effect, one.chinese if lines.zh else one.english, f"ledger:{one.effect}")
        lines.say(one.english, one.chinese, one.effect)


def _is_for_quality(row: Docket) -> bool:
    """A product that the staff took off the shelf is; of keywords those that were stopped because of one."""
    if row.kind == "set_listed":
        return not row.payload.get("listed") and row.origin != Origin.OWNER
    return bool(row.payload.get("paused")) and row.reason.startswith("quality hold")
