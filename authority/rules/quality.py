"""Goods taken off the shelf: stopping is safe for the buyers, and still not without end."""

from __future__ import annotations

from authority.effect import Exposure
from authority.limits import Limits
from authority.state import Snapshot
from authority.verdict import Verdict, hold


def shelf(limits: Limits, snapshot: Snapshot, exposure: Exposure) -> Verdict | None:
    """The staff takes few products off the shelf in a day; an empty shop would be the owner's decision."""
    if exposure.off_shelf and snapshot.off_shelf_day >= limits.quality.off_shelf_per_day:
        return hold("shelf.day", f"{snapshot.off_shelf_day} products were taken off the shelf in 24 hours")
    return None
