"""Replaying: what was stored is fed through the same code again, and effects and verdicts are compared as JSON.

A turn is thought again from its stored brief: the rules model's replies are made anew and compared, an endpoint's are
taken as recorded. Its tool calls are run with stored reads against a desk that writes nothing, so that the effects come
out once more. Each verdict is judged again from the stored snapshot, exposure and limits. Nothing is changed.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from langchain_core.messages import (
    AIMessage,
    BaseMessage,
    HumanMessage,
    ToolCall,
    ToolMessage,
    messages_from_dict,
)

from agents.calls import say
from agents.chat_models import RulesModel, ask
from agents.employee import NUDGE, UNDONE
from agents.job import Brief, Job
from agents.prompt import prompt
from agents.replies import Made
from agents.roster import jobs, tools_of
from authority.desk import Receipt
from authority.docket import Docket
from authority.effect import Effect, Exposure, read_effect
from authority.kept_limits import kept_limits
from authority.kernel import judge
from authority.records import effect_digest, engine, read_snapshot
from authority.roles import as_role
from authority.task import Task
from authority.tasks import Step
from kit.errors import Refused, Retry, ShopstaffError
from kit.ids import canonical
from shopstaff.house import House
from tools.tool import Handoff, ToolContext

Result = Literal["equal", "differs", "another engine version", "erased"]


@dataclass
class Replay:
    """What a replay found.

    Attributes:
        compared: How many replies, effects and verdicts came out again.
        recorded: How many were taken as recorded: an endpoint's replies, effects whose tool looked at the shop.
        differences: Where something differs: ``at``, ``stored`` and ``replayed`` as JSON.
        engines: Engine versions of the verdicts that another one made.
        erased: How many entries cannot be replayed because a buyer was erased.
    """

    subject: str
    compared: dict[str, int] = field(default_factory=lambda: {"replies": 0, "effects": 0, "verdicts": 0})
    recorded: dict[str, int] = field(default_factory=lambda: {"replies": 0, "effects": 0})
    differences: list[dict[str, Any]] = field(default_factory=list)
    engines: set[str] = field(default_factory=set)
    erased: int = 0

    @property
    def result(self) -> Result:
        """Say it in one word: a difference first, then another engine, then what is erased."""
        if self.differences:
            return "differs"
        if self.engines:
            return "another engine version"
        return "erased" if self.erased and not sum(self.compared.values()) else "equal"

    def compare(self, what: str, at: str, stored: Any, replayed: Any) -> None:
        """Compare two values as canonical JSON."""
        self.compared[what] += 1
        if canonical(stored) != canonical(replayed):
            self.differences.append({"at": at, "stored": stored, "replayed": replayed})


class _Looked(Exception):
    """A tool looked at something that was not stored."""


class _Unstored:
    """Stands where a tool would look at the shop, the memory or the clock."""

    def __getattr__(self, name: str) -> Any:
        raise _Looked(name)

    def __add__(self, other: object) -> Any:
        raise _Looked("now")


def replay(house: House, subject: str) -> Replay:
    """Replay an effect or a task.

    Raises:
        Retry: There is neither an effect nor a task of that id.
    """
    found = Replay(subject)
    task: Task | None
    if subject.startswith("task_"):
        task, rows = house.tasks.get(subject), house.log.of_task(subject)
    elif subject.startswith("ef_"):
        rows = [house.log.get(subject)]
        task = _task(house, rows[0].task)
    else:
        raise Retry(f"{subject!r} is neither an effect (ef_…) nor a task (task_…); the report gives the ids")
    for row in rows:
        _replay_verdicts(house, row, found)
    if task is not None and task.job in jobs():
        _replay_turns(house, task, found)
    return found


def _task(house: House, task_id: str) -> Task | None:
    try:
        return house.tasks.get(task_id)
    except Retry:
        return None  # submitted by something that is no task, such as a fixed rule


def _replay_verdicts(house: House, row: Docket, found: Replay) -> None:
    """Compare the effect's row with its intent, and every verdict with one judged again."""
    for entry in house.log.history(row.id):
        body, at = entry["body"], f"{row.id} {entry['kind']} (ledger entry {entry['seq']})"
        if body is None:
            found.erased += 1
        elif entry["kind"] == "intent":
            again = read_effect(body["kind"], body["payload"]).model_dump(mode="json")
            found.compare("effects", at, body["payload"], again)
            found.compare("effects", f"{row.id} row", body["digest"], effect_digest(row.shop, row.kind, row.payload))
        elif entry["kind"] == "verdict":
            if body["engine"] != engine():
                found.engines.add(body["engine"])
                continue
            stored = {name: body[name] for name in ("ruling", "rule", "why", "approver")}
            found.compare("verdicts", at, stored, _judged(house, row.shop, body))


