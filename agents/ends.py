"""How a turn ends: by what became of its effects, and what is said where no words came."""

from __future__ import annotations

from collections.abc import Sequence

from authority.desk import Receipt
from authority.tasks import End


def stands(receipts: Sequence[Receipt]) -> bool:
    """Tell whether anything of what was wanted stands, done or held; what touches somebody else's answers nobody."""
    return any(one.state not in ("denied", "refused", "unsupported") and one.rule != "buyer.scope" for one in receipts)


def end_of(receipts: Sequence[Receipt]) -> End:
    """Give the end of a task with these effects: stopped before held before refused before done."""
    states = {receipt.state for receipt in receipts}
    if any(receipt.rule == "stopped" for receipt in receipts):
        return End.STOPPED
    if "held" in states:
        return End.HELD
    return End.REFUSED if states and states <= {"denied", "refused", "unsupported"} else End.DONE


def no_answer(end: End, why: str) -> str:
    """Say that a turn ended without an answer, and why; empty where the end speaks for itself."""
    return {
        End.BUDGET_EXHAUSTED: f"stopped: {why}",
        End.NO_PROGRESS: "stopped: the model made no progress; a person should look at this",
        End.STOPPED: "stopped by the kill switch; see `shopstaff doctor`",
    }.get(end, "")
