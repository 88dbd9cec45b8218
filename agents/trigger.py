"""What makes a job begin: a time of day, an event of the shop, an intent of the owner, or a hand-off."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class At:
    """Local times of day; a tick becomes a task only if the job's query finds something to do."""

    times: tuple[time, ...]

    def latest(self, now: datetime, zone: ZoneInfo) -> datetime | None:
        """Give the newest of these times that has passed today, in UTC; None before the first one."""
        local = now.astimezone(zone)
        passed = [moment for moment in self.times if moment <= local.time()]
        return datetime.combine(local.date(), max(passed), zone).astimezone(now.tzinfo) if passed else None

    def __str__(self) -> str:
        return ", ".join(moment.strftime("%H:%M") for moment in self.times)


@dataclass(frozen=True)
class OnEvent:
    """An event of the shop, e.g. ``"message.received"``."""

    kind: str

    def __str__(self) -> str:
        return self.kind


@dataclass(frozen=True)
class OnIntent:
    """An intent in the owner's words, e.g. ``"why"``."""

    intents: tuple[str, ...]

    def __str__(self) -> str:
        return "owner: " + ", ".join(self.intents)


@dataclass(frozen=True)
class OnBuyerIntent:
    """A wish in a buyer's words: a topic or an intent, e.g. ``"cancel"``; the reply to the buyer hands it off."""

    wishes: tuple[str, ...]

    def __str__(self) -> str:
        return "buyer: " + ", ".join(self.wishes)


@dataclass(frozen=True)
class OnHandoff:
    """Another employee asks for it."""

    def __str__(self) -> str:
        return "hand-off"


@dataclass(frozen=True)
class OnQuestion:
    """The owner speaks to the employee, and no other of its jobs takes the words."""

    def __str__(self) -> str:
        return "owner: any question"


Trigger = At | OnEvent | OnIntent | OnBuyerIntent | OnHandoff | OnQuestion


def at(*times: str) -> At:
    """Give a trigger at local times.

    Example:
        >>> str(at("08:30"))
        '08:30'
    """
    return At(tuple(time.fromisoformat(text) for text in times))


def hourly(first: int, last: int) -> At:
    """Give a trigger at every full hour from ``first`` to ``last``, both included."""
    return At(tuple(time(hour) for hour in range(first, last + 1)))


GRACE = timedelta(hours=1)
"""How long after its time a tick is still taken up."""
