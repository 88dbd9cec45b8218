"""The day's agenda: what comes first, by expected money at risk times urgency."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict


class Item(BaseModel):
    """Something to look at: money at risk in minor units, and hours until it is too late."""

    model_config = ConfigDict(frozen=True)

    text: str
    text_zh: str
    at_risk: int
    hours_left: float
    source: str


def rank(items: Sequence[Item], *, most: int = 7) -> list[Item]:
    """Order items by money at risk × 24 / hours left (at least one hour), largest first, at most ``most``."""
    return sorted(items, key=lambda item: (-item.at_risk * 24 / max(item.hours_left, 1.0), item.source))[:most]
