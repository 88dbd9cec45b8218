"""The levers of a shop, and policies put together from them: one lever of the engines beside another of the oracle.

A lever gives its own part of a day's acts and nothing else. Replacing one lever at a time shows where profit was lost.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Protocol

from decisions.day_view import DayActs, DayView, Ints, Lever

LEVERS = ("price", "stock", "ads", "service", "refunds")
"""What can be replaced: prices and ladder; production; bids and budgets; quotes and coupons; refunds."""
_FIELDS = {
    "price": ("prices", "ladder"),
    "stock": ("order",),
    "ads": ("bids", "budgets"),
    "service": ("quotes", "coupon", "coupon_after"),
    "refunds": ("grants",),
}


class Board(Protocol):
    """Something that has all :data:`LEVERS` and watches the days to set them."""

    def watch(self, view: DayView) -> None:
        """Take in what yesterday brought; called once a day, before any lever."""

    def price(self, view: DayView) -> DayActs:
        """Give prices and ladder."""

    def stock(self, view: DayView) -> DayActs:
        """Give production."""

    def ads(self, view: DayView) -> DayActs:
        """Give bids and budgets."""

    def service(self, view: DayView) -> DayActs:
        """Give quotes and coupons."""

    def refunds(self, view: DayView) -> DayActs:
        """Say what is given back."""


class Composed:
    """A policy in numbers from the levers of boards.

    Args:
        board: Has every lever.
        others: Levers that are taken from another board.
    """

    def __init__(self, board: Board, others: Mapping[str, Board] | None = None) -> None:
        self._boards = {name: (others or {}).get(name, board) for name in LEVERS}

    def decide(self, view: DayView) -> DayActs:
        """Let every board watch once, then put their levers' parts together."""
        for board in {id(one): one for one in self._boards.values()}.values():
            board.watch(view)
        acts = DayActs()
        for name, board in self._boards.items():
            lever: Lever = getattr(board, name)
            part = lever(view)
            acts = replace(acts, **{field: getattr(part, field) for field in _FIELDS[name]})
        return acts

    def quote(self, view: DayView) -> Ints:
        """Quote later on the same day; nobody watches again."""
        return self._boards["service"].service(view).quotes
