"""By employee: tasks by job and how they ended, effects by kind and state, and some of their own words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from agents.roster import employees, jobs
from authority.rows import EffectRow, TaskRow
from shopstaff.report.data import Evidence
from shopstaff.report.wording import ENDS, KINDS, shorten, state_words

PLAN = "morning_plan"
EXAMPLES = 3


@dataclass(frozen=True)
class Row:
    """One line of a table: what, how many, and how many of which sort in words."""

    name: str
    total: int
    sorts: str


@dataclass(frozen=True)
class Words:
    """Something an employee said."""

    title: str
    when: str
    text: str


@dataclass(frozen=True)
class Person:
    """One employee with what they did."""

    name: str
    title: str
    title_zh: str
    line: str
    jobs: tuple[Row, ...]
    effects: tuple[Row, ...]
    plan: Words | None
    examples: tuple[Words, ...]


def people_of(evidence: Evidence, effects: Sequence[EffectRow]) -> list[Person]:
    """Describe every employee, also one who had nothing to do."""
    found = []
    for name, employee in employees().items():
        tasks = [task for task in evidence.tasks if task.employee == name]
        plans = [task for task in tasks if task.job == PLAN and task.answer]
        found.append(
            Person(
                name=name,
                title=employee.title,
                title_zh=employee.title_zh,
                line=employee.handoff_line,
                jobs=_jobs(tasks),
                effects=_effects([row for row in effects if row.employee == name]),
                plan=_words(plans[-1], evidence, 10_000) if plans else None,
                examples=_examples(tasks, evidence),
            )
        )
    return sorted(found, key=lambda person: person.plan is None)


def _jobs(tasks: Sequence[TaskRow]) -> tuple[Row, ...]:
    rows = []
    for name in sorted({task.job for task in tasks}):
        ends = Counter(task.end or "open" for task in tasks if task.job == name)
        rows.append(Row(_title(name), sum(ends.values()), _sorts({ENDS.get(end, end): n for end, n in ends.items()})))
    return tuple(sorted(rows, key=lambda row: (-row.total, row.name)))


def _effects(effects: Sequence[EffectRow]) -> tuple[Row, ...]:
    rows = []
    for kind in sorted({row.kind for row in effects}):
        states = Counter(state_words(row.state) for row in effects if row.kind == kind)
        rows.append(Row(KINDS.get(kind, kind), sum(states.values()), _sorts(states)))
    return tuple(sorted(rows, key=lambda row: (-row.total, row.name)))


def _examples(tasks: Sequence[TaskRow], evidence: Evidence) -> tuple[Words, ...]:
    """Give the last answer of each job, the last jobs first; a plan stands on its own."""
    last = {task.job: task for task in tasks if task.answer and task.job != PLAN}
    newest = sorted(last.values(), key=lambda task: (task.due_at, task.id), reverse=True)
    return tuple(_words(task, evidence, 600) for task in newest[:EXAMPLES])


def _words(task: TaskRow, evidence: Evidence, length: int) -> Words:
    when = f"{evidence.names.day(task.due_at)} {evidence.names.clock(task.due_at)}"
    return Words(_title(task.job), when, shorten(task.answer, length))


def _title(name: str) -> str:
    job = jobs().get(name)
    return f"{job.title} {job.title_zh}" if job else name


def _sorts(counts: dict[str, int]) -> str:
    return " · ".join(f"{name} {number}" for name, number in sorted(counts.items(), key=lambda one: (-one[1], one[0])))
