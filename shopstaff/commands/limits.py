"""`shopstaff limits`: what the staff may do, and the versions of it. Changing a limit is the owner's alone."""

from __future__ import annotations

from typing import Any

from authority.limits import Limits, amounts, load_limits
from authority.limits_versions import below_floor
from kit.clock import stamp
from kit.errors import Misconfigured
from kit.money import format_minor
from shopstaff.commands.common import opened
from shopstaff.commands.plain import print_json
from shopstaff.house import House


def show(shop: str | None, as_json: bool) -> None:
    """Print the limits in force, marked where they are the shop's own."""
    with opened(shop) as house:
        limits, fault, warnings = house.limits(), house.limits_versions.fault(), _below(house, house.limits())
    warnings += [f"{key} is not stated in {limits.currency}; what exposes money is held" for key in limits.unstated]
    values, default = _flat(limits), _flat(load_limits(currency=limits.currency))
    own = sorted(key for key in values if values[key] != default.get(key))
    found = {
        "digest": limits.digest,
        "limits": limits.model_dump(mode="json"),
        "own": own,
        "fault": fault,
        "warnings": warnings,
    }
    if as_json:
        print_json(found)
        return
    for key, value in values.items():
        usual = f"   (default {_shown(key, default.get(key), limits.currency)})" if key in own else ""
        print(f"{key:32} {_shown(key, value, limits.currency)}{usual}")
    print("\n".join([f"{limits.digest}", *_warned(warnings), *([f"fault: {fault}"] if fault else [])]))


def change(key: str, value: str, why: str, anyway: bool, shop: str | None, as_json: bool) -> None:
    """Change one limit as the owner.

    Raises:
        Misconfigured: No such limit, a value that it cannot have, or a floor above a price that is on the shelf (with
            ``anyway`` that is a warning).
    """
    with opened(shop) as house:
        before = house.limits_versions.current()
        old = set(_below(house, before))
        new = [line for line in _below(house, house.limits_versions.tried(key, value)) if line not in old]
        if new and not anyway:
            more = f" and {len(new) - 3} more" if len(new) > 3 else ""
            listed = "; ".join(new[:3])
            raise Misconfigured(f"{key} = {value}: {listed}{more}; raise those prices first, or add --anyway")
        limits = house.limits_versions.set(key, value, why=why)
        version = house.limits_versions.history()[0]
    found = {"version": version.number, "change": version.change, "digest": limits.digest, "warnings": new}
    if as_json:
        print_json(found)
    else:
        print("\n".join([f"version {version.number}: {version.change} ({limits.digest})", *_warned(new)]))


def history(shop: str | None, as_json: bool) -> None:
    """List the versions, newest first."""
    with opened(shop) as house:
        rows = house.limits_versions.history()
    found: list[dict[str, Any]] = [
        {
            "version": row.number,
            "at": stamp(row.at),
            "by": row.by,
            "why": row.why,
            "change": row.change,
            "digest": row.digest,
            "text": row.text,
        }
        for row in rows
    ]
    if as_json:
        print_json(found)
        return
    for row in found:
        print(f"{row['version']:4}  {row['at'][:16]}  {row['by']:8} {row['change'] or '-'}  {row['why']}")


def _below(house: House, limits: Limits) -> list[str]:
    return below_floor(limits, house.connection.reads.shop.list_variants())


def _warned(lines: list[str]) -> list[str]:
    more = [f"warning: … {len(lines) - 10} more"] if len(lines) > 10 else []
    return [f"warning: {line}" for line in lines[:10]] + more


def _shown(key: str, value: Any, currency: str) -> str:
    """Write a limit as people read it: an amount with its currency, all else as it stands."""
    table, _, name = key.partition(".")
    is_money = isinstance(value, int) and name in amounts().get(table, ())
    return format_minor(value, currency) if is_money else str(value)


def _flat(limits: Limits) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in limits.model_dump(mode="json").items():
        inner = value.items() if isinstance(value, dict) else ()
        found |= {f"{name}.{key}": one for key, one in inner} if isinstance(value, dict) else {name: value}
    return found
