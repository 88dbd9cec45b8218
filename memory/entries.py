"""What an index holds and gives, and what both indexes do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, Protocol

IndexName = Literal["words", "vectors"]
INDEXES: tuple[IndexName, ...] = ("words", "vectors")


class Entry(NamedTuple):
    """What an index holds of a row."""

    id: str
    shop: str
    kind: str
    subject: str
    trust: int
    predicate: str
    text: str


class Hit(NamedTuple):
    """One row found: its id, and how well it fits (higher is better; comparable inside one answer only)."""

    id: str
    score: float


@dataclass(frozen=True)
class Wanted:
    """Which rows may be found at all.

    Attributes:
        shop: Id of the shop; nothing of another shop is ever found.
        kinds: Kinds that may be found.
        subject: Only rows about it; None for any.
        min_trust: Least trust, 0 to 4.
    """

    shop: str
    kinds: tuple[str, ...]
    subject: str | None = None
    min_trust: int = 0


class Index(Protocol):
    """What both indexes do."""

    def put(self, entries: Sequence[Entry]) -> None:
        """Add or replace entries."""

    def drop(self, shop: str, ids: Sequence[str]) -> None:
        """Remove entries of a shop; one that is not there is passed over."""

    def find(self, wanted: Wanted, query: str, limit: int) -> list[Hit]:
        """Find at most ``limit`` entries that fit the query, best first, ties by id."""

    def ids(self) -> set[str]:
        """Give the ids of the entries of all shops."""

    def count(self) -> int:
        """Count the entries of all shops."""

    def close(self) -> None:
        """Let go of the files."""


def hits_of(shop: str, found: Iterable[tuple[str, str, float]]) -> list[Hit]:
    """Give (id, shop, score) triples as hits.

    Raises:
        RuntimeError: One is of another shop; no query asks for that, so the index is damaged or wrong.
    """
    hits = []
    for memory, owner, score in found:
        if owner != shop:
            raise RuntimeError(f"the index gave {memory} of another shop to {shop!r}; delete the index folder")
        hits.append(Hit(memory, score))
    return hits
