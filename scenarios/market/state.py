"""What the market knows and the shop never sees, in one object."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from scenarios.market.choice import usual_quantities
from scenarios.market.crowd import Crowd, make_crowd, segment_sizes
from scenarios.market.goods import Floats, Goods, intents, make_goods
from scenarios.market.rhythm import season_factor, slot_shares, weekday_factor
from scenarios.market.shocks import Shocks, draw_shocks
from scenarios.market.streams import stream
from scenarios.market.terms import Terms, make_terms
from scenarios.world import LoadedWorld
from scenarios.world_people import Language
from shops.aftersales import AftersaleWish
from shops.buyers import MarketSide
from shops.models import Shipment
from shops.port import Reads
from shops.traces import TraceEvent


@dataclass(frozen=True)
class Inquiry:
    """A message that a buyer will write at ``at``; ``thread_id`` is set when it answers in an open thread."""

    id: str
    at: datetime
    customer_id: str
    text: str
    thread_id: str | None = None


@dataclass
class Ask:
    """The hidden side of an inquiry.

    Attributes:
        id: Id of the inquiry that opened it.
        customer_id: Who asks.
        kind: Row of the crowd whose habits the buyer has.
        language: ``zh`` or ``en``, as written.
        sku: Article asked for; None for a question about delivery only.
        quantity: Pieces.
        reservation: Highest price a piece, minor units.
        deadline: When the buyer gives up.
        luck: Uniform that decides acceptance.
        prefers_language, prefers_carrier: What the text states for good; the carrier as its code.
        thread_id, asked_at: Set on delivery.
        replied_at: When the shop first answered, in words or by a quote.
        declined: Id of the newest quote the buyer did not take.
        countered, ordered, closed: What has happened.
    """

    id: str
    customer_id: str
    kind: int
    language: Language
    sku: str | None
    quantity: int
    reservation: float
    deadline: datetime
    luck: float
    prefers_language: str | None = None
    prefers_carrier: str | None = None
    thread_id: str | None = None
    asked_at: datetime | None = None
    replied_at: datetime | None = None
    declined: str | None = None
    countered: bool = False
    ordered: bool = False
    closed: bool = False


@dataclass
class Experience:
    """What a buyer lived through with one order: share of the wanted lines that were missing, whether it was judged."""

    customer_id: str
    placed_at: datetime
    missing: float = 0.0
    judged: bool = False


@dataclass
class Complaint:
    """What a buyer writes about an order, and when; ``settled`` once the buyer has made up their mind about it.

    ``wish`` is what they ask for on the platform instead of writing.
    """

    order: str
    customer: str
    line: str
    text: str
    at: datetime
    wish: AftersaleWish | None = None
    settled: bool = False


@dataclass(frozen=True)
class Way:
    """How a parcel travels: its fate, when it arrives, by when the carrier promised it, what is reported before."""

    fate: str
    due: datetime
    expected_by: datetime
    reports: tuple[TraceEvent, ...]


@dataclass
class Parcels:
    """Shipments on the way: how each travels by id, those of orders shipped whole by order (read once), the ids already
    brought, how many reports of each are out, and the orders whose lost parcel was given up.
    """

    ways: dict[str, Way] = field(default_factory=dict)
    reported: dict[str, int] = field(default_factory=dict)
    mourned: set[str] = field(default_factory=set)
    whole: dict[str, tuple[Shipment, ...]] = field(default_factory=dict)
    brought: set[str] = field(default_factory=set)


@dataclass
class Lost:
    """Demand lost to empty shelves since the start: expected orders, and pieces of lines wanted but missing."""

    orders: float = 0.0
    units: int = 0


@dataclass
class Mood:
    """Rivals' prices ``[J]`` over ours of the start, less 1; the sum of the stars and how many reviews gave them."""

    rivals: Floats
    stars: float
    reviews: int


@dataclass
class AdTally:
    """A slot's ad figures by typed term ``[R]``, minor units; ``caught`` is the keyword that got the term, if any."""

    caught: list[str | None]
    impressions: NDArray[np.int64]
    clicks: NDArray[np.int64]
    spend: NDArray[np.int64]
    orders: NDArray[np.int64]
    sales: NDArray[np.int64]


