"""What an employee says to an order that is not its work: plainly that nothing was done, never figures instead."""

from __future__ import annotations

from agents.job import Brief, JobContext
from agents.owner_topics import is_order

_NOT_MINE = (
    "That order is not my work, so nothing was done. Say it without naming an employee, and whose work it is takes it "
    "up or says how to have it done.",
    "这项指令不归我管,所以什么都没有做。请不要指定员工再说一遍,由负责的店员执行,或告诉您怎么做。",
)


def not_mine(ctx: JobContext) -> Brief | None:
    """Give the refusal of an order that came to a job that only answers; None where the words are no order."""
    text = ctx.task.input["text"]
    understood = ctx.understand(text, "owner")
    if not is_order(text, understood.intents):
        return None
    return Brief(draft=_NOT_MINE[understood.language == "zh"], language=understood.language)
