"""Replace the price ladder of a SKU."""

from __future__ import annotations

from collections.abc import Callable

from authority.effect import Effect, Exposure, LadderMove, effect
from shops.models import Outcome, Tier
from shops.port import Reads
from shops.writes import Writes


@effect(action="price", undo="reversible")
class SetPrice(Effect):
    """A new ladder for one SKU; unit prices in minor units of the shop's currency."""

    sku: str
    tiers: tuple[Tier, ...]

    def exposure(self, reads: Reads) -> Exposure:
        """Every step of the ladder can be sold at."""
        move = LadderMove(sku=self.sku, new=self.tiers)
        return Exposure(object_id=f"price:{self.sku}", ladders=(move,), general=True)

    def apply(self, writes: Writes, key: str) -> Outcome:
        """Set the ladder."""
        return writes.shop.set_price(self.sku, self.tiers, key=key)

    def holds(self, reads: Reads, outcome: Outcome) -> bool:
        """The shop shows this ladder."""
        return reads.shop.get_variant(self.sku).tiers == self.tiers

    def summary(self, money: Callable[[int], str]) -> str:
        """Name the SKU and the steps."""
        steps = ", ".join(f"{tier.min_quantity}+: {money(tier.unit_price)}" for tier in self.tiers)
        return f"price of {self.sku} to {steps}"
