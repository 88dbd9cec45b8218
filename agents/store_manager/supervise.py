"""店长 · supervise 督办: work that is overdue, failed or stuck is given out again once, or told to the owner."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from agents.job import Brief, Call, JobContext, job
from agents.report_lines import Lines
from agents.roster import employees, jobs, jobs_for_handoff
from agents.store_manager.settled_lines import say_settled
from agents.store_manager.work_words import what_done
from agents.trigger import at
from authority.docket import Docket
from authority.task import Task
from authority.tasks import End, Origin
from authority.verdict_words import state_words

OVERDUE = timedelta(hours=2)
"""A task that is open so long after it was due waits for something that does not come by itself."""
STUCK = timedelta(hours=1)
"""An effect whose outcome is not known so long was probed several times since."""
RUNS_OUT = timedelta(hours=24)
"""What waits for a person is told again so long before it expires."""
LOOK_BACK = timedelta(days=3)
FAILED = (End.NO_PROGRESS, End.BUDGET_EXHAUSTED)
ENDS = {
    "no_progress": ("made no progress", "没有进展"),
    "budget_exhausted": ("used up its model budget", "模型预算用尽"),
}


@dataclass(frozen=True)
class _Found:
    overdue: Sequence[Task]
    failed: Sequence[Task]
    stuck: Sequence[Docket]
    runs_out: Sequence[Docket]

    @property
    def subjects(self) -> list[str]:
        rows = [f"task:{row.id}" for row in (*self.overdue, *self.failed)]
        return rows + [f"effect:{row.id}" for row in (*self.stuck, *self.runs_out)]


@job(
    "store_manager",
    "Supervise",
    "督办",
    at("09:30", "12:00", "15:00", "18:00"),
    tools=("hand_off",),
    action="care",
    model_use="never",
    speaks=True,
    work=lambda ctx: _find(ctx).subjects,
)
def supervise(ctx: JobContext) -> Brief:
    """Give failed work out again, once; tell the owner what only the owner can set right, each thing once."""
    found, lines = _find(ctx), Lines(ctx)
    for row in found.overdue:
        _say_task(ctx, lines, row)
    for row in found.failed:
        _say_task(ctx, lines, row)
    for one in (*found.stuck, *found.runs_out):
        _say_effect(ctx, lines, one)
    if not found.subjects:
        lines.head("Nothing is overdue, failed or stuck.", "没有逾期、失败或卡住的工作。")
    say_settled(ctx, lines)
    again = [row for row in found.failed if _can_try_again(ctx, row)]
    calls = () if ctx.settled else tuple(_again(row) for row in again)
    figures = {
        "overdue": len(found.overdue),
        "failed": len(found.failed),
        "again": len(again),
        "stuck": len(found.stuck),
        "runs_out": len(found.runs_out),
        "left_out": lines.left_out,
    }
    return Brief(facts=lines.facts, calls=calls, draft=lines.text(), figures=figures, language=ctx.language)


def _find(ctx: JobContext) -> _Found:
    """Find what needs somebody and was not told before; each query asks for open or unusual rows only."""
    since = ctx.now - LOOK_BACK
    own = [row for row in ctx.tasks.of_job("supervise", since=since) if row.id != ctx.task.id]
    told = {name for row in own for name in row.subject}
    effects = ctx.log.list_effects(states=("applying", "unknown", "needs_person", "held"))
    stuck = [row for row in effects if row.state != "held" and row.submitted_at < ctx.now - STUCK]
    soon = [row for row in effects if row.state == "held" and row.expires_at and row.expires_at < ctx.now + RUNS_OUT]
    ends = [row for row in soon if row.expires_at and row.expires_at > ctx.now]
    return _Found(
        overdue=[row for row in ctx.tasks.late(ctx.now - OVERDUE) if f"task:{row.id}" not in told],
        failed=[row for row in ctx.tasks.ended(FAILED, since=since) if f"task:{row.id}" not in told],
        stuck=[row for row in stuck if f"effect:{row.id}" not in told],
        runs_out=[row for row in ends if f"effect:{row.id}" not in told],
    )


def _can_try_again(ctx: JobContext, row: Task) -> bool:
    """A scheduled job that takes hand-offs is tried once more; a buyer was answered by rules, a second try repeats."""
    is_second = row.parent is not None and any(one.id == row.parent for one in ctx.tasks.of_job("supervise"))
    return row.job in jobs_for_handoff() and row.origin in (Origin.SCHEDULE, Origin.SHOP) and not is_second


def _again(row: Task) -> Call:
    goal = f"Do again what failed: {row.id} ended {row.end}; judged by whether it is done now."
    return Call(tool="hand_off", args={"job": row.job, "goal": goal, "subject": list(row.subject)})


def _say_task(ctx: JobContext, lines: Lines, row: Task) -> None:
    """Name employee, job, age and, for what failed, how it ended and what follows."""
    who, what = employees()[row.employee], jobs().get(row.job)
    hours = lines.fact(f"{row.id}.hours", f"{(ctx.now - row.due_at).total_seconds() / 3600:.1f}", f"task:{row.id}")
    english, chinese = (what.title, what.title_zh) if what else (row.job, row.job)
    if row.end is None:
        lines.say(
            f"overdue: {who.title} · {english}, due {hours} hours ago and open; its model does not answer, or nobody "
            "runs the work: `shopstaff doctor`",
            f"逾期:{who.title_zh} · {chinese},应在 {hours} 小时前完成,仍未结束;模型无响应或无人运行:`shopstaff doctor`",
            row.id,
        )
        return
    how, how_zh = ENDS.get(row.end, (row.end, row.end))
    again = _can_try_again(ctx, row)
    lines.say(
        f"failed: {who.title} · {english} {how} {hours} hours ago; "
        f"{'it is given out again' if again else 'a person should look at it'}",
        f"失败:{who.title_zh} · {chinese} {hours} 小时前{how_zh};{'已重新指派' if again else '请人工查看'}",
        row.id,
    )


def _say_effect(ctx: JobContext, lines: Lines, row: Docket) -> None:
    """Name an effect that hangs, or a decision that runs out."""
    is_held, (what, what_zh) = row.state == "held", what_done(row)
    until = row.expires_at if is_held and row.expires_at else row.submitted_at
    hours = f"{abs((ctx.now - until).total_seconds()) / 3600:.1f}"
    lines.fact(row.id, f"{what}; {row.state}; {hours} hours", f"ledger:{row.id}", row.money_out)
    if is_held:
        lines.say(f"runs out in {hours} hours: {what}", f"{hours} 小时后过期:{what_zh}", row.id)
        return
    stands = state_words(row.state, "zh")
    lines.say(
        f"stuck for {hours} hours ({row.state}): {what}; look at the shop, then `shopstaff explain {row.id}`",
        f"已卡住 {hours} 小时({stands}):{what_zh};请到平台查看,再用 `shopstaff explain {row.id}`",
        row.id,
    )
