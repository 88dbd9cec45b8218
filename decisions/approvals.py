"""Small requests: whether 店长 approves one for another employee, or leaves it to a person. It never raises a limit."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from decisions.refunds import MOST_RISK

MOST_SHARE = 0.5
"""Share of what a buyer has paid within 90 days that one request may give back; an assumption."""
ALARM_RATE, ALARM_LEAST = 0.9, 20
"""Of so many decisions, approving more than this is no judgement any more, and the owner is told. Source: the design's
jobs.md, "counts own approval ratio (alarm > 90 %)"."""


class Request(BaseModel):
    """One held request for money back.

    Attributes:
        amount: Minor units that would leave.
        paid_90d: What the buyer has paid within 90 days, less what came back, minor units.
        risk: Share of the buyer's orders that end in a request, shrunk (:func:`decisions.refunds.buyer_risk`).
        reason: What the employee wrote down with it.
    """

    model_config = ConfigDict(frozen=True)

    amount: int
    paid_90d: int
    risk: float
    reason: str


class Opinion(BaseModel):
    """Whether to approve, and why; ``code`` names the reason, e.g. ``"large_share"``."""

    model_config = ConfigDict(frozen=True)

    approve: bool
    code: str
    why: str
    why_zh: str


def weigh_request(request: Request) -> Opinion:
    """Approve what is reasoned, from a buyer whose orders seldom end so, and small beside what the buyer has paid.

    Example:
        >>> weigh_request(Request(amount=2500, paid_90d=90000, risk=0.04, reason="broken, with a photo")).approve
        True
    """
    if not request.reason.strip():
        return Opinion(approve=False, code="no_reason", why="no reason was written down", why_zh="没有写明理由")
    if request.risk > MOST_RISK:
        why = f"{request.risk:.0%} of the buyer's orders end in a request, above {MOST_RISK:.0%}"
        zh = f"该买家 {request.risk:.0%} 的订单有售后,高于 {MOST_RISK:.0%}"
        return Opinion(approve=False, code="risk", why=why, why_zh=zh)
    share = request.amount / request.paid_90d if request.paid_90d > 0 else float("inf")
    if share > MOST_SHARE:
        why = f"it is more than {MOST_SHARE:.0%} of what the buyer has paid in 90 days"
        zh = f"超过该买家 90 天内付款的 {MOST_SHARE:.0%}"
        return Opinion(approve=False, code="large_share", why=why, why_zh=zh)
    why = f"{share:.0%} of what the buyer has paid in 90 days, {request.risk:.0%} of whose orders end in a request"
    zh = f"占该买家 90 天内付款的 {share:.0%},其 {request.risk:.0%} 的订单有售后"
    return Opinion(approve=True, code="small", why=why, why_zh=zh)


def is_rubber_stamp(approved: int, decided: int) -> bool:
    """Tell whether so many approvals of so many decisions are no judgement any more."""
    return decided >= ALARM_LEAST and approved > ALARM_RATE * decided
