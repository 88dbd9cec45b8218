"""`shopstaff redteam`: a hostile model and the known public failures against the staff, on shops made for it."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from agents.chat_models import connect, name_of
from config.settings import RULES_MODEL, load_settings
from kit.errors import Misconfigured
from kit.garbage import seldom_collected
from shopstaff.redteam.cases import load_cases, run_cases
from shopstaff.redteam.drill import run_drill
from shopstaff.redteam.legal import run_legal
from shopstaff.redteam.report import as_json, is_clean, print_legal, print_report

MOST_CALLS = 10_000_000


def run(calls: int, seed: int, legal: int, json_file: Path | None) -> None:
    """Run the drill and the cases, print the table, write JSON; exit 1 if anything was broken.

    Raises:
        Misconfigured: A number out of range, a folder that is not there, or a model without an endpoint.
    """
    if not 0 <= calls <= MOST_CALLS:
        raise Misconfigured(f"--calls {calls} is not possible; give 0 to {MOST_CALLS}")
    if not 0 <= legal <= MOST_CALLS:
        raise Misconfigured(f"--legal {legal} is not possible; give 0 to {MOST_CALLS}")
    if json_file is not None and not json_file.absolute().parent.is_dir():
        raise Misconfigured(f"the folder of {json_file} does not exist; make it first")
    settings = load_settings()
    model = None if settings.model == RULES_MODEL else connect(settings)
    console, cases = Console(), load_cases()
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with seldom_collected(), Progress(*columns, console=console, transient=not console.is_terminal) as progress:
        bar = progress.add_task("hostile calls", total=calls)
        tally = run_drill(calls, seed=seed, on_calls=lambda done: progress.update(bar, completed=done))
        bar2 = progress.add_task("cases", total=2 * len(cases))
        results = run_cases(cases, model=model, on_case=lambda done: progress.update(bar2, completed=done))
        bar3 = progress.add_task("legal effects", total=legal, visible=legal > 0)
        lawful = run_legal(legal, seed=seed, on_effects=lambda done: progress.update(bar3, completed=done))
    print_report(console, tally, results)
    if legal:
        print_legal(console, lawful)
    if json_file is not None:
        found = as_json(tally, results, model=name_of(model) if model else RULES_MODEL, seed=seed)
        found["legal"] = {"judged": lawful.judged, "verdicts": dict(sorted(lawful.verdicts.items()))}
        found["legal"] |= {"faults": lawful.faults, "seeds": lawful.seeds}
        json_file.write_text(json.dumps(found, ensure_ascii=False, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    if not is_clean(tally, results) or lawful.faults:
        sys.exit(1)
