"""Parts of ``world.toml`` about what moves the market: rivals, shocks, dates, reviews, money, disputes, quality.

Every part may be left out; then that force is not there. Money is minor units, days are whole, ``_share`` is of one.
"""

from __future__ import annotations

from datetime import date
from typing import Self

from pydantic import Field, model_validator

from scenarios.world_people import Part


class RivalPart(Part):
    """Others who sell the same goods.

    Attributes:
        weight: How much of the price slope their price has: a rival's price 10 % lower costs an article
            ``weight × slope × 0.1`` of its utility.
        follow: Share of a cut of ours, against our starting price, that they follow in the end; rises they do not.
        speed: Share of the way they go a day.
        noise: Sd of their own daily moves, as logs.
        look_error: Sd of the log error with which the shop sees their prices.
    """

    weight: float = Field(default=0.0, ge=0)
    follow: float = Field(default=0.0, ge=0, le=1)
    speed: float = Field(default=0.05, gt=0, le=1)
    noise: float = Field(default=0.0, ge=0)
    look_error: float = Field(default=0.06, ge=0)


class ShockPart(Part):
    """What nobody in the shop knows before; drawn from the seed, beginning within the first ``within_days``.

    Attributes:
        war_chance, war_days, war_low, war_high: A price war: chance, length, and what it takes off every utility.
        trends, trend_days, trend_low, trend_high: Articles that come into fashion: how many, how long, utility added.
        delay_chance, delay_window, delay_low, delay_high: A time in which orders to the factory come so many days
            later; announced from its first day on.
    """

    within_days: int = Field(default=150, ge=1)
    war_chance: float = Field(default=0.0, ge=0, le=1)
    war_days: int = Field(default=21, ge=1)
    war_low: float = Field(default=0.2, ge=0)
    war_high: float = Field(default=0.6, ge=0)
    trends: int = Field(default=0, ge=0)
    trend_days: int = Field(default=18, ge=1)
    trend_low: float = 0.6
    trend_high: float = 1.4
    delay_chance: float = Field(default=0.0, ge=0, le=1)
    delay_window: int = Field(default=10, ge=1)
    delay_low: int = Field(default=5, ge=0)
    delay_high: int = Field(default=9, ge=0)

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        for name in ("war", "trend", "delay"):
            low, high = getattr(self, f"{name}_low"), getattr(self, f"{name}_high")
            if low > high:
                raise ValueError(f"{name}_low {low} is above {name}_high {high}")
        return self


class EventPart(Part):
    """A date of the public calendar, e.g. 双11; its size is not public.

    Attributes:
        day: The day itself.
        before: Days before it over which demand climbs in a straight line; resellers stock up early.
        size: Median factor of demand at the top; spread: sd of its log over seeds.
        after: Factor on as many days after it, when shelves are full.
    """

    name: str
    day: date
    before: int = Field(default=3, ge=0)
    size: float = Field(default=1.8, gt=0)
    spread: float = Field(default=0.2, ge=0)
    after: float = Field(default=1.0, gt=0)


class ReviewPart(Part):
    """Stars that newcomers see.

    Attributes:
        weight: Logit of a newcomer's order that one star above or below ``start`` adds or takes.
        start, count: Stars on the first day and how many reviews they rest on.
        share: Share of delivered orders that are reviewed.
        fault, missing, refused: Stars that a fault, missing lines (all of them), a refused genuine request cost.
    """

    weight: float = Field(default=0.0, ge=0)
    start: float = Field(default=4.6, ge=1, le=5)
    count: int = Field(default=60, ge=1)
    share: float = Field(default=0.3, ge=0, le=1)
    fault: float = Field(default=2.5, ge=0, le=4)
    missing: float = Field(default=1.5, ge=0, le=4)
    refused: float = Field(default=4.0, ge=0, le=4)


class MoneyPart(Part):
    """What the shop has to spend.

    Attributes:
        cash: In the bank on the first day; None: goods are never refused for money.
        credit: What the bank lends on top.
        payout_days: Days after which the platform pays out a sale.
        salvage: Share of their cost that goods left on the last day are worth.
    """

    cash: int | None = Field(default=None, ge=0)
    credit: int = Field(default=0, ge=0)
    payout_days: int = Field(default=7, ge=0)
    salvage: float = Field(default=0.6, ge=0, le=1)


class DisputePart(Part):
    """What follows a refused request for money back.

    Attributes:
        days: Days until the platform decides.
        accuracy: Share of its decisions that are right.
        penalty: What a decision for the buyer costs the shop beside the money.
        rank: Weight of the share of requests in which a genuine buyer was refused, in the shop's rank.
        evidence_genuine, evidence_false: Beta parameters of how well the evidence speaks for a buyer, 0..1.
    """

    days: int = Field(default=5, ge=1)
    accuracy: float = Field(default=0.9, ge=0.5, le=1)
    penalty: int = Field(default=0, ge=0)
    rank: float = Field(default=0.0, ge=0)
    evidence_genuine: tuple[float, float] = (5.0, 2.0)
    evidence_false: tuple[float, float] = (2.0, 4.5)


