"""What becomes of a buyer's wish to cancel or change an order: done, asked for more, refused, or a person's."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Literal

from pydantic import BaseModel, ConfigDict

from shops.changes import ChangeKind, ItemWish
from shops.models import FulfilmentStatus, Order, PaymentStatus

Way = Literal["set", "add", "swap", "drop"]
"""How pieces are meant: that many in the end, so many more, instead of what is there, or none of it."""


class ChangeAdvice(BaseModel):
    """What is to be done with the wish, and why: ``code`` names the sentence that the buyer reads."""

    model_config = ConfigDict(frozen=True)

    verdict: Literal["do", "ask", "refuse", "person"]
    code: str


def advise_change(
    order: Order | None, kind: ChangeKind, supported: frozenset[ChangeKind], *, is_complete: bool
) -> ChangeAdvice:
    """Decide on one wish; what is not said is asked for, never guessed.

    Source: jobs.md of the design, "Order change: allowed transitions only; before the carrier has it", and the
    platforms' own rule for payment methods (before payment).

    Args:
        order: The order meant, of the buyer who writes; None if it is not known which.
        kind: What is wished.
        supported: What the platform can change.
        is_complete: Whether all that the change needs was said: the address, the items, the method.

    Example:
        A paid order that was handed to a carrier, ``ADDRESS``: ``refuse``, ``has_left``.
    """
    if order is None:
        return ChangeAdvice(verdict="ask", code="which_order")
    if kind not in supported:
        return ChangeAdvice(verdict="person", code="not_here")
    if order.fulfilment is FulfilmentStatus.CANCELLED:
        return ChangeAdvice(verdict="refuse", code="ended")
    if order.fulfilment is FulfilmentStatus.PARTIAL:
        # what is left of it is refunded line by line, which is another decision
        return ChangeAdvice(verdict="person", code="partly_left")
    if order.fulfilment is not FulfilmentStatus.UNSHIPPED:
        arrived = order.fulfilment is FulfilmentStatus.DELIVERED
        return ChangeAdvice(verdict="refuse", code="has_arrived" if arrived else "has_left")
    if kind is ChangeKind.PAYMENT and order.payment is PaymentStatus.PAID:
        return ChangeAdvice(verdict="refuse", code="is_paid")
    if not is_complete:
        return ChangeAdvice(verdict="ask", code=f"which_{kind.value}")
    return ChangeAdvice(verdict="do", code=kind.value)


def pieces_of(order: Order) -> dict[str, int]:
    """Give the pieces of an order by SKU.

    Example:
        A line of 10 mugs and one of 2: ``{"mug": 12}``.
    """
    had: dict[str, int] = {}
    for line in order.lines:
        had[line.sku] = had.get(line.sku, 0) + line.quantity
    return had


def new_items(had: Mapping[str, int], sku: str, pieces: int | None, way: Way) -> tuple[ItemWish, ...]:
    """Give all items that an order is to have; empty if that cannot be told.

    Args:
        had: Pieces by SKU, as the order is.
        sku: The SKU spoken of.
        pieces: Pieces spoken of, at least 1; None if none were.
        way: How they are meant. A SKU that is not in the order is only added or swapped in, and swapped only where
            one SKU is in the order, or it would be a guess which one goes.

    Example:
        An order of 10 mugs and 2 tins, ``("mug", 4, "set")``: 4 mugs and 2 tins; ``("jar", 4, "set")``: nothing.
    """
    wanted = dict(had)
    if way == "drop":
        wanted.pop(sku, None)
    elif pieces is None or pieces < 1 or (way == "set" and sku not in had):
        return ()
    elif way == "swap":
        if sku not in had and len(had) > 1:
            return ()
        wanted = {sku: pieces} if sku not in had else wanted | {sku: pieces}
    else:
        wanted[sku] = pieces + (had.get(sku, 0) if way == "add" else 0)
    if wanted == had or max(wanted.values(), default=0) > 10**6:
        return ()
    return tuple(ItemWish(sku=name, quantity=count) for name, count in wanted.items())


def whole_packs(pieces: int, pack: int, moq: int) -> tuple[int, ...]:
    """Give the pieces as whole packs: those wished where they are, else the packs below and above them.

    Args:
        pieces: Pieces wished, at least 1.
        pack: Pieces of a pack, at least 1.
        moq: The fewest pieces that are sold.

    Example:
        ``(20, 6, 1)`` gives ``(18, 24)``, ``(18, 6, 1)`` gives ``(18,)`` and ``(4, 6, 1)`` gives ``(6,)``.
    """
    if pieces % pack == 0:
        return (pieces,)
    below, least = pieces // pack * pack, math.ceil(max(moq, 1) / pack) * pack
    return tuple(sorted({max(below, least), max(below + pack, least)}))
