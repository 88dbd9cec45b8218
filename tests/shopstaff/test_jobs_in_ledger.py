"""Which jobs are in the ledger of a standard world: in the shared run, and in the record of both."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from agents.roster import jobs
from authority.task import Task
from config.settings import Settings
from shopstaff.house import open_house

RECORD = Path(__file__).parents[2] / "docs" / "bench" / "jobs-in-ledger.txt"
ISSUE = {
    "store_manager": (
        "daily_report", "kpi_board", "anomaly_watch", "supervise", "small_requests", "service_guard", "weekly_review"
    ),
    "product": (
        "ladder_price", "listing_health", "stock_guard", "slow_stock", "quality_loop", "sample_request", "custom_quote"
    ),
    "promotion": ("stop_loss", "keyword_set", "budget_split", "pacing", "coupons", "creative_test"),
}  # fmt: skip
"""What the working crew does, by employee."""
FIRST_DAYS = ("daily_report", "kpi_board", "stock_guard", "pacing", "creative_test")
"""What the first two days of giftware show already."""


def recorded() -> dict[str, tuple[str, int, int]]:
    """Read the record: employee and tasks in either world by job."""
    rows = [line.split() for line in RECORD.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return {name: (employee, int(first), int(second)) for name, employee, first, second in rows}


@pytest.mark.parametrize("name", [name for names in ISSUE.values() for name in names])
def test_each_job_appears_in_the_ledger_of_a_standard_world(name: str) -> None:
    """Made by ``python -m tests.bench.jobs_in_ledger``."""
    employee, first, second = recorded()[name]
    assert first + second > 0
    assert name in ISSUE[employee]


def test_the_record_is_of_the_jobs_that_there_are() -> None:
    assert {name: one.employee for name, one in jobs().items()} == {name: row[0] for name, row in recorded().items()}


def test_the_first_days_of_the_shared_run_show_what_the_record_says(ran: tuple[Path, dict[str, Any]]) -> None:
    """A job that ran in two days is in the record, with no more tasks here than there."""
    house = open_house(Settings(home=ran[0], model="rules"), "giftware")
    rows: list[Task] = list(house.tasks.list_tasks())
    house.close()
    here = {name: sum(row.job == name for row in rows) for name in {row.job for row in rows}}
    assert set(FIRST_DAYS) <= set(here)
    before = recorded()
    assert {name: count for name, count in here.items() if name in before and count > before[name][1]} == {}
