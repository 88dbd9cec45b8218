"""A desk in front of the real one that lets the process "die" at a chosen submission, once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from authority.desk import Desk, Receipt
from authority.receipts import Asked
from kit.errors import Refused, Retry


class Crash(Exception):
    """The process died here."""


class CrashingDesk:
    """Hands everything to the desk; the ``at``-th submission raises, before it arrives or after it is carried out."""

    def __init__(self, desk: Desk, *, at: int, after: bool) -> None:
        self._desk, self._left, self._after = desk, at, after

    def submit(self, *args: Any, **named: Any) -> Receipt:
        """Submit, or die."""
        self._left -= 1
        if self._left == 0 and not self._after:
            raise Crash
        receipt = self._desk.submit(*args, **named)
        if self._left == 0:
            raise Crash
        return receipt

    def submit_all(self, asked: Sequence[Asked]) -> list[Receipt | Retry | Refused]:
        """Submit all, or die at one of them: those before it were carried out."""
        reach, self._left = self._left, self._left - len(asked)
        if not 0 < reach <= len(asked):
            return self._desk.submit_all(asked)
        self._desk.submit_all(asked[: reach if self._after else reach - 1])
        raise Crash
