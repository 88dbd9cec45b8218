"""The oversell guard: how many pieces of a SKU may be listed so that no promise is broken.

``free = on hand − reserved by paid orders − promised``, promised being unpaid orders and binding offers. A platform
that keeps a listed quantity of its own lists at most ``free − safety`` with ``safety = ⌈z·s·sqrt(h/24)⌉`` pieces, for
what other channels sell between two looks; s is the standard deviation of daily demand and h the hours until the next
look. A platform that offers what is available never sells what is not there; it needs a cap only while it could sell
what is promised, and none afterwards. Source: docs/authority.md has the limits; safety = z·σ_L is the usual safety
stock over the time L in which nobody looks, z = 1.28 covers nine of ten such times.

A listed quantity goes up only where this guard has lowered it, never above what stood before, and never above ``free``.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict

from decisions.demand import demand

SAFETY_Z = 1.28
COVER_DAYS = 2
"""A promise is endangered when what is free would last, by mean and z·s, for less than so many days."""


class OfferCase(BaseModel):
    """One SKU in whole pieces.

    Attributes:
        available: On hand − reserved.
        promised: Pieces of unpaid orders and binding offers.
        offered: The listed quantity; None: the platform offers what is available.
        before: What was listed before the guard first lowered it; None if it was no number.
        is_lowered: The listed quantity is one that the guard has set.
        daily_units: Pieces sold on each past day, newest last.
    """

    model_config = ConfigDict(frozen=True)

    sku: str
    available: int
    promised: int = 0
    offered: int | None = None
    before: int | None = None
    is_lowered: bool = False
    daily_units: tuple[int, ...] = ()


class OfferAdvice(BaseModel):
    """What to list (None: what is available), and why in both languages."""

    model_config = ConfigDict(frozen=True)

    sku: str
    pieces: int | None
    reason: str
    reason_zh: str


def advise_offers(cases: Sequence[OfferCase], *, hours: float) -> list[OfferAdvice]:
    """Say which listed quantities have to change, by SKU.

    Args:
        cases: The SKUs on the shelf.
        hours: Hours until the guard looks again.

    Example:
        >>> case = OfferCase(sku="A", available=20, promised=5, offered=50)
        >>> [(one.sku, one.pieces) for one in advise_offers([case], hours=1)]
        [('A', 15)]
    """
    advised = []
    for case in sorted(cases, key=lambda one: one.sku):
        keeps_count = case.offered is not None and not (case.is_lowered and case.before is None)
        wanted = _counted(case, hours) if keeps_count else _following(case)
        if wanted != case.offered:
            advised.append(_advice(case, wanted))
    return advised


def _counted(case: OfferCase, hours: float) -> int | None:
    """Give what a platform with a count of its own lists: never above the safe number, up only what was lowered."""
    assert case.offered is not None
    mean, sd = demand(case.daily_units) if case.daily_units else (0.0, 0.0)
    safe = max(0, case.available - case.promised - math.ceil(SAFETY_Z * sd * math.sqrt(hours / 24)))
    if case.offered > safe:
        return safe
    return max(case.offered, min(safe, case.before)) if case.is_lowered and case.before is not None else case.offered


def _following(case: OfferCase) -> int | None:
    """Give the cap of a platform that offers what is available: none while no promise is in danger."""
    if case.promised == 0:
        return None
    mean, sd = demand(case.daily_units) if case.daily_units else (0.0, 0.0)
    free = case.available - case.promised
    needed = mean * COVER_DAYS + SAFETY_Z * sd * math.sqrt(COVER_DAYS)
    return max(0, free) if free < needed else None


def _advice(case: OfferCase, pieces: int | None) -> OfferAdvice:
    held = f"{case.available} pieces are free, {case.promised} of them promised"
    held_zh = f"可用 {case.available} 件,其中已承诺 {case.promised} 件"
    was = "what is available" if case.offered is None else str(case.offered)
    now = "what is available" if pieces is None else str(pieces)
    was_zh, now_zh = was.replace("what is available", "可用量"), now.replace("what is available", "可用量")
    return OfferAdvice(
        sku=case.sku,
        pieces=pieces,
        reason=f"{case.sku}: {held}; listed {was}, now {now}",
        reason_zh=f"{case.sku}:{held_zh};上架数量 {was_zh} 改为 {now_zh}",
    )
