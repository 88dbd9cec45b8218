"""What a rule of the kernel says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Ruling = Literal["allow", "hold", "deny"]


@dataclass(frozen=True)
class Verdict:
    """What the kernel says: the ruling, the rule that made it, why in words, and the class that may approve."""

    ruling: Ruling
    rule: str = ""
    why: str = ""
    approver: str | None = None


def hold(rule: str, why: str) -> Verdict:
    """A person has to decide: the owner, unless the kernel finds that a manager may."""
    return Verdict("hold", rule, why, approver="owner")


def deny(rule: str, why: str) -> Verdict:
    """No."""
    return Verdict("deny", rule, why)
