"""What an effect is: a change of the shop as data, with what it exposes.

An effect kind is one class in one file of ``authority/effects/`` (or of a wheel with the entry point
``shopstaff.effects``), marked with :func:`effect`. Its fields are its payload; ``exposure`` says what it risks,
``apply`` carries it out, ``holds`` reads back whether the shop shows it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import ClassVar, Literal, TypeVar

from pydantic import BaseModel, ConfigDict

from kit.errors import Retry
from kit.find import find, subclasses_of
from shops.models import Outcome, Parcel, Tier
from shops.port import Reads
from shops.writes import Writes

Undo = Literal["reversible", "compensable", "final"]
Budget = Literal["refund", "change", "sample", "credit", "resend", "giveaway", "ads", "production"]


class Sale(BaseModel):
    """Pieces of a SKU that could be sold at a net unit price because of an effect.

    ``extra_cost`` is what custom work costs the shop a piece, ``extra_fee`` what the shop asks for it of everybody;
    ``conditions`` are what the buyer takes on for the price, sorted.
    """

    model_config = ConfigDict(frozen=True)
    sku: str
    quantity: int
    unit_price: int
    extra_cost: int = 0
    extra_fee: int = 0
    conditions: tuple[str, ...] = ()


class LadderMove(BaseModel):
    """A price ladder replaced by another."""

    model_config = ConfigDict(frozen=True)
    sku: str
    new: tuple[Tier, ...]


class LineRefund(BaseModel):
    """Money of one order line given back."""

    model_config = ConfigDict(frozen=True)
    order_id: str
    line_id: str
    amount: int


class Handling(BaseModel):
    """Pieces of one order handed to a carrier."""

    model_config = ConfigDict(frozen=True)
    order_id: str
    parcels: tuple[Parcel, ...]


class Alteration(BaseModel):
    """An order cancelled or changed: ``kind`` as :class:`shops.changes.ChangeKind`; abroad: to another country."""

    model_config = ConfigDict(frozen=True)
    order_id: str
    kind: str
    is_abroad: bool = False


class SampleCredit(BaseModel):
    """A sample's fee given back because of an order."""

    model_config = ConfigDict(frozen=True)
    sample_id: str
    order_id: str
    amount: int


class RequestStep(BaseModel):
    """One step of a request after the sale; ``open`` has no request yet.

    ``value`` is what was paid for pieces that are to be sent again, minor units; 0 for money back.
    """

    model_config = ConfigDict(frozen=True)
    act: Literal["open", "agree", "refuse", "back", "send"]
    request_id: str = ""
    order_id: str = ""
    line_id: str = ""
    pieces: int = 0
    value: int = 0


class BidMove(BaseModel):
    """A keyword's bid changed, minor units a click."""

    model_config = ConfigDict(frozen=True)
    keyword_id: str
    old: int
    new: int


class Deal(BaseModel):
    """A discount as the owner thinks of it: its type (coupon, threshold, bundle, item) and its depth.

    ``depth`` is the share of the price that it takes off, in whole percents, rounded up.
    """

    model_config = ConfigDict(frozen=True)
    type: str
    depth: Decimal


