"""店长 · service guard 服务分守护: what will end the month beyond a line is acted upon before it gets there."""

from __future__ import annotations

from datetime import timedelta

from agents.job import Brief, Call, JobContext, job
from agents.report_lines import Lines
from agents.store_manager.service_months import service_months
from agents.store_manager.settled_lines import say_settled
from agents.trigger import at
from decisions.service_score import Month, Projection, project, room_left

QUIET_DAYS = 3
"""A measure in danger is handed on again after so many days; what was begun needs time to show."""
OWNERS = {
    "late": ("ship_list", "Send what is due and say what stands in the way; judged by orders that leave in time."),
    "unanswered": ("inquiry_queue", "Answer what waits; judged by conversations answered within 24 hours."),
    "quality_refunds": ("quality_loop", "See which goods are complained about; judged by refunds for the goods."),
}
"""Whose work a measure is."""
NAMES = {
    "late": ("orders that left late", "延迟发货"),
    "unanswered": ("conversations not answered within 24 hours", "24 小时未回复"),
    "quality_refunds": ("orders refunded for their goods", "品质退款"),
}


@job(
    "store_manager",
    "Service guard",
    "服务分守护",
    at("09:30"),
    tools=("hand_off",),
    action="care",
    model_use="never",
    speaks=True,
    work=lambda ctx: [f"measure:{one.name}" for _, one in _in_danger(ctx)],
)
def service_guard(ctx: JobContext) -> Brief:
    """Project each measure of service to the end of the month; hand on what is in danger, with what is left of it."""
    lines, found = Lines(ctx), _in_danger(ctx)
    for month, seen in found:
        _say(lines, month, seen)
    if not found:
        lines.head("No measure of service is in danger.", "没有服务指标有风险。")
    say_settled(ctx, lines)
    calls = tuple(
        Call(tool="hand_off", args={"job": OWNERS[one.name][0], "goal": OWNERS[one.name][1], "subject": []})
        for _, one in found
    )
    figures = {"projections": [one.model_dump(mode="json") for _, one in found], "left_out": lines.left_out}
    return Brief(
        facts=lines.facts,
        calls=() if ctx.settled else calls,
        draft=lines.text(),
        figures=figures,
        language=ctx.language,
    )


def _in_danger(ctx: JobContext) -> list[tuple[Month, Projection]]:
    since = ctx.now - timedelta(days=QUIET_DAYS)
    before = [row for row in ctx.tasks.of_job("service_guard", since=since) if row.id != ctx.task.id]
    told = {name for row in before for name in row.subject}
    pairs = [(month, project(month)) for month in service_months(ctx) if f"measure:{month.name}" not in told]
    return [(month, seen) for month, seen in pairs if seen.is_in_danger]


def _say(lines: Lines, month: Month, seen: Projection) -> None:
    """Say where the measure stands, where it ends, how sure that is, and how many more may fail."""
    name, source = month.name, f"engine:service_score {month.name}"
    fails = lines.fact(f"{name}.fails", month.fails, source)
    due = lines.fact(f"{name}.due", month.due, source)
    line = lines.share(f"{name}.line", seen.line, 1, "limits:service")
    low, high = (lines.share(f"{name}.{key}", getattr(seen, key), 1, source) for key in ("low", "high"))
    chance = lines.share(f"{name}.chance", seen.chance, 1, source)
    room = lines.fact(f"{name}.room", max(0, room_left(month)), source)
    english, chinese = NAMES[name]
    lines.say(
        f"{english}: {fails} of {due} this month; the month ends at {low} to {high}, the line is {line} "
        f"(chance to cross it {chance}); {room} more may fail",
        f"{chinese}:本月 {due} 中 {fails};月末预计 {low} 至 {high},红线 {line}(越线概率 {chance});还可失误 {room} 次",
        name,
    )
