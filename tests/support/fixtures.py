"""The gift shop as fixtures, for the conftest of a folder to import."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.support.gift_shop import GiftShop, open_gift_shop
from tests.support.homes import left_alone

Before = Callable[[GiftShop], object]
ShopAfter = Callable[[Before], GiftShop]


class Stood(NamedTuple):
    """A gift shop at some moment, to be copied."""

    home: Path
    now: datetime
    threads: tuple[str, ...]


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


@pytest.fixture(scope="session")
def _stood(tmp_path_factory: pytest.TempPathFactory, stocked_home: Path) -> Callable[[Before], Stood]:
    """Give a function that lets something happen in a gift shop, once for all tests, and gives how it stands then."""

    @cache
    def go(before: Before) -> Stood:
        home = tmp_path_factory.mktemp("stood") / "home"
        shutil.copytree(stocked_home, home)
        shop = open_gift_shop(home)
        before(shop)
        return Stood(left_alone(shop.house, home), shop.clock.now(), tuple(shop.threads))

    return go


@pytest.fixture
def shop_after(own_settings: None, tmp_path: Path, _stood: Callable[[Before], Stood]) -> Iterator[ShopAfter]:
    """Give a function that opens the gift shop as it stands after something: what several tests begin with."""
    opened: list[GiftShop] = []

    def go(before: Before) -> GiftShop:
        stood = _stood(before)
        shutil.copytree(stood.home, tmp_path / f"home{len(opened)}")
        opened.append(open_gift_shop(tmp_path / f"home{len(opened)}"))
        opened[-1].clock.set(stood.now)
        opened[-1].threads.extend(stood.threads)
        return opened[-1]

    yield go
    for shop in opened:
        shop.house.close()


@pytest.fixture
def shop(open_shop: Callable[..., GiftShop]) -> GiftShop:
    """Give the gift shop."""
    return open_shop()
