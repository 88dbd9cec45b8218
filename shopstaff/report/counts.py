"""The counts of a run, each with the parts by employee that it is the sum of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from agents.roster import employees
from authority.docket import Docket
from authority.task import Task
from config.settings import RULES_MODEL
from shopstaff.report.words import Words


@dataclass(frozen=True)
class Count:
    """One count: what, how many, and its parts by name; ``anchor`` is its place in the page."""

    anchor: str
    name: str
    total: str
    parts: tuple[tuple[str, str], ...]


def counts_of(
    summary: Mapping[str, Any], tasks: Sequence[Task], effects: Sequence[Docket], say: Words
) -> dict[str, Count]:
    """Give tasks, effects by first verdict and steps, each by employee.

    Args:
        summary: What :func:`shopstaff.summary.summarise` gave; its totals are shown.
        tasks: All tasks of the run.
        effects: All effects of the run.
        say: The words of the reader's language.
    """
    verdicts = {
        name: Counter(row.employee for row in effects if _first(row) == name) for name in ("allow", "hold", "deny")
    }
    calls, steps = Counter[str](), Counter[str]()
    for task in tasks:
        (steps if task.model == RULES_MODEL else calls)[task.employee] += task.model_calls
    total, per_day = summary["tasks"]["total"], summary["tasks"]["per_day"]
    named = {
        "tasks": (say("Tasks"), total, Counter(task.employee for task in tasks)),
        "effects": (say("Effects"), len(effects), Counter(row.employee for row in effects)),
        "allow": (say("Allowed at once"), summary["effects"]["allow"], verdicts["allow"]),
        "hold": (say("Held for the owner"), summary["effects"]["hold"], verdicts["hold"]),
        "deny": (say("Denied"), summary["effects"]["deny"], verdicts["deny"]),
        "calls": (say("Calls of a language model"), summary["model_calls"], calls),
        "steps": (say("Steps taken by rules"), summary["rules_calls"], steps),
    }
    found = {
        key: Count(f"count-{key}", name, f"{number:,}", tuple(_parts(parts, say)))
        for key, (name, number, parts) in named.items()
    }
    a_day = ((say("Tasks"), f"{total:,}"), (say("Days"), f"{summary['days']:,}"))
    return found | {"a_day": Count("count-a_day", say("Tasks a day"), f"{per_day}", a_day)}


def _first(row: Docket) -> str:
    return "hold" if row.approver else row.verdict


def _parts(counted: Mapping[str, int], say: Words) -> Iterator[tuple[str, str]]:
    for name, number in sorted(counted.items(), key=lambda one: (-one[1], one[0])):
        who = employees().get(name)
        if number:
            yield (say.pick(who.title, who.title_zh) if who else name), f"{number:,}"
