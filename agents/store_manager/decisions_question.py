"""店长 · decisions that wait 待审批: what the owner is asked to approve, and how; nothing is approved in a chat."""

from __future__ import annotations

from agents.job import Brief, JobContext, job
from agents.owner_topics import OwnerTopic
from agents.report_lines import Lines
from agents.store_manager.held_lines import say_held
from agents.trigger import OnIntent

MOST = 7
"""Decisions shown in full; a chat is read on a phone."""


@job(
    "store_manager",
    "Decisions that wait",
    "待审批",
    OnIntent((OwnerTopic.DECISIONS,)),
    tools=("recall",),
    action="care",
    model_use="words",
    speaks=True,
    lane="conversation",
)
def decisions_question(ctx: JobContext) -> Brief:
    """Name what waits for the owner, the most money first, each with its reason, its end and its id."""
    language = ctx.understand(ctx.task.input["text"], "owner").language
    lines = Lines(ctx, language=language)
    lines.head("Waiting for your decision", "待您审批")
    if say_held(ctx, lines, MOST):
        lines.head(
            "Decide with `shopstaff approvals approve ID` or `shopstaff approvals reject ID --why TEXT`.",
            "请用 `shopstaff approvals approve ID` 批准,或 `shopstaff approvals reject ID --why 原因` 驳回。",
        )
    return Brief(facts=lines.facts, draft=lines.text(), language=language)
