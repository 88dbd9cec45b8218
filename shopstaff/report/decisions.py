"""Decisions: every effect with its reason, its numbers, the verdict and what became of it, by day and employee."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from agents.roster import employees
from authority.docket import Docket
from authority.task import Task
from kit.facts import Fact
from shopstaff.report.data import Evidence, is_of_note
from shopstaff.report.people import job_title
from shopstaff.report.telling import kind_words, tell
from shopstaff.report.wording import ORIGINS, STATES, end_words, reason_words, shorten, state_words
from shopstaff.report.words import Words, mark
from shopstaff.verdict_words import rule_words

FACTS_OF_TASK = 12
FACTS_OF_EFFECT = 60
RULINGS = {"allow": mark("allowed"), "hold": mark("held"), "deny": mark("denied"), "": mark("not judged")}
PEOPLE = {"owner": mark("the owner"), "manager": mark("a manager"), "store_manager": mark("the store manager")}


@dataclass(frozen=True)
class Decision:
    """One effect as the page shows it; ``state`` is the bare state, ``state_words`` for people."""

    id: str
    task: str
    at: str
    day: date
    employee: str
    kind: str
    line: str
    parts: tuple[str, ...]
    reason: str
    facts: tuple[Fact, ...]
    is_internal: bool
    verdict: str
    outcome: str
    state: str
    state_words: str
    money_out: str


@dataclass(frozen=True)
class TaskView:
    """One task with its effects; ``more_facts`` counts those left out."""

    id: str
    at: str
    title: str
    origin: str
    end: str
    answer: str
    facts: tuple[Fact, ...]
    more_facts: int
    decisions: tuple[Decision, ...]


@dataclass(frozen=True)
class StaffDay:
    """What one employee did on one day."""

    employee: str
    tasks: tuple[TaskView, ...]
    effects: int


@dataclass(frozen=True)
class Day:
    """One day of the shop."""

    day: date
    weekday: str
    staff: tuple[StaffDay, ...]
    effects: int
    tasks: int


@dataclass(frozen=True)
class Note:
    """An effect that was held, denied or not done as asked: by what rule and why, and who decided."""

    decision: Decision
    is_shown: bool
    rule: str
    why: str
    decided: str


def decide(row: Docket, evidence: Evidence) -> Decision:
    """Write one effect for the page."""
    names = evidence.names
    told = tell(row, names)
    facts = _about(evidence.facts.get(row.task, ()), told.about)
    return Decision(
        id=row.id,
        task=row.task,
        at=names.clock(row.submitted_at),
        day=names.day(row.submitted_at),
        employee=row.employee,
        kind=kind_words(row.kind, names),
        line=told.line,
        parts=told.parts,
        reason=reason_words(row.reason, names.say.language),
        facts=tuple(_without(fact, row.reason, names.say) for fact in facts)[:FACTS_OF_EFFECT],
        is_internal=told.has_costs or any(fact.secret for fact in facts),
        verdict=_verdict(row, evidence),
        outcome=_outcome(row, names.say),
        state=row.state,
        state_words=state_words(row.state, names.say),
        money_out=names.money(row.money_out) if row.money_out else "",
    )


def days_of(evidence: Evidence, decisions: Sequence[Decision]) -> list[Day]:
    """Group tasks and their effects by day and employee, from the first day shown; the newest day first."""
    by_task: dict[str, list[Decision]] = {}
    for decision in decisions:
        by_task.setdefault(decision.task, []).append(decision)
    groups: dict[tuple[date, str], list[TaskView]] = {}
    for task in evidence.tasks:
        day = evidence.names.day(task.due_at)
        if day >= evidence.first_day:
            view = _task(task, evidence, by_task.pop(task.id, []))
            groups.setdefault((day, task.employee), []).append(view)
    for task_id, own in by_task.items():  # submitted by something that is no task
        lone = TaskView(task_id, own[0].at, task_id, "", "", "", (), 0, tuple(own))
        groups.setdefault((own[0].day, own[0].employee), []).append(lone)
    days = sorted({day for day, _ in groups}, reverse=True)
    say = evidence.names.say
    return [
        _day(day, say.weekday(day), {name: views for (when, name), views in groups.items() if when == day})
        for day in days
    ]


def notes_of(evidence: Evidence, effects: Sequence[Docket]) -> list[Note]:
    """Give every effect of note: what waits first, then the newest first."""
    noted = [row for row in reversed(effects) if is_of_note(row)]
    return [_note(row, evidence) for row in sorted(noted, key=lambda row: row.state != "held")]


def _note(row: Docket, evidence: Evidence) -> Note:
    _, rule, why = _first_ruling(row, evidence)
    is_shown = evidence.names.day(row.submitted_at) >= evidence.first_day
    said = rule_words(rule, why, evidence.names.say.language)
    return Note(decide(row, evidence), is_shown, rule, said, _answer(row, evidence))


def _first_ruling(row: Docket, evidence: Evidence) -> tuple[str, str, str]:
    """Give ruling, rule and why as the rules said at first; the row holds what was said last."""
    for entry in evidence.history.get(row.id, ()):
        if entry["kind"] == "verdict" and entry["body"]:
            return entry["body"]["ruling"], entry["body"]["rule"], entry["body"]["why"]
    return row.verdict, row.rule, row.why


def _answer(row: Docket, evidence: Evidence) -> str:
    """Say who decided about an effect of note, and why if they said so."""
    say = evidence.names.say
    if row.state == "rejected":
        return say("{person} rejected: {why}", person=_person(row.decided_by, say), why=row.why)
    if row.decided_by:
        return say("{person} approved", person=_person(row.decided_by, say))
    if row.state == "held":
        if row.expires_at is None:
            return say("open")
        until = f"{evidence.names.day(row.expires_at)} {evidence.names.clock(row.expires_at)}"
        return say("open, {person} until {until}", person=_person(row.approver, say), until=until)
    return say("the rules") if row.verdict == "deny" else say("nobody")


def _person(who: str | None, say: Words) -> str:
    """Name who decides; a person's own name stays."""
    return say(PEOPLE.get(who, who)) if who else say("a person")