class QualityPart(Part):
    """Quality that no visitor sees and every returning buyer feels: normal over articles, mean 0.

    Attributes:
        spread: Sd over articles, in logits of staying after an order.
        defects: How far better articles are faulty less often: log of the defect share falls by this for each sd.
    """

    spread: float = Field(default=0.0, ge=0)
    defects: float = Field(default=0.0, ge=0)


class TransitPart(Part):
    """What befalls parcels on their way, and what buyers make of it.

    Attributes:
        uncollected_share, uncollected_days: Parcels that the carrier fetches so many days late.
        stuck_share, stuck_days: Parcels that stand still for so many days, without a report.
        exception_share, exception_days: Parcels brought in vain, and again so many days later.
        lost_share, lost_patience_days, lost_loss: Parcels that never come; days until the buyer gives them up, and the
            logits towards staying away for good.
        late_day_loss, late_days_max: Logits for each day past the carrier's promise, and the most that count.
        told_settles: Share of that which does not come about if the shop wrote of it first.
    """

    uncollected_share: float = Field(default=0.0, ge=0, le=1)
    uncollected_days: int = Field(default=2, ge=1)
    stuck_share: float = Field(default=0.0, ge=0, le=1)
    stuck_days: int = Field(default=4, ge=1)
    exception_share: float = Field(default=0.0, ge=0, le=1)
    exception_days: int = Field(default=2, ge=1)
    lost_share: float = Field(default=0.0, ge=0, le=1)
    lost_patience_days: int = Field(default=12, ge=1)
    lost_loss: float = Field(default=2.0, ge=0)
    late_day_loss: float = Field(default=0.2, ge=0)
    late_days_max: float = Field(default=8.0, ge=0)
    told_settles: float = Field(default=0.5, ge=0, le=1)


class ContactPart(Part):
    """What buyers make of offers that they did not ask for.

    Attributes:
        ripe_from: Part of a buyer's own usual time between orders from which a reminder comes at a good moment.
        pull: How many times as often who was reminded then comes, in the ``pull_days`` after.
        patience: Offers within 30 days that annoy nobody; one at a bad moment counts twice.
        annoy_loss: Logits towards staying away for good with each beyond it.
        object_share: Share of the annoyed who tell the platform that they want no more.
        stop_share: Share of all who hear an offer that answer, the next day, that they want none.
    """

    ripe_from: float = Field(default=0.6, ge=0)
    pull: float = Field(default=1.0, ge=1)
    pull_days: int = Field(default=7, ge=1)
    patience: int = Field(default=1, ge=0)
    annoy_loss: float = Field(default=0.0, ge=0)
    object_share: float = Field(default=0.0, ge=0, le=1)
    stop_share: float = Field(default=0.0, ge=0, le=1)


class CouponPart(Part):
    """What promotions do to buyers; how is told in :mod:`scenarios.market.offers`.

    Attributes:
        seen: Share of the buyers whom a coupon is for who see it before they decide.
        top_up: Part of a promotion's least spend from which a buyer makes a basket larger to reach it.
        lift: By segment: known buyers come ``(1 - r)^-lift`` times as often for a saving of the share r.
    """

    seen: float = Field(default=0.5, ge=0, le=1)
    top_up: float = Field(default=1.0, gt=0, le=1)
    lift: dict[str, float] = {}


class CreativePart(Part):
    """What listings under a creative test do; how is told in :mod:`scenarios.market.creatives`.

    Attributes:
        views: Listings that a visitor meets.
        click: Share of those who meet a listing that open it.
        spread: Sd of the hidden appeal of a wording or picture, in logs.
    """

    views: float = Field(default=0.0, ge=0)
    click: float = Field(default=0.1, ge=0, le=1)
    spread: float = Field(default=0.0, ge=0)


class HagglePart(Part):
    """Light-custom work and patience in bulk inquiries.

    Attributes:
        custom_cost_low, custom_cost_high: What the asked-for work costs a piece, as a share of the unit cost.
        custom_worth: How much more a piece is worth to who asked for it, over the cost of the work.
        most_quotes: Quotes after which a buyer gives up.
    """

    custom_cost_low: float = Field(default=0.05, ge=0)
    custom_cost_high: float = Field(default=0.2, ge=0)
    custom_worth: float = Field(default=1.5, ge=0)
    most_quotes: int = Field(default=2, ge=1)


class MovePart(Part):
    """How far prices and bids may move: the owner's limits where no desk stands in between."""

    price_day: float = Field(default=0.05, ge=0, le=1)
    price_month: float = Field(default=0.15, ge=0)
    bid_step: float = Field(default=0.2, ge=0)
    bid_most: int = Field(default=500, ge=1)
