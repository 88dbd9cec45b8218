"""The rhythm of demand: slots of a day, weekdays, seasons."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import numpy as np

from scenarios.world_spec import season_day

SLOTS = ((9, 12), (12, 15), (15, 18), (18, 21))
"""Local hours of the four slots of a day: from, to."""

_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def interval(day: date, slot: int, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Give the start and end of a slot in UTC.

    Example:
        >>> interval(date(2011, 9, 1), 0, ZoneInfo("Europe/London"))[0].hour
        8
    """
    start, end = SLOTS[slot]
    return _local(day, start, zone), _local(day, end, zone)


def slot_shares(hour_profile: Mapping[str, float]) -> tuple[float, ...]:
    """Fold shares of orders by local hour (``"09"``) into the slots; early hours join the first, late ones the last."""
    sums = [0.0] * len(SLOTS)
    for hour, share in sorted(hour_profile.items()):
        later = [place for place, (_, end) in enumerate(SLOTS) if int(hour) < end]
        sums[later[0] if later else -1] += share
    return tuple(share / sum(sums) for share in sums)


def weekday_factor(profile: Mapping[str, float], day: date) -> float:
    """Give a day's demand relative to the mean open weekday; 0 on a day the source was closed."""
    return profile.get(_WEEKDAYS[day.weekday()], 0.0)


def season_factor(season: Mapping[str, float], day: date) -> float:
    """Give the season of a day: factors stand at mid-month or on a day, straight lines between, the nearest outside."""
    places = sorted(season, key=season_day)
    at = [season_day(place).toordinal() for place in places]
    return float(np.interp(day.toordinal(), at, [season[place] for place in places]))


def season_progress(day: date, since: str, until: str) -> float:
    """Give how far a day is on the way from one day of its year, ``"08-15"`` (0), to another, ``"12-15"`` (1)."""
    start, end = (date.fromisoformat(f"{day.year}-{place}").toordinal() for place in (since, until))
    return float(np.clip((day.toordinal() - start) / (end - start), 0.0, 1.0))


def _local(day: date, hour: int, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=zone).astimezone(UTC)
