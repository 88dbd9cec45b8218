"""Reading the files of a world: every fault names the file, the key or line, and what to do about it."""

from __future__ import annotations

import csv
import gzip
import json
import tomllib
import zlib
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from kit.errors import BadInput, Misconfigured

M = TypeVar("M", bound=BaseModel)


def read_text(path: Path) -> str:
    """Read a file, unpacked if its name ends in ``.gz``.

    Raises:
        Misconfigured: It is not there.
        BadInput: It is no UTF-8 text, or not packed as its name says.
    """
    if not path.is_file():
        raise Misconfigured(f"the world lacks the file {path.name} in {path.parent}; put it there")
    data = path.read_bytes()
    try:
        return (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8")
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise BadInput(f"{path.name} is no gzip file ({error}); pack it with gzip: {path}") from error
    except UnicodeDecodeError as error:
        raise BadInput(f"{path.name} is not UTF-8 (byte {error.start}); save it as UTF-8: {path}") from error


def read_toml(path: Path) -> dict[str, Any]:
    """Read a TOML file."""
    try:
        return tomllib.loads(read_text(path))
    except tomllib.TOMLDecodeError as error:
        raise BadInput(f"{path.name} is not TOML: {error}; correct that place in {path}") from error


def read_json(path: Path) -> Any:
    """Read a JSON file."""
    try:
        return json.loads(read_text(path))
    except ValueError as error:
        raise BadInput(f"{path.name} is not JSON: {error}; correct that place in {path}") from error


def checked(path: Path, model: type[M], content: Any) -> M:
    """Make a model of what a file holds."""
    try:
        return model.model_validate(content)
    except ValidationError as error:
        faults = [_said(path.name, model, fault) for fault in error.errors()]
        raise _faulty(path, faults) from error


def read_table(path: Path, model: type[M]) -> tuple[M, ...]:
    """Read the rows of a CSV file; the first line has number 1."""
    rows = csv.DictReader(read_text(path).splitlines())
    return _rows(path, model, ((f"{path.name} line {number}", row) for number, row in enumerate(rows, start=2)))


def inline_table(path: Path, name: str, model: type[M], content: Sequence[Any]) -> tuple[M, ...]:
    """Read the rows that stand in a TOML file as ``[[name]]``, counted from 1."""
    if not isinstance(content, list):
        raise BadInput(f"{path.name}: {name}: these are no rows; write each as a table of its own, [[{name}]]: {path}")
    return _rows(
        path, model, ((f"{path.name} [[{name}]] number {number}", row) for number, row in enumerate(content, start=1))
    )


def _rows(path: Path, model: type[M], rows: Iterable[tuple[str, Any]]) -> tuple[M, ...]:
    made, faults = [], []
    for place, row in rows:
        try:
            made.append(model.model_validate(row))
        except ValidationError as error:
            faults += [_said(place, model, fault) for fault in error.errors()]
    if faults:
        raise _faulty(path, faults)
    return tuple(made)


def _faulty(path: Path, faults: list[str]) -> BadInput:
    return BadInput(f"{path} has faults; correct them: " + "; ".join(faults[:5]), faults)


def _said(place: str, model: type[BaseModel], fault: ErrorDetails) -> str:
    """Say a fault with its key, and for an unknown key what is there instead."""
    key = ".".join(map(str, fault["loc"]))
    if fault["type"] != "extra_forbidden":
        # a rule of a whole row or table names its key itself
        return ": ".join(filter(None, (place, key, fault["msg"].removeprefix("Value error, "))))
    known = sorted(_keys(model, fault["loc"][:-1]))
    near = get_close_matches(str(fault["loc"][-1]), known, n=1)
    hint = f"did you mean {near[0]!r}?" if near else f"known: {', '.join(known)}"
    return f"{place}: {key}: there is no such key; {hint}"


def _keys(model: type[BaseModel], path: Sequence[int | str]) -> Iterable[str]:
    """Give the keys of the table at a path of a model."""
    for step in path:
        if isinstance(step, int) or step not in model.model_fields:
            continue  # the place in a list or of a free name: the same table
        inner = model.model_fields[step].annotation
        model = next((one for one in _models(inner)), model)
    return model.model_fields


def _models(annotation: Any) -> Iterable[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in getattr(annotation, "__args__", ()):
        yield from _models(part)
