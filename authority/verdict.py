"""What a rule of the kernel says, and what every rule may ask: pure, no I/O."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from authority.effect import Exposure
from authority.limits import Limits
from authority.state import Snapshot

Ruling = Literal["allow", "hold", "deny"]


@dataclass(frozen=True)
class Verdict:
    """What the kernel says: the ruling, the rule that made it, why in words, and the class that may approve."""

    ruling: Ruling
    rule: str = ""
    why: str = ""
    approver: str | None = None


Rule = Callable[[Limits, Snapshot, Exposure], Verdict | None]
"""A rule gives a verdict where an exposure meets a limit, and None where it has nothing to say."""


def hold(rule: str, why: str) -> Verdict:
    """A person has to decide: the owner, unless the kernel finds that a manager may."""
    return Verdict("hold", rule, why, approver="owner")


def deny(rule: str, why: str) -> Verdict:
    """No."""
    return Verdict("deny", rule, why)


def level_in_force(limits: Limits, snapshot: Snapshot) -> int | None:
    """Give the level of the action class: as stated, or lower by measured error; None if it has none."""
    stated = limits.levels.get(snapshot.action)
    return stated if stated is None or snapshot.demoted is None else min(stated, snapshot.demoted)


def widened(limits: Limits, snapshot: Snapshot, value: Decimal | int) -> Decimal:
    """Give a limit as it is at the level in force: level 3 acts inside wider ones."""
    factor = limits.level3_factor if level_in_force(limits, snapshot) == 3 else Decimal(1)
    return Decimal(value) * factor
