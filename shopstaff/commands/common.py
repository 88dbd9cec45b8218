"""What several commands share: opening the house of a shop, and printing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from config.settings import load_settings
from kit.errors import Misconfigured
from shopstaff.house import House, choose_shop, open_house, shop_names


@contextmanager
def opened(shop: str | None) -> Iterator[House]:
    """Open the house of an existing shop and close it again."""
    settings = load_settings(shop=shop)
    name = choose_shop(settings)
    if name not in shop_names(settings.home):
        known = ", ".join(shop_names(settings.home)) or "none"
        raise Misconfigured(f"{settings.home} holds no shop {name!r} (there: {known}); run `shopstaff import` first")
    house = open_house(settings, name)
    try:
        yield house
    finally:
        house.close()
