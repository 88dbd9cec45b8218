"""What several commands share: opening the house of a shop, and printing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from authority.desk import Requester
from authority.tasks import End, NewTask, Origin
from config.settings import load_settings
from kit.errors import Misconfigured
from shopstaff.house import House, choose_shop, open_house, shop_names


@contextmanager
def opened(shop: str | None) -> Iterator[House]:
    """Open the house of an existing shop and close it again."""
    settings = load_settings(shop=shop)
    name = choose_shop(settings)
    if name not in shop_names(settings.home):
        known = ", ".join(shop_names(settings.home)) or "none"
        raise Misconfigured(f"{settings.home} holds no shop {name!r} (there: {known}); run `shopstaff import` first")
    house = open_house(settings, name)
    try:
        yield house
    finally:
        house.close()


def owner_task(house: House, what: str, cause: str) -> Requester:
    """Write down a task of the owner's own, so that its effect is explained like any other, and give its place.

    Args:
        house: The house.
        what: ``edit`` or ``undo``.
        cause: What tells this task from its like: the same cause is the same task, and its effect is one effect.
    """
    now = house.clock.now()
    new = NewTask(job=what, employee="owner", cause=cause, origin=Origin.OWNER, due_at=now, lane="conversation")
    task_id = house.tasks.open(new, now=now)
    # ended before the effect, which has a record of its own: nobody is to run this task
    house.tasks.finish(task_id, End.DONE, f"{what}: {cause}", now=now, used={})
    return Requester(task=task_id, turn=1, ordinal=1, employee="owner", origin=Origin.OWNER)
