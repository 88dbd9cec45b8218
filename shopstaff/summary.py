"""The result of a demo as JSON (docs/json.md): the same seed gives the same bytes, wall times apart."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from authority.docket import Docket
from kit.money import format_micro
from scenarios.runner import Result

VERDICTS = ("allow", "hold", "deny")
OUTCOMES = ("done", "partial", "unknown", "refused", "unsupported", "needs_person")


def summarise(crew: Result, rule: Result, *, model: str, wall_s: float) -> dict[str, Any]:
    """Give the demo's result.

    Args:
        crew: The crew's run.
        rule: The fixed rule's run in the same world with the same seed.
        model: Name of the chat model.
        wall_s: Seconds that the crew's run took.
    """
    kpi = crew.kpi.model_dump(mode="json", exclude={"since", "until"})
    tasks = crew.figures["tasks"]
    return {
        "world": crew.world,
        "days": crew.days,
        "seed": crew.seed,
        "start": crew.start.isoformat(),
        "model": model,
        "kpi": kpi,
        "daily": [day.model_dump(mode="json") for day in crew.daily],
        "rule": rule.kpi.model_dump(mode="json", exclude={"since", "until"})
        | {"daily": [day.model_dump(mode="json") for day in rule.daily]},
        "effects": count_effects(crew.effects),
        "violations": len(crew.violations),
        "violation_list": [violation.model_dump(mode="json") for violation in crew.violations],
        "rule_violations": len(rule.violations),
        "audit": {
            "verified": not crew.audit.faults,
            "entries": crew.audit.entries,
            "head": crew.audit.head,
            "faults": list(crew.audit.faults),
        },
        "tasks": {
            "total": tasks["total"],
            "per_day": round(tasks["total"] / crew.days, 2),
            "by_employee": tasks["by_employee"],
            "by_job": tasks["by_job"],
            "by_end": tasks["by_end"],
        },
        "model_calls": crew.figures["model_calls"],
        "rules_calls": crew.figures["rules_calls"],
        "prompt_bytes": crew.figures["prompt_bytes"],
        "models": model_use(crew.figures["models"], crew.days),
        "wall_s": round(wall_s, 3),
        "shop_days_per_s": round(crew.days / wall_s, 3),
    }


def model_use(counted: dict[str, Any], days: int) -> dict[str, Any]:
    """Give the calls of models with what they come to: for each message of a buyer, and for all else a day."""
    messages, others = counted["buyer_messages"], counted["calls"] - counted["buyer_calls"]
    return counted | {
        "calls_per_buyer_message": round(counted["buyer_calls"] / messages, 3) if messages else None,
        "other_calls_per_day": round(others / days, 2),
        "cost_micro_per_day": {currency: round(micro / days) for currency, micro in counted["cost_micro"].items()},
    }


def say_cost(cost_micro: dict[str, int], models: dict[str, Any]) -> str:
    """Say what models cost, and what is missing in the figure, e.g. ``"$0.0123 (4 calls estimated)"``."""
    amounts = " + ".join(format_micro(micro, currency) for currency, micro in cost_micro.items()) or "price unknown"
    notes = [
        f"{models[name]} calls {what}"
        for name, what in (("estimated", "estimated"), ("unpriced", "unpriced"))
        if models[name]
    ]
    return f"{amounts} ({', '.join(notes)})" if notes else amounts


def count_effects(effects: Iterable[Docket]) -> dict[str, Any]:
    """Count effects by the kernel's first verdict and by the shop's outcome, and by kind and state.

    ``hold`` counts what was held at first, also if it was approved and carried out later.
    """
    counted: dict[str, Any] = {name: 0 for name in (*VERDICTS, *OUTCOMES)}
    kinds: dict[str, dict[str, int]] = {}
    for row in effects:
        first = "hold" if row.approver else row.verdict
        counted[first] += 1
        outcome = row.outcome.get("status")
        if outcome:
            counted["unknown" if row.state == "unknown" else outcome] += 1
        states = kinds.setdefault(row.kind, {})
        states[row.state] = states.get(row.state, 0) + 1
    return counted | {"by_kind": {kind: dict(sorted(states.items())) for kind, states in sorted(kinds.items())}}
