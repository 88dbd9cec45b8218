"""Seeds and worlds as they are written on the command line."""

from __future__ import annotations

import re

from kit.errors import BadInput

MOST_SEEDS, MOST_WORLDS = 200, 100


def read_seeds(text: str) -> list[int]:
    """Read ``"1-5"``, ``"3"`` or ``"1,4,7-9"``.

    Raises:
        BadInput: It is something else, or too many.
    """
    found: list[int] = []
    for part in text.split(","):
        match = re.fullmatch(r"\s*(\d{1,9})(?:\s*-\s*(\d{1,9}))?\s*", part)
        if match is None:
            raise BadInput(f"--seeds {text!r} cannot be read; write 1-5, 3 or 1,4,7-9")
        low, high = int(match[1]), int(match[2] or match[1])
        if high < low or high - low >= MOST_SEEDS:
            raise BadInput(
                f"--seeds {part.strip()} is no range of 1 to {MOST_SEEDS} seeds; write the smaller one first"
            )
        found += range(low, high + 1)
    if len(set(found)) != len(found) or len(found) > MOST_SEEDS:
        raise BadInput(f"--seeds {text!r} names a seed twice or more than {MOST_SEEDS}; name each once")
    return found


def read_worlds(text: str) -> list[str]:
    """Read a world, several with commas between them, or numbered ones, ``"sixteen-test-01..20"``.

    Raises:
        BadInput: A range that ends before it begins, a world named twice, or too many.

    Example:
        >>> read_worlds("sixteen-tune-01..03,giftware")
        ['sixteen-tune-01', 'sixteen-tune-02', 'sixteen-tune-03', 'giftware']
    """
    found: list[str] = []
    for part in (one.strip() for one in text.split(",")):
        match = re.fullmatch(r"(.*?)(\d{1,4})\.\.(\d{1,4})", part)
        if match is None:
            found.append(part)
            continue
        low, high = int(match[2]), int(match[3])
        if high < low or high - low >= MOST_WORLDS:
            raise BadInput(f"world {part!r} is no range of 1 to {MOST_WORLDS} worlds; write the smaller number first")
        found += [f"{match[1]}{number:0{len(match[2])}d}" for number in range(low, high + 1)]
    if "" in found or len(set(found)) != len(found) or len(found) > MOST_WORLDS:
        raise BadInput(f"world {text!r} names one twice, none, or more than {MOST_WORLDS}; name each once")
    return found
