"""Decisions: every effect with its reason, its numbers, the verdict and what became of it, by day and employee."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from agents.roster import employees
from authority.docket import Docket
from authority.task import Task
from authority.verdict_words import rule_words
from kit.facts import Fact
from shopstaff.report.anchors import Linker, fact_anchor, link, row_anchor, to_row
from shopstaff.report.data import Evidence, is_of_note
from shopstaff.report.people import job_title
from shopstaff.report.telling import kind_words, tell
from shopstaff.report.wording import ORIGINS, STATES, end_words, reason_words, shorten, state_words
from shopstaff.report.words import Words, mark

FACTS_OF_TASK = 12
FACTS_OF_EFFECT = 60
RULINGS = {"allow": mark("allowed"), "hold": mark("held"), "deny": mark("denied"), "": mark("not judged")}
ENTRIES = {
    "intent": mark("asked for"),
    "verdict": mark("judged"),
    "approval": mark("a person's answer"),
    "outcome": mark("outcome"),
}
PEOPLE = {"owner": mark("the owner"), "manager": mark("a manager"), "store_manager": mark("the store manager")}


@dataclass(frozen=True)
class FactView:
    """A fact where it is shown; links lead to its ``anchor``."""

    anchor: str
    fact: Fact


@dataclass(frozen=True)
class Decision:
    """One effect as the page shows it; ``state`` is the bare state, ``state_words`` for people.

    Attributes:
        row: Anchor of its entry in the ledger.
        line: With its numbers linked to that entry; ``plain`` are the same words there.
        entries: Numbers of its entries with what each is.
        reason: With its numbers linked to the facts that hold them.
        money_out: Linked to that entry; ``money`` is the same in plain words.
    """

    id: str
    row: str
    task: str
    at: str
    day: date
    employee: str
    kind: str
    line: Markup
    plain: str
    parts: tuple[str, ...]
    entries: str
    reason: Markup
    facts: tuple[FactView, ...]
    is_internal: bool
    verdict: str
    outcome: str
    state: str
    state_words: str
    money: str
    money_out: Markup


@dataclass(frozen=True)
class TaskView:
    """One task with its effects; ``has_more`` says that facts were left out which nothing on the page leads to."""

    id: str
    at: str
    title: str
    origin: str
    end: str
    answer: Markup
    facts: tuple[FactView, ...]
    has_more: bool
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

    id: str
    day: date
    at: str
    kind: str
    line: Markup
    money_out: Markup
    state: str
    state_words: str
    rule: str
    why: Markup
    decided: str


class Decisions:
    """All tasks and effects of a page, with links between figures and what they come from.

    Args:
        evidence: What was read.
        effects: All effects of the run, in order.
    """

    def __init__(self, evidence: Evidence, effects: Sequence[Docket]) -> None:
        self._evidence, self._effects = evidence, effects
        first, day = evidence.first_day, evidence.names.day
        shown = [row for row in effects if is_of_note(row) or day(row.submitted_at) >= first]
        self.shown = frozenset(row.id for row in shown)
        self.told = {row.id: tell(row, evidence.names) for row in shown}
        self._by_task: dict[str, list[Docket]] = {}
        for row in shown:
            self._by_task.setdefault(row.task, []).append(row)
        self._linkers: dict[str, Linker] = {}
        self._displayed: set[str] = set()

    def linker(self, task_id: str) -> Linker:
        """Give what links the numbers of the texts about a task."""
        if task_id not in self._linkers:
            facts = self._evidence.facts.get(task_id, ())
            self._linkers[task_id] = Linker(
                facts={fact_anchor(task_id, place): fact for place, fact in enumerate(facts)},
                rows={row_anchor(row.id): self._holds(row) for row in self._by_task.get(task_id, ())},
                effects=self.shown,
            )
        return self._linkers[task_id]

    def _holds(self, row: Docket) -> str:
        told = self.told[row.id]
        money = self._evidence.names.money(row.money_out) if row.money_out else ""
        reason = reason_words(row.reason, self._evidence.names.say.language)
        return "\n".join((told.line, *told.parts, reason, money))

    def days(self) -> list[Day]:
        """Group tasks and their effects by day and employee, from the first day shown; the newest day first."""
        evidence = self._evidence
        groups: dict[tuple[date, str], list[TaskView]] = {}
        for task in evidence.tasks:
            if (day := evidence.names.day(task.due_at)) >= evidence.first_day:
                groups.setdefault((day, task.employee), []).append(self._task(task))
        for row_task in sorted(self._by_task.keys() - {task.id for task in evidence.tasks}):
            # submitted by something that is no task
            own = tuple(self._decision(row) for row in self._by_task[row_task])
            lone = TaskView(row_task, own[0].at, row_task, "", "", Markup(""), (), False, own)
            groups.setdefault((own[0].day, own[0].employee), []).append(lone)
        days, say = sorted({day for day, _ in groups}, reverse=True), evidence.names.say
        return [
            _day(day, say.weekday(day), {name: views for (when, name), views in groups.items() if when == day})
            for day in days
        ]

    def earlier(self) -> list[TaskView]:
        """Give the older tasks that the page names, newest first: with an effect of note, or with words it quotes."""
        evidence = self._evidence
        old = [task for task in evidence.tasks if evidence.names.day(task.due_at) < evidence.first_day]
        named = [
            task for task in old if task.id in evidence.facts and (task.id in self._by_task or self._is_used(task.id))
        ]
        return [self._task(task, with_day=True) for task in reversed(named)]

    def _is_used(self, task_id: str) -> bool:
        return task_id in self._linkers and bool(self._linkers[task_id].used)

    def notes(self) -> list[Note]:
        """Give every effect of note: what waits first, then the newest first."""
        noted = [row for row in reversed(self._effects) if is_of_note(row)]
        return [self._note(row) for row in sorted(noted, key=lambda row: row.state != "held")]

    def _note(self, row: Docket) -> Note:
        evidence, names = self._evidence, self._evidence.names
        _, rule, why = _first_ruling(row, evidence)
        said = rule_words(rule, why, names.say.language)
        anchor = row_anchor(row.id)
        return Note(
            id=row.id,
            day=names.day(row.submitted_at),
            at=names.clock(row.submitted_at),
            kind=kind_words(row.kind, names),
            line=to_row(self.told[row.id].line, anchor),
            money_out=link(anchor, names.money(row.money_out)) if row.money_out else Markup(""),
            state=row.state,
            state_words=state_words(row.state, names.say),
            rule=rule,
            why=to_row(said, anchor),
            decided=_answer(row, evidence),
        )

    def _decision(self, row: Docket) -> Decision:
        """Write one effect for the page; a fact is shown with the first of its task's effects that it is about."""
        evidence, names, told = self._evidence, self._evidence.names, self.told[row.id]
        linker, anchor = self.linker(row.task), row_anchor(row.id)
        own = [(at, fact) for at, fact in linker.facts.items() if _is_about(fact, told.about)]
        facts = [FactView(at, fact) for at, fact in own if at not in self._displayed][:FACTS_OF_EFFECT]
        self._displayed |= {one.anchor for one in facts}
        reason = reason_words(row.reason, names.say.language)
        money = names.money(row.money_out) if row.money_out else ""
        return Decision(
            id=row.id,
            row=anchor,
            task=row.task,
            at=names.clock(row.submitted_at),
            day=names.day(row.submitted_at),
            employee=row.employee,
            kind=kind_words(row.kind, names),
            line=to_row(told.line, anchor),
            plain=told.line,
            parts=told.parts,
            entries=", ".join(
                f"{seq} {names.say(ENTRIES.get(kind, kind))}" for seq, kind in evidence.places.get(row.id, ())
            ),
            reason=linker.of(reason, in_entry=True),
            facts=tuple(facts),
            is_internal=told.has_costs or any(one.fact.secret for one in facts),
            verdict=_verdict(row, evidence),
            outcome=_outcome(row, names.say),
            state=row.state,
            state_words=state_words(row.state, names.say),
            money=money,
            money_out=link(anchor, money) if money else Markup(""),
        )

    def _task(self, task: Task, *, with_day: bool = False) -> TaskView:
        names = self._evidence.names
        linker, rows = self.linker(task.id), self._by_task.get(task.id, ())
        decisions = tuple(self._decision(row) for row in rows)
        words = "" if decisions and task.employee == "customer" else shorten(task.answer, 700)
        answer = linker.of(words)
        left = [(at, fact) for at, fact in linker.facts.items() if at not in self._displayed]
        facts = [
            FactView(at, fact) for place, (at, fact) in enumerate(left) if at in linker.used or place < FACTS_OF_TASK
        ]
        self._displayed |= {one.anchor for one in facts}
        clock = names.clock(task.due_at)
        return TaskView(
            id=task.id,
            at=f"{names.day(task.due_at)} {clock}" if with_day else clock,
            title=job_title(task.job, names),
            origin=names.say(ORIGINS.get(task.origin, task.origin)),
            end=end_words(task.end, names.say),
            answer=answer,
            facts=tuple(facts),
            has_more=len(facts) < len(left),
            decisions=decisions,
        )


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


def _is_about(fact: Fact, about: Sequence[str]) -> bool:
    """Tell whether a fact is about one of an effect's own objects; with no such object the task shows its facts."""
    return any(fact.id == word or fact.id.endswith(f".{word}") for word in about)


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
