"""The articles as arrays: how much each is wanted, in what quantities, and what it costs."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scenarios.world import Article, LoadedWorld, articles_with
from scenarios.world_shop import CataloguePart, StockPart
from scenarios.world_spec import WorldSpec

Floats = NDArray[np.float64]

_KNOTS = np.array([0.0, 0.25, 0.5, 0.75, 0.9, 1.0])


@dataclass(frozen=True)
class Goods:
    """Arrays over the J articles, in the order of the catalogue.

    Attributes:
        skus, names: Codes and titles.
        nicknames: What buyers call it for short, or the title.
        ref: Small-lot price at the start, minor units.
        alpha: Log of the article's orders a week over the mean article.
        autumn: Log of its demand at the end of the world's season over that at its start, 0 when unknown.
        quantity: ``[J, 6]`` log quantity over the median, at the quantiles 0, .25, .5, .75, .9, 1.
        median, pack, moq: Pieces of a usual line, of a pack, of the smallest order.
        cost: Unit cost, minor units.
        daily_units: Pieces a day in the data.
    """

    skus: tuple[str, ...]
    names: tuple[str, ...]
    nicknames: tuple[str, ...]
    ref: Floats
    alpha: Floats
    autumn: Floats
    quantity: Floats
    median: Floats
    pack: NDArray[np.int64]
    moq: NDArray[np.int64]
    cost: NDArray[np.int64]
    daily_units: Floats

    def quantities(self, rows: NDArray[np.int64], luck: Floats, size: Floats, within: float) -> NDArray[np.int64]:
        """Draw pieces of lines.

        Args:
            rows: ``[n]`` articles.
            luck: ``[n]`` uniforms.
            size: ``[n]`` the buyer's quantity over the article's median.
            within: Share of the article's spread (of logs) that is within buyers.

        Returns:
            ``[n]`` pieces, whole packs from three quarters of a pack on, no fewer than the shop sells.
        """
        place = np.clip(np.searchsorted(_KNOTS, luck, side="right") - 1, 0, len(_KNOTS) - 2)
        share = (luck - _KNOTS[place]) / (_KNOTS[place + 1] - _KNOTS[place])
        log = self.quantity[rows, place] * (1 - share) + self.quantity[rows, place + 1] * share
        pieces = self.median[rows] * size * np.exp(within * log)
        pack = self.pack[rows]
        packs = np.maximum(1, np.rint(pieces / pack)) * pack
        whole: Floats = np.where(pieces >= 0.75 * pack, packs, np.maximum(1, np.rint(pieces)))
        return np.maximum(whole.astype(np.int64), self.moq[rows])


def make_goods(articles: Sequence[Article], spec: WorldSpec) -> Goods:
    """Make the arrays of a catalogue."""
    rates = np.array([_orders_a_week(article, spec.catalogue) for article in articles])
    quantiles = np.array([_quantiles(article) for article in articles])
    median = np.array([article.qty_median for article in articles], dtype=float)
    return Goods(
        skus=tuple(article.sku for article in articles),
        names=tuple(title(article.name) for article in articles),
        nicknames=tuple(article.nickname or title(article.name) for article in articles),
        ref=np.array([article.price_small for article in articles], dtype=float),
        alpha=np.log(rates / rates.mean()),
        autumn=np.array([_autumn(article.season_index) for article in articles]),
        quantity=np.log(quantiles / median[:, None]),
        median=median,
        pack=np.array([article.pack for article in articles], dtype=np.int64),
        moq=np.array([article.moq or 1 for article in articles], dtype=np.int64),
        cost=np.array([_cost(article, spec.stock) for article in articles], dtype=np.int64),
        daily_units=np.array([article.units_per_week for article in articles]) / 7,
    )


def intents(world: LoadedWorld, goods: Goods) -> Floats:
    """Give ``[K + 1, J]`` the extra utility of what a keyword advertises; the last row is no keyword."""
    place = {sku: row for row, sku in enumerate(goods.skus)}
    keywords = world.spec.ads.keywords
    intent = np.zeros((len(keywords) + 1, len(place)))
    for row, keyword in enumerate(keywords):
        intent[row, [place[sku] for sku in articles_with(world.articles, keyword.words)]] = world.spec.ads.intent
    return intent


def title(name: str) -> str:
    """Write a name in Latin capitals as a title: ``"JUMBO BAG RED"`` is ``"Jumbo Bag Red"``; others stay."""
    if not (name.isascii() and name.isupper()):
        return name
    return " ".join("-".join(part.capitalize() for part in word.split("-")) for word in name.split())


def code_share(text: str, purpose: str) -> float:
    """Give the uniform number in [0, 1) that a code stands for; independent of the seed."""
    return int.from_bytes(hashlib.sha256(f"{purpose}:{text}".encode()).digest()[:7]) / 2**56


def _cost(article: Article, stock: StockPart) -> int:
    if article.cost is not None:
        return article.cost
    share = code_share(article.sku, "cost")
    rate = stock.cost_rate_low + share * (stock.cost_rate_high - stock.cost_rate_low)
    return round(article.price_small * rate)


def _orders_a_week(article: Article, terms: CataloguePart) -> float:
    start, end = terms.measured_from, terms.measured_until
    sold = max(14, (end - max(start, article.first_sold)).days)
    return article.orders_per_week * (end - start).days / sold


def _quantiles(article: Article) -> tuple[float, ...]:
    low = max(1.0, article.qty_p25 / 3)
    return (low, article.qty_p25, article.qty_median, article.qty_p75, article.qty_p90, article.qty_p90 * 3.0)


def _autumn(index: str | None) -> float:
    if index is None:
        return 0.0
    months = [float(value) for value in index.split(";")]
    high, low = months[0], months[-1]
    if min(high, low) < 0.05:
        return 0.0
    return max(-1.5, min(1.5, math.log(high / low)))
