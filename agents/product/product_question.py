"""商品 · product question 商品问答: spoken to by name, the employee says what it did lately and what waits."""

from __future__ import annotations

from agents.evidence import about_own_work
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
)
def product_question(ctx: JobContext) -> Brief:
    """Answer the owner from what this employee did in the last 24 hours; nothing is changed."""
    return about_own_work(ctx, "product")
