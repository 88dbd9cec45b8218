"""Who may approve what: the classes of people who decide."""

from __future__ import annotations

from typing import Literal

Role = Literal["", "manager", "owner"]
"""Class of who approves, lowest first; empty is nobody."""
MANAGERS_RULES = ("refund.amount", "refund.day", "giveaway.day")
"""Holds that a manager may lift, up to the amount in the limits; every other one is the owner's."""


def may_approve(role: str, approver: str | None) -> bool:
    """Tell whether a class may approve what needs ``approver``; the owner may all, nobody nothing."""
    return role == "owner" or (role == "manager" and approver == "manager")


def as_role(text: str | None) -> Role:
    """Read a class; what is none is nobody."""
    return "owner" if text == "owner" else "manager" if text == "manager" else ""
