"""Every job that does something has a mutation that a test is known to fail of, and it still fits the code."""

from __future__ import annotations

from pathlib import Path

import pytest

from agents.job import Job
from agents.roster import jobs
from agents.trigger import OnEvent, OnIntent, OnQuestion
from tests.bench.mutants import ROOT, Mutant, mutants

ASKED_ONLY = (OnIntent, OnQuestion, OnEvent)
"""What answers the owner, or tells of a decision, and changes nothing is no work of its own."""
ELSEWHERE = {
    "morning_plan": "the plan of the day is of an earlier release",
    "quality_ads": "part of the quality loop, tests/agents/test_quality_loop.py",
}
"""Jobs that the crew had before these, with tests of their own."""


def working_jobs() -> set[str]:
    def only_answers(one: Job) -> bool:
        return one.action == "care" and all(isinstance(trigger, ASKED_ONLY) for trigger in one.triggers)

    return {one.name for one in jobs().values() if not only_answers(one)}


def test_every_working_job_has_a_mutation() -> None:
    assert {one.job for one in mutants()} | set(ELSEWHERE) == working_jobs()


@pytest.mark.parametrize("one", mutants(), ids=lambda one: one.job)
def test_a_mutation_fits_the_code_once_and_was_seen_to_die(one: Mutant) -> None:
    """The record is of exactly this mutation; change both together with ``python -m tests.bench.mutants``."""
    assert one.old and one.old != one.new
    assert (ROOT / one.file).read_text(encoding="utf-8").count(one.old) == 1
    assert (ROOT / one.test).is_file()
    record = (Path(ROOT) / "docs" / "bench" / "mutants.txt").read_text(encoding="utf-8").splitlines()
    (line,) = [line for line in record if line.split(maxsplit=1)[0] == one.job]
    assert line.split()[1] == "dies" and f"{one.old} -> {one.new}" in line
