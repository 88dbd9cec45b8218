"""What the factory and the stock can supply: the limit that prices, bids and quotes have to live within."""

from __future__ import annotations

from decisions.day_view import DayView

LATE_DAYS = 1.5
"""Mean days that goods come late, before arrivals tell; an assumption."""
USED = 0.7
"""Share of the supply that is planned for: what is made is never of quite the right goods."""


def lead_now(view: DayView) -> int:
    """Give the days until goods ordered today would arrive: the factory works its orders off one after the other."""
    terms = view.terms
    return terms.lead_days + view.announced_delay + max(0, -(-int(view.due.sum()) // max(1, terms.capacity)) - 1)


def factory_rate(view: DayView) -> float:
    """Give the pieces a day that the factory can bring for good.

    It takes what it makes in one lead time L at capacity c; an order behind c·L others takes 2·L − 1 days and comes a
    little late, so what is on the way turns over c·L/(2·L − 1 + late) times a day.
    """
    terms = view.terms
    lead = max(1, terms.lead_days)
    return terms.capacity * lead / (2 * lead - 1 + LATE_DAYS)


def supply_a_day(view: DayView) -> float:
    """Give the pieces a day that can be sold until the last day: stock, what is on the way, and what can be made."""
    left = max(1, view.terms.horizon - view.day)
    made = factory_rate(view) * max(0, left - lead_now(view))
    # stock beyond a month is no reason to sell faster today
    return USED * min((float(view.stock.sum() + view.due.sum()) + made) / left, factory_rate(view) * 2)
