"""The stock of days gone by, worked back from today's by what was sold and made since."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

import numpy as np

from decisions.day_view import Ints
from shops.port import Reads


def stocks_at(reads: Reads, place: Mapping[str, int], now: Ints, since: date, starts: Sequence[datetime]) -> Ints:
    """Give ``[D, J]`` the pieces that could be sold when each of some days began.

    Args:
        reads: The shop.
        place: Row of each SKU, of J.
        now: ``[J]`` pieces that can be sold now.
        since: The first of the D days, which follow each other.
        starts: When each of them began.
    """
    left = np.zeros((len(starts), len(now)), dtype=np.int64)
    last = len(starts) - 1
    for row in reads.shop.list_sales(since=since, until=since + timedelta(days=last + 400)):
        if row.sku in place:
            left[min((row.day - since).days, last), place[row.sku]] += row.units
    for order in reads.factory.list_production() if reads.factory else ():
        day = bisect_right(starts, order.arrived_at) - 1 if order.arrived_at else -1
        for line in order.lines if day >= 0 else ():
            if line.sku in place:
                left[day, place[line.sku]] -= line.quantity
    # what happened on a day or after it was still to come when the day began
    np.cumsum(left[::-1], axis=0, out=left[::-1])
    left += now
    return np.maximum(left, 0)
