"""Finding what a message says of promotions, and holding it against those that run for this buyer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import NamedTuple

from authority.claim_reading import Fault, Reading
from kit.text import dates, percents, prices
from shops.promotions import Coupon, Discount, ItemDiscount, Promotion, Threshold

SPENT = re.compile(r"满\s*(\d{1,7})\s*(?:元|块)?\s*[,，]?\s*(?:立?减|省|优惠)\s*(\d{1,7})\s*(?:元|块)?")
"""满300减50: what has to be spent and what is saved, in major units."""
SAVED_BEFORE = re.compile(r"(?:\bsav(?:e|es|ing)|\btakes?|\bminus|\bget|减|省|抵|优惠|返)\s*$", re.IGNORECASE)
SAVED_AFTER = re.compile(r"\s*(?:off\b|less\b|discount\b)", re.IGNORECASE)
EVERYTHING = re.compile(
    r"\b(?:every\w*|all|whole|any\w*|storewide|sitewide)\b|全场|全店|所有|任何|任意|通通|一律", re.IGNORECASE
)
"""A discount on some goods is none on all."""
OF_PROMOTIONS = re.compile(
    r"\b(?:with|use|the|code|coupons?|vouchers?|promotions?|sale|discounts?|off|saves?|spend|orders?|over|above|more|until|till|ends?"
    r"|runs?|on|at checkout|in our shop|shop|reduced|reduction|now|price|each|and)\b"
    r"|优惠券|优惠码|券码|券|代码|活动|促销|优惠|立减|减|满|折扣?|打|全店|全场|限时|截止|截至|为止|止|使用|凭|享受?|可用|输入|下单时|特价|秒杀|现价|省",
    re.IGNORECASE,
)
"""Words that go with a promotion and say no more than that it runs."""


class _Figures(NamedTuple):
    """What a sentence tells: percents, pairs of spent and saved, sums saved, all sums (minor units), "everything"."""

    shares: set[Decimal]
    pairs: set[tuple[int, int]]
    saved: set[int | None]
    sums: set[int | None]
    of_all: bool


class Promotions(Reading):
    """The finder of promotions; ``promoted`` are the sentences of which a promotion that runs bears every figure."""

    promoted: set[tuple[int, int]]

    def _promotions(self) -> Iterator[tuple[int, Fault]]:
        """Blank out the figures of a sentence that states a running promotion as it is; others stay and are judged."""
        self.promoted = set()
        for span in sorted({clause.sentence for clause in self.clauses}):
            named = [one for one in self.evidence.promotions if self._names_it(one.discount, span)]
            figures = self._figures_of(self.free[slice(*span)]) if named else None
            running = next((one for one in named if figures and self._states_it(one.discount, figures)), None)
            if running is not None:
                self._take_out(running, span)
                self.promoted.add(span)
        yield from ()

    def _names_it(self, discount: Discount, span: tuple[int, int]) -> bool:
        """Tell whether a sentence names what a promotion is for: its goods and no others, or the coupon's code."""
        if isinstance(discount, Coupon):
            code = rf"(?<![A-Za-z0-9-]){re.escape(discount.code)}(?![A-Za-z0-9-])"
            return discount.code in self.text and bool(re.search(code, self.text[slice(*span)]))
        goods = {sku for at, sku in self.skus if span[0] <= at < span[1]}
        if isinstance(discount, ItemDiscount):
            return bool(goods) and goods <= set(discount.skus)
        # a threshold for all goods names none
        pair = discount.pair if isinstance(discount, Threshold) else None
        return pair is None or goods == set(pair)

    def _figures_of(self, words: str) -> _Figures:
        shares = {found.value for found in percents(words)}
        pairs = {(self.major(found[1]), self.major(found[2])) for found in SPENT.finditer(words)}
        return _Figures(shares, pairs, *self._sums_of(SPENT.sub("", words)), bool(EVERYTHING.search(words)))

    def _states_it(self, discount: Discount, told: _Figures) -> bool:
        """Tell whether a sentence that names a promotion gives its figures, each as what it is, and no others."""
        shares, pairs, saved, sums, of_all = told
        if isinstance(discount, ItemDiscount):
            fits = not (of_all or pairs or saved)
            return fits and (shares, sums) in (({discount.percent}, set()), (set(), {discount.new_price}))
        if isinstance(discount, Coupon):
            if discount.excluded and of_all:
                return False
            cheaper = shares == {discount.percent} if discount.percent else saved == {discount.save} and not shares
            is_told = cheaper or pairs == {(discount.min_spend, discount.save)} or not (shares or saved or pairs)
            return is_told and sums - saved <= {discount.min_spend} and pairs <= {(discount.min_spend, discount.save)}
        if shares:
            return False
        by_words = saved == {discount.save} and sums - saved == {discount.spend} and not pairs
        return by_words or (pairs == {(discount.spend, discount.save)} and not sums)

    def _sums_of(self, words: str) -> tuple[set[int | None], set[int | None]]:
        """Give the amounts of a sentence that are said to be saved, and all amounts."""
        saved, found = set(), prices(words)
        for one in found:
            if SAVED_BEFORE.search(words[: one.start]) or SAVED_AFTER.match(words, one.end):
                saved.add(self.minor_of(one, words))
        return saved, {self.minor_of(one, words) for one in found}

    def _take_out(self, one: Promotion, span: tuple[int, int]) -> None:
        low, high = span
        words = self.free[low:high]
        places = [(found.start, found.end) for found in percents(words)]
        places += [(found.start, found.end) for found in prices(words)]
        places += [found.span() for found in SPENT.finditer(words)]
        if isinstance(one.discount, Coupon):
            places += [found.span() for found in re.finditer(re.escape(one.discount.code), self.text[low:high])]
        last = self.evidence.day(one.ends_at - timedelta(microseconds=1))
        today = self.evidence.today
        places += [(found.start, found.end) for found in dates(words, today) if found.date in (last, today)]
        for start, end in places:
            self.blank(low + start, low + end)
        self.supported += [found.span() for found in OF_PROMOTIONS.finditer(self.words, low, high)]
