"""Every parameter of ``world.toml``. Money is minor units of the world's currency; ``_rate`` is a share of one.

The names follow docs of the model: visits (``traffic``), choice (``segments``), memory of buyers (``loyalty``),
keyword auctions (``ads``), inquiries and quotes (``inquiries``), carriers and factory. Anything the data lack is
marked ``assumption`` in the file.
"""

from __future__ import annotations

from datetime import date
from typing import Self

from pydantic import Field, field_validator, model_validator

from scenarios.world_market import (
    ContactPart,
    CouponPart,
    CreativePart,
    DisputePart,
    EventPart,
    HagglePart,
    MoneyPart,
    MovePart,
    QualityPart,
    ReviewPart,
    RivalPart,
    ShockPart,
    TransitPart,
)
from scenarios.world_people import NamesPart, Part, PhrasesPart, PlacesPart
from scenarios.world_shop import (
    CarrierPart,
    CataloguePart,
    FactoryPart,
    ProcessPart,
    RhythmPart,
    ShopPart,
    StockPart,
)
from scenarios.world_shop import CostTerms as CostTerms
from shops.terms import FloorTerms


def season_day(place: str) -> date:
    """Give the day at which a season factor stands: a month's 15th, or the day itself.

    Example:
        >>> season_day("2026-10")
        datetime.date(2026, 10, 15)
    """
    return date.fromisoformat(place if place.count("-") > 1 else f"{place}-15")


class TrafficPart(Part):
    """Visits.

    Attributes:
        search_visits: New visitors on a mean open day at rank 1 and season 1.
        day_shape: Shape k of the gamma factor that all visits of a day share (mean 1).
        known_day_power: Power of that factor for known buyers.
        season: Season factor by month (``"2011-09"``, at mid-month) or by day (``"2011-10-01"``), straight lines
            between; outside: the nearest.
        article_season_weight: Weight 0..1 of an article's December against August demand in autumn.
        conversion_known, conversion_search, conversion_ads: Share of visits that order at the starting prices.
        cold_lines: Geometric mean lines of an order by a new buyer, relative to a known buyer of the same kind.
    """

    search_visits: float = Field(ge=0, le=1_000_000)
    day_shape: float = Field(gt=0)
    known_day_power: float = Field(ge=0, le=1)
    season: dict[str, float]
    article_season_weight: float = Field(ge=0, le=1)
    conversion_known: float = Field(gt=0, lt=1)
    conversion_search: float = Field(gt=0, lt=1)
    conversion_ads: float = Field(gt=0, lt=1)
    cold_lines: float = Field(gt=0)

    @field_validator("season")
    @classmethod
    def _positive(cls, value: dict[str, float]) -> dict[str, float]:
        if not value or min(value.values()) <= 0 or max(value.values()) > 1000:
            raise ValueError("needs at least one month or day, each factor above 0 and at most 1000")
        for place in value:
            season_day(place)
        return dict(sorted(value.items()))


class SegmentPart(Part):
    """One segment of buyers: up to which quantity factor it reaches, and how it reacts to price.

    Attributes:
        up_to_factor: Buyers whose quantity factor (against the article's median) is at most this, and above the
            segment before.
        price_slope: Beta, utility lost per 100 % of price above the reference.
        nest: Weight 0..1 of the inclusive value in the decision to buy at all.
        burst_every, burst_days: Known buyers who buy in bursts do so on ``burst_days`` days in each ``burst_every``,
            as often altogether as without; 0 is steadily.
        dropship: Whether their orders go straight to their own customers, one parcel an order.
    """

    name: str
    up_to_factor: float = Field(gt=0)
    price_slope: float = Field(ge=0)
    nest: float = Field(gt=0, le=1)
    burst_every: int = Field(default=0, ge=0)
    burst_days: int = Field(default=1, ge=1)
    dropship: bool = False

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.burst_every and self.burst_days > self.burst_every:
            raise ValueError(f"burst_days {self.burst_days} is more than burst_every {self.burst_every}")
        return self


class OrderPart(Part):
    """Baskets: spread (sd of log) of lines around a buyer's habit, share of the article's quantity spread that is
    within buyers, and scale factors set by calibration.
    """

    lines_spread: float = Field(ge=0)
    lines_scale: float = Field(gt=0)
    quantity_within: float = Field(ge=0, le=1)
    quantity_scale: float = Field(gt=0)
    max_quantity: int = Field(gt=0)


