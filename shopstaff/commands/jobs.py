"""`shopstaff jobs`: the catalogue of jobs and how they went."""

from __future__ import annotations

from typing import Any

from agents.job import Job
from agents.roster import jobs
from authority.levels import standing
from authority.limits import load_limits
from authority.model_spend import Spent
from config.settings import load_settings
from kit.clock import stamp
from shopstaff.commands.common import opened
from shopstaff.commands.plain import print_json
from shopstaff.house import House, shop_names
from shopstaff.summary import say_cost


def run(shop: str | None, as_json: bool) -> None:
    """List all jobs; with a shop also when each last ran, how often it succeeded, and what it cost."""
    settings = load_settings(shop=shop)
    if shop is None and len(shop_names(settings.home)) != 1:
        rows = [_row(job, None, Spent()) for job in jobs().values()]
    else:
        with opened(shop) as house:
            spent = house.crew().purse.book.by_job()
            rows = [_row(job, house, spent.get(job.name, Spent())) for job in jobs().values()]
    if as_json:
        print_json(rows)
        return
    for row in sorted(rows, key=lambda row: (row["employee"], row["name"])):
        level = f"level {row['level']}" + (" (stopped)" if row["stopped"] else "")
        ran = "not run yet"
        if row["tasks"]:
            ran = f"{row['tasks']} tasks, {row['success']:.0%} good, last {row['last_run'][:16]}"
        if row["cost"]["calls"]:
            ran += f" · cost {say_cost(row['cost']['micro'], row['cost'])}, {row['cost']['calls']} model calls"
        print(f"{row['employee']:14} {row['name']:18} {row['title_zh']}")
        print(f"{'':14} {row['trigger']} · {level} · model {row['model_use']} · {ran}")


def _row(job: Job, house: House | None, spent: Spent) -> dict[str, Any]:
    limits = house.limits() if house else load_limits()
    done = [task for task in house.tasks.list_tasks(job=job.name) if task.end] if house else []
    good = sum(task.end in ("done", "held") for task in done)
    return {
        "name": job.name,
        "employee": job.employee,
        "title": job.title,
        "title_zh": job.title_zh,
        "trigger": "; ".join(str(trigger) for trigger in job.triggers),
        "level": _level(job, house) if house else limits.levels.get(job.action),
        "stopped": _stopped(job, house) if house else [],
        "model_use": job.model_use,
        "last_run": stamp(done[0].due_at) if done else None,
        "tasks": len(done),
        "success": good / len(done) if done else None,
        "cost": {
            "model_calls": sum(task.model_calls for task in done if task.model != "rules"),
            "prompt_bytes": sum(task.prompt_bytes for task in done if task.model != "rules"),
            "calls": spent.calls,
            "input_tokens": spent.input_tokens,
            "output_tokens": spent.output_tokens,
            "micro": spent.money,
            "estimated": spent.estimated,
            "unpriced": spent.unpriced,
        },
    }


def _level(job: Job, house: House) -> int | None:
    """Give the level in force: what the limits state, or less if measured error has lowered it."""
    with house.database.reading() as connection:
        return standing(connection, house.shop, house.limits(), job.action, now=house.clock.now()).level


def _stopped(job: Job, house: House) -> list[str]:
    scopes = ("shop", f"employee:{job.employee}", f"action:{job.action}")
    return [scope for scope in scopes if scope in house.desk.stops()]
