"""Worlds as data: what a world declares, every parameter of its ``world.toml``, and loading it with its tables.

A world is a folder with ``world.toml``, ``catalogue.csv``, ``buyers.csv`` and, if there are any, ``orders.csv.gz`` (the
shop's past) and ``calibration.json`` (columns: ``worlds/giftware/SOURCE.md``). A small one is a single file: articles
and buyers stand in it as ``[[articles]]`` and ``[[buyers]]``, the rhythm as ``[rhythm]``. A world is declared by one
:class:`World` object in a module of ``scenarios.worlds`` or of any wheel with the entry point ``shopstaff.worlds``;
one that is named by its path needs no declaration.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, Field

from kit.errors import BadInput
from kit.find import find, instances_of
from scenarios.world_files import checked, inline_table, read_json, read_table, read_toml
from scenarios.world_rows import Article as Article
from scenarios.world_rows import BuyerRow as BuyerRow
from scenarios.world_rows import OrderRow as OrderRow
from scenarios.world_spec import WorldSpec as WorldSpec
from scenarios.worlds.sixteen.draw import NAME, world_text

M = TypeVar("M", bound=BaseModel)
TABLES = {"articles": "catalogue.csv", "buyers": "buyers.csv"}
"""Where the rows stand that are not in the world's own file."""
MOST_ALIKE = 5
"""Faults of one sort that are named; correcting these shows the others."""


@dataclass(frozen=True)
class World:
    """The declaration of a world: its unique name, the folder with its files, one line about it in both languages."""

    name: str
    folder: Path
    summary: str
    summary_zh: str = ""


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
    places = {name: _place(file, name, inline) for name, inline in (("articles", articles), ("buyers", buyers))}
    past, measured = file.with_name("orders.csv.gz"), file.with_name("calibration.json")
    in_folder = articles is None
    loaded = LoadedWorld(
        name=world.name if world else path.stem,
        folder=file.parent,
        articles=_rows(file, "articles", Article, articles),
        buyers=_rows(file, "buyers", BuyerRow, buyers),
        spec=checked(file, WorldSpec, content),
        history=read_table(past, OrderRow) if in_folder and past.is_file() else (),
        calibration=checked(measured, Calibration, read_json(measured))
        if in_folder and measured.is_file()
        else Calibration(),
    )
    check_references(loaded, file.name, **places)
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
    check_references(loaded, file.name, articles=f"{file.name} [[articles]]", buyers=f"{file.name} [[buyers]]")
    return loaded


def _rows(file: Path, name: str, model: type[M], inline: list[Any] | None) -> tuple[M, ...]:
    """Give the rows that stand in the world's file, or else those of the table beside it."""
    if inline is not None:
        return inline_table(file, name, model, inline)
    table = file.with_name(TABLES[name])
    if not table.is_file():
        raise BadInput(f"{file}: there is no [[{name}]] in it and no {table.name} beside it; write one of them")
    return read_table(table, model)


def _place(file: Path, name: str, inline: list[Any] | None) -> str:
    return TABLES[name] if inline is None else f"{file.name} [[{name}]]"


def articles_with(articles: Iterable[Article], words: str) -> tuple[str, ...]:
    """Give the SKUs whose name holds every one of the words, e.g. ``"jumbo bag"``.

    Latin words are whole words; Chinese is not written with spaces, so its words may stand anywhere in the name.
    """
    wanted = words.lower().split()
    return tuple(article.sku for article in articles if all(_holds(article.name.lower(), word) for word in wanted))


def _holds(name: str, word: str) -> bool:
    return word in name.split() if word.isascii() else word in name


def check_references(world: LoadedWorld, file: str, *, articles: str, buyers: str) -> None:
    """Check that the parts of a world name each other rightly.

    Args:
        world: The world.
        file, articles, buyers: What the faults of its parameters, articles and buyers name.

    Raises:
        BadInput: Something names what is not there, stands there twice, or is past and after the first day.
    """
    faults = [
        f"{file}: ads.keywords: no article has all the words {keyword.words!r}; write words of a name"
        for keyword in world.spec.ads.keywords
        if not articles_with(world.articles, keyword.words)
    ]
    if world.spec.rhythm is None and not (
        "selected" in world.calibration.daily_orders and world.calibration.hour_profile
    ):
        faults.append(f"{file}: rhythm: Field required, since there is no calibration.json with daily_orders")
    skus, known = {article.sku for article in world.articles}, {row.buyer for row in world.buyers}
    faults += [
        f"{file}: processes.{name}: there is no article {sku!r}"
        for name, process in world.spec.processes.items()
        for sku in process.skus
        if sku not in skus
    ]
    faults += _buyer_faults(world, buyers)
    start = world.spec.shop.start
    faults += [
        f"orders.csv.gz line {number}: unknown article {row.sku} or buyer {row.buyer}"
        for number, row in enumerate(world.history, start=2)
        if row.sku not in skus or row.buyer not in known
    ]
    faults += [
        f"orders.csv.gz line {number}: placed_at: {row.placed_at.date()} is after {start}, the world's first day "
        "(shop.start); leave it out"
        for number, row in enumerate(world.history, start=2)
        if row.placed_at.date() > start
    ][:MOST_ALIKE]
    for place, kind, ids in (
        (articles, "article", [one.sku for one in world.articles]),
        (buyers, "buyer", [row.buyer for row in world.buyers]),
    ):
        twice = sorted(one for one, count in Counter(ids).items() if count > 1)
        faults += [f"{place}: {kind} {one!r} stands there twice; leave one out" for one in twice[:MOST_ALIKE]]
        if not ids:
            faults.append(f"{place}: a world needs at least one {kind}; write one")
    if faults:
        raise BadInput(f"the parts of {world.name} do not fit together: " + "; ".join(faults[:5]), faults)


def _buyer_faults(world: LoadedWorld, place: str) -> list[str]:
    """Give buyers of unknown segments, and those whose past is not over on the first day."""
    segments, start = {segment.name for segment in world.spec.segments}, world.spec.shop.start
    faults = [
        f"{place}: buyer {row.buyer}: segment: there is no {row.segment!r}; known: {', '.join(sorted(segments))}"
        for row in world.buyers
        if row.segment is not None and row.segment not in segments
    ]
    faults += [
        f"{place}: buyer {row.buyer}: last_order: {row.last_order} is after {start}, the world's first day "
        "(shop.start); write an earlier day"
        for row in world.buyers
        if row.last_order > start
    ][:MOST_ALIKE]
    return faults
