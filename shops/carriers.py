"""Carriers: whom a shop ships with, and what carriers are called.

A carrier has a code, which shipments hold, e.g. ``"ZTO"``.
"""

from __future__ import annotations

from shops.models import ShopInfo

USUAL_HOME = {"Asia/Shanghai": ("China", "ZTO"), "Europe/London": ("United Kingdom", "ROYALMAIL")}
"""Country and carrier of a shop that has not said: by its time zone. An assumption."""
USUAL_ABROAD = "DHL"
SAME = {"UK": "United Kingdom", "GB": "United Kingdom", "CN": "China", "中国": "China", "英国": "United Kingdom"}
"""Other names of countries."""


def usual_carrier(country: str, info: ShopInfo) -> str:
    """Give the code of the carrier that a shop uses for a destination.

    Args:
        country: The address's, in English, as a code, or in Chinese; empty counts as home.
        info: The shop, with what it has said of its carriers.

    Example:
        >>> usual_carrier("Germany", ShopInfo(id="s", name="S", platform="embedded", currency="CNY",
        ...     time_zone="Asia/Shanghai", ship_promise_hours=48))
        'DHL'
    """
    home, carrier = USUAL_HOME.get(info.time_zone, ("", USUAL_ABROAD))
    home, carrier = info.home_country or home, info.home_carrier or carrier
    is_home = not country or SAME.get(country, country) == SAME.get(home, home)
    return carrier if is_home else info.abroad_carrier or USUAL_ABROAD
