"""Bulk inquiries of a built shop as rows of numbers: read from messages by plain rules, settled by their quotes."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from decisions.day_view import Inquiries, Ints
from shops.models import QuoteStatus, Thread, Variant
from shops.port import Reads

OPEN_DAYS = 6
"""Days after which an inquiry without an order is thought to be over."""
_PRICE = re.compile(r"(?<![\d.,])(\d{1,6}[.,]\d{2})(?![\d.,])")


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

    def hear(self, thread: Thread, sku: int, pieces: int, day: int) -> None:
        """Take in a message that asks for a price, or answers a quote with another price."""
        target = named_price(thread.messages[-1].text)
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


def read_wish(text: str, variants: Sequence[Variant]) -> tuple[Variant | None, int | None]:
    """Read which article a message asks for, by its code or its whole name, and how many pieces; None where unclear.

    Example:
        >>> read_wish("软胶冰箱贴要20打，9月3日前到杭州", ())
        (None, 240)
    """
    upper = text.upper()
    coded = [one for one in variants if re.search(rf"(?<![A-Z0-9-]){re.escape(one.sku.upper())}(?![A-Z0-9])", upper)]
    found = coded or [one for one in variants if one.title.upper() in upper]
    for one in coded:
        upper = upper.replace(one.sku.upper(), " ")
    return (found[0] if len(found) == 1 else None), _pieces(upper)


def _pieces(text: str) -> int | None:
    for digits, after in _NUMBER.findall(text):
        if after not in _NOT_PIECES and int(digits) > 1:
            return int(digits) * (12 if after in _DOZEN else 1)
    spoken = _HUNDREDS.search(text)
    return _DIGITS[spoken[1]] * (1000 if spoken[2] == "千" else 100) if spoken else None


_NUMBER = re.compile(r"(?<![\d.,A-Z])(\d{1,5})(?![\d.,])\s*(DOZEN|[^\W\d_]?)")
_NOT_PIECES = frozenset("月日号点")
_DOZEN = frozenset({"打", "DOZEN"})
_HUNDREDS = re.compile(r"([一两二三四五六七八九])([百千])")
_DIGITS = {"一": 1, "两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}


def named_price(text: str) -> int:
    """Read a unit price that a buyer names, minor units; 0 for none. Prices are written with two decimals.

    Example:
        >>> named_price("¥2.26一个行不行？"), named_price("120 pcs by 3 May")
        (226, 0)
    """
    found = _PRICE.findall(text)
    return round(float(found[-1].replace(",", ".")) * 100) if found else 0
