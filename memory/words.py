"""The full-text index: BM25 by SQLite's FTS5 over tokens, in a file of its own."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from hashlib import blake2b
from pathlib import Path

from kit.errors import Unavailable
from kit.text import fold, tokens
from memory.entries import Entry, Hit, Wanted, hits_of

VERSION = 1
"""Of the tokens and the tables: an index of another version is made anew. Raise it when ``kit.text.tokens`` changes."""


class Words:
    """BM25 over the tokens of subject, predicate and text.

    One FTS5 table a shop, so that neither its ranking nor its speed depends on other shops. A deleted entry's words may
    stay in the file until :func:`remove`.

    Args:
        path: File of the index.
    """

    def __init__(self, path: Path) -> None:
        try:
            self._db = _connect(path)
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorname not in ("SQLITE_NOTADB", "SQLITE_CORRUPT"):
                raise Unavailable(f"cannot open {path}: {error}; free the disk or mend its permissions") from error
            remove(path)
            self._db = _connect(path)
        if self._db.execute("PRAGMA user_version").fetchone()[0] != VERSION:
            self._db.close()
            remove(path)
            self._db = _connect(path)
            self._db.execute(f"PRAGMA user_version = {VERSION}")

    def put(self, entries: Sequence[Entry]) -> None:
        """Add or replace entries."""
        with self._db:
            for entry in entries:
                table = self._table(entry.shop)
                self._delete(table, entry.id)
                row = self._db.execute(
                    "INSERT INTO entries (id, shop, kind, subject, trust) VALUES (?, ?, ?, ?, ?)",
                    (entry.id, entry.shop, entry.kind, entry.subject, entry.trust),
                ).lastrowid
                words = _words(f"{entry.subject} {entry.predicate} {entry.text}")
                self._db.execute(f"INSERT INTO {table} (rowid, words) VALUES (?, ?)", (row, " ".join(words)))

    def drop(self, shop: str, ids: Sequence[str]) -> None:
        """Remove entries of a shop."""
        table = self._table(shop)
        with self._db:
            for memory in ids:
                self._delete(table, memory)

    def find(self, wanted: Wanted, query: str, limit: int) -> list[Hit]:
        """Find by any word of the query, ranked by BM25."""
        words = list(dict.fromkeys(_words(query)))
        if not words or not wanted.kinds:
            return []
        match = " OR ".join('"' + word.replace('"', '""') + '"' for word in words)
        table = self._table(wanted.shop)
        marks = ", ".join("?" * len(wanted.kinds))
        found = self._db.execute(
            f"SELECT e.id, e.shop, -bm25({table}) AS score FROM {table} JOIN entries e ON e.row = {table}.rowid "
            f"WHERE {table} MATCH ? AND e.shop = ? AND e.kind IN ({marks}) AND e.trust >= ? "
            "AND (? IS NULL OR e.subject = ?) ORDER BY score DESC, e.id LIMIT ?",
            (match, wanted.shop, *wanted.kinds, wanted.min_trust, wanted.subject, wanted.subject, limit),
        ).fetchall()
        return hits_of(wanted.shop, found)

    def ids(self) -> set[str]:
        """Give the ids of the entries of all shops."""
        return {memory for (memory,) in self._db.execute("SELECT id FROM entries")}

    def count(self) -> int:
        """Count the entries of all shops."""
        return int(self._db.execute("SELECT count(*) FROM entries").fetchone()[0])

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    def _table(self, shop: str) -> str:
        # a table's name cannot be a parameter: it is built from hex digits alone
        name = f"words_{blake2b(shop.encode(), digest_size=8).hexdigest()}"
        self._db.execute(f"CREATE VIRTUAL TABLE IF NOT EXISTS {name} USING fts5(words, tokenize = 'unicode61')")
        return name

    def _delete(self, table: str, memory: str) -> None:
        row = self._db.execute("SELECT row FROM entries WHERE id = ?", (memory,)).fetchone()
        if row is not None:
            self._db.execute(f"DELETE FROM {table} WHERE rowid = ?", row)
            self._db.execute("DELETE FROM entries WHERE row = ?", row)


def remove(path: Path) -> None:
    """Delete the file of an index that is closed."""
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def _words(text: str) -> list[str]:
    return tokens(fold(text))


def _connect(path: Path) -> sqlite3.Connection:
    db = sqlite3.connect(path, check_same_thread=False)
    try:
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = NORMAL")
        db.execute("PRAGMA secure_delete = ON")
        db.execute(
            "CREATE TABLE IF NOT EXISTS entries (row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, shop TEXT NOT NULL, "
            "kind TEXT NOT NULL, subject TEXT NOT NULL, trust INTEGER NOT NULL)"
        )
    except sqlite3.DatabaseError:
        db.close()
        raise
    return db
