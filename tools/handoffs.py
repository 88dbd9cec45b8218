"""Hand-offs: giving work to another employee and getting the settled result back."""

from __future__ import annotations

from tools.tool import Handoff, ToolContext, tool


@tool()
def hand_off(ctx: ToolContext, job: str, goal: str, subject: list[str]) -> Handoff:
    """Ask the employee who has a job to do it now; the result comes back as facts.

    Args:
        job: Name of the job, e.g. "replenishment".
        goal: What is wanted and how it will be judged, in a sentence.
        subject: Ids it is about, e.g. ["sku:85123A"]; empty for all.
    """
    return Handoff(job=job, goal=goal, subject=tuple(subject))
