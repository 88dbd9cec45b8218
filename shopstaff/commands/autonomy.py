"""`shopstaff autonomy`: what each action class may do by itself, the evidence, and what the next level takes."""

from __future__ import annotations

from typing import Any

from rich.console import Console
from rich.table import Table

from authority.autonomy import HIGHEST, LOWEST, may_rise, needed
from authority.effect import effect_kinds
from authority.levels import Standing, restart, standing
from authority.limits import AutonomyLimits
from kit.clock import stamp
from kit.errors import Misconfigured
from shopstaff.commands.common import opened
from shopstaff.commands.plain import print_json
from shopstaff.house import House


def show(shop: str | None, as_json: bool) -> None:
    """List action classes with level, error rate and the next level's condition."""
    with opened(shop) as house:
        rows = [_row(found, house.limits().autonomy) for found in _standings(house)]
    if as_json:
        print_json(rows)
        return
    table = Table("action", "level", "stated", "effects", "errors", "95 %", "next")
    for row in rows:
        interval = f"{row['interval'][0]:.1%} to {row['interval'][1]:.1%}"
        level, stated = (str(row[name] if row[name] is not None else "-") for name in ("level", "stated"))
        table.add_row(row["action"], level, stated, str(row["n"]), str(row["errors"]), interval, row["next"])
    Console().print(table)


def change(action: str, level: str, why: str, shop: str | None, as_json: bool) -> None:
    """Set a level as the owner: a new version of the limits, and the evidence is counted from now on.

    Raises:
        Misconfigured: There is no such action or level.
    """
    if level not in ("0", "1", "2", "3"):
        raise Misconfigured(f"{level!r} is no level; write 0 (watch), 1 (propose), 2 (act) or 3 (act in wider limits)")
    with opened(shop) as house:
        if action not in _actions(house):
            raise Misconfigured(f"there is no action {action!r}; known: {', '.join(_actions(house))}")
        house.limits_versions.set(f"levels.{action}", level, why=why)
        with house.database.writing() as connection:
            restart(connection, house.shop, action, why=why, now=house.clock.now())
        (row,) = [_row(found, house.limits().autonomy) for found in _standings(house) if found.action == action]
    if as_json:
        print_json(row)
    else:
        print(f"{action} is at level {row['level']}; next: {row['next']}")


def _actions(house: House) -> list[str]:
    return sorted({*house.limits().levels, *(kind.action for kind in effect_kinds().values())})


def _standings(house: House) -> list[Standing]:
    limits, now = house.limits(), house.clock.now()
    with house.database.reading() as connection:
        return [standing(connection, house.shop, limits, action, now=now) for action in _actions(house)]


def _row(found: Standing, limits: AutonomyLimits) -> dict[str, Any]:
    return {
        "action": found.action,
        "level": found.level,
        "stated": found.stated,
        "n": found.evidence.n,
        "errors": found.evidence.errors,
        "interval": [round(end, 4) for end in found.evidence.interval],
        "since": stamp(found.since) if found.since else None,
        "why": found.why,
        "may_rise": found.level is not None and may_rise(found.level, found.evidence, limits),
        "next": _next(found, limits),
    }


def _next(found: Standing, limits: AutonomyLimits) -> str:
    if found.level is None or found.level < LOWEST:
        return f"yours to set: shopstaff autonomy set {found.action} 1 --why TEXT"
    if found.level >= HIGHEST:
        return "the highest level"
    if may_rise(found.level, found.evidence, limits):
        return f"ready: shopstaff autonomy set {found.action} {found.level + 1} --why TEXT"
    more = max(needed(found.evidence, limits), limits.least - found.evidence.n)
    return f"{more} more effects without an error (upper end at most {limits.promote_error:.0%})"
