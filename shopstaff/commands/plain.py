"""Printing, for commands that must not import anything heavy."""

from __future__ import annotations

import json
from typing import Any


def print_json(value: Any) -> None:
    """Print a value as JSON, keys in order."""
    print(json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True, default=str))
