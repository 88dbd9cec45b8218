"""Buyers who compare: everybody takes the cheaper of the shop and one rival, whose prices walk by themselves.

``P(buys here) = Φ((ln rival − ln price) / 0.06)`` for one who wants an article: an elasticity of about ten, nearly all
of it between shops. Rivals' prices are those of the first day times a slow walk. Who ordered comes again at an own
rate, whatever the shop was like; nothing is bought that is not there.
"""

from __future__ import annotations

import math
from typing import Any

from tests.bench.families.parts import Ads, order, pace, packed, price_at, stream

NOISE, PULL, STEP = 0.06, 0.97, 0.012
"""Spread of what buyers think of the two; how a rival's log price is drawn back a day, and its daily step."""
PIECES, SERIOUS = 5.0, 0.15
"""Mean pieces of an order; share of strangers who want to buy at all."""


class Bargains:
    """The market; see the module."""

    def open(self, opening: dict[str, Any]) -> None:
        """Draw the rivals and the buyers' rates."""
        self._seed, self._ads, self._pace = opening["seed"], Ads(opening), pace(opening)
        luck = stream(self._seed, "rivals")
        self._first = {one["sku"]: one["ladder"][0]["price"] for one in opening["articles"]}
        self._above = {sku: float(luck.normal(0.02, 0.05)) for sku in sorted(self._first)}
        self._rate = {one["id"]: self._again(one["id"]) for one in opening["buyers"]}
        known = sum(self._rate.values())
        self._new = max(20.0, (2 * sum(self._pace.values()) / PIECES - known) / SERIOUS)

    def day(self, seen: dict[str, Any]) -> dict[str, Any]:
        """Let everybody who comes compare."""
        number, shelf = seen["day"], {one["sku"]: one for one in seen["articles"] if one["listed"]}
        luck = stream(self._seed, "walk", number)
        for sku, above in self._above.items():
            self._above[sku] = PULL * above + STEP * float(luck.normal())
        luck = stream(self._seed, "come", number)
        known = [name for name in sorted(self._rate) if stream(self._seed, name, number).random() < self._rate[name]]
        report, clicked = self._ads.day(seen)
        strangers = int(luck.poisson(self._new))
        coming: list[tuple[str, str, Any]] = [(name, "direct", None) for name in known]
        coming += [(f"C{number}-{place}", "search", None) for place in range(strangers)]
        coming += [(f"K{number}-{place}", "ads", word) for place, word in enumerate(clicked)]
        orders = []
        for name, channel, word in coming:
            luck = stream(self._seed, "visit", name, number)
            if channel != "direct" and luck.random() > SERIOUS:
                continue
            skus = [sku for sku in (word["skus"] if word else ()) if sku in self._pace] or sorted(self._pace)
            weights = [self._pace[sku] for sku in skus]
            sku = str(luck.choice(skus, p=[one / sum(weights) for one in weights]))
            pieces, noise = float(luck.geometric(1 / PIECES)), NOISE * float(luck.normal())
            article = shelf.get(sku)
            if article is None or article["stock"] <= 0:
                continue
            wanted = packed(article, pieces)
            if math.log(price_at(article, wanted) / self._first[sku]) < self._above[sku] + noise:
                more = {"channel": channel} | ({"keyword": word["id"]} if word else {})
                orders.append(order(name, float(luck.uniform(9, 21)), [(sku, wanted)], **more))
                self._rate.setdefault(name, self._again(name))
        visits = {"direct": len(known), "search": strangers, "ads": len(clicked)}
        return {"visits": visits, "orders": orders, "ads": report}

    def _again(self, name: str) -> float:
        return 1 / float(stream(self._seed, "again", name).uniform(10, 60))
