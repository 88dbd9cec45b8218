"""Shopstaff 数字店员: the names for those who write plug-ins; everything else of the house may move.

>>> from shopstaff import Employee, Shop, World, effect, job, tool

They are imported when first asked for, so that the command line starts at once.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from agents.evidence import money as money
    from agents.evidence import today as today
    from agents.job import Brief as Brief
    from agents.job import Call as Call
    from agents.job import JobContext as JobContext
    from agents.job import job as job
    from agents.language_patterns import Intent as Intent
    from agents.roster import Employee as Employee
    from agents.trigger import OnEvent as OnEvent
    from agents.trigger import OnHandoff as OnHandoff
    from agents.trigger import OnIntent as OnIntent
    from agents.trigger import at as at
    from agents.trigger import hourly as hourly
    from authority.desk import Receipt as Receipt
    from authority.effect import Effect as Effect
    from authority.effect import Exposure as Exposure
    from authority.effect import effect as effect
    from kit.errors import Refused as Refused
    from kit.errors import Retry as Retry
    from kit.facts import Fact as Fact
    from scenarios.world import World as World
    from shops.models import Outcome as Outcome
    from shops.models import Tier as Tier
    from shops.models import Variant as Variant
    from shops.port import Reads as Reads
    from shops.port import Shop as Shop
    from shops.port import Writes as Writes
    from tools.tool import ToolContext as ToolContext
    from tools.tool import tool as tool

_HOMES = {
    "agents.evidence": ("money", "today"),
    "agents.job": ("Brief", "Call", "JobContext", "job"),
    "agents.language_patterns": ("Intent",),
    "agents.roster": ("Employee",),
    "agents.trigger": ("OnEvent", "OnHandoff", "OnIntent", "at", "hourly"),
    "authority.desk": ("Receipt",),
    "authority.effect": ("Effect", "Exposure", "effect"),
    "kit.errors": ("Refused", "Retry"),
    "kit.facts": ("Fact",),
    "scenarios.world": ("World",),
    "shops.models": ("Outcome", "Tier", "Variant"),
    "shops.port": ("Reads", "Shop", "Writes"),
    "tools.tool": ("ToolContext", "tool"),
}

__all__ = sorted(name for names in _HOMES.values() for name in names)  # pyright: ignore


def __getattr__(name: str) -> Any:
    for module, names in _HOMES.items():
        if name in names:
            return getattr(import_module(module), name)
    raise AttributeError(f"shopstaff has no name {name!r}; it has {', '.join(__all__)}")
