"""The gift shop as fixtures, for the conftest of a folder to import."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support.gift_shop import GiftShop, open_gift_shop


@pytest.fixture(scope="session")
def stocked_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a home with the gift shop in it, to be copied: making one takes ten times as long."""
    home = tmp_path_factory.mktemp("stocked") / "home"
    open_gift_shop(home, model="rules").house.close()
    return home


@pytest.fixture(autouse=True)
def own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in the test's own folder, so that no ``shop.toml`` from outside is read."""
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def open_shop(own_settings: None, tmp_path: Path, stocked_home: Path) -> Iterator[Callable[..., GiftShop]]:
    """Give a function that opens the gift shop with settings of its own; all are closed in the end."""
    opened: list[GiftShop] = []
    shutil.copytree(stocked_home, tmp_path / "home")

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
