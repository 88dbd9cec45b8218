"""Say which jobs are in the ledgers of both standard worlds, and how often, over five seeds.

    python -m tests.bench.jobs_in_ledger | tee docs/bench/jobs-in-ledger.txt

A line a job: name, employee, tasks in giftware, tasks in fridge-magnets. Runs that this very code has made before in
this home (``SHOPSTAFF_HOME``), also for ``scenario run --policy crew``, are not made again; all take half an hour.
"""

from __future__ import annotations

from collections import Counter

from agents.roster import jobs
from config.settings import load_settings
from shopstaff.batch import Run, run_all

WORLDS = {"giftware": 30, "fridge-magnets": 90}
"""Days by world."""
SEEDS = range(1, 6)


def ledger(world: str, days: int) -> Counter[str]:
    """Count the tasks of each job over all seeds, without a model."""
    runs = [Run(policy="crew", world=world, seed=seed, days=days) for seed in SEEDS]
    counts = Counter[str]()
    for outcome in run_all(runs, load_settings(model="rules")):
        counts.update(outcome["tasks"]["by_job"])
    return counts


def main() -> None:
    """Print the table."""
    counts = [ledger(world, days) for world, days in WORLDS.items()]
    said = " and ".join(f"{world} ({days} days)" for world, days in WORLDS.items())
    print(f"# tasks by job: {said}, seeds {SEEDS[0]} to {SEEDS[-1]} together, no model")
    for one in sorted(jobs().values(), key=lambda one: (one.employee, one.name)):
        print(f"{one.name:20} {one.employee:14} {counts[0][one.name]:5} {counts[1][one.name]:5}")


if __name__ == "__main__":
    main()
