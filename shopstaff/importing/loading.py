"""Writing a plan into a built-in shop."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import datetime
from pathlib import Path
from typing import Protocol, TypeVar, runtime_checkable

from shops.buyers import MarketSide
from shops.models import ShopInfo
from shops.production import FactoryTerms
from shopstaff.importing.plan import Plan

T = TypeVar("T")

FACTORY = FactoryTerms(capacity_per_day=1000, lead_time_days=7, min_batch=1)
"""Assumed of a new shop's factory (docs/import.md)."""
SHIP_PROMISE_HOURS = 48
"""Assumed promise of a new shop."""
_BATCH = 2000


@runtime_checkable
class Together(Protocol):
    """A market side that can carry out several loads as one."""

    def together(self) -> AbstractContextManager[None]:
        """Open a block whose loads are all kept or, if it raises, all undone."""


def load_plan(plan: Plan, market: MarketSide, *, at: datetime, new: ShopInfo | None) -> None:
    """Write what is new or changed, in one transaction where the shop can; ``new`` sets a new shop up first."""
    if new is not None:
        market.set_up(new, FACTORY)
    with market.together() if isinstance(market, Together) else nullcontext():
        for products in _batches(plan.products):
            market.load_products(products, {}, at=at)
        market.load_products([], plan.stock, at=at)
        market.register(plan.customers)
        for orders in _batches(plan.orders):
            market.load_history(orders)


@contextmanager
def undone_on_error(folder: Path) -> Iterator[None]:
    """Take away what appears in a new shop's folder in this block, and the folder itself, if the block raises."""
    before = set(folder.iterdir()) if folder.is_dir() else None
    try:
        yield
    except BaseException:
        for path in list(folder.iterdir()) if folder.is_dir() else []:
            if path not in (before or ()):
                shutil.rmtree(path) if path.is_dir() else path.unlink()
        if before is None and folder.is_dir():
            folder.rmdir()
        raise


def _batches(things: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(things), _BATCH):
        yield things[start : start + _BATCH]
