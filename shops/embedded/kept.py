"""Reading once what has not changed: an answer is kept until what it was read from is written to.

Most of what the staff asks is asked again within the hour, by another job, while nothing has happened in the shop; and
what happens mostly touches a few tables, or single columns of them.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from functools import cache, wraps
from typing import Any, Concatenate, NamedTuple, ParamSpec, Protocol, TypeVar

import sqlalchemy as sa

from kit.prepared import drive, watch
from kit.store import own_connection, roll_back
from shops.embedded.shelf import TOUCHES, Moment, Shelf

T = TypeVar("T")
P = ParamSpec("P")

MOST = 2048
"""Answers kept at once; a shop in which nobody writes must not fill the memory."""

_NAME = re.compile(r"\bshop_(?!id\b)[a-z_]+(?:\.[a-z_]+)?(?: AS )?")
"""Every table is called so, a column follows its table; ``shop_id`` is the column that all of them have."""
_UPDATE = re.compile(r"UPDATE (shop_[a-z_]+) SET (.+)", re.DOTALL)
_SET = re.compile(r'(?:^|, )"?([a-z_]+)"?=')
"""A column that is set; a comparison has a space before its sign."""


class _Answer(NamedTuple):
    """What was read, on which tables, columns and things it hangs, and how many changes were known before that."""

    value: Any
    names: frozenset[str]
    known: int


class Kept:
    """Answers of one database, kept by what was asked.

    All changes that this process makes go over one connection, one after the other, and are told by table and column:
    rows that come or go touch who reads the table at all, an update of columns who reads these. On that
    same connection ``PRAGMA data_version`` differs as soon as anybody else, in this process or another, has committed
    a change; then no answer holds. An answer counts for the changes known before its reading began, so it is never
    older than it claims. Source: https://sqlite.org/pragma.html#pragma_data_version

    Args:
        engine: The database.
    """

    def __init__(self, engine: sa.Engine) -> None:
        self._writing = threading.RLock()
        self._in_use, self._last = False, 0
        self._version = -1
        self._changes = 0
        self._foreign = 0
        self._changed: dict[str, int] = {}
        self._answers: dict[Hashable, _Answer] = {}
        self._here = _Here()
        watch(engine, self.saw)
        # a connection is watched only if it is opened after that
        self._writer = own_connection(engine)
        self._driver: Any = self._writer.connection.dbapi_connection
        self._shelves: dict[str, Shelf[Any]] = {name: Shelf(self._writer, name) for name in TOUCHES}

    def close(self) -> None:
        """Let go of the connection for changes."""
        self._writer.close()

    @contextmanager
    def changing(self) -> Iterator[sa.Connection]:
        """Hold the connection for changes; what the block touched has changed then, what it did not commit is undone.

        Other threads read past the kept answers meanwhile.
        """
        with self._writing:
            assert not self._in_use, "a change inside a reading of the same thread"
            touched = self._here.touched = set()
            self._in_use, self._last = True, threading.get_ident()
            try:
                yield self._writer
            finally:
                self._in_use = False
                roll_back(self._writer)
                self._here.touched = None
                self._changes += 1
                for shelf in self._shelves.values():
                    touched |= shelf.settle(self._changes)
                self._changed.update(dict.fromkeys(touched, self._changes))

    @contextmanager
    def resting(self) -> Iterator[sa.Connection | None]:
        """Lend the connection for changes, while it rests, to the thread that made the last one; None to others.

        SQLite drops the pages that a connection holds as soon as another one has written; the one that wrote keeps
        them. Another thread's change waits until such a reading is over, so a reading is kept short; a change inside
        one is a programming error.
        """
        if self._last != threading.get_ident() or not self._writing.acquire(blocking=False):
            yield None
            return
        is_free = not self._in_use
        try:
            if is_free:
                self._in_use = True
                drive(self._writer, "BEGIN")
            yield self._writer if is_free else None
        finally:
            if is_free:
                roll_back(self._writer)
                self._in_use = False
            self._writing.release()

    def saw(self, text: str) -> None:
        """Take note of a statement of this thread: what the answer in the making reads, or what a change touches."""
        self.hang(_read_by(text))
        if self._here.touched is not None and not text.startswith("SELECT"):
            self._here.touched |= _changed_by(text)

    def shelf(self, name: str) -> Moment[Any] | None:
        """Give a shelf to who begins to read, by its name in :data:`TOUCHES`; None while another thread writes."""
        if not self._writing.acquire(blocking=False):
            return None
        try:
            self._look_abroad()
            return self._shelves[name].at(self._changes, self._foreign, self)
        finally:
            self._writing.release()

    def forget(self) -> None:
        """Forget all answers."""
        self._answers.clear()

    def get(self, key: Hashable, read: Callable[[], T]) -> T:
        """Give the answer kept under ``key`` if it still holds, or read it and keep it."""
        if not self._writing.acquire(blocking=False):
            return read()
        try:
            self._look_abroad()
            known, answer = self._changes, self._answers.get(key)
        finally:
            self._writing.release()
        if answer is None or not self._holds(answer):
            answer = self._read(key, read, known)
        self.hang(answer.names)
        value: T = answer.value
        return value

    def apart(self, read: Callable[[], T]) -> T:
        """Read what the answer in the making does not hang on: the statements that bring things to a shelf."""
        return self._noting(set(), read)

    def hang(self, names: frozenset[str]) -> None:
        """Let the answer in the making hang on these tables, columns and things as well."""
        for reading in self._here.readings[-1:]:
            reading |= names

    def _read(self, key: Hashable, read: Callable[[], T], known: int) -> _Answer:
        names = set[str]()
        value = self._noting(names, read)
        if len(self._answers) >= MOST:
            self._answers.clear()
        answer = self._answers[key] = _Answer(value, frozenset(names), known)
        return answer

    def _noting(self, names: set[str], read: Callable[[], T]) -> T:
        """Read, and note what the reading hangs on."""
        self._here.readings.append(names)
        try:
            return read()
        finally:
            self._here.readings.pop()

    def _holds(self, answer: _Answer) -> bool:
        changed = self._changed
        return answer.known >= self._foreign and all(changed.get(one, 0) <= answer.known for one in answer.names)

    def _look_abroad(self) -> None:
        """Notice what others have committed; an answer in the making is as old as its beginning, so it looks once."""
        if self._here.readings:
            return
        (version,) = self._driver.execute("PRAGMA data_version").fetchone()
        if version != self._version:
            self._version = version
            self._changes += 1
            self._foreign = self._changes


class _Here(threading.local):
    """What goes on in one thread: the answers in the making, innermost last, and what a change has touched."""

    def __init__(self) -> None:
        self.readings: list[set[str]] = []
        self.touched: set[str] | None = None


@cache
def _read_by(text: str) -> frozenset[str]:
    """Give the tables that a statement names, and their columns; of one whose columns are not all told, any column.

    No statement reads a table without naming it, and those that SQLAlchemy writes put it before each of its columns.
    """
    names = set(_NAME.findall(text))
    tables = {name.partition(".")[0].removesuffix(" AS ") for name in names}
    told = {name.partition(".")[0] for name in names if "." in name}
    vague = {name.removesuffix(" AS ") for name in names if name.endswith(" AS ") and "." not in name} | tables - told
    return frozenset(tables | {name.removesuffix(" AS ") for name in names} | {f"{one}.*" for one in vague})


@cache
def _changed_by(text: str) -> frozenset[str]:
    """Give the columns that an update sets; of every other statement the tables that it names."""
    update = _UPDATE.match(text)
    columns = _SET.findall(update[2]) if update else []
    if update is None or not columns:
        return frozenset(name.partition(".")[0].removesuffix(" AS ") for name in _NAME.findall(text))
    return frozenset(f"{update[1]}.{one}" for one in [*columns, "*"])


class _Store(Protocol):
    def keep(self, key: Hashable, read: Callable[[], T]) -> T: ...


class _Reader(Protocol):
    @property
    def _store(self) -> _Store: ...


R = TypeVar("R", bound=_Reader)


def kept(method: Callable[Concatenate[R, P], T]) -> Callable[Concatenate[R, P], T]:
    """Keep what a method of a reader gives, by its arguments, until what it was read from is written to.

    The answer depends on nothing but the rows and the arguments. It is of frozen models in a page, a sequence or a
    mapping; a mapping or list is copied for each caller, so that none can change what the next one reads. An exception
    is not kept.
    """

    @wraps(method)
    def wrapped(self: R, /, *args: P.args, **kwargs: P.kwargs) -> T:
        asked = (type(self), method.__name__, *map(_plain, args), *((k, _plain(v)) for k, v in sorted(kwargs.items())))
        answer = self._store.keep(asked, lambda: method(self, *args, **kwargs))
        return answer.copy() if isinstance(answer, list | dict) else answer  # type: ignore[return-value]

    return wrapped


def _plain(value: object) -> Hashable:
    """Make an argument a part of a key."""
    if isinstance(value, list):
        return tuple(value)
    assert isinstance(value, Hashable)
    return value
