"""How long a verdict and a link of the ledger take: medians on the small shop. Run by `make soak`, not a test.

python -m tests.bench.verdicts
"""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

from authority.effect import Exposure
from authority.kernel import judge
from authority.ledger import Ledger
from authority.records import read_snapshot
from authority.rows import open_staff_database
from config.settings import Settings
from kit.clock import Stopwatch
from scenarios.world import load_world
from shopstaff.house import open_house
from shopstaff.scenario import run_crew

APPENDS = 3000
TIMES = 5
"""How often each stored verdict is judged again."""


def main() -> None:
    """Run two days of the giftware world, judge every verdict again, append links; print medians in milliseconds."""
    with tempfile.TemporaryDirectory() as home:
        verdicts = verdict_times(Path(home))
        links = append_times(Path(home) / "ledger.sqlite")
    for name, times, most in (("kernel verdict", verdicts, 1), ("ledger append", links, 5)):
        worst = sorted(times)[len(times) * 99 // 100]
        found = f"median {median(times):.3f} ms of {len(times):,} (99 of 100 under {worst:.3f})"
        print(f"{name}: {found}, wanted < {most} ms")


def verdict_times(home: Path) -> list[float]:
    """Give the milliseconds of judging what a run has judged, from stored snapshots and exposures."""
    world = load_world("giftware")
    run_crew(Settings(home=home), world, seed=1, days=2, shop=world.name)
    house = open_house(Settings(home=home), world.name)
    limits, times = house.limits(), []
    for row in house.log.list_effects():
        for entry in house.log.history(row.id):
            if entry["kind"] == "verdict":
                seen = read_snapshot(entry["body"]["snapshot"])
                exposure = Exposure.model_validate(entry["body"]["exposure"])
                for _ in range(TIMES):
                    watch = Stopwatch()
                    judge(limits, seen, exposure)
                    times.append(watch.seconds() * 1000)
    house.close()
    return times


def append_times(path: Path) -> list[float]:
    """Give the milliseconds of one link with its payload in a transaction of its own, committed."""
    database, ledger = open_staff_database(f"sqlite:///{path}"), Ledger("bench", salt=lambda: "5a17" * 8)
    body = {"ruling": "allow", "rule": "within_limits", "snapshot": {"prices": {str(n): [n] * 8 for n in range(40)}}}
    at, times = datetime(2026, 1, 1, tzinfo=UTC), []
    for number in range(APPENDS):
        watch = Stopwatch()
        with database.writing() as connection:
            ledger.append(connection, "verdict", f"ef_{number}", body, at=at + timedelta(seconds=number))
        times.append(watch.seconds() * 1000)
    return times


if __name__ == "__main__":
    main()
