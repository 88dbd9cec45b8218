"""End a promotion of the shop."""

from __future__ import annotations

from collections.abc import Callable

from authority.effect import Effect, Exposure, effect
from shops.models import Outcome
from shops.port import Reads
from shops.writes import Writes


@effect(action="promotion", undo="final", port="promotions")
class EndPromotion(Effect):
    """No order uses it from now on; what was sold under it stays sold."""

    final_why = ("publish it again, if it is still right", "促销已结束；仍合适的话请重新发布")

    promotion_id: str

    def exposure(self, reads: Reads) -> Exposure:
        """It only makes the shop give away less."""
        return Exposure(object_id=f"promotion:{self.promotion_id}", general=True, reduces=True)

    def apply(self, writes: Writes, key: str) -> Outcome:
        """End it."""
        assert writes.promotions is not None
        return writes.promotions.end_promotion(self.promotion_id, key=key)

    def holds(self, reads: Reads, outcome: Outcome) -> bool:
        """It is not among those that run or will run."""
        assert reads.promotions is not None
        return all(one.id != self.promotion_id for one in reads.promotions.list_promotions(open_only=True))

    def summary(self, money: Callable[[int], str]) -> str:
        """Name it."""
        return f"end promotion {self.promotion_id}"
