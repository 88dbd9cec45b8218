"""Replace the price ladder of a SKU."""

from __future__ import annotations

from collections.abc import Callable

from authority.effect import Effect, Exposure, LadderMove, Past, Sale, effect
from kit.errors import Refused
from shops.models import Outcome, Tier
from shops.port import Reads
from shops.stacking import reachable
from shops.writes import Writes


@effect(action="price", undo="reversible")
class SetPrice(Effect):
    """A new ladder for one SKU; unit prices in minor units of the shop's currency."""

    sku: str
    tiers: tuple[Tier, ...]

    def exposure(self, reads: Reads) -> Exposure:
        """Every step of the ladder can be sold at, and at what promotions that run or will run take off it."""
        move = LadderMove(sku=self.sku, new=self.tiers)
        promotions = reads.promotions.list_promotions(open_only=True) if reads.promotions else ()
        touching = [one for one in promotions if one.touches(self.sku)]
        sales = tuple(
            Sale(sku=self.sku, quantity=quantity, unit_price=price)
            for quantity, price in (reachable(self.sku, self.tiers, touching) if touching else ())
        )
        return Exposure(object_id=f"price:{self.sku}", ladders=(move,), sales=sales, general=True)

    def apply(self, writes: Writes, key: str) -> Outcome:
        """Set the ladder."""
        return writes.shop.set_price(self.sku, self.tiers, key=key)

    def holds(self, reads: Reads, outcome: Outcome) -> bool:
        """The shop shows this ladder."""
        return reads.shop.get_variant(self.sku).tiers == self.tiers

    def reverse(self, reads: Reads, past: Past) -> Effect:
        """Set the ladder that the shop's price log shows before this one, if nobody changed it since."""
        changes = reads.shop.list_price_changes(since=past.submitted_at, skus=[self.sku])
        if not changes or not changes[-1].old:
            raise Refused(f"the price log shows no other ladder of {self.sku} before; there is nothing to go back to")
        moved = changes[-1].new != self.tiers or changes[-1].at > past.settled_at
        if moved or reads.shop.get_variant(self.sku).tiers != self.tiers:
            raise Refused(f"the price of {self.sku} was changed since; set the price that you want")
        return SetPrice(sku=self.sku, tiers=changes[-1].old)

    def summary(self, money: Callable[[int], str]) -> str:
        """Name the SKU and the steps."""
        steps = ", ".join(f"{tier.min_quantity}+: {money(tier.unit_price)}" for tier in self.tiers)
        return f"price of {self.sku} to {steps}"
