"""By employee: tasks by job and how they ended, effects by kind and state, and some of their own words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from agents.roster import employees, jobs
from authority.docket import Docket
from authority.task import Task
from shopstaff.report.data import Evidence, Names
from shopstaff.report.telling import kind_words
from shopstaff.report.wording import end_words, shorten, state_words

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
    line: str
    jobs: tuple[Row, ...]
    effects: tuple[Row, ...]
    plan: Words | None
    examples: tuple[Words, ...]


def people_of(evidence: Evidence, effects: Sequence[Docket]) -> list[Person]:
    """Describe every employee, also one who had nothing to do."""
    found, names = [], evidence.names
    for name, employee in employees().items():
        tasks = [task for task in evidence.tasks if task.employee == name]
        plans = [task for task in tasks if task.job == PLAN and task.answer]
        found.append(
            Person(
                name=name,
                title=names.say.pick(employee.title, employee.title_zh),
                line=names.say(employee.handoff_line),
                jobs=_jobs(tasks, names),
                effects=_effects([row for row in effects if row.employee == name], names),
                plan=_words(plans[-1], evidence, 10_000) if plans else None,
                examples=_examples(tasks, evidence),
            )
        )
    return sorted(found, key=lambda person: person.plan is None)


def _jobs(tasks: Sequence[Task], names: Names) -> tuple[Row, ...]:
    rows = []
    for name in sorted({task.job for task in tasks}):
        ends = Counter(end_words(task.end, names.say) for task in tasks if task.job == name)
        rows.append(Row(job_title(name, names), sum(ends.values()), _sorts(ends)))
    return tuple(sorted(rows, key=lambda row: (-row.total, row.name)))


def _effects(effects: Sequence[Docket], names: Names) -> tuple[Row, ...]:
    rows = []
    for kind in sorted({row.kind for row in effects}):
        states = Counter(state_words(row.state, names.say) for row in effects if row.kind == kind)
        rows.append(Row(kind_words(kind, names), sum(states.values()), _sorts(states)))
    return tuple(sorted(rows, key=lambda row: (-row.total, row.name)))


def _examples(tasks: Sequence[Task], evidence: Evidence) -> tuple[Words, ...]:
    """Give the last answer of each job, the last jobs first; a plan stands on its own."""
    last = {task.job: task for task in tasks if task.answer and task.job != PLAN}
    newest = sorted(last.values(), key=lambda task: (task.due_at, task.id), reverse=True)
    return tuple(_words(task, evidence, 600) for task in newest[:EXAMPLES])


def _words(task: Task, evidence: Evidence, length: int) -> Words:
    when = f"{evidence.names.day(task.due_at)} {evidence.names.clock(task.due_at)}"
    return Words(job_title(task.job, evidence.names), when, shorten(task.answer, length))


def job_title(name: str, names: Names) -> str:
    """Give the title of a job, of one that is gone its name."""
    job = jobs().get(name)
    return names.say.pick(job.title, job.title_zh) if job else name


def _sorts(counts: dict[str, int]) -> str:
    return " · ".join(f"{name} {number}" for name, number in sorted(counts.items(), key=lambda one: (-one[1], one[0])))
