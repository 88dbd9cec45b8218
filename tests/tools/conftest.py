"""A gift shop for each test, away from the settings of whoever runs the tests."""

from tests.support.fixtures import open_shop, own_settings, shop, stocked_home

__all__ = ["open_shop", "own_settings", "shop", "stocked_home"]
