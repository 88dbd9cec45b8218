"""End a creative test: the listing shows the version that is kept."""

from __future__ import annotations

from collections.abc import Callable

from authority.effect import Effect, Exposure, Past, effect
from kit.errors import Refused
from shops.creatives import CreativeTest
from shops.models import Outcome
from shops.port import Reads
from shops.writes import Writes

AS_IT_STOOD = "A"


@effect(action="listing", undo="reversible", port="creatives")
class StopCreativeTest(Effect):
    """The test, and the variant that is kept: ``A`` is the listing as it stood."""

    test_id: str
    keep: str

    def exposure(self, reads: Reads) -> Exposure | None:
        """Keeping what stood only ends a risk; another version changes the listing."""
        test = self._test(reads)
        if test is None or self.keep not in test.names:
            return None
        keeps_own = self.keep == AS_IT_STOOD and test.ended_at is None
        return Exposure(object_id=f"creative:{test.product_id}", general=True, reduces=keeps_own)

    def apply(self, writes: Writes, key: str) -> Outcome:
        """End it."""
        assert writes.creatives is not None
        return writes.creatives.stop_test(self.test_id, self.keep, key=key)

    def holds(self, reads: Reads, outcome: Outcome) -> bool:
        """The test is over and the product has the kept title."""
        test = self._test(reads)
        if test is None or test.kept != self.keep:
            return False
        return reads.shop.get_product(test.product_id).title == test.variant(self.keep).title

    def reverse(self, reads: Reads, past: Past) -> Effect:
        """Show what stood before the test, if nobody has edited the title since.

        Raises:
            Refused: What was kept is what stood, or the title was edited since.
        """
        test = self._test(reads)
        if test is None or self.keep == AS_IT_STOOD:
            raise Refused("the listing shows what stood before the test; start another test instead")
        if reads.shop.get_product(test.product_id).title != test.variant(self.keep).title:
            raise Refused("the title was edited since; edit it again instead")
        return StopCreativeTest(test_id=self.test_id, keep=AS_IT_STOOD)

    def summary(self, money: Callable[[int], str]) -> str:
        """Name the test and what is kept."""
        return f"end test {self.test_id}, keep {self.keep}"

    def _test(self, reads: Reads) -> CreativeTest | None:
        tests = reads.creatives.list_tests() if reads.creatives else ()
        return next((one for one in tests if one.id == self.test_id), None)
