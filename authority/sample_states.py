"""What the kernel has to know of samples: free ones of a buyer, and whether an order earns a fee back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from authority.effect import Exposure
from authority.limits import Limits
from authority.state import SampleState
from kit.errors import Retry
from shops.models import FulfilmentStatus
from shops.port import Reads
from shops.samples import Sample, SampleStatus


def free_samples(
    reads: Reads, limits: Limits, exposure: Exposure, pending: Iterable[Exposure], now: datetime
) -> dict[str, int]:
    """Count the free samples of the buyers named, those that wait or whose outcome is unknown too."""
    if reads.samples is None or not exposure.is_free_sample:
        return {}
    since = now - timedelta(days=limits.samples.free_days)
    waiting = [one for one in pending if one.is_free_sample]
    return {
        who: sum(one.fee == 0 for one in reads.samples.list_samples(customer_id=who, since=since))
        + sum(who in one.customers for one in waiting)
        for who in exposure.customers
    }


def sample_states(reads: Reads, exposure: Exposure, pending: Iterable[Exposure]) -> dict[str, SampleState]:
    """Read the samples whose fee would come back; what other effects may still give back counts as given."""
    if reads.samples is None or not exposure.credits:
        return {}
    there = {one.id: one for one in reads.samples.list_samples()}
    waiting: dict[str, int] = {}
    for credit in (credit for other in pending for credit in other.credits):
        waiting[credit.sample_id] = waiting.get(credit.sample_id, 0) + credit.amount
    return {
        credit.sample_id: SampleState(
            order_id=credit.order_id,
            fee=there[credit.sample_id].fee if there[credit.sample_id].status is SampleStatus.SENT else 0,
            credited=there[credit.sample_id].credited + waiting.get(credit.sample_id, 0),
            is_earned=_is_earned(reads, there[credit.sample_id], credit.order_id),
        )
        for credit in exposure.credits
        if credit.sample_id in there
    }


def _is_earned(reads: Reads, sample: Sample, order_id: str) -> bool:
    try:
        order = reads.shop.get_order(order_id)
    except Retry:
        return False
    pieces = sum(line.quantity for line in order.lines if line.sku == sample.sku)
    has_left = order.fulfilment in (FulfilmentStatus.SHIPPED, FulfilmentStatus.DELIVERED)
    mine = order.customer_id == sample.customer_id and order.placed_at >= sample.at
    return mine and has_left and pieces >= sample.credit_from
