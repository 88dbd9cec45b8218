"""The market's state as arrays: what moves from day to day. Hidden from every policy; a view is made of it."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from decisions.day_view import Bools, Floats, Inquiries, Ints, RefundRequests, Verdicts
from scenarios.market.kernel.params import AFTER, Params

T = TypeVar("T")
NEVER = -10_000
"""Day of what has not happened."""
PLENTY = 2**50
"""Money of a shop that is never refused goods for want of it."""


@dataclass
class Buyers:
    """Arrays over everybody who has ordered; the first ones are those of the world's data, in its order.

    Attributes:
        kind: Row of the data's buyer whose habits (segment, lines, size) they have.
        rate: Orders a day at the starting prices while alive.
        alive: Whether they still come.
        last: Day of the newest order.
        asked, reply: Day of the newest inquiry that was closed, and the factor of its reply.
        origin, day, number: How a newcomer came: the channel, the day, the number of the visit.
    """

    kind: Ints
    rate: Floats
    alive: Bools
    last: Ints
    asked: Ints
    reply: Floats
    origin: Ints
    day: Ints
    number: Ints

    def add(self, *, kind: Ints, rate: Floats, origin: Ints, day: int, number: Ints) -> Ints:
        """Add newcomers; gives their rows."""
        count, first = len(kind), len(self.kind)
        for name, values in (
            ("kind", kind),
            ("rate", rate),
            ("alive", np.ones(count, dtype=bool)),
            ("last", np.full(count, day)),
            ("asked", np.full(count, NEVER)),
            ("reply", np.zeros(count)),
            ("origin", origin),
            ("day", np.full(count, day)),
            ("number", number),
        ):
            setattr(self, name, np.concatenate([getattr(self, name), values]))
        return np.arange(first, first + count)


@dataclass
class Parcels:
    """Orders on their way to the buyer, one row each; sorted by nothing.

    Attributes:
        due: Day of arrival.
        order, buyer, placed: Number, row, day of the order.
        missing, quality: Share of the wanted lines that were missing; mean hidden quality of the goods.
        fault: 0 nothing to complain of, 1 a genuine fault, 2 a false claim.
        line, sku, amount, paid, evidence, asks: Of the complaint: line's place in the order, article, money asked
            for, money of the line, how well it is shown, day on which it is written.
    """

    due: Ints
    order: Ints
    buyer: Ints
    placed: Ints
    missing: Floats
    quality: Floats
    fault: Ints
    line: Ints
    sku: Ints
    amount: Ints
    paid: Ints
    evidence: Floats
    asks: Ints


@dataclass
class Asks:
    """Open bulk inquiries with their hidden side: ``reservation`` a piece, ``luck``, quotes ``tried`` so far."""

    id: Ints
    buyer: Ints
    kind: Ints
    number: Ints
    sku: Ints
    quantity: Ints
    target: Ints
    deadline: Ints
    custom_cost: Ints
    asked: Ints
    refused_price: Ints
    reservation: Floats
    luck: Floats
    tried: Ints

    def seen(self) -> Inquiries:
        """Give what the shop sees of them."""
        return Inquiries(
            *(self.id, self.buyer, self.sku, self.quantity, self.target, self.deadline),
            *(self.custom_cost, self.asked, self.refused_price),
        )


@dataclass
class Claims:
    """Requests for money back, one row each: first those that wait for an answer, later those before the platform.

    ``until`` is the day of the request, then of the platform's decision.
    """

    id: Ints
    order: Ints
    line: Ints
    buyer: Ints
    placed: Ints
    sku: Ints
    amount: Ints
    paid: Ints
    evidence: Floats
    genuine: Bools
    until: Ints

    def seen(self) -> RefundRequests:
        """Give what the shop sees of them."""
        return RefundRequests(self.id, self.buyer, self.sku, self.amount, self.paid, self.evidence)


@dataclass
class Books:
    """Sums by day of the run, minor units and pieces; ``refunded`` and ``awarded`` stand on the day of the order.

    ``held`` is the cost of the unsold stock at the day's end, ``penalties`` and ``custom_cost`` what the platform's
    decisions and light-custom work cost, ``bought`` what goods were ordered for, ``paid_back`` refunds by the day of
    payment.
    """

    gmv: Ints
    orders: Ints
    buyers: Ints
    pieces: Ints
    goods_cost: Ints
    refunded: Ints
    spend: Ints
    held: Ints
    visitors: Ints
    penalties: Ints
    custom_cost: Ints
    bought: Ints
    paid_back: Ints
    cash: Ints


@dataclass
class Body:
    """All that moves in one market.

    Attributes:
        day: The day that runs, then the number of days done.
        claims, coming, disputes: Requests for money back that wait for the shop, will be written, are before the
            platform.
        tiers, tier_share: ``[J, L]`` ladders that stand, and their proportion to the first step.
        prices: ``[D, J]`` first steps by day.
        bids, budgets, stock: ``[K]``, ``[C]``, ``[J]``.
        arriving, promised: ``[D + …, J]`` pieces by the evening on which they come, and are said to come.
        comes: ``[D]`` evening on which the goods ordered on a day come; ``NEVER`` when nothing was ordered.
        queue: Pieces that the factory has not yet delivered.
        rivals: ``[J]`` rivals' price over ours of the start, less 1.
        rank, stars, reviews: The shop's rank; sum of stars and their number, those of the first day included.
        cash: Money in the bank.
        orders, claims_made, asks_made: Numbers given so far.
        market_look, verdicts, closed_taken, closed_lost: What the next view says of today.
    """

    buyers: Buyers
    parcels: Parcels
    asks: Asks
    claims: Claims
    coming: Claims
    disputes: Claims
    books: Books
    tiers: Ints
    tier_share: Floats
    prices: Ints
    bids: Ints
    budgets: Ints
    stock: Ints
    arriving: Ints
    promised: Ints
    comes: Ints
    rivals: Floats
    stars: float
    cash: int
    reviews: int
    queue: int = 0
    day: int = 0
    rank: float = 1.0
    orders: int = 0
    claims_made: int = 0
    asks_made: int = 0
    market_look: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    verdicts: Verdicts = field(default_factory=lambda: Verdicts(*_four()))
    closed_taken: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    closed_lost: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))

    @property
    def rating(self) -> float:
        """Give the mean of the stars."""
        return self.stars / self.reviews


def open_body(params: Params) -> Body:
    """Give the state of the first morning."""
    spec, crowd = params.spec, params.crowd
    days, count = len(params.boost) + AFTER, crowd.real
    nobody = np.zeros(count, dtype=np.int64)
    never = np.full(count, NEVER)
    first = np.maximum(params.first_tiers[:, :1], 1)
    cash = PLENTY if spec.money.cash is None else spec.money.cash
    return Body(
        buyers=Buyers(
            kind=np.arange(count),
            rate=crowd.rate.copy(),
            alive=crowd.alive.copy(),
            last=np.array([(one.last_order - spec.shop.start).days for one in params.world.buyers], dtype=np.int64),
            asked=never,
            reply=np.zeros(count),
            origin=nobody - 1,
            day=nobody,
            number=nobody,
        ),
        parcels=empty(Parcels),
        asks=empty(Asks),
        claims=empty(Claims),
        coming=empty(Claims),
        disputes=empty(Claims),
        books=Books(*(np.zeros(params.days, dtype=np.int64) for _ in Books.__dataclass_fields__)),
        tiers=params.first_tiers.copy(),
        tier_share=params.first_tiers / first,
        prices=np.zeros((params.days, params.articles), dtype=np.int64),
        bids=np.array([one.bid for one in spec.ads.keywords], dtype=np.int64),
        budgets=np.array([one.daily_budget for one in spec.ads.campaigns], dtype=np.int64),
        stock=params.start_stock.copy(),
        arriving=np.zeros((days, params.articles), dtype=np.int64),
        promised=np.zeros((days, params.articles), dtype=np.int64),
        comes=np.full(params.days, NEVER),
        rivals=np.zeros(params.articles),
        stars=spec.reviews.start * spec.reviews.count,
        cash=cash,
        reviews=spec.reviews.count,
    )


def empty(table: type[T]) -> T:
    """Give a table without rows."""
    kinds: dict[str, type] = {"Floats": np.float64, "Bools": np.bool_, "Ints": np.int64}
    return table(**{name: np.zeros(0, dtype=kinds[kind]) for name, kind in _columns(table).items()})


def joined(first: T, second: T) -> T:
    """Put the rows of two tables below each other."""
    names = _columns(type(first))
    return type(first)(**{name: np.concatenate([getattr(first, name), getattr(second, name)]) for name in names})


def picked(table: T, rows: NDArray[np.int64] | Bools) -> T:
    """Give some rows of a table."""
    return type(table)(**{name: getattr(table, name)[rows] for name in _columns(type(table))})


def _columns(table: Any) -> dict[str, str]:
    """Give the columns of a table with the names of their types; read once, since every day asks often."""
    if table not in _KNOWN:
        _KNOWN[table] = {one.name: str(one.type) for one in fields(table)}
    return _KNOWN[table]


_KNOWN: dict[Any, dict[str, str]] = {}


def _four() -> tuple[Ints, Floats, Bools, Ints]:
    none = np.zeros(0, dtype=np.int64)
    return none, np.zeros(0), np.zeros(0, dtype=bool), none
