"""Numbers in a report: each must stand in a fact that its line cites; a number without one is a defect."""

from __future__ import annotations

import re
from collections.abc import Mapping

_CITED = re.compile(r"\[([^\[\]]+)\]")
_NUMBER = re.compile(r"(?<![A-Za-z_\d])(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?![A-Za-z_\d])")


def unfounded(line: str, facts: Mapping[str, str]) -> list[str]:
    """List the numbers of a line that no fact it cites holds, in their order.

    Args:
        line: Words with the ids of their facts in brackets, ``"GMV £12.50 [gmv]"``.
        facts: Text of every fact, by id.

    Example:
        >>> unfounded("GMV £12.50 [gmv], 3 orders", {"gmv": "GMV £12.50"})
        ['3']
    """
    held = {number for name in _CITED.findall(line) for number in numbers(facts.get(name, ""))}
    return [number for number in numbers(_CITED.sub(" ", line)) if number not in held]


def numbers(text: str) -> list[str]:
    """Give the numbers of a text as they are written, without signs and separators of thousands."""
    return [found.replace(",", "") for found in _NUMBER.findall(text)]
