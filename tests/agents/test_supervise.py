"""店长 supervises: failed work is given out once more, what only the owner can set right is told once."""

from __future__ import annotations

from datetime import timedelta

from sqlmodel import Session

from agents.supervisor import run_task
from authority.rows import EffectRow
from authority.task import Task
from authority.tasks import End, NewTask, Origin
from shopstaff.intake import tick
from tests.support.gift_shop import GiftShop


def supervised(shop: GiftShop, **later: float) -> list[Task]:
    """Let time pass up to the next look at half past nine; gives the tasks of 店长 that it opened, done."""
    moment = (shop.clock.now() + timedelta(**later)).replace(hour=8, minute=30)
    shop.clock.set(moment)
    reports = []
    for task in tick(shop.crew(), moment):
        if shop.house.tasks.get(task).job == "supervise":
            reports.append(run_task(shop.crew(), task))
        else:
            shop.house.tasks.finish(task, End.DONE, "", now=moment, used={})
    return reports


def failed(
    shop: GiftShop, job: str, employee: str, *, origin: Origin = Origin.SCHEDULE, parent: str | None = None
) -> str:
    """Write down a task that made no progress."""
    now = shop.clock.now()
    new = NewTask(job=job, employee=employee, cause=f"failed {parent}", origin=origin, due_at=now, parent=parent)
    task = shop.house.tasks.open(new, now=now)
    shop.house.tasks.finish(task, End.NO_PROGRESS, "", now=now, used={})
    return task


def children(shop: GiftShop, task: Task) -> list[str]:
    """Give the jobs that were handed on."""
    return [one.job for one in shop.house.tasks.list_tasks() if one.parent == task.id]


def test_where_all_is_in_order_nobody_is_bothered(shop: GiftShop) -> None:
    shop.job("replenishment")
    assert supervised(shop) == []


def test_a_task_that_stays_open_is_told_to_the_owner_once_and_not_done_twice(shop: GiftShop) -> None:
    task = shop.open_job("morning_plan")
    (report,) = supervised(shop, days=1)
    assert report.subject == [f"task:{task}"] and children(shop, report) == []
    assert "overdue: Store manager · Morning plan, due 24.5 hours ago" in report.answer and f"[{task}]" in report.answer
    assert supervised(shop, days=1) == []


def test_failed_work_of_the_schedule_is_given_out_again_and_its_result_told(shop: GiftShop) -> None:
    task = failed(shop, "replenishment", "product")
    (report,) = supervised(shop, days=1)
    assert report.subject == [f"task:{task}"] and children(shop, report) == ["replenishment"]
    assert "it is given out again" in report.answer and "Product · Replenishment:" in report.answer
    assert [row.kind for row in shop.effects()] == ["order_production"]


def test_what_fails_the_second_time_goes_to_a_person(shop: GiftShop) -> None:
    failed(shop, "replenishment", "product")
    (first,) = supervised(shop, days=1)
    failed(shop, "replenishment", "product", parent=first.id)
    (second,) = supervised(shop, days=1)
    assert children(shop, second) == [] and "a person should look at it" in second.answer


def test_a_buyers_task_is_not_repeated_since_the_rules_have_answered(shop: GiftShop) -> None:
    failed(shop, "order_change", "customer", origin=Origin.BUYER)
    (report,) = supervised(shop, days=1)
    assert children(shop, report) == [] and "a person should look at it" in report.answer


def test_an_effect_of_unknown_outcome_and_a_decision_that_runs_out_are_told(shop: GiftShop) -> None:
    (held,) = shop.effects(shop.job("replenishment"))
    (done,) = shop.effects(shop.owner("Raise the white hanging heart by 3%"))
    with Session(shop.house.database.engine) as session:
        row = session.get(EffectRow, done.id)
        assert row is not None
        row.state = "unknown"
        session.add(row)
        session.commit()
    (first,) = supervised(shop, days=1)
    assert first.subject == [f"effect:{done.id}"] and "stuck for 24.5 hours (unknown)" in first.answer
    (second,) = supervised(shop, days=1)
    assert "runs out in" not in first.answer
    assert second.subject == [f"effect:{held.id}"] and f"runs out in 23.5 hours: {held.summary}" in second.answer
