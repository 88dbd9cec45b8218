"""Buyers that the owner's words name, by id or by name."""

from __future__ import annotations

import re
from datetime import date, timedelta

from kit.errors import Retry
from kit.text import fold
from shops.models import Customer
from shops.port import Reads

_ID = re.compile(r"(?<![\w-])[A-Za-z]{0,3}\d[\w-]{2,}", re.ASCII)
_YEAR = timedelta(days=365)
LEAST_NAME = 2
"""A name of one sign is in too many words."""


def buyers_by_id(reads: Reads, text: str) -> tuple[Customer, ...]:
    """Give the buyers whose ids stand in a text.

    Example: ``buyers_by_id(reads, "B0404有哪些订单")`` gives buyer B0404.
    """
    return tuple(found for word in dict.fromkeys(_ID.findall(fold(text))) if (found := _known(reads, word)))


def buyers_named(reads: Reads, text: str, today: date) -> tuple[Customer, ...]:
    """Give the buyers whose ids stand in a text, else those of the longest name in it that ordered within a year."""
    if found := buyers_by_id(reads, text):
        return found
    said = fold(text).lower()
    rows = reads.shop.list_buyer_days(since=today - _YEAR, until=today + timedelta(days=1))
    known = [reads.shop.get_customer(one) for one in dict.fromkeys(row.customer_id for row in rows)]
    fitting = [one for one in known if len(one.name) >= LEAST_NAME and _stands_in(fold(one.name).lower(), said)]
    longest = max((len(one.name) for one in fitting), default=0)
    return tuple(one for one in fitting if len(one.name) == longest)


def _known(reads: Reads, customer: str) -> Customer | None:
    try:
        return reads.shop.get_customer(customer)
    except Retry:
        return None


def _stands_in(name: str, said: str) -> bool:
    bound = r"(?<![a-z0-9])" if name[0].isascii() else ""
    return bool(re.search(rf"{bound}{re.escape(name)}(?![a-z0-9])", said))
