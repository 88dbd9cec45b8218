"""Approvals: what 店长 may decide for the other employees; the desk bounds it, whatever is asked."""

from __future__ import annotations

from authority.desk import Receipt
from tools.tool import ToolContext, tool


@tool("store_manager")
def approve_request(ctx: ToolContext, effect_id: str) -> Receipt:
    """Approve a small request of another employee that waits for the store manager. Never your own.

    Args:
        effect_id: The held effect, "ef_…".
    """
    return ctx.approve(effect_id)
