"""Begin a creative test: part of the visitors sees another title or picture."""

from __future__ import annotations

from collections.abc import Callable

from authority.effect import Effect, Exposure, Past, effect
from authority.effects.stop_creative_test import StopCreativeTest
from authority.words import word_faults
from kit.errors import Retry
from shops.creatives import CreativePlan
from shops.models import Outcome
from shops.port import Reads
from shops.writes import Writes


@effect(action="listing", undo="reversible", port="creatives")
class StartCreativeTest(Effect):
    """The versions that are shown beside the listing as it stands."""

    plan: CreativePlan

    def exposure(self, reads: Reads) -> Exposure | None:
        """A listing binds to nothing by itself; words that may not leave the house are no version of it."""
        try:
            reads.shop.get_product(self.plan.product_id)
        except Retry:
            return None
        if any(word_faults(one.title) for one in self.plan.variants):
            return None
        return Exposure(object_id=f"product:{self.plan.product_id}", general=True)

    def apply(self, writes: Writes, key: str) -> Outcome:
        """Begin it."""
        assert writes.creatives is not None  # the desk has looked
        return writes.creatives.start_test(self.plan, key=key)

    def holds(self, reads: Reads, outcome: Outcome) -> bool:
        """The shop shows it as running, with these versions."""
        assert reads.creatives is not None
        found = [one for one in reads.creatives.list_tests(open_only=True) if one.id == outcome.object_id]
        titles = [one.title for one in self.plan.variants]
        return [[one.title for one in test.variants[1:]] for test in found] == [titles]

    def reverse(self, reads: Reads, past: Past) -> Effect:
        """Stop it, and show what stood."""
        assert past.outcome.object_id is not None
        return StopCreativeTest(test_id=past.outcome.object_id, keep="A")

    def summary(self, money: Callable[[int], str]) -> str:
        """Name the product and the versions."""
        return f"test of {self.plan.product_id}: {' | '.join(one.title for one in self.plan.variants)}"
