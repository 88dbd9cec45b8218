"""Set how many pieces of a SKU buyers may still order."""

from __future__ import annotations

from collections.abc import Callable

from pydantic import Field

from authority.effect import Effect, Exposure, Past, effect
from kit.errors import Refused, Retry
from shops.models import Outcome, Stock
from shops.port import Reads
from shops.writes import Writes


@effect(action="stock", undo="reversible")
class SetOffered(Effect):
    """The listed quantity of one SKU: 0 takes it down, None offers what is available; ``before`` is what stood."""

    sku: str
    pieces: int | None = Field(ge=0)
    before: int | None

    def exposure(self, reads: Reads) -> Exposure | None:
        """More is told as far as the house shows it, above that never.

        Less sells only less, and is yet no harmless step that a buyer may set off: it takes goods from all others.
        """
        stock = self._stock(reads)
        if stock is None or (self.pieces is not None and self.pieces > max(0, stock.available)):
            return None
        return Exposure(object_id=f"stock:{self.sku}", general=True)

    def apply(self, writes: Writes, key: str) -> Outcome:
        """Set it."""
        return writes.shop.set_offered(self.sku, self.pieces, key=key)

    def holds(self, reads: Reads, outcome: Outcome) -> bool:
        """The shop shows it; an order that came between makes it less."""
        stock = self._stock(reads)
        if stock is None or stock.offered is None or self.pieces is None:
            return stock is not None and stock.offered is None and self.pieces is None
        return stock.offered <= self.pieces

    def reverse(self, reads: Reads, past: Past) -> Effect:
        """List what was listed before, if nobody set it since."""
        if not self.holds(reads, past.outcome):
            raise Refused(f"the listed quantity of {self.sku} was set since; set what you want")
        return SetOffered(sku=self.sku, pieces=self.before, before=self.pieces)

    def summary(self, money: Callable[[int], str]) -> str:
        """Name the SKU and the pieces."""
        listed = "what is available" if self.pieces is None else f"{self.pieces} pieces"
        return f"offer {listed} of {self.sku}"

    def _stock(self, reads: Reads) -> Stock | None:
        try:
            return reads.shop.get_stock([self.sku]).get(self.sku)
        except Retry:
            return None
