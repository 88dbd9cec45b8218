"""A memory on disk, with a clock that stands still."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from kit.clock import SetClock
from memory.notes import Note
from memory.shop_memory import MemoryStore, ShopMemory


@pytest.fixture
def clock() -> SetClock:
    """Give a clock at 2011-09-01 08:00 UTC."""
    return SetClock(datetime(2011, 9, 1, 8, tzinfo=UTC))


@pytest.fixture
def open_store(tmp_path: Path, clock: SetClock) -> Iterator[Callable[[], MemoryStore]]:
    """Give a function that opens the store of this test; all are closed in the end."""
    stores: list[MemoryStore] = []

    def opened() -> MemoryStore:
        stores.append(MemoryStore(f"sqlite:///{tmp_path / 'memory.db'}", tmp_path / "index", clock))
        return stores[-1]

    yield opened
    for store in stores:
        store.close()


@pytest.fixture
def store(open_store: Callable[[], MemoryStore]) -> MemoryStore:
    """Give an empty store."""
    return open_store()


@pytest.fixture
def memory(store: MemoryStore) -> ShopMemory:
    """Give the customer employee's handle on shop-1, bound to buyer 17850."""
    return store.handle("shop-1", "customer", buyer="17850")


@pytest.fixture
def lead_time() -> Callable[..., Note]:
    """Give a maker of one keyed fact: the lead time of 85123A in days."""

    def made(days: int, event: str, **more: Any) -> Note:
        fields = {"source": "tool", **more}
        return Note(
            kind="fact",
            subject="sku:85123A",
            predicate="lead_time_days",
            text=f"The factory needs {days} days",
            value=days,
            event=event,
            **fields,
        )

    return made
