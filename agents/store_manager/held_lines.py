"""What waits for the owner's decision, as lines of a report: the most money first, each with its rule and its end."""

from __future__ import annotations

from agents.job import JobContext
from agents.report_lines import Lines
from agents.store_manager.work_words import what_done, why_ruled


def say_held(ctx: JobContext, lines: Lines, most: int) -> int:
    """Show ``most`` of the decisions that wait, say how many more there are, and give how many there are in all."""
    rows = sorted(ctx.log.list_effects(states=("held",)), key=lambda row: (-row.money_out, row.submitted_at, row.id))
    if not rows:
        lines.say("nothing", "没有")
    for row in rows[:most]:
        (what, what_zh), (why, why_zh) = what_done(row), why_ruled(row)
        until = row.expires_at.astimezone(ctx.zone).strftime("%m-%d %H:%M") if row.expires_at else "–"
        lines.fact(row.id, f"{what}; {row.rule}: {why}; until {until}", f"ledger:{row.id}", row.money_out)
        lines.say(f"{what}: {why}; until {until}", f"{what_zh}({why_zh});{until} 前", row.id)
    if len(rows) > most:
        more = lines.fact("held.more", len(rows) - most, "ledger:held")
        lines.say(f"and {more} more: `shopstaff approvals list`", f"另有 {more} 项:`shopstaff approvals list`", "held")
    return len(rows)
