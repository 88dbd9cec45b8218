"""By employee: tasks by job and how they ended, effects by kind and state, and some of their own words.

Every count leads to a list of what it counts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from agents.roster import employees, jobs
from authority.docket import Docket
from authority.task import Task
from shopstaff.report.anchors import Linker, link
from shopstaff.report.data import Evidence, Names
from shopstaff.report.telling import kind_words
from shopstaff.report.wording import end_words, shorten, state_words

PLAN = "morning_plan"
EXAMPLES = 3


@dataclass(frozen=True)
class Item:
    """One thing that is counted: its id, its moment in words, and whether the page shows it under that id."""

    id: str
    when: str
    is_shown: bool


@dataclass(frozen=True)
class Row:
    """One line of a table: what and how many, and how many of which sort.

    Attributes:
        anchor: Where the page lists what is counted.
        total: Linked to that list.
        sorts: How many of which sort, in words, each number linked.
        groups: What is counted, by sort.
    """

    name: str
    anchor: str
    count: int
    total: Markup
    sorts: Markup
    groups: tuple[tuple[str, tuple[Item, ...]], ...]


@dataclass(frozen=True)
class Words:
    """Something an employee said."""

    title: str
    when: str
    text: Markup


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


def people_of(
    evidence: Evidence, effects: Sequence[Docket], linker: Callable[[str], Linker], shown: frozenset[str]
) -> list[Person]:
    """Describe every employee, also one who had nothing to do.

    Args:
        evidence: What was read.
        effects: All effects of the run.
        linker: Gives what links the numbers of the texts about a task.
        shown: Effects that the page shows.
    """
    found, names = [], evidence.names
    for name, employee in employees().items():
        tasks = [task for task in evidence.tasks if task.employee == name]
        mine = [row for row in effects if row.employee == name]
        plans = [task for task in tasks if task.job == PLAN and task.answer]
        found.append(
            Person(
                name=name,
                title=names.say.pick(employee.title, employee.title_zh),
                line=names.say(employee.handoff_line),
                jobs=_jobs(name, tasks, evidence),
                effects=_effects(name, mine, shown, names),
                plan=_words(plans[-1], evidence, linker, 10_000) if plans else None,
                examples=_examples(tasks, evidence, linker),
            )
        )
    return sorted(found, key=lambda person: person.plan is None)


def _jobs(who: str, tasks: Sequence[Task], evidence: Evidence) -> tuple[Row, ...]:
    names, first = evidence.names, evidence.first_day
    rows = [
        _row(
            job_title(name, names),
            f"of-{who}-{name}",
            ((end_words(task.end, names.say), task.id, task.due_at) for task in tasks if task.job == name),
            names,
            lambda _, moment: names.day(moment) >= first,
        )
        for name in sorted({task.job for task in tasks})
    ]
    return tuple(sorted(rows, key=lambda row: (-row.count, row.name)))


def _effects(who: str, effects: Sequence[Docket], shown: frozenset[str], names: Names) -> tuple[Row, ...]:
    rows = [
        _row(
            kind_words(kind, names),
            f"of-{who}-ef-{kind}",
            ((state_words(row.state, names.say), row.id, row.submitted_at) for row in effects if row.kind == kind),
            names,
            lambda effect, _: effect in shown,
        )
        for kind in sorted({row.kind for row in effects})
    ]
    return tuple(sorted(rows, key=lambda row: (-row.count, row.name)))


def _row(
    name: str,
    anchor: str,
    things: Iterable[tuple[str, str, datetime]],
    names: Names,
    is_shown: Callable[[str, datetime], bool],
) -> Row:
    """Count things by their sort, most first."""
    groups: dict[str, list[Item]] = {}
    for sort, one, moment in things:
        item = Item(one, f"{names.day(moment)} {names.clock(moment)}", is_shown(one, moment))
        groups.setdefault(sort, []).append(item)
    ordered = sorted(groups.items(), key=lambda group: (-len(group[1]), group[0]))
    count = sum(len(items) for _, items in ordered)
    sorts = [Markup("{} {}").format(sort, link(anchor, len(items))) for sort, items in ordered]
    return Row(
        name=name,
        anchor=anchor,
        count=count,
        total=link(anchor, f"{count:,}"),
        sorts=Markup(" · ").join(sorts),
        groups=tuple((sort, tuple(items)) for sort, items in ordered),
    )


def _examples(tasks: Sequence[Task], evidence: Evidence, linker: Callable[[str], Linker]) -> tuple[Words, ...]:
    """Give the last answer of each job, the last jobs first; a plan stands on its own."""
    last = {task.job: task for task in tasks if task.answer and task.job != PLAN}
    newest = sorted(last.values(), key=lambda task: (task.due_at, task.id), reverse=True)
    return tuple(_words(task, evidence, linker, 600) for task in newest[:EXAMPLES])


def _words(task: Task, evidence: Evidence, linker: Callable[[str], Linker], length: int) -> Words:
    when = f"{evidence.names.day(task.due_at)} {evidence.names.clock(task.due_at)}"
    return Words(job_title(task.job, evidence.names), when, linker(task.id).of(shorten(task.answer, length)))


def job_title(name: str, names: Names) -> str:
    """Give the title of a job, of one that is gone its name."""
    job = jobs().get(name)
    return names.say.pick(job.title, job.title_zh) if job else name
