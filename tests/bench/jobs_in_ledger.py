"""Run both standard worlds for 30 days and say which jobs are in their ledgers, and how often.

    python -m tests.bench.jobs_in_ledger | tee docs/bench/jobs-in-ledger.txt

A line a job: name, employee, tasks in giftware, tasks in fridge-magnets. A run takes some minutes.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path

from agents.roster import jobs
from config.settings import Settings
from scenarios.world import load_world
from shopstaff.scenario import run_crew

WORLDS = ("giftware", "fridge-magnets")
DAYS, SEED = 30, 1


def ledger(world: str, *, days: int = DAYS, seed: int = SEED) -> Counter[str]:
    """Count the tasks of each job after a run without a model."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(home=Path(folder), model="rules")
        found = run_crew(settings, load_world(world), seed=seed, days=days, shop="ledger")
    return Counter(found.figures["tasks"]["by_job"])


def main() -> None:
    """Print the table."""
    counts = [ledger(world) for world in WORLDS]
    print(f"# tasks by job: {' and '.join(WORLDS)}, {DAYS} days, seed {SEED}, no model")
    for one in sorted(jobs().values(), key=lambda one: (one.employee, one.name)):
        print(f"{one.name:20} {one.employee:14} {counts[0][one.name]:5} {counts[1][one.name]:5}")


if __name__ == "__main__":
    main()
