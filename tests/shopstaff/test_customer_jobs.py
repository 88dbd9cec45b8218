"""客户's jobs in the ledger of a standard world: three days of the magnet factory's shop, Monday to Wednesday.

More goes wrong than the world states, parcels take a day and buyers say so at once, so that three days show every job.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from authority.docket import Docket
from authority.ledger import verify
from config.settings import Settings
from decisions.reminders import HELD_OUT_SHARE
from scenarios.runner import Result
from scenarios.world import load_world
from shopstaff.house import House, open_house
from shopstaff.scenario import run_crew

SHOP = "magnets"


@pytest.fixture(scope="module")
def lived() -> Iterator[tuple[Result, House]]:
    """Let the crew live through three days; gives the result and the house."""
    world = load_world("fridge-magnets")
    wrong = {"broken_share": 0.3, "regret_share": 0.2, "delay_days": 0.0, "platform_share": 1.0, "photo_share": 0.8}
    spec = world.spec.model_copy(
        update={
            "aftersale": world.spec.aftersale.model_copy(update=wrong),
            "transit": world.spec.transit.model_copy(update={"uncollected_share": 0.2}),
            "carriers": world.spec.carriers.model_copy(update={"day_weights": (1.0,)}),
            "inquiries": world.spec.inquiries.model_copy(update={"per_day": 0.0}),
            "traffic": world.spec.traffic.model_copy(update={"search_visits": 100.0}),
        }
    )
    with tempfile.TemporaryDirectory() as home:
        settings = Settings(home=Path(home), model="rules")
        result = run_crew(settings, replace(world, spec=spec), seed=1, days=3, shop=SHOP)
        house = open_house(settings, SHOP)
        yield result, house
        house.close()


def by_job(lived: tuple[Result, House], job: str) -> list[Docket]:
    """Give the effects of a job's tasks."""
    result, house = lived
    return [row for row in result.effects if house.tasks.get(row.task).job == job]


def test_nothing_was_violated_and_the_ledger_verifies(lived: tuple[Result, House]) -> None:
    result, house = lived
    assert result.violations == []
    assert not verify(house.database, house.shop).faults


def test_due_buyers_are_reminded_beside_a_holdout(lived: tuple[Result, House]) -> None:
    """On Wednesday: about four in five are written to, none of the others, nobody twice, each in their language."""
    rows = by_job(lived, "repurchase_reminder")
    assert len(rows) > 10 and {row.state for row in rows} == {"done"}
    assert len({row.payload["customer_id"] for row in rows}) == len(rows)
    buyers = lived[1].connection.reads.shop
    for row in rows:
        is_chinese = buyers.get_customer(row.payload["customer_id"]).language == "zh"
        assert ("目前有现货" in row.payload["text"]) is is_chinese
    (day,) = {row.submitted_at.date() for row in rows}
    memory = lived[1].crew().memory.handle(SHOP, "customer")
    plan = memory.get("shop", f"reminders.{day}", min_trust=3)
    assert plan is not None and set(plan.value["reminded"]) == {row.payload["customer_id"] for row in rows}
    held_out = len(plan.value["held_out"])
    assert 0 < held_out / (held_out + len(rows)) < 3 * HELD_OUT_SHARE
    assert memory.get("shop", "segments", min_trust=3) is not None


def test_parcels_in_trouble_are_told_of_to_buyers_who_never_wrote(lived: tuple[Result, House]) -> None:
    rows = by_job(lived, "parcel_watch")
    assert any(row.kind == "write_first" and row.state == "done" for row in rows)
    assert all(row.payload.get("purpose") == "news" for row in rows if row.kind == "write_first")


def test_requests_on_the_platforms_form_are_answered(lived: tuple[Result, House]) -> None:
    """By the table: agreed to with a photo, refused with a reason without one; none is left to the platform."""
    rows = by_job(lived, "aftersale_requests")
    assert {"agree_request", "refuse_request"} <= {row.kind for row in rows}
    reads = lived[1].connection.reads.aftersales
    assert reads is not None
    found = reads.list_requests()
    assert found and all(one.thread_id is None for one in found)
    assert "platform" not in {one.decided_by for one in found}
