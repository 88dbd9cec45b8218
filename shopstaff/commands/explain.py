"""`shopstaff explain`: why something was done, from what was stored when it was decided."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from authority.docket import Docket
from authority.task import Task
from authority.verdict_words import label, rule_words, state_words
from kit.clock import stamp
from kit.errors import Misconfigured, Retry
from kit.text import language as language_of
from shopstaff.brief_facts import facts_of
from shopstaff.commands.common import opened
from shopstaff.commands.plain import print_json
from shopstaff.house import House
from shopstaff.references import ASKED, names_of
from shopstaff.report.data import Names
from shopstaff.report.telling import tell
from shopstaff.report.told import Told
from shopstaff.report.wording import reason_words
from shopstaff.report.words import words_of


def run(subject: str, language: str | None, shop: str | None, as_json: bool) -> None:
    """Explain an effect, or a task with all its effects, from what is stored.

    Raises:
        Misconfigured: The language is not zh or en.
        Retry: There is neither an effect nor a task of that id.
    """
    task: Task | None
    if language not in (None, "zh", "en"):
        raise Misconfigured(f"--language {language!r} is not spoken here; use zh or en")
    subject, _, name = subject.partition("#")
    with opened(shop) as house:
        if subject.startswith("task_"):
            task, rows = house.tasks.get(subject), house.log.of_task(subject)
        elif subject.startswith("ef_"):
            rows = [house.log.get(subject)]
            task = _task(house, rows[0].task)
        else:
            raise Retry(f"{subject!r} is neither an effect (ef_…) nor a task (task_…); the report gives the ids")
        spoken = language or (_language(house, task) if task else "en")
        found: dict[str, Any] = {"language": spoken, "task": _task_view(house, task) if task else None}
        if name and task:
            found |= {"facts": _named(house, task, name), "effects": []}
        else:
            names = replace(names_of(house), say=words_of(spoken))
            found |= {
                "facts": _facts(house, task, rows) if task else [],
                "effects": [_effect_view(row, names) | {"history": house.log.history(row.id)} for row in rows],
            }
    if as_json:
        print_json(found)
    else:
        print("\n".join(_lines(found)))


def _task(house: House, task_id: str) -> Task | None:
    try:
        return house.tasks.get(task_id)
    except Retry:
        return None  # submitted by something that is no task, such as a fixed rule


def _task_view(house: House, task: Task) -> dict[str, Any]:
    return {
        "id": task.id,
        "job": task.job,
        "employee": task.employee,
        "origin": task.origin,
        "buyer": task.buyer,
        "cause": task.cause,
        "due_at": str(task.due_at),
        "end": task.end,
        "answer": task.answer,
        "model": task.model,
        "model_calls": task.model_calls,
        "parent": task.parent,
        "unsaid": [turn.body for turn in house.tasks.turns(task.id) if turn.kind == "unsaid"],
    }


def _facts(house: House, task: Task, rows: list[Docket]) -> list[dict[str, Any]]:
    """Give the facts of the task's briefs; for one effect, those about its object first and alone if there are any."""
    facts = [fact.model_dump(mode="json") for fact in facts_of(house.tasks, task.id)]
    if len(rows) != 1:
        return facts
    words = {str(value) for value in rows[0].payload.values() if isinstance(value, str)}
    about = [fact for fact in facts if any(fact["id"].endswith(f".{word}") for word in words)]
    return about or facts


def _named(house: House, task: Task, name: str) -> list[dict[str, Any]]:
    """Give the facts of a task by their id, one of each turn; the words that came with the task are one as well."""
    if name == ASKED:
        return [{"id": ASKED, "text": str(task.input.get("text", "")), "source": f"task:{task.id}"}]
    found = [fact.model_dump(mode="json") for fact in facts_of(house.tasks, task.id) if fact.id == name]
    if not found:
        raise Retry(f"{task.id} has no fact {name!r}; `shopstaff explain {task.id}` lists what it has")
    return found


def _language(house: House, task: Task) -> str:
    """Give the language of a task: that of its first brief, else of its words."""
    for turn in house.tasks.turns(task.id):
        if turn.kind == "brief":
            return "zh" if turn.body.get("language") == "zh" else "en"
    return "zh" if language_of(str(task.input.get("text", ""))) == "zh" else "en"


