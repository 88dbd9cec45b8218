"""Reading once what has not changed: answers are kept until anything is written to the shop's database.

Most of what the staff asks is asked again within the hour, by another job, while nothing has happened in the shop.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Hashable, Mapping, Sequence
from functools import wraps
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

T = TypeVar("T")
P = ParamSpec("P")

MOST = 512
"""Answers kept at once; a shop in which nobody writes must not fill the memory."""


class Kept:
    """Answers of one database, kept by what was asked.

    A connection of its own asks ``PRAGMA data_version``, which differs as soon as any other connection, of this
    process or another, has committed a change. It is asked before the reading, so an answer is never older than the
    version it is kept under. Source: https://sqlite.org/pragma.html#pragma_data_version

    Args:
        path: The database's file.
    """

    def __init__(self, path: Path) -> None:
        self._watch = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self._version = -1
        self._answers: dict[Hashable, Any] = {}

    def get(self, key: Hashable, read: Callable[[], T]) -> T:
        """Give the answer kept under ``key``, or read it and keep it."""
        (version,) = self._watch.execute("PRAGMA data_version").fetchone()
        if version != self._version or len(self._answers) >= MOST:
            self._answers.clear()
            self._version = version
        if key not in self._answers:
            self._answers[key] = read()
        answer: T = self._answers[key]
        return answer


class _Store(Protocol):
    def keep(self, key: Hashable, read: Callable[[], T]) -> T: ...


class _Reader(Protocol):
    @property
    def _store(self) -> _Store: ...


R = TypeVar("R", bound=_Reader)


def kept(method: Callable[Concatenate[R, P], T]) -> Callable[Concatenate[R, P], T]:
    """Keep what a method of a reader gives, by its arguments, until something is written.

    The answer is of frozen models in a page, a sequence or a mapping; a mapping or list is copied for each caller, so
    that none can change what the next one reads. An exception is not kept.
    """

    @wraps(method)
    def wrapped(self: R, /, *args: P.args, **kwargs: P.kwargs) -> T:
        asked = (type(self), method.__name__, *map(_plain, args), *((k, _plain(v)) for k, v in sorted(kwargs.items())))
        return _own(self._store.keep(asked, lambda: method(self, *args, **kwargs)))

    return wrapped


def _plain(value: object) -> Hashable:
    """Make an argument a part of a key."""
    if isinstance(value, Sequence) and not isinstance(value, str):
        return tuple(value)
    assert isinstance(value, Hashable)
    return value


def _own(answer: T) -> T:
    if isinstance(answer, list):
        return answer.copy()  # type: ignore[return-value]
    return dict(answer) if isinstance(answer, Mapping) else answer  # type: ignore[return-value]
