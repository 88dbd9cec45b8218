"""Promotions: what a discount is, when it runs, and which of them contradict each other or themselves.

How discounts stack is arithmetic and stands in :mod:`shops.stacking`. Money is minor units of the shop's currency.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Literal, Protocol, TypeVar

from pydantic import AwareDatetime, Field, model_validator

from shops.models import Model, Outcome, Tier

T = TypeVar("T")

Percent = Annotated[int, Field(ge=1, le=99)]
Minor = Annotated[int, Field(ge=1)]


class ItemDiscount(Model):
    """Some SKUs cheaper: ``percent`` off the ladder's price, or one ``new_price`` at every quantity (秒杀)."""

    kind: Literal["item"] = "item"
    skus: tuple[str, ...] = Field(min_length=1)
    percent: Percent | None = None
    new_price: Minor | None = None

    @model_validator(mode="after")
    def _one_of_two(self) -> ItemDiscount:
        if (self.percent is None) == (self.new_price is None):
            raise ValueError("an item discount has either percent or new_price; give exactly one")
        if len(set(self.skus)) != len(self.skus):
            raise ValueError("an item discount names a SKU twice; name each once")
        return self

    def counts(self, sku: str) -> bool:
        """Tell whether a SKU is one of those that become cheaper."""
        return sku in self.skus


class Threshold(Model):
    """The shop's 满减: an order of ``spend`` or more saves ``save``, once.

    With a ``pair`` it is a bundle (组合购): both SKUs have to be in the order, and only they count and become cheaper.
    """

    kind: Literal["threshold"] = "threshold"
    spend: Minor
    save: Minor
    pair: tuple[str, str] | None = None

    @model_validator(mode="after")
    def _leaves_something(self) -> Threshold:
        if self.pair and self.pair[0] == self.pair[1]:
            raise ValueError("a bundle names one SKU twice; name two")
        return _check_saving(self, self.spend, self.save)

    def counts(self, sku: str) -> bool:
        """Tell whether the money of a SKU counts, and is lowered."""
        return self.pair is None or sku in self.pair


class Coupon(Model):
    """A code: ``save``, or ``percent`` off up to ``most``, in an order of ``min_spend`` or more.

    ``audience`` names the buyers that may use it (empty: everyone), each ``per_buyer`` times. SKUs that are
    ``excluded`` neither count towards ``min_spend`` nor become cheaper.
    """

    kind: Literal["coupon"] = "coupon"
    code: str = Field(min_length=3, max_length=40, pattern=r"^[A-Z0-9-]+$")
    save: Minor | None = None
    percent: Percent | None = None
    most: Minor | None = None
    min_spend: Minor
    per_buyer: int = Field(default=1, ge=1)
    audience: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _one_of_two(self) -> Coupon:
        if (self.save is None) == (self.percent is None):
            raise ValueError("a coupon has either save or percent; give exactly one")
        if (self.percent is None) != (self.most is None):
            raise ValueError("a coupon in percent, and no other, needs most: the largest sum that one use may save")
        return self if self.save is None else _check_saving(self, self.min_spend, self.save)

    @property
    def largest(self) -> int:
        """Give the largest sum that one use can save."""
        return self.save or self.most or 0

    def counts(self, sku: str) -> bool:
        """Tell whether the money of a SKU counts, and is lowered."""
        return sku not in self.excluded


class CrossShop(Model):
    """The platform's threshold over all shops; it can be read and not published by a shop."""

    kind: Literal["cross_shop"] = "cross_shop"
    spend: Minor
    save: Minor

    @model_validator(mode="after")
    def _leaves_something(self) -> CrossShop:
        return _check_saving(self, self.spend, self.save)

    def counts(self, sku: str) -> bool:
        """Tell whether the money of a SKU counts: that of every one."""
        return True


Discount = Annotated[ItemDiscount | Threshold | Coupon | CrossShop, Field(discriminator="kind")]


