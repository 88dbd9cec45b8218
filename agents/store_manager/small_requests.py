"""店长 · small requests 小额审批: what waits for 店长 is weighed; the desk bounds what it may approve, and for whom."""

from __future__ import annotations

from datetime import timedelta

from agents.evidence import orders_of
from agents.job import Brief, Call, JobContext, job
from agents.report_lines import Lines
from agents.store_manager.work_words import what_done
from agents.trigger import at
from authority.docket import Docket
from decisions.approvals import Opinion, Request, is_rubber_stamp, weigh_request
from decisions.refunds import buyer_risk
from shops.models import FulfilmentStatus, PaymentStatus

ROLE = "store_manager"
WINDOW = timedelta(days=90)


def _waiting(ctx: JobContext) -> list[Docket]:
    """Give what waits for 店长 and was not looked at before; what it has left is a person's."""
    rows = [row for row in ctx.log.list_effects(states=("held",)) if row.approver == ROLE and row.employee != ROLE]
    if not rows:
        return []
    seen = {name for task in ctx.tasks.of_job("small_requests") if task.id != ctx.task.id for name in task.subject}
    return [row for row in rows if f"effect:{row.id}" not in seen]


@job(
    "store_manager",
    "Small requests",
    "小额审批",
    at("09:15", "12:00", "15:00", "18:00"),
    tools=("approve_request",),
    action="care",
    model_use="never",
    speaks=True,
    work=lambda ctx: [f"effect:{row.id}" for row in _waiting(ctx)],
)
def small_requests(ctx: JobContext) -> Brief:
    """Approve small requests of the other employees that are reasoned and fit the buyer; leave the rest to a person."""
    lines, calls, left = Lines(ctx), [], 0
    for row in _waiting(ctx):
        opinion, (what, what_zh) = _weigh(ctx, row), what_done(row)
        lines.fact(row.id, f"{what}; {opinion.why}; {opinion.why_zh}", f"ledger:{row.id}", row.money_out)
        if opinion.approve:
            calls.append(Call(tool="approve_request", args={"effect_id": row.id}))
            lines.say(f"approve: {what}: {opinion.why}", f"同意:{what_zh};{opinion.why_zh}", row.id)
        else:
            left += 1
            lines.say(f"left to you: {what}: {opinion.why}", f"留给您:{what_zh};{opinion.why_zh}", row.id)
    if not calls and not left:
        lines.head("No small request waits.", "没有待批的小额申请。")
    _alarm(ctx, lines, len(calls), left)
    figures = {"approved": len(calls), "left": left, "left_out": lines.left_out}
    return Brief(facts=lines.facts, calls=tuple(calls), draft=lines.text(), figures=figures, language=ctx.language)


def _weigh(ctx: JobContext, row: Docket) -> Opinion:
    customers = row.exposure.get("customers", ())
    orders = [order for customer in customers for order in orders_of(ctx, customer)]
    alive = [one for one in orders if one.fulfilment is not FulfilmentStatus.CANCELLED]
    lately = [one for one in alive if one.payment is PaymentStatus.PAID and one.placed_at >= ctx.now - WINDOW]
    return weigh_request(
        Request(
            amount=row.money_out,
            paid_90d=sum(line.paid - line.refunded for order in lately for line in order.lines),
            risk=buyer_risk(sum(any(line.refunded for line in one.lines) for one in alive), len(alive)),
            reason=row.reason,
        )
    )


def _alarm(ctx: JobContext, lines: Lines, approved: int, left: int) -> None:
    """Tell the owner when nearly everything is approved: then it is no check."""
    before = [task for task in ctx.tasks.of_job("small_requests", since=ctx.now - WINDOW) if task.id != ctx.task.id]
    effects = {name.removeprefix("effect:") for task in before for name in task.subject}
    rows = [row for row in ctx.log.list_effects(since=ctx.now - WINDOW, kinds=("issue_refund",)) if row.id in effects]
    yes = approved + sum(row.decided_as == ROLE for row in rows)
    every = approved + left + len(rows)
    if is_rubber_stamp(yes, every):
        shown = lines.fact("ratio.approved", yes, "ledger:approvals/90d")
        of = lines.fact("ratio.decided", every, "ledger:approvals/90d")
        lines.say(
            f"I have approved {shown} of {of} requests: lower approval.store_manager_up_to, or look at them yourself",
            f"我已同意 {of} 项申请中的 {shown} 项:请调低 approval.store_manager_up_to,或亲自抽查",
            "ratio",
        )
