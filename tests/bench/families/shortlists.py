"""Buyers with a short list: they see a few articles by rank and cheapness and pick by a power law of the price ratio.

Demand is multiplicative: weight ``quality · (p / first)^(−e)`` against going away, e by class, and pieces fall with
``(p / first)^(−0.7)``; elasticity is constant and high. Buyers come back after lognormal intervals whose means are
Pareto; each parcel that arrives is told to others, each empty hand too.
"""

from __future__ import annotations

import math
from typing import Any

from tests.bench.families.parts import Ads, order, pace, packed, price_at, stream

SHARPNESS = (1.5, 2.5, 4.0)
"""Elasticity by class of buyers, a third each."""
SEEN, PIECES, TALK, FORGET = 3, 6.0, 0.05, 0.97
"""Articles on a list; pieces of a usual line; visitors a day that one told brings; how talk dies out a day."""


class Shortlists:
    """The market; see the module."""

    def open(self, opening: dict[str, Any]) -> None:
        """Draw quality, and when the known buyers come next."""
        self._seed, self._ads, self._pace = opening["seed"], Ads(opening), pace(opening)
        luck = stream(self._seed, "goods")
        self._first = {one["sku"]: one["ladder"][0]["price"] for one in opening["articles"]}
        self._quality = {sku: float(luck.lognormal(0.0, 0.4)) for sku in sorted(self._first)}
        self._sold, self._talk = dict(self._pace), 0.0
        self._kind: dict[str, int] = {}
        self._gap: dict[str, float] = {}
        self._next: dict[str, float] = {}
        self._asked: list[str] = []
        for one in opening["buyers"]:
            self._meet(one["id"])
            self._next[one["id"]] = self._gap[one["id"]] * float(stream(self._seed, "first", one["id"]).random())
        self._new = 0.8 * sum(self._pace.values()) / PIECES * 2.5

    def day(self, seen: dict[str, Any]) -> dict[str, Any]:
        """Let those who are due come, and newcomers by search, talk and ads."""
        number = seen["day"]
        self._hear(seen)
        shelf = [one for one in seen["articles"] if one["listed"] and one["stock"] > 0]
        due = sorted(name for name, at in self._next.items() if at <= number)
        strangers = int(stream(self._seed, "search", number).poisson(max(1.0, self._new + self._talk)))
        report, clicked = self._ads.day(seen)
        coming: list[tuple[str, str, Any]] = [(name, "direct", None) for name in due]
        coming += [(f"L{number}-{place}", "search", None) for place in range(strangers)]
        coming += [(f"A{number}-{place}", "ads", word) for place, word in enumerate(clicked)]
        orders = []
        for name, channel, word in coming:
            luck = stream(self._seed, "visit", name, number)
            if name in self._next:
                self._again(name, number, luck)
            kind = self._kind.get(name, int(luck.integers(3)))
            lines = self._pick(shelf, kind, word["skus"] if word else None, luck, known=channel == "direct")
            if not lines:
                continue
            self._meet(name, kind)
            self._again(name, number, luck)
            more = {"channel": channel} | ({"keyword": word["id"]} if word else {})
            orders.append(order(name, float(luck.uniform(9, 21)), lines, **more))
            for sku, pieces in lines:
                self._sold[sku] += 0.05 * pieces
        self._sold = {sku: 0.95 * sold for sku, sold in self._sold.items()}
        self._asked = [one["customer"] for one in orders]
        return {
            "visits": {"direct": len(due), "search": strangers, "ads": len(clicked)}, "orders": orders, "ads": report
        }  # fmt: skip

    def _pick(self, shelf: list[Any], kind: int, skus: Any, luck: Any, *, known: bool) -> list[tuple[str, int]]:
        """Draw a list by rank and cheapness, and what of it is bought; a better list keeps more from going away."""
        seen = [one for one in shelf if skus is None or one["sku"] in skus]
        if not seen:
            return []
        cheap = {one["sku"]: one["ladder"][0]["price"] / self._first[one["sku"]] for one in seen}
        seen.sort(key=lambda one: (-self._sold[one["sku"]] * cheap[one["sku"]] ** -2.0, one["sku"]))
        odds = [1 / (place + 2) for place in range(len(seen))]
        places = luck.choice(len(seen), min(SEEN, len(seen)), replace=False, p=[one / sum(odds) for one in odds])
        listed = [seen[int(place)] for place in places]
        weights = [self._quality[one["sku"]] * cheap[one["sku"]] ** -SHARPNESS[kind] for one in listed]
        away = 2.0 if known else 25.0
        found: list[tuple[str, int]] = []
        for article, weight in zip(listed, weights, strict=True):
            if luck.random() < 1.5 * weight / (sum(weights) + away):
                pieces = packed(article, float(luck.lognormal(math.log(PIECES), 0.8)))
                ratio = price_at(article, pieces) / self._first[article["sku"]]
                found.append((article["sku"], packed(article, round(pieces * ratio**-0.7))))
        return found

    def _meet(self, name: str, kind: int | None = None) -> None:
        if name not in self._gap:
            luck = stream(self._seed, "meet", name)
            self._kind[name] = int(luck.integers(3)) if kind is None else kind
            self._gap[name] = min(400.0, 8.0 * (1 + float(luck.pareto(1.3))))

    def _again(self, name: str, number: int, luck: Any) -> None:
        self._next[name] = number + max(1.0, self._gap[name] * float(luck.lognormal(-0.125, 0.5)))

    def _hear(self, seen: dict[str, Any]) -> None:
        """Let parcels and empty hands be talked about; who found nothing comes less often."""
        self._talk *= FORGET
        self._talk += TALK * sum(one["state"] == "delivered" for one in seen["parcels"])
        for name, made in zip(self._asked, seen["orders"], strict=True):
            if made is None:
                self._talk -= 2 * TALK
                self._gap[name] *= 1.5
