"""`shopstaff work`: do what is due."""

from __future__ import annotations

from agents.crew import Crew
from authority.task import Task
from kit.errors import Misconfigured, ShopstaffError
from shopstaff.commands.common import opened
from shopstaff.commands.plain import print_json
from shopstaff.house import House
from shopstaff.intake import take_events, tick, work_through


def run(once: bool, shop: str | None, as_json: bool) -> None:
    """Take in events and ticks, settle unknown effects, and run the due tasks.

    Raises:
        Misconfigured: Without ``--once``: there is no service that stays yet; or a model's endpoint refuses its key.
        Unavailable: A model's endpoint does not answer; the tasks that need it stay open, the others are done.
    """
    if not once:
        raise Misconfigured("this release works on request: use `shopstaff work --once`, from cron if you like")
    with opened(shop) as house:
        done, faults = _once(house, house.crew())
    rows = [
        {"task": row.id, "job": row.job, "employee": row.employee, "end": row.end, "answer": row.answer} for row in done
    ]
    if as_json:
        print_json(rows)
    else:
        for row in rows:
            first = (row["answer"] or "").partition("\n")[0]
            print(f"{row['employee']} · {row['job']} · {row['end']}: {first}")
        print(f"{len(rows)} tasks done" + (f", {len(faults)} stay open" if faults else ""))
    if faults:
        raise faults[0]


def _once(house: House, crew: Crew) -> tuple[list[Task], list[ShopstaffError]]:
    now = house.clock.now()
    house.desk.expire()
    house.desk.settle()
    take_events(crew, house.connection.events)
    tick(crew, now)
    return work_through(crew, now)
