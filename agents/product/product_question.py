"""商品 · product question 商品问答: spoken to by name, the employee says what it did lately and what waits."""

from __future__ import annotations

from agents.evidence import recent_work, say_recent_work
from agents.job import Brief, JobContext, job
from agents.trigger import OnQuestion


@job(
    "product",
    "Product question",
    "商品问答",
    OnQuestion(),
    tools=("recall",),
    action="care",
    model_use="judgement",
    speaks=True,
    lane="conversation",
)
def product_question(ctx: JobContext) -> Brief:
    """Answer the owner from what this employee did in the last 24 hours; nothing is changed."""
    understood = ctx.understand(ctx.task.input["text"])
    facts = recent_work(ctx, "product")
    held = sum(row.employee == "product" for row in ctx.log.list_effects(states=("held",)))
    draft = say_recent_work(facts, held, zh=understood.language == "zh")
    return Brief(facts=facts, draft=draft, language=understood.language)
