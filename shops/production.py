"""What a shop makes itself or has made: the factory's terms and orders to it, the same for every platform."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field

from shops.models import Model

MOST_PIECES = 10**7
"""Of one SKU in an order: what is beyond it is no order of a small factory, and sums of it would leave 64 bits."""


class FactoryTerms(Model):
    """What the factory can do: pieces a day over all SKUs, and usual days from order to arrival."""

    capacity_per_day: int
    lead_time_days: int
    min_batch: int = 1


class ProductionLine(Model):
    """Pieces of one SKU to make at a unit cost."""

    sku: str
    quantity: int = Field(gt=0, le=MOST_PIECES)
    unit_cost: int = Field(ge=0)


class ProductionOrder(Model):
    """An order to the factory; ``arrived_at`` is None while it is on the way."""

    id: str
    lines: tuple[ProductionLine, ...]
    currency: str
    placed_at: datetime
    due_at: datetime
    arrived_at: datetime | None = None

    @property
    def total(self) -> int:
        """Give its whole cost."""
        return sum(line.quantity * line.unit_cost for line in self.lines)
