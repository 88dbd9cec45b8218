"""Prices answer to stock: dearer where it runs short before more can come, cheaper where it will be left over."""

from __future__ import annotations

import numpy as np

from decisions.board.supply import lead_now
from decisions.day_view import DayView, Floats

MOST = 0.25
"""Largest log by which scarce goods are made dearer."""


def scarcity(view: DayView, daily: Floats, slope: float, strength: float) -> Floats:
    """Give ``[J]`` the log by which prices rise so that what is there lasts until more can come.

    At slope b a price 1 % higher sells about b % less, so ``ln(wanted/there)/b`` brings the two together.

    Args:
        view: Today.
        daily: ``[J, days]`` pieces expected on each day until the last one.
        slope: Of the choice model.
        strength: 1 for all of it, 0 for none.
    """
    days = min(lead_now(view) + 2, daily.shape[1])
    wanted = daily[:, :days].sum(axis=1)
    there = view.stock + view.due[:, :days].sum(axis=1)
    short = np.log((wanted + 1) / (there + 1))
    return np.asarray(np.clip(strength * short / max(slope, 1.0), 0.0, MOST))


def idle_share(view: DayView, daily: Floats, strength: float) -> Floats:
    """Give ``[J]`` 0 to 1: how surely the next piece will be left on the last day; its cost is then its salvage."""
    wanted = daily.sum(axis=1)
    there = view.stock + view.due.sum(axis=1)
    return np.asarray(np.clip(strength * (there / (wanted + 1) - 1), 0.0, 1.0))
