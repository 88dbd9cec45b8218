"""What the employees brought back of a hand-off, a line each, for any report of 店长."""

from __future__ import annotations

from agents.job import JobContext
from agents.report_lines import Lines
from agents.roster import employees, jobs


def say_settled(ctx: JobContext, lines: Lines) -> None:
    """Show each hand-off's answer behind its employee and job; one that was refused says why."""
    for one in ctx.settled:
        who, what = employees().get(one.employee), jobs().get(one.job)
        words = " ".join((one.answer or one.end).split())
        name = one.task or f"handoff_{one.job}"
        lines.fact(name, words, f"task:{one.task}" if one.task else f"handoff:{one.job}", one.figures)
        if who is None or what is None:
            lines.say(f"not handed on: {words}", f"未能交接:{words}", name)
            continue
        lines.say(f"{who.title} · {what.title}: {words}", f"{who.title_zh} · {what.title_zh}:{words}", name)
