"""The memory of the house, and the handle on it that one employee of one shop holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import RLock
from typing import NamedTuple, TypeVar

import sqlalchemy as sa
from sqlmodel import Session

from kit.clock import Clock
from kit.errors import Retry, Unavailable
from kit.prepared import Prepared
from kit.store import Database
from memory import upkeep, writing
from memory.entries import INDEXES, Index, IndexName, Wanted
from memory.index import Indexes
from memory.notes import KINDS, TRUSTED_KINDS, Kind, Note, Recollection, Remembered, Scope
from memory.recall import as_recollection, recall
from memory.rows import TABLE, Memory

T = TypeVar("T")

_CURRENT = Prepared(
    sa.select(TABLE)
    .where(
        TABLE.c.shop == sa.bindparam("shop"),
        TABLE.c.subject == sa.bindparam("subject"),
        TABLE.c.predicate == sa.bindparam("predicate"),
        TABLE.c.trust >= sa.bindparam("trust"),
        TABLE.c.key.is_not(None),
        TABLE.c.retired_at.is_(None),
    )
    .order_by(TABLE.c.trust.desc(), TABLE.c.valid_from.desc(), TABLE.c.id)
    .limit(1)
)

MIGRATIONS = Path(__file__).parent / "migrations"
MAX_LIMIT = 50
"""Most rows that one recall gives."""
_ATTEMPTS = 5


class Counts(NamedTuple):
    """How much there is, over all shops. In good order ``live == words == vectors`` and nothing is waiting."""

    rows: int
    live: int
    words: int
    vectors: int
    waiting_words: int
    waiting_vectors: int


class MemoryStore:
    """The memory of all shops of this house.

    Opening it opens the rows alone: any number of processes may remember, forget and read by key. The indexes are
    opened, brought up to date and mended when they are first needed; processes take turns at them, a search each.

    Args:
        database_url: SQLAlchemy address of the rows, ``sqlite:///path`` or ``postgresql+psycopg://…``.
        index_folder: Folder of the disposable indexes.
        clock: Tells the time of writing and reading.
        remembers: False switches recalling off for employees: they write and find nothing.

    Raises:
        Misconfigured: The database cannot be opened, or a newer release wrote it.
    """

    def __init__(self, database_url: str, index_folder: Path, clock: Clock, *, remembers: bool = True) -> None:
        self.database = Database(database_url, MIGRATIONS)
        self.clock = clock
        self.remembers = remembers
        self._guard = RLock()
        self._indexes = Indexes(index_folder)
        self._has_turn = False
        self._mended: set[IndexName] = set()

    def handle(self, shop: str, employee: str, *, buyer: str | None = None) -> ShopMemory:
        """Give an employee its handle on one shop's memory.

        Args:
            shop: Id of the shop.
            employee: Name of the employee, e.g. ``"customer"``.
            buyer: Id of the buyer whose task it is, e.g. ``"17850"``; without it no buyer's words can be remembered.
        """
        return ShopMemory(self, Scope(shop, employee, buyer))

    def search(self, shop: str, query: str, *, limit: int = 20) -> list[Recollection]:
        """Search a shop's memory as an operator: every kind, quarantine too.

        Raises:
            Retry: The limit is not 1 to 50.
            Unavailable: Another process keeps the indexes too long.
        """
        return self.recall(Wanted(shop, KINDS), query, limit)

    def recall(self, wanted: Wanted, query: str, limit: int) -> list[Recollection]:
        """Find rows; employees do so by :meth:`ShopMemory.recall`, which cannot name another shop."""
        if not 1 <= limit <= MAX_LIMIT:
            raise Retry(f"limit is {limit}; give 1 to {MAX_LIMIT}")
        with self._turn(), self.database.reading() as connection:
            return recall(connection, self._index, wanted, query, limit=limit, now=self.clock.now())

    def drain(self) -> int:
        """Bring both indexes up to date, so that the next recall need not; give the number of outbox entries done.

        Raises:
            Unavailable: Another process keeps the indexes too long.
        """
        with self._turn():
            before = sum(upkeep.waiting_count(self.database, name) for name in INDEXES)
            for name in INDEXES:
                self._index(name)
            return before

    def rebuild(self) -> Counts:
        """Make both indexes anew from the rows; of what was forgotten no byte is left in their files.

        Raises:
            Unavailable: Another process keeps the indexes too long.
        """
        with self._turn():
            self._mended.clear()
            for name in INDEXES:
                # not opened before it is wiped: Chroma can crash on damaged files
                upkeep.fill(self.database, self._opened().wipe(name))
                self._index(name)
            return self.counts()

    def erase(self, shop: str, unwanted: Callable[[Memory], bool]) -> int:
        """Erase the rows of a shop that are unwanted, with every byte of them in rows and indexes; give their number.

        Raises:
            Unavailable: Another process keeps the indexes or reads the rows; run it again.
        """
        erased = self.write(lambda session: writing.erase(session, shop, unwanted))
        self.rebuild()
        self.database.scrub()
        return erased

    def counts(self) -> Counts:
        """Count rows and index entries.

        Raises:
            Unavailable: Another process keeps the indexes too long.
        """
        with self._turn():
            words, vectors = (self._opened().get(name).count() for name in INDEXES)
            waiting = [upkeep.waiting_count(self.database, name) for name in INDEXES]
            return Counts(*upkeep.row_counts(self.database), words, vectors, *waiting)

    def write(self, work: Callable[[Session], T]) -> T:
        """Run ``work`` in a transaction that writes; begin again where another process wrote the same at this moment.

        Raises:
            Unavailable: That happened five times.
        """
        for _ in range(_ATTEMPTS):
            try:
                with self.database.exclusive() as session:
                    return work(session)
            except sa.exc.IntegrityError as error:
                failed = error
        raise Unavailable(f"other processes keep writing the same memory ({failed.orig}); try again") from failed

    def close(self) -> None:
        """Let go of the indexes and the database."""
        with self._guard:
            self._indexes.close()
            self._mended.clear()
            self.database.close()

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """Use the indexes in the body, if it asks for them, and let others use them behind it."""
        with self._guard:
            try:
                yield
            finally:
                self._has_turn = False
                self._indexes.rest()

    def _opened(self) -> Indexes:
        if not self._has_turn:
            self._indexes.take()
            self._has_turn = True
        return self._indexes

    def _index(self, name: IndexName) -> Index:
        """Give an index that is up to date, mended when it is first asked for."""
        indexes = self._opened()
        upkeep.drain(self.database, indexes.get(name), name)
        if name not in self._mended:
            if not upkeep.is_complete(self.database, indexes.get(name), name):
                upkeep.fill(self.database, indexes.wipe(name))
            self._mended.add(name)
        return indexes.get(name)


@dataclass(frozen=True)
class ShopMemory:
    """One employee's handle on one shop's memory; nothing it takes can name another shop.

    Made by :meth:`MemoryStore.handle`.

    Attributes:
        given: What this handle has given so far, each once, so that a decision can name what it was made from.
    """

    _store: MemoryStore
    _scope: Scope
    given: dict[str, Recollection] = field(default_factory=dict, compare=False)

    def remember(self, note: Note) -> Remembered:
        """Write a note down, in one transaction; the indexes follow when they are next used.

        An exact duplicate adds to the support of the row that stands. With a predicate, a newer value supersedes the
        older one, unless the older is trusted more: then the note goes to quarantine.

        Raises:
            Retry: The note is malformed.
            Refused: Its source may not say this: a policy not from the owner, a buyer's words about another subject.
        """
        now = self._store.clock.now()
        return self._store.write(lambda session: writing.remember(session, self._scope, note, now))

    def recall(
        self,
        query: str,
        *,
        subject: str | None = None,
        kinds: Sequence[Kind] | None = None,
        limit: int = 5,
        min_trust: int = 0,
    ) -> list[Recollection]:
        """Find what fits a query best, best first, ties by id.

        Words rank first (BM25, weighed by age and confidence); vectors fill up when words find fewer than ``limit``.

        Args:
            query: Words in English or Chinese; without any word nothing is found.
            subject: Only about this, e.g. ``"customer:17850"``.
            kinds: Only of these kinds; all but quarantine when None.
            limit: Most rows, 1 to 50.
            min_trust: Least trust, 0 to 4; what decides on money or stock asks for 3.

        Raises:
            Retry: The limit is not 1 to 50.
            Unavailable: Another process keeps the indexes too long.
        """
        if not self._store.remembers:
            return []
        wanted = Wanted(self._scope.shop, TRUSTED_KINDS if kinds is None else tuple(kinds), subject, min_trust)
        found = self._store.recall(wanted, query, limit)
        self.given.update({one.id: one for one in found})
        return found

    def get(self, subject: str, predicate: str, *, min_trust: int = 0) -> Recollection | None:
        """Read the current value of a predicate straight from the rows; the most trusted one where kinds differ.

        Args:
            subject: E.g. ``"sku:85123A"``.
            predicate: E.g. ``"lead_time_days"``.
            min_trust: Least trust, 0 to 4.
        """
        if not self._store.remembers:
            return None
        asked = {"shop": self._scope.shop, "subject": subject, "predicate": predicate, "trust": min_trust}
        with self._store.database.reading() as connection:
            row = next(iter(_CURRENT.rows(connection, asked)), None)
        if row is None:
            return None
        found = self.given[row.id] = as_recollection(row)
        return found

    def forget(self, subject: str) -> int:
        """Erase everything about a subject, past and present, from the rows and the indexes.

        Where another process keeps the indexes too long, the entries there are erased when one next uses them; what is
        not in the rows is never recalled. :meth:`MemoryStore.rebuild` clears the last bytes from the indexes' files.

        Returns:
            Number of rows erased.
        """
        erased = self._store.write(lambda session: writing.forget(session, self._scope.shop, subject))
        if erased:
            with suppress(Unavailable):
                self._store.drain()
        return erased
