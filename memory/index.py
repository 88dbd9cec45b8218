"""The disposable indexes of one folder, and the vectors among them. Deleting the folder loses nothing.

Layout: ``queue.db`` and ``owner.db`` (the locks), ``words.db``, ``vectors/``. No other module imports chromadb.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import Any

from kit.errors import Unavailable
from memory import words
from memory.embed import VERSION, embed
from memory.entries import Entry, Hit, Index, IndexName, Wanted, hits_of

BUCKETS = 16
"""Collections that the shops share: one each costs 2.8 MB of memory a shop, one for all makes filters slow."""
_BATCH = 500
LOCKS = _, OWNER = ("queue.db", "owner.db")
WAIT_S = 30.0
"""Seconds that one process waits for another's turn; a turn is one search, or one bringing up to date."""


class Indexes:
    """The two indexes of one folder. Processes take turns at them: what is opened is used between take and rest.

    Args:
        folder: Where they live; made when absent.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._locks: dict[str, sqlite3.Connection] = {}
        self._files: dict[str, tuple[int, int]] = {}
        self._open: dict[IndexName, Index] = {}

    def take(self) -> None:
        """Wait for a turn: in the queue, whose head alone waits for the owner, so that nobody is passed by for long.

        Raises:
            Unavailable: Another process keeps the folder for longer than :data:`WAIT_S`.
        """
        while True:
            if not self._locks:
                self._folder.mkdir(parents=True, exist_ok=True)
                for name in LOCKS:
                    self._locks[name] = _connect_lock(self._folder / name)
                    self._note(name)
            queue, owner = (self._locks[name] for name in LOCKS)
            try:
                _begin(queue, self._folder)
                _begin(owner, self._folder)
            finally:
                _end(queue)
            if all(map(self._is_same, LOCKS)):
                break
            # somebody has deleted the folder: the others have locks of other files
            self.close()
        if "words" in self._open and not self._is_same("words.db"):
            self._open.pop("words").close()

    def rest(self) -> None:
        """Let others have their turn; Chroma is closed, since it keeps in memory what another process may change."""
        if "vectors" in self._open:
            self._open.pop("vectors").close()
        if self._locks:
            _end(self._locks[OWNER])

    def get(self, name: IndexName) -> Index:
        """Give an index in this process's turn, opened when it is first asked for."""
        if name not in self._open:
            words_file, vectors_folder = self._folder / "words.db", self._folder / "vectors"
            self._open[name] = words.Words(words_file) if name == "words" else Vectors(vectors_folder)
            self._note("words.db")
        return self._open[name]

    def wipe(self, name: IndexName) -> Index:
        """Delete an index with the bytes in its files, and give it back empty."""
        if name in self._open:
            self._open.pop(name).close()
        if name == "words":
            words.remove(self._folder / "words.db")
        elif (self._folder / "vectors").exists():
            shutil.rmtree(self._folder / "vectors")
        return self.get(name)

    def close(self) -> None:
        """Close both, and end the turn."""
        for name in sorted(self._open):
            self._open.pop(name).close()
        while self._locks:
            self._locks.popitem()[1].close()

    def _note(self, name: str) -> None:
        self._files[name] = _identity(self._folder / name)

    def _is_same(self, name: str) -> bool:
        """Tell whether a file is the one that was opened, not another in its place."""
        return self._files[name] == _identity(self._folder / name)


