"""What buyers typed when an ad was shown: the report behind a keyword, which matches more words than its own."""

from __future__ import annotations

from datetime import date

from shops.models import Model


class SearchTermDay(Model):
    """What one typed term did on one day under one keyword; money and counts as in :class:`shops.models.KeywordDay`."""

    keyword_id: str
    term: str
    day: date
    impressions: int
    clicks: int
    spend: int
    orders: int
    sales: int
