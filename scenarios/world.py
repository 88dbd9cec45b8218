"""Worlds as data: what a world declares, every parameter of its ``world.toml``, and loading it with its tables.

A world is a folder with ``world.toml``, ``catalogue.csv``, ``buyers.csv``, ``orders.csv.gz`` and ``calibration.json``
(columns: ``worlds/giftware/SOURCE.md``), declared by one :class:`World` object in a module of ``scenarios.worlds`` or
of any wheel with the entry point ``shopstaff.worlds``.
"""

from __future__ import annotations

import csv
import gzip
import json
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from kit.errors import BadInput, Misconfigured
from kit.find import find, instances_of
from scenarios.world_spec import WorldSpec as WorldSpec

M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True)
class World:
    """The declaration of a world: its unique name, the folder with its files, one line about it."""

    name: str
    folder: Path
    summary: str


class _Row(BaseModel):
    """One row of a table; an empty field is None."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @field_validator("*", mode="before")
    @classmethod
    def _empty_is_none(cls, value: Any) -> Any:
        return None if value == "" else value


class Article(_Row):
    """One article of ``catalogue.csv``: prices in minor units, quantities in pieces, demand a week.

    ``season_index`` holds relative units a day by month, December to August, as text ``"1.71;0.15;…"``.
    """

    sku: str
    name: str
    price_small: int = Field(gt=0)
    tier2_min_qty: int | None = Field(default=None, gt=1)
    tier2_price: int | None = Field(default=None, gt=0)
    tier3_min_qty: int | None = Field(default=None, gt=1)
    tier3_price: int | None = Field(default=None, gt=0)
    pack: int = Field(ge=1)
    qty_p25: int = Field(ge=1)
    qty_median: int = Field(ge=1)
    qty_p75: int = Field(ge=1)
    qty_p90: int = Field(ge=1)
    orders_per_week: float = Field(gt=0)
    units_per_week: float = Field(gt=0)
    season_index: str | None = None
    first_sold: date


class BuyerRow(_Row):
    """One buyer of ``buyers.csv``: ``orders`` purchase days from ``first_order`` on; value in minor units."""

    buyer: str
    country: str
    first_order: date
    orders: int = Field(ge=1)
    mean_gap_days: float | None = None
    median_order_value: int | None = None
    median_lines: float = Field(ge=1)
    quantity_factor: float = Field(gt=0)
    last_order: date


class OrderRow(_Row):
    """One line of ``orders.csv.gz``: time in UTC, unit price in minor units."""

    order: str
    placed_at: datetime
    buyer: str
    sku: str
    quantity: int = Field(gt=0)
    unit_price: int = Field(gt=0)


class DailyOrders(BaseModel):
    """Orders a day of one set of ``calibration.json``; a weekday's profile is relative to the mean open day."""

    mean_per_open_day: float = Field(gt=0)
    fano_detrended: float
    weekday_profile: dict[str, float]


class OrderShape(BaseModel):
    """Quantiles (``p10`` … ``p99``) of orders and lines: value in minor units, articles an order, pieces a line."""

    value_selected_lines: dict[str, float]
    selected_articles_per_order: dict[str, float]
    line_quantity: dict[str, float]


class Calibration(BaseModel):
    """The measured figures that the market is set after; ``hour_profile`` is the share of orders by local hour."""

    daily_orders: dict[str, DailyOrders]
    order_shape: dict[str, OrderShape]
    hour_profile: dict[str, float]


@dataclass(frozen=True)
class LoadedWorld:
    """A world with its parameters and tables, all checked."""

    name: str
    folder: Path
    spec: WorldSpec
    articles: tuple[Article, ...]
    buyers: tuple[BuyerRow, ...]
    history: tuple[OrderRow, ...]
    calibration: Calibration


def worlds() -> dict[str, World]:
    """Find every world there is, by name."""
    return find("scenarios.worlds", instances_of(World), lambda world: world.name, "shopstaff.worlds")


def load_world(name_or_path: str | Path) -> LoadedWorld:
    """Load a world by its name, e.g. ``"giftware"``, or by the path of its folder.

    Raises:
        BadInput: No such world, or a file of it has faults; each fault names the file and the key or line.
    """
    known = worlds()
    world = known.get(str(name_or_path))
    folder = world.folder if world else Path(name_or_path)
    if not (folder / "world.toml").is_file():
        raise BadInput(
            f"there is no world {str(name_or_path)!r}; name one of {', '.join(known)} or a folder with a world.toml"
        )
    loaded = LoadedWorld(
        name=world.name if world else folder.name,
        folder=folder,
        spec=_spec(folder / "world.toml"),
        articles=_table(folder / "catalogue.csv", Article),
        buyers=_table(folder / "buyers.csv", BuyerRow),
        history=_table(folder / "orders.csv.gz", OrderRow),
        calibration=_checked(folder / "calibration.json", Calibration, json.loads(_read(folder / "calibration.json"))),
    )
    _check_references(loaded)
    return loaded


def articles_with(articles: Iterable[Article], words: str) -> tuple[str, ...]:
    """Give the SKUs whose name holds every one of the words, e.g. ``"jumbo bag"``."""
    wanted = words.lower().split()
    return tuple(article.sku for article in articles if set(wanted) <= set(article.name.lower().split()))


def _spec(path: Path) -> WorldSpec:
    try:
        content = tomllib.loads(_read(path))
    except tomllib.TOMLDecodeError as error:
        raise BadInput(f"{path.name} is not TOML: {error}; correct that place in {path}") from error
    return _checked(path, WorldSpec, content)


def _read(path: Path) -> str:
    if not path.is_file():
        raise Misconfigured(f"the world lacks the file {path.name} in {path.parent}; put it there")
    data = path.read_bytes()
    return (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8")


def _checked(path: Path, model: type[M], content: Any) -> M:
    try:
        return model.model_validate(content)
    except ValidationError as error:
        faults = [f"{path.name}: {'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors()]
        raise BadInput(f"{path} has faults; correct them: " + "; ".join(faults), faults) from error


def _table(path: Path, model: type[M]) -> tuple[M, ...]:
    rows, faults = [], []
    for number, row in enumerate(csv.DictReader(_read(path).splitlines()), start=2):
        try:
            rows.append(model.model_validate(row))
        except ValidationError as error:
            faults += [
                f"{path.name} line {number}: {'.'.join(map(str, fault['loc']))}: {fault['msg']}"
                for fault in error.errors()
            ]
    if faults:
        raise BadInput(f"{path} has faults; correct them: " + "; ".join(faults[:5]), faults)
    return tuple(rows)


def _check_references(world: LoadedWorld) -> None:
    faults = [
        f"world.toml: ads.keywords: no article of catalogue.csv has all the words {keyword.words!r}"
        for keyword in world.spec.ads.keywords
        if not articles_with(world.articles, keyword.words)
    ]
    skus, buyers = {article.sku for article in world.articles}, {row.buyer for row in world.buyers}
    faults += [
        f"orders.csv.gz line {number}: unknown article {row.sku} or buyer {row.buyer}"
        for number, row in enumerate(world.history, start=2)
        if row.sku not in skus or row.buyer not in buyers
    ]
    if faults:
        raise BadInput(f"the files of {world.folder} do not fit together: " + "; ".join(faults[:5]), faults)
