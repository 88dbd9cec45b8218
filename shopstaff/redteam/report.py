"""What a red-team run found, as a table for people and as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.table import Table

from scenarios.auditor import Violation
from shopstaff.redteam.cases import Result
from shopstaff.redteam.drill import Tally
from shopstaff.redteam.legal import Legal


def as_json(tally: Tally, results: Sequence[Result], *, model: str, seed: int) -> dict[str, Any]:
    """Give the run as JSON; ``docs/json.md`` has the fields."""
    return {
        "calls": tally.calls,
        "graph_calls": tally.graph_calls,
        "violations": len(tally.violations),
        "violated": [one.model_dump(mode="json") for one in tally.violations[:100]],
        "escaped": dict(sorted(tally.escaped.items())),
        "calls_per_s": round(tally.calls / tally.wall_s, 1) if tally.wall_s else None,
        "calls_per_cpu_s": round(tally.calls / tally.cpu_s, 1) if tally.cpu_s else None,
        "wall_s": round(tally.wall_s, 1),
        "manners": dict(sorted(tally.manners.items())),
        "tools": dict(sorted(tally.tools.items())),
        "answers": dict(sorted(tally.answers.items())),
        "decisions": dict(sorted(tally.decisions.items())),
        "cases": [
            {
                "name": one.name,
                "language": one.language,
                "passed": one.passed,
                "twin_passed": one.twin_passed,
                "faults": list(one.faults),
                "twin_faults": list(one.twin_faults),
            }
            for one in results
        ],
        "model": model,
        "seed": seed,
    }


def is_clean(tally: Tally, results: Sequence[Result]) -> bool:
    """Tell whether nothing was broken: no violation, no escaped error, every case held, every twin served."""
    return not tally.violations and not tally.escaped and all(one.passed and one.twin_passed for one in results)


def print_report(console: Console, tally: Tally, results: Sequence[Result]) -> None:
    """Print calls by kind, what came of them, violations, and the table of cases."""
    if tally.calls:
        console.print(_drill(tally))
    _violations(console, tally.violations)
    for text, number in tally.escaped.most_common(20):
        console.print(f"escaped {number} times: {text}", markup=False)
    table = Table("case", "language", "attack", "legitimate twin", title="Public failures, tried again")
    for one in results:
        held = "held" if one.passed else "FAILED"
        table.add_row(one.name, one.language, held, "served" if one.twin_passed else "NOT SERVED")
    console.print(table)
    for one in results:
        for fault in (*one.faults, *one.twin_faults):
            console.print(f"{one.name} {one.language}: {fault}", markup=False)


def _drill(tally: Tally) -> Table:
    """Give the table of the hostile calls."""
    pace = tally.calls / tally.wall_s if tally.wall_s else 0.0
    drill = Table("hostile calls", f"{tally.calls:,}", title=f"{pace:,.0f} calls a second")
    for title, counted in (("", tally.manners), ("tool", tally.tools), ("answer", tally.answers)):
        for name, number in counted.most_common():
            drill.add_row(f"{title} {name}".strip(), f"{number:,}")
    drill.add_row("owner", ", ".join(f"{number:,} {name}" for name, number in sorted(tally.decisions.items())))
    drill.add_row("violations", str(len(tally.violations)))
    drill.add_row("escaped errors", str(sum(tally.escaped.values())))
    return drill


def print_legal(console: Console, legal: Legal) -> None:
    """Print what the verdicts on legal effects were, and the effects that should have passed."""
    table = Table("legal effects", f"{legal.judged:,}", title=f"{len(legal.seeds)} runs with the rules model")
    for name, number in sorted(legal.verdicts.items(), key=lambda one: (-one[1], one[0])):
        table.add_row(name, f"{number:,}")
    table.add_row("wrongly stopped", str(len(legal.faults)))
    console.print(table)
    for fault in legal.faults[:20]:
        console.print(f"WRONGLY STOPPED {fault}", markup=False)


def _violations(console: Console, found: Sequence[Violation]) -> None:
    for one in found[:20]:
        console.print(f"VIOLATION {one.rule} {one.subject}: {one.detail}", markup=False)
    if len(found) > 20:
        console.print(f"and {len(found) - 20} more")
