"""店长 · quality news 品质通报: the goods and ads that were stopped for quality today, in a line each."""

from __future__ import annotations

from datetime import datetime, time

from agents.evidence import today
from agents.job import Brief, JobContext, job
from agents.trigger import at
from authority.rows import EffectRow


@job(
    "store_manager",
    "Quality news",
    "品质通报",
    at("19:50"),
    action="care",
    model_use="never",
    speaks=True,
    work=lambda ctx: [f"effect:{row.id}" for row in _stopped(ctx)],
)
def quality_news(ctx: JobContext) -> Brief:
    """Report what was stopped for quality today, and that only the owner starts it again."""
    lines = quality_lines(ctx)
    nothing = "今天没有因品质停售。" if ctx.language == "zh" else "Nothing was stopped for quality today."
    return Brief(draft="\n".join(lines) or nothing, figures={"stopped": len(lines)}, language=ctx.language)


def quality_lines(ctx: JobContext) -> list[str]:
    """Give a line for each product and keyword stopped for quality on the shop's day, for any report of 店长."""
    zh, found = ctx.language == "zh", []
    for row in _stopped(ctx):
        why = row.reason.split("\n")[-1 if zh else 0]
        if row.kind == "set_listed":
            head = f"停售 {row.payload['product_id']}" if zh else f"Stopped selling {row.payload['product_id']}"
        else:
            head = f"暂停关键词 {row.payload['keyword_id']}" if zh else f"Stopped keyword {row.payload['keyword_id']}"
        waits = {"done": ""}.get(row.state, "(待您决定)" if zh else " (waits for you)")
        found.append(f"{head}{waits}: {why}")
    return found


def _stopped(ctx: JobContext) -> list[EffectRow]:
    since = datetime.combine(today(ctx), time(0), ctx.zone).astimezone(ctx.now.tzinfo)
    kinds, states = ("set_listed", "set_keyword_paused"), ("done", "held", "unknown")
    rows = ctx.log.list_effects(since=since, kinds=kinds, states=states)
    return sorted(filter(_is_for_quality, rows), key=lambda row: (row.kind != "set_listed", row.object_id))


def _is_for_quality(row: EffectRow) -> bool:
    """A product off the shelf is; of keywords those that were stopped because of one."""
    if row.kind == "set_listed":
        return not row.payload.get("listed")
    return bool(row.payload.get("paused")) and row.reason.startswith("quality hold")
