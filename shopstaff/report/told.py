"""The words about one effect."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Told:
    """An effect in words: one line, further lines for its parts, and the ids that facts about it end with.

    ``has_costs`` says that the words name what goods cost, which must not leave the house.
    """

    line: str
    parts: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    has_costs: bool = False
