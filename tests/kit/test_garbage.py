"""Seldom is not never: cycles are still found, and afterwards all is as before."""

from __future__ import annotations

import gc
import weakref

from kit.garbage import SELDOM, seldom_collected


class Knot:
    """Holds itself, so that only the collector can free it."""

    def __init__(self) -> None:
        self.me = self


def test_garbage_is_looked_for_seldom_inside_and_as_before_after() -> None:
    before = gc.get_threshold(), gc.get_freeze_count()
    with seldom_collected():
        assert gc.get_threshold() == SELDOM
        gone = weakref.ref(Knot())
        gc.collect()
        assert gone() is None
    assert (gc.get_threshold(), gc.get_freeze_count()) == before


def test_what_a_block_leaves_in_cycles_is_freed_when_it_ends() -> None:
    """A batch of many runs needs no more memory than one."""
    with seldom_collected():
        left = weakref.ref(Knot())
        assert left() is not None
    assert left() is None


def test_an_error_leaves_the_collector_as_it_was() -> None:
    before = gc.get_threshold()
    try:
        with seldom_collected():
            raise ValueError
    except ValueError:
        pass
    assert gc.get_threshold() == before