class LoyaltyPart(Part):
    """Repurchase: rates of orders a day, dropout after an order and what moves it (logits), the shop's rank.

    Attributes:
        known_rate_scale: Scale of the rates read from the buyers' own histories.
        known_shape, known_prior_days: Gamma prior of a known buyer's rate: orders, days.
        new_rate, new_shape: Mean orders a day and gamma shape of buyers won in the run.
        drop: Probability that a buyer never comes back after an order that went as promised.
        on_time_gain, late_loss, late_day_loss, late_days_max: z for on time, late, each day late up to a maximum.
        missing_loss: z per share of wanted lines that were out of stock.
        reply_gain: z times (reply factor - 0.5) for who asked in the last 30 days.
        wrong_carrier_loss: z when the parcel did not come as the buyer had asked.
        abandon_days: Days past the promise after which an unshipped order is given up.
        rank_speed, rank_low, rank_high, rank_on_time, rank_reply: Daily share of the way, bounds, weights.
    """

    known_rate_scale: float = Field(gt=0)
    known_shape: float = Field(gt=0)
    known_prior_days: float = Field(gt=0)
    new_rate: float = Field(gt=0)
    new_shape: float = Field(gt=0)
    drop: float = Field(gt=0, lt=1)
    on_time_gain: float
    late_loss: float
    late_day_loss: float
    late_days_max: float = Field(ge=0)
    missing_loss: float
    reply_gain: float
    wrong_carrier_loss: float
    abandon_days: float = Field(gt=0)
    rank_speed: float = Field(gt=0, le=1)
    rank_low: float = Field(gt=0)
    rank_high: float = Field(gt=0, le=1000)
    rank_on_time: float
    rank_reply: float


class CampaignPart(Part):
    """A campaign with its daily budget in minor units."""

    id: str
    name: str
    daily_budget: int = Field(ge=0)


class TermPart(Part):
    """Another text that is typed: share of the keyword's searches, and how often a click orders beside the mean."""

    text: str
    share: float = Field(gt=0, lt=1)
    worth: float = Field(ge=0)


class KeywordPart(Part):
    """A keyword: articles whose name has all ``words``, searches a day, click-through rate, median and spread (sd of
    log) of the highest rival price a click, the bid it starts with; minor units. ``terms``: what some of those who
    search type instead of its text. ``worth``: how often its clicks order, beside the mean of all ads.
    """

    id: str
    campaign: str
    text: str
    words: str
    searches: float = Field(ge=0)
    click_rate: float = Field(ge=0, le=1)
    rival_median: float = Field(gt=0)
    rival_spread: float = Field(gt=0)
    bid: int = Field(ge=0)
    terms: tuple[TermPart, ...] = ()
    worth: float = Field(default=1.0, ge=0)

    @model_validator(mode="after")
    def _leaves_its_own(self) -> Self:
        if sum(one.share for one in self.terms) >= 1 or sum(one.share * one.worth for one in self.terms) > 1:
            raise ValueError("the terms leave no searches, or less than no orders, for the keyword's own text")
        return self


class AdsPart(Part):
    """Keyword ads; ``batches`` auctions a day and keyword; ``intent`` is the utility of the advertised articles."""

    batches: int = Field(gt=0)
    intent: float
    campaigns: tuple[CampaignPart, ...]
    keywords: tuple[KeywordPart, ...]

    @model_validator(mode="after")
    def _known_campaigns(self) -> Self:
        known = {campaign.id for campaign in self.campaigns}
        for keyword in self.keywords:
            if keyword.campaign not in known:
                raise ValueError(f"keyword {keyword.id!r} is in the unknown campaign {keyword.campaign!r}")
        return self


class InquiryPart(Part):
    """Inquiries and quotes.

    Attributes:
        per_day: Mean inquiries on a mean open day at season 1.
        known_share: Share by known buyers; the others are new.
        chinese_share: Share of buyers who write Chinese.
        delivery_share, custom_share: Shares that ask about delivery only, or for a logo or a change as well.
        bargain_share: Share that names a price.
        preference_share: Share that states a lasting preference; hostile_share: that holds an instruction to systems.
        quantity_median, quantity_spread: Lognormal pieces asked for (spread: sd of log).
        reservation_median, reservation_spread: Lognormal highest price against the ladder's price at the quantity.
        price_slope: Slope of the acceptance in price over reservation.
        deadline_days_low, deadline_days_high: Days within which the buyer needs an answer and goods.
        counter_within: A quote at most this share above the reservation is countered once.
        order_without_quote: Weight of ordering at the ladder's price when the reply came without a quote.
        wrong_preference: Factor on the acceptance when the reply ignores the stated preference.
    """

    per_day: float = Field(ge=0, le=100_000)
    known_share: float = Field(ge=0, le=1)
    chinese_share: float = Field(ge=0, le=1)
    delivery_share: float = Field(ge=0, le=1)
    custom_share: float = Field(ge=0, le=1)
    bargain_share: float = Field(ge=0, le=1)
    preference_share: float = Field(ge=0, le=1)
    hostile_share: float = Field(ge=0, le=1)
    quantity_median: float = Field(gt=0)
    quantity_spread: float = Field(gt=0)
    reservation_median: float = Field(gt=0)
    reservation_spread: float = Field(gt=0)
    price_slope: float = Field(gt=0)
    deadline_days_low: float = Field(gt=0)
    deadline_days_high: float = Field(gt=0)
    counter_within: float = Field(ge=0)
    order_without_quote: float = Field(ge=0, le=1)
    wrong_preference: float = Field(ge=0, le=1)