@dataclass
class Today:
    """The running day: the slot's ad figures, ad money by campaign, visitors by origin, factors of replies' speed."""

    day: date
    ads: AdTally
    spent: dict[str, int] = field(default_factory=dict)
    direct: set[int] = field(default_factory=set)
    search: int = 0
    clicks: int = 0
    replies: list[float] = field(default_factory=list)


@dataclass
class State:
    """All hidden state of one market.

    ``thought_again``: orders whose buyers write to change them, and when; ``sampled``: samples that were decided on;
    ``complaints``: what will be written about orders that arrived, ``complained``: about which it was; ``heard``:
    conversations that the shop began, ``reminded``: until when a row of the crowd comes more often for one,
    ``offers_heard``: when each buyer heard offers that they had not asked for, ``stops``: who will answer to have none;
    ``batches`` counts a SKU's batches, ``bad_until``: from when until when a SKU's goods are of a faulty batch.
    """

    world: LoadedWorld
    seed: int
    side: MarketSide
    reads: Reads
    zone: ZoneInfo
    goods: Goods
    place: dict[str, int]
    crowd: Crowd
    shocks: Shocks
    mood: Mood
    shares: tuple[float, ...]
    usual: NDArray[np.int64]
    intent: Floats
    start_prices: Floats
    terms: Terms
    today: Today
    rank: float = 1.0
    asks: dict[str, Ask] = field(default_factory=dict)
    experiences: dict[str, Experience] = field(default_factory=dict)
    parcels: Parcels = field(default_factory=Parcels)
    lost: Lost = field(default_factory=Lost)
    thought_again: dict[str, datetime] = field(default_factory=dict)
    sampled: set[str] = field(default_factory=set)
    complaints: dict[str, Complaint] = field(default_factory=dict)
    complained: set[str] = field(default_factory=set)
    batches: dict[str, int] = field(default_factory=dict)
    bad_until: dict[str, tuple[datetime, datetime]] = field(default_factory=dict)
    heard: set[str] = field(default_factory=set)
    reminded: dict[int, datetime] = field(default_factory=dict)
    offers_heard: dict[str, list[datetime]] = field(default_factory=dict)
    stops: list[Inquiry] = field(default_factory=list)

    def boost(self, day: date) -> float:
        """Give the day's demand relative to a mean open day: weekday times season times the calendar's dates."""
        spec = self.world.spec
        event = float(self.shocks.event[self.shocks.at(day)])
        return weekday_factor(self.weekdays, day) * season_factor(spec.traffic.season, day) * event

    @property
    def weekdays(self) -> Mapping[str, float]:
        """Give the world's weekday profile."""
        return self.world.weekdays

    def day_luck(self, day: date) -> float:
        """Give the day's common factor, gamma with mean 1."""
        shape = self.world.spec.traffic.day_shape
        return float(stream(self.seed, "day", day).gamma(shape, 1 / shape))


def make_state(world: LoadedWorld, seed: int, side: MarketSide, reads: Reads) -> State:
    """Make the hidden state of a market before its first day."""
    spec = world.spec
    goods = make_goods(world.articles, spec)
    crowd, terms = make_crowd(world.buyers, spec), make_terms(spec.ads)
    place = {sku: row for row, sku in enumerate(goods.skus)}
    sizes = segment_sizes(crowd, len(spec.segments))
    return State(
        world=world,
        seed=seed,
        side=side,
        reads=reads,
        zone=ZoneInfo(spec.shop.time_zone),
        goods=goods,
        place=place,
        crowd=crowd,
        shocks=draw_shocks(spec, seed, len(goods.skus)),
        mood=Mood(np.zeros(len(goods.skus)), spec.reviews.start * spec.reviews.count, spec.reviews.count),
        shares=slot_shares(world.hours),
        usual=usual_quantities(goods, sizes),
        intent=intents(world, goods),
        start_prices=np.zeros((len(sizes), len(goods.skus))),
        terms=terms,
        today=new_day(spec.shop.start, len(terms.text)),
    )


def new_day(day: date, terms: int) -> Today:
    """Give an empty day."""
    return Today(day=day, ads=new_tally(terms))


def new_tally(terms: int) -> AdTally:
    """Give an empty slot of the ads."""
    return AdTally([None] * terms, *(np.zeros(terms, dtype=np.int64) for _ in range(5)))
