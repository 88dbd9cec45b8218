"""A gift shop for each test, away from the settings of whoever runs the tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support.gift_shop import GiftShop, open_gift_shop


@pytest.fixture(autouse=True)
def own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read no settings from outside the test."""
    for name in ("SHOPSTAFF_MODEL", "SHOPSTAFF_HOME", "SHOPSTAFF_BASE_URL", "SHOPSTAFF_API_KEY", "OPENAI_BASE_URL",
                 "OPENAI_API_KEY", "SHOPSTAFF_SHOP", "SHOPSTAFF_MAX_MODEL_CALLS", "SHOPSTAFF_MAX_HOPS"):  # fmt: skip
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def open_shop(tmp_path: Path) -> Iterator[Callable[..., GiftShop]]:
    """Give a function that opens the gift shop with settings of its own; all are closed in the end."""
    opened: list[GiftShop] = []

    def go(**settings: object) -> GiftShop:
        opened.append(open_gift_shop(tmp_path / "home", **settings))
        return opened[-1]

    yield go
    for shop in opened:
        shop.house.close()


@pytest.fixture
def shop(open_shop: Callable[..., GiftShop]) -> GiftShop:
    """Give the gift shop."""
    return open_shop()
