"""Offer a buyer a sample: free, or for the fee that is stated for the SKU."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from pydantic import AwareDatetime, Field

from authority.effect import Effect, Exposure, effect
from kit.errors import Retry
from shops.models import Outcome
from shops.port import Reads
from shops.writes import Writes


@effect(action="sample", undo="final", port="samples")
class OfferSample(Effect):
    """One piece to look at; ``fee`` in minor units, 0 is free and leaves at once."""

    final_why: ClassVar[tuple[str, str]] = (
        "the buyer has the sample, or the offer of one; it runs out by itself if it is not paid",
        "样品已寄出或已报价;买家不付款即自动失效",
    )

    customer_id: str
    thread_id: str | None
    sku: str
    fee: int = Field(ge=0)
    pay_until: AwareDatetime

    def exposure(self, reads: Reads) -> Exposure | None:
        """Its cost is spent, the fee with it: it comes back with a bulk order."""
        declared = Exposure(
            object_id=f"sample:{self.customer_id}:{self.sku}",
            customers=(self.customer_id,),
            threads=(self.thread_id,) if self.thread_id else (),
            is_free_sample=self.fee == 0,
        )
        if reads.samples is None:
            return declared  # nothing can be done there
        try:
            terms = reads.samples.sample_terms(self.sku)
        except Retry:
            terms = None
        if terms is None:
            return None
        more = {"money_out": terms.cost, "budget": "sample"}
        return declared.model_copy(update=more | ({"binding": True, "valid_until": self.pay_until} if self.fee else {}))

    def apply(self, writes: Writes, key: str) -> Outcome:
        """Offer it."""
        assert writes.samples is not None  # the desk has looked
        return writes.samples.offer_sample(
            self.customer_id, self.sku, fee=self.fee, pay_until=self.pay_until, thread_id=self.thread_id, key=key
        )

    def holds(self, reads: Reads, outcome: Outcome) -> bool:
        """The shop lists it at this fee."""
        assert reads.samples is not None
        mine = [one for one in reads.samples.list_samples(customer_id=self.customer_id) if one.id == outcome.object_id]
        return [(one.sku, one.fee) for one in mine] == [(self.sku, self.fee)]

    def summary(self, money: Callable[[int], str]) -> str:
        """Name the buyer, the SKU and the fee."""
        return f"sample of {self.sku} to {self.customer_id} for {money(self.fee) if self.fee else 'nothing'}"
