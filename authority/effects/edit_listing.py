"""Change what buyers read of a product: its title, its attributes."""

from __future__ import annotations

from collections.abc import Callable

from authority.effect import Effect, Exposure, effect
from authority.words import word_faults
from kit.errors import Retry
from shops.models import Outcome, Product
from shops.port import Reads
from shops.writes import Writes


@effect(action="listing", undo="final")
class EditListing(Effect):
    """Another title (None: it stays), and attributes put beside or over those that stand."""

    final_why = ("what stood before is not on record; edit it again", "原内容没有留存;请再编辑一次")

    product_id: str
    title: str | None
    attributes: dict[str, str]

    def exposure(self, reads: Reads) -> Exposure | None:
        """A listing binds to nothing by itself; words that may not leave the house are no listing."""
        words = " ".join([self.title or "", *self.attributes.values()])
        if self._product(reads) is None or word_faults(words):
            return None
        return Exposure(object_id=f"product:{self.product_id}", general=True)

    def apply(self, writes: Writes, key: str) -> Outcome:
        """Edit it."""
        return writes.shop.edit_listing(self.product_id, title=self.title, attributes=self.attributes, key=key)

    def holds(self, reads: Reads, outcome: Outcome) -> bool:
        """The shop shows it so."""
        product = self._product(reads)
        if product is None:
            return False
        return self.title in (None, product.title) and self.attributes.items() <= product.attributes.items()

    def summary(self, money: Callable[[int], str]) -> str:
        """Name the product and what changes."""
        parts = [f"title {self.title!r}"] if self.title else []
        parts += [f"{name} = {value}" for name, value in sorted(self.attributes.items())]
        return f"listing {self.product_id}: {', '.join(parts)}"

    def _product(self, reads: Reads) -> Product | None:
        try:
            return reads.shop.get_product(self.product_id)
        except Retry:
            return None
