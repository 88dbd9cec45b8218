"""An effect as it is first written down: its key, its id and its row before the verdict."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from authority.docket import Docket
from authority.effect import Exposure
from authority.receipts import Asked, Requester
from kit.ids import stable_id


def key_of(shop: str, by: Requester, kind: str) -> str:
    """Give the idempotency key of an effect: the same at the same place of the same task, whenever it is run."""
    return stable_id("key", shop, by.task, by.turn, by.ordinal, kind)


def id_of(key: str) -> str:
    """Give the id of the effect that has a key."""
    return "ef_" + key.removeprefix("key_")


def intent_of(
    shop: str,
    asked: Asked,
    exposure: Exposure | None,
    *,
    money: Callable[[int], str],
    now: datetime,
) -> Docket:
    """Give the row of an effect that is asked for and not judged yet; ``money`` writes minor units for its summary."""
    effect, by = asked.effect, asked.by
    key = key_of(shop, by, effect.kind)
    return Docket(
        id=id_of(key),
        shop=shop,
        key=key,
        task=by.task,
        turn=by.turn,
        ordinal=by.ordinal,
        employee=by.employee,
        kind=effect.kind,
        action=effect.action,
        payload=effect.model_dump(mode="json"),
        summary=effect.summary(money),
        reason=asked.reason,
        origin=by.origin,
        buyer=by.buyer,
        state="intent",
        budget=exposure.budget if exposure else None,
        money_out=exposure.money_out if exposure else 0,
        object_id=exposure.object_id if exposure else "",
        exposure=exposure.model_dump(mode="json") if exposure else {},
        undoes=asked.undoes,
        submitted_at=now,
    )
