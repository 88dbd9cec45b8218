"""Who ordered on which day: the history that repurchase and segments are read from."""

from __future__ import annotations

from datetime import date

from shops.models import Model


class BuyerDay(Model):
    """What one buyer ordered on one day of the shop: paid orders that were not cancelled, and what was paid.

    ``known_since`` is the day on which the shop came to know the buyer.
    """

    day: date
    customer_id: str
    known_since: date
    orders: int
    paid: int
