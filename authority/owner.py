"""What the owner does with an effect besides approving it: submit it in another form, or take it back.

Both go through the desk like any other effect: judged, written down, read back.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from authority.desk import Desk, Receipt, Requester
from authority.docket import Docket
from authority.effect import Effect, Exposure, Past, read_effect
from authority.log import EffectLog
from authority.sums import COUNTED
from kit.errors import Refused, Retry
from shops.models import Outcome
from shops.port import Reads

_NOTHING_DONE = {
    "held": "it waits for a decision and nothing was done; reject it: `shopstaff approvals reject`",
    "denied": "it was denied and nothing was done",
    "rejected": "it was rejected and nothing was done",
    "expired": "it ran out and nothing was done",
    "superseded": "a newer answer took its place and nothing was done",
    "refused": "the shop refused it and nothing was done",
    "unsupported": "the platform cannot do it and nothing was done",
    "needs_person": "a person has to finish it on the platform first",
    "partial": "only a part of it was done; look at the shop and set right what is left",
}


def edited(row: Docket, changes: Mapping[str, Any]) -> Effect:
    """Give a held effect in the form that the owner wants.

    Args:
        row: The held effect.
        changes: New value by path into its payload, e.g. ``{"amount": 900}`` or ``{"tiers.0.unit_price": 290}``.

    Raises:
        Refused: It is not held.
        Retry: A path leads nowhere, a value does not fit, or nothing would change.
    """
    if row.state != "held":
        raise Refused(f"{row.id} is {row.state}, not held; only what waits can be edited")
    payload = copy.deepcopy(row.payload)
    for path, value in changes.items():
        _put(payload, path, value)
    if payload == row.payload:
        raise Retry(f"{row.id} would stay as it is; approve it, or set another value")
    try:
        return read_effect(row.kind, payload)
    except ValidationError as error:
        fault = error.errors()[0]
        raise Retry(f"{row.kind}: {'.'.join(map(str, fault['loc']))}: {fault['msg']}; correct that value") from error


def edit(desk: Desk, row: Docket, changes: Mapping[str, Any], by: Requester) -> Receipt:
    """Reject a held effect and submit the owner's form of it, which is judged anew.

    Raises:
        Refused: It is not held (any more).
        Retry: A change does not fit; the held effect stays held.
    """
    new = edited(row, changes)
    if desk.reject(row.id, by=by.employee, why="edited by the owner").state != "rejected":
        raise Refused(f"{row.id} has expired; ask for the effect again")
    return desk.submit(new, by, reason=f"{row.reason}\n(edited by the owner, instead of {row.id})")


def undo(
    desk: Desk, log: EffectLog, reads: Reads, effect_id: str, *, now: datetime, begin: Callable[[int], Requester]
) -> Receipt:
    """Reverse or compensate a done effect through the desk; it is marked as undone when that is done.

    Args:
        desk: The desk.
        log: The shop's effects.
        reads: The shop.
        effect_id: The effect to take back.
        now: The time.
        begin: Opens the task of the undoing; called with the number of attempts before it.

    Raises:
        Refused: It is final, is undone already or at this moment, undoes something itself, was never done, or the
            shop has changed since; the message says which.
    """
    row = log.get(effect_id)
    attempts = log.undoing(effect_id)
    reverse = reversal(row, attempts, reads, now)
    reason = f"undo of {effect_id}: {row.summary}\n撤销 {effect_id}:{row.summary}"
    return desk.submit(reverse, begin(len(attempts)), reason=reason, undoes=effect_id)


def reversal(row: Docket, attempts: list[Docket], reads: Reads, now: datetime) -> Effect:
    """Give the effect that takes another one back; see :func:`undo` for what is refused."""
    if row.undone_by is not None:
        raise Refused(f"{row.id} is undone already, by {row.undone_by}")
    if row.undoes is not None:
        raise Refused(f"{row.id} is itself the undoing of {row.undoes}; ask for what you want as a new effect")
    under_way = [one for one in attempts if one.state in COUNTED]
    if under_way:
        raise Refused(f"{row.id} is being undone by {under_way[0].id}, which is {under_way[0].state}; decide that one")
    if row.state != "done":
        why = _NOTHING_DONE.get(row.state, "its outcome is not known yet; run `shopstaff work --once` and try again")
        raise Refused(f"{row.id} cannot be undone: {why}")
    if not row.payload:
        raise Refused(f"{row.id} cannot be undone: what it was has been erased with its buyer")
    effect = read_effect(row.kind, row.payload)
    past = Past(
        outcome=Outcome.model_validate(row.outcome),
        exposure=Exposure.model_validate(row.exposure),
        submitted_at=row.submitted_at,
        settled_at=row.settled_at or row.submitted_at,
        now=now,
    )
    reverse = effect.reverse(reads, past)
    if reverse is None:
        raise Refused(f"{row.id} ({row.kind}) is final: {effect.final_why[0]} / {effect.final_why[1]}")
    return reverse


def _put(payload: Any, path: str, value: Any) -> None:
    """Set what a path leads to; a path that leads nowhere is a Retry."""
    names = path.split(".")
    place = payload
    for number, name in enumerate(names, 1):
        key: Any = int(name) if isinstance(place, list) and name.isdigit() else name
        known = range(len(place)) if isinstance(place, list) else place if isinstance(place, dict) else ()
        if key not in known:
            fields = ", ".join(map(str, known)) or "nothing"
            raise Retry(f"{path}: there is no {name!r} in it; it has {fields}")
        if number == len(names):
            place[key] = value
        else:
            place = place[key]
