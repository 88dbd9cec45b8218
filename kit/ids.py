"""Ids are opaque strings derived from what they name, so that doing a thing twice names it once."""

from __future__ import annotations

import hashlib
import json
from typing import Any

_CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def canonical(value: Any) -> str:
    """Write a JSON value in its one canonical form: sorted keys, no blanks, no NaN.

    Example:
        >>> canonical({"b": 1, "a": "é"})
        '{"a":"é","b":1}'
    """
    return _CANONICAL.encode(value)


def stable_id(prefix: str, *parts: object) -> str:
    """Give the id of the thing that ``parts`` identify: the same parts, the same id, in any process.

    Example:
        >>> stable_id("task", "shop-1", "morning_plan", "2011-09-01")
        'task_e35e10144969da14'
    """
    text = canonical([str(part) for part in parts])
    return f"{prefix}_{hashlib.sha256(text.encode()).hexdigest()[:16]}"
