"""Who may approve what: the classes of people who decide."""

from __future__ import annotations

from typing import Literal, get_args

Role = Literal["", "store_manager", "manager", "owner"]
"""Class of who approves, lowest first; empty is nobody, ``store_manager`` the digital one, the others are people."""
STAFFS_RULES = ("refund.amount",)
"""Holds that 店长 may lift, up to its own amounts in the limits, and never for what it asked for itself."""
MANAGERS_RULES = ("refund.amount", "refund.day", "giveaway.day")
"""Holds that a manager may lift, up to the amount in the limits; every other one is the owner's."""


def may_approve(role: str, approver: str | None) -> bool:
    """Tell whether a class may approve what needs ``approver``: a class that is not below it; nobody nothing."""
    classes = get_args(Role)
    needed = approver if approver in classes[1:] else "owner"
    return role in classes[1:] and classes.index(role) >= classes.index(needed)


def as_role(text: str | None) -> Role:
    """Read a class; what is none is nobody."""
    found: Role = next((role for role in get_args(Role) if role == text), "")
    return found
