"""Waves of reminders as they were written down, and what came of them: of use to 客户 and to 店长's weekly review."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from agents.evidence import today
from agents.job import JobContext
from decisions.reminders import Arms
from memory.notes import Note

OUTCOME_DAYS = 14
"""Days after a wave in which an order counts as its outcome."""
LOOK_BACK = 26
"""Weeks of waves that are measured together."""
DAYS = "reminders.days"
MOST_WAVES = 100
CAMPAIGN_WEEKS = 4
"""Weeks in which a buyer stays on the same side of the holdout."""


def campaign_of(day: date) -> str:
    """Give the campaign of a day: four weeks, in which a buyer's side does not change.

    Example:
        >>> campaign_of(date(2011, 9, 7)) == campaign_of(date(2011, 9, 14))
        True
    """
    return f"repurchase-{day.toordinal() // (7 * CAMPAIGN_WEEKS)}"


def predicate(day: date) -> str:
    """Name what a wave is remembered under."""
    return f"reminders.{day.isoformat()}"


def plan_of(ctx: JobContext, day: date) -> tuple[set[str], set[str]]:
    """Give who a day's wave reminded and who it held out; nobody if there was none, or memory is switched off."""
    known = ctx.memory.get("shop", predicate(day), min_trust=3)
    value = known.value if known is not None and isinstance(known.value, dict) else {}
    return set(value.get("reminded", ())), set(value.get("held_out", ()))


def wave_notes(
    day: date, campaign: str, reminded: Iterable[str], held_out: Iterable[str], *, known: Sequence[str], event: str
) -> tuple[Note, Note]:
    """Write a wave down, and its day beside the days that are known: what comes of it is measured by this alone.

    Args:
        day: The wave's.
        campaign: As :func:`campaign_of`.
        reminded: Who is written to.
        held_out: Who is not.
        known: Days of the waves before, as :func:`days_of`.
        event: Id of the task.
    """
    value = {"campaign": campaign, "reminded": sorted(reminded), "held_out": sorted(held_out)}
    text = f"reminders of {day}: {len(value['reminded'])} buyers reminded, {len(value['held_out'])} held out"
    days = sorted({*known, day.isoformat()})[-MOST_WAVES:]
    plain: dict[str, Any] = {"kind": "fact", "subject": "shop", "source": "ledger", "event": event}
    return (
        Note(predicate=predicate(day), text=text, value=value, **plain),
        Note(predicate=DAYS, text=f"reminders were sent on {', '.join(days)}", value=days, **plain),
    )


def days_of(ctx: JobContext) -> list[str]:
    """Give the days of the waves that are remembered, oldest first."""
    known = ctx.memory.get("shop", DAYS, min_trust=3)
    return [str(day) for day in known.value] if known is not None and isinstance(known.value, list) else []


def waves(ctx: JobContext) -> list[date]:
    """Give the days of the waves of the last half year that are over long enough to be counted, oldest first."""
    end = today(ctx) - timedelta(days=OUTCOME_DAYS)
    days = [date.fromisoformat(day) for day in days_of(ctx)]
    return [day for day in days if end - timedelta(weeks=LOOK_BACK) <= day <= end]


def seen_before(ctx: JobContext, day: date) -> set[str]:
    """Give the buyers of waves whose outcome is not in yet: neither side may be touched again before."""
    found: set[str] = set()
    for known in days_of(ctx):
        if day - timedelta(days=OUTCOME_DAYS) <= date.fromisoformat(known) < day:
            reminded, held_out = plan_of(ctx, date.fromisoformat(known))
            found |= reminded | held_out
    return found


def arms_of(ctx: JobContext, day: date) -> Arms:
    """Count a wave: who ordered in the days after it, by the side they were planned on.

    Planned, not delivered: a message that was held or refused does not move its buyer to the other side.
    """
    reminded, held_out = plan_of(ctx, day)
    until = day + timedelta(days=OUTCOME_DAYS + 1)
    rows = ctx.reads.shop.list_buyer_days(since=day, until=until)
    came = {row.customer_id for row in rows if row.day > day}
    return Arms(
        reminded=len(reminded),
        reminded_came=len(reminded & came),
        held_out=len(held_out),
        held_out_came=len(held_out & came),
    )


def measured(ctx: JobContext) -> Arms:
    """Count all waves of the last half year that are over long enough."""
    total = Arms()
    for day in waves(ctx):
        total += arms_of(ctx, day)
    return total
