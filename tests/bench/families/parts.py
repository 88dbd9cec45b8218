"""What the markets of other families share: luck by process and day, ladders, orders, ads of falling return."""

from __future__ import annotations

from typing import Any
from zlib import crc32

from numpy.random import PCG64, Generator, SeedSequence

Article = dict[str, Any]
COVER_DAYS = 25
"""A shelf at the start is taken for so many days of sales: all that buyers can tell of what sells."""


def stream(seed: int, *process: object) -> Generator:
    """Give the luck of one process: the same names, the same luck, whatever the shop does meanwhile."""
    return Generator(PCG64(SeedSequence([seed, crc32("/".join(map(str, process)).encode())])))


def price_at(article: Article, pieces: int) -> int:
    """Give the unit price on the ladder."""
    fits = [step["price"] for step in article["ladder"] if step["pieces"] <= pieces]
    return int(fits[-1] if fits else article["ladder"][0]["price"])


def packed(article: Article, pieces: float) -> int:
    """Round up to whole packs, at least what the shop sells."""
    pack = max(1, article["pack"])
    return int(-(-max(pieces, article["moq"], 1) // pack) * pack)


def pace(opening: dict[str, Any]) -> dict[str, float]:
    """Give the pieces a day by SKU that buyers want at first."""
    return {one["sku"]: max(one["stock"], 10) / COVER_DAYS for one in opening["articles"]}


def order(customer: str, hour: float, lines: list[tuple[str, int]], **more: Any) -> dict[str, Any]:
    """Give an order as the protocol has it."""
    wishes = [{"sku": sku, "quantity": pieces} for sku, pieces in lines]
    return {"customer": customer, "hour": round(min(max(hour, 9.0), 20.9), 2), "lines": wishes, **more}


class Ads:
    """An ad platform of first prices: a keyword's traffic is shared by bids, ``bid² / (bid² + others²)``.

    Args:
        opening: The shop before its first day.
        click_rate: Clicks of a search that shows the ad.
    """

    def __init__(self, opening: dict[str, Any], click_rate: float = 0.05) -> None:
        luck = stream(opening["seed"], "ads")
        self._seed, self._rate = opening["seed"], click_rate
        self._others = {one["id"]: one["bid"] * float(luck.lognormal(0.0, 0.4)) for one in opening["keywords"]}
        self._traffic = {one["id"]: float(luck.uniform(30, 120)) for one in opening["keywords"]}

    def day(self, seen: dict[str, Any]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        """Give the day's report, and the keyword of every click."""
        rows, clicked, left = [], [], {one["campaign"]: one["budget"] for one in seen["keywords"]}
        for word in seen["keywords"]:
            luck = stream(self._seed, "ads", word["id"], seen["day"])
            searches, bid = int(luck.poisson(self._traffic.get(word["id"], 60.0))), word["bid"]
            share = 0.0 if word["paused"] else bid**2 / (bid**2 + self._others.get(word["id"], bid) ** 2 + 1e-9)
            shown = int(luck.binomial(searches, share))
            clicks = min(int(luck.binomial(shown, self._rate)), left[word["campaign"]] // max(1, bid))
            left[word["campaign"]] -= clicks * bid
            rows.append({"keyword": word["id"], "impressions": shown, "clicks": clicks, "spend": clicks * bid})
            clicked += [word] * clicks
        return rows, clicked
