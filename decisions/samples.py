"""Samples: free for whom they pay for themselves, else for the stated fee; and which order brings a fee back."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict

from shops.models import FulfilmentStatus, Order
from shops.samples import Sample, SampleStatus, SampleTerms

PRIOR_YES, PRIOR_NO = 1, 4
"""Before the shop's own record says more: one sample in five is followed by a bulk order. An assumption."""


class SampleAdvice(BaseModel):
    """Whether a sample is free, and why; ``chance`` that a bulk order follows, ``worth`` its expected contribution less
    the sample's cost, minor units.
    """

    model_config = ConfigDict(frozen=True)

    is_free: bool
    chance: float
    worth: int
    why: str


def advise_sample(
    terms: SampleTerms, *, bulk_contribution: int, sampled: int, followed: int, paid_orders: int, free_lately: int
) -> SampleAdvice:
    """Decide whether a buyer gets a sample free.

    Source: jobs.md of the design, "one free sample per qualified buyer and quarter by expected value". The chance is
    the mean of a beta with prior (1, 4): ``(1 + followed) / (5 + sampled)``.

    Args:
        terms: What the sample is.
        bulk_contribution: What an order of ``credit_from`` pieces leaves after all variable costs, minor units.
        sampled, followed: The shop's samples so far, and those that a bulk order followed.
        paid_orders: Orders that this buyer has paid and kept; one at least is what makes a buyer qualified.
        free_lately: Free samples of this buyer within the quarter.

    Example:
        Cost 400, a bulk order leaves 9000, no record: chance 0.2, worth 1400, free for who has bought before.
    """
    chance = (PRIOR_YES + followed) / (PRIOR_YES + PRIOR_NO + sampled)
    worth = round(chance * bulk_contribution) - terms.cost
    if free_lately:
        return SampleAdvice(is_free=False, chance=chance, worth=worth, why="has had a free one this quarter")
    if paid_orders < 1:
        return SampleAdvice(is_free=False, chance=chance, worth=worth, why="has not bought yet")
    why = "pays for itself" if worth > 0 else "would cost more than it is expected to bring"
    return SampleAdvice(is_free=worth > 0, chance=chance, worth=worth, why=why)


def credits_due(samples: Sequence[Sample], orders: Sequence[Order]) -> list[tuple[Sample, Order]]:
    """Pair each paid sample whose fee has not come back with the first order that earns it; an order earns each once.

    An order earns it if it is the same buyer's, was placed after the sample, has left whole, and holds enough pieces.
    """
    found = []
    for sample in samples:
        if sample.status is not SampleStatus.SENT or not sample.fee or sample.credit_order is not None:
            continue
        earning = [order for order in orders if _earns(sample, order)]
        if earning:
            found.append((sample, min(earning, key=lambda order: (order.placed_at, order.id))))
    return found


def _earns(sample: Sample, order: Order) -> bool:
    has_left = order.fulfilment in (FulfilmentStatus.SHIPPED, FulfilmentStatus.DELIVERED)
    pieces = sum(line.quantity for line in order.lines if line.sku == sample.sku)
    mine = order.customer_id == sample.customer_id and order.placed_at >= sample.at
    return mine and has_left and pieces >= sample.credit_from
