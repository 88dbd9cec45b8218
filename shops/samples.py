"""Optional port: samples 打样. A buyer gets one piece to look at, free or for a fee; a bulk order brings the fee back.

``fee = material + set-up`` is the platform's or the shop's own statement for a SKU, never worked out from a text. What
is stated of a product stands in its attributes: ``sample_set_up`` (minor units), ``sample_lead_days`` and
``sample_credit_from`` (pieces); a SKU without them is a piece from the shelf at its price for one, without set-up.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from shops.models import Model, Outcome


class SampleStatus(StrEnum):
    """Life of a sample: ``due`` waits for the buyer to pay the fee, ``lapsed`` was not paid in time."""

    DUE = "due"
    SENT = "sent"
    LAPSED = "lapsed"


class SampleTerms(Model):
    """What one sample of a SKU is: ``fee`` for the buyer, ``cost`` for the shop, days until it leaves; minor units.

    The fee comes back with the first order of at least ``credit_from`` pieces of the SKU.
    """

    sku: str
    material: int
    set_up: int
    cost: int
    lead_days: int
    credit_from: int

    @property
    def fee(self) -> int:
        """Give what a buyer pays: material and set-up."""
        return self.material + self.set_up


class Sample(Model):
    """A sample that was offered; ``fee`` 0 is free. ``credited`` is what of the fee came back, for ``credit_order``."""

    id: str
    customer_id: str
    thread_id: str | None
    sku: str
    fee: int
    cost: int
    credit_from: int
    at: datetime
    pay_until: datetime
    ready_at: datetime
    status: SampleStatus
    credited: int = 0
    credit_order: str | None = None


class SampleReader(Protocol):
    """Optional: samples."""

    def sample_terms(self, sku: str) -> SampleTerms | None:
        """Give what a sample of a SKU is; None if none is made of it, or its cost is not known."""

    def list_samples(self, *, customer_id: str | None = None, since: datetime | None = None) -> Sequence[Sample]:
        """List samples, oldest first."""


class SampleWrites(Protocol):
    """Optional: offering samples."""

    def offer_sample(
        self, customer_id: str, sku: str, *, fee: int, pay_until: datetime, thread_id: str | None, key: str
    ) -> Outcome:
        """Send a sample: at once if ``fee`` is 0, else when the buyer has paid it before ``pay_until``.

        Refused for a fee that is neither 0 nor the one stated for the SKU, or of what no sample is made.
        """

    def credit_sample(self, sample_id: str, order_id: str, *, key: str) -> Outcome:
        """Give the fee back for an order; refused unless it is the same buyer's, holds enough pieces of the SKU, has
        left, and the fee was paid and has not come back yet.
        """
