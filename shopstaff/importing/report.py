"""What is found while files are read: faults, which stop the import, and warnings, which do not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from kit.errors import BadInput

MOST_LINES = 50
"""Faults or warnings that are written out."""


class Finding(NamedTuple):
    """Something about one line of one file; line 0 is the file as a whole."""

    file: str
    line: int
    text: str

    def __str__(self) -> str:
        place = f"{self.file} line {self.line}" if self.line else self.file
        return f"{place}: {self.text}"


@dataclass
class Report:
    """Faults and warnings in the order they were found."""

    faults: list[Finding] = field(default_factory=list)
    warnings: list[Finding] = field(default_factory=list)

    def raise_faults(self, files: Sequence[str]) -> None:
        """Raise all faults as one error, in the order of the files and their lines.

        Raises:
            BadInput: There is at least one fault.
        """
        if not self.faults:
            return
        lines = at_most(in_order(self.faults, files))
        count = f"{len(self.faults)} fault{'s' * (len(self.faults) > 1)}"
        raise BadInput(f"nothing was imported: {count}; correct these lines and run the command again", lines)


def in_order(findings: Sequence[Finding], files: Sequence[str]) -> list[str]:
    """Write findings in the order of the files and their lines."""
    place = {file: index for index, file in enumerate(files)}
    return [str(one) for one in sorted(findings, key=lambda one: (place.get(one.file, -1), one.line))]


def at_most(lines: Sequence[str]) -> list[str]:
    """Cut a list after :data:`MOST_LINES` and say how many more there are."""
    more = len(lines) - MOST_LINES
    return [*lines[:MOST_LINES], *([f"… and {more} more"] if more > 0 else [])]
