"""Bulk inquiries of a built shop as rows of numbers: settled by their quotes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from decisions.day_view import Inquiries, Ints
from shops.models import QuoteStatus, Thread
from shops.port import Reads

OPEN_DAYS = 6
"""Days after which an inquiry without an order is thought to be over."""


@dataclass(frozen=True)
class Wish:
    """What a message asks for, as far as it says: article, pieces, the unit price it names (0: none)."""

    sku: str | None
    pieces: int | None
    price: int


Read = Callable[[str], Wish]
"""Reads a message; at the desk everybody's messages are read as the crew reads them."""


@dataclass
class Talk:
    """One inquiry: ``sku`` and ``pieces`` read from it, the unit price the buyer named (0: none), our newest quote."""

    number: int
    thread_id: str
    customer_id: str
    sku: int
    pieces: int
    target: int
    asked: int
    heard: int
    quote_id: str | None = None
    price: int = 0
    refused: int = 0


class Talks:
    """The inquiries of one shop."""

    def __init__(self, reads: Reads) -> None:
        self._reads = reads
        self._open: dict[str, Talk] = {}
        self._made = 0
        self.taken: list[int] = []
        self.lost: list[int] = []

    def hear(self, thread: Thread, sku: int, pieces: int, target: int, day: int) -> None:
        """Take in a message that asks for a price, or answers a quote with another price, ``target``."""
        known = self._open.get(thread.id)
        if known is None:
            self._open[thread.id] = Talk(
                self._made, thread.id, thread.customer_id, sku, pieces, target, day, len(thread.messages)
            )
            self._made += 1
            return
        known.heard = len(thread.messages)
        if known.quote_id is not None:
            known.refused, known.quote_id = known.price, None
        known.target = target or known.target

    def is_open(self, thread_id: str) -> bool:
        """Tell whether a conversation is an inquiry that is not over."""
        return thread_id in self._open

    def settle(self, day: int, now: datetime) -> None:
        """Close what was taken or let go; gives the numbers in ``taken`` and ``lost``."""
        self.taken, self.lost = [], []
        since = now - timedelta(days=OPEN_DAYS + 8)
        quotes = {one.id: one for one in self._reads.quotes.list_quotes(since=since)} if self._reads.quotes else {}
        for talk in list(self._open.values()):
            quote = quotes.get(talk.quote_id or "")
            if quote is not None and quote.status is QuoteStatus.ACCEPTED:
                self.taken.append(talk.number)
            elif day - talk.asked >= OPEN_DAYS:
                self.lost.append(talk.number)
            else:
                continue
            del self._open[talk.thread_id]

    def rows(self, buyer: Callable[[str], int]) -> tuple[list[Talk], Inquiries]:
        """Give the inquiries that wait for a quote, and the same as numbers."""
        waiting = [talk for talk in self._open.values() if talk.quote_id is None]

        def column(values: list[int]) -> Ints:
            return np.array(values, dtype=np.int64)

        return waiting, Inquiries(
            id=column([talk.number for talk in waiting]),
            buyer=column([buyer(talk.customer_id) for talk in waiting]),
            sku=column([talk.sku for talk in waiting]),
            quantity=column([talk.pieces for talk in waiting]),
            target=column([talk.target for talk in waiting]),
            deadline=column([talk.asked + OPEN_DAYS for talk in waiting]),
            custom_cost=column([0 for _ in waiting]),
            asked=column([talk.asked for talk in waiting]),
            refused_price=column([talk.refused for talk in waiting]),
        )
