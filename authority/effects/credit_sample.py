"""Give a sample's fee back for a bulk order."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from authority.effect import Effect, Exposure, SampleCredit, effect
from shops.models import Outcome
from shops.port import Reads
from shops.samples import Sample
from shops.writes import Writes


@effect(action="sample", undo="final", port="samples")
class CreditSample(Effect):
    """The whole fee of a sample goes back to its buyer because of an order."""

    final_why: ClassVar[tuple[str, str]] = ("the fee is with the buyer", "打样费已退给买家")

    sample_id: str
    order_id: str

    def exposure(self, reads: Reads) -> Exposure:
        """The fee leaves."""
        sample = _sample(reads, self.sample_id)
        credit = SampleCredit(sample_id=self.sample_id, order_id=self.order_id, amount=sample.fee if sample else 0)
        return Exposure(
            object_id=f"sample:{self.sample_id}",
            money_out=credit.amount,
            budget="credit",
            credits=(credit,),
            orders=(self.order_id,),
            customers=(sample.customer_id,) if sample else (),
        )

    def apply(self, writes: Writes, key: str) -> Outcome:
        """Give it back."""
        assert writes.samples is not None  # the desk has looked
        return writes.samples.credit_sample(self.sample_id, self.order_id, key=key)

    def holds(self, reads: Reads, outcome: Outcome) -> bool:
        """The shop shows the fee as given back for this order."""
        sample = _sample(reads, self.sample_id)
        return sample is not None and sample.credited == sample.fee and sample.credit_order == self.order_id

    def summary(self, money: Callable[[int], str]) -> str:
        """Name the sample and the order."""
        return f"give the fee of the sample {self.sample_id} back for the order {self.order_id}"


def _sample(reads: Reads, sample_id: str) -> Sample | None:
    found = reads.samples.list_samples() if reads.samples else ()
    return next((one for one in found if one.id == sample_id), None)
