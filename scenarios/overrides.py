"""Single parameters of a world changed for one run, its articles and buyers too, checked as its files are."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import BaseModel

from kit.errors import BadInput
from scenarios.world import Article, BuyerRow, Calibration, LoadedWorld, check_references
from scenarios.world_files import checked
from scenarios.world_spec import WorldSpec

M = TypeVar("M", bound=BaseModel)
MOST_NAMED = 40
"""Names that are all listed where one is unknown; of more only those near."""

Override = tuple[str, str]
"""A key with dots, and a value as it would stand in ``world.toml``."""


def read_override(text: str) -> Override:
    """Read ``KEY=VALUE``: ``traffic.search_visits=500``, ``ads.keywords.kw-01.bid=9``, ``articles.SKU-14.cost=320``.

    Raises:
        BadInput: It has no ``=``.
    """
    key, equals, value = text.partition("=")
    if not equals or not key.strip() or not value.strip():
        raise BadInput(f"--set {text!r} cannot be read; write KEY=VALUE, e.g. traffic.search_visits=500")
    return key.strip(), value.strip()


def with_overrides(world: LoadedWorld, overrides: Sequence[Override]) -> LoadedWorld:
    """Give a world with some parameters changed; one of a list is named by its ``id`` or ``name``, an article by its
    ``sku``, a buyer by its ``buyer``, all by their number too.

    Raises:
        BadInput: There is no such key, or its value does not fit.

    Example:
        >>> from scenarios.world import load_world
        >>> busy = with_overrides(load_world("sixteen-tune-01"), [("traffic.search_visits", "900")])
        >>> busy.spec.traffic.search_visits
        900.0
    """
    if not overrides:
        return world
    content: dict[str, Any] = world.spec.model_dump() | {"calibration": world.calibration.model_dump()}
    articles, buyers = (
        _Table("articles", Article, world.articles, "sku"),
        _Table("buyers", BuyerRow, world.buyers, "buyer"),
    )
    for key, text in overrides:
        part, _, rest = key.partition(".")
        if part == "articles":
            articles.put(key, rest, _value(text))
        elif part == "buyers":
            buyers.put(key, rest, _value(text))
        elif part in content:
            _put(content, key, _value(text))
        else:
            raise BadInput(f"--set {key}: there is no {part!r}; {_known(part, [*content, 'articles', 'buyers'])}")
    measured = content.pop("calibration")
    changed = replace(
        world,
        spec=checked(Path("--set"), WorldSpec, content),
        calibration=checked(Path("--set calibration"), Calibration, measured),
        articles=articles.changed(),
        buyers=buyers.changed(),
    )
    check_references(changed, "--set", articles="--set articles", buyers="--set buyers")
    return changed


class _Table(Generic[M]):
    """Rows that are named by one of their columns, and what is changed in them."""

    def __init__(self, name: str, model: type[M], rows: Sequence[M], by: str) -> None:
        self._name, self._model, self._rows, self._by = name, model, rows, by
        self._cells: dict[int, dict[str, Any]] = {}

    def put(self, key: str, cell: str, value: Any) -> None:
        """Change a cell, ``ROW.COLUMN``; rows are checked once all cells are changed."""
        row, _, column = cell.rpartition(".")
        if not row:
            raise BadInput(f"--set {key}: name a row and a column: {self._name}.{self._names()[0]}.COLUMN=VALUE")
        place = _row([{"id": name} for name in self._names()], row, key)
        columns = list(self._model.model_fields)
        if column not in columns:
            raise BadInput(f"--set {key}: there is no {column!r}; {_known(column, columns)}")
        self._cells.setdefault(place, {})[column] = value

    def changed(self) -> tuple[M, ...]:
        """Give all rows, the changed ones checked."""
        rows = list(self._rows)
        for place, cells in self._cells.items():
            where = Path(f"--set {self._name}.{self._names()[place]}")
            rows[place] = checked(where, self._model, rows[place].model_dump() | cells)
        return tuple(rows)

    def _names(self) -> list[str]:
        return [str(getattr(row, self._by)) for row in self._rows]


def _put(content: dict[str, Any], key: str, value: Any) -> None:
    *way, last = key.split(".")
    at: Any = content
    for step in way:
        at = _step(at, step, key)
    if isinstance(at, dict):
        at[last] = value
    elif isinstance(at, list):
        at[_row(at, last, key)] = value
    else:
        raise BadInput(f"--set {key}: {'.'.join(way)!r} is a single value; name a key that is there")


def _step(at: Any, step: str, key: str) -> Any:
    """Go one step down; tuples on the way become lists, so that they can be changed."""
    if isinstance(at, dict):
        if step in at and at[step] is None:
            raise BadInput(f"--set {key}: this world states nothing below {step!r}; state it in the world's file")
        if step not in at:
            raise BadInput(f"--set {key}: there is no {step!r}; {_known(step, sorted(map(str, at)))}")
        place: Any = step
    elif isinstance(at, list):
        place = _row(at, step, key)
    else:
        raise BadInput(f"--set {key}: nothing stands below {step!r}; shorten the key")
    if isinstance(at[place], tuple):
        at[place] = list(at[place])
    return at[place]


def _row(rows: list[Any], step: str, key: str) -> int:
    """Find a row by its ``id`` or ``name``, else by its number."""
    names = [str(row.get("id", row.get("name", ""))) if isinstance(row, dict) else "" for row in rows]
    if step in names:
        return names.index(step)
    if step.isdecimal() and int(step) < len(rows):
        return int(step)
    known = [name for name in names if name] or [f"0 to {len(rows) - 1}"]
    raise BadInput(f"--set {key}: there is no {step!r}; {_known(step, known)}")


def _known(name: str, names: Sequence[str]) -> str:
    """Say what there is: the names that are near, in whatever case, and all of a few."""
    cases = {one.casefold(): one for one in names}
    near = [cases[one] for one in get_close_matches(name.casefold(), list(cases), n=3)]
    if len(names) > MOST_NAMED:
        shown = near or [*names[:3], "…"]
        return f"of the {len(names)} here {'near are' if near else 'are'}: {', '.join(shown)}"
    return (f"did you mean {near[0]!r}? " if near else "") + f"known here: {', '.join(names)}"


def _value(text: str) -> Any:
    """Read a value as TOML has it; what is no TOML is a text."""
    try:
        return tomllib.loads(f"value = {text}")["value"]
    except tomllib.TOMLDecodeError:
        return text
