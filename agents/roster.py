"""Who works here and what they do: employees and jobs, found by being in ``agents/`` or in a plug-in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from agents.job import Job
from agents.trigger import OnBuyerIntent, OnHandoff, OnIntent, OnQuestion
from kit.errors import Misconfigured
from kit.find import find, instances_of
from tools.tool import Tool, tools


@dataclass(frozen=True)
class Employee:
    """A digital employee: a folder with its ``role.md`` and one file per job.

    Attributes:
        name: Name of the folder, e.g. ``"store_manager"``.
        title, title_zh: What people call it.
        handoff_line: One line that tells others what to hand to it.
        folder: Where ``role.md`` stands.
    """

    name: str
    title: str
    title_zh: str
    handoff_line: str
    folder: Path

    @property
    def role(self) -> str:
        """Give the instructions of the role."""
        return (self.folder / "role.md").read_text(encoding="utf-8").strip()


@cache
def employees() -> dict[str, Employee]:
    """Find every employee by name."""
    return find("agents", instances_of(Employee), lambda one: one.name, "shopstaff.employees")


@cache
def jobs() -> dict[str, Job]:
    """Find every job by name; a job of an unknown employee, or with an unknown tool, is an error."""
    found = find("agents", instances_of(Job), lambda one: one.name, "shopstaff.jobs")
    for one in found.values():
        if one.employee not in employees():
            raise Misconfigured(f"job {one.name!r} belongs to {one.employee!r}; employees: {', '.join(employees())}")
        for name in one.tools:
            if name not in tools():
                raise Misconfigured(f"job {one.name!r} wants the tool {name!r}, which no file in tools/ defines")
            if tools()[name].employees and one.employee not in tools()[name].employees:
                raise Misconfigured(f"job {one.name!r} wants the tool {name!r}, which {one.employee} may not use")
    return found


def tools_of(one: Job) -> dict[str, Tool]:
    """Give the tools a job may call: those it names, and reading what any employee may read."""
    return {name: tools()[name] for name in one.tools}


def job_for_intents(intents: tuple[str, ...], employee: str | None = None) -> Job | None:
    """Give the job that the first known intent triggers, of one employee if named; None if no job does."""
    for intent in intents:
        for one in jobs().values():
            wanted = any(isinstance(trigger, OnIntent) and intent in trigger.intents for trigger in one.triggers)
            if wanted and employee in (None, one.employee):
                return one
    return None


def job_for_questions(employee: str) -> Job:
    """Give the job by which an employee answers what none of its other jobs takes.

    Raises:
        Misconfigured: The employee has none.
    """
    for one in jobs().values():
        if one.employee == employee and any(isinstance(by, OnQuestion) for by in one.triggers):
            return one
    raise Misconfigured(f"{employee} has no job that answers questions; give one the trigger OnQuestion()")


def jobs_for_wishes(wishes: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Give the jobs that wait for a buyer's wishes, by name, each with those of the wishes that it takes."""
    found: dict[str, tuple[str, ...]] = {}
    for wish in wishes:
        for one in jobs().values():
            if any(isinstance(by, OnBuyerIntent) and wish in by.wishes for by in one.triggers):
                found[one.name] = (*found.get(one.name, ()), wish)
    return found


def jobs_for_handoff() -> dict[str, Job]:
    """Give the jobs that can begin with a hand-off; the others need an event or words that it does not bring."""
    return {name: one for name, one in jobs().items() if any(isinstance(by, OnHandoff) for by in one.triggers)}
