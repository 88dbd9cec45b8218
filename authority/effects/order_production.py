"""Order goods from the factory."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from authority.effect import Effect, Exposure, effect
from shops.models import Outcome
from shops.port import Reads
from shops.production import ProductionLine
from shops.writes import Writes


@effect(action="production", undo="final", port="factory")
class OrderProduction(Effect):
    """Pieces by SKU at their unit cost in minor units."""

    final_why: ClassVar[tuple[str, str]] = (
        "the factory has the order; ask the factory to cancel it",
        "工厂已接单;请联系工厂取消",
    )

    lines: tuple[ProductionLine, ...]

    def exposure(self, reads: Reads) -> Exposure | None:
        """Money is spent on goods, at the unit costs that the shop knows; another cost cannot be told."""
        costs = {variant.sku: variant.cost for variant in reads.shop.list_variants()}
        if any(costs.get(line.sku) != line.unit_cost for line in self.lines):
            return None
        return Exposure(
            money_out=sum(line.quantity * line.unit_cost for line in self.lines),
            budget="production",
            object_id="production:" + ",".join(sorted(line.sku for line in self.lines)),
            general=True,
        )

    def apply(self, writes: Writes, key: str) -> Outcome:
        """Place the order."""
        assert writes.factory is not None
        return writes.factory.order_production(self.lines, key=key)

    def holds(self, reads: Reads, outcome: Outcome) -> bool:
        """The factory lists the order."""
        assert reads.factory is not None
        return any(order.id == outcome.object_id for order in reads.factory.list_production())

    def summary(self, money: Callable[[int], str]) -> str:
        """Name pieces, SKUs and money."""
        pieces = sum(line.quantity for line in self.lines)
        total = sum(line.quantity * line.unit_cost for line in self.lines)
        return f"produce {pieces} pieces of {len(self.lines)} SKUs for {money(total)}"
