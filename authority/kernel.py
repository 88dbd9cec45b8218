"""The kernel: a pure function from limits, snapshot and exposure to a verdict.

Every rule looks at the exposure of an effect, never at its name, and gives a verdict or None. All rules are asked;
a denial wins over a hold, a hold over an allow, the first of its kind is named. An approval lifts holds that the
approver's class may lift, never a denial.

It is read in one sitting: this file, then the rules by topic in ``authority/rules/``, in the order of :data:`RULES`.
"""

from __future__ import annotations

from dataclasses import replace

from authority.effect import Exposure
from authority.limits import Limits
from authority.roles import MANAGERS_RULES, STAFFS_RULES, Role, may_approve
from authority.rules import aftersales, changes, contact, messages, orders, prices, quality, samples, spending, standing
from authority.state import Snapshot
from authority.verdict import Rule, Verdict

RULES: tuple[Rule, ...] = (
    standing.stopped,
    standing.undeclared,
    standing.consistent,
    spending.unstated,
    spending.money,
    prices.floor,
    prices.ladder,
    orders.refund_sum,
    orders.ship,
    changes.order_change,
    aftersales.request_steps,
    prices.quote_term,
    standing.buyer_scope,
    prices.price_move,
    orders.refund_caps,
    aftersales.made_good_once,
    aftersales.resends,
    aftersales.refusals,
    spending.ads,
    spending.production,
    spending.giveaway,
    spending.deal,
    quality.shelf,
    samples.samples,
    samples.sample_credit,
    standing.like_effect,
    messages.message_rate,
    messages.overtaken,
    contact.contact_wish,
    contact.contact_rate,
    messages.quiet_hours,
    messages.words,
    messages.claims,
    prices.equal,
    prices.concession,
    standing.level,
)


def judge(limits: Limits, snapshot: Snapshot, exposure: Exposure | None, *, approved: Role | bool = False) -> Verdict:
    """Judge one effect.

    Args:
        limits: The limits in force.
        snapshot: The state at this moment.
        exposure: What the effect risks; None if it cannot be told.
        approved: Class of the person who has approved exactly this effect; True is the owner.

    Returns:
        ``allow``, ``hold`` (a person has to decide) or ``deny``.
    """
    declared = Exposure(untold=True) if exposure is None else exposure
    found = [verdict for rule in RULES if (verdict := rule(limits, snapshot, declared))]
    for verdict in found:
        if verdict.ruling == "deny":
            return verdict
    role: Role = ("owner" if approved else "") if isinstance(approved, bool) else approved
    holds = [_with_class(limits, snapshot, declared, verdict) for verdict in found]
    # the highest class that any hold needs is the least that may approve the effect
    for approver in ("owner", "manager", "store_manager"):
        for verdict in holds:
            if verdict.approver == approver and not may_approve(role, approver):
                return verdict
    return Verdict("allow", "approved" if approved else "within_limits", "inside every limit")


def _with_class(limits: Limits, snapshot: Snapshot, exposure: Exposure, verdict: Verdict) -> Verdict:
    """Give a hold to the lowest class that may lift it: of a small amount a manager, of a smaller one 店长."""
    amount, approval = exposure.money_out, limits.approval
    smaller = 0 < amount <= approval.store_manager_up_to
    if smaller and verdict.rule in STAFFS_RULES:
        day = snapshot.approved_day
        if day is not None and day + amount <= approval.store_manager_per_day:
            return replace(verdict, approver="store_manager")
    small = 0 < amount <= approval.manager_up_to
    return replace(verdict, approver="manager") if small and verdict.rule in MANAGERS_RULES else verdict
