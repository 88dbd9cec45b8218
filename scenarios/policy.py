"""What runs a shop in a scenario: the premises it works in, and what the runner asks of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from authority.desk import Desk
from authority.ledger import Audit
from authority.limits import Limits
from authority.log import EffectLog
from kit.clock import SetClock
from shops.port import Connection


@dataclass(frozen=True)
class Premises:
    """A shop with its desk, opened afresh for one run.

    Attributes:
        verify: Verifies the shop's ledger chain.
    """

    connection: Connection
    desk: Desk
    log: EffectLog
    limits: Callable[[], Limits]
    clock: SetClock
    verify: Callable[[], Audit]


class Policy(Protocol):
    """Runs a shop: the crew, a fixed rule, or anything else that acts through the desk."""

    def times(self, day: date) -> list[datetime]:
        """Give the moments of a day at which it wants to be woken."""

    def wake(self, now: datetime) -> None:
        """Do what is due; called at its times, at the end of each slot, and when a buyer has written."""

    def told(self, effect_id: str) -> None:
        """Learn that the owner has decided about a held effect."""

    def figures(self) -> dict[str, Any]:
        """Give what is particular to this policy, for the report: tasks, model calls, and so on."""


Opening = Callable[[Premises], Policy]
"""Makes the policy when the shop stands."""