def _day(day: date, weekday: str, staff: dict[str, list[TaskView]]) -> Day:
    order = [*employees(), *sorted(set(staff) - set(employees()))]
    views = tuple(
        StaffDay(
            name,
            tuple(sorted(staff[name], key=lambda task: (task.at, task.id))),
            sum(len(task.decisions) for task in staff[name]),
        )
        for name in order
        if name in staff
    )
    return Day(day, weekday, views, sum(one.effects for one in views), sum(len(one.tasks) for one in views))


def _task(task: Task, evidence: Evidence, decisions: list[Decision]) -> TaskView:
    told = {(fact.id, fact.source) for decision in decisions for fact in decision.facts}
    facts = [fact for fact in evidence.facts.get(task.id, ()) if (fact.id, fact.source) not in told]
    return TaskView(
        id=task.id,
        at=evidence.names.clock(task.due_at),
        title=job_title(task.job, evidence.names),
        origin=evidence.names.say(ORIGINS.get(task.origin, task.origin)),
        end=end_words(task.end, evidence.names.say),
        answer="" if decisions and task.employee == "customer" else shorten(task.answer, 700),
        facts=tuple(facts[:FACTS_OF_TASK]),
        more_facts=max(0, len(facts) - FACTS_OF_TASK),
        decisions=tuple(decisions),
    )


def _about(facts: Sequence[Fact], about: Sequence[str]) -> tuple[Fact, ...]:
    """Give the facts about an effect's own objects; with no such object the task shows its facts."""
    return tuple(fact for fact in facts if any(fact.id == word or fact.id.endswith(f".{word}") for word in about))


def _without(fact: Fact, reason: str, say: Words) -> Fact:
    """Leave out of a fact what the reason says already."""
    for said in filter(None, (reason, *reason.splitlines())):
        if fact.text.endswith(said):
            left = fact.text.removesuffix(said).rstrip(" ;,")
            return fact.model_copy(update={"text": left or say("source of the reason")})
    return fact


def _verdict(row: Docket, evidence: Evidence) -> str:
    """Say what the rules said at first and, if a person was asked, what they answered."""
    ruling, rule, why = _first_ruling(row, evidence)
    say = evidence.names.say
    words = say(RULINGS.get(ruling or "", ruling))
    if rule:
        words = say("{ruling} by {rule}: {why}", ruling=words, rule=rule, why=rule_words(rule, why, say.language))
    return f"{words}; {_answer(row, evidence)}" if row.decided_by else words


def _outcome(row: Docket, say: Words) -> str:
    """Say what the shop answered, ``"done, shipment_12…"``; empty when nothing was sent to it."""
    if not row.outcome:
        return ""
    status = str(row.outcome.get("status", ""))
    status = say(STATES[status][1]) if status in STATES else status
    parts = [status, row.outcome.get("object_id") or "", row.outcome.get("message") or ""]
    return ", ".join(part for part in parts if part)
