"""Buyers who keep stock: latent classes with reservation prices, loss aversion, repurchase by depletion.

Each buyer sells a few articles on, reorders what has run low and takes the article of best surplus ``ln reservation −
ln price`` (deterministic; a rise over the price last seen weighs 2.25 times a cut: Tversky and Kahneman 1991), or buys
elsewhere. Empty shelves, late parcels and prices that drive a buyer elsewhere three times lose it for good.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

from tests.bench.families.parts import Ads, order, pace, packed, price_at, stream

CLASSES = ((0.4, 0.15, 0.10), (0.4, 0.30, 0.20), (0.2, 0.50, 0.30))
"""Share, mean and spread of the log of reservation over first price."""
LOSS, MEMORY, PATIENCE, LATE_DAYS = 2.25, 0.3, 3, 8
Needs = list[tuple[str, str, int]]
"""What an order is for: the article that ran low, the one that is bought, pieces."""


@dataclass
class Buyer:
    """One that sells on: days bought at once, pieces a day, reservations, stock, remembered prices, what is due."""

    days: float
    rate: float
    worth: dict[str, float]
    stock: dict[str, float]
    seen: dict[str, float]
    patience: int = PATIENCE
    due: dict[str, tuple[int, Needs]] = field(default_factory=dict)


class Stockists:
    """The market; see the module."""

    def open(self, opening: dict[str, Any]) -> None:
        """Draw the buyers: together they use about what a day sells at first."""
        self._seed, self._ads, self._pace = opening["seed"], Ads(opening), pace(opening)
        self._first = {one["sku"]: one["ladder"][0]["price"] for one in opening["articles"]}
        self._buyers: dict[str, Buyer] = {}
        self._asked: list[tuple[str, Needs]] = []
        names, luck = [one["id"] for one in opening["buyers"]][:300], stream(opening["seed"], "buyers")
        self._size, self._new = sum(self._pace.values()) / (3 * len(names)), 0.08 * len(names)
        for name in names:
            self._buyers[name] = self._drawn(luck, sorted(self._pace), full=float(luck.random()))

    def day(self, seen: dict[str, Any]) -> dict[str, Any]:
        """Let stocks run down, buyers reorder, newcomers look."""
        self._settle(seen)
        shelf, number = {one["sku"]: one for one in seen["articles"] if one["listed"]}, seen["day"]
        orders: list[dict[str, Any]] = []
        self._asked, visits = [], 0

        def buy(name: str, buyer: Buyer, low: list[str], luck: Any, **more: Any) -> bool:
            needs = self._choose(buyer, low, shelf, float(luck.normal(0, 0.05)))
            if needs:
                lines: dict[str, int] = {}
                for _, bought, pieces in needs:
                    lines[bought] = lines.get(bought, 0) + pieces
                orders.append(order(name, float(luck.uniform(9, 21)), list(lines.items()), **more))
                self._asked.append((name, needs))
            return bool(needs)

        for name, buyer in sorted(self._buyers.items()):
            luck = stream(self._seed, "buyer", name, number)
            for sku in buyer.stock:
                buyer.stock[sku] = max(0.0, buyer.stock[sku] - buyer.rate * float(luck.gamma(2.0, 0.5)))
            waited = {needed for _, needs in buyer.due.values() for needed, _, _ in needs}
            if low := [sku for sku, left in buyer.stock.items() if left < 4 * buyer.rate and sku not in waited]:
                visits += 1
                buy(name, buyer, low, luck)
        report, clicked = self._ads.day(seen)
        strangers = int(stream(self._seed, "search", number).poisson(self._new))
        for place, word in enumerate([None] * strangers + clicked):
            channel = "ads" if word else "search"
            luck = stream(self._seed, channel, number, place)
            skus = [sku for sku in word["skus"] if sku in self._pace] if word else []
            buyer, name = self._drawn(luck, skus or sorted(self._pace), full=0.0, strange=0.35), f"S{number}-{place}"
            more = {"keyword": word["id"]} if word else {}
            if buy(name, buyer, list(buyer.stock), luck, channel=channel, **more) and luck.random() < 0.5:
                self._buyers[name] = buyer
        return {
            "visits": {"direct": visits, "search": strangers, "ads": len(clicked)}, "orders": orders, "ads": report
        }  # fmt: skip

    def _drawn(self, luck: Any, skus: list[str], *, full: float, strange: float = 0.0) -> Buyer:
        """Draw a buyer: class, articles, how fast they sell, how full its own shelf is."""
        _, mean, spread = CLASSES[int(luck.choice(3, p=[share for share, _, _ in CLASSES]))]
        weights, count = [self._pace[sku] for sku in skus], min(1 + int(luck.poisson(2)), len(skus))
        mine = [str(sku) for sku in luck.choice(skus, count, replace=False, p=[one / sum(weights) for one in weights])]
        rate, days = self._size * float(luck.lognormal(-0.32, 0.8)), float(luck.uniform(10, 30))
        worth = {sku: math.log(self._first[sku]) + mean - strange + spread * float(luck.normal()) for sku in mine}
        held = {sku: rate * days * full for sku in mine}
        return Buyer(days, rate, worth, held, {sku: float(self._first[sku]) for sku in mine})

    def _choose(self, buyer: Buyer, low: list[str], shelf: dict[str, Any], mood: float) -> Needs:
        """Give what is bought for what ran low; what is bought elsewhere instead counts against the shop."""
        found: Needs = []
        wanted = buyer.rate * buyer.days
        for sku in low:
            offers = []
            for other in buyer.stock:
                pieces = packed(shelf[other], wanted) if other in shelf else 0
                if not 0 < pieces <= shelf.get(other, {}).get("stock", 0):
                    continue
                price = price_at(shelf[other], pieces)
                move = math.log(price / buyer.seen[other])
                felt = 0.5 * move * (LOSS if move > 0 else 1.0)
                buyer.seen[other] *= math.exp(MEMORY * move)
                surplus = buyer.worth[other] - math.log(price) - felt + mood - (0.0 if other == sku else 0.3)
                offers.append((surplus, other, pieces))
            surplus, other, pieces = max(offers, default=(-1.0, "", 0))
            if surplus > 0:
                found.append((sku, other, pieces))
            else:
                buyer.stock[sku] += wanted
                buyer.patience -= 1 if offers else 2
        return found

    def _settle(self, seen: dict[str, Any]) -> None:
        """Take in what arrived, what found nothing, what is late; who has no patience left is gone."""
        for (name, needs), made in zip(self._asked, seen["orders"], strict=True):
            if (buyer := self._buyers.get(name)) is not None and made is None:
                buyer.patience -= 2
            elif buyer is not None:
                buyer.due[made] = (seen["day"], needs)
        came = {one["order"] for one in seen["parcels"] if one["state"] == "delivered"}
        for buyer in self._buyers.values():
            for made, (since, needs) in list(buyer.due.items()):
                if made in came or seen["day"] - since > LATE_DAYS:
                    del buyer.due[made]
                    for needed, _, pieces in needs:
                        buyer.stock[needed] += pieces
                    buyer.patience = min(PATIENCE, buyer.patience + 1) if made in came else buyer.patience - 2
        self._buyers = {name: one for name, one in self._buyers.items() if one.patience > 0}