class Vectors:
    """Vectors of the texts in Chroma, by cosine. Shops share :data:`BUCKETS` collections.

    A deleted vector's bytes stay in Chroma's files until :meth:`Indexes.wipe`.

    Args:
        folder: Folder of Chroma.
    """

    def __init__(self, folder: Path) -> None:
        self._client = _connect_chroma(folder)
        self._buckets: dict[str, Any] = {}
        for collection in self._client.list_collections():
            if not collection.name.endswith(VERSION):
                self._client.delete_collection(collection.name)

    def put(self, entries: Sequence[Entry]) -> None:
        """Add or replace entries."""
        for name, group in _grouped(entries):
            for start in range(0, len(group), _BATCH):
                batch = group[start : start + _BATCH]
                self._bucket(name).upsert(
                    ids=[entry.id for entry in batch],
                    embeddings=[embed(entry.text) for entry in batch],
                    # Chroma merges metadata with what it has: every key, every time
                    metadatas=[
                        {"shop": entry.shop, "kind": entry.kind, "subject": entry.subject, "trust": entry.trust}
                        for entry in batch
                    ],
                )

    def drop(self, shop: str, ids: Sequence[str]) -> None:
        """Remove entries of a shop."""
        for start in range(0, len(ids), _BATCH):
            self._bucket(_bucket_name(shop)).delete(ids=list(ids[start : start + _BATCH]), where={"shop": shop})

    def find(self, wanted: Wanted, query: str, limit: int) -> list[Hit]:
        """Find the nearest texts; the score is the cosine, -1 to 1."""
        bucket = self._bucket(_bucket_name(wanted.shop))
        if not wanted.kinds or bucket.count() == 0:
            return []
        answer: Any = bucket.query(
            query_embeddings=[embed(query)],
            n_results=limit,
            where=_where(wanted),
            include=["distances", "metadatas"],
        )
        found = [
            # rounded, since summing order differs between processors: near-equals are ordered by id
            (memory, metadata["shop"], round(1.0 - distance, 5))
            for memory, metadata, distance in zip(
                answer["ids"][0], answer["metadatas"][0], answer["distances"][0], strict=True
            )
        ]
        return hits_of(wanted.shop, sorted(found, key=lambda hit: (-hit[2], hit[0])))

    def ids(self) -> set[str]:
        """Give the ids of the entries of all shops."""
        collections = self._client.list_collections()
        return {memory for collection in collections for memory in collection.get(include=[])["ids"]}

    def count(self) -> int:
        """Count the entries of all shops."""
        return sum(collection.count() for collection in self._client.list_collections())

    def close(self) -> None:
        """Let go of the folder."""
        self._client.close()

    def _bucket(self, name: str) -> Any:
        if name not in self._buckets:
            self._buckets[name] = self._client.get_or_create_collection(
                name,
                # never one of Chroma's own: those download a model when first used
                embedding_function=None,
                # wide enough that of 5,000 texts all above the cut of recall were found (Chroma's defaults: 98.7 %)
                configuration={
                    "hnsw": {"space": "cosine", "max_neighbors": 32, "ef_construction": 400, "ef_search": 1000}
                },
            )
        return self._buckets[name]


def _connect_lock(path: Path) -> sqlite3.Connection:
    """Open a lock: SQLite's own, since it works on every system and dies with its process."""
    return sqlite3.connect(path, timeout=WAIT_S, isolation_level=None, check_same_thread=False)


def _begin(lock: sqlite3.Connection, folder: Path) -> None:
    try:
        lock.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as error:
        raise Unavailable(
            f"the memory's indexes in {folder} were used by another process for {WAIT_S:g} seconds ({error}); stop it, "
            "or try again later: what was asked or said is kept, and `shopstaff work --once` goes on with it"
        ) from error


def _end(lock: sqlite3.Connection) -> None:
    if lock.in_transaction:
        lock.execute("ROLLBACK")


def _identity(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except FileNotFoundError:
        return 0, 0
    return found.st_dev, found.st_ino


def _connect_chroma(folder: Path) -> Any:
    # chromadb costs 0.7 CPU seconds to import and is needed only when vectors are
    import chromadb
    from chromadb.config import Settings

    return chromadb.PersistentClient(path=folder, settings=Settings(anonymized_telemetry=False))


def _bucket_name(shop: str) -> str:
    number = int.from_bytes(blake2b(shop.encode(), digest_size=2).digest(), "big") % BUCKETS
    return f"memory-{number:02d}-{VERSION}"


def _grouped(entries: Iterable[Entry]) -> list[tuple[str, list[Entry]]]:
    groups: dict[str, list[Entry]] = {}
    for entry in entries:
        groups.setdefault(_bucket_name(entry.shop), []).append(entry)
    return sorted(groups.items())


def _where(wanted: Wanted) -> Any:
    terms: list[dict[str, Any]] = [
        {"shop": {"$eq": wanted.shop}},
        {"kind": {"$in": list(wanted.kinds)}},
        {"trust": {"$gte": wanted.min_trust}},
    ]
    if wanted.subject is not None:
        terms.append({"subject": {"$eq": wanted.subject}})
    return {"$and": terms}