class PromotionPlan(Model):
    """A promotion as it is to be published: in force from ``starts_at`` until ``ends_at`` (exclusive).

    ``max_uses`` ends it earlier: orders that used it, or pieces sold at an item discount; the order that reaches the
    number is served in full.
    """

    title: str = Field(min_length=1)
    discount: Discount
    starts_at: AwareDatetime
    ends_at: AwareDatetime
    max_uses: int = Field(ge=1)

    @model_validator(mode="after")
    def _has_time(self) -> PromotionPlan:
        if self.ends_at <= self.starts_at:
            raise ValueError("a promotion ends after it starts; correct ends_at")
        return self

    def overlaps(self, other: PromotionPlan) -> bool:
        """Tell whether there is a moment at which both run."""
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at

    def touches(self, sku: str) -> bool:
        """Tell whether it can lower the price of a SKU."""
        return self.discount.counts(sku)

    def giveaway(self, ladders: Mapping[str, Sequence[Tier]]) -> int:
        """Give what all uses together are expected to give away, by the ladders of its SKUs.

        A threshold or a coupon: its largest saving times ``max_uses``, which is also the most. An item discount: the
        largest saving on one piece times ``max_uses``.
        """
        discount = self.discount
        if isinstance(discount, ItemDiscount):
            steps = [tier.unit_price for sku in discount.skus for tier in ladders.get(sku, ())]
            return self.max_uses * max((price - discounted(price, discount) for price in steps), default=0)
        return self.max_uses * (discount.largest if isinstance(discount, Coupon) else discount.save)


class Promotion(PromotionPlan):
    """A promotion in the shop; ``used`` counts towards ``max_uses``."""

    id: str
    used: int = 0

    def runs(self, moment: datetime) -> bool:
        """Tell whether it is in force at a moment."""
        return self.starts_at <= moment < self.ends_at and self.used < self.max_uses


class PromotionReader(Protocol):
    """Optional: promotions, the shop's own and the platform's."""

    def list_promotions(self, *, open_only: bool = False) -> Sequence[Promotion]:
        """List promotions, oldest first; ``open_only`` keeps those that run or will run."""


class PromotionWrites(Protocol):
    """Optional: publishing and ending the shop's promotions."""

    def publish_promotion(self, plan: PromotionPlan, *, key: str) -> Outcome:
        """Publish a promotion; refused when it contradicts one that runs, or is the platform's kind."""

    def end_promotion(self, promotion_id: str, *, key: str) -> Outcome:
        """End a promotion of the shop now."""


def discounted(price: int, discount: ItemDiscount) -> int:
    """Give a unit price under an item discount, rounded up and never above what it was."""
    if discount.new_price is not None:
        return min(price, discount.new_price)
    return -(-price * (100 - (discount.percent or 0)) // 100)


def promotion_faults(
    plan: PromotionPlan, others: Sequence[PromotionPlan], ladders: Mapping[str, Sequence[Tier]]
) -> list[str]:
    """List why a promotion cannot stand next to others, each with the remedy.

    Args:
        plan: What is to be published.
        others: Promotions that run or will run.
        ladders: Price ladders by SKU, at least of the SKUs that an item discount names.
    """
    faults = []
    if isinstance(plan.discount, Threshold) and plan.discount.pair:
        lost = [sku for sku in plan.discount.pair if sku not in ladders]
        faults += [f"there is no SKU {sku!r} on the shelf; list variants to see which there are" for sku in lost]
    if isinstance(plan.discount, ItemDiscount):
        for sku in plan.discount.skus:
            if sku not in ladders:
                faults.append(f"there is no SKU {sku!r}; list variants to see which there are")
            elif plan.discount.new_price is not None and plan.discount.new_price >= ladders[sku][-1].unit_price:
                faults.append(f"the new price of {sku} is not below every step of its ladder; lower it or leave it out")
    for other in others:
        if plan.overlaps(other) and (why := _clash(plan.discount, other.discount)):
            faults.append(f"{why} of {other.title!r}, which runs at the same time; end that one or choose other dates")
    return faults


def _clash(mine: Discount, theirs: Discount) -> str:
    if isinstance(mine, ItemDiscount) and isinstance(theirs, ItemDiscount):
        both = sorted(set(mine.skus) & set(theirs.skus))
        return f"{both[0]} has the item discount" if both else ""
    if isinstance(mine, Coupon) and isinstance(theirs, Coupon):
        return f"the code {mine.code} is the code" if mine.code == theirs.code else ""
    if isinstance(mine, Threshold) and isinstance(theirs, Threshold):
        if mine.pair or theirs.pair:
            same = set(mine.pair or ()) == set(theirs.pair or ())
            return "the bundle is the bundle" if same else ""
        low, high = sorted((mine, theirs), key=lambda one: one.spend)
        fine = low.spend < high.spend and low.save < high.save
        return "" if fine else "a higher threshold has to save more, and this contradicts the threshold"
    return ""


def _check_saving(discount: T, spend: int, save: int) -> T:
    if save >= spend:
        raise ValueError(f"it would save {save} on a spend of {spend}; save less than is spent")
    return discount
