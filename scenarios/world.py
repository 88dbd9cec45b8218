"""Worlds as data: what a world declares, every parameter of its ``world.toml``, and loading it with its tables.

A world is a folder with ``world.toml``, ``catalogue.csv``, ``buyers.csv`` and, if there are any, ``orders.csv.gz`` (the
shop's past) and ``calibration.json`` (columns: ``worlds/giftware/SOURCE.md``). A small one is a single file: articles
and buyers stand in it as ``[[articles]]`` and ``[[buyers]]``, the rhythm as ``[rhythm]``. A world is declared by one
:class:`World` object in a module of ``scenarios.worlds`` or of any wheel with the entry point ``shopstaff.worlds``;
one that is named by its path needs no declaration.
"""

from __future__ import annotations

import json
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, field_validator

from kit.errors import BadInput
from kit.find import find, instances_of
from scenarios.world_files import checked, inline_table, read_table, read_text, read_toml
from scenarios.world_spec import WorldSpec as WorldSpec
from scenarios.worlds.sixteen.draw import NAME, world_text

M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True)
class World:
    """The declaration of a world: its unique name, the folder with its files, one line about it in both languages."""

    name: str
    folder: Path
    summary: str
    summary_zh: str = ""


class _Row(BaseModel):
    """One row of a table; an empty field is None."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    @field_validator("*", mode="before")
    @classmethod
    def _empty_is_none(cls, value: Any) -> Any:
        return None if value == "" else value


class Article(_Row):
    """One article of ``catalogue.csv``: prices in minor units, quantities in pieces, demand a week.

    Attributes:
        season_index: Relative units a day by month as text ``"1.71;0.15;…"``; the first value is the demand at the end
            of the world's season, the last at its start (``[catalogue]``).
        cost: Unit cost; drawn from ``[stock]`` if the row has none.
        moq: Smallest quantity that is sold.
        nickname: What buyers call it for short; the shop has it as the attribute ``nickname``.
        attributes: What the product says of itself, ``"材质=树脂;尺寸=6 cm"``.
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
    cost: int | None = Field(default=None, gt=0)
    moq: int | None = Field(default=None, ge=1)
    category: str | None = None
    nickname: str | None = None
    attributes: str | None = None

    @field_validator("attributes")
    @classmethod
    def _pairs(cls, value: str | None) -> str | None:
        for pair in (value or "").split(";"):
            if value and "=" not in pair:
                raise ValueError(f"{pair!r} is not NAME=VALUE; write several with ';' between them")
        return value

    def said(self) -> dict[str, str]:
        """Give the attributes by name."""
        pairs = (pair.split("=", 1) for pair in self.attributes.split(";")) if self.attributes else ()
        return {name.strip(): value.strip() for name, value in pairs}


class BuyerRow(_Row):
    """One buyer of ``buyers.csv``: ``orders`` purchase days from ``first_order`` on; value in minor units.

    A buyer whose ``segment`` is not named has that of the quantity factor.
    """

    buyer: str
    country: str
    first_order: date
    orders: int = Field(ge=1)
    mean_gap_days: float | None = None
    median_order_value: int | None = None
    median_lines: float = Field(ge=1)
    quantity_factor: float = Field(gt=0)
    last_order: date
    segment: str | None = None


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
    """The measured figures that the market is set after; ``hour_profile`` is the share of orders by local hour.

    A world without measurements states its rhythm in ``world.toml``.
    """

    daily_orders: dict[str, DailyOrders] = {}
    order_shape: dict[str, OrderShape] = {}
    hour_profile: dict[str, float] = {}


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

    @property
    def weekdays(self) -> Mapping[str, float]:
        """Give demand by weekday relative to the mean open day; a day that is not there is closed."""
        if self.spec.rhythm:
            return {str(day): factor for day, factor in self.spec.rhythm.weekdays.items()}
        return self.calibration.daily_orders["selected"].weekday_profile

    @property
    def hours(self) -> Mapping[str, float]:
        """Give shares of orders by local hour."""
        return self.spec.rhythm.hours if self.spec.rhythm else self.calibration.hour_profile


def worlds() -> dict[str, World]:
    """Find every world there is, by name."""
    return find("scenarios.worlds", instances_of(World), lambda world: world.name, "shopstaff.worlds")


