"""`shopstaff undo`: take an effect back, through the same door by which it went out."""

from __future__ import annotations

from authority import owner
from authority.desk import Requester
from shopstaff.commands.common import opened, owner_task
from shopstaff.commands.plain import print_json


def run(effect_id: str, shop: str | None, as_json: bool) -> None:
    """Reverse or compensate a done effect, or say why it cannot be."""
    with opened(shop) as house:

        def begin(attempts: int) -> Requester:
            return owner_task(house, "undo", f"{effect_id} attempt {attempts + 1}")

        reads, now = house.connection.reads, house.clock.now()
        receipt = owner.undo(house.desk, house.log, reads, effect_id, now=now, begin=begin)
    if as_json:
        print_json(vars(receipt) | {"undoes": effect_id})
        return
    print(f"{receipt.id}: {receipt.state} — {receipt.summary} ({receipt.rule}: {receipt.why})")
    if receipt.state == "held":
        print(f"the undoing waits for your decision: `shopstaff approvals approve {receipt.id}`")
