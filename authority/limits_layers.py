"""The layers that limits are made of: texts of TOML over each other, and where in a text a limit stands.

Lowest first: ``config/limits.toml``, the preset of the shop's currency, the shop's own file.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import config
from kit.errors import Misconfigured

DEFAULT = Path(config.__file__).parent / "limits.toml"
UNSTATED = 10**12
"""Minor units that an amount has as long as nobody has stated it: it stops nothing, rule ``limits.unstated`` does."""
UNSTATED_LEAST = (
    "floor.pick_pack",
    "floor.freight_per_order",
    "approval.manager_up_to",
    "approval.store_manager_up_to",
    "approval.store_manager_per_day",
)
"""Amounts that are 0 as long as nobody has stated them: the more of them, the more is allowed."""


def preset(currency: str) -> Path:
    """Give the file with the amounts of a currency; it need not exist."""
    return DEFAULT.with_name(f"limits.{currency}.toml")


def currencies() -> list[str]:
    """List the currencies whose amounts come with the house."""
    return sorted(
        [str(parsed(DEFAULT)["currency"]), *(path.name.split(".")[1] for path in DEFAULT.parent.glob("limits.*.toml"))]
    )


def base(currency: str, amounts: Mapping[str, tuple[str, ...]]) -> tuple[dict[str, Any], frozenset[str]]:
    """Give the values under a shop's own file, and the keys of amounts that nobody has stated in its currency.

    Args:
        currency: The shop's, ISO 4217.
        amounts: Names of limits that are money, by table.
    """
    values = parsed(DEFAULT)
    keys = frozenset(f"{table}.{name}" for table, names in amounts.items() for name in names)
    if currency == values["currency"]:
        return values, frozenset()
    path = preset(currency)
    over = parsed(path) if path.exists() else {}
    stated = {f"{table}.{name}" for table, names in over.items() for name in names}
    for key in keys - stated:
        table, name = key.split(".")
        values[table][name] = 0 if key in UNSTATED_LEAST else UNSTATED
    return merged(values, over) | {"currency": currency}, keys - stated


def parsed(path: Path, text: str | None = None) -> dict[str, Any]:
    """Read TOML; the text of the file unless one is given.

    Raises:
        Misconfigured: It is no text or no TOML; the message names file and line.
    """
    try:
        read = _read(path.read_text(encoding="utf-8") if text is None else text)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise Misconfigured(f"{path}: {error}; correct that line") from error
    return {key: dict(value) if isinstance(value, dict) else value for key, value in read.items()}


@lru_cache(maxsize=32)
def _read(text: str) -> dict[str, Any]:
    """Read TOML; the file that comes with the house is read whenever limits are, and to read it costs milliseconds."""
    return tomllib.loads(text)


def merged(under: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    """Lay values over others, table by table."""
    found = dict(under)
    for key, value in over.items():
        both = isinstance(value, dict) and isinstance(found.get(key), dict)
        found[key] = merged(found[key], value) if both else value
    return found


def line_of(text: str, key: str) -> int | None:
    """Give the line, from 1, where a text states a limit, or its table; None if it does not or writes it elsehow.

    Example:
        >>> line_of('[refund]\\nper_day = 5\\n', 'refund.per_day')
        2
    """
    table, _, name = key.rpartition(".")
    here, head = "", None
    for number, line in enumerate(text.splitlines(), 1):
        if opened := re.match(r"\s*\[\s*([\w.\"-]+)\s*\]", line):
            here = opened[1].strip('"')
            head = number if here in (key, table) and head is None else head
        elif here == table and re.match(rf"\s*\"?{re.escape(name)}\"?\s*=", line):
            return number
        elif not here and table and re.match(rf"\s*{re.escape(table)}\s*[.=]", line):
            head = number
    return head
