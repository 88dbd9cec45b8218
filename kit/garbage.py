"""Looking for garbage seldom: a run makes many objects that live, and few cycles."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

SELDOM = (200_000, 20, 50)
"""New objects before the young ones are looked through, and how often the older ones are."""


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Look for garbage seldom inside the block, and not at all among what was there before it; as before after it.

    The libraries alone keep some 400,000 objects alive; by Python's own thresholds a crew's run looks through all of
    them again and again, a tenth of its CPU. What no cycle holds is freed at once as ever.

    Example:
        >>> with seldom_collected():
        ...     gc.get_threshold()
        (200000, 20, 50)
    """
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(*SELDOM)
    try:
        yield
    finally:
        # what the block left in cycles would wait for a look that comes ever more seldom
        gc.collect()
        gc.set_threshold(*before)
        gc.unfreeze()