def _effect_view(row: Docket, names: Names) -> dict[str, Any]:
    told = tell(row, names) if row.payload else Told("")
    return {
        "id": row.id,
        "kind": row.kind,
        "summary": row.summary,
        "told": [told.line, *told.parts],
        "reason": row.reason,
        "state": row.state,
        "verdict": row.verdict,
        "rule": row.rule,
        "why": row.why,
        "words": rule_words(row.rule, row.why, names.say.language),
        "limits": row.limits,
        "approver": row.approver,
        "expires_at": stamp(row.expires_at) if row.expires_at else None,
        "undoes": row.undoes,
        "undone_by": row.undone_by,
        "decided_by": row.decided_by,
        "payload": row.payload,
        "outcome": row.outcome,
    }


def _lines(found: dict[str, Any]) -> list[str]:
    language, lines, task = found["language"], [], found["task"]

    def say(name: str) -> str:
        return label(name, language)

    if task:
        lines.append(
            f"{task['employee']} · {task['job']} · {say('from')} {task['origin']} · "
            f"{say('due')} {task['due_at'][:16]} · "
            f"{task['end']} · {say('model')} {task['model']}  [{task['id']}]"
        )
        lines += [f"  {say('unsaid')} ({one['why']}): {one['text']}" for one in task["unsaid"]]
    lines += [f"  {say('fact')} {fact['id']}: {fact['text']} ({fact['source']})" for fact in found["facts"][:12]]
    if len(found["facts"]) > 12:
        lines.append(f"  … {len(found['facts']) - 12} {say('more')}")
    for effect in found["effects"]:
        lines += _effect_lines(effect, language)
    return lines


def _effect_lines(effect: dict[str, Any], language: str) -> list[str]:
    def say(name: str) -> str:
        return label(name, language)

    because = _reason(effect["reason"], language) or ("–" if effect["payload"] else say("erased"))
    lines = [
        f"{effect['id']} {effect['summary']}",
        *(f"  {line}" for part in effect["told"] for line in part.splitlines() if line not in effect["summary"]),
        f"  {say('because')}: {because}",
        f"  {say('verdict')}: {say(effect['verdict'])} — {effect['rule']}: {effect['words']} "
        f"({say('limits')} {effect['limits']})",
    ]
    for entry in effect["history"]:
        kind = say("verdict_entry" if entry["kind"] == "verdict" else entry["kind"])
        lines.append(f"  {entry['at'][:19]} {kind}{_entry_words(entry, language)} ({say('entry')} {entry['seq']})")
    now = f"  {say('now')}: {state_words(effect['state'], language)}"
    for name, value in (
        ("approver", say(effect["approver"]) if effect["state"] == "held" and effect["approver"] else None),
        ("expires", effect["expires_at"] if effect["state"] == "held" else None),
        ("decided", effect["decided_by"]),
        ("undoes", effect["undoes"]),
        ("undone", effect["undone_by"]),
    ):
        now += f", {say(name)} {value}" if value else ""
    return [*lines, now]


def _entry_words(entry: dict[str, Any], language: str) -> str:
    """Say what a ledger entry holds, in a few words."""
    body = entry["body"]
    if body is None:
        return f": {label('erased', language)}"
    if entry["kind"] == "verdict":
        words = rule_words(body["rule"], body["why"], language)
        return f": {label(body['ruling'], language)} — {words}"
    if entry["kind"] == "approval":
        who = f" ({body['by']})" if "by" in body else ""
        states = {
            "approve": ("approved", "批准"),
            "reject": ("rejected", "否决"),
            "expired": ("ran out", "过期"),
            "superseded": ("replaced", "被取代"),
        }
        word = states.get(body["decision"], (body["decision"],) * 2)[language == "zh"]
        return f": {word}{who}" + (f" — {body['why']}" if body.get("why") else "")
    return f": {state_words(body['status'], language)}" if entry["kind"] == "outcome" else ""


def _reason(reason: str, language: str) -> str:
    """Give the reason in one language: jobs write the English line first and the Chinese one last."""
    lines = [line for line in reason.splitlines() if line.strip()]
    chinese = [line for line in lines if language_of(line) == "zh"]
    others = [line for line in lines if line not in chinese]
    wanted = chinese if language == "zh" else others
    return " ".join(wanted) or reason_words(reason, "zh" if language == "zh" else "en")
