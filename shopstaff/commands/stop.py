"""`shopstaff stop` and `resume`: the kill switch for the shop, an employee or an action class."""

from __future__ import annotations

from typing import Any

from agents.roster import employees
from authority.effect import effect_kinds
from kit.errors import Misconfigured
from shopstaff.commands.common import opened
from shopstaff.commands.plain import print_json
from shopstaff.house import House

IN_FLIGHT = ("applying", "unknown", "needs_person")
"""States of effects that the shop may already have; a stop does not take them back."""


def run(employee: str | None, action: str | None, why: str, shop: str | None, as_json: bool) -> None:
    """Stop: no new effect is carried out but what only reduces a risk; list what is in flight.

    Raises:
        Misconfigured: There is no such employee or action, or both were named.
    """
    with opened(shop) as house:
        scope = _scope(house, employee, action)
        house.desk.stop(scope, why=why)
        found = _state(house, scope)
    if as_json:
        print_json(found)
        return
    print(f"stopped: {scope}. Nothing new is carried out; `shopstaff resume{_flags(scope)}` releases it.")
    for row in found["in_flight"]:
        print(f"in flight: {row['id']} {row['summary']} ({row['state']})")
    print(f"{len(found['in_flight'])} effects in flight, {found['held']} held")


def resume(employee: str | None, action: str | None, shop: str | None, as_json: bool) -> None:
    """Release a kill switch; others that are pulled stay. Buyers who waited because of it are taken up again."""
    # the crew is loaded by who needs it alone
    from shopstaff.intake import answer_stopped

    with opened(shop) as house:
        scope = _scope(house, employee, action)
        was_stopped = house.desk.resume(scope)
        taken_up = answer_stopped(house.crew()) if was_stopped else []
        found = _state(house, scope) | {"was_stopped": was_stopped, "taken_up": taken_up}
    if as_json:
        print_json(found)
        return
    left = ", ".join(found["stopped"]) or "nothing"
    print(f"{scope}: {'released' if was_stopped else 'was not stopped'}; still stopped: {left}")
    if found["taken_up"]:
        print(f"{len(found['taken_up'])} waiting messages are taken up again; `shopstaff work --once` answers them")


def _scope(house: House, employee: str | None, action: str | None) -> str:
    if employee and action:
        raise Misconfigured("name --employee or --action, not both; call it twice to stop both")
    actions = sorted({*house.limits().levels, *(kind.action for kind in effect_kinds().values())})
    for option, name, known in (("employee", employee, list(employees())), ("action", action, actions)):
        if name is not None:
            if name not in known:
                raise Misconfigured(f"there is no {option} {name!r}; known: {', '.join(known)}")
            return f"{option}:{name}"
    return "shop"


def _state(house: House, scope: str) -> dict[str, Any]:
    rows = house.log.list_effects(states=IN_FLIGHT)
    return {
        "scope": scope,
        "stopped": house.desk.stops(),
        "in_flight": [{"id": row.id, "kind": row.kind, "state": row.state, "summary": row.summary} for row in rows],
        "held": len(house.log.list_effects(states=("held",))),
    }


def _flags(scope: str) -> str:
    option, _, name = scope.partition(":")
    return f" --{option} {name}" if name else ""
