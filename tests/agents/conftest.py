"""A gift shop for each test, away from the settings of whoever runs the tests."""

from tests.support.fixtures import _stood, open_shop, own_settings, shop, shop_after, stocked_home

__all__ = ["_stood", "open_shop", "own_settings", "shop", "shop_after", "stocked_home"]
