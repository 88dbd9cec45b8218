"""Daily ad budgets over time: what a campaign might spend on a day that is past."""

from __future__ import annotations

from datetime import datetime

from shops.models import Model


class BudgetChange(Model):
    """A campaign's daily budget was set: minor units before and after.

    ``old`` is 0 for a campaign that was opened then. ``key`` is the write that set it, ``""`` where the owner loaded
    it: the staff's record of an effect holds the same key.
    """

    campaign_id: str
    at: datetime
    old: int
    new: int
    key: str = ""
