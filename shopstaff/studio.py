"""The graphs for LangGraph's own tools (``langgraph.json``): the staff of the shop that the settings name.

A home without a shop gets the embedded demo world's, opened and stocked, which takes a second or two.
"""

from __future__ import annotations

from functools import cache

from agents.crew import Crew
from agents.roster import jobs
from agents.studio import employed, supervised
from authority.tasks import NewTask, Origin
from config.settings import load_settings
from kit.errors import Misconfigured
from kit.ids import stable_id
from scenarios.world import load_world
from shopstaff.house import choose_shop, open_house, shop_names
from shopstaff.intake import ask as ask_words
from shopstaff.scenario import run_crew

DEMO = "giftware"


@cache
def crew() -> Crew:
    """Give the crew of the shop that the settings name; a home without any gets a day of the demo world."""
    settings = load_settings()
    if not shop_names(settings.home):
        run_crew(settings, load_world(DEMO), seed=1, days=1, shop=settings.shop or DEMO)
    return open_house(settings, choose_shop(settings)).crew()


def _ask(crew: Crew, text: str, to: str | None) -> str:
    return ask_words(crew, text, to=to, now=crew.clock.now())


def _open(crew: Crew, job: str, text: str | None) -> str:
    if job not in jobs():
        raise Misconfigured(f"there is no job {job!r}; there are {', '.join(jobs())}")
    now, number = crew.clock.now(), len(crew.tasks.list_tasks())
    new = NewTask(
        job=job,
        employee=jobs()[job].employee,
        cause=stable_id("studio", job, text or "", number),
        origin=Origin.OWNER,
        due_at=now,
        input={"text": text} if text else {},
        lane=jobs()[job].lane,
    )
    return crew.tasks.open(new, now=now)


supervisor = supervised(crew, _ask)
employee = employed(crew, _open)
