"""`shopstaff approvals`: the owner's inbox."""

from __future__ import annotations

import json
from typing import Any

from authority import owner
from authority.roles import Role, as_role
from kit.clock import stamp
from kit.errors import Misconfigured
from kit.ids import canonical
from shopstaff.commands.common import opened, owner_task
from shopstaff.commands.plain import print_json
from shopstaff.house import House


def show(shop: str | None, as_json: bool) -> None:
    """List what is held, the soonest to expire first."""
    with opened(shop) as house:
        house.desk.expire()
        rows = house.log.list_effects(states=("held",))
        rows.sort(key=lambda row: (row.expires_at or row.submitted_at, row.id))
        found = [
            {
                "id": row.id,
                "kind": row.kind,
                "summary": row.summary,
                "rule": row.rule,
                "why": row.why,
                "reason": row.reason,
                "money_out": row.money_out,
                "employee": row.employee,
                "approver": row.approver,
                "expires_at": stamp(row.expires_at) if row.expires_at else None,
            }
            for row in rows
        ]
    if as_json:
        print_json(found)
        return
    for row in found:
        print(
            f"{row['id']}  {row['summary']}\n    held by {row['rule']}: {row['why']}\n    because {row['reason']}\n"
            f"    expires {row['expires_at']}"
        )
    print(f"{len(found)} waiting" + ("; `shopstaff approvals approve ID` or `reject ID --why TEXT`" if found else ""))


def approve(effect_id: str, role: str, shop: str | None, as_json: bool) -> None:
    """Approve one effect as the owner, or as a manager what a manager may approve.

    Raises:
        Misconfigured: There is no such class.
    """
    with opened(shop) as house:
        receipt = house.desk.approve(effect_id, by=role, role=_role(role))
        _learn(house, effect_id)
    _print(vars(receipt), as_json)


def reject(effect_id: str, why: str, shop: str | None, as_json: bool) -> None:
    """Reject one effect as the owner."""
    with opened(shop) as house:
        receipt = house.desk.reject(effect_id, by="owner", why=why)
        _learn(house, effect_id)
    _print(vars(receipt), as_json)


def edit(effect_id: str, changes: list[str], shop: str | None, as_json: bool) -> None:
    """Reject one effect and submit the owner's form of it."""
    with opened(shop) as house:
        row = house.log.get(effect_id)
        by = owner_task(house, "edit", f"{effect_id} {canonical(sorted(changes))}")
        receipt = owner.edit(house.desk, row, dict(_change(text) for text in changes), by)
        _learn(house, effect_id)
    _print(vars(receipt) | {"instead_of": effect_id}, as_json)


def _change(text: str) -> tuple[str, Any]:
    """Read ``field=value``; the value is JSON, or else text."""
    path, sign, value = text.partition("=")
    if not sign or not path:
        raise Misconfigured(f"--set {text!r} is no change; write field=value, e.g. --set amount=900")
    try:
        return path, json.loads(value)
    except json.JSONDecodeError:
        return path, value


def _role(name: str) -> Role:
    role = as_role(name)
    if not role:
        raise Misconfigured(f"--role {name!r} is nobody; use owner or manager")
    return role


def _learn(house: House, effect_id: str) -> None:
    """Open the task by which the staff learns of the decision; it is run with the next work."""
    # to look at the inbox needs no crew, and its imports take as long as all else
    from shopstaff.intake import tell_decision

    tell_decision(house.crew(), effect_id)


def _print(receipt: dict[str, object], as_json: bool) -> None:
    if as_json:
        print_json(receipt)
    else:
        print(f"{receipt['id']}: {receipt['state']} — {receipt['summary']} ({receipt['rule']}: {receipt['why']})")