class ChangePart(Part):
    """Shares of orders whose buyers write to cancel, or to have other pieces, in the slot after."""

    cancel_share: float = Field(default=0.0, ge=0, le=1)
    items_share: float = Field(default=0.0, ge=0, le=1)


class SamplePart(Part):
    """Requests for samples on a mean day; who pays a fee; days after it left until the buyer decides, and the share
    that orders in bulk then, once to twice the pieces that bring the fee back.
    """

    per_day: float = Field(default=0.0, ge=0)
    pays_share: float = Field(default=0.0, ge=0, le=1)
    decide_days: float = Field(default=7.0, ge=0)
    bulk_share: float = Field(default=0.0, ge=0, le=1)


class AfterSalePart(Part):
    """What goes wrong with arrived orders, and who says so.

    Attributes:
        defect_share, defect_shape: Mean of the SKUs' hidden shares of faulty lines, and the shape of their gamma.
        broken_share, missing_share: Orders with pieces broken on the way, or short.
        false_share: Orders whose buyer only claims it, without a photo.
        photo_share: Of the true complaints, those that come with a photo.
        most_pieces: Largest part of a line's pieces that is concerned.
        delay_days: Longest time until the buyer writes, after the day of arrival.
        platform_share: Of all that is wrong, the part that is asked for on the platform's form instead of in words.
        regret_share: Orders of which the buyer sends a line back without a reason.
        patience_days: Time after which a buyer without money back thinks the worse of it.
        settled_gain, unsettled_loss: How that moves coming back, logits.
        bad_batch_share: Production batches of a SKU that come out faulty.
        bad_batch_defects: Of the orders placed with such goods, those in which a whole line is faulty.
        bad_batch_days: How long the goods of a bad batch are what is sent.
    """

    defect_share: float = Field(default=0.0, ge=0, le=1)
    defect_shape: float = Field(default=0.5, gt=0)
    broken_share: float = Field(default=0.0, ge=0, le=1)
    missing_share: float = Field(default=0.0, ge=0, le=1)
    false_share: float = Field(default=0.0, ge=0, le=1)
    photo_share: float = Field(default=0.7, ge=0, le=1)
    most_pieces: float = Field(default=0.3, gt=0, le=1)
    delay_days: float = Field(default=4.0, ge=0)
    platform_share: float = Field(default=0.0, ge=0, le=1)
    regret_share: float = Field(default=0.0, ge=0, le=1)
    patience_days: float = Field(default=4.0, ge=0)
    settled_gain: float = 0.3
    unsettled_loss: float = 0.8
    bad_batch_share: float = Field(default=0.0, ge=0, le=1)
    bad_batch_defects: float = Field(default=0.0, ge=0, le=1)
    bad_batch_days: float = Field(default=10.0, gt=0)


class WorldSpec(Part):
    """All parameters of a world, one attribute a table of ``world.toml``."""

    shop: ShopPart
    catalogue: CataloguePart
    rhythm: RhythmPart | None = None
    processes: dict[str, ProcessPart] = {}
    factory: FactoryPart
    costs: CostTerms
    floor: FloorTerms
    stock: StockPart
    traffic: TrafficPart
    segments: tuple[SegmentPart, ...] = Field(min_length=1)
    orders: OrderPart
    loyalty: LoyaltyPart
    ads: AdsPart
    inquiries: InquiryPart
    carriers: CarrierPart
    places: PlacesPart
    names: NamesPart = NamesPart()
    phrases: PhrasesPart = PhrasesPart()
    changes: ChangePart = ChangePart()
    samples: SamplePart = SamplePart()
    aftersale: AfterSalePart = AfterSalePart()
    rivals: RivalPart = RivalPart()
    shocks: ShockPart = ShockPart()
    events: tuple[EventPart, ...] = ()
    reviews: ReviewPart = ReviewPart()
    money: MoneyPart = MoneyPart()
    disputes: DisputePart = DisputePart()
    quality: QualityPart = QualityPart()
    coupons: CouponPart = CouponPart()
    creatives: CreativePart = CreativePart()
    contact: ContactPart = ContactPart()
    transit: TransitPart = TransitPart()
    haggling: HagglePart = HagglePart()
    moves: MovePart = MovePart()
