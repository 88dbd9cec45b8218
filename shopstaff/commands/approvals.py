"""`shopstaff approvals`: the owner's inbox."""

from __future__ import annotations

from kit.clock import stamp
from shopstaff.commands.common import opened
from shopstaff.commands.plain import print_json
from shopstaff.house import House
from shopstaff.intake import tell_decision


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


def approve(effect_id: str, shop: str | None, as_json: bool) -> None:
    """Approve one effect as the owner."""
    with opened(shop) as house:
        receipt = house.desk.approve(effect_id, by="owner")
        _learn(house, effect_id)
    _print(vars(receipt), as_json)


def reject(effect_id: str, why: str, shop: str | None, as_json: bool) -> None:
    """Reject one effect as the owner."""
    with opened(shop) as house:
        receipt = house.desk.reject(effect_id, by="owner", why=why)
        _learn(house, effect_id)
    _print(vars(receipt), as_json)


def _learn(house: House, effect_id: str) -> None:
    """Open the task by which the staff learns of the decision; it is run with the next work."""
    tell_decision(house.crew(), effect_id)


def _print(receipt: dict[str, object], as_json: bool) -> None:
    if as_json:
        print_json(receipt)
    else:
        print(f"{receipt['id']}: {receipt['state']} — {receipt['summary']} ({receipt['rule']}: {receipt['why']})")
