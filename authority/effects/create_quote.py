"""Make a binding offer to one buyer."""

from __future__ import annotations

from collections.abc import Callable

from pydantic import AwareDatetime

from authority.effect import Effect, Exposure, Past, Sale, effect
from authority.effects.withdraw_quote import WithdrawQuote
from kit.errors import Refused, Retry
from shops.custom import find_process
from shops.models import Outcome, QuoteLine, QuoteStatus
from shops.port import Reads
from shops.writes import Writes


@effect(action="quote", undo="compensable", port="quotes")
class CreateQuote(Effect):
    """Unit prices for quantities, open until ``valid_until``."""

    customer_id: str
    thread_id: str | None
    lines: tuple[QuoteLine, ...]
    valid_until: AwareDatetime

    def exposure(self, reads: Reads) -> Exposure:
        """The shop is bound to sell at these prices until then."""
        sales = tuple(_sale(reads, line) for line in self.lines)
        names = ",".join(
            f"{line.sku}x{line.quantity}@{line.unit_price}{line.custom}{'+'.join(line.conditions)}"
            for line in self.lines
        )
        return Exposure(
            object_id=f"quote:{self.customer_id}:{names}",
            sales=sales,
            binding=True,
            valid_until=self.valid_until,
            customers=(self.customer_id,),
            threads=(self.thread_id,) if self.thread_id else (),
        )

    def apply(self, writes: Writes, key: str) -> Outcome:
        """Make the offer."""
        assert writes.quotes is not None
        return writes.quotes.create_quote(
            self.customer_id, self.lines, valid_until=self.valid_until, thread_id=self.thread_id, key=key
        )

    def holds(self, reads: Reads, outcome: Outcome) -> bool:
        """The shop shows the offer with these lines."""
        assert reads.quotes is not None and outcome.object_id is not None
        return reads.quotes.get_quote(outcome.object_id).lines == self.lines

    def reverse(self, reads: Reads, past: Past) -> Effect:
        """Withdraw the offer while it is open."""
        assert reads.quotes is not None and past.outcome.object_id is not None
        quote = reads.quotes.get_quote(past.outcome.object_id)
        if quote.status is not QuoteStatus.OPEN:
            raise Refused(f"the offer {quote.id} is {quote.status.value} already")
        if quote.valid_until < past.now:
            raise Refused(f"the offer {quote.id} has run out by itself; it binds nobody any more")
        return WithdrawQuote(quote_id=quote.id, customer_id=self.customer_id)

    def summary(self, money: Callable[[int], str]) -> str:
        """Name buyer and lines."""
        lines = (
            f"{line.quantity} × {line.sku}{' with ' + line.custom if line.custom else ''} at {money(line.unit_price)}"
            for line in self.lines
        )
        return f"quote to {self.customer_id}: {', '.join(lines)}"


def _sale(reads: Reads, line: QuoteLine) -> Sale:
    """Give what a line sells; work that its product does not name adds nothing, and the shop refuses it."""
    conditions = tuple(sorted(set(line.conditions)))
    sale = Sale(sku=line.sku, quantity=line.quantity, unit_price=line.unit_price, conditions=conditions)
    try:
        product = reads.shop.get_product(reads.shop.get_variant(line.sku).product_id) if line.custom else None
    except Retry:
        return sale  # the kernel denies what it knows no cost of
    process = find_process(product, line.custom) if product else None
    if process is None:
        return sale
    extra = {"extra_cost": process.cost(line.quantity), "extra_fee": process.fee(line.quantity)}
    return sale.model_copy(update=extra)
