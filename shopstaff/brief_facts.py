"""The facts of a task as its briefs hold them, the computed numbers of a job among them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from authority.tasks import TaskBook
from kit.facts import Fact

COMPUTED = "computed"
"""Id of the fact that holds what a job has counted, its ``figures``."""


def facts_of(tasks: TaskBook, task_id: str) -> list[Fact]:
    """Give the facts of a task's briefs, each id and text once, in order; what the job computed comes last."""
    briefs = [turn.body for turn in tasks.turns(task_id) if turn.kind == "brief"]
    found = [Fact.model_validate(fact) for body in briefs for fact in body.get("facts", ())]
    known = {(fact.id, fact.text): fact for fact in found}
    figures = {name: value for body in briefs for name, value in body.get("figures", {}).items()}
    text = "; ".join(_lines(figures))
    if text:
        known[COMPUTED, text] = Fact(id=COMPUTED, text=text, value=figures, source=f"task:{task_id}")
    return list(known.values())


def _lines(figures: Mapping[str, Any]) -> Iterator[str]:
    """Write numbers by name; of a list its length, and of a table within the table its own."""
    for name, value in figures.items():
        words = name.replace("_", " ")
        if isinstance(value, Mapping):
            yield from (f"{words} {line}" for line in _lines(value))
        elif isinstance(value, list | tuple):
            yield f"{words} {len(value)}"
        elif isinstance(value, int | float) and not isinstance(value, bool):
            yield f"{words} {value}"
