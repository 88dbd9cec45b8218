"""Time is injected: aware, UTC, and read from a clock that a test or a scenario can set."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Tells the time of the house."""

    def now(self) -> datetime:
        """Give the current time, aware and in UTC."""


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Give the machine's time in UTC."""
        return datetime.now(UTC)


class SetClock:
    """A clock that stands still until it is set: for scenarios and tests.

    Example:
        >>> clock = SetClock(datetime(2011, 9, 1, 8, tzinfo=UTC))
        >>> clock.now().hour
        8
    """

    def __init__(self, start: datetime) -> None:
        self._now = as_utc(start)

    def now(self) -> datetime:
        """Give the time last set."""
        return self._now

    def set(self, moment: datetime) -> None:
        """Move to ``moment``. A clock never goes back: an earlier moment is a ValueError."""
        moment = as_utc(moment)
        if moment < self._now:
            raise ValueError(f"the clock stands at {self._now.isoformat()} and cannot go back to {moment.isoformat()}")
        self._now = moment


class Stopwatch:
    """Elapsed wall seconds since it was made, for progress and reports only."""

    def __init__(self) -> None:
        self._start = time.monotonic()
        self._cpu = time.process_time()

    def seconds(self) -> float:
        """Give the seconds since the start."""
        return time.monotonic() - self._start

    def cpu_seconds(self) -> float:
        """Give the CPU seconds of this process since the start; on a busy machine they are fewer."""
        return time.process_time() - self._cpu


def as_utc(moment: datetime) -> datetime:
    """Give the same moment in UTC; a naive time is a ValueError."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment!r} has no time zone; pass an aware time")
    return moment if moment.tzinfo is UTC else moment.astimezone(UTC)


def stamp(moment: datetime) -> str:
    """Write a moment as sortable text in UTC, microseconds always there: ``2011-09-01T08:30:00.000000Z``."""
    return as_utc(moment).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def from_stamp(text: str) -> datetime:
    """Read what :func:`stamp` wrote."""
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)
