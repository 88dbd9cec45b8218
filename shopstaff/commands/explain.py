"""`shopstaff explain`: why something was done, from what was stored when it was decided."""

from __future__ import annotations

from typing import Any

from authority.rows import EffectRow, TaskRow
from kit.errors import Retry
from shopstaff.commands.common import opened
from shopstaff.commands.plain import print_json
from shopstaff.house import House


def run(subject: str, shop: str | None, as_json: bool) -> None:
    """Explain an effect, or a task with all its effects.

    Raises:
        Retry: There is neither an effect nor a task of that id.
    """
    task: TaskRow | None
    with opened(shop) as house:
        if subject.startswith("task_"):
            task, rows = house.tasks.get(subject), house.log.of_task(subject)
        elif subject.startswith("ef_"):
            rows = [house.log.get(subject)]
            task = _task(house, rows[0].task)
        else:
            raise Retry(f"{subject!r} is neither an effect (ef_…) nor a task (task_…); the report gives the ids")
        found = {
            "task": _task_view(task) if task else None,
            "facts": _facts(house, task, rows) if task else [],
            "effects": [_effect_view(row) | {"history": house.log.history(row.id)} for row in rows],
        }
    if as_json:
        print_json(found)
    else:
        print("\n".join(_lines(found)))


def _task(house: House, task_id: str) -> TaskRow | None:
    try:
        return house.tasks.get(task_id)
    except Retry:
        return None  # submitted by something that is no task, such as a fixed rule


def _task_view(task: TaskRow) -> dict[str, Any]:
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
    }


def _facts(house: House, task: TaskRow, rows: list[EffectRow]) -> list[dict[str, Any]]:
    """Give the facts of the task's briefs; for one effect, those about its object first and alone if there are any."""
    facts = [fact for turn in house.tasks.turns(task.id) if turn.kind == "brief" for fact in turn.body["facts"]]
    if len(rows) != 1:
        return facts
    words = {str(value) for value in rows[0].payload.values() if isinstance(value, str)}
    about = [fact for fact in facts if any(fact["id"].endswith(f".{word}") for word in words)]
    return about or facts


def _effect_view(row: EffectRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "kind": row.kind,
        "summary": row.summary,
        "reason": row.reason,
        "state": row.state,
        "verdict": row.verdict,
        "rule": row.rule,
        "why": row.why,
        "limits": row.limits,
        "decided_by": row.decided_by,
        "payload": row.payload,
        "outcome": row.outcome,
    }


def _lines(found: dict[str, Any]) -> list[str]:
    lines = []
    task = found["task"]
    if task:
        lines.append(
            f"{task['employee']} · {task['job']} · from {task['origin']} · due {task['due_at'][:16]} · "
            f"{task['end']} · model {task['model']}  [{task['id']}]"
        )
    lines += [f"  fact {fact['id']}: {fact['text']} ({fact['source']})" for fact in found["facts"][:12]]
    if len(found["facts"]) > 12:
        lines.append(f"  … {len(found['facts']) - 12} more facts (--json shows all)")
    for effect in found["effects"]:
        lines += [
            f"{effect['id']} {effect['summary']}",
            f"  because: {effect['reason']}",
            f"  verdict: {effect['verdict']} by {effect['rule']}: {effect['why']} ({effect['limits']})",
        ]
        lines += [f"  {entry['at'][:19]} {entry['kind']} (ledger entry {entry['seq']})" for entry in effect["history"]]
        decided = f", decided by {effect['decided_by']}" if effect["decided_by"] else ""
        lines.append(f"  now: {effect['state']}{decided}")
    return lines