def _judged(house: House, shop: str, body: dict[str, Any]) -> dict[str, Any]:
    """Judge again from what was stored; what cannot be read any more is said instead of a verdict."""
    try:
        currency = house.connection.reads.shop.info().currency
        with house.database.session() as session:
            limits = kept_limits(session, shop, body["limits"], currency=currency)
        exposure = None if body["exposure"] is None else Exposure.model_validate(body["exposure"])
        verdict = judge(limits, read_snapshot(body["snapshot"]), exposure, approved=as_role(body["approved"]))
    except (ShopstaffError, ValueError) as error:
        return {"error": str(error)}
    return {"ruling": verdict.ruling, "rule": verdict.rule, "why": verdict.why, "approver": verdict.approver}


def _replay_turns(house: House, task: Task, found: Replay) -> None:
    rows = house.tasks.turns(task.id)
    intents = {(row.turn, row.ordinal): row for row in house.log.of_task(task.id)}
    for number in sorted({row.turn for row in rows}):
        turn = [row for row in rows if row.turn == number]
        brief = next((row.body for row in turn if row.kind == "brief"), None)
        if brief is not None and not Brief.model_validate(brief).missing:
            _Turn(house, task, found, turn, intents).run(Brief.model_validate(brief))


class _Turn:
    """One turn, thought and acted again."""

    def __init__(
        self, house: House, task: Task, found: Replay, rows: list[Step], effects: dict[tuple[int, int], Docket]
    ) -> None:
        self._house, self._task, self._found = house, task, found
        self._job: Job = jobs()[task.job]
        self._number = rows[0].turn
        self._replies = [row for row in rows if row.kind == "reply"]
        self._made: dict[str, tuple[str, str]] = {}
        self._replaced = {row.ordinal: row.body["args"] for row in rows if row.kind == "replaced"}
        self._reads = {row.ordinal: row.body["result"] for row in rows if row.kind == "read"}
        self._effects = effects
        self._ordinal = 0

    def run(self, brief: Brief) -> None:
        """Think and act as far as the stored replies go."""
        messages: list[BaseMessage] = prompt(self._job, self._task, brief)
        self._language = brief.language
        recompute = self._job.model_use == "never" or self._task.model == "rules"
        schemas = [one.schema for one in tools_of(self._job).values()]
        for row in self._replies:
            stored = messages_from_dict([row.body])[0]
            assert isinstance(stored, AIMessage)
            if recompute:
                made = ask(RulesModel(), messages, schemas)
                self._found.compare("replies", f"{self._at} reply {row.ordinal}", _said(stored), _said(made))
            else:
                self._found.recorded["replies"] += 1
            messages.append(stored)
            if not stored.tool_calls and not stored.invalid_tool_calls:
                messages.append(HumanMessage(NUDGE if self._job.speaks else UNDONE))
                continue
            for message in self._act(stored):
                if message is None:
                    recompute = False  # its answer was not stored: later replies cannot be thought again
                else:
                    messages.append(message)

    @property
    def _at(self) -> str:
        return f"{self._task.id} turn {self._number}"

    def _act(self, reply: AIMessage) -> Iterator[ToolMessage | None]:
        for call in reply.tool_calls:
            self._ordinal += 1
            if self._ordinal in self._replaced:
                call = ToolCall(name=call["name"], args=self._replaced[self._ordinal], id=call["id"])
            answer = self._call(call)
            yield None if answer is None else ToolMessage(answer, tool_call_id=call["id"] or "")
        for broken in reply.invalid_tool_calls:
            text = (
                f"the arguments of {broken['name']} are not JSON: {broken['error'] or 'unreadable'}; write them again"
            )
            yield ToolMessage(text, tool_call_id=broken["id"] or "")

    def _call(self, call: ToolCall) -> str | None:
        """Run a call with what was stored; None if it needs what was not."""
        allowed = tools_of(self._job)
        if call["name"] not in allowed:
            return say(Retry(f"this job has no tool {call['name']!r}; it has {', '.join(allowed) or 'none'}"))
        if self._ordinal in self._reads:
            result = self._reads[self._ordinal]
            Made(self._made).note(call, result, self._answer(result))
            return self._answer(result)
        if (repeated := Made(self._made).before(call)) is not None:
            return self._answer(repeated)
        try:
            result = allowed[call["name"]].call(self._context(), call["args"])
        except (Retry, Refused) as error:
            return self._answer(error)
        except _Looked:
            row = self._effects.get((self._number, self._ordinal))
            if row is None:
                return None
            self._found.recorded["effects"] += 1
            result = self._receipt(row)
        Made(self._made).note(call, result, "")
        return self._answer(result) if isinstance(result, Receipt | Handoff) else None

    def _answer(self, result: object) -> str:
        return say(result, self._language)

    def _context(self) -> ToolContext:
        nothing: Any = _Unstored()
        return ToolContext(
            reads=nothing,
            submit=self._submit,
            approve=self._approve,
            memory=nothing,
            now=nothing,
            buyer=self._task.buyer,
            event=self._task.id,
        )

    def _approve(self, effect_id: str) -> Receipt:
        """An approval decides about another task's effect: it stands in that one's history, and is not made again."""
        raise _Looked(f"an approval of {effect_id}")

    def _submit(self, effect: Effect, reason: str) -> Receipt:
        """Compare the effect with the one that was submitted here, and answer as the desk did."""
        row = self._effects.get((self._number, self._ordinal))
        at = f"{self._at} effect {self._ordinal}"
        made = {"kind": effect.kind, "payload": effect.model_dump(mode="json")}
        if row is None:
            self._found.compare("effects", at, None, made)
            raise Refused("this effect was not submitted")
        if not row.payload:
            raise _Looked("an erased effect")
        self._found.compare("effects", f"{at} ({row.id})", {"kind": row.kind, "payload": row.payload}, made)
        return self._receipt(row)

    def _receipt(self, row: Docket) -> Receipt:
        """Give the receipt as it was when the effect was submitted, before any decision about it."""
        first: dict[str, Any] = {}
        for entry in self._house.log.history(row.id):
            if entry["body"] is None:
                raise _Looked("an erased effect")
            if entry["kind"] == "approval":
                break
            first.setdefault(entry["kind"], entry["body"])
        verdict, outcome = first["verdict"], first.get("outcome", {})
        state = {"allow": "unknown", "hold": "held", "deny": "denied"}[verdict["ruling"]]
        if outcome and outcome["shown"]:
            state = outcome["status"]
        return Receipt(
            id=row.id,
            kind=row.kind,
            state=state,
            verdict=verdict["ruling"],
            rule=verdict["rule"],
            why=verdict["why"],
            outcome=outcome.get("status", ""),
            summary=row.summary,
            object_id=outcome.get("object_id"),
        )


def _said(reply: AIMessage) -> dict[str, Any]:
    """Give what a reply says, without ids that are made anew each time."""
    calls = [{"name": call["name"], "args": call["args"], "id": call["id"]} for call in reply.tool_calls]
    return {"content": reply.content, "calls": json.loads(json.dumps(calls))}
