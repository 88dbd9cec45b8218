"""Waves of reminders as they were written down, and what came of them: of use to 客户 and to 店长's weekly review."""

from __future__ import annotations

from datetime import date, timedelta

from agents.evidence import today
from agents.job import JobContext
from decisions.reminders import Arms

OUTCOME_DAYS = 14
"""Days after a wave in which an order counts as its outcome."""
LOOK_BACK = 26
"""Weeks of waves that are measured together."""
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


def waves(ctx: JobContext) -> list[date]:
    """Give the days of the waves of the last half year that are over long enough to be counted, oldest first."""
    end = today(ctx) - timedelta(days=OUTCOME_DAYS)
    days = (end - timedelta(days=back) for back in range(7 * LOOK_BACK, -1, -1))
    return [day for day in days if any(plan_of(ctx, day))]


def seen_before(ctx: JobContext, day: date) -> set[str]:
    """Give the buyers of waves whose outcome is not in yet: neither side may be touched again before."""
    found: set[str] = set()
    for back in range(1, OUTCOME_DAYS + 1):
        reminded, held_out = plan_of(ctx, day - timedelta(days=back))
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
