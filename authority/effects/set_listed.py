"""Take a product off the shelf, or put it back."""

from __future__ import annotations

from collections.abc import Callable

from authority.effect import Effect, Exposure, Past, effect
from kit.errors import Refused, Retry
from shops.models import Outcome
from shops.port import Reads
from shops.writes import Writes


@effect(action="quality", undo="reversible")
class SetListed(Effect):
    """A product that shall not be sold for now, or sold again."""

    product_id: str
    listed: bool

    def exposure(self, reads: Reads) -> Exposure | None:
        """Off the shelf it only sells less; what putting goods back risks is not for the staff to tell: the owner's."""
        if self.listed or self._is_listed(reads) is None:
            return None
        return Exposure(object_id=f"product:{self.product_id}", general=True, reduces=True, off_shelf=True)

    def apply(self, writes: Writes, key: str) -> Outcome:
        """Take it off, or put it back."""
        return writes.shop.set_listed(self.product_id, self.listed, key=key)

    def holds(self, reads: Reads, outcome: Outcome) -> bool:
        """The shop shows it so."""
        return self._is_listed(reads) == self.listed

    def reverse(self, reads: Reads, past: Past) -> Effect:
        """Put it back, or take it off again, if nobody has since."""
        if self._is_listed(reads) != self.listed:
            raise Refused(f"product {self.product_id} was put on or off the shelf since; set what you want")
        return SetListed(product_id=self.product_id, listed=not self.listed)

    def summary(self, money: Callable[[int], str]) -> str:
        """Name the product."""
        return f"{'put back on' if self.listed else 'take off'} the shelf: {self.product_id}"

    def _is_listed(self, reads: Reads) -> bool | None:
        try:
            return reads.shop.get_product(self.product_id).listed
        except Retry:
            return None
