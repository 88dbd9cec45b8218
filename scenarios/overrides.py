"""Single parameters of a world changed for one run, checked as its file is."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from kit.errors import BadInput
from scenarios.world import LoadedWorld, check_references
from scenarios.world_files import checked
from scenarios.world_spec import WorldSpec

Override = tuple[str, str]
"""A key with dots, and a value as it would stand in ``world.toml``."""


def read_override(text: str) -> Override:
    """Read ``KEY=VALUE``, e.g. ``traffic.search_visits=500`` or ``ads.keywords.kw-01.bid=120``.

    Raises:
        BadInput: It has no ``=``.
    """
    key, equals, value = text.partition("=")
    if not equals or not key.strip() or not value.strip():
        raise BadInput(f"--set {text!r} cannot be read; write KEY=VALUE, e.g. traffic.search_visits=500")
    return key.strip(), value.strip()


def with_overrides(world: LoadedWorld, overrides: Sequence[Override]) -> LoadedWorld:
    """Give a world with some parameters changed; one of a list is named by its number, ``id`` or ``name``.

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
    content: dict[str, Any] = world.spec.model_dump()
    for key, value in overrides:
        _put(content, key, _value(value))
    changed = replace(world, spec=checked(Path("--set"), WorldSpec, content))
    check_references(changed, Path("--set"))
    return changed


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
        if at.get(step) is None:
            raise BadInput(f"--set {key}: there is no {step!r}; known here: {', '.join(sorted(map(str, at)))}")
        place: Any = step
    elif isinstance(at, list):
        place = _row(at, step, key)
    else:
        raise BadInput(f"--set {key}: nothing stands below {step!r}; shorten the key")
    if isinstance(at[place], tuple):
        at[place] = list(at[place])
    return at[place]


def _row(rows: list[Any], step: str, key: str) -> int:
    if step.isdigit() and int(step) < len(rows):
        return int(step)
    names = [str(row.get("id", row.get("name", ""))) if isinstance(row, dict) else "" for row in rows]
    if step not in names:
        known = ", ".join(name for name in names if name) or f"0 to {len(rows) - 1}"
        raise BadInput(f"--set {key}: there is no {step!r}; known here: {known}")
    return names.index(step)


def _value(text: str) -> Any:
    """Read a value as TOML has it; what is no TOML is a text."""
    try:
        return tomllib.loads(f"value = {text}")["value"]
    except tomllib.TOMLDecodeError:
        return text
