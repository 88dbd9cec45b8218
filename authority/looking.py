"""Looking at the shop once: while one effect is judged, each thing of the shop is read a single time.

What an effect declares, what the snapshot holds and what messages are checked against are then of one look, and the
shop is not asked again for what it has just said.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from typing import Any

from shops.port import Reads


def once(reads: Reads) -> Reads:
    """Give reads that remember every answer; keep them for one verdict only. Errors are not remembered."""
    return Reads(**{port.name: _once(getattr(reads, port.name)) for port in fields(reads)})


def _once(port: Any) -> Any:
    return None if port is None else _Once(port)


class _Once:
    """One port whose methods answer a question the second time as they did the first."""

    def __init__(self, port: object) -> None:
        self._port = port
        self._said: dict[tuple[str, str], Any] = {}

    def __getattr__(self, name: str) -> Callable[..., Any]:
        method = getattr(self._port, name)

        def look(*args: object, **named: object) -> Any:
            key = (name, repr((args, sorted(named.items()))))
            if key not in self._said:
                self._said[key] = method(*args, **named)
            return self._said[key]

        self.__dict__[name] = look
        return look