def load_world(name_or_path: str | Path) -> LoadedWorld:
    """Load a world by its name, e.g. ``"giftware"``, or by the path of its folder or of its one file.

    Raises:
        BadInput: No such world, or a file of it has faults; each fault names the file and the key or line.
    """
    if NAME.fullmatch(str(name_or_path)):
        return _drawn(str(name_or_path))
    known = worlds()
    world = known.get(str(name_or_path))
    path = world.folder if world else Path(name_or_path)
    file = path if path.suffix == ".toml" else path / "world.toml"
    if not file.is_file():
        raise BadInput(
            f"there is no world {str(name_or_path)!r}; name one of {', '.join(known)}, sixteen-tune-01 or "
            "sixteen-test-01 (any number), a folder with a world.toml or a world of one file ending in .toml"
        )
    content = read_toml(file)
    articles, buyers = content.pop("articles", None), content.pop("buyers", None)
    past, measured = file.with_name("orders.csv.gz"), file.with_name("calibration.json")
    in_folder = articles is None
    loaded = LoadedWorld(
        name=world.name if world else path.stem,
        folder=file.parent,
        spec=checked(file, WorldSpec, content),
        articles=_rows(file, "articles", "catalogue.csv", Article, articles),
        buyers=_rows(file, "buyers", "buyers.csv", BuyerRow, buyers),
        history=read_table(past, OrderRow) if in_folder and past.is_file() else (),
        calibration=checked(measured, Calibration, json.loads(read_text(measured)))
        if in_folder and measured.is_file()
        else Calibration(),
    )
    check_references(loaded, file)
    return loaded


def _drawn(name: str) -> LoadedWorld:
    """Draw a world of the family of sixteen articles, checked as a file is."""
    file = Path(__file__).parent / "worlds" / "sixteen" / f"{name}.toml"
    content = tomllib.loads(world_text(name))
    articles, buyers = content.pop("articles"), content.pop("buyers")
    loaded = LoadedWorld(
        name=name,
        folder=file.parent,
        spec=checked(file, WorldSpec, content),
        articles=inline_table(file, "articles", Article, articles),
        buyers=inline_table(file, "buyers", BuyerRow, buyers),
        history=(),
        calibration=Calibration(),
    )
    check_references(loaded, file)
    return loaded


def _rows(file: Path, name: str, table: str, model: type[M], inline: list[Any] | None) -> tuple[M, ...]:
    """Give the rows that stand in the world's file, or else those of the table beside it."""
    return read_table(file.with_name(table), model) if inline is None else inline_table(file, name, model, inline)


def articles_with(articles: Iterable[Article], words: str) -> tuple[str, ...]:
    """Give the SKUs whose name holds every one of the words, e.g. ``"jumbo bag"``.

    Latin words are whole words; Chinese is not written with spaces, so its words may stand anywhere in the name.
    """
    wanted = words.lower().split()
    return tuple(article.sku for article in articles if all(_holds(article.name.lower(), word) for word in wanted))


def _holds(name: str, word: str) -> bool:
    return word in name.split() if word.isascii() else word in name


def check_references(world: LoadedWorld, file: Path) -> None:
    """Check that the parts of a world name each other rightly; ``file`` is named in the faults."""
    faults = [
        f"{file.name}: ads.keywords: no article has all the words {keyword.words!r}; write words of a name"
        for keyword in world.spec.ads.keywords
        if not articles_with(world.articles, keyword.words)
    ]
    if world.spec.rhythm is None and not (
        "selected" in world.calibration.daily_orders and world.calibration.hour_profile
    ):
        faults.append(f"{file.name}: rhythm: Field required, since there is no calibration.json with daily_orders")
    skus, buyers = {article.sku for article in world.articles}, {row.buyer for row in world.buyers}
    segments = {segment.name for segment in world.spec.segments}
    faults += [
        f"buyers.csv: buyer {row.buyer}: there is no segment {row.segment!r}; known: {', '.join(sorted(segments))}"
        for row in world.buyers
        if row.segment is not None and row.segment not in segments
    ]
    faults += [
        f"{file.name}: processes.{name}: there is no article {sku!r}"
        for name, process in world.spec.processes.items()
        for sku in process.skus
        if sku not in skus
    ]
    faults += [
        f"orders.csv.gz line {number}: unknown article {row.sku} or buyer {row.buyer}"
        for number, row in enumerate(world.history, start=2)
        if row.sku not in skus or row.buyer not in buyers
    ]
    for kind, ids in (("article", [one.sku for one in world.articles]), ("buyer", [row.buyer for row in world.buyers])):
        twice = sorted(one for one, count in Counter(ids).items() if count > 1)
        faults += [f"{file.name}: {kind} {one!r} stands there twice; leave one out" for one in twice[:5]]
    if not world.articles or not world.buyers:
        faults.append(f"{file.name}: a world needs at least one article and one buyer")
    if faults:
        raise BadInput(f"the files of {world.folder} do not fit together: " + "; ".join(faults[:5]), faults)
