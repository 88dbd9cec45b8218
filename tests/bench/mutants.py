"""Make each mutation of tests/mutants.toml in a copy of the tree and run its test, which has to fail.

    python -m tests.bench.mutants [JOB …] | tee docs/bench/mutants.txt

Prints a line a job and ends with 1 if a mutant lives. A run takes some minutes.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
LEFT_OUT = shutil.ignore_patterns(".venv", ".git", "__pycache__", ".shopstaff", ".pytest_cache", ".mypy_cache")


class Mutant(NamedTuple):
    """A change of one line of a rule, and the test file that has to fail of it."""

    job: str
    file: str
    old: str
    new: str
    test: str


def mutants() -> list[Mutant]:
    """Read the mutations, by job."""
    table = tomllib.loads((ROOT / "tests" / "mutants.toml").read_text(encoding="utf-8"))
    return [Mutant(job, **row) for job, row in table.items()]


def dies(one: Mutant, tree: Path) -> bool:
    """Tell whether the test fails under a mutation, made in a copy of the tree and taken back after."""
    place = tree / one.file
    text = place.read_text(encoding="utf-8")
    place.write_text(text.replace(one.old, one.new), encoding="utf-8")
    try:
        run = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", one.test],
            cwd=tree,
            capture_output=True,
            text=True,
            check=False,
        )
    finally:
        place.write_text(text, encoding="utf-8")
    return run.returncode == 1 and "failed" in run.stdout


def main(wanted: list[str]) -> int:
    """Run the mutants named, all if none is."""
    alive = 0
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder) / "tree"
        shutil.copytree(ROOT, tree, ignore=LEFT_OUT)
        for one in mutants():
            if wanted and one.job not in wanted:
                continue
            dead = dies(one, tree)
            alive += not dead
            print(
                f"{one.job:16} {'dies' if dead else 'LIVES':6} {one.file}: {one.old} -> {one.new}  [{one.test}]",
                flush=True,
            )
    return 1 if alive else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
