"""What becomes of the tool calls of a reply: each is run and answered in turn, neighbours of one kind together."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict

from langchain_core.messages import ToolCall

from agents.crew import Crew
from agents.replies import Made, fingerprint_of
from agents.roster import jobs, tools_of
from authority.desk import Receipt
from authority.receipts import Asked
from authority.task import Task
from authority.tasks import TurnKey
from authority.verdict_words import effect_words, rule_words
from kit.errors import Refused, Retry
from tools.tool import Handoff

TOGETHER = 50
"""Calls that are judged and written down together at most: meanwhile nobody else's effects of the shop are."""

STATES_ZH = {"done": "已执行", "held": "待老板审批", "denied": "已拒绝", "refused": "平台拒绝", "unknown": "结果未知"}


def neighbours(task: Task, calls: Sequence[ToolCall]) -> Iterator[list[ToolCall]]:
    """Split the calls of a reply into those that are run together.

    They follow one another, are of one tool that says so (:attr:`tools.tool.Tool.together`), and none is made twice.
    """
    allowed, group, made = tools_of(jobs()[task.job]), list[ToolCall](), set[str]()
    for call in calls:
        known, mark = allowed.get(call["name"]), fingerprint_of(call)
        goes = known is not None and known.together and len(group) < TOGETHER and mark not in made
        if group and not (goes and group[0]["name"] == call["name"]):
            yield group
            group, made = [], set()
        group.append(call)
        made.add(mark)
    if group:
        yield group


def run_calls(
    crew: Crew, task: Task, turn: int, calls: Sequence[tuple[int, ToolCall]], made: Made
) -> Iterator[tuple[ToolCall, object]]:
    """Run neighbours, each with its place in the turn; give each with what became of it.

    That is a receipt, what was read, a hand-off, or an error that says what to do.
    """
    became: dict[int, object] = {place: known for place, call in calls if (known := made.before(call))}
    left = [(place, call) for place, call in calls if place not in became]
    if len(left) == 1:
        ((place, call),) = left
        became[place] = _run_call(crew, task, turn, place, call)
    else:
        became |= _run_together(crew, task, turn, left)
    for place, call in calls:
        yield call, became[place]


def replaced(crew: Crew, key: TurnKey, call: ToolCall, better: ToolCall) -> ToolCall:
    """Write down that another call is run in the place of a model's."""
    if better is not call:
        crew.tasks.record(key, {"tool": call["name"], "args": better["args"], "instead_of": call["args"]})
    return better


def say(result: object, language: str = "en") -> str:
    """Write a tool's result as the model and the owner read it; the state comes first, in English, for the model."""
    if isinstance(result, Receipt):
        outcome = {"held": "held for the owner", "denied": "denied"}.get(result.state, result.state)
        if language == "zh":
            outcome = f"{outcome} {STATES_ZH.get(result.state, '')}".strip()
        what = effect_words(result.kind, result.summary, language)
        why = f" ({result.rule}: {rule_words(result.rule, result.why, language)})" if result.verdict != "allow" else ""
        return f"{outcome}: {what}{why} [{result.id}]"
    if isinstance(result, Handoff):
        return f"handed to the employee who does {result.job}"
    if isinstance(result, Retry | Refused):
        return f"not done: {result}"
    return result if isinstance(result, str) else json.dumps(result, ensure_ascii=False, default=str)


def _run_call(crew: Crew, task: Task, turn: int, ordinal: int, call: ToolCall) -> object:
    """Run one call; a read is stored and given back the same when the task is run again."""
    allowed = tools_of(jobs()[task.job])
    if call["name"] not in allowed:
        return Retry(f"this job has no tool {call['name']!r}; it has {', '.join(allowed) or 'none'}")
    key = TurnKey(task.id, turn, ordinal, "read")
    stored = crew.tasks.recorded(key)
    if stored is not None:
        return stored["result"]
    try:
        result = allowed[call["name"]].call(crew.tool_context(task, turn, ordinal), call["args"])
    except (Retry, Refused) as error:
        return error
    if isinstance(result, Receipt | Handoff):
        return result
    body = json.loads(json.dumps(result, default=_plain))
    return crew.tasks.record(key, {"tool": call["name"], "result": body})["result"]


def _run_together(crew: Crew, task: Task, turn: int, calls: Sequence[tuple[int, ToolCall]]) -> dict[int, object]:
    """Gather the effects of calls of tools that write, and submit them at once; by place in the turn."""
    allowed, asked, became = tools_of(jobs()[task.job]), list[Asked](), dict[int, object]()
    for place, call in calls:
        try:
            allowed[call["name"]].call(crew.tool_context(task, turn, place, asked), call["args"])
        except (Retry, Refused) as error:
            became[place] = error
    receipts = zip(asked, crew.desk.submit_all(asked), strict=True)
    return became | {one.by.ordinal: receipt for one, receipt in receipts}


def _plain(value: object) -> object:
    return asdict(value) if hasattr(value, "__dataclass_fields__") else str(value)  # type: ignore[call-overload]
