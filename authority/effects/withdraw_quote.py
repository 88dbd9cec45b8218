"""Take a binding offer back."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from authority.effect import Effect, Exposure, effect
from shops.models import Outcome, QuoteStatus
from shops.port import Reads
from shops.writes import Writes


@effect(action="quote", undo="final", port="quotes")
class WithdrawQuote(Effect):
    """An open offer cannot be accepted any more."""

    final_why: ClassVar[tuple[str, str]] = ("the offer is withdrawn; make a new one", "报价已撤回;请重新报价")

    quote_id: str
    customer_id: str

    def exposure(self, reads: Reads) -> Exposure:
        """The shop is bound to less."""
        return Exposure(object_id=f"quote:{self.quote_id}", customers=(self.customer_id,), reduces=True)

    def apply(self, writes: Writes, key: str) -> Outcome:
        """Withdraw it."""
        assert writes.quotes is not None
        return writes.quotes.withdraw_quote(self.quote_id, key=key)

    def holds(self, reads: Reads, outcome: Outcome) -> bool:
        """The shop shows it as withdrawn."""
        assert reads.quotes is not None
        return reads.quotes.get_quote(self.quote_id).status is QuoteStatus.WITHDRAWN

    def summary(self, money: Callable[[int], str]) -> str:
        """Name the offer and the buyer."""
        return f"withdraw the offer {self.quote_id} to {self.customer_id}"
