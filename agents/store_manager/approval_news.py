"""店长 · approval news 审批结果: what the owner decided is remembered, so that the staff learns of it."""

from __future__ import annotations

from agents.job import Brief, JobContext, job
from agents.trigger import OnEvent
from kit.facts import Fact
from memory.notes import Note


@job("store_manager", "Approval news", "审批结果", OnEvent("approval.decided"), tools=("recall",), action="care")
def approval_news(ctx: JobContext) -> Brief:
    """Note what the owner decided about a held effect, and what became of it."""
    row = ctx.log.get(ctx.task.subject[0].removeprefix("effect:"))
    decision = "approved" if row.state not in ("rejected", "expired") else row.state
    text = f"{row.decided_by or 'nobody'} {decision} {row.summary}; now {row.state}; {row.why}"
    note = Note(kind="episode", subject=f"effect:{row.id}", text=text, source="ledger", event=ctx.task.id)
    fact = Fact(id=row.id, text=text, value=row.state, source=f"ledger:{row.id}")
    return Brief(facts=(fact,), draft=text, learnt=(note,))