class Exposure(BaseModel):
    """What an effect risks; the kernel judges this and nothing else of the effect.

    Attributes:
        money_out: Minor units that leave the shop, counted against ``budget``.
        object_id: The one object that "a like effect" is about, e.g. ``"line:o_1/1"``.
        words: Text that leaves the house.
        contact: Words to a buyer who has not asked: ``news`` of an order of theirs, or an ``offer``.
        valid_until: Until when the shop is bound.
        binding: Whether the shop is bound to something (then ``valid_until`` must be set).
        customers, orders, threads: Whose objects it touches.
        audience_share: Share of the buyers that a discount is for.
        deal: The discount's type and depth.
        general: Touches what is no single buyer's (a price, a bid, stock).
        reduces: Only lowers what can go wrong: stop, pause, hand over to a person.
        off_shelf: Goods are not sold any more.
        untold: What it risks cannot be told; so is every effect that declares nothing.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    money_out: int = 0
    budget: Budget | None = None
    object_id: str = ""
    sales: tuple[Sale, ...] = ()
    ladders: tuple[LadderMove, ...] = ()
    refunds: tuple[LineRefund, ...] = ()
    handlings: tuple[Handling, ...] = ()
    alterations: tuple[Alteration, ...] = ()
    bids: tuple[BidMove, ...] = ()
    credits: tuple[SampleCredit, ...] = ()
    requests: tuple[RequestStep, ...] = ()
    is_free_sample: bool = False
    words: str | None = None
    contact: Literal["", "news", "offer"] = ""
    binding: bool = False
    valid_until: datetime | None = None
    customers: tuple[str, ...] = ()
    orders: tuple[str, ...] = ()
    threads: tuple[str, ...] = ()
    audience_share: Decimal | None = None
    deal: Deal | None = None
    general: bool = False
    reduces: bool = False
    off_shelf: bool = False
    untold: bool = False


class Past(BaseModel):
    """How an effect went: what undoing it starts from."""

    model_config = ConfigDict(frozen=True)

    outcome: Outcome
    exposure: Exposure
    submitted_at: datetime
    settled_at: datetime
    now: datetime


class Effect(BaseModel):
    """Base of every effect kind. Subclass it, give the payload as fields, and mark it with :func:`effect`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: ClassVar[str] = ""
    action: ClassVar[str] = ""
    undo: ClassVar[Undo] = "final"
    port: ClassVar[str] = "shop"
    final_why: ClassVar[tuple[str, str]] = ("it cannot be taken back", "做了就收不回来")

    def exposure(self, reads: Reads) -> Exposure | None:
        """Say what this effect exposes; None means it cannot be told, and the effect is held."""
        return None

    def apply(self, writes: Writes, key: str) -> Outcome:
        """Carry it out through the writing side; called by the desk after an allow."""
        raise NotImplementedError(f"{type(self).__name__} has no apply")

    def holds(self, reads: Reads, outcome: Outcome) -> bool:
        """Tell whether the shop now shows what was done."""
        return True

    def reverse(self, reads: Reads, past: Past) -> Effect | None:
        """Give the effect that reverses or compensates this one now; None if it is final.

        Raises:
            Refused: It could have been undone and cannot be now; the message says why.
        """
        return None

    def summary(self, money: Callable[[int], str]) -> str:
        """Say in one line what is done, for people; ``money`` writes minor units in the shop's currency."""
        return f"{self.kind} {self.model_dump_json()}"


E = TypeVar("E", bound=Effect)


def effect(*, action: str, undo: Undo, port: str = "shop") -> Callable[[type[E]], type[E]]:
    """Mark a class as an effect kind; its name in snake case is the kind's name.

    Args:
        action: Class for autonomy levels, a key of ``[levels]`` in limits.toml, e.g. ``"price"``.
        undo: Whether it can be reversed, compensated, or is final.
        port: Part of the writing side that it needs: ``shop``, ``messages``, ``quotes``, ``ads``, ``factory``,
            ``promotions``, ``changes``, ``samples`` or ``aftersales``.

    Example:
        >>> @effect(action="price", undo="reversible")
        ... class SetPrice(Effect):
        ...     sku: str
    """

    def mark(cls: type[E]) -> type[E]:
        cls.kind = "".join("_" + c.lower() if c.isupper() else c for c in cls.__name__).lstrip("_")
        cls.action, cls.undo, cls.port = action, undo, port
        return cls

    return mark


@cache
def effect_kinds() -> dict[str, type[Effect]]:
    """Find every effect kind by name."""
    return find("authority.effects", subclasses_of(Effect), lambda cls: cls.kind, "shopstaff.effects")


def read_effect(kind: str, payload: dict[str, object]) -> Effect:
    """Make an effect of a stored kind and payload; an unknown kind is a Retry that lists the known ones."""
    kinds = effect_kinds()
    if kind not in kinds:
        raise Retry(f"there is no effect kind {kind!r}; known: {', '.join(kinds)}")
    return kinds[kind].model_validate(payload)
